//! Who used which function lately, and who was refused one: read from the newest entries backwards, a bounded number of them.

use super::{decode_use, head, visit_bytes};
use crate::{
    access::{
        Denied, Function, FunctionSet,
        role_audit::{Refused, Used},
    },
    journal::Outcome,
    storage::{Order, View},
    terms::{AgentId, Result, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::ops::ControlFlow;

/// An entry is made when its action is done and carries the time when it began: so much later entries may stand before it.
const OUT_OF_ORDER: SignedDuration = SignedDuration::from_hours(1);

/// The part of an entry that says who used what.
#[derive(Deserialize)]
pub(super) struct Use {
    at: Timestamp,
    #[serde(default)]
    user: Option<UserId>,
    function: String,
    outcome: Outcome,
    #[serde(default)]
    error: Option<Reason>,
}

/// Why not, without what is put into the words.
#[derive(Deserialize)]
struct Reason {
    id: String,
}

/// What was used, and from when on that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Who used what, successfully.
    pub used: Used,
    /// Who was refused what for want of the right, and how often.
    pub refused: Refused,
    /// The moment from which on every entry was read.
    pub since: Timestamp,
    /// How many entries were read.
    pub read: u64,
}

/// How the reading of one journal ended.
enum End {
    /// Everything since the moment that was asked for was read.
    Reached,
    /// There is nothing older than this.
    Begins(Option<Timestamp>),
    /// Enough was read; this was the oldest.
    GaveUp(Timestamp),
}

/// What was used since this moment according to these journals, `most` entries of each at the most.
///
/// # Errors
/// A fault of the engine.
pub fn usage(view: &dyn View, journals: &[AgentId], since: Timestamp, most: u64) -> Result<Usage> {
    let mut usage = Usage { since, ..Usage::default() };
    let (mut given_up, mut first) = (None, None);
    for agent in journals {
        match one(view, *agent, since, most, &mut usage)? {
            End::Reached => first = Some(since),
            End::Begins(at) => first = [first, at].into_iter().flatten().min(),
            End::GaveUp(at) => given_up = given_up.max(Some(at)),
        }
    }
    usage.since = given_up.or(first).unwrap_or(since).max(since);
    Ok(usage)
}

fn one(view: &dyn View, agent: AgentId, since: Timestamp, most: u64, usage: &mut Usage) -> Result<End> {
    let (mut end, mut oldest, mut read) = (None, None, 0);
    let Some(newest) = head(view, agent)?.size().checked_sub(1) else { return Ok(End::Begins(None)) };
    visit_bytes(view, agent, newest, Order::Descending, &mut |_, bytes| {
        // A damaged entry is told by `journal verify`; here it counts for nothing.
        let Ok(entry) = decode_use(bytes) else { return ControlFlow::Continue(()) };
        if entry.at < since - OUT_OF_ORDER {
            end = Some(End::Reached);
            return ControlFlow::Break(());
        }
        if read == most {
            end = Some(End::GaveUp(oldest.unwrap_or(entry.at)));
            return ControlFlow::Break(());
        }
        read += 1;
        oldest = Some(entry.at);
        note(usage, &entry, since);
        ControlFlow::Continue(())
    })?;
    usage.read += read;
    Ok(end.unwrap_or(End::Begins(oldest)))
}

fn note(usage: &mut Usage, entry: &Use, since: Timestamp) {
    let (Some(user), Some(function)) = (entry.user, Function::parse(&entry.function)) else { return };
    match entry.outcome {
        Outcome::Success if entry.at >= since => {
            let known: &mut FunctionSet = usage.used.entry(user).or_default();
            *known = known.with(function);
        }
        Outcome::Refused if entry.at >= since && entry.error.as_ref().is_some_and(|error| Denied::is_lack(&error.id)) => {
            *usage.refused.entry(user).or_default().entry(function).or_default() += 1;
        }
        Outcome::Success | Outcome::Refused | Outcome::Failed => {}
    }
}
