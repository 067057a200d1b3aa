//! The table of houses.

use super::House;
use crate::{
    storage::{
        Order, View,
        rows::{each, load},
        view::Keys,
    },
    terms::{HouseId, Result},
};
use std::ops::ControlFlow;

/// The house with this number.
///
/// # Errors
/// A fault of the engine.
pub fn house(view: &dyn View, id: HouseId) -> Result<Option<House>> {
    load(view, &id.key())
}

/// All houses.
///
/// # Errors
/// A fault of the engine.
pub fn houses(view: &dyn View) -> Result<Vec<House>> {
    let mut houses = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |house| {
        houses.push(house);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(houses)
}
