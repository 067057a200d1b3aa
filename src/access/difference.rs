//! What a change of rights does: who gains and loses what. The same for the preview before it and for the guard that lets
//! it through.

use super::{Function, FunctionSet, HouseSet, Policy, policy::Holding, principal::Principals, profile::Profile};
use crate::terms::{AgentId, Sight, UserId};
use jiff::civil::Date;
use std::{collections::BTreeSet, sync::Arc};

/// Functions that somebody has in a part of their houses only: those of a role that is bound to one of several scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The functions.
    pub functions: FunctionSet,
    /// Where they hold.
    pub houses: HouseSet,
}

/// How far somebody's rights in one Agent go, over all their scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// What they may do, in any of their scopes.
    pub functions: FunctionSet,
    /// The houses of all their scopes; none means the whole Agent.
    pub houses: Option<HouseSet>,
    /// What of it does not hold in all of these houses, and where it does.
    pub within: Vec<Region>,
    /// The principals.
    pub principals: Principals,
    /// How they see personal data.
    pub sight: Sight,
}

/// Where somebody may do one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span<'e> {
    /// Nowhere.
    Nowhere,
    /// In these houses.
    Houses(&'e HouseSet),
    /// In the whole Agent.
    Whole,
}

impl Span<'_> {
    /// Whether it goes as far as the other.
    pub fn includes(self, other: Span<'_>) -> bool {
        match (self, other) {
            (_, Span::Nowhere) | (Span::Whole, _) => true,
            (Span::Nowhere | Span::Houses(_), Span::Whole) | (Span::Nowhere, Span::Houses(_)) => false,
            (Span::Houses(own), Span::Houses(other)) => other.minus(own).is_empty(),
        }
    }
}

impl Extent {
    /// Of somebody who may do nothing.
    pub const NOTHING: Self =
        Self { functions: FunctionSet::EMPTY, houses: None, within: Vec::new(), principals: Principals::All, sight: Sight::Masked };

    /// Over which houses this is done.
    pub fn span(&self, function: Function) -> Span<'_> {
        if !self.functions.has(function) {
            return Span::Nowhere;
        }
        let region = self.within.iter().find(|region| region.functions.has(function));
        let houses = region.map(|region| &region.houses).or(self.houses.as_ref());
        houses.map_or(Span::Whole, Span::Houses)
    }

    /// What of these functions is done somewhere where the other does not do it.
    pub fn beyond(&self, other: &Self, functions: FunctionSet) -> FunctionSet {
        functions.common(self.functions).iter().filter(|function| !other.span(*function).includes(self.span(*function))).collect()
    }

    /// The houses that this covers and the other does not; none where this covers a whole Agent and the other does not.
    pub fn houses_beyond(&self, other: &Self) -> Option<HouseSet> {
        match (&self.houses, &other.houses) {
            (_, None) => Some(HouseSet::default()),
            (None, Some(_)) => None,
            (Some(own), Some(other)) => Some(own.minus(other)),
        }
    }

    /// One seat for each scope, with what is done there; the same functions in the same houses make the same extent, however
    /// many scopes they come from.
    fn of_seats(seats: &[(FunctionSet, HouseSet)], principals: Principals, sight: Sight) -> Self {
        let houses = |which: &dyn Fn(FunctionSet) -> bool| {
            let chosen = seats.iter().filter(|(functions, _)| which(*functions));
            chosen.fold(HouseSet::default(), |sum, (_, houses)| sum.and(houses))
        };
        let functions = seats.iter().fold(FunctionSet::EMPTY, |sum, (functions, _)| sum.and(*functions));
        let everywhere = seats.iter().fold(functions, |common, (functions, _)| common.common(*functions));
        let all = houses(&|_| true);
        let mut within: Vec<Region> = Vec::new();
        for function in functions.minus(everywhere).iter() {
            let houses = houses(&|functions| functions.has(function));
            if houses == all {
                continue;
            }
            match within.iter_mut().find(|region| region.houses == houses) {
                Some(region) => region.functions = region.functions.with(function),
                None => within.push(Region { functions: FunctionSet::EMPTY.with(function), houses }),
            }
        }
        Self { functions, houses: Some(all), within, principals, sight }
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

    /// What they could do already and can do in more houses then.
    pub fn widened(&self) -> FunctionSet {
        self.after.beyond(&self.before, self.after.functions.common(self.before.functions))
    }

    /// What they can do still, but in another part of their houses: a role was bound to a scope, or is held in one more.
    pub fn moved(&self) -> FunctionSet {
        let kept = self.after.functions.common(self.before.functions);
        let is_bound = |extent: &Extent, function| extent.within.iter().any(|region| region.functions.has(function));
        let moved = |function: &Function| {
            let bound = is_bound(&self.before, *function) || is_bound(&self.after, *function);
            bound && self.before.span(*function) != self.after.span(*function)
        };
        kept.iter().filter(moved).collect()
    }

    /// Whether anything is taken from them: a function, a house, a principal.
    pub fn takes(&self) -> bool {
        let lost = self.before.beyond(&self.after, self.before.functions);
        !lost.is_empty() || !self.after.principals.include(&self.before.principals)
    }
}

