//! The offline check of all journals (`kabinet journal verify`): reads the body of every entry, builds each tree anew and
//! holds it against the kept hashes and every signed checkpoint. Believes nothing that lies on the disk.
//!
//! What it cannot see by itself: entries cut off together with the checkpoints that covered them. A checkpoint that was
//! printed or mailed shows that.

mod narrow;
mod walk;

use super::{
    note::VerifyingKey,
    table::{BUNDLES, CHECKPOINTS, HEADS, TAIL, TILES},
};
use crate::{
    storage::{Order, Table, View, view::Keys},
    terms::{AgentId, Message, Result, message},
};
use std::{
    collections::BTreeSet,
    ops::{Bound, ControlFlow},
};

/// The tables in which a journal lies.
const TABLES: [Table; 5] = [BUNDLES, TAIL, TILES, HEADS, CHECKPOINTS];

/// What was found in all journals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Each journal, by Agent.
    pub agents: Vec<AgentReport>,
    /// Entries read in all of them.
    pub entries: u64,
    /// Rows that belong to no Agent's journal.
    pub strangers: u64,
}

impl Report {
    /// Nothing is wrong anywhere.
    pub fn is_whole(&self) -> bool {
        self.strangers == 0 && self.agents.iter().all(|report| report.verdict.is_whole())
    }
}

/// What was found in one journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentReport {
    /// Whose journal.
    pub agent: AgentId,
    /// Entries read: all, or those up to where the damage was certain.
    pub entries: u64,
    /// Checkpoints held against the tree.
    pub checkpoints: u64,
    /// What is so, or the first thing that is wrong: with an entry, else with a checkpoint or a kept hash.
    pub verdict: Verdict,
}

/// What is wrong with a stored checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointFlaw {
    /// Not written as a signed checkpoint.
    Unreadable,
    /// The signature is of another text.
    Forged,
    /// Signed by another key.
    UnknownKey,
    /// Signed for the journal of another Agent.
    AnotherJournal,
    /// Stored under a size that is not its own.
    Misplaced,
}

/// What the audit of one journal found. Numbers of entries are those that people see, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is as it was written.
    Whole {
        /// How many there are.
        entries: u64,
        /// How many of them the newest checkpoint confirms; the others only their kept hashes do.
        signed: u64,
    },
    /// This entry is not the one that was written.
    EntryAltered {
        /// The first that is not.
        number: u64,
    },
    /// The place of this entry holds bytes that are no entry.
    EntryUnreadable {
        /// The first such place.
        number: u64,
    },
    /// There is nothing in the place of this entry.
    EntryMissing {
        /// The first missing.
        number: u64,
    },
    /// A checkpoint confirms more entries than there are.
    EntriesCut {
        /// The first missing.
        number: u64,
        /// How many the checkpoint confirms.
        signed: u64,
    },
    /// This entry lies where it does not belong.
    EntryMisplaced {
        /// The first such.
        number: u64,
    },
    /// Among these, at least one is not what was written, and the kept hashes were altered with it: signed checkpoints
    /// prove it.
    RangeAltered {
        /// The first that is not confirmed.
        from: u64,
        /// The last.
        to: u64,
    },
    /// Either one of these, which no checkpoint confirms yet, or the journal's head is not what was written.
    RangeUnproved {
        /// The first that is not confirmed.
        from: u64,
        /// The last.
        to: u64,
    },
    /// Every entry is as it was written; the kept hash of this one is not.
    HashAltered {
        /// Whose hash.
        number: u64,
    },
    /// Every entry is as it was written; a tile of kept hashes is not.
    TileDamaged {
        /// Level of the tile: 0 for hashes of entries.
        level: u8,
        /// Its number within the level, from 0.
        tile: u64,
    },
    /// Every entry is as it was written; the journal's head is not.
    HeadDamaged,
    /// Nothing speaks against the entries, but a checkpoint is not to be believed.
    CheckpointDamaged {
        /// Entries that it is stored for.
        size: u64,
        /// What is wrong with it.
        flaw: CheckpointFlaw,
    },
    /// There are entries and no checkpoint at all, though the first commit makes one.
    CheckpointsMissing,
    /// The file itself cannot be read from here on.
    StoreBroken {
        /// The first entry that could not be reached.
        number: u64,
    },
}

