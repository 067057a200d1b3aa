//! Where the journal lies, and how it is read: per Agent, in bundles of 256 entries with tiles of 256 hashes (C2SP
//! tlog-tiles), the newest entries in a tail, history and disclosures as indexes into it.

use super::{
    entry::{self, Entry, RecordRef},
    search::SavedSearch,
    tree::{Frontier, Hash, SIZE_LIMIT, TILE_WIDTH, Tiles},
};
use crate::{
    storage::{
        Order, Table, View, codec,
        rows::each,
        view::{Flow, Keys},
    },
    terms::{AgentId, Fault, PersonId, Result, UserId},
};
use jiff::Timestamp;
use std::ops::ControlFlow;

mod usage;

pub use usage::{Usage, usage};

/// Whole bundles: Agent, bundle → 256 entries.
pub const BUNDLES: Table = Table("journal_bundles");
/// Entries after the last whole bundle: Agent, number of the first → those of one commit, with their hashes.
pub const TAIL: Table = Table("journal_tail");
/// Whole tiles of level 0 and all tiles above: Agent, level, tile → hashes.
pub const TILES: Table = Table("journal_tiles");
/// The right edge of each tree: Agent → frontier.
pub const HEADS: Table = Table("journal_heads");
/// Signed checkpoints: Agent, size → note.
pub const CHECKPOINTS: Table = Table("journal_checkpoints");
/// History: kind, record, Agent, number → nothing.
pub const HISTORY: Table = Table("journal_history");
/// Who looked at a citizen's data: person, time, Agent, number → nothing.
pub const DISCLOSURES: Table = Table("journal_disclosures");

/// Entries in a bundle.
pub const BUNDLE: u64 = TILE_WIDTH as u64;
const HASH: usize = size_of::<Hash>();

/// Agent, then a number: the key of bundles, tails and checkpoints.
pub fn numbered(agent: AgentId, number: u64) -> Vec<u8> {
    [agent.key(), number.to_be_bytes()].concat()
}

/// The key of a tile.
pub fn tile_key(agent: AgentId, level: u8, tile: u64) -> Vec<u8> {
    [agent.key().as_slice(), &[level], &tile.to_be_bytes()].concat()
}

/// What the history of one record begins with.
pub fn history_prefix(kind: &str, key: &[u8]) -> Vec<u8> {
    [kind.as_bytes(), &[0], key].concat()
}

/// The row by which this entry (of this Agent, with this number) is found in the history of a record.
pub fn history_key(record: &RecordRef, agent: AgentId, number: u64) -> Vec<u8> {
    [history_prefix(&record.kind, &record.key), numbered(agent, number)].concat()
}

/// The row by which an entry of that moment is found among the disclosures of a citizen's data.
pub fn disclosure_key(person: PersonId, at: Timestamp, agent: AgentId, number: u64) -> Vec<u8> {
    [person.key().as_slice(), &at.as_microsecond().to_be_bytes(), &numbered(agent, number)].concat()
}

/// Adds an entry to a bundle.
pub fn frame(bundle: &mut Vec<u8>, entry: &[u8]) {
    bundle.extend_from_slice(&u32::try_from(entry.len()).unwrap_or(u32::MAX).to_be_bytes());
    bundle.extend_from_slice(entry);
}

/// Adds an entry with its hash to a part of the tail.
pub fn frame_hashed(part: &mut Vec<u8>, hash: &Hash, entry: &[u8]) {
    part.extend_from_slice(hash);
    frame(part, entry);
}

/// The first entry of a bundle and the rest of it; none where its length is not to be believed.
pub fn split(bundle: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, body) = bundle.split_first_chunk::<4>()?;
    body.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// The first entry of a part of the tail with its kept hash, and the rest of it.
pub fn split_hashed(part: &[u8]) -> Option<(&Hash, &[u8], &[u8])> {
    let (hash, framed) = part.split_first_chunk::<HASH>()?;
    let (entry, rest) = split(framed)?;
    Some((hash, entry, rest))
}

/// The entries of a bundle, as far as it can be read.
pub fn unframe(bundle: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bundle;
    std::iter::from_fn(move || {
        let (entry, after) = split(rest)?;
        rest = after;
        Some(entry)
    })
}

/// The hashes and entries of a part of the tail, as far as it can be read.
pub fn unframe_hashed(part: &[u8]) -> impl Iterator<Item = (Hash, &[u8])> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let (hash, entry, after) = split_hashed(rest)?;
        rest = after;
        Some((*hash, entry))
    })
}

