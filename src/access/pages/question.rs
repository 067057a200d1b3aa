//! The question whether somebody may do something, and its answer with every reason: on the user's card, and in `kabinet why`.

use super::object::{Meant, Sort};
use crate::{
    access::{Explanation, Function, Policy, ScopeId, Seat, views::why},
    applications::Office,
    terms::{Message, Refusal, Words, message},
};
use jiff::civil::Date;

/// What an answer is drawn from.
pub struct Inquiry<'i> {
    /// The rights of everybody.
    pub policy: &'i Policy,
    /// The services: whether a case waits for a second signature.
    pub office: &'i Office,
    /// The reader's words.
    pub words: &'i Words,
    /// The names of groups of houses.
    pub scope: &'i dyn Fn(ScopeId) -> String,
    /// The day.
    pub today: Date,
}

impl Inquiry<'_> {
    /// Whether whoever sits here may do this: to what is meant, where something is.
    pub fn explain(&self, seat: &Seat, function: Function, meant: Option<&Meant>) -> Explanation {
        let mut why = self.policy.explain_deed(seat, function, meant.map(|meant| meant.object), self.today);
        let hindrance = meant.and_then(|meant| meant.case.as_ref()).filter(|_| why.is_yes()).and_then(|case| {
            let service = self.office.service_of(case).ok()?;
            case.hindrance(function, seat.user, service.signing, self.today)
        });
        why.bar = hindrance.map(|said| Refusal::new(crate::terms::Kind::Conflict, said)).or(why.bar);
        why
    }

    /// The same, with its reasons.
    pub fn answer(&self, seat: &Seat, function: Function, meant: Option<&Meant>) -> (Explanation, Vec<Message>) {
        let why = self.explain(seat, function, meant);
        let mut reasons = why::reasons(function, &why, self.policy, self.words, self.scope);
        if meant.is_none() && why.is_yes() && !Sort::of(function).is_empty() {
            reasons.push(message("why-in-general").with("kinds", Sort::named(self.words, function)));
        }
        if !why.is_yes() {
            reasons.extend(self.elsewhere(seat, function, meant));
        }
        (why, reasons)
    }

    /// Where in another group of houses that the user has the answer is yes.
    fn elsewhere(&self, seat: &Seat, function: Function, meant: Option<&Meant>) -> Option<Message> {
        let grants = &self.policy.standing(seat.user)?.grants;
        let scopes = &grants.iter().find(|grant| grant.agent == seat.agent)?.scopes;
        let able = |scope: &&ScopeId| self.explain(&Seat { scope: Some(**scope), ..seat.clone() }, function, meant).is_yes();
        let named: Vec<_> = scopes.iter().filter(able).map(|scope| self.words.language.quoted((self.scope)(*scope))).collect();
        let count = i64::try_from(named.len()).ok().filter(|count| *count > 0)?;
        Some(message("why-able-elsewhere").with("count", count).with("scopes", named.join(", ")))
    }
}