impl Verdict {
    /// Nothing is wrong.
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Whole { .. })
    }

    /// In words.
    pub fn message(&self) -> Message {
        match self {
            Self::Whole { entries, signed } if entries == signed => message("audit-whole").with("entries", counted(*entries)),
            Self::Whole { entries, signed } => {
                message("audit-whole-unsigned").with("entries", counted(*entries)).with("signed", counted(*signed))
            }
            Self::EntryAltered { number } => numbered("audit-entry-altered", *number),
            Self::EntryUnreadable { number } => numbered("audit-entry-unreadable", *number),
            Self::EntryMissing { number } => numbered("audit-entry-missing", *number),
            Self::EntriesCut { number, signed } => numbered("audit-entries-cut", *number).with("signed", counted(*signed)),
            Self::EntryMisplaced { number } => numbered("audit-entry-misplaced", *number),
            Self::RangeAltered { from, to } => message("audit-range-altered").with("from", counted(*from)).with("to", counted(*to)),
            Self::RangeUnproved { from, to } => message("audit-range-unproved").with("from", counted(*from)).with("to", counted(*to)),
            Self::HashAltered { number } => numbered("audit-hash-altered", *number),
            Self::TileDamaged { level, tile } => {
                message("audit-tile-damaged").with("level", i64::from(*level)).with("tile", counted(*tile))
            }
            Self::HeadDamaged => message("audit-head-damaged"),
            Self::CheckpointDamaged { size, flaw } => message(flaw.id()).with("size", counted(*size)),
            Self::CheckpointsMissing => message("audit-checkpoints-missing"),
            Self::StoreBroken { number } => numbered("audit-store-broken", *number),
        }
    }
}

impl CheckpointFlaw {
    const fn id(self) -> &'static str {
        match self {
            Self::Unreadable => "audit-checkpoint-unreadable",
            Self::Forged => "audit-checkpoint-forged",
            Self::UnknownKey => "audit-checkpoint-unknown-key",
            Self::AnotherJournal => "audit-checkpoint-another-journal",
            Self::Misplaced => "audit-checkpoint-misplaced",
        }
    }
}

fn numbered(id: &'static str, number: u64) -> Message {
    message(id).with("number", counted(number))
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Audits the journal of every Agent. `progress` is told now and then how many entries were read so far.
///
/// # Errors
/// The store cannot even say whose journals it has. A journal that cannot be read is a [`Verdict::StoreBroken`].
pub fn verify(view: &(dyn View + Sync), key: &VerifyingKey, progress: &mut dyn FnMut(u64)) -> Result<Report> {
    let (agents, strangers) = journals(view)?;
    let mut report = Report { agents: Vec::new(), entries: 0, strangers };
    for agent in agents {
        let before = report.entries;
        let found = walk::audit(view, agent, key, &mut |entries| progress(before + entries))?;
        report.entries += found.entries;
        report.agents.push(found);
    }
    progress(report.entries);
    Ok(report)
}

/// Everybody of whose journal anything at all is stored, and the rows that are nobody's.
fn journals(view: &dyn View) -> Result<(BTreeSet<AgentId>, u64)> {
    let (mut agents, mut strangers) = (BTreeSet::new(), 0);
    for table in TABLES {
        let mut keys = Keys::all();
        while let Some(first) = first_key(view, table, &keys)? {
            keys.from = match first.first_chunk::<8>().map(|bytes| AgentId::new(u64::from_be_bytes(*bytes))) {
                Some(agent) => {
                    agents.insert(agent);
                    // All rows of this Agent are passed over.
                    let past = agent.number().checked_add(1).map(|next| Bound::Included(next.to_be_bytes().to_vec()));
                    let Some(past) = past else { break };
                    past
                }
                None => {
                    strangers += 1;
                    Bound::Excluded(first)
                }
            };
        }
    }
    Ok((agents, strangers))
}

fn first_key(view: &dyn View, table: Table, keys: &Keys) -> Result<Option<Vec<u8>>> {
    let mut first = None;
    view.visit(table, keys, Order::Ascending, &mut |key, _| {
        first = Some(key.to_vec());
        ControlFlow::Break(())
    })?;
    Ok(first)
}
