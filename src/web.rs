//! What people see: the files of the look, the parts that pages are put together from, and the frame around a page.

pub mod assets;
pub mod layout;
pub mod parts;
