//! A moment of the past, as a reader chooses it: a day, a minute or a second, each to its end.

use crate::{
    people::day,
    terms::{Message, Words, message},
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
};

/// How exactly it was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A whole day.
    Day,
    /// A minute.
    Minute,
    /// A second.
    Second,
}

/// The moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    civil: DateTime,
    grain: Grain,
    /// Where it begins.
    pub start: Timestamp,
    /// The first moment after it.
    pub end: Timestamp,
}

impl Moment {
    /// `2026-11-23T19:04`, as a browser's own control sends it; `23.11.2026 19:04:31`, `23 ноября 2026, 19:04`, a day alone.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str, words: &Words) -> Result<Self, Message> {
        let text = text.trim();
        let (day, clock) = match text.rfind([' ', 'T', '\u{a0}']).map(|place| text.split_at(place)) {
            Some((day, clock)) if clock.contains(':') => (day, Some(clock.trim_start_matches([' ', 'T', '\u{a0}']))),
            Some(_) | None => (text, None),
        };
        let day = day::parse(day)?;
        let (time, grain) = clock.map_or(Ok((Time::midnight(), Grain::Day)), clock_of)?;
        Self::of(day, time, grain, words).ok_or_else(|| message("people-day-absent").with("count", i64::from(day.days_in_month())))
    }

    fn of(day: Date, time: Time, grain: Grain, words: &Words) -> Option<Self> {
        let civil = day.to_datetime(time);
        let long = match grain {
            Grain::Day => 1.day(),
            Grain::Minute => 1.minute(),
            Grain::Second => 1.second(),
        };
        Some(Self { civil, grain, start: words.moment_of(civil)?, end: words.moment_of(civil.checked_add(long).ok()?)? })
    }

    /// As a page says it.
    pub fn said(&self, words: &Words) -> String {
        match self.grain {
            Grain::Day => words.date(self.civil.date()),
            Grain::Minute => words.moment(self.start),
            Grain::Second => words.exact(self.start),
        }
    }

    /// As the control of the browser takes it; a day by its last minute.
    pub fn value(&self) -> String {
        let pattern = match self.grain {
            Grain::Day => "%Y-%m-%dT23:59",
            Grain::Minute => "%Y-%m-%dT%H:%M",
            Grain::Second => "%Y-%m-%dT%H:%M:%S",
        };
        self.civil.strftime(pattern).to_string()
    }
}

/// The second of this moment, as an address has it.
pub fn second_of(at: Timestamp, words: &Words) -> String {
    words.clock_of(at).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// `19:04` or `19:04:31`.
fn clock_of(text: &str) -> Result<(Time, Grain), Message> {
    let wrong = || message("history-then-clock");
    let part = |text: &&str| text.parse::<i8>().ok().filter(|_| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()));
    let parts: Vec<_> = text.split(':').collect();
    let numbers = parts.iter().map(part).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    let (hour, minute, second, grain) = match numbers[..] {
        [hour, minute] => (hour, minute, 0, Grain::Minute),
        [hour, minute, second] => (hour, minute, second, Grain::Second),
        _ => return Err(wrong()),
    };
    Ok((Time::new(hour, minute, second, 0).map_err(|_| wrong())?, grain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Language;
    use jiff::tz::TimeZone;

    fn words() -> Words {
        Words::new(Language::Russian, TimeZone::get("Europe/Moscow").unwrap())
    }

    #[test]
    fn a_moment_is_read_however_it_is_written() {
        let read = |text: &str| {
            let moment = Moment::parse(text, &words()).unwrap();
            format!("{} {} … {} {}", moment.said(&words()), moment.start, moment.end, moment.value())
        };
        let minute = "23 ноября 2026, 19:04 2026-11-23T16:04:00Z … 2026-11-23T16:05:00Z 2026-11-23T19:04";
        for text in ["2026-11-23T19:04", "23.11.2026 19:04", " 23 ноября 2026, 19:04 "] {
            assert_eq!(read(text), minute, "{text}");
        }
        assert_eq!(read("2026-11-23T19:04:31"), "23.11.2026 19:04:31 2026-11-23T16:04:31Z … 2026-11-23T16:04:32Z 2026-11-23T19:04:31");
        assert_eq!(read("23.11.2026"), "23 ноября 2026 2026-11-22T21:00:00Z … 2026-11-23T21:00:00Z 2026-11-23T23:59");
        assert_eq!(second_of("2026-11-23T16:04:31.7Z".parse().unwrap(), &words()), "2026-11-23T19:04:31");
    }

    #[test]
    fn a_moment_that_is_not_says_why() {
        let id = |text: &str| Moment::parse(text, &words()).unwrap_err().id;
        assert_eq!(id(""), "people-day-unreadable");
        assert_eq!(id("вчера 19:04"), "people-day-unreadable");
        assert_eq!(id("31.02.2026 10:00"), "people-day-absent");
        for bad in ["23.11.2026 25:00", "23.11.2026 19:60", "23.11.2026 1:2:3:4", "23.11.2026 +1:00", "23.11.2026 :"] {
            assert_eq!(id(bad), "history-then-clock", "{bad}");
        }
        // The last day that a calendar of ours has, has no next one.
        assert!(Moment::parse("31.12.9999", &words()).is_err());
    }
}
