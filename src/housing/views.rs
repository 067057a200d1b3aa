//! How the registers look.

pub mod houses;
pub mod principals;
