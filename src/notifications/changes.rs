//! What a user does with their notices.

use super::{notice::ReadMark, table};
use crate::{
    act::Act,
    terms::{Refusal, Result},
};

/// The user has read everything up to now.
///
/// # Errors
/// A fault of the engine.
pub fn read_all(act: &mut Act<'_>) -> Result<()> {
    let user = act.actor().user().ok_or_else(Refusal::missing)?;
    let after = ReadMark { user, until: act.now() };
    match table::read_mark(&*act, user)? {
        Some(before) => act.save(&before, after)?,
        None => act.add(after)?,
    };
    Ok(())
}
