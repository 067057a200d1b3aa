//! Answers to the questions of a form: read, kept, found to be missing.

use super::{Code, Field, FieldKind, Prefill, Service, Step, StepKind, entry};
use crate::people::{AccountNumber, BankAccount, Bic};
use crate::terms::{FieldError, Message, Personal, message};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Years from which on somebody applies for themself (Civil Code, article 26); for the younger a parent does.
const YOUNGEST: i32 = 14;

/// Canonical texts by the name of their input: ISO dates, numbers with a point, codes of choices, `+79123456789`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Personal<String>>);

impl Answers {
    /// The bare answer, for rules; views go by [`Field::seen`].
    pub fn reveal(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|answer| answer.reveal().as_str())
    }

    /// The answer as the personal value it is.
    pub fn get(&self, name: &str) -> Option<&Personal<String>> {
        self.0.get(name)
    }

    /// Puts a canonical text in.
    pub fn insert(&mut self, name: &str, answer: impl Into<String>) {
        self.0.insert(name.to_owned(), Personal::new(answer.into()));
    }

    /// Names and answers, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Personal<String>)> {
        self.0.iter().map(|(name, answer)| (name.as_str(), answer))
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the answers of this step anew: what was there before of the same step is dropped.
    pub fn replace(&mut self, step: &Step, answers: Self) {
        for name in step.fields.iter().flat_map(Field::names) {
            self.0.remove(&*name);
        }
        self.0.extend(answers.0);
    }

    fn date(&self, name: &str) -> Option<Date> {
        self.reveal(name).and_then(|text| text.parse().ok())
    }
}

/// What came of reading one page of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What is right.
    pub answers: Answers,
    /// What was typed, by the name of the input: to show again.
    pub typed: BTreeMap<String, String>,
    /// What is wrong, in the order of the form.
    pub errors: Vec<FieldError>,
}

/// Something without which an application cannot be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The step where to mend it.
    pub step: Code,
    /// The field, or the code of the document.
    pub error: FieldError,
}

impl Step {
    /// Reads what was sent from this page. Unknown names are ignored, fields that are not shown are not read.
    /// `known` are the answers of the other steps, best as [`Service::relevant`] leaves them; `today` is the applicant's day.
    pub fn read(&self, sent: &[(String, String)], known: &Answers, today: Date) -> Reading {
        let mut reading = Reading::default();
        let mut context = known.clone();
        context.replace(self, Answers::default());
        for field in &self.fields {
            for name in field.names() {
                if let Some((_, typed)) = sent.iter().find(|(sent, _)| *sent == name) {
                    reading.typed.insert(name.into_owned(), typed.clone());
                }
            }
            if !field.is_shown(&context) {
                continue;
            }
            let mut errors = Vec::new();
            for (name, read) in field.read(&reading.typed, &context, today) {
                match read {
                    Ok(Some(answer)) => {
                        context.insert(&name, answer.clone());
                        reading.answers.insert(&name, answer);
                    }
                    Ok(None) => {}
                    Err(message) => errors.push(FieldError { field: name, message }),
                }
            }
            reading.errors.extend(errors);
        }
        reading
    }
}

/// The name of an input with its answer, none where it may stay empty and does, or what is wrong with it.
type Read = (String, Result<Option<String>, Message>);

impl Field {
    fn read(&self, typed: &BTreeMap<String, String>, context: &Answers, today: Date) -> Vec<Read> {
        let code = self.code.to_string();
        let number = self.input(typed, &code);
        if !matches!(self.kind, FieldKind::Account) {
            let read = number.and_then(|text| match text {
                Some(text) => {
                    entry::read(&self.kind, &text, today, self.not_before(context)).and_then(|day| self.old_enough(day, today)).map(Some)
                }
                None if self.required.holds(context) => Err(entry::empty(&self.kind)),
                None => Ok(None),
            });
            return vec![(code, read)];
        }
        let bic = self.input(typed, &self.bic_name());
        let (number, bic) = account(number, bic, self.required.holds(context));
        vec![(code, number), (self.bic_name(), bic)]
    }

