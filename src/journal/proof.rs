//! One file that proves one entry to anybody (<https://c2sp.org/tlog-proof>): the entry itself, its place, the hashes up
//! to the root, and the signed checkpoint with that root. One file in, a verdict in plain words out; no network, no
//! installation of ours.

use super::checkpoint::{self, Checkpoint, decimal, hash};
use super::note::{Name, NoteError, VerifyingKey};
use super::tree::{Hash, PROOF_LIMIT, ProofError, leaf, verify_inclusion};
use crate::terms::{Message, message};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;

/// What the name of such a file ends with.
pub const EXTENSION: &str = "tlog-proof";
/// Bytes in the longest file that is read.
pub const FILE_BYTES_LIMIT: usize = 16 << 20;

const HEADER: &str = "c2sp.org/tlog-proof@v1";
const ENTRY: &str = "extra ";
const INDEX: &str = "index ";
/// Lines beside the hashes that stand before the checkpoint: header, entry, index, the empty one.
const FRAME_LINES: usize = 4;

/// An entry with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The bytes of the entry, as they stand in the journal; never empty.
    pub entry: Vec<u8>,
    /// The place of the entry, from 0. People count from 1.
    pub index: u64,
    /// The hashes that lead to the root, the nearest to the entry first.
    pub hashes: Vec<Hash>,
    /// The checkpoint, a signed note as it was signed.
    pub checkpoint: String,
}

/// What is wrong with the form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The first line is of another format.
    Header,
    /// The line with the entry.
    Entry,
    /// The line with the place.
    Index,
    /// A line with a hash.
    Hash,
    /// The checkpoint after the empty line.
    Checkpoint,
    /// Characters that a text of this kind does not have: the file was changed on its way.
    Text,
    /// Longer than [`FILE_BYTES_LIMIT`].
    TooLong,
}

/// The file is no proof: its form is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAProof {
    /// The line where it shows, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: Flaw,
}

/// What a proof proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The entry stands in the journal, unaltered.
    Proved {
        /// Which journal.
        journal: Name,
        /// The number of the entry, from 1.
        number: u64,
        /// Entries in the journal at that moment.
        size: u64,
        /// The moment of the checkpoint.
        time: Timestamp,
    },
    /// The entry, its number or a hash is not what the signed root was made of.
    EntryAltered {
        /// The number that the file claims, from 1.
        number: u64,
    },
    /// Lines with hashes are missing, or there are too many.
    PathCut,
    /// The journal had fewer entries than the claimed number.
    BeyondJournal {
        /// The number that the file claims, from 1.
        number: u64,
        /// Entries in the journal.
        size: u64,
    },
    /// The signature of the key is of another text.
    CheckpointForged,
    /// The key did not sign this checkpoint.
    UnknownKey {
        /// Whose signature was looked for.
        key: Name,
    },
    /// The proof is of one journal, the checkpoint in hand of another.
    AnotherJournal {
        /// Of the proof.
        journal: Name,
        /// In hand.
        expected: Name,
    },
    /// The proof leads to another moment than the checkpoint in hand: neither confirmed nor refuted.
    AnotherCheckpoint {
        /// Entries by the proof.
        size: u64,
        /// Entries by the checkpoint in hand.
        expected: u64,
    },
    /// For one number of entries the key signed two roots: the journal was rewritten after the checkpoint in hand.
    Rewritten {
        /// Entries in both.
        size: u64,
    },
    /// The form is wrong.
    NotAProof(NotAProof),
}

/// The verdict on a file.
pub fn check(file: &[u8], key: &VerifyingKey) -> Verdict {
    match Proof::parse(file) {
        Ok(proof) => proof.check(key),
        Err(flaw) => Verdict::NotAProof(flaw),
    }
}

impl Proof {
    /// The file.
    pub fn write(&self) -> String {
        let mut file = format!("{HEADER}\n{ENTRY}{}\n{INDEX}{}\n", STANDARD.encode(&self.entry), self.index);
        for hash in &self.hashes {
            file.push_str(&STANDARD.encode(hash));
            file.push('\n');
        }
        file.push('\n');
        file.push_str(&self.checkpoint);
        file
    }

    /// Reads the file. The checkpoint is taken as it is: [`Self::check`] looks into it.
    ///
    /// # Errors
    /// The form is wrong.
    pub fn parse(file: &[u8]) -> Result<Self, NotAProof> {
        if file.len() > FILE_BYTES_LIMIT {
            return Err(NotAProof { line: 1, what: Flaw::TooLong });
        }
        let mut lines = Lines { rest: text_of(file)?, line: 0 };
        if lines.next() != Some(HEADER) {
            return Err(lines.wrong(Flaw::Header));
        }
        let entry = lines.next().and_then(|line| STANDARD.decode(line.strip_prefix(ENTRY)?).ok());
        let entry = entry.filter(|entry| !entry.is_empty()).ok_or_else(|| lines.wrong(Flaw::Entry))?;
        let index = lines.next().and_then(|line| decimal(line.strip_prefix(INDEX)?)).ok_or_else(|| lines.wrong(Flaw::Index))?;
        let mut hashes = Vec::new();
        loop {
            let line = lines.next().ok_or_else(|| lines.wrong(Flaw::Checkpoint))?;
            if line.is_empty() {
                break;
            }
            hashes.push(hash(line).filter(|_| hashes.len() < PROOF_LIMIT).ok_or_else(|| lines.wrong(Flaw::Hash))?);
        }
        Ok(Self { entry, index, hashes, checkpoint: lines.rest.to_owned() })
    }

