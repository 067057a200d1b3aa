//! Texts of decisions, ready but for the particulars of the case.

use super::Code;
use crate::terms::{Language, Text};
use serde::{Deserialize, Serialize};

/// What may stand in braces in a decision's text: the registration number, the applicant's name, the title of the service, the day
/// it was submitted, the reason, the sum, the day of the decision.
pub const PLACEHOLDERS: [&str; 7] = ["number", "applicant", "service", "submitted", "reason", "sum", "date"];

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The service is given.
    Granted,
    /// It is not, for a reason.
    Refused,
}

impl Outcome {
    /// The message with its name.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Granted => "catalog-outcome-granted",
            Self::Refused => "catalog-outcome-refused",
        }
    }
}

/// Whether the employee has to write a reason of their own into the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Yes, it goes in place of `{reason}`.
    Required,
    /// The text says it all.
    None,
}

/// One ready decision of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DecisionTemplate {
    /// Known by this in the case.
    pub code: Code,
    /// What is decided.
    pub outcome: Outcome,
    /// Shown to the employee in the list of decisions.
    pub title: Text,
    /// Whether a reason is to be written.
    pub reason: Reason,
    /// The decision as the applicant reads it, with [`PLACEHOLDERS`] in braces.
    pub text: Text,
}

/// A piece of a template's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Words(&'t str),
    Placeholder(&'t str),
}

impl DecisionTemplate {
    /// The text with its placeholders filled. One that no value is given for stays in its braces, for the employee to see.
    /// Values are taken as they are: braces inside them mean nothing.
    pub fn fill(&self, language: Language, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        for piece in pieces(self.text.read(language)) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Placeholder(name) => match values.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => filled.push_str(value),
                    None => filled.extend(["{", name, "}"]),
                },
            }
        }
        filled
    }

    /// Whether the employee has to write a sum into the decision: it goes in place of `{sum}`.
    pub fn wants_sum(&self) -> bool {
        Language::ALL.into_iter().any(|language| self.placeholders(language).any(|name| name == "sum"))
    }

    /// The placeholders of the text in this language.
    pub fn placeholders(&self, language: Language) -> impl Iterator<Item = &str> {
        pieces(self.text.read(language)).into_iter().filter_map(|piece| match piece {
            Piece::Placeholder(name) => Some(name),
            Piece::Words(_) => None,
        })
    }
}

/// Takes the text apart at its braces. A brace without its pair is a word.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, next)) = after.split_once('}') else { break };
        pieces.push(Piece::Words(before));
        pieces.push(Piece::Placeholder(name));
        rest = next;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(ru: &str) -> DecisionTemplate {
        let text = Text { ru: ru.into(), en: "Refused: {reason}.".into() };
        let code = Code::parse("refused").unwrap();
        DecisionTemplate { code, outcome: Outcome::Refused, title: Text::default(), reason: Reason::Required, text }
    }

    #[test]
    fn placeholders_are_filled_once() {
        let template = template("{applicant}, по заявлению {number} отказано: {reason}.");
        let values = [("applicant", "Белова А. С."), ("reason", "нет {number} чека"), ("number", "№ 7")];
        assert_eq!(template.fill(Language::Russian, &values), "Белова А. С., по заявлению № 7 отказано: нет {number} чека.");
        assert_eq!(template.fill(Language::English, &values), "Refused: нет {number} чека.");
    }

    #[test]
    fn a_placeholder_without_a_value_stays_to_be_seen() {
        assert_eq!(template("Сумма {sum}, { скобка").fill(Language::Russian, &[]), "Сумма {sum}, { скобка");
        assert_eq!(template("{sum} и {date}").placeholders(Language::Russian).collect::<Vec<_>>(), ["sum", "date"]);
    }
}
