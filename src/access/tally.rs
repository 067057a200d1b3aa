//! How many users hold each role and each scope: counted once for each version of the policy, when somebody asks.

use super::{RoleCode, ScopeId, policy::Standing};
use crate::terms::AgentId;
use std::collections::{HashMap, HashSet};

/// The holders of each role in each Agent, and of each scope.
#[derive(Debug, Default)]
pub struct Tally {
    roles: HashMap<AgentId, HashMap<RoleCode, usize>>,
    scopes: HashMap<ScopeId, usize>,
}

impl Tally {
    /// Counts them.
    pub fn of<'s>(standings: impl Iterator<Item = &'s Standing>) -> Self {
        let mut counted = Self::default();
        for standing in standings {
            counted.take(standing);
        }
        counted
    }

    fn take(&mut self, standing: &Standing) {
        // A scope lies within one Agent, but nothing keeps one from being named twice.
        let scopes: HashSet<ScopeId> = standing.grants.iter().flat_map(|grant| &grant.scopes).copied().collect();
        for scope in scopes {
            *self.scopes.entry(scope).or_default() += 1;
        }
        for grant in &standing.grants {
            let roles = self.roles.entry(grant.agent).or_default();
            for role in &grant.roles {
                match roles.get_mut(role) {
                    Some(count) => *count += 1,
                    None => drop(roles.insert(role.clone(), 1)),
                }
            }
        }
    }

    /// How many users hold this role in this Agent.
    pub fn holders(&self, agent: AgentId, role: &RoleCode) -> usize {
        self.roles.get(&agent).and_then(|roles| roles.get(role)).copied().unwrap_or(0)
    }

    /// How many users have this scope.
    pub fn holders_of_scope(&self, scope: ScopeId) -> usize {
        self.scopes.get(&scope).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{
            Due, Grant, Period, Roles, UserKind,
            policy::{Card, Policy},
        },
        terms::{Sight, UserId},
    };

    #[test]
    fn every_change_of_a_user_is_counted() {
        let (social, housing, viewer, head) = (AgentId::new(2), AgentId::new(3), RoleCode::new("viewer"), RoleCode::new("head"));
        let card = Card { kind: UserKind::Agent, active: true, period: Period::default(), sight: Sight::Plain, due: Due::Nothing };
        let holding = |user: u64, agent, roles: &[&RoleCode]| Grant {
            roles: roles.iter().map(|role| (*role).clone()).collect(),
            ..Grant::new(UserId::new(user), agent)
        };
        let mut policy = Policy::new(&Roles::default());
        assert_eq!(policy.holders(social, &viewer), 0);
        policy.place_user(UserId::new(1), card, vec![holding(1, social, &[&viewer, &head]), holding(1, housing, &[&viewer])]);
        policy.place_user(UserId::new(2), card, vec![holding(2, social, &[&viewer])]);
        let before = policy.clone();
        assert_eq!([policy.holders(social, &viewer), policy.holders(social, &head), policy.holders(housing, &viewer)], [2, 1, 1]);
        policy.place_user(UserId::new(2), card, Vec::new());
        assert_eq!([policy.holders(social, &viewer), before.holders(social, &viewer)], [1, 2]);
        policy.drop_user(UserId::new(1));
        assert_eq!(policy.holders(social, &viewer), 0);
    }

    #[test]
    fn whoever_has_a_scope_twice_is_one_holder() {
        let (social, scope) = (AgentId::new(2), ScopeId::new(7));
        let card = Card { kind: UserKind::Agent, active: true, period: Period::default(), sight: Sight::Plain, due: Due::Nothing };
        let mut policy = Policy::new(&Roles::default());
        for (user, scopes) in [(1, vec![scope, scope]), (2, vec![scope]), (3, vec![ScopeId::new(8)])] {
            policy.place_user(UserId::new(user), card, vec![Grant { scopes, ..Grant::new(UserId::new(user), social) }]);
        }
        assert_eq!(
            [policy.holders_of_scope(scope), policy.holders_of_scope(ScopeId::new(8)), policy.holders_of_scope(ScopeId::new(9))],
            [2, 1, 0]
        );
    }
}
