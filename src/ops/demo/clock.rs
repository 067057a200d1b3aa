//! The clock of the past: working days and hours of the office, evenings and weekends of the citizens. The way of a case
//! is laid backward from its last event, so that nothing ever falls into the future.

use super::chance::Chance;
use crate::terms::{Result, calendar::Calendar, error::Doing};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime},
    tz::TimeZone,
};

/// How far back the town goes, in days.
const PAST_DAYS: i64 = 366;
/// The office answers from here, in hours; a sitting begins up to an hour before.
const OPENS: i64 = 10;
/// The last hour in which a sitting ends.
const CLOSES: i64 = 17;
/// Hours in which citizens sit at their cabinet.
const WAKES: i64 = 7;
const SLEEPS: i64 = 22;

/// Who acts: the hours are different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// On working days.
    Office,
    /// On any day.
    Citizen,
}

/// How long before the event that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// So many seconds: in the same sitting.
    Seconds(i64),
    /// So many working days; 0 is the same day.
    Days(i64),
}

/// The working days of the past year, and the mapping to real time.
pub(super) struct Clock {
    days: Vec<Date>,
    today: Date,
    now: Timestamp,
    zone: TimeZone,
}

impl Clock {
    pub(super) fn new(calendar: &Calendar, zone: &TimeZone, now: Timestamp) -> Self {
        let today = now.to_zoned(zone.clone()).date();
        let first = today.saturating_sub(PAST_DAYS.days());
        let days = first.series(1.day()).take_while(|day| *day < today).filter(|day| calendar.is_working(*day)).collect();
        Self { days, today, now, zone: zone.clone() }
    }

    /// How many working days there are before today.
    pub(super) fn count(&self) -> i64 {
        self.days.len() as i64
    }

    pub(super) const fn today(&self) -> Date {
        self.today
    }

    /// The working day of this index from the beginning; what is too early is the first, what is too late the last.
    pub(super) fn day(&self, index: i64) -> Date {
        let last = self.days.len().saturating_sub(1);
        let index = usize::try_from(index).unwrap_or(0).min(last);
        self.days.get(index).copied().unwrap_or(self.today)
    }

    /// A moment of an office day, by its index.
    pub(super) fn in_office(&self, index: i64, chance: &mut Chance) -> DateTime {
        office(self.day(index), chance)
    }

    /// A moment in a citizen's day.
    pub(super) fn at_home(&self, day: Date, chance: &mut Chance) -> DateTime {
        midnight(day) + (WAKES * 3600 + chance.between(0, (SLEEPS - WAKES) * 3600)).seconds()
    }

    /// The event that comes so long before this one.
    pub(super) fn before(&self, next: DateTime, gap: Gap, whose: Whose, chance: &mut Chance) -> DateTime {
        match (gap, whose) {
            (Gap::Seconds(seconds), Whose::Office | Whose::Citizen) => next - seconds.seconds(),
            (Gap::Days(days), Whose::Office) if days > 0 => self.in_office(self.index_before(next.date()) + 1 - days, chance),
            (Gap::Days(_), Whose::Office) => {
                let same = next - chance.between(600, 7200).seconds();
                let day = same.date();
                let hour = i64::from(same.hour());
                if self.is_working(day) && (OPENS - 1..CLOSES + 1).contains(&hour) {
                    return same;
                }
                // Of an evening or a Sunday one goes back to the end of the last office day before.
                let open = self.is_working(day) && hour > CLOSES;
                let day = if open { day } else { self.day(self.index_before(day)) };
                midnight(day) + (CLOSES * 3600 + chance.between(0, 2700)).seconds()
            }
            (Gap::Days(days), Whose::Citizen) if days > 0 => {
                let day = self.day(self.index_before(next.date()) + 1 - days);
                let before = day.yesterday().unwrap_or(day);
                let weekend = !self.is_working(before) && chance.happens(30);
                self.at_home(if weekend { before } else { day }, chance)
            }
            (Gap::Days(_), Whose::Citizen) => {
                let same = next - chance.between(600, 7200).seconds();
                let early = i64::from(same.hour()) < WAKES;
                if early { midnight(same.date()) - chance.between(7200, 14_400).seconds() } else { same }
            }
        }
    }

    /// The index of the last working day before this one.
    fn index_before(&self, day: Date) -> i64 {
        self.days.partition_point(|known| *known < day) as i64 - 1
    }

    fn is_working(&self, day: Date) -> bool {
        self.days.binary_search(&day).is_ok()
    }

    /// In real time. What falls on today is squeezed between midnight and now, in its order.
    ///
    /// # Errors
    /// The zone has no such moment.
    pub(super) fn real(&self, moment: DateTime) -> Result<Timestamp> {
        const DOING: &str = "reckoning the time of the demonstration";
        if moment.date() < self.today {
            return Ok(moment.to_zoned(self.zone.clone()).doing(DOING)?.timestamp());
        }
        let start = midnight(self.today).to_zoned(self.zone.clone()).doing(DOING)?.timestamp();
        let passed = self.now.duration_since(start).as_millis();
        let planned = i128::from(moment.duration_since(midnight(self.today)).as_secs());
        let squeezed = i64::try_from(passed * planned / (24 * 3600)).unwrap_or(0);
        Ok(start + SignedDuration::from_millis(squeezed))
    }
}

fn midnight(day: Date) -> DateTime {
    day.at(0, 0, 0, 0)
}

/// A moment between opening and closing, but not at the hour of lunch.
fn office(day: Date, chance: &mut Chance) -> DateTime {
    let seconds = chance.between(OPENS * 3600, (CLOSES - 1) * 3600);
    let lunch = 13 * 3600;
    midnight(day) + (if seconds < lunch { seconds } else { seconds + 3600 }).seconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_works_on_its_days_and_nothing_comes_later_than_what_follows() {
        let calendar = Calendar::parse(include_str!("../../../data/holidays.toml")).unwrap();
        let now = "2026-11-23T05:30:00Z".parse().unwrap();
        let clock = Clock::new(&calendar, &TimeZone::UTC, now);
        let mut chance = Chance::new(7);
        for round in 0..2000 {
            let next = clock.at_home(clock.day(100 + round % 100), &mut chance);
            let gap = Gap::Days(chance.between(0, 5));
            let office = clock.before(next, gap, Whose::Office, &mut chance);
            assert!(office < next && calendar.is_working(office.date()) && (9..18).contains(&office.hour()), "{office} before {next}");
            assert!(clock.before(office, gap, Whose::Citizen, &mut chance) < office);
        }
        let evening = clock.real(clock.today().at(21, 0, 0, 0)).unwrap();
        assert!(evening < now && evening > clock.real(clock.today().at(20, 0, 0, 0)).unwrap());
    }
}
