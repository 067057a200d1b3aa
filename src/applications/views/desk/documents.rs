//! The documents of a case: what the service asks for, what was given, what the inspector found.

use super::{card::Card, lines};
use crate::{
    applications::{
        Document, FileType,
        application::{Check, Finding},
        moves::Move,
    },
    catalog::DocumentKind,
    terms::{FieldError, Sight, message},
    web::parts::{self, Control, Field, FileRow, Icon, Need, Tone, Weight},
};
use maud::{Markup, html};

/// One form for the notes of all documents, with buttons at each: what was typed at one is not lost by a press at another.
pub(super) fn tab(card: &Card<'_>) -> Markup {
    let list = list(card);
    match card.case.documents.first().filter(|_| card.may(Move::Check)) {
        Some(first) => html! { form.stack-5 method="post" action=(check_address(card, first)) { (list) (parts::once((card.once)())) } },
        None => list,
    }
}

fn list(card: &Card<'_>) -> Markup {
    let (words, case) = (card.words, card.case);
    let answered: Vec<_> = case.documents.iter().filter(|document| document.inquiry.is_some()).collect();
    if card.service.documents.is_empty() && case.documents.is_empty() {
        return parts::empty(Icon::File, &words.text("desk-documents-none"), &words.text("desk-documents-none-text"), html! {});
    }
    // The version of a service may have dropped a kind that an old application still has.
    let known = |document: &&Document| card.service.document(document.kind.as_str()).is_some();
    let is_given = |kind: &DocumentKind| case.documents.iter().any(|document| document.kind == kind.code);
    let is_left_out = |kind: &DocumentKind| !is_given(kind) && !kind.required.holds(&case.answers);
    let strange: Vec<_> = case.documents.iter().filter(|document| !known(document) && document.inquiry.is_none()).collect();
    html! {
        @for kind in card.service.documents.iter().filter(|kind| !is_left_out(kind)) {
            div.sheet { div.pad.stack {
                h2 { (kind.title.read(words.language)) }
                @if !case.documents.iter().any(|document| document.kind == kind.code) {
                    p { (parts::tag(Tone::Warn, &words.text("desk-document-missing"))) }
                }
                @for document in case.documents.iter().filter(|document| document.kind == kind.code) { (one(card, document)) }
            } }
        }
        @if card.service.documents.iter().any(is_left_out) {
            div.sheet { div.pad.stack-2 {
                h2 { (words.text("desk-documents-optional")) }
                ul { @for kind in card.service.documents.iter().filter(|kind| is_left_out(kind)) { li.soft { (kind.title.read(words.language)) } } }
            } }
        }
        @if !answered.is_empty() {
            div.sheet { div.pad.stack { h2 { (words.text("desk-documents-answers")) } @for document in answered { (one(card, document)) } } }
        }
        @if !strange.is_empty() {
            div.sheet { div.pad.stack { @for document in strange { (one(card, document)) } } }
        }
    }
}

/// The row of a document: what it is, and what the inspector found.
pub(super) fn file(card: &Card<'_>, document: &Document) -> Markup {
    let words = card.words;
    let name = document.name.seen(card.sight);
    let address = card.document_address(document);
    let size = words.size(document.size);
    let about = match document.pages {
        Some(pages) => words.say(&message("desk-document-about").with("pages", i64::from(pages)).with("size", size)),
        None => size,
    };
    let icon = match document.file {
        FileType::Pdf => Icon::File,
        FileType::Jpeg | FileType::Png => Icon::Photo,
    };
    let state = finding(document.check.as_ref());
    let said = words.text(state.1);
    let row = FileRow { icon, name: &name, address: address.as_deref(), about: &about, state: (state.0, &said), action: html! {} };
    parts::file_row(&row)
}

fn one(card: &Card<'_>, document: &Document) -> Markup {
    let words = card.words;
    let given = words.say(&message("desk-document-given").with("when", words.moment(document.mark.at)));
    html! {
        div.stack-2 id=(anchor(document.number)) {
            ul.files { (file(card, document)) }
            p.small.soft { (given) @if let Some(check) = &document.check { ". " (checked(card, check)) } }
            @if let Some(check) = document.check.as_ref().filter(|check| !check.note.is_empty()) { (lines(words, Sight::Plain, &check.note)) }
            @if card.may(Move::Check) {
                @if document.check.is_none() || has_errors(card, document) { (form(card, document)) }
                @else { (parts::opens(&words.text("desk-check-again"), form(card, document))) }
            }
        }
    }
}

fn finding(check: Option<&Check>) -> (Tone, &'static str) {
    match check.map(|check| check.finding) {
        None => (Tone::Neutral, "desk-document-unchecked"),
        Some(Finding::Confirmed) => (Tone::Good, "desk-document-confirmed"),
        Some(Finding::Rejected) => (Tone::Bad, "desk-document-rejected"),
    }
}

fn checked(card: &Card<'_>, check: &Check) -> String {
    let said = message("desk-document-checked").with("who", card.who(check.mark.by)).with("when", card.words.moment(check.mark.at));
    card.words.say(&said)
}

fn check_address(card: &Card<'_>, document: &Document) -> String {
    card.to(&format!("documents/{}/check", document.number))
}

/// Where a document stands on the page.
pub fn anchor(document: u32) -> String {
    format!("document-{document}")
}

/// The name of the note's field: each document of the page has its own.
pub fn note_field(document: u32) -> String {
    format!("note-{document}")
}

fn has_errors(card: &Card<'_>, document: &Document) -> bool {
    let name = note_field(document.number);
    card.typed.errors().iter().any(|error: &FieldError| error.field == name)
}

fn form(card: &Card<'_>, document: &Document) -> Markup {
    let words = card.words;
    let name = note_field(document.number);
    let address = format!("{}#{}", check_address(card, document), anchor(document.number));
    let (label, hint) = (words.text("desk-check-note"), words.text("desk-check-note-hint"));
    let field = Field {
        hint: &hint,
        control: Control::Lines,
        value: card.typed.get(&name),
        need: Need::Optional,
        errors: card.typed.errors(),
        ..Field::new(&name, &label)
    };
    html! {
        div.stack-2 {
            (field.show(words))
            div.actions {
                (parts::button_to(Weight::Plain, &words.text("desk-check-confirm"), ("finding", "confirmed"), &address))
                (parts::button_to(Weight::Danger, &words.text("desk-check-reject"), ("finding", "rejected"), &address))
            }
        }
    }
}
