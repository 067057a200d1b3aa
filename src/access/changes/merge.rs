//! One role in place of another, for everybody in an Agent who holds it; and the end of what a user holds there.

use super::{save_grant, unchanged, within_reach};
use crate::{
    access::{Bound, Grant, RoleCode, table},
    act::Act,
    terms::{AgentId, Kind, Refusal, Result, UserId, message},
};

/// Holders whom one Act moves: it must stay short.
const MOST_MOVED: usize = 2_000;

/// Gives everybody in this Agent who holds the one role the other instead, in the same scopes; the one is removed where it is
/// the Agent's own. `seen` is the version of the holders' grants that was shown, where it was.
///
/// # Errors
/// There is no such role in the Agent, or both are the same; a rule names the one that would be removed; too many hold it;
/// the holders are others than shown.
pub fn merge_role(act: &mut Act<'_>, agent: AgentId, role: &RoleCode, into: &RoleCode, seen: Option<&str>) -> Result<()> {
    within_reach(act, agent)?;
    let roles = act.policy().roles().clone();
    let given = |code: &RoleCode| roles.for_agent(agent).any(|(known, _)| known == code);
    if !given(role) {
        return Err(Refusal::missing().into());
    }
    if !given(into) || role == into {
        return Err(Refusal::field("into", message("roleaudit-choose-role")).into());
    }
    let holders = table::holders(&*act, agent, role)?;
    if holders.len() > MOST_MOVED {
        let said = message("roleaudit-too-many").with("most", i64::try_from(MOST_MOVED).unwrap_or(i64::MAX));
        return Err(Refusal::new(Kind::Conflict, said).into());
    }
    if let Some(seen) = seen
        && seen != table::version_of_all(&holders)?
    {
        return Err(Refusal::conflict("record-changed").into());
    }
    let stored = table::roles(&*act)?.into_iter().find(|stored| stored.code == *role && stored.agent == Some(agent));
    if let Some(stored) = &stored {
        act.concern(stored);
        if let Some(rule) = table::rules(&*act)?.iter().find(|rule| rule.role.as_ref() == Some(role)) {
            return Err(Refusal::conflict("role-in-rule").with("rule", rule.id.to_string()).into());
        }
    }
    for grant in holders {
        save_grant(act, moved(grant, role, into), None)?;
    }
    stored.map_or(Ok(()), |stored| act.remove(&stored))
}

/// The grant with the one role in place of the other: in force wherever either of them was.
fn moved(mut grant: Grant, role: &RoleCode, into: &RoleCode) -> Grant {
    let bound = |role: &RoleCode| grant.bound.iter().any(|bound| bound.role == *role);
    let everywhere = |role: &RoleCode| grant.roles.contains(role) && !bound(role);
    if everywhere(role) || everywhere(into) {
        grant.bound.retain(|bound| bound.role != *role && bound.role != *into);
    }
    for Bound { role: held, .. } in &mut grant.bound {
        if held == role {
            held.clone_from(into);
        }
    }
    for held in &mut grant.roles {
        if held == role {
            held.clone_from(into);
        }
    }
    grant
}

/// Takes away all that a user holds in an Agent: they are none of its employees any more.
///
/// # Errors
/// They hold nothing there, or somebody has changed it since.
pub fn end_grant(act: &mut Act<'_>, user: UserId, agent: AgentId, seen: Option<&str>) -> Result<()> {
    within_reach(act, agent)?;
    let grant = table::grant(&*act, user, agent)?.ok_or_else(Refusal::missing)?;
    act.concern(&grant);
    unchanged(&grant, seen)?;
    act.remove(&grant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::ScopeId;

    #[test]
    fn the_other_role_is_in_force_wherever_either_was() {
        let (one, other) = (RoleCode::new("one"), RoleCode::new("other"));
        let scopes = [ScopeId::new(1), ScopeId::new(2), ScopeId::new(3)];
        let of = |held: &[(&RoleCode, &[usize])]| Grant {
            roles: held.iter().map(|(role, _)| (*role).clone()).collect(),
            scopes: scopes.to_vec(),
            bound: held
                .iter()
                .flat_map(|(role, bound)| bound.iter().map(|place| Bound { role: (*role).clone(), scope: scopes[*place] }))
                .collect(),
            ..Grant::new(UserId::new(1), AgentId::new(2))
        };
        let in_force = |held: &[(&RoleCode, &[usize])]| {
            let after = moved(of(held), &one, &other);
            assert!(!after.roles.contains(&one) && after.bound.iter().all(|bound| bound.role != one));
            scopes.map(|scope| after.roles.contains(&other) && after.in_force(&other, Some(scope)))
        };
        assert_eq!(in_force(&[(&one, &[])]), [true, true, true]);
        assert_eq!(in_force(&[(&one, &[1])]), [false, true, false]);
        assert_eq!(in_force(&[(&one, &[1]), (&other, &[2])]), [false, true, true]);
        assert_eq!(in_force(&[(&one, &[]), (&other, &[2])]), [true, true, true]);
        assert_eq!(in_force(&[(&one, &[1]), (&other, &[])]), [true, true, true]);
    }
}
