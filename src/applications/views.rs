//! How applications look.

pub mod desk;
