//! Finds the mistakes of a service that its types let through.

use super::{
    Code, Condition, DecisionTemplate, DocumentKind, Field, FieldKind, Outcome, Reason, Requirement, Service, Step, StepKind,
    decision::PLACEHOLDERS, form::Choice,
};
use crate::terms::{Language, Text};
use std::collections::BTreeSet;

/// Characters that a line or a paragraph may be allowed to have.
const LONGEST_TEXT: u32 = 4000;
/// Digits after the point of a number.
const MOST_DECIMALS: u32 = 6;
/// Files of one kind of document.
const MOST_FILES: u32 = 20;
/// Working days of one state: a year has no more.
const LONGEST_TERM: u32 = 250;

/// A place in the file, "steps.home.area", and what is wrong there.
type Mistake = (String, String);

/// All mistakes, in the order of the file.
pub(super) fn service(service: &Service) -> Vec<Mistake> {
    let mut check = Check::default();
    check.head(service);
    for (index, step) in service.steps.iter().enumerate() {
        check.once(format!("steps.{}", step.code), &service.steps[..index], |other| other.code == step.code);
        check.step(step);
    }
    for (index, document) in service.documents.iter().enumerate() {
        check.once(format!("documents.{}", document.code), &service.documents[..index], |other| other.code == document.code);
        check.document(document);
    }
    for (index, decision) in service.decisions.iter().enumerate() {
        check.once(format!("decisions.{}", decision.code), &service.decisions[..index], |other| other.code == decision.code);
        check.decision(decision);
    }
    check.mistakes
}

/// What is blank in a text, if anything.
pub(super) fn blank(text: &Text) -> Option<String> {
    let blank = Language::ALL.into_iter().find(|language| text.read(*language).trim().is_empty())?;
    Some(format!("is empty in “{}”", blank.tag()))
}

/// The answers a field can have, where there are few.
fn possible(kind: &FieldKind) -> Option<Vec<&str>> {
    match kind {
        FieldKind::Choice { options, .. } => Some(options.iter().map(|option| option.code.as_str()).collect()),
        FieldKind::YesNo => Some(vec!["yes", "no"]),
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
        | FieldKind::Address => None,
    }
}

#[derive(Default)]
struct Check<'s> {
    mistakes: Vec<Mistake>,
    /// Fields met so far.
    fields: Vec<&'s Field>,
    /// Names taken by inputs and documents.
    names: BTreeSet<String>,
}

impl<'s> Check<'s> {
    fn say(&mut self, place: impl Into<String>, problem: impl Into<String>) {
        self.mistakes.push((place.into(), problem.into()));
    }

    fn demand(&mut self, holds: bool, place: &str, problem: &str) {
        if !holds {
            self.say(place, problem);
        }
    }

    fn text(&mut self, place: String, text: &Text) {
        if let Some(problem) = blank(text) {
            self.say(place, problem);
        }
    }

    fn texts(&mut self, place: &str, texts: &[Text]) {
        self.demand(!texts.is_empty(), place, "has no items");
        for (index, text) in texts.iter().enumerate() {
            self.text(format!("{place}, item {}", index + 1), text);
        }
    }

    fn once<T>(&mut self, place: String, before: &[T], is_same: impl Fn(&T) -> bool) {
        if before.iter().any(is_same) {
            self.say(place, "stands twice");
        }
    }

    fn name(&mut self, place: &str, name: String) {
        if !self.names.insert(name.clone()) {
            self.say(place, format!("the name “{name}” is taken by another field or document"));
        }
    }

    fn head(&mut self, service: &Service) {
        self.demand(service.version > 0, "version", "begins with 1");
        let texts = [("title", &service.title), ("summary", &service.summary), ("result", &service.result), ("cost", &service.cost)];
        for (place, text) in texts.into_iter().chain(service.payment.iter().map(|text| ("payment", text))) {
            self.text(place.to_owned(), text);
        }
        self.texts("entitled", &service.entitled);
        self.texts("legal", &service.legal);
        let terms = service.terms;
        let each = [terms.registration, terms.review, terms.answer, terms.document_check, terms.decision, terms.delivery, terms.appeal];
        self.demand(each.into_iter().all(|days| days <= LONGEST_TERM), "terms", "a state lasts no more than 250 working days");
        let pages = service.steps.iter().filter(|step| step.kind == StepKind::Documents).count();
        self.demand(pages == usize::from(!service.documents.is_empty()), "steps", "one step for documents where there are any, else none");
        for outcome in [Outcome::Granted, Outcome::Refused] {
            let place = format!("decisions with outcome {outcome:?}");
            self.demand(service.decisions_with(outcome).next().is_some(), &place, "there are none");
        }
    }

