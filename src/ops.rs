//! The work of whoever runs the installation.

pub mod demo;
