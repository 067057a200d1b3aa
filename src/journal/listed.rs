//! A change as people read it: of a list of plain values what left it and what came, not what stands where. The journal keeps
//! the places; they are told from there.

use super::{FieldChange, Value};
use crate::{access::Grant, storage::Record};
use std::collections::BTreeMap;

/// One line of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The field with its values; of a list's value, the path is the list's.
    pub change: FieldChange,
    /// Whether it is a value of a list.
    pub is_listed: bool,
}

/// The list of roles of a grant that are bound to a scope, each with its scope.
pub const BOUND: &str = "bound";

/// What is told of these fields of a record of this kind.
pub fn told(kind: &str, fields: &[FieldChange]) -> Vec<Told> {
    let mut lists: BTreeMap<String, Vec<&FieldChange>> = BTreeMap::new();
    let mut told = Vec::new();
    for field in fields {
        match list_of(kind, &field.path).filter(|list| !has_parts(kind, fields, list)) {
            Some(list) => lists.entry(list).or_default().push(field),
            None => told.push(Told { change: field.clone(), is_listed: false }),
        }
    }
    let (bound, plain): (Vec<_>, Vec<_>) = lists.into_iter().partition(|(list, _)| is_bound(kind, list));
    told.extend(pairs(&bound).unwrap_or_else(|| columns(&bound)));
    told.extend(columns(&plain));
    told
}

fn columns(lists: &[(String, Vec<&FieldChange>)]) -> Vec<Told> {
    lists.iter().flat_map(|(list, changes)| moved(list, changes)).collect()
}

/// The list in which this is a plain value. A role that is bound to a scope is two of them.
fn list_of(kind: &str, path: &str) -> Option<String> {
    let (list, last) = path.rsplit_once('.')?;
    if is_number(last) {
        return Some(list.to_owned());
    }
    let place = list.strip_prefix(BOUND)?.strip_prefix('.')?;
    (kind == Grant::NAME && is_number(place)).then(|| format!("{BOUND}.{last}"))
}

fn is_bound(kind: &str, list: &str) -> bool {
    kind == Grant::NAME && list.strip_prefix(BOUND).is_some_and(|rest| rest.starts_with('.'))
}

/// Whether what stands in the list has fields of its own.
fn has_parts(kind: &str, fields: &[FieldChange], list: &str) -> bool {
    let is_part = |path: &str| {
        let rest = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('.'));
        rest.and_then(|rest| rest.split_once('.')).is_some_and(|(place, _)| is_number(place))
    };
    !is_bound(kind, list) && fields.iter().any(|field| is_part(&field.path))
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// What left this list and what came. Values that nobody can compare, and those that only changed places, stay where they are.
fn moved(list: &str, changes: &[&FieldChange]) -> Vec<Told> {
    let as_it_is = || changes.iter().map(|change| Told { change: (*change).clone(), is_listed: false }).collect();
    let Some((left, came)) = difference(changes) else { return as_it_is() };
    if left.is_empty() && came.is_empty() {
        return as_it_is();
    }
    let line = |old: Option<&str>, new: Option<&str>| {
        let value = |text: &str| Value::Open(text.to_owned());
        Told { change: FieldChange { path: list.to_owned(), old: old.map(value), new: new.map(value) }, is_listed: true }
    };
    let left = left.into_iter().map(|text| line(Some(text), None));
    left.chain(came.into_iter().map(|text| line(None, Some(text)))).collect()
}

/// The values on the one side that have no equal on the other.
fn difference<'c>(changes: &[&'c FieldChange]) -> Option<(Vec<&'c str>, Vec<&'c str>)> {
    let mut ordered = changes.to_vec();
    ordered.sort_by_key(|change| place(&change.path));
    let mut left = open(ordered.iter().filter_map(|change| change.old.as_ref()))?;
    let mut came = open(ordered.iter().filter_map(|change| change.new.as_ref()))?;
    left.retain(|text| {
        let equal = came.iter().position(|other| other == text);
        equal.map(|at| came.remove(at)).is_none()
    });
    Some((left, came))
}

fn open<'c>(values: impl Iterator<Item = &'c Value>) -> Option<Vec<&'c str>> {
    let text = |value: &'c Value| match value {
        Value::Open(text) => Some(text.as_str()),
        Value::Sealed(_) | Value::Hidden => None,
    };
    values.map(text).collect()
}

