//! The services of the town, read from `data/services/*.toml`: what they give and to whom, their forms, their decisions.

pub mod answers;
pub mod catalogue;
pub mod changes;
mod check;
pub mod code;
pub mod decision;
pub mod decree;
mod entry;
mod find;
pub mod form;
pub mod offer;
pub mod pages;
pub mod service;
#[cfg(test)]
mod shipped;
mod show;
pub mod table;
pub mod views;

pub use answers::{Answers, Gap, Reading};
pub use catalogue::{Catalogue, CatalogueError, Category, LifeSituation};
pub use code::{Code, ServiceCode};
pub use decision::{DecisionTemplate, Outcome, Reason};
pub use entry::{number, roubles};
pub use form::{Condition, Field, FieldKind, Prefill, Requirement, Step, StepKind};
pub use offer::Offer;
pub use service::{Audience, DocumentKind, Service, Signing, Terms};
