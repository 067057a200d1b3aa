//! The compiled policy: an immutable snapshot of everybody's rights. A decision is a few bit tests; it allocates nothing
//! and its time grows with nothing. A change is compiled in by what it concerns, and a copy shares all that it leaves.

use super::{
    Denied, Due, Function, FunctionSet, Grant, HouseSet, Houses, Period, Permit, Place, Placed, Reach, RoleCode, Roles, ScopeId, UserKind,
    actor::{Seat, Who},
    group::{AgentGroupId, UserGroupId},
    principal::Principals,
    profile::{Key, Profile, Profiles, RuleBook},
    role::StoredRole,
    rule::{Rule, RuleId},
    shelf::Shelf,
    tally::Tally,
};
use crate::terms::{AgentId, Sight, UserId};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

/// What the journal calls the role of whoever works at the installation's own console.
pub const OPERATOR: &str = "operator";

/// What a user's card says of their access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Their type.
    pub kind: UserKind,
    /// Whether the card says active.
    pub active: bool,
    /// When they have access.
    pub period: Period,
    /// Whether personal data is hidden from them.
    pub sight: Sight,
    /// What they must do before anything else.
    pub due: Due,
}

/// What one user holds in one Agent, compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Where.
    pub agent: AgentId,
    /// When it holds.
    pub period: Period,
    /// The profile of somebody who has no scope.
    base: u32,
    /// The scopes they may work in, each with the profile that is in force there; none means the whole Agent.
    pub(super) seats: Box<[(ScopeId, u32)]>,
    /// The principals in reach.
    pub principals: Principals,
}

/// Everything about one user that a decision needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the card says.
    pub card: Card,
    /// What they were given, as it is stored.
    pub grants: Box<[Arc<Grant>]>,
    /// The same, compiled.
    pub holdings: Box<[Holding]>,
}

impl Standing {
    /// Whether the card lets them in on this day.
    pub fn may_enter(&self, today: Date) -> bool {
        self.card.active && self.card.period.holds_on(today)
    }
}

/// Where an actor stands: what decides over a function before any object is looked at.
pub(super) struct Footing<'p> {
    pub(super) standing: &'p Standing,
    pub(super) holding: &'p Holding,
    /// The scope in force, where any is held.
    pub(super) scope: Option<ScopeId>,
    pub(super) profile: &'p Profile,
}

/// The rights of everybody at one moment.
#[derive(Clone, Default)]
pub struct Policy {
    roles: Arc<Roles>,
    guest: FunctionSet,
    /// What an employee does where no role is in force for them.
    pub(super) floor: FunctionSet,
    users: Shelf<Standing>,
    scopes: Shelf<HouseSet>,
    pub(super) profiles: Arc<Profiles>,
    rules: Arc<RuleBook>,
    groups: Arc<BTreeMap<UserGroupId, BTreeSet<UserId>>>,
    membership: Arc<HashMap<UserId, Vec<UserGroupId>>>,
    pub(super) closed: Arc<BTreeSet<AgentId>>,
    /// Of the users of this version.
    tally: Arc<OnceLock<Tally>>,
}

impl Policy {
    /// A policy with nobody in it.
    pub fn new(roles: &Roles) -> Self {
        let (guest, floor) = (roles.functions([Roles::GUEST]), roles.functions([Roles::EMPLOYEE]));
        Self { guest, floor, roles: Arc::new(roles.clone()), ..Self::default() }
    }

    /// The roles in force.
    pub const fn roles(&self) -> &Arc<Roles> {
        &self.roles
    }

    /// The rule with this number.
    pub fn rule(&self, id: RuleId) -> Option<&Arc<Rule>> {
        self.rules.get(id)
    }

    /// How many rules are this Agent's, or the Owner's.
    pub fn rules_of(&self, place: Place) -> usize {
        self.rules.iter().filter(|rule| rule.place() == place).count()
    }

