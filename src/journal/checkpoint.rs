//! What the installation says of a journal at one moment, signed (<https://c2sp.org/tlog-checkpoint>): how many entries,
//! which root, when. Whoever keeps one, on paper or in the mail, can later prove that nothing before it was altered.

use super::note::{self, Name};
use super::tree::{Hash, SIZE_LIMIT};
use crate::terms::{AgentId, Result as Answer, error::Doing};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;

pub use super::note::{KeyError, NoteError, SigningKey, VerifyingKey};

/// What our extension line begins with. Later extension lines are taken and not read.
const TIME: &str = "time ";

/// A journal at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which journal of all the journals that the key signs.
    pub origin: Name,
    /// Entries in it.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// When it was so, by the clock of the installation.
    pub time: Timestamp,
}

impl Checkpoint {
    /// The text that is signed: origin, size, root, time, a line each.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n{TIME}{}\n", self.origin, self.size, STANDARD.encode(self.root), self.time)
    }

    /// Reads the text that was signed.
    ///
    /// # Errors
    /// Not a checkpoint of ours; the line (from 1) where this shows.
    fn parse(text: &str) -> Result<Self, NoteError> {
        let body = text.strip_suffix('\n').unwrap_or(text);
        if let Some(empty) = body.split('\n').position(str::is_empty) {
            return Err(NoteError::NotACheckpoint(empty + 1));
        }
        let mut lines = body.split('\n');
        let mut next = || lines.next().unwrap_or("");
        let origin = Name::parse(next()).map_err(|_| NoteError::NotACheckpoint(1))?;
        let size = decimal(next()).filter(|size| *size <= SIZE_LIMIT).ok_or(NoteError::NotACheckpoint(2))?;
        let root = hash(next()).ok_or(NoteError::NotACheckpoint(3))?;
        let time = moment(next()).ok_or(NoteError::NotACheckpoint(4))?;
        Ok(Self { origin, size, root, time })
    }
}

/// A number without sign and leading zeros.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// A hash in base64, with its padding and nothing else.
pub(super) fn hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// "time 2026-11-23T10:00:00Z", written just as we write it.
fn moment(line: &str) -> Option<Timestamp> {
    let text = line.strip_prefix(TIME)?;
    let time: Timestamp = text.parse().ok()?;
    (time.to_string() == text).then_some(time)
}

/// What the journal of this Agent is called in the checkpoints that this key signs.
///
/// # Errors
/// Never for the names that the installation gives; a fault where one is too long.
pub fn origin(key: &VerifyingKey, agent: AgentId) -> Answer<Name> {
    Name::parse(&format!("{}/journal/{agent}", key.name())).doing("naming a journal")
}

/// The checkpoint as a signed note.
pub fn sign(checkpoint: &Checkpoint, key: &SigningKey) -> String {
    note::seal(&checkpoint.text(), key)
}

/// The checkpoint, once it is certain that this key signed it. The caller compares the origin: one key signs the journals
/// of all Agents.
///
/// # Errors
/// It is not a signed note, this key did not sign it, or what it signed is not a checkpoint of ours.
pub fn open(note: &str, key: &VerifyingKey) -> Result<Checkpoint, NoteError> {
    Checkpoint::parse(note::open(note, key)?)
}

#[cfg(test)]
mod tests;
