//! How the form of an application looks: one topic a page, then the documents, then the check.

use super::giving;
use crate::{
    applications::Application,
    catalog::{Condition, Field as Asked, FieldKind, Requirement, Service, Step, StepKind, form::BIC_ENDING, form::ChoiceLook},
    terms::{FieldError, OnceToken, Sight, Words, message},
    web::{
        parts::{
            self, Choice, Control, Entry, Fact, Field, Need, Weight, Width, actions, button, crumbs, error_summary, facts, link_button,
            once, steps,
        },
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::{borrow::Cow, collections::BTreeMap};

/// A step and what its page needs.
pub struct Shown<'s> {
    /// The draft.
    pub draft: &'s Application,
    /// Its service.
    pub service: &'s Service,
    /// The step.
    pub part: &'s Step,
    /// What stands in the fields.
    pub values: &'s BTreeMap<String, String>,
    /// What is wrong.
    pub errors: &'s [FieldError],
    /// Fields in which the value of the profile stands.
    pub sources: &'s [&'s str],
    /// Fields in which another one stands.
    pub changed: &'s [&'s str],
    /// When the profile was confirmed.
    pub confirmed: Option<Date>,
}

/// The title of the window.
pub fn title(words: &Words, shown: &Shown<'_>) -> String {
    let title = shown.part.title.read(words.language);
    if shown.errors.is_empty() { title.to_owned() } else { crate::web::layout::error_title(words, title) }
}

/// The page of one step.
pub fn step(words: &Words, shown: &Shown<'_>, fresh: &dyn Fn() -> OnceToken) -> Markup {
    let language = words.language;
    let place = shown.service.steps.iter().position(|step| step.code == shown.part.code).unwrap_or(0);
    let of = shown.service.steps.len();
    let labels: Vec<_> =
        shown.errors.iter().filter_map(|error| Some((error.field.as_str(), label(words, shown.service, &error.field)?))).collect();
    let labels: Vec<_> = labels.iter().map(|(field, label)| (*field, label.as_ref())).collect();
    let back = match place.checked_sub(1).and_then(|before| shown.service.steps.get(before)) {
        Some(before) => url::step(shown.draft.id, before.code.as_str()),
        None => url::service(shown.service.code.as_str()),
    };
    html! {
        div.stack-5.narrow {
            (crumbs(words, &[Entry::new(shown.service.title.read(language), url::service(shown.service.code.as_str()))]))
            (steps(words, u32::try_from(place + 1).unwrap_or(1), u32::try_from(of).unwrap_or(1)))
            (error_summary(words, shown.errors, &labels))
            h1 { (shown.part.title.read(language)) }
            (intro(words, shown))
            @match shown.part.kind {
                StepKind::Documents => (giving::of_form(words, shown.draft, shown.service, shown.errors, fresh)),
                StepKind::Fields => {}
            }
            form.fields method="post" action=(url::step(shown.draft.id, shown.part.code.as_str())) novalidate {
                (once(fresh()))
                @for field in &shown.part.fields { (asked(words, shown, field)) }
                (actions(html! { (button(Weight::Primary, &words.text("form-continue"))) (link_button(Weight::Plain, &words.text("form-back"), &back)) }))
            }
            p.small.soft { (words.text("form-saved")) }
        }
    }
}

/// What the intro of a step tells of the profile is not told where the applicant has changed it.
fn intro(words: &Words, shown: &Shown<'_>) -> Markup {
    let is_of_profile = shown.part.fields.iter().all(|field| field.prefill.is_some()) && !shown.part.fields.is_empty();
    let labels = shown.changed.iter().filter_map(|code| shown.service.label(code));
    let changed = labels.map(|label| label.read(words.language)).collect::<Vec<_>>().join(", ");
    html! {
        @if changed.is_empty() || !is_of_profile { @if let Some(intro) = &shown.part.intro { p.soft { (intro.read(words.language)) } } }
        @if !changed.is_empty() { p.soft { (words.say(&message("form-changed").with("fields", changed))) } }
    }
}

/// What a field is called; the second input of an account has a name of its own.
fn label<'l>(words: &'l Words, service: &'l Service, field: &str) -> Option<Cow<'l, str>> {
    let label = service.label(field)?;
    let is_bic = service.field(field).is_none() && field.ends_with(BIC_ENDING);
    Some(if is_bic { words.text("form-bic") } else { label.read(words.language).into() })
}

