//! One pass over one journal, from its first entry to its last, in constant memory. While the tree of some entries is
//! hashed, built and held against what is kept, the next ones are read.

use super::{AgentReport, CheckpointFlaw, Verdict, narrow};
use crate::{
    journal::{
        checkpoint::{self, Checkpoint},
        note::{Name, NoteError, VerifyingKey},
        table::{self, BUNDLE, BUNDLES, CHECKPOINTS, HEADS, TAIL, TILES},
        tree::{Frontier, Growth, Hash, TILE_WIDTH, leaf},
    },
    storage::{
        Order, Table, View,
        view::{Flow, Keys},
    },
    terms::{AgentId, Error, Result},
};
use std::{
    collections::VecDeque,
    ops::{Bound, ControlFlow},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::mpsc::sync_channel,
    thread,
};

/// Bundles that are read before the tree has come to them; each is 256 entries long, mostly less than a megabyte.
const BUNDLES_AHEAD: usize = 4;

/// Why the pass need not go on.
enum Halt {
    /// An entry is certainly wrong.
    Damage(Verdict),
    /// The store failed underneath.
    Fault(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

type Step = std::result::Result<(), Halt>;

/// Where the pass stands.
struct Walk<'w> {
    view: &'w (dyn View + Sync),
    agent: AgentId,
    key: &'w VerifyingKey,
    origin: Name,
    /// The tree of the entries as they were read.
    growth: Growth,
    /// The kept hashes of the bundle that is being read; empty where they are lost.
    kept: Vec<u8>,
    /// The first entry since the last good checkpoint that differs from its kept hash. Which of the two was altered, the
    /// next checkpoint tells.
    doubt: Option<u64>,
    /// The first damage that does not concern an entry.
    lesser: Option<Verdict>,
    /// Entries under the last good checkpoint.
    signed: u64,
    checkpoints: u64,
    /// Checkpoints of the entries that are being read: size and note.
    due: VecDeque<(u64, Vec<u8>)>,
    progress: &'w mut dyn FnMut(u64),
}

/// Audits the journal of one Agent.
///
/// # Errors
/// Its journal cannot be named.
pub(super) fn audit(view: &(dyn View + Sync), agent: AgentId, key: &VerifyingKey, progress: &mut dyn FnMut(u64)) -> Result<AgentReport> {
    let mut walk = Walk {
        view,
        agent,
        key,
        origin: checkpoint::origin(key, agent)?,
        growth: Growth::new(),
        kept: Vec::new(),
        doubt: None,
        lesser: None,
        signed: 0,
        checkpoints: 0,
        due: VecDeque::new(),
        progress,
    };
    // The engine trusts its own pages; where they were altered it may panic.
    let outcome = catch_unwind(AssertUnwindSafe(|| walk.whole()));
    let entries = walk.growth.size();
    let halted = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(Halt::Damage(verdict))) => Some(verdict),
        Ok(Err(Halt::Fault(error))) => {
            tracing::error!(%error, %agent, "the journal cannot be read");
            Some(Verdict::StoreBroken { number: entries + 1 })
        }
        Err(_) => Some(Verdict::StoreBroken { number: entries + 1 }),
    };
    let verdict = match (halted, walk.doubt) {
        (Some(_), Some(number)) => Verdict::EntryAltered { number },
        (Some(verdict), None) => verdict,
        (None, _) => walk.lesser.unwrap_or(Verdict::Whole { entries, signed: walk.signed }),
    };
    Ok(AgentReport { agent, entries, checkpoints: walk.checkpoints, verdict })
}

