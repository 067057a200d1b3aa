//! Wrong sign-ins: how long the next one must wait. By the pair of address and login, so that a stranger elsewhere locks out
//! nobody; by the address alone, for who tries many logins; by the login alone, for who tries one from many addresses. Times
//! are given, memory is bounded, and whatever is forgotten at a restart only shortens a wait.

use jiff::{SignedDuration, Timestamp};
use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
};

/// Failures of one login from one address that cost no wait: slips of the hand.
const FREE_BY_PAIR: u32 = 5;
/// Failures from one address that cost no wait: an office behind one address has many hands.
const FREE_BY_ORIGIN: u32 = 30;
/// Failures of one login from strange addresses that cost no wait.
const FREE_BY_LOGIN: u32 = 50;
/// Logins that fail from one address before it counts as guessing.
const LOGINS_BEFORE_BAN: usize = 15;
/// How long an address that guesses gets no answer but "no".
const BAN: SignedDuration = SignedDuration::from_hours(1);
/// The first wait; twice as long after each further failure.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// After so long without a failure all is forgotten.
const FORGET: SignedDuration = SignedDuration::from_hours(1);
/// Passwords of one address that are compared at the same time.
const AT_ONCE: u32 = 48;
/// Pairs, addresses and logins that are remembered, each.
const MOST: usize = 20_000;
/// Characters of what was typed as a login that tell logins apart.
const LONGEST_LOGIN: usize = 64;

/// Where a request comes from, as far as it tells people apart: an IPv4 address, or the network that a provider gives to
/// one household (RFC 6177: 64 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin(IpAddr);

impl Origin {
    /// Of this address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }
}

/// Whether this user has signed in from there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Familiarity {
    /// They have: what others do there, or elsewhere with this login, does not concern them.
    Known,
    /// They have not, or there is no such user.
    Strange,
}

/// Whether a password may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may. Whatever comes of it must be told with [`Attempts::ended`].
    Now,
    /// There were too many failures.
    Later,
    /// The address guesses over many logins.
    Banned,
    /// The address has too many being compared.
    Busy,
}

/// What an attempt came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The right password.
    Right,
    /// A wrong one.
    Wrong,
    /// None of both: it was never compared.
    Lost,
}

#[derive(Debug, Default)]
struct Track {
    failures: u32,
    pending: u32,
    last: Timestamp,
}

impl Track {
    fn refresh(&mut self, now: Timestamp) {
        if now.duration_since(self.last) > FORGET {
            self.failures = 0;
        }
        // A clock that was set back holds nobody up.
        self.last = self.last.min(now);
    }

    /// What is being compared counts as failed until it is known: many at once gain nothing.
    fn must_wait(&self, free: u32, now: Timestamp) -> bool {
        if self.failures + self.pending < free {
            return false;
        }
        let beyond = self.failures.saturating_sub(free).min(20);
        let wait = FIRST_WAIT.checked_mul(1 << beyond).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT));
        self.pending > 0 || now.duration_since(self.last) < wait
    }

    fn end(&mut self, end: End, now: Timestamp) {
        self.pending = self.pending.saturating_sub(1);
        match end {
            End::Right => self.failures = 0,
            End::Wrong => (self.failures, self.last) = (self.failures.saturating_add(1), now),
            End::Lost => {}
        }
    }
}

#[derive(Debug, Default)]
struct Address {
    track: Track,
    logins: BTreeSet<String>,
    banned_until: Option<Timestamp>,
}

/// All that is remembered.
#[derive(Debug, Default)]
pub struct Attempts {
    pairs: HashMap<(Origin, String), Track>,
    origins: HashMap<Origin, Address>,
    logins: HashMap<String, Track>,
}

