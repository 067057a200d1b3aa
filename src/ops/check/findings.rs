//! What a check found: counted in full, listed up to a limit.

use crate::terms::{Message, message};
use std::collections::BTreeMap;

/// Findings of one kind that are listed; the others are only counted.
pub const LISTED: usize = 100;

/// What was found of one kind of thing.
#[derive(Clone, Debug, Default)]
struct Found {
    checked: u64,
    wrong: u64,
    listed: Vec<Message>,
}

/// What a check found, by kind of thing: a record's name, "journal", "documents".
#[derive(Clone, Debug, Default)]
pub struct Findings(BTreeMap<&'static str, Found>);

impl Findings {
    /// One more thing of this kind was looked at.
    pub fn checked(&mut self, kind: &'static str) {
        self.0.entry(kind).or_default().checked += 1;
    }

    /// Something is wrong.
    pub fn found(&mut self, kind: &'static str, what: Message) {
        let found = self.0.entry(kind).or_default();
        found.wrong += 1;
        if found.listed.len() < LISTED {
            found.listed.push(what);
        }
    }

    /// Nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.0.values().all(|found| found.wrong == 0)
    }

    /// How many things are wrong, of all kinds.
    pub fn wrong(&self) -> u64 {
        self.0.values().map(|found| found.wrong).sum()
    }

    /// What is wrong, kind by kind, and what was looked at: a summary of the kind, then its findings up to [`LISTED`].
    pub fn messages(&self) -> impl Iterator<Item = Message> {
        self.0.iter().flat_map(|(kind, found)| {
            let summary = message("check-summary").with("kind", *kind).with("checked", counted(found.checked));
            let summary = summary.with("wrong", counted(found.wrong));
            let beyond = found.wrong - found.listed.len() as u64;
            let more = (beyond > 0).then(|| message("check-more").with("count", counted(beyond)));
            std::iter::once(summary).chain(found.listed.iter().cloned()).chain(more)
        })
    }
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
