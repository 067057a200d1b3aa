//! The work of whoever runs the installation: setting it up, serving, checking, copying. `ops` reads everything, under no
//! permit; what it changes goes through Acts.

pub mod books;
pub mod check;
pub mod command;
pub mod config;
pub mod copies;
pub mod demo;
pub mod desk;
pub mod init;
pub mod post;
pub mod serve;
pub mod showing;
#[cfg(test)]
mod tests;
pub mod why;

pub use crate::server::{installation, reference};
