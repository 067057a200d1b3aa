//! Whose access ends soon: one rule for the number on the start page and for the list that it leads to.

use super::{Grant, Policy, Roles};
use crate::terms::{AgentId, UserId};
use jiff::{ToSpan, civil::Date};

/// Access that ends within so many days ends soon.
pub const SOON_DAYS: i32 = 30;

/// The last day that is soon.
pub fn last_day(today: Date) -> Date {
    today.checked_add(SOON_DAYS.days()).unwrap_or(today)
}

/// The employees who may come in today and whose access ends soon, each with the grants that end: all of them where the
/// card itself ends. Of one Agent where it is named, else of all.
pub fn ending(policy: &Policy, agent: Option<AgentId>, today: Date) -> impl Iterator<Item = (UserId, Vec<&Grant>)> {
    let ends = move |to: Option<Date>| to.is_some_and(|to| today <= to && to <= last_day(today));
    let entering = policy.users().filter(move |(_, standing)| standing.may_enter(today));
    entering.filter_map(move |(user, standing)| {
        let card = ends(standing.card.period.to);
        let is_here = |grant: &&Grant| agent.is_none_or(|agent| agent == grant.agent) && !is_citizen(grant);
        let grants = standing.grants.iter().map(|grant| &**grant).filter(is_here);
        let grants: Vec<_> = grants.filter(|grant| card || ends(grant.period.to)).collect();
        (!grants.is_empty()).then_some((user, grants))
    })
}

/// Whether it is what every citizen holds; lists of employees leave it out.
pub fn is_citizen(grant: &Grant) -> bool {
    grant.roles.iter().any(|role| role.as_str() == Roles::CITIZEN)
}
