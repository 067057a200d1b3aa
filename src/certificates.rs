//! The installation's own certificate authority and what it issues. Today that is the certificate of the server; the
//! certificates of people are issued by the same [`Authority::sign`].
//!
//! The keys lie in `DIR/keys/`, each in one PEM file together with its certificate, so that a crash never leaves a key of
//! one issue beside the certificate of another. [`keys`] and [`files`] read and write there; the rest is pure.

pub mod authority;
pub mod files;
pub mod keys;
pub mod latin;
pub mod names;
pub mod pem;
pub mod server;

pub use authority::Authority;
pub use keys::{Occasion, ServerIdentity, ensure_authority, ensure_server_certificate};
pub use names::{HostName, HostNameError, HostNames};
pub use server::ServerCertificate;

#[cfg(test)]
mod tests;
