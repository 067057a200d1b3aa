//! How the pages of the people room look.

pub mod profile;
