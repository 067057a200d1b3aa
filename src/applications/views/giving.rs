//! How files are given: a zone for each kind, and what was given so far.

use crate::{
    applications::{Application, Document, FileType, giving::ANSWER, inspection::FILE_SIZE},
    catalog::Service,
    terms::{FieldError, OnceToken, Sight, Words, message},
    web::{
        parts::{self, FileRow, Icon, Tone, Upload, action, quiet_button, upload},
        url,
    },
};
use maud::{Markup, html};

/// One zone.
struct Zone<'z> {
    kind: &'z str,
    label: &'z str,
    hint: &'z str,
    errors: &'z [FieldError],
}

impl Zone<'_> {
    fn show(&self, words: &Words, application: &Application, fresh: &dyn Fn() -> OnceToken) -> Markup {
        let accept = FileType::ALL.iter().map(|kind| kind.mime()).collect::<Vec<_>>().join(",");
        let limit = words.say(&message("form-file-kinds").with("limit", words.size(FILE_SIZE)));
        let hint = if self.hint.is_empty() { limit } else { format!("{}. {limit}", self.hint.trim_end_matches('.')) };
        let zone = Upload {
            address: &format!("{}/documents", url::application(application.id)),
            once: fresh(),
            list: &format!("files-{}", self.kind),
            label: self.label,
            hint: &hint,
            accept: &accept,
            max_bytes: FILE_SIZE,
            hidden: &[("kind", self.kind)],
            name: self.kind,
            errors: self.errors,
        };
        html! { (upload(words, &zone)) (files(words, application, self.kind, fresh)) }
    }
}

/// The zones of the form, one for each kind of document that the service asks for.
pub fn of_form(words: &Words, draft: &Application, service: &Service, errors: &[FieldError], fresh: &dyn Fn() -> OnceToken) -> Markup {
    html! {
        @for kind in &service.documents {
            @let (label, hint) = (kind.title.read(words.language), kind.hint.read(words.language));
            section.stack id=(parts::id_of(kind.code.as_str())) {
                @let optional = if kind.required.holds(&draft.answers) { "".into() } else { words.text("form-document-optional") };
                @let hint = [&*optional, hint].join(" ");
                (Zone { kind: kind.code.as_str(), label, hint: hint.trim(), errors }.show(words, draft, fresh))
            }
        }
    }
}

/// The zone of an answer.
pub fn of_answer(words: &Words, application: &Application, errors: &[FieldError], fresh: &dyn Fn() -> OnceToken) -> Markup {
    let label = words.text("answer-files");
    html! {
        section.stack id=(parts::id_of(ANSWER)) { (Zone { kind: ANSWER, label: &label, hint: "", errors }.show(words, application, fresh)) }
    }
}

/// The files of one kind that can still be taken back; also what a script gets after it has sent one.
pub fn files(words: &Words, application: &Application, kind: &str, fresh: &dyn Fn() -> OnceToken) -> Markup {
    let given: Vec<_> =
        application.in_hand(kind).map(|document| (document, document.name.seen(Sight::Plain), about(words, document))).collect();
    let rows: Vec<_> = given
        .iter()
        .map(|(document, name, about)| {
            let address = format!("{}/documents/{}", url::application(application.id), document.number);
            let remove = action(&format!("{address}/remove"), fresh(), quiet_button(&words.text("form-file-remove"), name));
            let icon = if document.file == FileType::Pdf { Icon::File } else { Icon::Photo };
            (icon, name, address, about, remove)
        })
        .collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|(icon, name, address, about, remove)| FileRow {
            icon: *icon,
            name,
            address: Some(address),
            about,
            state: (Tone::Neutral, ""),
            action: remove.clone(),
        })
        .collect();
    parts::files(&format!("files-{kind}"), &rows)
}

fn about(words: &Words, document: &Document) -> String {
    match document.pages {
        Some(pages) => format!("{}, {}", words.say(&message("form-file-pages").with("count", i64::from(pages))), words.size(document.size)),
        None => words.size(document.size),
    }
}
