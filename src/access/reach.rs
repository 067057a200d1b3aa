//! How far a permit reaches: which Agent, which houses, whose own.

use super::{
    Function, HouseSet,
    principal::{PrincipalId, Principals},
};
use crate::terms::{AgentId, HouseId, PersonId, Sight, UserId};
use std::sync::Arc;

/// Where an object lies. What is not said does not limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The Agent whose data it is.
    pub agent: Option<AgentId>,
    /// The house it belongs to.
    pub house: Option<HouseId>,
    /// The user whose own it is.
    pub holder: Option<UserId>,
    /// The citizen whose personal data it holds.
    pub subject: Option<PersonId>,
    /// The principal whose money it is about.
    pub principal: Option<PrincipalId>,
}

/// A record that lies somewhere, so that a permit can be held against it.
pub trait Placed {
    /// Where it lies.
    fn place(&self) -> Place;
}

/// The houses in reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Houses {
    /// The whole Agent.
    All,
    /// Those of the scope in force.
    Only(Arc<HouseSet>),
}

/// What part of the data an actor's permit covers. Every list takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// One Agent; all for the Owner.
    pub agent: Option<AgentId>,
    /// The houses of the scope in force.
    pub houses: Houses,
    /// Only what is this user's own: a citizen's reach.
    pub holder: Option<UserId>,
    /// The principals in reach.
    pub principals: Principals,
}

impl Reach {
    /// Everything: the program itself, and `ops`.
    pub const EVERYTHING: Self = Self { agent: None, houses: Houses::All, holder: None, principals: Principals::All };

    /// Nothing of anybody: a guest's reach.
    pub const NOTHING: Self =
        Self { agent: Some(AgentId::new(0)), houses: Houses::All, holder: Some(UserId::new(0)), principals: Principals::All };

    /// Whether it is over all Agents, as that of the Owner's employees: neither an Agent's nor a citizen's.
    pub const fn is_owners(&self) -> bool {
        self.agent.is_none() && self.holder.is_none()
    }

    /// Whether an object at this place is covered.
    pub fn covers(&self, place: Place) -> bool {
        self.holder.is_none_or(|holder| place.holder == Some(holder))
            && self.agent.is_none_or(|agent| place.agent == Some(agent))
            && self.covers_house(place.house)
            && self.principals.cover(place.principal)
    }

    /// Whether the house is covered; what belongs to no house is seen only by who sees the whole Agent.
    pub fn covers_house(&self, house: Option<HouseId>) -> bool {
        match (&self.houses, house) {
            (Houses::All, _) => true,
            (Houses::Only(houses), Some(house)) => houses.has(house),
            (Houses::Only(_), None) => false,
        }
    }
}

/// The answer "yes": this function, this far, seen like this. An Act or a Look cannot be without one.
#[derive(Clone, Debug)]
pub struct Permit {
    /// What is permitted.
    pub function: Function,
    /// How far.
    pub reach: Reach,
    /// How personal data is seen.
    pub sight: Sight,
    /// The roles in force, for the journal.
    pub roles: Arc<str>,
}
