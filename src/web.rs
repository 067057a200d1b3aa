//! The kit of every page: who is visiting, what they sent, the frame, the answer.

pub mod assets;
pub mod caller;
pub mod confirm;
pub mod doors;
pub mod failure;
pub mod guard;
pub mod layout;
pub mod metrics;
pub mod page;
pub mod pages;
pub mod parts;
pub mod posted;
pub mod problem;
pub mod respond;
pub mod return_way;
pub mod route;
pub mod sheets;
pub mod shell;
pub mod standing;
pub mod stream;
pub mod upload;
pub mod url;
pub mod views;
pub mod visit;

pub use caller::Caller;
pub use doors::Doors;
pub use page::{Sheet, again, show};
pub use posted::Posted;
pub use respond::{Answer, Answering, Failure, see_other};
pub use route::Route;
pub use visit::Visit;
