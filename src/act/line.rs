//! The journal's line of one action, begun as if the action had succeeded at once.

use super::{bench::Call, door::Act};
use crate::{
    access::{Actor, Who, policy::OPERATOR, workplace::InForce},
    identity::agent::OWNER,
    journal::{Entry, Outcome},
    terms::{AgentId, Error, message},
};
use std::time::Instant;

/// Makes it the line of an action that did not succeed: with the first field that was wrong, else with what was said.
pub fn fail(entry: &mut Entry, error: &Error) {
    (entry.outcome, entry.error) = match error {
        Error::Refused(refusal) => {
            let field = refusal.fields.first().map(|field| &field.message);
            (Outcome::Refused, Some(field.unwrap_or(&refusal.message).clone()))
        }
        Error::Fault(fault) => (Outcome::Failed, Some(message("fault-in-journal").with("doing", fault.doing))),
    };
}

/// The journal in which an actor's entry stands where nothing else says it.
pub fn home(actor: &Actor) -> AgentId {
    actor.seat().map_or(OWNER, |seat| seat.agent)
}

/// How long it took since then, in microseconds.
pub fn micros(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// The entry of an Act: of its actor, or of whom a guest has turned out to be.
pub fn of_act(call: &Call<'_>, force: &InForce, act: &mut Act<'_>) -> Entry {
    let entry = Entry { record: act.record.take(), ..entry(call, force, act.agent) };
    let Some(seat) = act.seated.take() else { return entry };
    let (user, login) = (Some(seat.user), seat.login.to_string());
    let force = act.policy().in_force(&Who::User(seat));
    Entry { user, login, scope: scope(&force), roles: force.roles.to_string(), ..entry }
}

fn scope(force: &InForce) -> Option<String> {
    force.scope.map(|scope| scope.to_string())
}

/// An entry for this call, as it would stand if it succeeded at once.
pub fn entry(call: &Call<'_>, force: &InForce, agent: AgentId) -> Entry {
    let login = match &call.actor.who {
        Who::User(seat) => seat.login.to_string(),
        Who::Guest => String::new(),
        Who::Operator => OPERATOR.to_owned(),
    };
    Entry {
        at: call.at,
        agent,
        address: call.actor.address.to_string(),
        user: call.actor.user(),
        login,
        roles: force.roles.to_string(),
        scope: scope(force),
        function: call.function.code().to_owned(),
        request: call.actor.request.clone(),
        outcome: Outcome::Success,
        error: None,
        record: None,
        field: None,
        micros: 0,
        changes: Vec::new(),
        disclosed: Vec::new(),
        repeats: 0,
        program: call.actor.program.as_deref().map(str::to_owned),
    }
}
