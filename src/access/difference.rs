//! What a change of rights does: who gains and loses what. The same for the preview before it and for the guard that lets
//! it through.

use super::{FunctionSet, HouseSet, Policy, principal::Principals};
use crate::terms::{AgentId, Sight, UserId};
use jiff::civil::Date;
use std::{collections::BTreeSet, sync::Arc};

/// How far somebody's rights in one Agent go, over all their scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// What they may do.
    pub functions: FunctionSet,
    /// The houses; none means the whole Agent.
    pub houses: Option<HouseSet>,
    /// The principals.
    pub principals: Principals,
    /// How they see personal data.
    pub sight: Sight,
}

impl Extent {
    /// Of somebody who may do nothing.
    pub const NOTHING: Self = Self { functions: FunctionSet::EMPTY, houses: None, principals: Principals::All, sight: Sight::Masked };

    /// The houses that this covers and the other does not; none where this covers a whole Agent and the other does not.
    pub fn houses_beyond(&self, other: &Self) -> Option<HouseSet> {
        match (&self.houses, &other.houses) {
            (_, None) => Some(HouseSet::default()),
            (None, Some(_)) => None,
            (Some(own), Some(other)) => Some(own.minus(other)),
        }
    }
}

/// What changes for one user in one Agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The user.
    pub user: UserId,
    /// Where.
    pub agent: AgentId,
    /// As it was.
    pub before: Extent,
    /// As it is then.
    pub after: Extent,
}

impl Difference {
    /// What they can do then and could not.
    pub const fn gained(&self) -> FunctionSet {
        self.after.functions.minus(self.before.functions)
    }

    /// What they could do and cannot then.
    pub const fn lost(&self) -> FunctionSet {
        self.before.functions.minus(self.after.functions)
    }

    /// Whether anything is taken from them: a function, a house, a principal.
    pub fn takes(&self) -> bool {
        let houses = self.before.houses_beyond(&self.after).is_none_or(|lost| !lost.is_empty());
        !self.lost().is_empty() || houses || !self.after.principals.include(&self.before.principals)
    }
}

impl Policy {
    /// How far this user's rights in this Agent go on this day.
    pub fn extent(&self, user: UserId, agent: AgentId, today: Date) -> Extent {
        if self.closed.contains(&agent) {
            return Extent::NOTHING;
        }
        let Some(standing) = self.standing(user).filter(|standing| standing.may_enter(today)) else { return Extent::NOTHING };
        let held = standing.holdings.iter().find(|holding| holding.agent == agent && holding.period.holds_on(today));
        let Some(holding) = held else { return Extent::NOTHING };
        let profiles = holding.profiles().filter_map(|place| self.profiles.get(place));
        let functions = profiles.fold(FunctionSet::EMPTY, |sum, profile| sum.and(profile.open));
        let mut houses = None;
        for scope in holding.scopes() {
            let own = self.scope(scope).map_or_else(HouseSet::default, |own| HouseSet::clone(own));
            houses = Some(houses.map_or(own.clone(), |known: HouseSet| known.and(&own)));
        }
        Extent { functions, houses, principals: holding.principals.clone(), sight: standing.card.sight }
    }

    /// The users whose facts or compiled rights are others than before.
    pub fn touched(&self, before: &Self) -> Vec<UserId> {
        let mut users: BTreeSet<UserId> = self.users_different(before).into_iter().map(UserId::new).collect();
        let scopes = self.scopes_different(before);
        let same_profiles = Arc::ptr_eq(&self.profiles, &before.profiles);
        let moved: BTreeSet<AgentId> = self.closed.symmetric_difference(&before.closed).copied().collect();
        if same_profiles && scopes.is_empty() && moved.is_empty() {
            return users.into_iter().collect();
        }
        let renewed = |place| match (self.profiles.get(place), before.profiles.get(place)) {
            (Some(one), Some(other)) => !Arc::ptr_eq(one, other),
            (_, None) | (None, _) => true,
        };
        for (user, standing) in self.users() {
            let concerned = standing.holdings.iter().any(|holding| {
                (!same_profiles && holding.profiles().any(renewed))
                    || holding.scopes().any(|scope| scopes.contains(&scope))
                    || moved.contains(&holding.agent)
            });
            if concerned {
                users.insert(user);
            }
        }
        users.into_iter().collect()
    }

    /// What changes for these users from `before` to here, on this day; those for whom nothing changes are left out.
    pub fn differences(&self, before: &Self, users: &[UserId], today: Date) -> Vec<Difference> {
        let mut differences = Vec::new();
        for user in users {
            let standings = [before.standing(*user), self.standing(*user)];
            let agents = standings.into_iter().flatten().flat_map(|standing| standing.holdings.iter().map(|holding| holding.agent));
            for agent in agents.collect::<BTreeSet<_>>() {
                let (old, new) = (before.extent(*user, agent, today), self.extent(*user, agent, today));
                if old != new {
                    differences.push(Difference { user: *user, agent, before: old, after: new });
                }
            }
        }
        differences
    }
}
