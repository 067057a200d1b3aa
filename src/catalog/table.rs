//! Reads of the reference data: what is offered at this moment, and by which calendar terms are counted.

use super::{Catalogue, Offer, decree};
use crate::{
    identity::table as identity_table,
    storage::{
        Order, View,
        rows::{each, load},
        view::Keys,
    },
    terms::{
        Result,
        calendar::{Calendar, Decree},
    },
};
use std::{borrow::Cow, ops::ControlFlow};

/// What citizens are offered now: an Agent that is closed takes no applications.
///
/// # Errors
/// A fault of the engine.
pub fn offer<'c>(view: &dyn View, catalogue: &'c Catalogue) -> Result<Offer<'c>> {
    let agents = identity_table::agents(view)?;
    let is_closed = |code: &str| agents.iter().any(|agent| agent.closed.is_some() && agent.code.as_str() == code);
    Ok(catalogue.offer(|code| !is_closed(code)))
}

/// The decree of this year that the Owner entered.
///
/// # Errors
/// A fault of the engine.
pub fn decree(view: &dyn View, year: i16) -> Result<Option<Decree>> {
    load(view, &decree::key(year))
}

/// The calendar by which terms are counted now: the one that the program brings along, with the decrees that the Owner entered.
/// A decree that does not fit the holidays of a newer program is left out; its page says so.
///
/// # Errors
/// A fault of the engine.
pub fn calendar<'c>(view: &dyn View, shipped: &'c Calendar) -> Result<Cow<'c, Calendar>> {
    let mut calendar = Cow::Borrowed(shipped);
    each(view, &Keys::all(), Order::Ascending, |decree: Decree| {
        // What does not fit leaves the calendar as it was.
        let _ = calendar.to_mut().take(decree);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(calendar)
}
