//! What no change of rights may do, whichever page or command it comes from: bring conflicting duties together, go beyond
//! what its author holds, today or later, or leave an Agent without an administrator.

use super::{
    Function, FunctionSet, Grant, Policy, RoleCode, Seat, UserKind,
    actor::Who,
    conflict::clashes,
    difference::{Difference, Extent},
    policy::{Holding, Standing},
};
use crate::terms::{AgentId, Kind, Refusal, Sight, Text, UserId, message};
use jiff::civil::Date;

/// What somebody in every Agent must be able to do, and what is said to whoever would take it from the last one: give rights,
/// and take back a rule that hides them.
const ADMINISTERING: [([Function; 2], &str); 2] =
    [([Function::GrantList, Function::GrantMake], "last-administrator"), ([Function::RuleList, Function::RuleDefine], "last-rule-maker")];

/// Lets a change of rights through.
///
/// # Errors
/// Conflicting duties, with both roles and the overlap, and who would have them as `called` says it; more than the author
/// holds; the last administrator.
pub fn check(
    before: &Policy,
    after: &Policy,
    author: &Who,
    users: &[UserId],
    today: Date,
    called: &dyn Fn(UserId) -> String,
) -> Result<(), Refusal> {
    let employees: Vec<UserId> = users.iter().copied().filter(|user| is_employee(before, after, *user)).collect();
    for user in &employees {
        conflicts(before, after, *user, called)?;
    }
    let Who::User(seat) = author else { return Ok(()) };
    let differences = after.differences(before, &employees, today);
    let own = before.extent(seat.user, seat.agent, today);
    lengthened(before, after, seat.user, today)?;
    for user in employees.iter().filter(|user| **user != seat.user) {
        above(before, *user, &own, today)?;
    }
    for difference in &differences {
        if difference.user == seat.user { raised(difference, before.floor)? } else { exceeded(difference, &own, before.floor)? }
    }
    let is_owner = before.standing(seat.user).is_some_and(|standing| standing.card.kind == UserKind::Owner);
    for difference in &differences {
        let agent = difference.agent;
        for (duty, said) in ADMINISTERING.into_iter().filter(|_| !is_owner || agent == AgentId::new(1)) {
            if holds(&difference.before, duty) && !holds(&difference.after, duty) && !is_held(after, agent, duty, today) {
                return Err(Refusal::conflict(said));
            }
        }
    }
    Ok(())
}

impl Policy {
    /// Whether whoever sits here rules over others at least as far as this user does: only then do they give the user a
    /// password or end the user's sessions, and so cannot raise their own rights. The Owner's employees cover those of every
    /// Agent.
    pub fn covers(&self, seat: &Seat, user: UserId) -> bool {
        let (Some(own), Some(other)) = (self.standing(seat.user), self.standing(user)) else { return false };
        let ruling: FunctionSet = Function::all().filter(|function| function.is_of_administration()).collect();
        let granted = |standing: &Standing, holding: &Holding| self.extent_of(holding, standing.card.sight, |profile| profile.granted);
        match (own.card.kind, other.card.kind) {
            (_, UserKind::Citizen) => own.card.kind != UserKind::Citizen,
            (UserKind::Owner, UserKind::Partner | UserKind::Agent) => true,
            (UserKind::Owner, UserKind::Owner) | (UserKind::Partner | UserKind::Agent, UserKind::Partner | UserKind::Agent) => {
                let covered = |holding: &Holding| {
                    let held = own.holdings.iter().find(|held| held.agent == holding.agent);
                    held.map_or(Extent::NOTHING, |held| granted(own, held)).goes_as_far(&granted(other, holding), ruling).is_ok()
                };
                other.holdings.iter().all(covered)
            }
            (UserKind::Partner | UserKind::Agent, UserKind::Owner) | (UserKind::Citizen, _) => false,
        }
    }
}

impl Extent {
    /// Whether this goes as far as the other in these functions: over the same houses and principals, and as openly. Who has
    /// none of them has nothing to be measured by.
    ///
    /// # Errors
    /// A function in which the other goes further.
    fn goes_as_far(&self, other: &Self, functions: FunctionSet) -> Result<(), Function> {
        let Some(first) = other.functions.common(functions).iter().next() else { return Ok(()) };
        let is_open = self.sight == Sight::Plain || other.sight == Sight::Masked;
        match other.beyond(self, functions).iter().next() {
            Some(function) => Err(function),
            None if self.principals.include(&other.principals) && is_open => Ok(()),
            None => Err(first),
        }
    }
}

fn is_employee(before: &Policy, after: &Policy, user: UserId) -> bool {
    let standing = after.standing(user).or_else(|| before.standing(user));
    standing.is_some_and(|standing| standing.card.kind != UserKind::Citizen)
}

