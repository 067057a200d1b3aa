//! What bars a deed although its function is granted and its object lies in reach: a condition of the deed itself, whatever a
//! role may say. The Act that does it and the answer to "why" ask the same question here.

use super::{Denied, Explanation, Function, Place, Policy, Seat, UserKind, guard};
use crate::terms::{AgentId, Kind, Refusal, UserId, message};
use jiff::civil::Date;

/// What a deed is done to, where more than its place counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A user: their rights, their card, their sign-in, their certificate.
    User(UserId),
    /// A role: of this Agent's own making, or, where none is named, of the system.
    Role(Option<AgentId>),
    /// A rule over several Agents.
    Several,
    /// A case, or what a case could be about.
    Case,
    /// Anything else.
    Other,
}

/// An object that a question of rights is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object {
    /// Where it lies.
    pub place: Place,
    /// What it is.
    pub target: Target,
}

/// Done by the Owner's employees only, with what is said to others.
const OF_OWNER: [(Function, &str); 7] = [
    (Function::AgentCreate, "desk-of-owner"),
    (Function::AgentEdit, "desk-of-owner"),
    (Function::UserCreate, "desk-of-owner"),
    (Function::UserEdit, "desk-of-owner"),
    (Function::AgentGroupDefine, "rule-of-owner"),
    (Function::CalendarDefine, "decree-of-owner"),
    (Function::CertificateDecide, "certificate-of-owner"),
];

/// Done by whoever works with all houses of the Agent, with what is said to others: it belongs to no house.
const OF_WHOLE_AGENT: [(Function, &str); 7] = [
    (Function::HouseRegister, "house-scope"),
    (Function::CertificateList, "certificates-whole-agent"),
    (Function::CertificateInvite, "certificates-whole-agent"),
    (Function::JournalList, "journal-whole-agent"),
    (Function::JournalView, "journal-whole-agent"),
    (Function::JournalProve, "journal-whole-agent"),
    (Function::JournalExport, "journal-whole-agent"),
];

/// Not done to oneself.
const OF_ANOTHER: [(Function, Kind, &str); 4] = [
    (Function::UserGivePassword, Kind::Conflict, "password-own-elsewhere"),
    (Function::UserFactorRemove, Kind::Conflict, "factor-own-elsewhere"),
    (Function::CertificateDecide, Kind::Invalid, "certificate-own"),
    (Function::CertificateRequire, Kind::Invalid, "certificate-own"),
];

/// Not done to another who decides over more.
const OF_WEAKER: [(Function, &str); 4] = [
    (Function::UserGivePassword, "password-of-stronger"),
    (Function::UserFactorRemove, "factor-of-stronger"),
    (Function::UserApiKeyRevoke, "api-keys-of-stronger"),
    (Function::UserEdit, "user-of-stronger"),
];

fn said(list: &[(Function, &'static str)], function: Function) -> Option<&'static str> {
    list.iter().find(|(listed, _)| *listed == function).map(|(_, said)| *said)
}

impl Function {
    /// Whether only the Owner's employees do it: a role of an Agent's own cannot grant it.
    pub fn is_of_owner(self) -> bool {
        said(&OF_OWNER, self).is_some()
    }
}

impl Policy {
    /// Lets the deed through, as far as it goes without its form; without an object, as far as any.
    ///
    /// # Errors
    /// What bars it.
    pub fn bar(&self, seat: &Seat, function: Function, target: Option<Target>, today: Date) -> Result<(), Refusal> {
        let denied = |id| Err(Refusal::new(Kind::Denied, message(id)));
        let is_owner = self.standing(seat.user).is_some_and(|standing| standing.card.kind == UserKind::Owner);
        if let Some(id) = said(&OF_OWNER, function).filter(|_| !is_owner) {
            return denied(id);
        }
        if let Some(id) = said(&OF_WHOLE_AGENT, function)
            && self.footing(seat, today).is_ok_and(|footing| footing.scope.is_some())
        {
            return denied(id);
        }
        let is_in_journal = function == Function::HistoryView && target.is_some_and(|target| target != Target::Case);
        if is_in_journal && self.open(seat, Function::JournalList, today).is_err() {
            return denied("why-history-of-journal");
        }
        match target {
            Some(Target::User(user)) => self.bar_over(seat, function, user, today),
            Some(Target::Role(None)) if function == Function::RoleDefine && !is_owner => denied("role-of-system"),
            Some(Target::Several) if function == Function::RuleDefine && !is_owner => denied("rule-of-owner"),
            Some(Target::Role(_) | Target::Several | Target::Case | Target::Other) | None => Ok(()),
        }
    }

    fn bar_over(&self, seat: &Seat, function: Function, user: UserId, today: Date) -> Result<(), Refusal> {
        if seat.user == user {
            let own = OF_ANOTHER.iter().find(|(listed, ..)| *listed == function);
            return own.map_or(Ok(()), |(_, kind, id)| Err(Refusal::new(*kind, message(id))));
        }
        if let Some(id) = said(&OF_WEAKER, function).filter(|_| !self.covers(seat, user)) {
            return Err(Refusal::conflict(id));
        }
        if function != Function::GrantMake {
            return Ok(());
        }
        if self.standing(user).is_some_and(|standing| standing.card.kind == UserKind::Citizen) {
            return Err(Refusal::invalid("grant-citizen"));
        }
        guard::above(self, user, &self.extent(seat.user, seat.agent, today), today)
    }

    /// Why this user may do this, or may not, with what bars the deed itself.
    pub fn explain_deed(&self, seat: &Seat, function: Function, object: Option<Object>, today: Date) -> Explanation {
        let place = object.map(|object| object.place);
        let mut why = self.explain(seat, function, place.filter(|_| !function.is_cut_by_agent()), today);
        let is_of_another = |place: &Place| {
            self.standing(seat.user).is_some_and(|standing| match standing.card.kind {
                UserKind::Owner => false,
                UserKind::Partner | UserKind::Agent => place.agent != Some(seat.agent),
                UserKind::Citizen => true,
            })
        };
        if why.answer.is_ok() && function.is_cut_by_agent() && place.as_ref().is_some_and(is_of_another) {
            (why.answer, why.cut) = (Err(Denied::OutOfReach), Some(super::Cut::Agent));
        }
        let is_of_a_stranger =
            |place: &Place| self.footing(seat, today).is_ok_and(|footing| !footing.holding.principals.cover(place.principal));
        if why.answer.is_ok() && place.as_ref().is_some_and(is_of_a_stranger) {
            (why.answer, why.cut) = (Err(Denied::OutOfReach), Some(super::Cut::Principal));
        }
        if why.answer.is_ok() {
            why.bar = self.bar(seat, function, object.map(|object| object.target), today).err();
        }
        why
    }
}
