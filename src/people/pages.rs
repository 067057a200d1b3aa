//! The pages of the people room.

pub mod profile;
