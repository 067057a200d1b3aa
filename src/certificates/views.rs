//! How certificates look.

pub mod card;
pub mod factor;
pub mod help;
pub mod own;
pub mod registry;