impl Walk<'_> {
    fn whole(&mut self) -> Step {
        let all = Keys::with_prefix(&self.agent.key());
        self.bundles(&all)?;
        self.load_checkpoints()?;
        self.each(TAIL, &all, |walk, key, part| walk.part(key, part))?;
        self.due.clear();
        let keys = self.checkpoint_keys(Bound::Unbounded);
        self.each(CHECKPOINTS, &keys, |walk, key, note| walk.beyond(key, note))?;
        self.each(HEADS, &all, |walk, key, _| {
            if key != walk.agent.key() {
                walk.note(Verdict::HeadDamaged);
            }
            Ok(())
        })?;
        self.head()?;
        let unfinished: Vec<_> =
            self.growth.unfinished().filter(|(level, ..)| *level > 0).map(|(level, tile, hashes)| (level, tile, hashes.to_vec())).collect();
        for (level, tile, hashes) in unfinished {
            self.compare_tile(level, tile, &hashes)?;
        }
        if self.size() > 0 && self.checkpoints == 0 {
            self.note(Verdict::CheckpointsMissing);
        }
        Ok(())
    }

    const fn size(&self) -> u64 {
        self.growth.size()
    }

    /// The number, as people count, of the entry that comes next.
    const fn next(&self) -> u64 {
        self.size() + 1
    }

    fn note(&mut self, lesser: Verdict) {
        self.lesser.get_or_insert(lesser);
    }

    fn each(&mut self, table: Table, keys: &Keys, mut step: impl FnMut(&mut Self, &[u8], &[u8]) -> Step) -> Step {
        let view = self.view;
        let mut outcome = Ok(());
        view.visit(table, keys, Order::Ascending, &mut |key, value| {
            outcome = step(self, key, value);
            if outcome.is_ok() { Flow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        outcome
    }

    fn bundles(&mut self, keys: &Keys) -> Step {
        let view = self.view;
        thread::scope(|scope| {
            let (hand, hands) = sync_channel(BUNDLES_AHEAD);
            let reading = scope.spawn(move || {
                view.visit(BUNDLES, keys, Order::Ascending, &mut |key, bundle| match hand.send((key.to_vec(), bundle.to_vec())) {
                    Ok(()) => Flow::Continue(()),
                    // The pass has ended before.
                    Err(_) => ControlFlow::Break(()),
                })
            });
            for (key, bundle) in hands {
                self.bundle(&key, &bundle)?;
            }
            match reading.join() {
                Ok(read) => Ok(read?),
                Err(panic) => resume_unwind(panic),
            }
        })
    }

    fn bundle(&mut self, key: &[u8], bundle: &[u8]) -> Step {
        self.expect(table::number_in(key), self.size() / BUNDLE)?;
        self.load_kept()?;
        self.load_checkpoints()?;
        let mut rest = bundle;
        for place in 0..TILE_WIDTH {
            let (entry, after) = table::split(rest).ok_or(Halt::Damage(Verdict::EntryUnreadable { number: self.next() }))?;
            let kept = self.kept.as_chunks().0.get(place).copied();
            self.take(entry, kept)?;
            rest = after;
        }
        let read = self.size();
        (self.progress)(read);
        if rest.is_empty() { Ok(()) } else { Err(Halt::Damage(Verdict::EntryUnreadable { number: self.next() })) }
    }

    fn part(&mut self, key: &[u8], part: &[u8]) -> Step {
        self.expect(table::number_in(key), self.size())?;
        let mut rest = part;
        while !rest.is_empty() {
            let (kept, entry, after) = table::split_hashed(rest).ok_or(Halt::Damage(Verdict::EntryUnreadable { number: self.next() }))?;
            self.take(entry, Some(*kept))?;
            rest = after;
            if self.size().is_multiple_of(BUNDLE) {
                // The 256th makes a bundle of them all.
                return Err(Halt::Damage(Verdict::EntryMisplaced { number: self.size() }));
            }
        }
        Ok(())
    }

    /// Rows follow each other without gap and without overlap.
    fn expect(&self, found: Option<u64>, expected: u64) -> Step {
        let number = self.next();
        match found {
            Some(found) if found == expected => Ok(()),
            Some(found) if found > expected => Err(Halt::Damage(Verdict::EntryMissing { number })),
            Some(_) | None => Err(Halt::Damage(Verdict::EntryMisplaced { number })),
        }
    }

    fn take(&mut self, entry: &[u8], kept: Option<Hash>) -> Step {
        let hash = leaf(entry);
        if self.doubt.is_none() && kept.is_some_and(|kept| kept != hash) {
            self.doubt = Some(self.next());
        }
        for full in self.growth.append(hash) {
            if full.level > 0 {
                self.compare_tile(full.level, full.tile, &full.hashes)?;
            }
        }
        while let Some((size, note)) = self.due.pop_front_if(|(size, _)| *size <= self.growth.size()) {
            self.confirm(size, &note)?;
        }
        Ok(())
    }

    fn load_kept(&mut self) -> Step {
        let tile = self.size() / BUNDLE;
        let kept = &mut self.kept;
        kept.clear();
        self.view.read(TILES, &table::tile_key(self.agent, 0, tile), &mut |bytes| kept.extend_from_slice(bytes))?;
        if kept.len() != TILE_WIDTH * size_of::<Hash>() {
            kept.clear();
            self.note(Verdict::TileDamaged { level: 0, tile });
        }
        Ok(())
    }

    fn compare_tile(&mut self, level: u8, tile: u64, hashes: &[Hash]) -> Step {
        let mut same = false;
        self.view.read(TILES, &table::tile_key(self.agent, level, tile), &mut |bytes| same = bytes == hashes.as_flattened())?;
        if !same {
            self.note(Verdict::TileDamaged { level, tile });
        }
        Ok(())
    }

    /// The keys of the checkpoints after the entries read so far.
    fn checkpoint_keys(&self, to: Bound<Vec<u8>>) -> Keys {
        let mut keys = Keys::with_prefix(&self.agent.key());
        if self.size() > 0 {
            keys.from = Bound::Excluded(table::numbered(self.agent, self.size()));
        }
        if to != Bound::Unbounded {
            keys.to = to;
        }
        keys
    }

    /// Reads the checkpoints of the next 256 entries.
    fn load_checkpoints(&mut self) -> Step {
        let keys = self.checkpoint_keys(Bound::Included(table::numbered(self.agent, self.size() + BUNDLE)));
        self.each(CHECKPOINTS, &keys, |walk, key, note| {
            match table::number_in(key).filter(|size| *size > 0) {
                Some(size) => walk.due.push_back((size, note.to_vec())),
                None => walk.note(Verdict::CheckpointDamaged { size: walk.size(), flaw: CheckpointFlaw::Misplaced }),
            }
            Ok(())
        })
    }

    fn open(&self, size: u64, note: &[u8]) -> std::result::Result<Checkpoint, CheckpointFlaw> {
        let note = std::str::from_utf8(note).map_err(|_| CheckpointFlaw::Unreadable)?;
        let checkpoint = checkpoint::open(note, self.key).map_err(|error| match error {
            NoteError::Malformed(_) | NoteError::NotACheckpoint(_) => CheckpointFlaw::Unreadable,
            NoteError::UnknownKey => CheckpointFlaw::UnknownKey,
            NoteError::Forged => CheckpointFlaw::Forged,
        })?;
        match checkpoint {
            Checkpoint { origin, .. } if origin != self.origin => Err(CheckpointFlaw::AnotherJournal),
            Checkpoint { size: its_own, .. } if its_own != size => Err(CheckpointFlaw::Misplaced),
            Checkpoint { .. } => Ok(checkpoint),
        }
    }

    /// Holds a checkpoint against the tree of the entries up to it.
    fn confirm(&mut self, size: u64, note: &[u8]) -> Step {
        self.checkpoints += 1;
        let checkpoint = match self.open(size, note) {
            Ok(checkpoint) => checkpoint,
            Err(flaw) => {
                self.note(Verdict::CheckpointDamaged { size, flaw });
                return Ok(());
            }
        };
        if checkpoint.root != self.growth.root() {
            return Err(self.altered(&checkpoint));
        }
        self.signed = size;
        if let Some(number) = self.doubt.take() {
            self.note(Verdict::HashAltered { number });
        }
        Ok(())
    }

    /// The entries since the last good checkpoint lead to another root than this one says.
    fn altered(&self, bad: &Checkpoint) -> Halt {
        let found = match self.doubt {
            Some(number) => Ok((number, number)),
            None => narrow::narrowed(self.view, self.agent, self.signed + 1, bad.size, &bad.root),
        };
        match found {
            Ok((from, to)) if from == to => Halt::Damage(Verdict::EntryAltered { number: from }),
            Ok((from, to)) => Halt::Damage(Verdict::RangeAltered { from, to }),
            Err(_) => Halt::Damage(Verdict::RangeAltered { from: self.signed + 1, to: bad.size }),
        }
    }

    /// A checkpoint of more entries than there are.
    fn beyond(&mut self, key: &[u8], note: &[u8]) -> Step {
        self.checkpoints += 1;
        let size = table::number_in(key).unwrap_or(0);
        match self.open(size, note) {
            Ok(checkpoint) => Err(Halt::Damage(Verdict::EntriesCut { number: self.next(), signed: checkpoint.size })),
            Err(flaw) => {
                self.note(Verdict::CheckpointDamaged { size, flaw });
                Ok(())
            }
        }
    }

    /// Holds the head against the tree of all entries; where no checkpoint covers the last of them it is all there is.
    fn head(&mut self) -> Step {
        let (size, signed) = (self.size(), self.signed);
        let head = self.view.get(HEADS, &self.agent.key())?.and_then(|bytes| Frontier::from_bytes(&bytes).ok());
        match head {
            Some(head) if head == *self.growth.frontier() => {
                if let Some(number) = self.doubt.take() {
                    self.note(Verdict::HashAltered { number });
                }
                return Ok(());
            }
            Some(head) if head.size() > size => return Err(Halt::Damage(Verdict::EntryMissing { number: self.next() })),
            Some(_) | None => {}
        }
        match self.doubt {
            Some(number) => Err(Halt::Damage(Verdict::EntryAltered { number })),
            None if signed == size => {
                self.note(Verdict::HeadDamaged);
                Ok(())
            }
            None => Err(Halt::Damage(Verdict::RangeUnproved { from: signed + 1, to: size })),
        }
    }
}
