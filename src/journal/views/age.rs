//! How long ago something was, in words: "8 месяцев назад".

use crate::terms::{Message, message};
use jiff::Timestamp;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Days of a month and of a year, as people round them.
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// How long before `now` it was; a moment that a clock set back put into the future is just now.
pub fn age(then: Timestamp, now: Timestamp) -> Message {
    let seconds = now.as_second().saturating_sub(then.as_second());
    let counted = |id, unit| message(id).with("count", seconds / unit);
    match seconds {
        ..MINUTE => message("age-now"),
        MINUTE..HOUR => counted("age-minutes", MINUTE),
        HOUR..DAY => counted("age-hours", HOUR),
        DAY..MONTH => counted("age-days", DAY),
        MONTH..YEAR => message("age-months").with("count", (seconds / MONTH).min(11)),
        YEAR.. => counted("age-years", YEAR),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{Language, Words};
    use jiff::{SignedDuration, tz::TimeZone};

    #[test]
    fn the_age_is_rounded_as_people_say_it() {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let words = Words::new(Language::Russian, TimeZone::UTC);
        let said = |seconds: i64| words.say(&age(now - SignedDuration::from_secs(seconds), now));
        assert_eq!(said(-100), "только что");
        assert_eq!(said(59), "только что");
        assert_eq!(said(60), "1 минуту назад");
        assert_eq!(said(3 * HOUR + 5), "3 часа назад");
        assert_eq!(said(29 * DAY), "29 дней назад");
        assert_eq!(said(30 * DAY), "1 месяц назад");
        assert_eq!(said(245 * DAY), "8 месяцев назад");
        assert_eq!(said(364 * DAY), "11 месяцев назад");
        assert_eq!(said(365 * DAY), "1 год назад");
        assert_eq!(said(21 * YEAR), "21 год назад");
    }
}