    /// Whether the entry stands in the journal whose checkpoint this key signed.
    pub fn check(&self, key: &VerifyingKey) -> Verdict {
        let checkpoint = match checkpoint::open(&self.checkpoint, key) {
            Ok(checkpoint) => checkpoint,
            Err(NoteError::Forged) => return Verdict::CheckpointForged,
            Err(NoteError::UnknownKey) => return Verdict::UnknownKey { key: key.name().clone() },
            Err(NoteError::Malformed(line) | NoteError::NotACheckpoint(line)) => {
                let line = FRAME_LINES + self.hashes.len() + line;
                return Verdict::NotAProof(NotAProof { line, what: Flaw::Checkpoint });
            }
        };
        let number = self.index.saturating_add(1);
        match verify_inclusion(&leaf(&self.entry), self.index, checkpoint.size, &self.hashes, &checkpoint.root) {
            Ok(()) => Verdict::Proved { journal: checkpoint.origin, number, size: checkpoint.size, time: checkpoint.time },
            Err(ProofError::Mismatch) => Verdict::EntryAltered { number },
            Err(ProofError::Length) => Verdict::PathCut,
            Err(ProofError::Outside) => Verdict::BeyondJournal { number, size: checkpoint.size },
        }
    }

    /// The same, against a checkpoint that the reader kept (on paper, in the mail): also finds a journal that was rewritten
    /// by whoever has the key.
    pub fn check_against(&self, key: &VerifyingKey, kept: &Checkpoint) -> Verdict {
        let verdict = self.check(key);
        let Verdict::Proved { journal, size, .. } = &verdict else { return verdict };
        if *journal != kept.origin {
            return Verdict::AnotherJournal { journal: journal.clone(), expected: kept.origin.clone() };
        }
        if *size != kept.size {
            return Verdict::AnotherCheckpoint { size: *size, expected: kept.size };
        }
        match verify_inclusion(&leaf(&self.entry), self.index, kept.size, &self.hashes, &kept.root) {
            Ok(()) => verdict,
            Err(ProofError::Mismatch | ProofError::Length | ProofError::Outside) => Verdict::Rewritten { size: kept.size },
        }
    }
}

impl Verdict {
    /// The verdict in words.
    pub fn message(&self) -> Message {
        match self {
            Self::Proved { journal, number, size, time } => message("proof-proved")
                .with("journal", journal.as_str())
                .with("number", counted(*number))
                .with("size", counted(*size))
                .with("time", time.strftime("%d.%m.%Y %H:%M:%S UTC").to_string()),
            Self::EntryAltered { number } => message("proof-entry-altered").with("number", counted(*number)),
            Self::PathCut => message("proof-path-cut"),
            Self::BeyondJournal { number, size } => {
                message("proof-beyond-journal").with("number", counted(*number)).with("size", counted(*size))
            }
            Self::CheckpointForged => message("proof-checkpoint-forged"),
            Self::UnknownKey { key } => message("proof-unknown-key").with("key", key.as_str()),
            Self::AnotherJournal { journal, expected } => {
                message("proof-another-journal").with("journal", journal.as_str()).with("expected", expected.as_str())
            }
            Self::AnotherCheckpoint { size, expected } => {
                message("proof-another-checkpoint").with("size", counted(*size)).with("expected", counted(*expected))
            }
            Self::Rewritten { size } => message("proof-rewritten").with("size", counted(*size)),
            Self::NotAProof(flaw) => flaw.message(),
        }
    }
}

impl NotAProof {
    /// What is wrong with the file, in words.
    pub fn message(self) -> Message {
        let id = match self.what {
            Flaw::Header => "proof-flaw-header",
            Flaw::Entry => "proof-flaw-entry",
            Flaw::Index => "proof-flaw-index",
            Flaw::Hash => "proof-flaw-hash",
            Flaw::Checkpoint => "proof-flaw-checkpoint",
            Flaw::Text => "proof-flaw-text",
            Flaw::TooLong => "proof-flaw-too-long",
        };
        message(id).with("line", counted(self.line as u64))
    }
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The file as text, with no control characters but ends of lines.
fn text_of(file: &[u8]) -> Result<&str, NotAProof> {
    let place = match std::str::from_utf8(file) {
        Ok(text) => match text.find(|c: char| c < ' ' && c != '\n') {
            None => return Ok(text),
            Some(place) => place,
        },
        Err(error) => error.valid_up_to(),
    };
    let line = 1 + file[..place].iter().filter(|byte| **byte == b'\n').count();
    Err(NotAProof { line, what: Flaw::Text })
}

/// Lines one by one, and what is left after them.
struct Lines<'f> {
    rest: &'f str,
    line: usize,
}

impl<'f> Lines<'f> {
    fn next(&mut self) -> Option<&'f str> {
        self.line += 1;
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        Some(line)
    }

    const fn wrong(&self, what: Flaw) -> NotAProof {
        NotAProof { line: self.line, what }
    }
}

#[cfg(test)]
mod tests;