    pub(super) fn rules(&self) -> &RuleBook {
        &self.rules
    }

    /// The houses of a scope.
    pub fn scope(&self, scope: ScopeId) -> Option<&Arc<HouseSet>> {
        self.scopes.get(scope.number())
    }

    /// Puts a user's card and grants in place of the old ones.
    pub fn place_user(&mut self, user: UserId, card: Card, grants: Vec<Grant>) {
        self.stand(user, card, grants.into_iter().map(Arc::new).collect());
    }

    /// How many users hold this role in this Agent.
    pub fn holders(&self, agent: AgentId, role: &RoleCode) -> usize {
        self.tally().holders(agent, role)
    }

    /// How many users have this scope.
    pub fn holders_of_scope(&self, scope: ScopeId) -> usize {
        self.tally().holders_of_scope(scope)
    }

    fn tally(&self) -> &Tally {
        self.tally.get_or_init(|| Tally::of(self.users.iter().map(|(_, standing)| &**standing)))
    }

    /// Forgets a user.
    pub fn drop_user(&mut self, user: UserId) {
        self.tally = Arc::default();
        self.users.put(user.number(), None);
    }

    fn stand(&mut self, user: UserId, card: Card, grants: Box<[Arc<Grant>]>) {
        self.tally = Arc::default();
        let holdings = grants.iter().map(|grant| self.holding(user, card.kind, grant)).collect();
        self.users.put(user.number(), Some(Standing { card, grants, holdings }));
    }

    fn holding(&mut self, user: UserId, kind: UserKind, grant: &Grant) -> Holding {
        let mut profile = |scope| {
            let groups = self.membership.get(&user).map_or(&[][..], Vec::as_slice).into();
            let named = self.rules.names(user).then_some(user);
            let key = Key { agent: grant.agent, kind, roles: grant.roles_in(scope).into(), groups, user: named };
            let known = self.profiles.find(&key);
            known.unwrap_or_else(|| Arc::make_mut(&mut self.profiles).add(key, &self.roles, &self.rules))
        };
        let base = if grant.scopes.is_empty() { profile(None) } else { u32::MAX };
        let seats = grant.scopes.iter().map(|scope| (*scope, profile(Some(*scope)))).collect();
        let principals = Principals::of(&grant.principals);
        Holding { agent: grant.agent, period: grant.period, base, seats, principals }
    }

    fn again(&mut self, user: UserId) {
        if let Some(standing) = self.users.get(user.number()).cloned() {
            self.stand(user, standing.card, standing.grants.clone());
        }
    }

    /// Puts a scope's houses in place of the old ones; none where the scope is gone.
    pub fn place_scope(&mut self, scope: ScopeId, houses: Option<HouseSet>) {
        self.scopes.put(scope.number(), houses);
    }

    /// Puts a role in place of what was known under its code.
    pub fn place_role(&mut self, role: StoredRole) {
        let code = role.code.clone();
        Arc::make_mut(&mut self.roles).place(role);
        self.renew_role(&code);
    }

    /// Forgets an Agent's own role.
    pub fn drop_role(&mut self, code: &RoleCode) {
        Arc::make_mut(&mut self.roles).drop_role(code);
        self.renew_role(code);
    }

    fn renew_role(&mut self, code: &RoleCode) {
        self.guest = self.roles.functions([Roles::GUEST]);
        self.floor = self.roles.functions([Roles::EMPLOYEE]);
        Arc::make_mut(&mut self.profiles).renew(&self.roles, &self.rules, |key| key.roles.contains(code));
    }

    /// Puts a rule in place of what was known under its number; none where it is gone.
    pub fn place_rule(&mut self, id: RuleId, rule: Option<Rule>) {
        let rules = Arc::make_mut(&mut self.rules);
        let before = rules.put(id, rule);
        let after = rules.get(id).cloned();
        for user in [&before, &after].into_iter().filter_map(|rule| rule.as_ref()?.user) {
            self.again(user);
        }
        let rules = &self.rules;
        let concerned = |key: &Key| [&before, &after].into_iter().flatten().any(|rule| rules.applies(rule, key));
        Arc::make_mut(&mut self.profiles).renew(&self.roles, rules, concerned);
    }