fn asked(words: &Words, shown: &Shown<'_>, field: &Asked) -> Markup {
    let language = words.language;
    let code = field.code.as_str();
    let value = |name: &str| shown.values.get(name).map_or("", String::as_str);
    let hint = field.hint.as_ref().map_or("", |hint| hint.read(language));
    let source = match (shown.sources.contains(&code), shown.confirmed) {
        (true, Some(date)) => words.say(&message("form-from-profile").with("date", words.date(date))),
        (true | false, _) => String::new(),
    };
    let need = match field.required {
        Requirement::Always => Need::Required,
        Requirement::Optional => Need::Optional,
        Requirement::When(_) => Need::Required,
    };
    let options = choices(&field.kind, words);
    let options: Vec<_> = options.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
    let (control, width, input_mode, autocomplete) = control(&field.kind, &options);
    let base = Field {
        hint,
        source: &source,
        value: value(code),
        control,
        need,
        width,
        input_mode,
        autocomplete,
        errors: shown.errors,
        ..Field::new(code, field.label.read(language))
    };
    // What hangs on an answer of another step is known here; what hangs on one of this page is told, and hidden by the script.
    let is_told = |condition: &&Condition| shown.part.fields.iter().any(|field| field.code == condition.field);
    let hangs_on = field.shown_when.as_ref().filter(is_told);
    if hangs_on.is_none() && !field.is_shown(&shown.draft.answers) {
        return html! {};
    }
    let condition = hangs_on.and_then(|condition| {
        let on = shown.service.field(condition.field.as_str())?;
        let answer = choices(&on.kind, words).into_iter().find(|(code, _)| *code == condition.equals.as_str())?.1;
        Some(words.say(&message("form-only-when").with("field", on.label.read(language)).with("answer", answer)))
    });
    let inputs = html! {
        @match &field.kind {
            FieldKind::Account => (account(words, shown, field, &base)),
            FieldKind::Line { .. } | FieldKind::Paragraph { .. } | FieldKind::Number { .. } | FieldKind::Money { .. } | FieldKind::Date { .. }
            | FieldKind::Choice { .. } | FieldKind::YesNo | FieldKind::FullName | FieldKind::Snils | FieldKind::Inn | FieldKind::Passport
            | FieldKind::Phone | FieldKind::Email | FieldKind::Address => (base.show(words)),
        }
    };
    match (hangs_on, condition) {
        (Some(on), Some(said)) => html! {
            div.stack-2 data-when=(on.field) data-equals=(on.equals) { p.small.soft data-when-said { (said) } (inputs) }
        },
        (Some(_) | None, _) => inputs,
    }
}

/// An account is two numbers.
fn account(words: &Words, shown: &Shown<'_>, field: &Asked, base: &Field<'_>) -> Markup {
    let bic = field.names().nth(1).unwrap_or_default();
    let label = words.text("form-bic");
    let second = Field {
        value: shown.values.get(&*bic).map_or("", String::as_str),
        need: base.need,
        width: Width::Number,
        input_mode: "numeric",
        errors: shown.errors,
        ..Field::new(&bic, &label)
    };
    html! { (base.show(words)) (second.show(words)) }
}

fn choices<'k>(kind: &'k FieldKind, words: &Words) -> Vec<(&'k str, String)> {
    match kind {
        FieldKind::Choice { options, .. } => {
            options.iter().map(|option| (option.code.as_str(), option.text.read(words.language).to_owned())).collect()
        }
        FieldKind::YesNo => vec![("yes", words.text("form-yes").into_owned()), ("no", words.text("form-no").into_owned())],
        FieldKind::Line { .. }
        | FieldKind::Paragraph { .. }
        | FieldKind::Number { .. }
        | FieldKind::Money { .. }
        | FieldKind::Date { .. }
        | FieldKind::FullName
        | FieldKind::Snils
        | FieldKind::Inn
        | FieldKind::Passport
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Account
        | FieldKind::Address => Vec::new(),
    }
}

type Looks<'c> = (Control<'c>, Width, &'static str, &'static str);