fn place(path: &str) -> u64 {
    path.split('.').rev().find_map(|part| part.parse().ok()).unwrap_or_default()
}

/// Bound roles with their scopes, each in one line: where all of them left, or all came, and it is clear which belong together.
fn pairs(bound: &[(String, Vec<&FieldChange>)]) -> Option<Vec<Told>> {
    let [(_, roles), (_, scopes)] = bound else { return None };
    let whole = |changes: &[&FieldChange]| changes.iter().all(|change| change.old.is_none() || change.new.is_none());
    let ((left, came), (out, entered)) = (difference(roles)?, difference(scopes)?);
    let are_pure = left.is_empty() && out.is_empty() || came.is_empty() && entered.is_empty();
    let same = |texts: &[&str]| texts.windows(2).all(|two| two[0] == two[1]);
    let has_left = !left.is_empty();
    let (role, scope) = if has_left { (left, out) } else { (came, entered) };
    let are_clear = whole(roles) && whole(scopes) || same(&role) || same(&scope);
    if !are_pure || !are_clear || role.len() != scope.len() || role.is_empty() {
        return None;
    }
    let line = |(role, scope): (&str, &str)| {
        let value = Some(Value::Open(format!("{role} {scope}")));
        let (old, new) = if has_left { (value, None) } else { (None, value) };
        Told { change: FieldChange { path: BOUND.to_owned(), old, new }, is_listed: true }
    };
    Some(role.into_iter().zip(scope).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(kind: &str, fields: &[(&str, Option<&str>, Option<&str>)]) -> String {
        let value = |text: Option<&str>| text.map(|text| Value::Open(text.to_owned()));
        let fields: Vec<_> =
            fields.iter().map(|(path, old, new)| FieldChange { path: (*path).to_owned(), old: value(*old), new: value(*new) }).collect();
        let text = |value: &Option<Value>| match value {
            Some(Value::Open(text)) => text.clone(),
            Some(Value::Sealed(_) | Value::Hidden) | None => "-".to_owned(),
        };
        let line = |told: &Told| format!("{}: {} > {}", told.change.path, text(&told.change.old), text(&told.change.new));
        told(kind, &fields).iter().map(line).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn of_a_list_what_left_and_what_came_is_told() {
        let moved = [("houses.1", Some("7"), Some("8")), ("houses.2", Some("8"), Some("9")), ("houses.3", Some("9"), None)];
        assert_eq!(changed("scope", &moved), "houses: 7 > -");
        let named = [("name", Some("a"), Some("b")), ("houses.10", None, Some("3")), ("houses.9", Some("1"), Some("2"))];
        assert_eq!(changed("scope", &named), "name: a > b; houses: 1 > -; houses: - > 2; houses: - > 3");
        // The same value twice is two of them; what only changed places is told by its places.
        assert_eq!(changed("scope", &[("l.1", Some("a"), Some("b")), ("l.2", Some("a"), None)]), "l: a > -; l: a > -; l: - > b");
        let turned = [("l.1", Some("a"), Some("b")), ("l.2", Some("b"), Some("a"))];
        assert_eq!(changed("scope", &turned), "l.1: a > b; l.2: b > a");
    }

    #[test]
    fn records_in_a_list_stay_where_they_are() {
        let papers = [("documents.1", Some("Paper"), None), ("documents.1.name", Some("a"), None)];
        assert_eq!(changed("application", &papers), "documents.1: Paper > -; documents.1.name: a > -");
        assert_eq!(changed("application", &[("a.1.b.2", Some("x"), None)]), "a.1.b: x > -");
    }

    #[test]
    fn a_bound_role_stands_with_its_scope() {
        let given = [("bound.1.role", None, Some("clerk")), ("bound.1.scope", None, Some("5"))];
        assert_eq!(changed("grant", &given), "bound: - > clerk 5");
        assert_eq!(changed("role", &given), "bound.1.role: - > clerk; bound.1.scope: - > 5");
        let first = [("bound.1.scope", Some("5"), Some("6")), ("bound.2.role", Some("clerk"), None), ("bound.2.scope", Some("6"), None)];
        assert_eq!(changed("grant", &first), "bound: clerk 5 > -");
        assert_eq!(changed("grant", &[("bound.1.role", Some("a"), Some("b"))]), "bound.role: a > -; bound.role: - > b");
    }
}
