//! The installation's own certificate authorities and what they issue: the certificate of the server, and the personal
//! certificates with which people prove that it is they.
//!
//! The keys lie in `DIR/keys/`, each in one PEM file together with its certificate, so that a crash never leaves a key of
//! one issue beside the certificate of another. [`keys`] and [`files`] read and write there; the rest is pure.

pub mod authority;
pub mod certificate;
pub mod chain;
pub mod changes;
pub mod files;
pub mod follower;
pub mod invitation;
pub mod keys;
pub mod latin;
pub mod names;
pub mod pages;
pub mod parcel;
pub mod pem;
pub mod personal;
pub mod proof;
pub mod revocation;
pub mod serial;
pub mod server;
pub mod table;
pub mod views;

pub use authority::Authority;
pub use certificate::Certificate;
pub use keys::{Authorities, Occasion, ServerIdentity, ensure_authority, ensure_server_certificate};
pub use names::{HostName, HostNameError, HostNames};
pub use personal::{FilePassword, Profile};
pub use serial::Serial;
pub use server::ServerCertificate;

#[cfg(test)]
mod tests;