    fn step(&mut self, step: &'s Step) {
        let place = format!("steps.{}", step.code);
        self.text(format!("{place}.title"), &step.title);
        if let Some(intro) = &step.intro {
            self.text(format!("{place}.intro"), intro);
        }
        match step.kind {
            StepKind::Fields => self.demand(!step.fields.is_empty(), &place, "has no fields"),
            StepKind::Documents => self.demand(step.fields.is_empty(), &place, "a step for documents has no fields"),
        }
        for field in &step.fields {
            self.field(field, &format!("{place}.{}", field.code));
            self.fields.push(field);
        }
    }

    fn field(&mut self, field: &Field, place: &str) {
        field.names().for_each(|name| self.name(place, name.into_owned()));
        self.text(format!("{place}.label"), &field.label);
        if let Some(hint) = &field.hint {
            self.text(format!("{place}.hint"), hint);
        }
        self.requirement(&field.required, place);
        if let Some(condition) = &field.shown_when {
            self.condition(condition, &format!("{place}.shown-when"));
        }
        if let Some(prefill) = field.prefill {
            self.demand(prefill.fits(&field.kind), &format!("{place}.prefill"), "is of another kind than the field");
        }
        self.kind(&field.kind, &format!("{place}.kind"));
    }

    fn kind(&mut self, kind: &FieldKind, place: &str) {
        match kind {
            FieldKind::Line { max } | FieldKind::Paragraph { max } => {
                self.demand((1..=LONGEST_TEXT).contains(max), place, "max is from 1 to 4000");
            }
            FieldKind::Number { decimals, min, max, unit } => {
                self.demand(min < max, place, "min is less than max");
                self.demand(*decimals <= MOST_DECIMALS, place, "decimals are at most 6");
                if let Some(unit) = unit {
                    self.text(format!("{place}.unit"), unit);
                }
            }
            FieldKind::Money { min, max } => self.demand(min < max, place, "min is less than max"),
            FieldKind::Date { within_years, not_before, .. } => {
                self.demand(within_years.is_none_or(|years| years > 0), place, "within-years is 1 or more");
                let is_date =
                    |code: &Code| self.fields.iter().any(|field| field.code == *code && matches!(field.kind, FieldKind::Date { .. }));
                let is_known = not_before.as_ref().is_none_or(is_date);
                self.demand(is_known, place, "not-before names a date earlier in the form");
            }
            FieldKind::Choice { options, .. } => self.options(options, place),
            FieldKind::YesNo
            | FieldKind::FullName
            | FieldKind::Snils
            | FieldKind::Inn
            | FieldKind::Passport
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Account
            | FieldKind::Address => {}
        }
    }

    fn options(&mut self, options: &[Choice], place: &str) {
        self.demand(options.len() > 1, place, "a choice has two options or more");
        for (index, option) in options.iter().enumerate() {
            let place = format!("{place}.{}", option.code);
            self.text(place.clone(), &option.text);
            self.once(place, &options[..index], |other| other.code == option.code);
        }
    }

    fn requirement(&mut self, requirement: &Requirement, place: &str) {
        match requirement {
            Requirement::When(condition) => self.condition(condition, &format!("{place}.required")),
            Requirement::Always | Requirement::Optional => {}
        }
    }

    fn condition(&mut self, condition: &Condition, place: &str) {
        let Some(field) = self.fields.iter().find(|field| field.code == condition.field) else {
            return self.say(place, format!("there is no field “{}” earlier in the form", condition.field));
        };
        match possible(&field.kind) {
            None => self.say(place, format!("“{}” is neither a choice nor a yes-no", condition.field)),
            Some(answers) if answers.contains(&condition.equals.as_str()) => {}
            Some(_) => self.say(place, format!("“{}” is never “{}”", condition.field, condition.equals)),
        }
    }

    fn document(&mut self, document: &DocumentKind) {
        let place = format!("documents.{}", document.code);
        self.name(&place, document.code.to_string());
        self.text(format!("{place}.title"), &document.title);
        self.text(format!("{place}.hint"), &document.hint);
        self.demand((1..=MOST_FILES).contains(&document.up_to), &place, "up-to is from 1 to 20");
        self.requirement(&document.required, &place);
    }

    fn decision(&mut self, decision: &DecisionTemplate) {
        let place = format!("decisions.{}", decision.code);
        self.text(format!("{place}.title"), &decision.title);
        self.text(format!("{place}.text"), &decision.text);
        let explains = decision.reason == Reason::Required || decision.outcome == Outcome::Granted;
        self.demand(explains, &place, "a refusal needs a reason: reason = \"required\"");
        for language in Language::ALL {
            let place = format!("{place}.text.{}", language.tag());
            let unknown: Vec<&str> = decision.placeholders(language).filter(|name| !PLACEHOLDERS.contains(name)).collect();
            for name in unknown {
                self.say(place.clone(), format!("there is no placeholder {{{name}}}; there are: {}", PLACEHOLDERS.join(", ")));
            }
            let has_reason = decision.placeholders(language).any(|name| name == "reason");
            self.demand(
                has_reason == (decision.reason == Reason::Required),
                &place,
                "{reason} stands where a reason is required, and only there",
            );
        }
    }
}