    /// Opens an Agent to its users, or closes it to them.
    pub fn place_agent(&mut self, agent: AgentId, open: bool) {
        let closed = Arc::make_mut(&mut self.closed);
        let _ = if open { closed.remove(&agent) } else { closed.insert(agent) };
    }

    /// Puts the users of a group in place of the old ones.
    pub fn place_user_group(&mut self, id: UserGroupId, users: Vec<UserId>) {
        let users: BTreeSet<UserId> = users.into_iter().collect();
        let before = Arc::make_mut(&mut self.groups).insert(id, users.clone()).unwrap_or_default();
        let moved: Vec<UserId> = before.symmetric_difference(&users).copied().collect();
        let membership = Arc::make_mut(&mut self.membership);
        for user in &moved {
            let groups = membership.entry(*user).or_default();
            groups.retain(|group| *group != id);
            if users.contains(user) {
                groups.push(id);
                groups.sort();
            }
        }
        moved.into_iter().for_each(|user| self.again(user));
    }

    /// Puts the Agents of a group in place of the old ones; none where the group is gone.
    pub fn place_agent_group(&mut self, id: AgentGroupId, agents: Option<Vec<AgentId>>) {
        Arc::make_mut(&mut self.rules).put_group(id, agents);
        Arc::make_mut(&mut self.profiles).renew(&self.roles, &self.rules, |_| true);
    }

    /// What somebody could do in this Agent with these roles, of this type, in these groups: of all functions where no role
    /// is named.
    pub fn outlook(&self, agent: AgentId, kind: UserKind, roles: &[RoleCode], groups: &[UserGroupId]) -> FunctionSet {
        let granted = if roles.is_empty() { Function::all().collect() } else { self.roles.functions_in(agent, roles) };
        let key = Key { agent, kind, roles: roles.into(), groups: groups.into(), user: None };
        self.rules.open(&key, granted)
    }

    /// What is known of this user.
    pub fn standing(&self, user: UserId) -> Option<&Standing> {
        self.users.get(user.number()).map(|standing| &**standing)
    }

    /// Everybody.
    pub fn users(&self) -> impl Iterator<Item = (UserId, &Standing)> {
        self.users.iter().map(|(number, standing)| (UserId::new(number), &**standing))
    }

    pub(super) fn users_different(&self, other: &Self) -> Vec<u64> {
        self.users.different(&other.users)
    }

    pub(super) fn scopes_different(&self, other: &Self) -> Vec<ScopeId> {
        self.scopes.different(&other.scopes).into_iter().map(ScopeId::new).collect()
    }

