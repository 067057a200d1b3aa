//! What people are told: notices in the cabinet, made from the journal, and letters, which go out by e-mail.

pub mod changes;
pub mod follower;
pub mod letter;
pub mod letters;
pub mod mailer;
pub mod notice;
pub mod pages;
pub mod table;
pub mod views;
pub mod wishes;

pub use letter::{Draft, Letter, LetterId};
pub use notice::Notice;
pub use wishes::{MailWishes, Topic};
