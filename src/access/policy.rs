//! The compiled policy: an immutable snapshot of everybody's rights. A decision is a few bit tests; it allocates nothing
//! and its time does not grow with the number of users.

use super::{
    Function, FunctionSet, HouseSet, Houses, Period, Permit, Place, Reach, Roles, ScopeId, UserKind,
    actor::{Seat, Who},
};
use crate::terms::{AgentId, Kind, Refusal, Sight, UserId, message};
use jiff::civil::Date;
use std::{collections::HashMap, sync::Arc};

/// What the journal calls the role of whoever works at the installation's own console.
pub const OPERATOR: &str = "operator";

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in, and a guest may not.
    SignIn,
    /// The user is not active.
    Inactive,
    /// The user's access has not begun or has ended.
    OutOfPeriod,
    /// The user holds nothing in this Agent.
    NoGrant,
    /// None of the user's roles has the function.
    NoRole,
    /// The object lies in another Agent, outside of the scope, or is somebody else's.
    OutOfReach,
}

impl Denied {
    /// The words for it; who can help is added by the page.
    pub fn refusal(self, function: Function) -> Refusal {
        match self {
            Self::SignIn => Refusal::new(Kind::Unsigned, message("refusal-sign-in")),
            Self::Inactive | Self::OutOfPeriod => Refusal::new(Kind::Unsigned, message("refusal-no-access-now")),
            Self::NoGrant | Self::NoRole => Refusal::new(Kind::Denied, message("refusal-no-function").with("function", function.code())),
            Self::OutOfReach => Refusal::missing(),
        }
    }
}

/// What one user holds in one Agent, compiled from their card, their grant and the roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Where.
    pub agent: AgentId,
    /// What their roles grant together.
    pub functions: FunctionSet,
    /// The names of the roles, for the journal.
    pub roles: Arc<str>,
    /// The scopes they may work in; none means the whole Agent.
    pub scopes: Box<[ScopeId]>,
    /// When it holds.
    pub period: Period,
}

/// Everything about one user that a decision needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Their type.
    pub kind: UserKind,
    /// Whether the card says active.
    pub active: bool,
    /// When they have access.
    pub period: Period,
    /// Whether personal data is hidden from them.
    pub sight: Sight,
    /// What they hold, by Agent.
    pub holdings: Box<[Holding]>,
}

/// The rights of everybody at one moment.
#[derive(Clone, Default)]
pub struct Policy {
    guest: FunctionSet,
    users: Vec<Option<Arc<Standing>>>,
    scopes: HashMap<ScopeId, Arc<HouseSet>>,
}

impl Policy {
    /// A policy with nobody in it.
    pub fn new(roles: &Roles) -> Self {
        Self { guest: roles.functions([Roles::GUEST]), users: Vec::new(), scopes: HashMap::new() }
    }

    /// Puts a user's new standing in place of the old one.
    pub fn place_user(&mut self, user: UserId, standing: Standing) {
        let Ok(place) = usize::try_from(user.number()) else { return };
        if self.users.len() <= place {
            self.users.resize(place + 1, None);
        }
        self.users[place] = Some(Arc::new(standing));
    }

    /// Puts a scope's houses in place of the old ones.
    pub fn place_scope(&mut self, scope: ScopeId, houses: HouseSet) {
        self.scopes.insert(scope, Arc::new(houses));
    }

    /// What is known of this user.
    pub fn standing(&self, user: UserId) -> Option<&Standing> {
        self.users.get(usize::try_from(user.number()).ok()?)?.as_deref()
    }

    fn holding(&self, seat: &Seat, function: Function, today: Date) -> Result<(&Standing, &Holding), Denied> {
        let standing = self.standing(seat.user).ok_or(Denied::Inactive)?;
        if !standing.active {
            return Err(Denied::Inactive);
        }
        if !standing.period.holds_on(today) {
            return Err(Denied::OutOfPeriod);
        }
        let holding = standing.holdings.iter().find(|holding| holding.agent == seat.agent).ok_or(Denied::NoGrant)?;
        if !holding.period.holds_on(today) {
            return Err(Denied::OutOfPeriod);
        }
        if holding.functions.has(function) { Ok((standing, holding)) } else { Err(Denied::NoRole) }
    }

