//! How applications look.

pub mod citizen;
pub mod desk;
pub mod form;
pub mod home;
