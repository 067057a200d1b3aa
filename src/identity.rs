//! The Owner, the Agents, the users, their sign-in and their sessions.

pub mod agent;
pub mod changes;
pub mod login;
pub mod pages;
pub mod password;
pub mod session;
pub mod table;
pub mod user;
pub mod views;

pub use agent::Agent;
pub use login::Login;
pub use session::{Session, SessionKey};
pub use user::{Password, User};