    /// The names of the roles that this actor holds, for the journal: also of one who was refused.
    pub fn roles_of(&self, who: &Who) -> Arc<str> {
        let seat = match who {
            Who::Operator => return Arc::from(OPERATOR),
            Who::Guest => return Arc::from(Roles::GUEST),
            Who::User(seat) => seat,
        };
        let holdings = self.standing(seat.user).map_or(&[][..], |standing| &standing.holdings);
        holdings.iter().find(|holding| holding.agent == seat.agent).map_or_else(|| Arc::from(""), |holding| holding.roles.clone())
    }

    /// The houses that the seat covers: the chosen scope, or the first one held; all where none is held.
    fn houses(&self, holding: &Holding, chosen: Option<ScopeId>) -> Option<&Arc<HouseSet>> {
        let scope = chosen.filter(|scope| holding.scopes.contains(scope)).or(holding.scopes.first().copied())?;
        self.scopes.get(&scope)
    }

    /// Whether this actor may do this at all, and how far.
    ///
    /// # Errors
    /// Why not.
    pub fn permit(&self, who: &Who, function: Function, today: Date) -> Result<Permit, Denied> {
        let seat = match who {
            Who::Operator => {
                return Ok(Permit { function, reach: Reach::EVERYTHING, sight: Sight::Plain, roles: Arc::from(OPERATOR) });
            }
            Who::Guest if self.guest.has(function) => {
                return Ok(Permit { function, reach: Reach::NOTHING, sight: Sight::Masked, roles: Arc::from(Roles::GUEST) });
            }
            Who::Guest => return Err(Denied::SignIn),
            Who::User(seat) => seat,
        };
        let (standing, holding) = self.holding(seat, function, today)?;
        let houses = match (holding.scopes.is_empty(), self.houses(holding, seat.scope)) {
            (true, _) => Houses::All,
            (false, Some(houses)) => Houses::Only(houses.clone()),
            (false, None) => Houses::Only(Arc::default()),
        };
        let reach = match standing.kind {
            UserKind::Owner => Reach { agent: None, houses, holder: None },
            UserKind::Partner | UserKind::Agent => Reach { agent: Some(seat.agent), houses, holder: None },
            UserKind::Citizen => Reach { agent: None, houses: Houses::All, holder: Some(seat.user) },
        };
        Ok(Permit { function, reach, sight: standing.sight, roles: holding.roles.clone() })
    }

    /// Whether this user may do this to an object at this place: the same answer as a permit held against the place,
    /// without making one.
    ///
    /// # Errors
    /// Why not.
    pub fn decide(&self, seat: &Seat, function: Function, place: Place, today: Date) -> Result<(), Denied> {
        let (standing, holding) = self.holding(seat, function, today)?;
        let reached = match standing.kind {
            UserKind::Citizen => place.holder == Some(seat.user),
            UserKind::Owner => self.in_scope(holding, seat, place),
            UserKind::Partner | UserKind::Agent => place.agent == Some(seat.agent) && self.in_scope(holding, seat, place),
        };
        if reached { Ok(()) } else { Err(Denied::OutOfReach) }
    }

    /// Whether this user may do this to an object at this place in any of their scopes: whoever hands them work does not
    /// know in which one they sit.
    ///
    /// # Errors
    /// Why not.
    pub fn able(&self, user: UserId, agent: AgentId, function: Function, place: Place, today: Date) -> Result<(), Denied> {
        let seat = |scope| Seat { user, login: Arc::from(""), agent, scope };
        let holding = self.standing(user).and_then(|standing| standing.holdings.iter().find(|holding| holding.agent == agent));
        let scopes = holding.map_or(&[][..], |holding| &holding.scopes);
        let elsewhere = scopes.iter().any(|scope| self.decide(&seat(Some(*scope)), function, place, today).is_ok());
        if elsewhere { Ok(()) } else { self.decide(&seat(None), function, place, today) }
    }

    fn in_scope(&self, holding: &Holding, seat: &Seat, place: Place) -> bool {
        holding.scopes.is_empty()
            || place.house.is_some_and(|house| self.houses(holding, seat.scope).is_some_and(|houses| houses.has(house)))
    }
}
