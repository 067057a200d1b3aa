//! Why: the same answer as [`Policy::decide`], found by walking the facts the slow way, with everything that had a part in it.

use super::{
    Denied, Function, Place, Policy, RoleCode, Roles, ScopeId, UserKind,
    actor::Seat,
    rule::{RuleId, Visibility},
};
use crate::terms::Refusal;
use jiff::civil::Date;

/// What cut an object off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It lies in another Agent.
    Agent,
    /// It lies outside of the scope in force.
    Scope(ScopeId),
    /// It is about a principal that the user does not work for.
    Principal,
    /// It is somebody else's.
    Holder,
}

/// Why a user may do something, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The answer.
    pub answer: Result<(), Denied>,
    /// The roles in force that grant the function.
    pub granting: Vec<RoleCode>,
    /// Roles of the grant that have it, but are bound to other scopes than the one in force.
    pub elsewhere: Vec<RoleCode>,
    /// The visibility rule that decided.
    pub rule: Option<(RuleId, Visibility)>,
    /// Rules that say the opposite and lost to it.
    pub lost: Vec<RuleId>,
    /// The scope in force.
    pub scope: Option<ScopeId>,
    /// What cut the object off, of several the first in this order: Agent, scope, principal.
    pub cut: Option<Cut>,
    /// What bars the deed although the right is there: [`Policy::bar`].
    pub bar: Option<Refusal>,
}

impl Explanation {
    /// The answer alone, with nothing that had a part in it.
    pub(super) const fn without(answer: Result<(), Denied>) -> Self {
        Self { answer, granting: Vec::new(), elsewhere: Vec::new(), rule: None, lost: Vec::new(), scope: None, cut: None, bar: None }
    }

    /// Whether the answer is yes.
    pub const fn is_yes(&self) -> bool {
        self.answer.is_ok() && self.bar.is_none()
    }
}

impl Policy {
    /// Why this user may do this, or may not; to an object at this place where one is named.
    pub fn explain(&self, seat: &Seat, function: Function, place: Option<Place>, today: Date) -> Explanation {
        let footing = match self.footing(seat, today) {
            Ok(footing) => footing,
            Err(denied) => return Explanation::without(Err(denied)),
        };
        if let Some(denied) = footing.standing.card.due.denies(function) {
            return Explanation::without(Err(denied));
        }
        let has = |code: &&RoleCode| self.roles().functions_in(seat.agent, [*code]).has(function);
        let mut granting: Vec<RoleCode> = footing.profile.key.roles.iter().filter(has).cloned().collect();
        if self.is_floor(&footing, function) {
            granting.push(RoleCode::new(Roles::EMPLOYEE));
        }
        let grant = footing.standing.grants.iter().find(|grant| grant.agent == seat.agent);
        let idle = |code: &&RoleCode| !footing.profile.key.roles.contains(*code);
        let elsewhere = grant.iter().flat_map(|grant| &grant.roles).filter(idle).filter(has).cloned().collect();
        let contest = self.rules().contest(&footing.profile.key, function);
        let mut why = Explanation {
            granting,
            elsewhere,
            rule: contest.winner,
            lost: contest.lost,
            scope: footing.scope,
            ..Explanation::without(Ok(()))
        };
        why.answer = if why.granting.is_empty() {
            Err(Denied::NoRole)
        } else if matches!(why.rule, Some((_, Visibility::Hidden))) && !self.is_floor(&footing, function) {
            Err(Denied::Hidden)
        } else {
            why.cut = place.and_then(|place| self.cut(seat, &footing, place));
            if why.cut.is_some() { Err(Denied::OutOfReach) } else { Ok(()) }
        };
        why
    }

    fn cut(&self, seat: &Seat, footing: &super::policy::Footing<'_>, place: Place) -> Option<Cut> {
        let by_scope = || footing.scope.filter(|_| !self.in_scope(footing.scope, place)).map(Cut::Scope);
        let cut = match footing.standing.card.kind {
            UserKind::Citizen => (place.holder != Some(seat.user)).then_some(Cut::Holder),
            UserKind::Owner => by_scope(),
            UserKind::Partner | UserKind::Agent if place.agent != Some(seat.agent) => Some(Cut::Agent),
            UserKind::Partner | UserKind::Agent => by_scope(),
        };
        cut.or_else(|| (!footing.holding.principals.cover(place.principal)).then_some(Cut::Principal))
    }
}