/// The right edge of this Agent's tree.
///
/// # Errors
/// A fault of the engine, or a damaged head.
pub fn head(view: &dyn View, agent: AgentId) -> Result<Frontier> {
    match view.get(HEADS, &agent.key())? {
        Some(bytes) => Frontier::from_bytes(&bytes).map_err(|cause| Fault::new("reading the journal's head", cause.to_string()).into()),
        None => Ok(Frontier::new()),
    }
}

/// The Agents that have a journal.
///
/// # Errors
/// A fault of the engine.
pub fn agents(view: &dyn View) -> Result<Vec<AgentId>> {
    let mut agents = Vec::new();
    view.visit(HEADS, &Keys::all(), Order::Ascending, &mut |key, _| {
        agents.extend(key.try_into().ok().map(u64::from_be_bytes).map(AgentId::new));
        ControlFlow::Continue(())
    })?;
    Ok(agents)
}

/// Visits the bytes of an Agent's entries with their numbers, from `start` on (up, or down to 0), until the visitor breaks.
///
/// # Errors
/// A fault of the engine.
pub fn visit_bytes(view: &dyn View, agent: AgentId, start: u64, order: Order, visit: &mut dyn FnMut(u64, &[u8]) -> Flow) -> Result<()> {
    match order {
        Order::Ascending => {
            if bundles_up(view, agent, start, visit)?.is_continue() {
                let first = head(view, agent)?.size() / BUNDLE * BUNDLE;
                let _ = tail(view, agent)?
                    .iter()
                    .skip(usize::try_from(start.saturating_sub(first)).unwrap_or(usize::MAX))
                    .try_for_each(|(number, _, bytes)| visit(*number, bytes));
            }
            Ok(())
        }
        Order::Descending => {
            let tail = tail(view, agent)?;
            let flow = tail.iter().rev().filter(|(number, ..)| *number <= start).try_for_each(|(number, _, bytes)| visit(*number, bytes));
            if flow.is_continue() { bundles_down(view, agent, start, visit) } else { Ok(()) }
        }
    }
}

fn bundles_up(view: &dyn View, agent: AgentId, start: u64, visit: &mut dyn FnMut(u64, &[u8]) -> Flow) -> Result<Flow> {
    let mut keys = Keys::with_prefix(&agent.key());
    keys.from = std::ops::Bound::Included(numbered(agent, start / BUNDLE));
    let mut flow = ControlFlow::Continue(());
    view.visit(BUNDLES, &keys, Order::Ascending, &mut |key, bundle| {
        let first = first_of(key);
        flow = (first..).zip(unframe(bundle)).filter(|(number, _)| *number >= start).try_for_each(|(number, bytes)| visit(number, bytes));
        flow
    })?;
    Ok(flow)
}

fn bundles_down(view: &dyn View, agent: AgentId, start: u64, visit: &mut dyn FnMut(u64, &[u8]) -> Flow) -> Result<()> {
    let mut keys = Keys::with_prefix(&agent.key());
    keys.to = std::ops::Bound::Included(numbered(agent, start / BUNDLE));
    view.visit(BUNDLES, &keys, Order::Descending, &mut |key, bundle| {
        let first = first_of(key);
        let entries: Vec<_> = (first..).zip(unframe(bundle)).filter(|(number, _)| *number <= start).collect();
        entries.into_iter().rev().try_for_each(|(number, bytes)| visit(number, bytes))
    })
}

/// The number at the end of a key; a damaged one is kept far from overflow.
fn number_of(key: &[u8]) -> u64 {
    key.last_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes)).min(SIZE_LIMIT)
}

/// The number of the first entry of the bundle with this key.
fn first_of(key: &[u8]) -> u64 {
    number_of(key).min(SIZE_LIMIT / BUNDLE) * BUNDLE
}

/// The number in a key that [`numbered`] made; none in any other key.
pub fn number_in(key: &[u8]) -> Option<u64> {
    let (_, number) = key.split_first_chunk::<8>()?;
    number.try_into().ok().map(u64::from_be_bytes)
}

