//! How applications look.

pub mod citizen;
pub mod form;
pub mod home;
