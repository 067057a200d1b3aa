//! The tables of houses and principals.

use super::{House, Principal};
use crate::{
    access::PrincipalId,
    storage::{
        Order, View,
        rows::{each, load},
        view::Keys,
    },
    terms::{AgentId, HouseId, Result},
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

/// The principal with this number.
///
/// # Errors
/// A fault of the engine.
pub fn principal(view: &dyn View, id: PrincipalId) -> Result<Option<Principal>> {
    load(view, &id.key())
}

/// The principals of this Agent, by name.
///
/// # Errors
/// A fault of the engine.
pub fn principals(view: &dyn View, agent: AgentId) -> Result<Vec<Principal>> {
    let mut principals: Vec<Principal> = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |principal: Principal| {
        if principal.agent == agent {
            principals.push(principal);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    principals.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(principals)
}
