//! Passwords: what is taken as one, and Argon2id (RFC 9106), which is slow on purpose and so never runs in an Act.

use super::common::is_common;
use crate::terms::{Fault, FieldError, Message, Result, message};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use rand::Rng;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Characters of the shortest password.
pub const SHORTEST: usize = 10;
/// Characters of the longest.
pub const LONGEST: usize = 128;
/// Different characters that it must have.
const LEAST_DIFFERENT: usize = 5;
/// Memory of one hash, in KiB; with two passes the choice of the OWASP list.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of the salt.
pub const SALT: usize = 16;

/// A hash that no password has, checked when there is no such user so that the time tells nothing.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password as typed; its memory is cleared when it is dropped.
pub type Typed = Zeroizing<String>;

fn argon2() -> Result<Argon2<'static>> {
    let parameters = Params::new(MEMORY, PASSES, LANES, None).map_err(|cause| Fault::new("hashing a password", cause.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

/// The hash to keep, with its parameters and salt.
///
/// # Errors
/// A fault of the library.
pub fn hash(typed: &str, salt: [u8; SALT]) -> Result<String> {
    let hash = argon2()?.hash_password_with_salt(typed.as_bytes(), &salt);
    Ok(hash.map_err(|cause| Fault::new("hashing a password", cause.to_string()))?.to_string())
}

/// Whether the typed password is the one of this hash; takes as long where there is none.
pub fn matches(typed: &str, hash: Option<&str>) -> bool {
    let known = PasswordHash::new(hash.unwrap_or(NOBODY));
    let same = known.is_ok_and(|known| argon2().is_ok_and(|argon2| argon2.verify_password(typed.as_bytes(), &known).is_ok()));
    same && hash.is_some()
}

/// Whether this hash has at least the parameters of today.
pub fn is_current(hash: &str) -> bool {
    let Ok(known) = PasswordHash::new(hash) else { return false };
    let number = |name| known.params.get_decimal(name).unwrap_or(0);
    known.algorithm.as_str() == Algorithm::Argon2id.as_str() && number("m") >= MEMORY && number("t") >= PASSES
}

/// Letters and digits of a one-time password: none that can be taken for another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a one-time password: about 79 bits.
const LENGTH: usize = 16;

/// A password to be changed at the first sign-in, in groups that are easy to copy.
pub fn one_time(random: &mut impl Rng) -> String {
    let mut bytes = [0; LENGTH];
    random.fill_bytes(&mut bytes);
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// How hard a password is to guess, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// It is taken.
    Fair,
    /// Nobody guesses it by machine in a year.
    Good,
    /// Nobody guesses it.
    Strong,
}

impl Strength {
    /// What is said of it when it was taken.
    pub const fn flash(self) -> &'static str {
        match self {
            Self::Fair => "flash-password-fair",
            Self::Good => "flash-password-good",
            Self::Strong => "flash-password-strong",
        }
    }
}

/// The strength of a password that was taken: by its length and by how many different characters it has.
pub fn strength(typed: &str) -> Strength {
    let (length, different) = (typed.chars().count(), typed.chars().collect::<BTreeSet<_>>().len());
    match (length, different) {
        (20.., 10..) => Strength::Strong,
        (14.., 8..) => Strength::Good,
        (_, _) => Strength::Fair,
    }
}

/// Whether a new password may be taken.
///
/// # Errors
/// What is wrong with it.
pub fn acceptable(typed: &str, login: &str) -> std::result::Result<(), Message> {
    let length = typed.chars().count();
    if length < SHORTEST {
        return Err(message("password-short").with("least", SHORTEST as i64));
    }
    if length > LONGEST {
        return Err(message("password-long").with("most", LONGEST as i64));
    }
    let name = login.split_once('-').map_or(login, |(_, name)| name);
    if !name.is_empty() && typed.to_lowercase().contains(&name.to_lowercase()) {
        return Err(message("password-has-login"));
    }
    if typed.chars().collect::<BTreeSet<_>>().len() < LEAST_DIFFERENT || "12345678901234567890".contains(typed) {
        return Err(message("password-simple"));
    }
    if is_common(typed) {
        return Err(message("password-common"));
    }
    Ok(())
}

/// The errors of a form in which a new password is typed twice.
pub fn new_password_errors(typed: &str, again: &str, login: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if let Err(message) = acceptable(typed, login) {
        errors.push(FieldError { field: "new".to_owned(), message });
    } else if typed != again {
        errors.push(FieldError { field: "again".to_owned(), message: message("password-differs") });
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_matches() {
        let kept = hash("Тихая река 2026", [7; SALT]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(matches("Тихая река 2026", Some(&kept)));
        assert!(!matches("тихая река 2026", Some(&kept)));
        assert!(!matches("", None));
    }

    #[test]
    fn the_hash_of_nobody_is_a_hash_and_costs_the_same() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real = hash("any password at all", [1; SALT]).unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!((nobody.algorithm, nobody.version, nobody.params), (real.algorithm, real.version, real.params));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["short", "aaaaaaaaaaaa", "1234567890", "my kuznetsova 1", &"a".repeat(129)] {
            assert!(acceptable(weak, "3-kuznetsova").is_err(), "{weak}");
        }
        assert!(acceptable("river-bridge-7", "3-kuznetsova").is_ok());
    }
}
