//! How applications look.

pub mod api;
pub mod citizen;
pub mod dashboard;
pub mod desk;
pub mod form;
pub mod giving;
pub mod home;
