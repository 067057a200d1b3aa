//! Writing a letter within an Act of any room: `letters::write(act, Draft { … })`. It goes out after the commit.

use super::letter::{Draft, Letter, LetterId, MOST_ATTACHED};
use crate::{
    act::Act,
    terms::{Fault, Result},
};

/// Writes a letter; the mailer sends it when this Act is durable, and tries again until it succeeds.
///
/// # Errors
/// The attachment is larger than mail servers take, or a fault of the engine.
pub fn write(act: &mut Act<'_>, draft: Draft) -> Result<LetterId> {
    if draft.attachment.as_ref().is_some_and(|file| file.size() > MOST_ATTACHED) {
        return Err(Fault::new("writing a letter", "its attachment is too large").into());
    }
    let id = LetterId(act.token().0);
    let letter = Letter::of(id, draft, act.now());
    Ok(act.add(letter)?.id)
}