impl Attempts {
    /// Asks whether the password typed for this login may be compared now.
    pub fn begin(&mut self, origin: Origin, login: &str, familiarity: Familiarity, now: Timestamp) -> Turn {
        self.make_room(now);
        let login = key(login);
        let pair = self.pairs.entry((origin, login.clone())).or_default();
        let address = self.origins.entry(origin).or_default();
        let everywhere = self.logins.entry(login).or_default();
        for track in [&mut *pair, &mut address.track, &mut *everywhere] {
            track.refresh(now);
        }
        if address.track.failures == 0 {
            address.logins.clear();
        }
        let strange = familiarity == Familiarity::Strange;
        if strange && address.banned_until.is_some_and(|until| now < until) {
            return Turn::Banned;
        }
        let held = pair.must_wait(FREE_BY_PAIR, now)
            || strange && (waits(&address.track, FREE_BY_ORIGIN, now) || waits(everywhere, FREE_BY_LOGIN, now));
        if held {
            return Turn::Later;
        }
        if address.track.pending >= AT_ONCE {
            return Turn::Busy;
        }
        for track in [pair, &mut address.track, everywhere] {
            track.pending += 1;
        }
        Turn::Now
    }

    /// Tells what an attempt came to that had its turn.
    pub fn ended(&mut self, origin: Origin, login: &str, end: End, now: Timestamp) {
        let login = key(login);
        if let Some(pair) = self.pairs.get_mut(&(origin, login.clone())) {
            pair.end(end, now);
        }
        if let Some(everywhere) = self.logins.get_mut(&login) {
            // The right password from one place says nothing about the guesses from others.
            everywhere.end(if end == End::Right { End::Lost } else { end }, now);
        }
        let Some(address) = self.origins.get_mut(&origin) else { return };
        address.track.end(if end == End::Right { End::Lost } else { end }, now);
        match end {
            End::Right => {
                address.logins.remove(&login);
            }
            End::Wrong if address.logins.len() < LOGINS_BEFORE_BAN => {
                address.logins.insert(login);
            }
            End::Wrong if !address.logins.contains(&login) => {
                address.banned_until = now.checked_add(BAN).ok();
                address.logins.clear();
            }
            End::Wrong | End::Lost => {}
        }
    }

    fn make_room(&mut self, now: Timestamp) {
        let old = |track: &Track| track.pending == 0 && (track.failures == 0 || now.duration_since(track.last) > FORGET);
        let banned = |address: &Address| address.banned_until.is_some_and(|until| now < until);
        shrink(&mut self.pairs, |track| old(track));
        shrink(&mut self.logins, |track| old(track));
        shrink(&mut self.origins, |address| old(&address.track) && !banned(address));
    }
}

/// Counts from a whole crowd are judged by what has failed, not by what is being compared.
fn waits(track: &Track, free: u32, now: Timestamp) -> bool {
    track.failures >= free && Track { pending: 0, failures: track.failures, last: track.last }.must_wait(free, now)
}

fn key(login: &str) -> String {
    login.trim().to_lowercase().chars().take(LONGEST_LOGIN).collect()
}

