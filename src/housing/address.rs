//! The address of a house within the town: street and number.

use crate::terms::{FieldError, message};

/// Characters in the name of a street.
const LONGEST_STREET: usize = 100;
/// Characters in the number of a house.
const LONGEST_NUMBER: usize = 20;

/// Street and number, as they are kept: without outer or doubled spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// "ул. Набережная".
    pub street: String,
    /// "12", "12а", "12/3", "12 к. 2".
    pub number: String,
}

impl Address {
    /// Reads both; all that is wrong is told at once.
    ///
    /// # Errors
    /// A field that is empty, too long, or holds what no address holds.
    pub fn parse(street: &str, number: &str) -> Result<Self, Vec<FieldError>> {
        let (street, number) = (spaced(street), spaced(number));
        let is_street = street.chars().any(char::is_alphabetic) && street.chars().all(in_street);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(in_number);
        let mut wrong = Vec::new();
        if !is_street || street.chars().count() > LONGEST_STREET {
            wrong.push(FieldError { field: "street".to_owned(), message: message("house-street").with("most", LONGEST_STREET as i64) });
        }
        if !is_number || number.chars().count() > LONGEST_NUMBER {
            wrong.push(FieldError { field: "number".to_owned(), message: message("house-number").with("most", LONGEST_NUMBER as i64) });
        }
        if wrong.is_empty() { Ok(Self { street, number }) } else { Err(wrong) }
    }

    /// Reads a list, a house a line: street and number with a semicolon or a tabulator between them, as a table is copied from
    /// a spreadsheet. Empty lines are passed over.
    ///
    /// # Errors
    /// The numbers, from 1, of the lines that are no address.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Vec<usize>> {
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let parts = line.split_once(';').or_else(|| line.split_once('\t'));
            match parts.and_then(|(street, number)| Self::parse(street, number).ok()) {
                Some(address) => found.push(address),
                None => wrong.push(place + 1),
            }
        }
        if wrong.is_empty() { Ok(found) } else { Err(wrong) }
    }

    /// Whether both are the same house, however they are written: letter case and the dots of ё do not matter.
    pub fn is_same(&self, street: &str, number: &str) -> bool {
        folded(&self.street) == folded(street) && folded(&self.number) == folded(number)
    }

    /// What is the same for two ways to write one address.
    pub fn folded(street: &str, number: &str) -> (String, String) {
        (folded(street), folded(number))
    }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

fn in_street(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '(' | ')' | '«' | '»' | '"' | '№' | '/')
}

fn in_number(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(street: &str, number: &str) -> Address {
        Address { street: street.to_owned(), number: number.to_owned() }
    }

    #[test]
    fn an_address_is_kept_without_needless_spaces() {
        assert_eq!(Address::parse("  ул.  Набережная ", " 12 к. 2 "), Ok(address("ул. Набережная", "12 к. 2")));
        for (street, number, wrong) in [
            ("", "12", vec!["street"]),
            ("ул. Мира", "", vec!["number"]),
            ("12", "дом", vec!["street", "number"]),
            ("ул. Мира\u{7}", "1", vec!["street"]),
            (&"у".repeat(101), &"1".repeat(21), vec!["street", "number"]),
        ] {
            let fields: Vec<_> = Address::parse(street, number).unwrap_err().into_iter().map(|error| error.field).collect();
            assert_eq!(fields, wrong, "{street} {number}");
        }
    }

    #[test]
    fn a_list_is_read_whole_or_every_wrong_line_is_named() {
        let read = Address::parse_list("ул. Мира; 1\n\nул. Мира\t2а\r\n");
        assert_eq!(read, Ok(vec![address("ул. Мира", "1"), address("ул. Мира", "2а")]));
        assert_eq!(Address::parse_list("ул. Мира 1\nул. Мира;1\n;3"), Err(vec![1, 3]));
    }

    #[test]
    fn one_house_is_one_however_it_is_written() {
        assert!(address("ул. Лётная", "12А").is_same("УЛ. Летная", "12а"));
        assert!(!address("ул. Лётная", "12").is_same("ул. Лётная", "12а"));
    }
}
