//! The one integration binary: stories through the real door.
#![allow(clippy::unwrap_used, missing_docs, reason = "a story that cannot go on says so by panicking")]

mod applying;
mod disk;
mod town;

mod crash;
mod faults;
mod signing_in;
mod tidy;
