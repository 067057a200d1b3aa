//! How certificates look.

pub mod factor;
pub mod help;
pub mod own;
pub mod registry;
