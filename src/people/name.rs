//! How a person is called.

use crate::terms::{FieldError, Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters in one part of a name.
pub const LONGEST_PART: usize = 60;
/// Joins the words of one part ("Гасан оглы"), so that the whole can be taken apart again.
const INNER_SPACE: char = '\u{a0}';

/// Surname, name and, where there is one, patronymic.
///
/// Printed and stored as "Белова Анна Сергеевна"; inside a part of several words the space is unbroken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FullName {
    surname: String,
    name: String,
    patronymic: Option<String>,
}

impl FullName {
    /// From one line: the first word is the surname, the second the name, the rest the patronymic.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() && c != INNER_SPACE).filter(|word| !word.is_empty()).collect();
        let [surname, name, patronymic @ ..] = words.as_slice() else {
            return Err(message("people-name-incomplete"));
        };
        Ok(Self { surname: part(surname)?, name: part(name)?, patronymic: optional_part(&patronymic.join(" "))? })
    }

    /// From three fields of a form, named `surname`, `name` and `patronymic`; the last may be empty.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn from_parts(surname: &str, name: &str, patronymic: &str) -> Result<Self, Vec<FieldError>> {
        match (part(surname), part(name), optional_part(patronymic)) {
            (Ok(surname), Ok(name), Ok(patronymic)) => Ok(Self { surname, name, patronymic }),
            (surname, name, patronymic) => {
                let wrong = [("surname", surname.err()), ("name", name.err()), ("patronymic", patronymic.err())];
                let error = |(field, message): (&str, Option<Message>)| Some(FieldError { field: field.to_owned(), message: message? });
                Err(wrong.into_iter().filter_map(error).collect())
            }
        }
    }

    /// Фамилия.
    pub fn surname(&self) -> &str {
        &self.surname
    }

    /// Имя.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Отчество, where there is one.
    pub fn patronymic(&self) -> Option<&str> {
        self.patronymic.as_deref()
    }

    /// "Белова А. С."
    pub fn short(&self) -> String {
        let initials = [Some(&self.name), self.patronymic.as_ref()];
        let initials = initials.into_iter().flatten().filter_map(|part| part.chars().next());
        initials.fold(self.surname.clone(), |short, initial| format!("{short} {initial}."))
    }

    /// "Анна Сергеевна", or "Анна" where there is no patronymic.
    pub fn greeting(&self) -> String {
        match &self.patronymic {
            Some(patronymic) => format!("{} {patronymic}", self.name),
            None => self.name.clone(),
        }
    }
}

fn optional_part(text: &str) -> Result<Option<String>, Message> {
    if text.trim().is_empty() { Ok(None) } else { part(text).map(Some) }
}

/// One part: letters, and inside it hyphens, apostrophes, dots and single spaces.
fn part(text: &str) -> Result<String, Message> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(message("people-name-empty"));
    }
    if text.chars().count() > LONGEST_PART {
        return Err(message("people-name-long").with("max", LONGEST_PART as i64));
    }
    if text.chars().any(char::is_numeric) {
        return Err(message("people-name-digits"));
    }
    if !text.starts_with(char::is_alphabetic) || !text.chars().all(|c| c.is_alphabetic() || "-'’ .".contains(c)) {
        return Err(message("people-name-characters"));
    }
    let is_mixed = |word: &str| word.contains(is_cyrillic) && word.contains(|c: char| c.is_ascii_alphabetic());
    if text.split([' ', '-']).any(is_mixed) {
        return Err(message("people-name-mixed"));
    }
    Ok(text)
}

/// A letter that looks like a Latin one but is not is a mistake no eye sees.
const fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{52f}')
}

impl fmt::Display for FullName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unbroken = |part: &str| part.replace(' ', "\u{a0}");
        write!(f, "{} {}", unbroken(&self.surname), unbroken(&self.name))?;
        self.patronymic.iter().try_for_each(|part| write!(f, " {}", unbroken(part)))
    }
}
impl From<FullName> for String {
    fn from(name: FullName) -> Self {
        name.to_string()
    }
}
impl TryFrom<String> for FullName {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_printed_in_three_ways() {
        let name = FullName::from_parts(" Белова ", "Анна", "Сергеевна").unwrap();
        assert_eq!(name.to_string(), "Белова Анна Сергеевна");
        assert_eq!(name.short(), "Белова А. С.");
        assert_eq!(name.greeting(), "Анна Сергеевна");
        let name = FullName::parse("Ли Цзюнь").unwrap();
        assert_eq!((name.to_string().as_str(), name.short().as_str(), name.greeting().as_str()), ("Ли Цзюнь", "Ли Ц.", "Цзюнь"));
    }

    #[test]
    fn a_part_of_several_words_is_stored_and_read_back_whole() {
        let name = FullName::from_parts("ван  Дейк", "Анна Мария", "").unwrap();
        let stored = serde_json::to_string(&name).unwrap();
        assert_eq!(serde_json::from_str::<FullName>(&stored).unwrap(), name);
        assert_eq!(name.surname(), "ван Дейк");
        let name = FullName::parse("Мамедов Али Гасан оглы").unwrap();
        assert_eq!(name.patronymic(), Some("Гасан оглы"));
        assert_eq!(FullName::parse(&name.to_string()).unwrap(), name);
    }

    #[test]
    fn a_wrong_part_says_what_is_wrong() {
        let id = |text: &str| part(text).unwrap_err().id;
        assert_eq!(id("  "), "people-name-empty");
        assert_eq!(id("Бело2а"), "people-name-digits");
        assert_eq!(id("Бело\u{0}ва"), "people-name-characters");
        assert_eq!(id("-"), "people-name-characters");
        assert_eq!(id("Бeлова"), "people-name-mixed", "the second letter is a Latin e");
        assert_eq!(id(&"а".repeat(61)), "people-name-long");
        assert!(part("О'Нил-Белова").is_ok() && part("Jean-Paul").is_ok());
        assert_eq!(FullName::parse("Белова").unwrap_err().id, "people-name-incomplete");
        let fields: Vec<_> = FullName::from_parts("", "Анна", "7").unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["surname", "patronymic"]);
    }
}
