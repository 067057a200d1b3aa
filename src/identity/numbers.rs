//! Reserved numbers of housing accounts (резервирование нумерации лицевых счетов): ranges, each of one Agent.

use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits in the number of a housing account.
const MOST_DIGITS: usize = 12;
/// Ranges of one Agent.
const MOST_RANGES: usize = 50;

/// Numbers from the first to the last, both among them. Written as text, so that the history shows it in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Numbers {
    first: u64,
    last: u64,
}

impl Numbers {
    /// One range, `100000-199999`, or one number.
    ///
    /// # Errors
    /// It is none, or it ends before it begins.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let mut ends = text.splitn(2, ['-', '–', '—']).map(|end| number(end.trim()));
        let unreadable = || message("reserved-unreadable").with("text", text.trim().chars().take(40).collect::<String>());
        let first = ends.next().flatten().ok_or_else(unreadable)?;
        let last = ends.next().map_or(Ok(first), |end| end.ok_or_else(unreadable))?;
        if last < first {
            return Err(message("reserved-backwards").with("text", text.trim()));
        }
        Ok(Self { first, last })
    }

    /// Ranges separated by commas or lines, in their order; none where the text is empty.
    ///
    /// # Errors
    /// One is wrong, two have a number in common, or there are too many.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Message> {
        let parts = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let mut ranges = parts.map(Self::parse).collect::<Result<Vec<_>, _>>()?;
        if ranges.len() > MOST_RANGES {
            return Err(message("reserved-many").with("most", MOST_RANGES as i64));
        }
        ranges.sort();
        match ranges.array_windows().find(|[one, other]| one.meets(other)) {
            Some([_, other]) => Err(message("reserved-twice").with("range", other.to_string())),
            None => Ok(ranges),
        }
    }

    /// Whether both have a number.
    pub const fn meets(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

fn number(text: &str) -> Option<u64> {
    let right = !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    if right { text.parse().ok().filter(|number| *number > 0) } else { None }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}
impl From<Numbers> for String {
    fn from(numbers: Numbers) -> Self {
        numbers.to_string()
    }
}
impl TryFrom<String> for Numbers {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_read_in_order_and_share_no_number() {
        let read = |text: &str| Numbers::parse_all(text).map(|ranges| ranges.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(read(" 300000 – 349999,100000-199999\r\n7 ").unwrap(), ["7", "100000-199999", "300000-349999"]);
        assert_eq!(read("").unwrap(), Vec::<String>::new());
        for (wrong, why) in [
            ("5-1", "reserved-backwards"),
            ("1-5, 5-9", "reserved-twice"),
            ("0-5", "reserved-unreadable"),
            ("1234567890123", "reserved-unreadable"),
            ("1-2-3", "reserved-unreadable"),
            ("1-", "reserved-unreadable"),
            ("сто", "reserved-unreadable"),
        ] {
            assert_eq!(read(wrong).unwrap_err().id, why, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Ok(ranges) = Numbers::parse_all(&text) {
                let shown = ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                prop_assert_eq!(Numbers::parse_all(&shown).unwrap(), ranges);
            }
        }
    }
}
