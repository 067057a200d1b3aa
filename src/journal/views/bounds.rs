//! Bounds of the journal that are typed in figures: which entries by their numbers, and how long an action took.

use crate::{
    catalog,
    terms::{Message, message},
};
use rust_decimal::{Decimal, prelude::ToPrimitive};

const MICROS_IN_SECOND: u64 = 1_000_000;
/// Digits between two spaces or commas of a long number.
const GROUP: usize = 3;

/// Entries by their numbers as the page shows them, from 1; both ends belong to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

impl Numbers {
    /// Reads `1200`, `1200–1300`, or `1200–` for all from there on, with any dash.
    ///
    /// # Errors
    /// It is none of these, or the last number is before the first.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let (first, last) = match text.split_once(['-', '–', '—', '−', '…']) {
            None => (whole(text), whole(text)),
            Some((first, rest)) if rest.trim().is_empty() => (whole(first), Some(u64::MAX)),
            Some((first, last)) => (whole(first), whole(last)),
        };
        match first.zip(last) {
            Some((first, last)) if last < first => Err(message("journal-filter-number-order")),
            Some((first, last)) => Ok(Self { first, last }),
            None => Err(message("journal-filter-number-unreadable")),
        }
    }

    /// Whether this number is one of them.
    pub const fn holds(self, number: u64) -> bool {
        self.first <= number && number <= self.last
    }
}

/// A number of an entry, also with its thousands set apart as the page sets them apart.
fn whole(text: &str) -> Option<u64> {
    let groups: Vec<_> = text.trim().split(|c: char| c.is_whitespace() || c == ',').collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.is_empty() || (first.len() <= GROUP && rest.iter().all(|group| group.len() == GROUP));
    let is_digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    if is_grouped && is_digits { groups.concat().parse().ok().filter(|number| *number > 0) } else { None }
}

/// Reads seconds, `2` or `0,5` or `0.5`, and tells them in microseconds; a part of one counts as a whole, for less is too short.
///
/// # Errors
/// It is no number, or below nothing.
pub fn duration(text: &str) -> Result<u64, Message> {
    let seconds = catalog::number(text).filter(|seconds| !seconds.is_sign_negative());
    let micros = seconds.and_then(|seconds| seconds.checked_mul(Decimal::from(MICROS_IN_SECOND)));
    micros.and_then(|micros| micros.ceil().to_u64()).ok_or_else(|| message("journal-filter-duration-unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        Numbers::parse(text).map_or_else(|wrong| wrong.id.into_owned(), |numbers| format!("{}..{}", numbers.first, numbers.last))
    }

    #[test]
    fn entries_are_named_by_one_number_or_by_two() {
        for (text, read) in [
            ("17", "17..17"),
            ("1 200", "1200..1200"),
            ("1\u{a0}200–1\u{202f}300", "1200..1300"),
            ("1,200 - 1,300", "1200..1300"),
            ("5−5", "5..5"),
            ("7—", "7..18446744073709551615"),
        ] {
            assert_eq!(told(text), read, "{text}");
        }
        for wrong in ["", "0", "-5", "–", "x", "1-2-3", "5,7", "12 34", "1.5", "٣", "18446744073709551616", "№ 5"] {
            assert_eq!(told(wrong), "journal-filter-number-unreadable", "{wrong}");
        }
        assert_eq!(told("9-5"), "journal-filter-number-order");
        let numbers = Numbers::parse("5–9").unwrap();
        assert_eq!([4, 5, 9, 10].map(|number| numbers.holds(number)), [false, true, true, false]);
    }

    #[test]
    fn seconds_are_read_with_a_comma_or_a_point() {
        for (text, micros) in [("0", 0), ("2", 2_000_000), ("0,5", 500_000), ("0.000001", 1), ("0,0000001", 1), ("1 000", 1_000_000_000)] {
            assert_eq!(duration(text).unwrap(), micros, "{text}");
        }
        for wrong in ["", "x", "-1", "1:30", "5 с", "99999999999999999999"] {
            assert_eq!(duration(wrong).unwrap_err().id, "journal-filter-duration-unreadable", "{wrong}");
        }
    }
}