    /// A day of birth of the applicant themself is that of somebody who may apply.
    fn old_enough(&self, answer: String, today: Date) -> Result<String, Message> {
        let born: Option<Date> = answer.parse().ok().filter(|_| self.prefill == Some(Prefill::BirthDate));
        if born.is_some_and(|born| born > today.saturating_sub(YOUNGEST.years())) {
            return Err(message("form-applicant-young").with("years", i64::from(YOUNGEST)));
        }
        Ok(answer)
    }

    /// What was typed into this input, cleaned; none when it is empty.
    fn input(&self, typed: &BTreeMap<String, String>, name: &str) -> Result<Option<String>, Message> {
        let text = typed.get(name).map_or("", String::as_str);
        entry::clean(text, &self.kind).map(|text| (!text.is_empty()).then_some(text))
    }

    fn not_before(&self, context: &Answers) -> Option<Date> {
        match &self.kind {
            FieldKind::Date { not_before, .. } => not_before.as_ref().and_then(|code| context.date(code)),
            FieldKind::Line { .. }
            | FieldKind::Paragraph { .. }
            | FieldKind::Number { .. }
            | FieldKind::Money { .. }
            | FieldKind::Choice { .. }
            | FieldKind::YesNo
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
}

type Input = Result<Option<String>, Message>;

/// Both inputs of an account, each on its own, and then their control key.
fn account(number: Input, bic: Input, is_required: bool) -> (Input, Input) {
    let is_begun = is_required || !matches!((&number, &bic), (Ok(None), Ok(None)));
    let demand = |input: Input, otherwise: &'static str| match input {
        Ok(None) if is_begun => Err(message(otherwise)),
        input @ (Ok(_) | Err(_)) => input,
    };
    let number = demand(number, "form-empty-account").and_then(|text| text.map(|text| AccountNumber::parse(&text)).transpose());
    let bic = demand(bic, "form-empty-bic").and_then(|text| text.map(|text| Bic::parse(&text)).transpose());
    let key = match (&number, &bic) {
        (Ok(Some(number)), Ok(Some(bic))) => BankAccount::new(number.clone(), bic.clone()).err(),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => None,
    };
    let number = key.map_or(number, Err);
    (number.map(|number| number.map(String::from)), bic.map(|bic| bic.map(String::from)))
}

impl Service {
    /// Only the answers to questions that are asked, given these answers: what was answered before another answer hid the question is left out.
    pub fn relevant(&self, answers: &Answers) -> Answers {
        let mut relevant = Answers::default();
        for (_, field) in self.fields() {
            if !field.is_shown(&relevant) {
                continue;
            }
            for name in field.names() {
                if let Some(answer) = answers.reveal(&name) {
                    relevant.insert(&name, answer);
                }
            }
        }
        relevant
    }

    /// What is still missing, in the order of the form. `attached` counts the files of each kind of document, by its code.
    pub fn complete(&self, answers: &Answers, attached: &[(String, u32)]) -> Vec<Gap> {
        self.gaps(&self.relevant(answers), attached)
    }

    /// The same where the answers are relevant already.
    pub fn gaps(&self, answers: &Answers, attached: &[(String, u32)]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for step in &self.steps {
            let messages = match step.kind {
                StepKind::Fields => missing_answers(step, answers),
                StepKind::Documents => self.missing_documents(answers, attached),
            };
            gaps.extend(messages.into_iter().map(|error| Gap { step: step.code.clone(), error }));
        }
        gaps
    }

    fn missing_documents(&self, answers: &Answers, attached: &[(String, u32)]) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for document in &self.documents {
            let count: u32 = attached.iter().filter(|(code, _)| *code == *document.code).map(|(_, count)| count).sum();
            let wrong = if count > document.up_to {
                Some(message("form-documents-many").with("count", i64::from(count)).with("max", i64::from(document.up_to)))
            } else if count == 0 && document.required.holds(answers) {
                Some(message("form-document-missing"))
            } else {
                None
            };
            errors.extend(wrong.map(|message| FieldError { field: document.code.to_string(), message }));
        }
        errors
    }
}

fn missing_answers(step: &Step, answers: &Answers) -> Vec<FieldError> {
    let asked = step.fields.iter().filter(|field| field.is_shown(answers) && field.required.holds(answers));
    let missing = asked.filter(|field| field.names().any(|name| answers.get(&name).is_none()));
    missing.map(|field| FieldError { field: field.code.to_string(), message: entry::empty(&field.kind) }).collect()
}
