//! In which Agents somebody works who holds something in several: in one at a time, as with scopes.

use super::{
    Policy,
    policy::{Holding, Standing},
};
use crate::terms::{AgentId, UserId};
use jiff::civil::Date;

impl Policy {
    /// The Agents in which this user may work on this day: open, with a grant that holds and lets them do anything.
    pub fn workplaces(&self, user: UserId, today: Date) -> impl Iterator<Item = AgentId> {
        let standing = self.standing(user);
        let holdings = standing.into_iter().flat_map(move |standing| standing.holdings.iter().map(move |holding| (standing, holding)));
        holdings.filter(move |(standing, holding)| self.is_workplace(standing, holding, today)).map(|(_, holding)| holding.agent)
    }

    /// Whether somebody who stands so comes in on this day: their card lets them, and an Agent is open in which what they hold
    /// holds. Whoever holds nothing yet comes in too.
    pub fn lets_in(&self, standing: &Standing, today: Date) -> bool {
        let is_open = |holding: &Holding| !self.closed.contains(&holding.agent) && holding.period.holds_on(today);
        standing.may_enter(today) && (standing.holdings.is_empty() || standing.holdings.iter().any(is_open))
    }

    /// Whether this user may work in this Agent on this day.
    pub fn works_in(&self, user: UserId, agent: AgentId, today: Date) -> bool {
        self.workplaces(user, today).any(|known| known == agent)
    }

    /// The Agent in which somebody works who has chosen this one: another, the first, where they may not work in it now.
    pub fn workplace(&self, user: UserId, chosen: AgentId, today: Date) -> AgentId {
        if self.works_in(user, chosen, today) { chosen } else { self.workplaces(user, today).next().unwrap_or(chosen) }
    }

    fn is_workplace(&self, standing: &Standing, holding: &Holding, today: Date) -> bool {
        let is_open = !self.closed.contains(&holding.agent) && standing.may_enter(today) && holding.period.holds_on(today);
        is_open && holding.profiles().any(|place| self.profiles.get(place).is_some_and(|profile| !profile.open.is_empty()))
    }
}
