//! An e-mail address: a light check that catches slips of the hand. Whether it exists, only a letter can tell.

use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Bytes of a whole address and of the part before the @ (RFC 5321, 4.5.3.1).
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
/// Bytes of one part of the domain between dots (RFC 1035).
const LONGEST_LABEL: usize = 63;

/// An address with an @ and a domain that has a dot. Cyrillic domains are taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The domain becomes lower-case; the part before the @ stays as it is typed.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text = text.trim();
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\"\\".contains(c)) {
            return Err(message("people-email-characters"));
        }
        let (local, domain) = text.split_once('@').ok_or_else(|| message("people-email-at"))?;
        if domain.contains('@') {
            return Err(message("people-email-at"));
        }
        if text.len() > LONGEST || local.len() > LONGEST_LOCAL {
            return Err(message("people-email-long"));
        }
        if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return Err(message("people-email-local"));
        }
        let domain = domain.to_lowercase();
        if !domain.contains('.') || !domain.split('.').all(is_label) || domain.ends_with(|c: char| !c.is_alphabetic()) {
            return Err(message("people-email-domain"));
        }
        Ok(Self(format!("{local}@{domain}")))
    }
}

fn is_label(label: &str) -> bool {
    let inside = label.chars().all(|c| c.is_alphanumeric() || c == '-');
    inside && !label.is_empty() && label.len() <= LONGEST_LABEL && !label.starts_with('-') && !label.ends_with('-')
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A browser sends a Cyrillic domain as `xn--…`; nobody reads that.
        match self.0.split_once('@') {
            Some((local, domain)) if domain.contains("xn--") => write!(f, "{local}@{}", idna::domain_to_unicode(domain).0),
            Some(_) | None => f.write_str(&self.0),
        }
    }
}
impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}
impl TryFrom<String> for Email {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_people_have_are_taken() {
        for (text, kept) in [
            (" Anna.Belova@Mail.RU ", "Anna.Belova@mail.ru"),
            ("a+b@x.co", "a+b@x.co"),
            ("анна@почта.рф", "анна@почта.рф"),
            ("a@xn--80a1acny.xn--p1ai", "a@почта.рф"),
        ] {
            assert_eq!(Email::parse(text).unwrap().to_string(), kept);
        }
    }

    #[test]
    fn slips_of_the_hand_are_told() {
        let id = |text: &str| Email::parse(text).unwrap_err().id;
        assert_eq!(id("anna.mail.ru"), "people-email-at");
        assert_eq!(id("anna@@mail.ru"), "people-email-at");
        assert_eq!(id("anna@mail"), "people-email-domain");
        assert_eq!(id("anna@mail..ru"), "people-email-domain");
        assert_eq!(id("anna@mail.ru."), "people-email-domain");
        assert_eq!(id("@mail.ru"), "people-email-local");
        assert_eq!(id("anna belova@mail.ru"), "people-email-characters");
        assert_eq!(id("anna@mail.ru\nBcc: x@y.ru"), "people-email-characters");
        assert_eq!(id(&format!("{}@mail.ru", "a".repeat(65))), "people-email-long");
    }
}
