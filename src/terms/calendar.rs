//! Working days: the calendar of holidays of `data/holidays.toml`.
//!
//! Every due date of a case is counted in working days (ТК РФ, ст. 112; ГК РФ, ст. 191: the term begins on the next day).

use super::Text;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with the file of holidays.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not TOML, or not of this form.
    #[error("the file of holidays cannot be read: {0}")]
    Unreadable(String),
    /// A day of a holiday is not "MM-DD".
    #[error("holiday “{holiday}”: “{day}” is not a day of the form MM-DD")]
    Day {
        /// The name of the holiday.
        holiday: String,
        /// What stands there.
        day: String,
    },
    /// The same year stands twice.
    #[error("year {0} stands twice")]
    Twice(i16),
    /// A day off is moved to a day that is off already.
    #[error("year {year}: {from} is moved to {to}, which is a day off anyway")]
    Idle {
        /// The year of the decree.
        year: i16,
        /// The day that gives its day off.
        from: Date,
        /// The day that was to receive it.
        to: Date,
    },
    /// A day off is taken from a day that has none.
    #[error("year {year}: {from} is a working day, it has no day off to move")]
    Nothing {
        /// The year of the decree.
        year: i16,
        /// The day that was to give its day off.
        from: Date,
    },
}

/// Where the day off of a holiday goes when it falls on a weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OnWeekend {
    NextWorkingDay,
    ByDecree,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    holiday: Vec<Holiday>,
    #[serde(default)]
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Holiday {
    name: Text,
    days: Vec<String>,
    on_weekend: OnWeekend,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    source: String,
    moved: Vec<Move>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    from: Date,
    to: Date,
}

/// Which days are worked. Days of a year without a decree follow the Labour Code alone.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    holidays: BTreeMap<(i8, i8), OnWeekend>,
    given: BTreeSet<Date>,
    received: BTreeSet<Date>,
    sources: BTreeMap<i16, String>,
}