/// What changes on a day that is still to come and on those after it, where it is not what changed before it. Nothing is told
/// of it where from that day on there is no difference any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The day.
    pub from: Date,
    /// What changes for whom.
    pub differences: Vec<Difference>,
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
        self.extent_of(holding, standing.card.sight, |profile| {
            // Without a role in force there is still what everybody has who comes in.
            if profile.key.roles.is_empty() { profile.open.and(self.floor) } else { profile.open }
        })
    }

    /// How far a holding goes, by what is taken of each of its profiles.
    pub(super) fn extent_of(&self, holding: &Holding, sight: Sight, taken: impl Fn(&Profile) -> FunctionSet) -> Extent {
        let functions = |place| self.profiles.get(place).map_or(FunctionSet::EMPTY, |profile| taken(profile));
        let houses = |scope| self.scope(scope).map_or_else(HouseSet::default, |own| HouseSet::clone(own));
        let principals = holding.principals.clone();
        let seats: Vec<_> = holding.seats.iter().map(|(scope, profile)| (functions(*profile), houses(*scope))).collect();
        if seats.is_empty() {
            let functions = holding.profiles().map(functions).fold(FunctionSet::EMPTY, FunctionSet::and);
            return Extent { functions, houses: None, within: Vec::new(), principals, sight };
        }
        Extent::of_seats(&seats, principals, sight)
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

    /// The days after this one on which rights of these users begin, or are over, here or as they were before.
    pub fn turns(&self, before: &Self, users: &[UserId], today: Date) -> BTreeSet<Date> {
        let standings = users.iter().flat_map(|user| [before.standing(*user), self.standing(*user)]).flatten();
        let periods = standings.flat_map(|standing| standing.holdings.iter().map(|held| held.period).chain([standing.card.period]));
        let days = periods.flat_map(|period| [period.from, period.to.and_then(|last| last.tomorrow().ok())]);
        days.flatten().filter(|day| *day > today).collect()
    }

    /// What changes for these users later, from `before` to here: another day, another difference. That a difference ends with
    /// all rights is no news.
    pub fn stages(&self, before: &Self, users: &[UserId], today: Date) -> Vec<Stage> {
        let mut known = self.differences(before, users, today);
        let mut stages = Vec::new();
        for from in self.turns(before, users, today) {
            let differences = self.differences(before, users, from);
            let stays = |difference: &Difference| !self.extent(difference.user, difference.agent, from).functions.is_empty();
            let is_told = !differences.is_empty() || known.iter().any(stays);
            if differences != known && is_told {
                stages.push(Stage { from, differences: differences.clone() });
            }
            known = differences;
        }
        stages
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::HouseId;

    fn houses(numbers: &[u64]) -> HouseSet {
        numbers.iter().copied().map(HouseId::new).collect()
    }

    fn functions(functions: &[Function]) -> FunctionSet {
        functions.iter().copied().collect()
    }

    fn extent(seats: &[(FunctionSet, HouseSet)]) -> Extent {
        Extent::of_seats(seats, Principals::All, Sight::Plain)
    }

    #[test]
    fn what_is_held_in_one_scope_does_not_hold_in_the_others() {
        let (view, assign) = (Function::CaseView, Function::CaseAssign);
        let bound = extent(&[(functions(&[view, assign]), houses(&[1, 2])), (functions(&[view]), houses(&[3]))]);
        assert_eq!(bound.span(assign), Span::Houses(&houses(&[1, 2])));
        assert_eq!(bound.span(view), Span::Houses(&houses(&[1, 2, 3])));
        assert_eq!(bound.span(Function::CaseDecide), Span::Nowhere);
        let everywhere = extent(&[(functions(&[view, assign]), houses(&[1, 2, 3]))]);
        assert_eq!(everywhere.beyond(&bound, everywhere.functions), functions(&[assign]));
        assert!(bound.beyond(&everywhere, bound.functions).is_empty());
        let whole = Extent { houses: None, ..everywhere.clone() };
        assert_eq!(whole.beyond(&everywhere, whole.functions), functions(&[view, assign]));
        let widened = Difference { user: UserId::new(1), agent: AgentId::new(2), before: bound, after: everywhere };
        assert_eq!((widened.widened(), widened.moved(), widened.takes()), (functions(&[assign]), functions(&[assign]), false));
        let narrowed = Difference { before: widened.after.clone(), after: widened.before.clone(), ..widened };
        assert!(narrowed.takes() && narrowed.widened().is_empty());
    }

    #[test]
    fn the_same_rights_are_the_same_extent_from_however_many_scopes() {
        let all = functions(&[Function::CaseView, Function::CaseAssign]);
        let one = extent(&[(all, houses(&[1, 2, 3]))]);
        assert_eq!(extent(&[(all, houses(&[3])), (all, houses(&[1, 2]))]), one);
        let overlapping = extent(&[(functions(&[Function::CaseView]), houses(&[1])), (all, houses(&[1, 2, 3]))]);
        assert_eq!(overlapping, one);
    }
}
