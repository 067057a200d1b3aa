//! What the index knows of one application.

use super::words::words;
use crate::terms::{AgentId, ApplicationId, Digest, HouseId, UserId};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// The beginning of a number finds it from as many characters on.
pub const NUMBER_PREFIX_LEAST: usize = 3;
/// As many characters of a number can be looked for.
const NUMBER_LENGTH_MOST: usize = 40;

/// One application as it is searched. Nothing of it is kept in the index but its identity and where its words occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseDocument {
    /// Which application.
    pub id: ApplicationId,
    /// Whose it is.
    pub agent: AgentId,
    /// The house of the applicant's address: scopes cut by it.
    pub house: Option<HouseId>,
    /// The citizen who applied, where they have a cabinet.
    pub applicant_user: Option<UserId>,
    /// The registration number; empty while there is none.
    pub number: String,
    /// The applicant's name.
    pub applicant: String,
    /// The applicant's address.
    pub address: String,
    /// The service's name in both languages.
    pub service: String,
    /// Answers, messages, the decision, as they are read: of what was chosen the labels, in both languages.
    pub text: String,
    /// When it was submitted (a draft: when it was begun). Newest come first.
    pub submitted: Timestamp,
}

/// What happened to one application, as far as the index is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is now so; what the index knew of it is replaced.
    Put(CaseDocument),
    /// It is gone.
    Remove(ApplicationId),
}

/// Tells whether the index and the records mean the same content; the first 64 bits of a SHA-256, no protection against forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl CaseDocument {
    /// The fingerprint of everything here. Equal documents have equal ones, on every machine.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut bytes = Vec::with_capacity(self.text.len() + self.service.len() + 256);
        let numbers = [
            self.id.number(),
            self.agent.number(),
            u64::from(self.house.is_some()),
            self.house.map_or(0, HouseId::number),
            u64::from(self.applicant_user.is_some()),
            self.applicant_user.map_or(0, UserId::number),
        ];
        numbers.iter().for_each(|number| bytes.extend(number.to_be_bytes()));
        bytes.extend(self.submitted.as_microsecond().to_be_bytes());
        for text in [&self.number, &self.applicant, &self.address, &self.service, &self.text] {
            // The length first: «аб» + «в» is not «а» + «бв».
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        let [a, b, c, d, e, f, g, h, ..] = Digest::of(&bytes).0;
        Fingerprint(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

/// Every text by which a registration number is found: "2026-004512", "2026-4512", "004512", "4512", and their beginnings.
/// They are written out, because to walk all numbers of a year for "2026" would cost milliseconds a search.
pub fn number_keys(number: &str) -> BTreeSet<String> {
    let parts: Vec<String> = words(number);
    let mut keys = BTreeSet::new();
    for start in 0..parts.len() {
        let mut suffix = parts[start..].to_vec();
        add_beginnings(&mut keys, &number_key(&suffix));
        if let Some(last) = suffix.last_mut() {
            *last = last.trim_start_matches('0').to_owned();
        }
        add_beginnings(&mut keys, &number_key(&suffix));
    }
    keys
}

/// The one way to write a number with parts, whatever stood between them.
pub fn number_key(parts: &[String]) -> String {
    parts.join("-")
}

fn add_beginnings(keys: &mut BTreeSet<String>, form: &str) {
    let form: String = form.chars().take(NUMBER_LENGTH_MOST).collect();
    let ends = form.char_indices().map(|(at, _)| at).skip(NUMBER_PREFIX_LEAST).chain([form.len()]);
    keys.extend(ends.map(|end| &form[..end]).filter(|key| !key.is_empty() && !key.ends_with('-')).map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_found_by_its_forms_and_their_beginnings() {
        let keys = number_keys("2026-004512");
        for key in ["2026-004512", "2026-4512", "004512", "4512", "2026", "2026-0045", "0045", "451"] {
            assert!(keys.contains(key), "{key}");
        }
        for key in ["", "45", "2026-", "512", "-"] {
            assert!(!keys.contains(key), "{key}");
        }
        assert!(number_keys("7").contains("7"));
        assert!(number_keys("ПС/000007").contains("пс-000007"));
        assert!(number_keys("ПС/000007").contains("7"));
        assert!(number_keys("").is_empty());
    }

    #[test]
    fn the_fingerprint_tells_every_field() {
        let document = CaseDocument {
            id: ApplicationId::new(1),
            agent: AgentId::new(2),
            house: None,
            applicant_user: None,
            number: "2026-000001".into(),
            applicant: "Белова Анна".into(),
            address: "ул. Садовая, 5".into(),
            service: "Компенсация".into(),
            text: "отопление".into(),
            submitted: Timestamp::UNIX_EPOCH,
        };
        let other = [
            CaseDocument { id: ApplicationId::new(3), ..document.clone() },
            CaseDocument { agent: AgentId::new(3), ..document.clone() },
            CaseDocument { house: Some(HouseId::new(0)), ..document.clone() },
            CaseDocument { applicant_user: Some(UserId::new(0)), ..document.clone() },
            CaseDocument { number: String::new(), ..document.clone() },
            CaseDocument { applicant: "Белова Ан".into(), address: "наул. Садовая, 5".into(), ..document.clone() },
            CaseDocument { service: "Льгота".into(), ..document.clone() },
            CaseDocument { text: "отопления".into(), ..document.clone() },
            CaseDocument { submitted: Timestamp::MAX, ..document.clone() },
        ];
        let all: BTreeSet<Fingerprint> = other.iter().chain([&document]).map(CaseDocument::fingerprint).collect();
        assert_eq!(all.len(), other.len() + 1);
        assert_eq!(document.clone().fingerprint(), document.fingerprint());
    }

    proptest! {
        #[test]
        fn any_number_has_keys(number in "\\PC*") {
            number_keys(&number);
        }
    }
}
