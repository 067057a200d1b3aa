//! How a record becomes bytes: a version byte, then MessagePack with named fields, so that a field can be added without
//! rewriting what is stored.

use crate::terms::{Fault, Result, error::Doing};
use serde::{Serialize, de::DeserializeOwned};

/// The bytes of this value under this version.
///
/// # Errors
/// The value cannot be written as MessagePack: a bug.
pub fn encode<T: Serialize>(version: u8, value: &T) -> Result<Vec<u8>> {
    let mut bytes = vec![version];
    let mut serializer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    value.serialize(&mut serializer).doing("encoding a record")?;
    Ok(bytes)
}

/// The value of these bytes.
///
/// # Errors
/// The bytes are damaged, or were written by a newer program.
pub fn decode<T: DeserializeOwned>(newest: u8, bytes: &[u8]) -> Result<T> {
    match bytes.split_first() {
        Some((version, body)) if *version <= newest => rmp_serde::from_slice(body).doing("decoding a record"),
        Some((version, _)) => Err(Fault::new("decoding a record", format!("version {version} is newer than this program")).into()),
        None => Err(Fault::new("decoding a record", "it is empty").into()),
    }
}
