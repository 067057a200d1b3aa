//! What employees are told of a case: what waits for exactly them. Whoever did it themselves is told nothing.

use crate::{
    access::{Function, Policy},
    applications::{Application, State, judges},
    journal::{Entry, FieldChange, Value},
    terms::UserId,
};
use jiff::civil::Date;

/// Employees who are told of one action at the most.
const MOST_TOLD: usize = 200;

/// Who is told of this action on this case, and the id of what they are told.
pub(super) fn told(policy: &Policy, today: Date, entry: &Entry, case: &Application) -> Vec<(UserId, &'static str)> {
    let is = |function: Function| entry.function == function.code();
    let (users, id) = if is(Function::ApplicationAnswer) {
        (answered(case), "notice-desk-answered")
    } else if is(Function::ApplicationWithdraw) {
        (case.assignee.into_iter().collect(), "notice-desk-withdrawn")
    } else if is(Function::CaseAssign) {
        (changed(entry, "assignee").and_then(|field| user(field.new.as_ref())).into_iter().collect(), "notice-desk-assigned")
    } else if is(Function::CaseDecide) {
        decided(policy, today, entry, case)
    } else if is(Function::ApplicationAppeal) && case.state == State::Appealed {
        appealed(policy, today, case)
    } else {
        return Vec::new();
    };
    let others = users.into_iter().filter(|user| Some(*user) != entry.user);
    others.take(MOST_TOLD).map(|user| (user, id)).collect()
}

/// Whoever works on the case, and whoever asked.
fn answered(case: &Application) -> Vec<UserId> {
    let asked = case.inquiries.iter().rev().find(|inquiry| inquiry.reply.is_some()).map(|inquiry| inquiry.mark.by);
    let mut users: Vec<_> = case.assignee.into_iter().chain(asked).collect();
    users.sort_unstable();
    users.dedup();
    users
}

/// Those who can add the second signature; or whoever prepared what came back.
fn decided(policy: &Policy, today: Date, entry: &Entry, case: &Application) -> (Vec<UserId>, &'static str) {
    if fields(entry).any(|field| field.path.starts_with("reworks.")) {
        let prepared = changed(entry, "decision.mark.by").and_then(|field| user(field.old.as_ref()));
        return (prepared.into_iter().collect(), "notice-desk-reworked");
    }
    let proposed = case.decision.as_ref().filter(|decision| case.state == State::Decision && decision.confirmation.is_none());
    let users = proposed.map_or_else(Vec::new, |proposed| judges::Judges::of(policy, case, today).seconds(proposed));
    (users, "notice-desk-proposed")
}

/// Those who may answer the appeal; where there is nobody, the administrators, who can give the right.
fn appealed(policy: &Policy, today: Date, case: &Application) -> (Vec<UserId>, &'static str) {
    let judging = judges::impartial(policy, case, today);
    if judging.is_empty() {
        return (judges::able(policy, case, Function::GrantMake, today), "notice-desk-appeal-nobody");
    }
    (judging, "notice-desk-appealed")
}

fn fields(entry: &Entry) -> impl Iterator<Item = &FieldChange> {
    entry.changes.iter().flat_map(|change| &change.fields)
}

fn changed<'e>(entry: &'e Entry, path: &str) -> Option<&'e FieldChange> {
    fields(entry).find(|field| field.path == path)
}

fn user(value: Option<&Value>) -> Option<UserId> {
    match value? {
        Value::Open(number) => number.parse().ok().map(UserId::new),
        Value::Sealed(_) | Value::Hidden => None,
    }
}
