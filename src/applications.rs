//! What a citizen asks for, which is the case that an employee works on, and the papers that go with it.

pub mod application;
pub mod calling;
pub mod changes;
pub mod disclosure;
pub mod giving;
pub mod inspection;
pub mod judges;
pub mod letters;
pub mod moves;
pub mod number;
pub mod pages;
pub mod paper;
pub mod prefill;
pub mod queue;
mod rework;
pub mod rules;
pub mod state;
pub mod table;
pub mod views;
pub mod widget;

pub use application::{Application, CaseRow, Document};
pub use changes::Office;
pub use inspection::FileType;
pub use number::{NotANumber, Number};
pub use state::State;
