//! What is done to the register of houses.

use super::House;
use crate::{
    act::{Act, door::Numbered},
    terms::{HouseId, Result, id::of},
};

impl Numbered for of::House {
    const SEQUENCE: &'static str = "house";
}

/// Enters a house in the register.
///
/// # Errors
/// A fault of the engine.
pub fn register(act: &mut Act<'_>, street: &str, number: &str) -> Result<HouseId> {
    let id = act.next_id()?;
    act.add(House { id, street: street.to_owned(), number: number.to_owned() })?;
    Ok(id)
}
