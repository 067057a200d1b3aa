//! Answers as they are read: on the page "check your answers", in the case, and back in the inputs of the form.

use super::{Answers, Field, FieldKind, Prefill, Step, form::BIC_ENDING};
use crate::people::{Email, Phone};
use crate::terms::{Language, Sight, Words};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

impl Field {
    /// A canonical answer in the reader's words: the text of a choice, a date in words, a sum with ₽. A text that is not
    /// canonical is shown as it is.
    pub fn show(&self, raw: &str, words: &Words) -> String {
        let shown = match &self.kind {
            FieldKind::Number { unit, .. } => raw.parse::<Decimal>().ok().map(|number| match unit {
                Some(unit) => format!("{}\u{a0}{}", words.number(number), unit.read(words.language)),
                None => words.number(number),
            }),
            FieldKind::Money { .. } => raw.parse().ok().map(|sum| words.money(sum)),
            FieldKind::Date { .. } => raw.parse::<Date>().ok().map(|date| words.date(date)),
            FieldKind::Choice { options, .. } => {
                options.iter().find(|option| option.code.as_str() == raw).map(|option| option.text.read(words.language).to_owned())
            }
            FieldKind::YesNo if raw == "yes" => Some(words.text("form-yes").into_owned()),
            FieldKind::YesNo if raw == "no" => Some(words.text("form-no").into_owned()),
            FieldKind::Phone => Phone::parse(raw).ok().map(|phone| phone.to_string()),
            FieldKind::Email => Email::parse(raw).ok().map(|email| email.to_string()),
            FieldKind::YesNo
            | FieldKind::Line { .. }
            | FieldKind::Paragraph { .. }
            | FieldKind::FullName
            | FieldKind::Snils
            | FieldKind::Inn
            | FieldKind::Passport
            | FieldKind::Account
            | FieldKind::Address => None,
        };
        shown.unwrap_or_else(|| raw.to_owned())
    }

    /// The answer to this field as this reader sees it, an account with its BIC; none where it is not answered.
    pub fn seen(&self, answers: &Answers, sight: Sight, words: &Words) -> Option<String> {
        let shown = self.show(answers.reveal(&self.code)?, words);
        let bic = answers.reveal(&format!("{}{BIC_ENDING}", self.code));
        let shown = bic.map_or_else(|| shown.clone(), |bic| format!("{shown}, {} {bic}", words.text("form-bic")));
        Some(sight.see(&shown))
    }

    /// A canonical answer as its input takes it: `12.05.2026`, `54,3`. Reads back to the same.
    pub fn written(&self, raw: &str, language: Language) -> String {
        match &self.kind {
            FieldKind::Date { .. } => raw.parse::<Date>().map_or_else(|_| raw.to_owned(), |date| date.strftime("%d.%m.%Y").to_string()),
            FieldKind::Number { .. } | FieldKind::Money { .. } => match language {
                Language::Russian => raw.replace('.', ","),
                Language::English => raw.to_owned(),
            },
            FieldKind::Phone => Phone::parse(raw).map_or_else(|_| raw.to_owned(), |phone| phone.to_string()),
            FieldKind::Line { .. }
            | FieldKind::Paragraph { .. }
            | FieldKind::Choice { .. }
            | FieldKind::YesNo
            | FieldKind::FullName
            | FieldKind::Snils
            | FieldKind::Inn
            | FieldKind::Passport
            | FieldKind::Email
            | FieldKind::Account
            | FieldKind::Address => raw.to_owned(),
        }
    }
}

impl Step {
    /// What stands in the inputs when the page is opened: the answers kept; or, when none of this step is, the values of the
    /// profile, which are canonical texts too.
    pub fn opened(&self, known: &Answers, profile: impl Fn(Prefill) -> Option<String>, language: Language) -> BTreeMap<String, String> {
        let is_new = !self.fields.iter().flat_map(Field::names).any(|name| known.get(&name).is_some());
        let mut inputs = BTreeMap::new();
        for field in &self.fields {
            for name in field.names() {
                if let Some(answer) = known.reveal(&name) {
                    inputs.insert(name.into_owned(), field.written(answer, language));
                }
            }
            if let Some(value) = field.prefill.filter(|_| is_new).and_then(&profile) {
                inputs.extend(field.filled(&value, language));
            }
        }
        inputs
    }
}

impl Field {
    /// A value of the profile in the inputs of this field; the number of an account and its BIC go to two.
    fn filled(&self, value: &str, language: Language) -> Vec<(String, String)> {
        match (&self.kind, value.rsplit_once(' ')) {
            (FieldKind::Account, Some((number, bic))) => {
                vec![(self.code.to_string(), number.to_owned()), (self.bic_name(), bic.to_owned())]
            }
            (_, Some(_) | None) => vec![(self.code.to_string(), self.written(value, language))],
        }
    }
}
