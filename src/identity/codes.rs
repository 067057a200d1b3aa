//! One-time codes of an app on the telephone (TOTP, RFC 6238) as a second factor. The secret lies sealed under the key of
//! the installation, together with the number of its user, so that it opens for nobody else.

use crate::{
    access::{Place, Placed},
    journal::seal::Sealed,
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Result, Secret, UserId, error::Doing},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Bytes of a secret: the 160 bits that RFC 4226 (4, R6) recommends.
pub const SECRET_BYTES: usize = 20;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// Seconds for which the app shows a code.
const STEP: u64 = 30;
/// Steps by which the clock of a telephone may be wrong, either way.
const DRIFT: u16 = 1;
/// How long a secret that was drawn waits for its first code.
pub const OFFER: SignedDuration = SignedDuration::from_mins(30);

/// What the app and the installation both know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSecret(Secret<Zeroizing<[u8; SECRET_BYTES]>>);

impl CodeSecret {
    /// Of random bytes.
    pub fn new(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(Secret::new(Zeroizing::new(bytes)))
    }

    /// As it is sealed for this user.
    pub fn plain(&self, user: UserId) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&user.key()[..], &self.0.reveal()[..]].concat())
    }

    /// From what was sealed for this user; none where it was sealed for another.
    pub fn opened(user: UserId, plain: Vec<u8>) -> Option<Self> {
        let plain = Zeroizing::new(plain);
        let bytes = plain.strip_prefix(&user.key()[..])?;
        Some(Self::new(bytes.try_into().ok()?))
    }

    fn totp(&self, town: &str, login: &str) -> Result<Totp> {
        // RFC 6238's own SHA-1: apps that are handed another one go on with it in silence.
        let builder = Builder::new().with_secret(self.0.reveal().to_vec()).with_step_duration(STEP).with_skew(DRIFT);
        // A colon parts the two in the address.
        let issuer = town.replace(':', " ");
        builder.with_issuer(Some(issuer)).with_account_name(login).build().doing("making one-time codes")
    }

    /// As it is typed into an app by hand: base 32, in groups.
    ///
    /// # Errors
    /// A fault of the library.
    pub fn typed(&self) -> Result<String> {
        let text = self.totp("", "")?.secret().to_base32();
        let letters: Vec<char> = text.chars().collect();
        Ok(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" "))
    }

    /// As an app reads it from a picture (otpauth://).
    ///
    /// # Errors
    /// A fault of the library.
    pub fn address(&self, town: &str, login: &str) -> Result<String> {
        self.totp(town, login)?.to_url().doing("making one-time codes")
    }

    /// The step of the clock whose code this is, where it is one of now.
    ///
    /// # Errors
    /// A fault of the library.
    pub fn step_of(&self, code: &Code, now: Timestamp) -> Result<Option<u64>> {
        Ok(self.totp("", "")?.check(code.0.reveal(), now.as_second().unsigned_abs()))
    }
}

/// A code as typed: digits only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(Secret<String>);

impl Code {
    /// As typed, with spaces or hyphens between.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let good = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| Self(Secret::new(digits)))
    }
}

/// How far a user's codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// The secret was drawn; nothing is demanded before the first code has come.
    Offered {
        /// Until when it waits.
        until: Timestamp,
    },
    /// They are demanded at the sign-in.
    On {
        /// Since when.
        since: Timestamp,
        /// The step of the last code that was taken: none of that step or before is taken again.
        step: u64,
    },
}

/// The codes of one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Whose.
    pub user: UserId,
    /// The secret.
    pub secret: Secret<Sealed>,
    /// How far they are.
    pub state: State,
}

impl Codes {
    /// Since when they are demanded.
    pub const fn on_since(&self) -> Option<Timestamp> {
        match self.state {
            State::Offered { .. } => None,
            State::On { since, .. } => Some(since),
        }
    }

    /// Whether the first code is waited for.
    pub fn waits(&self, now: Timestamp) -> bool {
        matches!(self.state, State::Offered { until } if now < until)
    }

    /// After the code of this step was taken; none where it, or a later one, was taken before.
    pub fn taken(&self, step: u64) -> Option<Self> {
        match self.state {
            State::On { since, step: last } if last < step => Some(Self { state: State::On { since, step }, ..self.clone() }),
            State::On { .. } | State::Offered { .. } => None,
        }
    }

    /// Turned on by the code of this step; none where they are on, or were offered too long ago.
    pub fn turned_on(&self, step: u64, now: Timestamp) -> Option<Self> {
        match self.state {
            State::Offered { until } if now < until => Some(Self { state: State::On { since: now, step }, ..self.clone() }),
            State::Offered { .. } | State::On { .. } => None,
        }
    }
}

impl Record for Codes {
    const NAME: &'static str = "codes";
    const TABLE: Table = Table("one_time_codes");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Codes {}

impl Placed for Codes {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::seal::{NONCE, SealingKey};

    /// RFC 6238, appendix B: the ASCII secret of SHA-1, and its codes without their first two digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = CodeSecret::new(*b"12345678901234567890");
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(secret.step_of(&Code::parse(code).unwrap(), now).unwrap(), Some(second.unsigned_abs() / STEP), "{second}");
        }
        assert_eq!(secret.typed().unwrap(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(secret.address("Тихо: реченск", "3-orlova").unwrap().starts_with("otpauth://totp/"));
    }

    #[test]
    fn a_clock_may_be_one_step_wrong_and_no_more() {
        let secret = CodeSecret::new(*b"12345678901234567890");
        let code = Code::parse("287 082").unwrap();
        let at = |second| secret.step_of(&code, Timestamp::from_second(second).unwrap()).unwrap();
        assert_eq!((at(29), at(30), at(89), at(90)), (Some(1), Some(1), Some(1), None));
        assert_eq!(Code::parse("28708"), None);
        assert_eq!(Code::parse("28708a"), None);
    }

    #[test]
    fn a_code_is_taken_once_and_an_offer_ends() {
        let sealed = SealingKey::new([7; 32]).seal(b"secret", [1; NONCE]).unwrap();
        let at = |minute: i64| Timestamp::from_second(60 * minute).unwrap();
        let offered = Codes { user: UserId::new(1), secret: Secret::new(sealed), state: State::Offered { until: at(30) } };
        assert!(offered.turned_on(9, at(30)).is_none() && offered.taken(9).is_none());
        let on = offered.turned_on(9, at(29)).unwrap();
        assert!(on.turned_on(10, at(29)).is_none() && on.taken(9).is_none() && on.taken(8).is_none());
        assert!(on.taken(10).unwrap().taken(10).is_none());
    }

    #[test]
    fn a_secret_opens_for_its_user_only() {
        let secret = CodeSecret::new([5; SECRET_BYTES]);
        let plain = secret.plain(UserId::new(1)).to_vec();
        assert_eq!(CodeSecret::opened(UserId::new(1), plain.clone()), Some(secret));
        assert_eq!(CodeSecret::opened(UserId::new(2), plain), None);
    }
}
