//! Reads of the catalogue: what of it is offered at this moment.

use super::{Catalogue, Offer};
use crate::{identity::table as identity_table, storage::View, terms::Result};

/// What citizens are offered now: an Agent that is closed takes no applications.
///
/// # Errors
/// A fault of the engine.
pub fn offer<'c>(view: &dyn View, catalogue: &'c Catalogue) -> Result<Offer<'c>> {
    let agents = identity_table::agents(view)?;
    let is_closed = |code: &str| agents.iter().any(|agent| agent.closed.is_some() && agent.code.as_str() == code);
    Ok(catalogue.offer(|code| !is_closed(code)))
}