/// Refuses duties that clash now and did not before.
fn conflicts(before: &Policy, after: &Policy, user: UserId, called: &dyn Fn(UserId) -> String) -> Result<(), Refusal> {
    let now = after.standing(user).map_or_else(Vec::new, |standing| clashes(after, &standing.grants));
    if now.is_empty() {
        return Ok(());
    }
    let known = before.standing(user).map_or_else(Vec::new, |standing| clashes(before, &standing.grants));
    let old = |clash: &super::conflict::Clash| {
        known.iter().any(|known| (&known.conflict, &known.one, &known.other) == (&clash.conflict, &clash.one, &clash.other))
    };
    let Some(clash) = now.into_iter().find(|clash| !old(clash)) else { return Ok(()) };
    let unknown = |code: &RoleCode| Text { ru: code.to_string(), en: code.to_string() };
    let name = |code: &RoleCode| after.roles().get(code.as_str()).map_or_else(|| unknown(code), |role| role.name.clone());
    let (one, other) = (name(&clash.one), name(&clash.other));
    let id = if clash.houses.is_some() { "conflict-in-houses" } else { "conflict-in-agent" };
    let said = message(id).with("one", one).with("other", other).with("user", called(user));
    let houses = i64::from(clash.houses.unwrap_or_default());
    Err(Refusal::new(Kind::Conflict, if clash.houses.is_some() { said.with("houses", houses) } else { said }))
}

fn governing(functions: FunctionSet) -> FunctionSet {
    functions.iter().filter(|function| function.governs()).collect()
}

/// Nobody touches the rights of somebody who decides over more than they do.
pub(super) fn above(before: &Policy, user: UserId, own: &Extent, today: Date) -> Result<(), Refusal> {
    let Some(standing) = before.standing(user) else { return Ok(()) };
    for holding in &standing.holdings {
        let theirs = before.extent(user, holding.agent, today);
        let further = own.goes_as_far(&theirs, governing(theirs.functions)).err();
        if let Some(function) = further {
            return Err(Refusal::new(Kind::Denied, message("delegation-above").with("what", function.name())));
        }
    }
    Ok(())
}

/// Nobody raises their own rights, nor carries them to houses where they were not.
fn raised(difference: &Difference, floor: FunctionSet) -> Result<(), Refusal> {
    let (before, after) = (&difference.before, &difference.after);
    let more_houses = after.houses_beyond(before).is_none_or(|houses| !houses.is_empty());
    let sees_more = before.sight == Sight::Masked && after.sight == Sight::Plain;
    let does_more = !after.beyond(before, after.functions.minus(floor)).is_empty();
    let more = does_more || more_houses || sees_more || !before.principals.include(&after.principals);
    if more && !after.functions.minus(floor).is_empty() { Err(Refusal::new(Kind::Denied, message("delegation-own"))) } else { Ok(()) }
}

/// Nor do they lengthen the days on which they have them, or raise what they will have on a day that is still to come.
fn lengthened(before: &Policy, after: &Policy, user: UserId, today: Date) -> Result<(), Refusal> {
    let (Some(old), Some(new)) = (before.standing(user), after.standing(user)) else { return Ok(()) };
    let is_longer = |grant: &Grant| {
        let known = old.grants.iter().find(|known| known.agent == grant.agent);
        known.is_some_and(|known| !known.period.includes(grant.period))
    };
    if new.grants.iter().any(|grant| is_longer(grant)) {
        return Err(Refusal::new(Kind::Denied, message("delegation-own")));
    }
    for day in after.turns(before, &[user], today) {
        after.differences(before, &[user], day).iter().try_for_each(|difference| raised(difference, before.floor))?;
    }
    Ok(())
}

/// Nobody gives what they do not hold: a power over rights where they have it themselves, a house, a principal.
fn exceeded(difference: &Difference, own: &Extent, floor: FunctionSet) -> Result<(), Refusal> {
    let (before, after) = (&difference.before, &difference.after);
    let given = after.beyond(before, after.functions.minus(floor));
    if let Some(function) = after.beyond(own, governing(given)).iter().next() {
        return Err(Refusal::new(Kind::Denied, message("delegation-function").with("what", function.name())));
    }
    if after.functions.is_empty() {
        return Ok(());
    }
    let widened = !given.is_empty() || after.houses_beyond(before).is_none_or(|houses| !houses.is_empty());
    if widened && after.houses_beyond(own).is_none_or(|houses| !houses.is_empty()) {
        return Err(Refusal::new(Kind::Denied, message("delegation-houses")));
    }
    let more_principals = !before.principals.include(&after.principals) || before.functions.is_empty();
    if more_principals && !own.principals.include(&after.principals) {
        return Err(Refusal::new(Kind::Denied, message("delegation-principals")));
    }
    Ok(())
}

fn holds(extent: &Extent, duty: [Function; 2]) -> bool {
    duty.into_iter().all(|function| extent.functions.has(function))
}

/// Whether anybody still has this duty in the Agent.
fn is_held(policy: &Policy, agent: AgentId, duty: [Function; 2], today: Date) -> bool {
    let is_of = |standing: &Standing| standing.holdings.iter().any(|holding| holding.agent == agent);
    policy.users().any(|(user, standing)| is_of(standing) && holds(&policy.extent(user, agent, today), duty))
}
