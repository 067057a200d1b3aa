//! How fast letters go out, and how long one waits that could not be sent. Times are given, never asked for.

use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;

/// How fast letters go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Letters in a minute at the most: mail servers close their doors to who sends more than they like.
    pub per_minute: usize,
    /// How long a letter waits after its first failure; twice as long after each further one.
    pub first_pause: SignedDuration,
    /// How long it waits at the most.
    pub longest_pause: SignedDuration,
    /// How long the server is left in peace after it failed; twice as long after each further failure.
    pub first_rest: SignedDuration,
    /// How long it is left in peace at the most.
    pub longest_rest: SignedDuration,
    /// When a letter that could not be sent is given up (RFC 5321, 4.5.4.1: four to five days).
    pub patience: SignedDuration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            per_minute: 60,
            first_pause: SignedDuration::from_mins(1),
            longest_pause: SignedDuration::from_hours(4),
            first_rest: SignedDuration::from_secs(5),
            longest_rest: SignedDuration::from_mins(2),
            patience: SignedDuration::from_hours(5 * 24),
        }
    }
}

impl Pace {
    /// How long a letter waits after so many failures.
    pub fn pause(&self, failures: u32) -> SignedDuration {
        doubled(self.first_pause, self.longest_pause, failures)
    }

    /// How long the server is left in peace after so many failures in a row.
    pub fn rest(&self, failures: u32) -> SignedDuration {
        doubled(self.first_rest, self.longest_rest, failures)
    }
}

fn doubled(first: SignedDuration, most: SignedDuration, failures: u32) -> SignedDuration {
    let times = 1_i32.checked_shl(failures.saturating_sub(1).min(30)).unwrap_or(i32::MAX);
    first.checked_mul(times).map_or(most, |pause| pause.min(most))
}

/// When the letters of the last minute went out.
#[derive(Debug, Default)]
pub struct Minute(VecDeque<Timestamp>);

impl Minute {
    /// Whether another may go out.
    pub fn has_room(&mut self, now: Timestamp, most: usize) -> bool {
        while self.0.front().is_some_and(|first| now.duration_since(*first) >= SignedDuration::from_mins(1) || *first > now) {
            self.0.pop_front();
        }
        self.0.len() < most
    }

    /// One went out.
    pub fn note(&mut self, now: Timestamp) {
        self.0.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stop_growing() {
        let pace = Pace::default();
        let minutes: Vec<_> = [1, 2, 3, 8, 9, 60, u32::MAX].map(|failures| pace.pause(failures).as_mins()).into();
        assert_eq!(minutes, [1, 2, 4, 128, 240, 240, 240]);
        assert_eq!((pace.rest(1).as_secs(), pace.rest(2).as_secs(), pace.rest(99).as_secs()), (5, 10, 120));
    }

    #[test]
    fn a_minute_has_room_for_so_many() {
        let (mut minute, second) = (Minute::default(), |second| Timestamp::from_second(second).unwrap());
        for at in 0..3 {
            assert!(minute.has_room(second(at), 3));
            minute.note(second(at));
        }
        assert!(!minute.has_room(second(59), 3));
        assert!(minute.has_room(second(60), 3));
        assert!(minute.has_room(second(-7), 3), "a clock that was set back stops nobody");
    }
}
