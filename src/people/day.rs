//! Reads a day as people write it.

use crate::terms::{Message, message};
use jiff::civil::Date;

/// Beginnings of the names of months; each may go on with any ending.
const MONTHS: [&[&str]; 12] = [
    &["янв", "jan"],
    &["фев", "feb"],
    &["мар", "mar"],
    &["апр", "apr"],
    &["май", "мая", "may"],
    &["июн", "jun"],
    &["июл", "jul"],
    &["авг", "aug"],
    &["сен", "sep"],
    &["окт", "oct"],
    &["ноя", "nov"],
    &["дек", "dec"],
];

/// `12.05.2026`, `12/5/2026`, `2026-05-12`, `12 мая 2026`, `12 May 2026 г.`: the day stands before the month, unless the year comes first.
///
/// # Errors
/// What is wrong and how to mend it.
pub fn parse(text: &str) -> Result<Date, Message> {
    let text = text.trim().to_lowercase();
    let text = ["года", "год", "г."].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(&text).trim_end();
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ', '\u{a0}', ',']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts[..] else { return Err(message("people-day-unreadable")) };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let month = number(month).or_else(|| named_month(month)).ok_or_else(|| message("people-day-unreadable"))?;
    let day = number(day).ok_or_else(|| message("people-day-unreadable"))?;
    let full_year = number(year).ok_or_else(|| message("people-day-unreadable"))?;
    if year.len() != 4 {
        return Err(message("people-day-year"));
    }
    existing(full_year, month, day)
}

/// The day with this year, month and number, when the calendar has it.
fn existing(year: i16, month: i16, day: i16) -> Result<Date, Message> {
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok()).ok_or_else(|| message("people-day-month"))?;
    let last = first.days_in_month();
    let day = i8::try_from(day).ok().filter(|day| (1..=last).contains(day));
    let absent = || message("people-day-absent").with("count", i64::from(last));
    Date::new(year, first.month(), day.ok_or_else(absent)?).map_err(|_| absent())
}

fn number(text: &str) -> Option<i16> {
    let digits = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn named_month(text: &str) -> Option<i16> {
    let index = MONTHS.iter().position(|names| names.iter().any(|name| text.starts_with(name)))?;
    i16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for text in
            ["12.05.2026", "12/5/2026", "2026-05-12", " 12 мая 2026 г. ", "12 Май 2026 года", "12 May 2026", "12-05-2026", "12 05 2026"]
        {
            assert_eq!(parse(text).unwrap(), date(2026, 5, 12), "{text}");
        }
        assert_eq!(parse("8 марта 2026").unwrap(), date(2026, 3, 8));
    }

    #[test]
    fn a_day_that_is_not_says_why() {
        let id = |text: &str| parse(text).unwrap_err().id;
        assert_eq!(parse("31.02.2026").unwrap_err(), message("people-day-absent").with("count", 28));
        assert_eq!(parse("2026-02-31").unwrap_err(), message("people-day-absent").with("count", 28));
        assert_eq!(parse("30.02.2024").unwrap_err(), message("people-day-absent").with("count", 29));
        assert_eq!(id("12.13.2026"), "people-day-month");
        assert_eq!(id("00.01.2026"), "people-day-absent");
        assert_eq!(id("12.05.26"), "people-day-year");
        assert_eq!(id("вчера"), "people-day-unreadable");
        assert_eq!(id("12.05"), "people-day-unreadable");
        assert_eq!(id(""), "people-day-unreadable");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            let _ = parse(&text);
        }
    }
}
