//! What can be read of a case: what was typed, and what was chosen as people see it, not as it is stored.

use crate::{
    applications::Application,
    catalog::{Answers, Field, FieldKind, Outcome, Service},
    terms::{Language, Text},
};
use std::{borrow::Cow, collections::BTreeSet};

/// Everything in the case but its number, the applicant, and the service's name. Without the service, whose version may be gone
/// from the catalogue, only what stands in the case itself. All of it counts as personal data: what was chosen tells as much of a
/// person as what was typed.
pub fn text(application: &Application, service: Option<&Service>) -> String {
    let mut text = answers(&application.answers, service);
    let mut typed: Vec<&str> = Vec::new();
    for inquiry in &application.inquiries {
        typed.push(inquiry.text.reveal());
        typed.extend(inquiry.reply.as_ref().map(|reply| reply.text.reveal().as_str()));
    }
    typed.extend(application.decision.as_ref().map(|decision| decision.reason.reveal().as_str()));
    typed.extend(application.reworks.iter().map(|rework| rework.remark.reveal().as_str()));
    for appeal in &application.appeals {
        typed.push(appeal.text.reveal());
        typed.extend(appeal.answer.as_ref().map(|answer| answer.reveal().as_str()));
    }
    typed.extend(application.documents.iter().map(|document| document.name.reveal().as_str()));
    typed.extend(application.documents.iter().filter_map(|document| document.check.as_ref()).map(|check| check.note.as_str()));
    typed.extend(service.into_iter().flat_map(|service| titles(application, service)));
    typed.extend(application.decision.as_ref().map(|decision| match decision.outcome {
        Outcome::Granted => "удовлетворено granted",
        Outcome::Refused => "отказ отказано refused",
    }));
    text.extend(typed.into_iter().map(Cow::Borrowed));
    text.join("\n")
}

/// A text in every language: an employee looks for the words of the language in which they read the page.
pub fn in_all_languages(text: &Text) -> impl Iterator<Item = &str> {
    Language::ALL.into_iter().map(|language| text.read(language))
}

/// Titles of the kinds of documents that are attached, and of the decisions: the one that stands, and those given back.
fn titles<'s>(application: &Application, service: &'s Service) -> Vec<&'s str> {
    let kinds: BTreeSet<&str> = application.documents.iter().map(|document| document.kind.as_str()).collect();
    let standing = application.decision.iter().map(|decision| decision.template.as_str());
    let decisions: BTreeSet<&str> = standing.chain(application.reworks.iter().map(|rework| rework.template.as_str())).collect();
    let kinds = kinds.into_iter().filter_map(|kind| service.document(kind)).map(|kind| &kind.title);
    let decisions = decisions.into_iter().filter_map(|template| service.decision(template)).map(|template| &template.title);
    kinds.chain(decisions).flat_map(in_all_languages).collect()
}

fn answers<'a>(answers: &'a Answers, service: Option<&'a Service>) -> Vec<Cow<'a, str>> {
    let mut text = Vec::new();
    for (name, answer) in answers.iter() {
        // The BIC of an account has a name of its own, that of no field.
        match service.and_then(|service| service.field(name)) {
            Some(field) => text.extend(answered(field, answer.reveal())),
            None => text.push(Cow::Borrowed(answer.reveal().as_str())),
        }
    }
    text
}

/// The words of an answer to this field.
fn answered<'a>(field: &'a Field, raw: &'a str) -> Vec<Cow<'a, str>> {
    match &field.kind {
        FieldKind::Choice { options, .. } => {
            let chosen = options.iter().filter(|option| option.code.as_str() == raw);
            chosen.flat_map(|option| in_all_languages(&option.text)).map(Cow::Borrowed).collect()
        }
        // Half of all cases have a "yes" somewhere: nobody looks for it.
        FieldKind::YesNo => Vec::new(),
        // As it is typed, and as programs write it.
        FieldKind::Date { .. } => vec![Cow::Borrowed(raw), Cow::Owned(field.written(raw, Language::Russian))],
        FieldKind::Line { .. }
        | FieldKind::Paragraph { .. }
        | FieldKind::Number { .. }
        | FieldKind::Money { .. }
        | FieldKind::FullName
        | FieldKind::Snils
        | FieldKind::Inn
        | FieldKind::Passport
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Account
        | FieldKind::Address => vec![Cow::Borrowed(raw)],
    }
}
