//! One field about an applicant that is shown to an employee from whom personal data is hidden.

use std::fmt;

/// What the path of an answer begins with.
const ANSWERS: &str = "answers.";

/// The field, by its path from the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name.
    Name,
    /// The address.
    Address,
    /// The birth date.
    Birth,
    /// СНИЛС.
    Snils,
    /// ИНН.
    Inn,
    /// The passport.
    Passport,
    /// The telephone.
    Phone,
    /// The e-mail.
    Email,
    /// The answer to this question of the form.
    Answer(String),
}

impl Field {
    const OF_PERSON: [(Self, &'static str); 8] = [
        (Self::Name, "name"),
        (Self::Address, "address"),
        (Self::Birth, "person.birth"),
        (Self::Snils, "person.snils"),
        (Self::Inn, "person.inn"),
        (Self::Passport, "person.passport"),
        (Self::Phone, "person.phone"),
        (Self::Email, "person.email"),
    ];

    /// The field with this path; whether the application has it, its page knows.
    pub fn parse(path: &str) -> Option<Self> {
        if let Some(question) = path.strip_prefix(ANSWERS) {
            return (!question.is_empty()).then(|| Self::Answer(question.to_owned()));
        }
        Self::OF_PERSON.into_iter().find(|(_, known)| *known == path).map(|(field, _)| field)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(question) => write!(f, "{ANSWERS}{question}"),
            Self::Name | Self::Address | Self::Birth | Self::Snils | Self::Inn | Self::Passport | Self::Phone | Self::Email => {
                f.write_str(Self::OF_PERSON.iter().find(|(field, _)| field == self).map_or("", |(_, path)| path))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_one_field() {
        for path in ["name", "person.snils", "answers.paid-sum"] {
            assert_eq!(Field::parse(path).unwrap().to_string(), path);
        }
        for bad in ["", "person", "person.user", "answers.", "documents.1.name", "NAME"] {
            assert_eq!(Field::parse(bad), None, "{bad}");
        }
    }
}