    pub(super) fn footing(&self, seat: &Seat, today: Date) -> Result<Footing<'_>, Denied> {
        let standing = self.standing(seat.user).ok_or(Denied::Inactive)?;
        if !standing.card.active {
            return Err(Denied::Inactive);
        }
        if !standing.card.period.holds_on(today) {
            return Err(Denied::OutOfPeriod);
        }
        if self.closed.contains(&seat.agent) {
            return Err(Denied::Closed);
        }
        let holding = standing.holdings.iter().find(|holding| holding.agent == seat.agent).ok_or(Denied::NoGrant)?;
        if !holding.period.holds_on(today) {
            return Err(Denied::OutOfPeriod);
        }
        let (scope, profile) = holding.seated(seat.scope);
        let profile = self.profiles.get(profile).ok_or(Denied::NoGrant)?;
        Ok(Footing { standing, holding, scope, profile })
    }

    pub(super) fn open(&self, seat: &Seat, function: Function, today: Date) -> Result<Footing<'_>, Denied> {
        let footing = self.footing(seat, today)?;
        if let Some(denied) = footing.standing.card.due.denies(function) {
            return Err(denied);
        }
        if footing.profile.open.has(function) || self.is_floor(&footing, function) {
            return Ok(footing);
        }
        Err(if footing.profile.granted.has(function) { Denied::Hidden } else { Denied::NoRole })
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
        let footing = self.open(seat, function, today)?;
        let houses = footing.scope.map_or(Houses::All, |scope| Houses::Only(self.scope(scope).cloned().unwrap_or_default()));
        let principals = footing.holding.principals.clone();
        let reach = match footing.standing.card.kind {
            UserKind::Owner => Reach { agent: None, houses, holder: None, principals },
            UserKind::Partner | UserKind::Agent => Reach { agent: Some(seat.agent), houses, holder: None, principals },
            UserKind::Citizen => Reach { agent: None, houses: Houses::All, holder: Some(seat.user), principals },
        };
        Ok(Permit { function, reach, sight: footing.standing.card.sight, roles: footing.profile.names.clone() })
    }

    /// Whether this user may do this to an object at this place: the same answer as a permit held against the place,
    /// without making one.
    ///
    /// # Errors
    /// Why not.
    pub fn decide(&self, seat: &Seat, function: Function, place: Place, today: Date) -> Result<(), Denied> {
        let footing = self.open(seat, function, today)?;
        let reached = match footing.standing.card.kind {
            UserKind::Citizen => place.holder == Some(seat.user),
            UserKind::Owner => self.in_scope(footing.scope, place),
            UserKind::Partner | UserKind::Agent => place.agent == Some(seat.agent) && self.in_scope(footing.scope, place),
        };
        if reached && footing.holding.principals.cover(place.principal) { Ok(()) } else { Err(Denied::OutOfReach) }
    }

    /// Whether this user may do this to an object at this place in any of their scopes: whoever hands them work does not
    /// know in which one they sit.
    ///
    /// # Errors
    /// Why not.
    pub fn able(&self, user: UserId, agent: AgentId, function: Function, place: Place, today: Date) -> Result<(), Denied> {
        let seat = |scope| Seat { user, login: Arc::from(""), agent, scope };
        let holding = self.standing(user).and_then(|standing| standing.holdings.iter().find(|holding| holding.agent == agent));
        let elsewhere = holding
            .is_some_and(|holding| holding.seats.iter().any(|(scope, _)| self.decide(&seat(Some(*scope)), function, place, today).is_ok()));
        if elsewhere { Ok(()) } else { self.decide(&seat(None), function, place, today) }
    }

    pub(super) fn in_scope(&self, scope: Option<ScopeId>, place: Place) -> bool {
        let Some(scope) = scope else { return true };
        place.house.is_some_and(|house| self.scope(scope).is_some_and(|houses| houses.has(house)))
    }
}

impl Holding {
    /// The scope in force and its profile: the chosen one, or the first held; none where none is held.
    pub(super) fn seated(&self, chosen: Option<ScopeId>) -> (Option<ScopeId>, u32) {
        let mut seats = self.seats.iter();
        let chosen = chosen.and_then(|chosen| seats.find(|(scope, _)| *scope == chosen));
        chosen.or(self.seats.first()).map_or((None, self.base), |(scope, profile)| (Some(*scope), *profile))
    }

    /// The scopes; none means the whole Agent.
    pub fn scopes(&self) -> impl Iterator<Item = ScopeId> {
        self.seats.iter().map(|(scope, _)| *scope)
    }

    /// The places of all its profiles.
    pub(super) fn profiles(&self) -> impl Iterator<Item = u32> {
        let base = self.seats.is_empty().then_some(self.base);
        self.seats.iter().map(|(_, profile)| *profile).chain(base)
    }
}

#[cfg(test)]
mod tests;
