//! The one integration binary: stories through the real door.
#![allow(clippy::unwrap_used, missing_docs, reason = "a story that cannot go on says so by panicking")]

mod tidy;
mod town;
mod walk;

mod main_job;
mod signing_in;
