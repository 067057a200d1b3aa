//! What a citizen asks for, and the papers that go with it: those that come in and those that go out.

pub mod inspection;
pub mod paper;
