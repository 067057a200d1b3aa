//! In which Agents somebody works who holds something in several: in one at a time, as with scopes.

use super::{
    Function, Policy, Roles, ScopeId, Seat, Who,
    policy::{Footing, Holding, OPERATOR, Standing},
};
use crate::terms::{AgentId, UserId};
use jiff::civil::Date;
use std::sync::Arc;

/// What is in force for an actor at one moment, as the journal keeps it: also of one who is refused.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The codes of their roles.
    pub roles: Arc<str>,
    /// The scope in which they work; none means the whole Agent.
    pub scope: Option<ScopeId>,
}

impl InForce {
    fn everywhere(roles: &str) -> Self {
        Self { roles: Arc::from(roles), scope: None }
    }
}

impl Policy {
    /// What is in force for this actor.
    pub fn in_force(&self, who: &Who) -> InForce {
        let seat = match who {
            Who::Operator => return InForce::everywhere(OPERATOR),
            Who::Guest => return InForce::everywhere(Roles::GUEST),
            Who::User(seat) => seat,
        };
        let Some(holding) = self.held_at(seat) else { return InForce::everywhere("") };
        let (scope, profile) = holding.seated(seat.scope);
        InForce { roles: self.profiles.get(profile).map_or_else(|| Arc::from(""), |profile| profile.names.clone()), scope }
    }

    fn held_at(&self, seat: &Seat) -> Option<&Holding> {
        self.standing(seat.user)?.holdings.iter().find(|holding| holding.agent == seat.agent)
    }

    /// The Agents in which this user may work on this day: open, with a grant that holds and lets them do anything.
    pub fn workplaces(&self, user: UserId, today: Date) -> impl Iterator<Item = AgentId> {
        let standing = self.standing(user);
        let holdings = standing.into_iter().flat_map(move |standing| standing.holdings.iter().map(move |holding| (standing, holding)));
        holdings.filter(move |(standing, holding)| self.is_workplace(standing, holding, today)).map(|(_, holding)| holding.agent)
    }

    /// Whether somebody who stands so comes in on this day: their card lets them, and an Agent is open in which what they hold
    /// holds, be it without a role so far.
    pub fn lets_in(&self, standing: &Standing, today: Date) -> bool {
        standing.may_enter(today) && standing.holdings.iter().any(|holding| self.is_open(holding, today))
    }

    /// Whether somebody for whom no role is in force may do this all the same: sign out, make a password of their own. It is
    /// theirs in no other sense: nobody gives it, gains it or loses it.
    pub(super) fn is_floor(&self, footing: &Footing<'_>, function: Function) -> bool {
        footing.profile.key.roles.is_empty() && self.floor.has(function)
    }

    /// Whether this user may work in this Agent on this day.
    pub fn works_in(&self, user: UserId, agent: AgentId, today: Date) -> bool {
        self.workplaces(user, today).any(|known| known == agent)
    }

    /// The Agent in which somebody works who has chosen this one: another, the first, where they may not work in it now.
    pub fn workplace(&self, user: UserId, chosen: AgentId, today: Date) -> AgentId {
        if self.works_in(user, chosen, today) {
            return chosen;
        }
        self.workplaces(user, today).next().or_else(|| self.open_to(user, today)).unwrap_or(chosen)
    }

    /// Whether the scope of this seat, where it names one, is the one in force: another would be in force instead of one that is
    /// gone, and whatever was made for one scope never reaches into another.
    pub fn keeps_to(&self, seat: &Seat) -> bool {
        seat.scope.is_none() || self.scope_in_force(seat) == seat.scope
    }

    /// The scope in which this seat works: the chosen one where it is held, else the first held; none means the whole Agent.
    pub fn scope_in_force(&self, seat: &Seat) -> Option<ScopeId> {
        self.held_at(seat)?.seated(seat.scope).0
    }

    /// The first Agent that is open to this user, with something to do there or not.
    fn open_to(&self, user: UserId, today: Date) -> Option<AgentId> {
        let holdings = &self.standing(user)?.holdings;
        holdings.iter().find(|holding| self.is_open(holding, today)).map(|holding| holding.agent)
    }

    fn is_open(&self, holding: &Holding, today: Date) -> bool {
        !self.closed.contains(&holding.agent) && holding.period.holds_on(today)
    }

    fn is_workplace(&self, standing: &Standing, holding: &Holding, today: Date) -> bool {
        let is_open = standing.may_enter(today) && self.is_open(holding, today);
        is_open && holding.profiles().any(|place| self.profiles.get(place).is_some_and(|profile| !profile.open.is_empty()))
    }
}
