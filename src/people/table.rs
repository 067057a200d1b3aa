//! The table of citizens.

use super::{Person, Snils, person};
use crate::{
    storage::{
        Order, Table, View,
        rows::{load, pointed},
        view::Keys,
    },
    terms::{PersonId, Result, UserId},
};
use std::ops::ControlFlow;

fn first(view: &dyn View, index: Table, key: &[u8]) -> Result<Option<Person>> {
    let mut found = None;
    view.visit(index, &Keys::with_prefix(key), Order::Ascending, &mut |row, _| {
        found = Some(pointed(row, 8).to_vec());
        ControlFlow::Break(())
    })?;
    found.map_or(Ok(None), |key| load(view, &key))
}

/// The citizen with this number.
///
/// # Errors
/// A fault of the engine.
pub fn person(view: &dyn View, id: PersonId) -> Result<Option<Person>> {
    load(view, &id.key())
}

/// The citizen who signs in as this user.
///
/// # Errors
/// A fault of the engine.
pub fn person_of_user(view: &dyn View, user: UserId) -> Result<Option<Person>> {
    first(view, person::BY_USER, &user.key())
}

/// The citizen with this SNILS.
///
/// # Errors
/// A fault of the engine.
pub fn person_by_snils(view: &dyn View, snils: &Snils) -> Result<Option<Person>> {
    first(view, person::BY_SNILS, &person::snils_key(snils))
}
