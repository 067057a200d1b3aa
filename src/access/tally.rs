//! How many users hold each role: counted once for each version of the policy, when somebody asks.

use super::{RoleCode, policy::Standing};
use crate::terms::AgentId;
use std::collections::HashMap;

/// The holders of each role in each Agent.
#[derive(Debug, Default)]
pub struct Tally(HashMap<AgentId, HashMap<RoleCode, usize>>);

impl Tally {
    /// Counts them.
    pub fn of<'s>(standings: impl Iterator<Item = &'s Standing>) -> Self {
        let mut counted: HashMap<AgentId, HashMap<RoleCode, usize>> = HashMap::new();
        for grant in standings.flat_map(|standing| &standing.grants) {
            let roles = counted.entry(grant.agent).or_default();
            for role in &grant.roles {
                match roles.get_mut(role) {
                    Some(count) => *count += 1,
                    None => drop(roles.insert(role.clone(), 1)),
                }
            }
        }
        Self(counted)
    }

    /// How many users hold this role in this Agent.
    pub fn holders(&self, agent: AgentId, role: &RoleCode) -> usize {
        self.0.get(&agent).and_then(|roles| roles.get(role)).copied().unwrap_or(0)
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
}
