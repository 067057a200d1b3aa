//! What a reader does to their saved searches of the journal.

use super::{
    search::{SavedSearch, SearchName},
    table,
};
use crate::{
    act::Act,
    storage::rows::load,
    terms::{Personal, Refusal, Result, UserId, message},
};

/// Searches that one reader may keep.
pub const MOST_SEARCHES: usize = 30;

fn reader(act: &Act<'_>) -> Result<UserId> {
    Ok(act.actor().user().ok_or_else(Refusal::missing)?)
}

fn own(act: &Act<'_>, number: u64) -> Result<SavedSearch> {
    let found: Option<SavedSearch> = load(act, &SavedSearch::key_of(reader(act)?, number))?;
    Ok(found.ok_or_else(Refusal::missing)?)
}

/// Keeps the question under this name; in place of the one that has the name already.
///
/// # Errors
/// The reader keeps too many.
pub fn save_search(act: &mut Act<'_>, name: SearchName, query: String) -> Result<()> {
    let user = reader(act)?;
    let (query, saved_at) = (Personal::new(query), act.now());
    let kept = table::searches(&*act, user)?;
    if let Some(before) = kept.iter().find(|one| one.name.is_like(&name)) {
        return act.save(before, SavedSearch { name, query, saved_at, ..before.clone() }).map(drop);
    }
    if kept.len() >= MOST_SEARCHES {
        return Err(Refusal::field("name", message("journal-search-many").with("max", MOST_SEARCHES as i64)).into());
    }
    let number = kept.last().map_or(1, |last| last.number + 1);
    act.add(SavedSearch { user, number, name, query, saved_at }).map(drop)
}

/// Gives a search another name.
///
/// # Errors
/// There is none with this number, or another has the name.
pub fn rename_search(act: &mut Act<'_>, number: u64, name: SearchName) -> Result<()> {
    let before = own(act, number)?;
    if table::searches(&*act, before.user)?.iter().any(|one| one.number != number && one.name.is_like(&name)) {
        return Err(Refusal::field("name", message("journal-search-taken")).into());
    }
    act.save(&before, SavedSearch { name, ..before.clone() }).map(drop)
}

/// Removes a search.
///
/// # Errors
/// There is none with this number.
pub fn remove_search(act: &mut Act<'_>, number: u64) -> Result<()> {
    let search = own(act, number)?;
    act.remove(&search)
}
