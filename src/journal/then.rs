//! A record as it was at a moment, put together from its changes alone: works for every kind.

use super::{Deed, RecordChange, Value};
use crate::terms::{AgentId, PersonId};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One change of the record, with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Step<'c> {
    /// The journal that has it.
    pub agent: AgentId,
    /// Its place there: changes of one journal happened in this order.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What was changed.
    pub change: &'c RecordChange,
}

/// A field with the value that it had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its path in the record.
    pub path: String,
    /// The value.
    pub value: Value,
    /// Whose personal data it is, where the change said so.
    pub subject: Option<PersonId>,
}

/// What there was at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: it was added later, at this time.
    NotYet(Timestamp),
    /// Nothing any more: it had been removed at this time.
    Gone(Timestamp),
    /// The record with these fields, in the order of a page.
    There(Vec<Held>),
    /// Its beginning is in no journal that was read.
    Unknown,
}

/// The record as it was before `end`, from all its changes in any order. An action carries the time when it was asked for
/// and stands where it was done; so within one journal the place decides, and a change counts from the latest time before it.
pub fn then(mut steps: Vec<Step<'_>>, end: Timestamp) -> Then {
    steps.sort_unstable_by_key(|step| (step.agent, step.number));
    let mut latest: Option<(AgentId, Timestamp)> = None;
    for step in &mut steps {
        step.at = latest.filter(|(agent, _)| *agent == step.agent).map_or(step.at, |(_, at)| at.max(step.at));
        latest = Some((step.agent, step.at));
    }
    steps.sort_by_key(|step| step.at);
    let Some(first) = steps.first().filter(|step| step.change.deed == Deed::Added) else { return Then::Unknown };
    let mut was = Then::NotYet(first.at);
    let mut held: BTreeMap<&str, Held> = BTreeMap::new();
    for step in steps.iter().take_while(|step| step.at < end) {
        match step.change.deed {
            Deed::Added => held.clear(),
            Deed::Changed => {}
            Deed::Removed => {
                was = Then::Gone(step.at);
                continue;
            }
        }
        apply(&mut held, step.change);
        was = Then::There(Vec::new());
    }
    match was {
        Then::There(_) => Then::There(listed(held)),
        Then::NotYet(_) | Then::Gone(_) | Then::Unknown => was,
    }
}

fn apply<'c>(held: &mut BTreeMap<&'c str, Held>, change: &'c RecordChange) {
    for field in &change.fields {
        match &field.new {
            Some(value) => {
                let now = Held { path: field.path.clone(), value: value.clone(), subject: change.subject };
                held.insert(&field.path, now);
            }
            None => drop(held.remove(field.path.as_str())),
        }
    }
}

/// As a page lists them: the second of a list stands before the tenth.
fn listed(held: BTreeMap<&str, Held>) -> Vec<Held> {
    let mut fields: Vec<_> = held.into_values().collect();
    fields.sort_by_cached_key(|field| {
        let part = |part: &str| (part.parse::<u64>().unwrap_or(0), part.to_owned());
        field.path.split('.').map(part).collect::<Vec<_>>()
    });
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{FieldChange, RecordRef};

    fn change(deed: Deed, fields: &[(&str, Option<&str>)]) -> RecordChange {
        let field = |(path, new): &(&str, Option<&str>)| {
            let new = new.map(|text| Value::Open(text.to_owned()));
            FieldChange { path: (*path).to_owned(), old: None, new }
        };
        let record = RecordRef { kind: "scope".to_owned(), key: vec![0; 8] };
        RecordChange { record, deed, subject: None, fields: fields.iter().map(field).collect() }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn told(changes: &[(u64, u64, i64, &RecordChange)], end: i64) -> String {
        let steps =
            changes.iter().map(|&(agent, number, second, change)| Step { agent: AgentId::new(agent), number, at: at(second), change });
        match then(steps.collect(), at(end)) {
            Then::There(fields) => {
                let text = |held: &Held| match &held.value {
                    Value::Open(text) => format!("{}={text}", held.path),
                    Value::Sealed(_) | Value::Hidden => held.path.clone(),
                };
                fields.iter().map(text).collect::<Vec<_>>().join(" ")
            }
            Then::NotYet(since) => format!("not before {}", since.as_second()),
            Then::Gone(since) => format!("gone at {}", since.as_second()),
            Then::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn each_moment_has_its_values() {
        let added = change(Deed::Added, &[("name", Some("a")), ("list.2", Some("x")), ("list.10", Some("y"))]);
        let changed = change(Deed::Changed, &[("name", Some("b")), ("list.2", None), ("note", Some(""))]);
        let (removed, again) = (change(Deed::Removed, &[("name", None)]), change(Deed::Added, &[("name", Some("c"))]));
        let all = [(1, 4, 40, &again), (1, 1, 10, &added), (1, 3, 30, &removed), (1, 2, 20, &changed)];
        let told = |end| told(&all, end);
        assert_eq!(told(10), "not before 10");
        assert_eq!(told(11), "list.2=x list.10=y name=a");
        assert_eq!(told(20), told(11));
        assert_eq!(told(21), "list.10=y name=b note=");
        assert_eq!(told(35), "gone at 30");
        assert_eq!(told(99), "name=c");
    }

    #[test]
    fn the_place_in_a_journal_decides_and_not_the_clock() {
        let (added, one) = (change(Deed::Added, &[("name", Some("a"))]), change(Deed::Changed, &[("name", Some("b"))]));
        let two = change(Deed::Changed, &[("name", Some("c"))]);
        // The third was asked for before the second and done after it.
        assert_eq!(told(&[(1, 0, 10, &added), (1, 1, 21, &one), (1, 2, 20, &two)], 22), "name=c");
        assert_eq!(told(&[(1, 0, 10, &added), (1, 1, 21, &one), (1, 2, 20, &two)], 21), "name=a");
        // Another journal goes by the clock.
        assert_eq!(told(&[(1, 0, 10, &added), (1, 1, 30, &one), (2, 0, 20, &two)], 25), "name=c");
        assert_eq!(told(&[(1, 0, 10, &added), (1, 1, 30, &one), (2, 0, 20, &two)], 31), "name=b");
    }

    #[test]
    fn without_its_beginning_nothing_is_told() {
        let changed = change(Deed::Changed, &[("name", Some("b"))]);
        assert_eq!(told(&[(1, 1, 10, &changed)], 99), "unknown");
        assert_eq!(told(&[], 99), "unknown");
    }
}