/// Keeps a map below its bound: what is of no use goes first, then whatever comes.
fn shrink<K: Hash + Eq, V>(map: &mut HashMap<K, V>, is_of_no_use: impl Fn(&V) -> bool) {
    if map.len() < MOST {
        return;
    }
    map.retain(|_, value| !is_of_no_use(value));
    let mut left = MOST / 2;
    map.retain(|_, _| {
        left = left.saturating_sub(1);
        left > 0
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 9));

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    /// One wrong password, where it had its turn.
    fn wrong(attempts: &mut Attempts, from: IpAddr, login: &str, now: Timestamp) -> Turn {
        let turn = attempts.begin(Origin::of(from), login, Familiarity::Strange, now);
        if turn == Turn::Now {
            attempts.ended(Origin::of(from), login, End::Wrong, now);
        }
        turn
    }

    #[test]
    fn the_wait_grows_and_is_over_and_is_forgotten() {
        let mut attempts = Attempts::default();
        for second in 0..5 {
            assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(second)), Turn::Now);
        }
        assert_eq!(wrong(&mut attempts, HOME, " 4-BELOVA", at(5)), Turn::Later, "it is the same login");
        assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(4 + 30)), Turn::Now);
        assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(4 + 60)), Turn::Later);
        assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(34 + 60)), Turn::Now);
        for round in 1..8 {
            wrong(&mut attempts, HOME, "4-belova", at(94 + 900 * round));
        }
        assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(94 + 900 * 7 + 899)), Turn::Later, "the longest wait");
        assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(94 + 900 * 7 + 3601)), Turn::Now);
        for second in 0..4 {
            assert_eq!(wrong(&mut attempts, HOME, "4-belova", at(11_000 + second)), Turn::Now, "an hour forgets");
        }
    }

    #[test]
    fn a_stranger_elsewhere_locks_out_nobody() {
        let mut attempts = Attempts::default();
        for second in 0..500 {
            wrong(&mut attempts, ELSEWHERE, "4-belova", at(second));
        }
        assert_eq!(attempts.begin(Origin::of(HOME), "4-belova", Familiarity::Strange, at(500)), Turn::Now);
    }

    #[test]
    fn many_addresses_against_one_login_slow_down_strangers_only() {
        let mut attempts = Attempts::default();
        for host in 0..200 {
            wrong(&mut attempts, IpAddr::from([203, 0, 113, host]), "4-belova", at(i64::from(host)));
        }
        assert_eq!(wrong(&mut attempts, IpAddr::from([203, 0, 114, 1]), "4-belova", at(200)), Turn::Later);
        assert_eq!(attempts.begin(Origin::of(HOME), "4-belova", Familiarity::Known, at(200)), Turn::Now);
    }

    #[test]
    fn guessing_over_many_logins_is_banned_but_not_who_signs_in_there() {
        let mut attempts = Attempts::default();
        let turns: Vec<_> = (0..20).map(|login| wrong(&mut attempts, HOME, &format!("4-{login:07}"), at(login))).collect();
        assert_eq!((turns[15], turns[16]), (Turn::Now, Turn::Banned));
        assert_eq!(attempts.begin(Origin::of(HOME), "4-belova", Familiarity::Known, at(21)), Turn::Now);
        assert_eq!(wrong(&mut attempts, HOME, "4-0000099", at(15 + 3600)), Turn::Now);
    }

    #[test]
    fn many_at_once_gain_nothing_and_the_right_password_wipes_the_slate() {
        let mut attempts = Attempts::default();
        let origin = Origin::of(HOME);
        let turns: Vec<_> = (0..10).map(|_| attempts.begin(origin, "4-belova", Familiarity::Strange, at(0))).collect();
        assert_eq!(turns.iter().filter(|turn| **turn == Turn::Now).count(), 5);
        for _ in 0..4 {
            attempts.ended(origin, "4-belova", End::Wrong, at(0));
        }
        attempts.ended(origin, "4-belova", End::Right, at(0));
        assert_eq!(attempts.begin(origin, "4-belova", Familiarity::Strange, at(0)), Turn::Now);
        let others: Vec<_> = (0..90).map(|user| attempts.begin(origin, &format!("3-{user}"), Familiarity::Known, at(0))).collect();
        assert_eq!(others.iter().filter(|turn| **turn == Turn::Now).count(), 47, "and one address has not the whole queue");
    }

    #[test]
    fn memory_is_bounded_and_a_household_is_one_address() {
        let mut attempts = Attempts::default();
        for host in 0..60_000_u32 {
            wrong(&mut attempts, IpAddr::from(std::net::Ipv4Addr::from(host)), &host.to_string(), at(0));
        }
        assert!(attempts.pairs.len() <= MOST && attempts.origins.len() <= MOST && attempts.logins.len() <= MOST);
        let of = |text: &str| Origin::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), Origin::of(HOME));
    }
}
