//! Dangerous actions want a password that was given a short while ago.

use super::bench::Call;
use crate::terms::{Kind, Refusal, message};
use jiff::SignedDuration;

/// How long a password stays fresh.
pub const PROOF: SignedDuration = SignedDuration::from_mins(10);

/// What a dangerous action meets where the actor's password is not fresh.
pub fn unproved(call: &Call<'_>) -> Option<Refusal> {
    let fresh = call.actor.proved_at.is_some_and(|at| call.at.duration_since(at).abs() <= PROOF);
    let due = call.function.is_dangerous() && call.actor.seat().is_some() && !fresh;
    due.then(|| Refusal::new(Kind::Unproved, message("refusal-unproved")))
}