impl Calendar {
    /// From the text of `data/holidays.toml`.
    ///
    /// # Errors
    /// The first mistake of the file, in words.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let file: File = toml::from_str(text).map_err(|error| CalendarError::Unreadable(error.to_string()))?;
        let mut calendar = Self::default();
        for holiday in file.holiday {
            for day in &holiday.days {
                let key = month_and_day(day).ok_or_else(|| CalendarError::Day { holiday: holiday.name.ru.clone(), day: day.clone() })?;
                calendar.holidays.insert(key, holiday.on_weekend);
            }
        }
        for year in file.year {
            if calendar.sources.insert(year.year, year.source).is_some() {
                return Err(CalendarError::Twice(year.year));
            }
            for Move { from, to } in year.moved {
                if calendar.is_off_by_itself(to) {
                    return Err(CalendarError::Idle { year: year.year, from, to });
                }
                if !calendar.is_off_by_itself(from) {
                    return Err(CalendarError::Nothing { year: year.year, from });
                }
                calendar.given.insert(from);
                calendar.received.insert(to);
            }
        }
        Ok(calendar)
    }

    /// The act by which this year is reckoned; none when the year is not in the file.
    pub fn source(&self, year: i16) -> Option<&str> {
        self.sources.get(&year).map(String::as_str)
    }

    /// Whether this day is worked.
    pub fn is_working(&self, date: Date) -> bool {
        !self.is_off_before_carrying(date) && !self.receives_holiday(date)
    }

    /// The day this many working days after the date; the date itself does not count, and 0 gives it back.
    pub fn add(&self, date: Date, working_days: u32) -> Date {
        let mut day = date;
        let mut left = working_days;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            if self.is_working(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many working days lie after `from` up to and with `to`; negative when `to` is earlier.
    /// `between(day, add(day, n)) == n`.
    pub fn between(&self, from: Date, to: Date) -> i32 {
        if to < from {
            return -self.between(to, from);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Ok(next) = day.tomorrow() else { return count };
            day = next;
            count += i32::from(self.is_working(day));
        }
        count
    }

    /// Off as a holiday or a weekend, whatever the decrees say.
    fn is_off_by_itself(&self, date: Date) -> bool {
        self.holiday(date).is_some() || is_weekend(date)
    }

    /// Off by the holidays, the weekend and the decrees; holidays carried over from a weekend are not looked at.
    fn is_off_before_carrying(&self, date: Date) -> bool {
        if self.received.contains(&date) || self.holiday(date).is_some() {
            return true;
        }
        is_weekend(date) && !self.given.contains(&date)
    }

    fn holiday(&self, date: Date) -> Option<OnWeekend> {
        self.holidays.get(&(date.month(), date.day())).copied()
    }

    /// Whether this otherwise working day receives the day off of a holiday that fell on a weekend just before it.
    fn receives_holiday(&self, date: Date) -> bool {
        let mut day = date;
        while let Ok(before) = day.yesterday() {
            if !self.is_off_before_carrying(before) {
                return false;
            }
            if is_weekend(before) && !self.given.contains(&before) && self.holiday(before) == Some(OnWeekend::NextWorkingDay) {
                return true;
            }
            day = before;
        }
        false
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Reads "MM-DD"; February may have 29 days.
fn month_and_day(text: &str) -> Option<(i8, i8)> {
    const LEAP_YEAR: i16 = 2024;
    let (month, day) = text.split_once('-')?;
    let date = Date::new(LEAP_YEAR, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some((date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        Calendar::parse(include_str!("../../data/holidays.toml")).unwrap()
    }

    fn off(year: i16, month: i8) -> Vec<i8> {
        let calendar = calendar();
        let days = date(year, month, 1).days_in_month();
        (1..=days).filter(|day| !calendar.is_working(date(year, month, *day))).collect()
    }

    #[test]
    fn the_new_year_lasts_until_the_eleventh_in_2026() {
        assert_eq!(off(2026, 1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 17, 18, 24, 25, 31]);
        assert_eq!(calendar().add(date(2025, 12, 30), 1), date(2026, 1, 12));
        assert_eq!(calendar().add(date(2026, 12, 30), 1), date(2027, 1, 11));
    }

    #[test]
    fn may_has_the_moved_days() {
        assert_eq!(off(2025, 5), [1, 2, 3, 4, 8, 9, 10, 11, 17, 18, 24, 25, 31]);
        assert_eq!(off(2026, 5), [1, 2, 3, 9, 10, 11, 16, 17, 23, 24, 30, 31]);
        assert_eq!(off(2027, 5), [1, 2, 3, 8, 9, 10, 15, 16, 22, 23, 29, 30]);
    }

    #[test]
    fn a_moved_saturday_is_worked_and_its_monday_is_not() {
        assert_eq!(off(2025, 11), [2, 3, 4, 8, 9, 15, 16, 22, 23, 29, 30]);
        assert_eq!(calendar().add(date(2025, 10, 31), 2), date(2025, 11, 5));
    }

    #[test]
    fn a_holiday_moved_by_decree_is_not_carried_to_the_next_monday() {
        assert_eq!(off(2025, 2), [1, 2, 8, 9, 15, 16, 22, 23]);
        assert_eq!(off(2025, 3), [1, 2, 8, 9, 15, 16, 22, 23, 29, 30]);
        assert_eq!(off(2025, 6), [1, 7, 8, 12, 13, 14, 15, 21, 22, 28, 29]);
        assert_eq!(off(2026, 3), [1, 7, 8, 9, 14, 15, 21, 22, 28, 29]);
    }

    #[test]
    fn the_years_have_as_many_working_days_as_the_production_calendar_says() {
        assert_eq!(calendar().between(date(2024, 12, 31), date(2025, 12, 31)), 247);
        assert_eq!(calendar().between(date(2025, 12, 31), date(2026, 12, 31)), 247);
    }

    #[test]
    fn a_year_without_a_decree_has_the_holidays_of_the_code() {
        assert_eq!(off(2033, 1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 22, 23, 29, 30]);
        assert_eq!(off(2033, 6), [4, 5, 11, 12, 13, 18, 19, 25, 26], "12 June is a Sunday");
        assert_eq!(calendar().source(2033), None);
    }

    #[test]
    fn a_mistake_in_the_file_is_told_in_words() {
        let broken = |year: &str| {
            let holiday = "[[holiday]]\nname.ru = 'Р'\nname.en = 'C'\ndays = ['01-07']\non-weekend = 'by-decree'\n";
            Calendar::parse(&format!("{holiday}{year}")).unwrap_err().to_string()
        };
        let year = |from: &str, to: &str| format!("[[year]]\nyear = 2026\nsource = ''\nmoved = [{{ from = '{from}', to = '{to}' }}]");
        assert_eq!(broken(&year("2026-01-03", "2026-01-04")), "year 2026: 2026-01-03 is moved to 2026-01-04, which is a day off anyway");
        assert_eq!(broken(&year("2026-01-05", "2026-01-06")), "year 2026: 2026-01-05 is a working day, it has no day off to move");
        assert!(broken("[[year]]\nyears = 2026").contains("unknown field `years`"));
        let day = "[[holiday]]\nname.ru = 'Р'\nname.en = 'C'\ndays = ['13-07']\non-weekend = 'by-decree'";
        assert_eq!(Calendar::parse(day).unwrap_err(), CalendarError::Day { holiday: "Р".into(), day: "13-07".into() });
    }

    proptest! {
        #[test]
        fn between_undoes_add(days in 0i64..2000, count in 0u32..120) {
            let calendar = calendar();
            let from = date(2024, 6, 1).saturating_add(jiff::Span::new().days(days));
            let to = calendar.add(from, count);
            prop_assert_eq!(calendar.between(from, to), i32::try_from(count).unwrap());
            prop_assert_eq!(calendar.between(to, from), -i32::try_from(count).unwrap());
            prop_assert!(count == 0 || calendar.is_working(to));
        }
    }
}
