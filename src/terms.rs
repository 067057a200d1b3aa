//! Words that every room speaks: identities, dates, money, refusals, wording. No I/O, no clock, no randomness.

pub mod calendar;
pub mod digest;
pub mod error;
pub mod id;
pub mod language;
pub mod message;
pub mod name;
pub mod once;
pub mod personal;
pub mod wording;

pub use digest::Digest;
pub use error::{Error, Fault, FieldError, Kind, Refusal, Result};
pub use id::{AgentId, ApplicationId, BlobId, CertificateId, HouseId, Id, PersonId, UserId};
pub use language::{Language, Text};
pub use message::{Argument, Message, message};
pub use name::FullName;
pub use once::{Once, OnceToken};
pub use personal::{Personal, Secret, Sight};
pub use wording::Words;
