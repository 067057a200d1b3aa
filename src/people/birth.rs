//! The day a person was born.

use super::day;
use crate::terms::{Message, message};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Nobody alive was born before this year.
const FIRST_YEAR: i16 = 1900;

/// A day of birth: not before 1900 and, when it was read, not in the future. Stored and printed as `1984-05-17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BirthDate(Date);

impl BirthDate {
    /// In any of the ways of [`day::parse`].
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str, today: Date) -> Result<Self, Message> {
        Self::new(day::parse(text)?, today)
    }

    /// This day.
    ///
    /// # Errors
    /// It is in the future, or before 1900.
    pub fn new(date: Date, today: Date) -> Result<Self, Message> {
        if date > today {
            return Err(message("people-birth-future"));
        }
        if date.year() < FIRST_YEAR {
            return Err(message("people-birth-early").with("year", i64::from(FIRST_YEAR)));
        }
        Ok(Self(date))
    }

    /// The day itself.
    pub const fn date(self) -> Date {
        self.0
    }

    /// Full years on this day; 0 before the birth. Whoever was born on 29 February is a year older on 1 March of a common year.
    pub fn age_on(self, day: Date) -> u16 {
        let Self(born) = self;
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        u16::try_from(day.year() - born.year() - i16::from(!had_birthday)).unwrap_or(0)
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn age_turns_on_the_birthday() {
        let born = BirthDate::parse("17.05.1984", date(2026, 11, 23)).unwrap();
        assert_eq!(born.age_on(date(2026, 5, 16)), 41);
        assert_eq!(born.age_on(date(2026, 5, 17)), 42);
        assert_eq!(born.age_on(date(1984, 5, 17)), 0);
        assert_eq!(born.age_on(date(1970, 1, 1)), 0);
        let leap = BirthDate::parse("29.02.2008", date(2026, 11, 23)).unwrap();
        assert_eq!((leap.age_on(date(2026, 2, 28)), leap.age_on(date(2026, 3, 1))), (17, 18));
    }

    #[test]
    fn the_future_and_the_far_past_are_refused() {
        let today = date(2026, 11, 23);
        assert!(BirthDate::parse("23.11.2026", today).is_ok());
        assert_eq!(BirthDate::parse("24.11.2026", today).unwrap_err().id, "people-birth-future");
        assert_eq!(BirthDate::parse("31.12.1899", today).unwrap_err().id, "people-birth-early");
        assert_eq!(BirthDate::parse("31.02.1984", today).unwrap_err().id, "people-day-absent");
        assert_eq!(serde_json::to_string(&BirthDate::parse("1984-05-17", today).unwrap()).unwrap(), "\"1984-05-17\"");
    }
}