/// Control, width, `inputmode` and `autocomplete` of a kind of field.
const fn control<'c>(kind: &FieldKind, options: &'c [Choice<'c>]) -> Looks<'c> {
    match kind {
        FieldKind::Line { .. } => (Control::Line("text"), Width::Line, "", ""),
        FieldKind::Paragraph { .. } => (Control::Lines, Width::Line, "", ""),
        FieldKind::Number { .. } => (Control::Line("text"), Width::Short, "decimal", ""),
        FieldKind::Money { .. } => (Control::Line("text"), Width::Number, "decimal", ""),
        FieldKind::Date { .. } => (Control::Line("text"), Width::Number, "numeric", ""),
        FieldKind::FullName => (Control::Line("text"), Width::Line, "", "name"),
        FieldKind::Snils | FieldKind::Inn | FieldKind::Passport => (Control::Line("text"), Width::Number, "numeric", ""),
        FieldKind::Phone => (Control::Line("tel"), Width::Number, "tel", "tel"),
        FieldKind::Email => (Control::Line("email"), Width::Half, "email", "email"),
        FieldKind::Account => (Control::Line("text"), Width::Half, "numeric", ""),
        FieldKind::Address => (Control::Line("text"), Width::Line, "", "street-address"),
        FieldKind::Choice { look: ChoiceLook::Select, .. } => (Control::Select(options), Width::Half, "", ""),
        FieldKind::Choice { look: ChoiceLook::Radios, .. } | FieldKind::YesNo => (Control::Radios(options), Width::Line, "", ""),
    }
}

/// "Check your answers": everything once more, with a way back to each step, then the handing in.
pub fn check(words: &Words, draft: &Application, service: &Service, errors: &[FieldError], once_token: OnceToken) -> Markup {
    let language = words.language;
    let gaps = service.complete(&draft.answers, &draft.attached());
    html! {
        div.stack-5.narrow {
            (crumbs(words, &[Entry::new(service.title.read(language), url::service(service.code.as_str()))]))
            h1 { (words.text("check-title")) }
            @if !gaps.is_empty() || !errors.is_empty() {
                div.note.bad id="errors" role="alert" tabindex="-1" aria-labelledby="errors-title" {
                    h2.title id="errors-title" { (words.text("check-gaps")) }
                    ul { @for gap in &gaps {
                        li { a href=(format!("{}#{}", url::step(draft.id, gap.step.as_str()), parts::id_of(&gap.error.field))) {
                            @if let Some(label) = label(words, service, &gap.error.field) { (label) ": " } (words.say(&gap.error.message))
                        } }
                    } }
                }
            }
            @for step in &service.steps { (checked(words, draft, service, step)) }
            form method="post" action=(format!("{}/submit", url::application(draft.id))) {
                (once(once_token))
                div.stack {
                    p { (words.text("check-text")) }
                    (actions(button(Weight::Primary, &words.text("check-submit"))))
                }
            }
        }
    }
}

fn checked(words: &Words, draft: &Application, service: &Service, step: &Step) -> Markup {
    let language = words.language;
    let answers = service.relevant(&draft.answers);
    let mut lines: Vec<_> = step
        .fields
        .iter()
        .filter(|field| field.is_shown(&answers))
        .map(|field| {
            let value = field.seen(&answers, Sight::Plain, words).unwrap_or_default();
            Fact::new(
                field.label.read(language),
                html! { @if value.is_empty() { span.soft { (words.text("check-empty")) } } @else { (value) } },
            )
        })
        .collect();
    if step.kind == StepKind::Documents {
        for kind in &service.documents {
            let names: Vec<_> = draft
                .documents
                .iter()
                .filter(|document| document.kind == kind.code)
                .map(|document| document.name.seen(Sight::Plain))
                .collect();
            let shown = if names.is_empty() { words.text("check-no-files").into_owned() } else { names.join(", ") };
            lines.push(Fact::new(kind.title.read(language), html! { (shown) }));
        }
    }
    let title = step.title.read(language);
    html! {
        section.sheet { div.pad.stack {
            div.between { h2 { (title) } a href=(url::step(draft.id, step.code.as_str())) { (words.text("check-change")) span.unseen { " " (title) } } }
            (facts(&lines))
        } }
    }
}