/// The entries after the last whole bundle: number, kept hash, bytes.
///
/// # Errors
/// A fault of the engine.
pub fn tail(view: &dyn View, agent: AgentId) -> Result<Vec<(u64, Hash, Vec<u8>)>> {
    let mut entries = Vec::new();
    view.visit(TAIL, &Keys::with_prefix(&agent.key()), Order::Ascending, &mut |key, part| {
        entries.extend((number_of(key)..).zip(unframe_hashed(part)).map(|(number, (hash, bytes))| (number, hash, bytes.to_vec())));
        ControlFlow::Continue(())
    })?;
    Ok(entries)
}

/// The bytes of one entry.
///
/// # Errors
/// A fault of the engine.
pub fn bytes(view: &dyn View, agent: AgentId, number: u64) -> Result<Option<Vec<u8>>> {
    let mut found = None;
    visit_bytes(view, agent, number, Order::Ascending, &mut |reached, bytes| {
        found = (reached == number).then(|| bytes.to_vec());
        ControlFlow::Break(())
    })?;
    Ok(found)
}

/// One entry.
///
/// # Errors
/// A fault of the engine, or a damaged entry.
pub fn entry(view: &dyn View, agent: AgentId, number: u64) -> Result<Option<Entry>> {
    bytes(view, agent, number)?.map(|bytes| decode(&bytes)).transpose()
}

/// The entry of these bytes.
///
/// # Errors
/// It is damaged.
pub fn decode(bytes: &[u8]) -> Result<Entry> {
    codec::decode(entry::VERSION, bytes)
}

fn decode_use(bytes: &[u8]) -> Result<usage::Use> {
    codec::decode(entry::VERSION, bytes)
}

/// Where the entries stand that changed this record, the newest first: Agent and number.
///
/// # Errors
/// A fault of the engine.
pub fn history(view: &dyn View, kind: &str, key: &[u8], most: usize) -> Result<Vec<(AgentId, u64)>> {
    places(view, HISTORY, &history_prefix(kind, key), most)
}

/// Where the entries stand that disclosed this citizen's data, the newest first.
///
/// # Errors
/// A fault of the engine.
pub fn disclosures(view: &dyn View, person: PersonId, most: usize) -> Result<Vec<(AgentId, u64)>> {
    places(view, DISCLOSURES, &person.key(), most)
}

fn places(view: &dyn View, table: Table, prefix: &[u8], most: usize) -> Result<Vec<(AgentId, u64)>> {
    let mut places = Vec::new();
    view.visit(table, &Keys::with_prefix(prefix), Order::Descending, &mut |key, _| {
        if let Some((rest, number)) = key.split_last_chunk::<8>()
            && let Some(agent) = rest.last_chunk::<8>()
        {
            places.push((AgentId::new(u64::from_be_bytes(*agent)), u64::from_be_bytes(*number)));
        }
        if places.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(places)
}

/// The searches that this reader keeps, in the order of their numbers.
///
/// # Errors
/// A fault of the engine.
pub fn searches(view: &dyn View, user: UserId) -> Result<Vec<SavedSearch>> {
    let mut searches = Vec::new();
    each(view, &Keys::with_prefix(&user.key()), Order::Ascending, |search| {
        searches.push(search);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(searches)
}

/// The newest signed checkpoint of this Agent's journal.
///
/// # Errors
/// A fault of the engine.
pub fn latest_checkpoint(view: &dyn View, agent: AgentId) -> Result<Option<String>> {
    let mut note = None;
    view.visit(CHECKPOINTS, &Keys::with_prefix(&agent.key()), Order::Descending, &mut |_, bytes| {
        note = Some(String::from_utf8_lossy(bytes).into_owned());
        ControlFlow::Break(())
    })?;
    Ok(note)
}

/// The tiles of one Agent's tree, as they are stored.
pub struct StoredTiles<'v> {
    /// Where they are stored.
    pub view: &'v dyn View,
    /// Whose.
    pub agent: AgentId,
}

impl Tiles for StoredTiles<'_> {
    fn hashes(&self, level: u8, tile: u64) -> Result<Option<Vec<Hash>>> {
        let stored = self.view.get(TILES, &tile_key(self.agent, level, tile))?;
        if let Some(bytes) = stored {
            return Ok(Some(bytes.chunks_exact(HASH).filter_map(|hash| hash.try_into().ok()).collect()));
        }
        if level > 0 {
            return Ok(None);
        }
        let tail = tail(self.view, self.agent)?;
        let begins_here = tail.first().is_some_and(|(number, ..)| number / BUNDLE == tile);
        Ok(begins_here.then(|| tail.iter().map(|(_, hash, _)| *hash).collect()))
    }
}
