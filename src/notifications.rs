//! Notices in the cabinet: what happened to an application, for its applicant. Letters come with their own issue.

pub mod changes;
pub mod follower;
pub mod notice;
pub mod pages;
pub mod table;
pub mod views;

pub use notice::Notice;
