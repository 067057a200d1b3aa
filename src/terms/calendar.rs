//! Working days: the calendar of holidays of `data/holidays.toml`, and the moves of the decrees of single years.
//!
//! Every due date of a case is counted in working days (ТК РФ, ст. 112; ГК РФ, ст. 191: the term begins on the next day).

use super::Text;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
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
    /// A day off cannot be moved so.
    #[error("year {year}: {from} cannot be moved to {to}: {why}")]
    Move {
        /// The year of the decree.
        year: i16,
        /// The day that gives its day off.
        from: Date,
        /// The day that was to receive it.
        to: Date,
        /// Why not.
        why: WrongMove,
    },
}

/// Why a day off cannot be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongMove {
    /// The first day is no Saturday or Sunday: it has no day off to give.
    #[error("the first is no Saturday or Sunday and has no day off to move")]
    Nothing,
    /// The second day is off already.
    #[error("the second is a day off anyway")]
    Idle,
    /// A decree moves the days of its own year.
    #[error("a decree moves the days of its own year")]
    OtherYear,
    /// One of the two days is moved already.
    #[error("one of them is moved already")]
    Again,
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
    year: Vec<Decree>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Holiday {
    name: Text,
    days: Vec<String>,
    on_weekend: OnWeekend,
}

/// The moves of days off in one year, as the Government decrees them each autumn for the next (ТК РФ, ст. 112, ч. 2 и 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decree {
    /// The year.
    pub year: i16,
    /// The act: "Постановление Правительства РФ от 04.10.2024 № 1335".
    pub source: String,
    /// What it moves.
    pub moved: Vec<Move>,
}

/// A day off that goes from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// A Saturday or a Sunday, a holiday or not: other days off are not moved.
    pub from: Date,
    /// The working day that becomes a day off.
    pub to: Date,
}

/// Which days are worked. Days of a year without a decree follow the Labour Code alone.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    holidays: BTreeMap<(i8, i8), OnWeekend>,
    given: BTreeSet<Date>,
    received: BTreeSet<Date>,
    decrees: BTreeMap<i16, Decree>,
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
        for decree in file.year {
            if calendar.decrees.contains_key(&decree.year) {
                return Err(CalendarError::Twice(decree.year));
            }
            calendar.take(decree)?;
        }
        Ok(calendar)
    }

    /// Reckons a year by this decree, in place of the one that the calendar had for it.
    ///
    /// # Errors
    /// The first move that cannot be.
    pub fn take(&mut self, decree: Decree) -> Result<(), CalendarError> {
        if let Some((place, why)) = self.wrong(&decree).into_iter().next() {
            let Move { from, to } = decree.moved[place];
            return Err(CalendarError::Move { year: decree.year, from, to, why });
        }
        for Move { from, to } in self.decrees.remove(&decree.year).into_iter().flat_map(|old| old.moved) {
            self.given.remove(&from);
            self.received.remove(&to);
        }
        self.given.extend(decree.moved.iter().map(|one| one.from));
        self.received.extend(decree.moved.iter().map(|one| one.to));
        self.decrees.insert(decree.year, decree);
        Ok(())
    }

    /// What of a decree cannot be: the places of its moves, from 0, with the reason.
    pub fn wrong(&self, decree: &Decree) -> Vec<(usize, WrongMove)> {
        let mut seen = BTreeSet::new();
        let judged = decree.moved.iter().enumerate().filter_map(|(place, Move { from, to })| {
            let again = !seen.insert(*from) | !seen.insert(*to);
            let why = if [from, to].iter().any(|day| day.year() != decree.year) {
                WrongMove::OtherYear
            } else if again {
                WrongMove::Again
            } else if !is_weekend(*from) {
                WrongMove::Nothing
            } else if self.is_off_by_itself(*to) {
                WrongMove::Idle
            } else {
                return None;
            };
            Some((place, why))
        });
        judged.collect()
    }

    /// The decree by which this year is reckoned; none where there is none for it.
    pub fn decree(&self, year: i16) -> Option<&Decree> {
        self.decrees.get(&year)
    }

    /// Whether this day is a holiday of the Labour Code, whatever becomes of its day off.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.holiday(date).is_some()
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
        assert_eq!(calendar().decree(2033), None);
    }

    #[test]
    fn a_mistake_in_the_file_is_told_in_words() {
        let broken = |year: &str| {
            let holiday = "[[holiday]]\nname.ru = 'Р'\nname.en = 'C'\ndays = ['01-07']\non-weekend = 'by-decree'\n";
            Calendar::parse(&format!("{holiday}{year}")).unwrap_err().to_string()
        };
        let year = |from: &str, to: &str| format!("[[year]]\nyear = 2026\nsource = ''\nmoved = [{{ from = '{from}', to = '{to}' }}]");
        let told = |from: &str, to: &str, why: &str| format!("year 2026: {from} cannot be moved to {to}: {why}");
        for (from, to, why) in [
            ("2026-01-03", "2026-01-04", "the second is a day off anyway"),
            ("2026-01-05", "2026-01-06", "the first is no Saturday or Sunday and has no day off to move"),
            ("2025-12-27", "2026-01-09", "a decree moves the days of its own year"),
        ] {
            assert_eq!(broken(&year(from, to)), told(from, to, why));
        }
        assert!(broken("[[year]]\nyears = 2026").contains("unknown field `years`"));
        let day = "[[holiday]]\nname.ru = 'Р'\nname.en = 'C'\ndays = ['13-07']\non-weekend = 'by-decree'";
        assert_eq!(Calendar::parse(day).unwrap_err(), CalendarError::Day { holiday: "Р".into(), day: "13-07".into() });
    }

    #[test]
    fn a_new_decree_takes_the_place_of_the_old_one_for_its_year_alone() {
        let mut calendar = calendar();
        let day = |from, to| Move { from, to };
        let moved = vec![day(date(2026, 1, 3), date(2026, 6, 11)), day(date(2026, 1, 4), date(2026, 12, 31))];
        calendar.take(Decree { year: 2026, source: "№ 1".into(), moved }).unwrap();
        let (freed, kept, taken) = (date(2026, 1, 9), date(2025, 12, 31), date(2026, 6, 11));
        assert!(calendar.is_working(freed) && !calendar.is_working(kept) && !calendar.is_working(taken));
        assert_eq!(calendar.between(date(2025, 12, 31), date(2026, 12, 31)), 247);
        let twice = vec![day(date(2027, 1, 2), date(2027, 6, 11)), day(date(2027, 1, 2), date(2027, 6, 15))];
        let wrong = calendar.wrong(&Decree { year: 2027, source: String::new(), moved: twice });
        assert_eq!(wrong, [(1, WrongMove::Again)]);
        let before = format!("{calendar:?}");
        let refused = calendar.take(Decree { year: 2026, source: String::new(), moved: vec![day(date(2026, 1, 3), date(2026, 1, 4))] });
        assert!(refused.is_err() && format!("{calendar:?}") == before, "what is refused leaves the calendar as it was");
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
