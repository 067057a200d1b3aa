//! The Owner, the Agents, the users, their sign-in and their sessions.

pub mod acquaintance;
pub mod agent;
pub mod api_key;
pub mod attempts;
pub mod browser;
pub mod changes;
pub mod codes;
pub mod common;
pub mod doorstep;
pub mod login;
pub mod numbers;
pub mod pages;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod restoration;
pub mod session;
pub mod table;
pub mod user;
pub mod views;
pub mod workplace;

pub use acquaintance::{Acquaintance, KnownPlace};
pub use agent::Agent;
pub use api_key::ApiKey;
pub use browser::Browser;
pub use codes::Codes;
pub use doorstep::Doorstep;
pub use login::Login;
pub use numbers::Numbers;
pub use passkey::Passkeys;
pub use recovery::{Recovery, RecoveryCode};
pub use restoration::{Restoration, RestoreCode};
pub use session::{Session, SessionKey};
pub use user::{Password, User};
pub use workplace::Workplace;
