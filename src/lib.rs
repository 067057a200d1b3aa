//! Kabinet: a town's digital front office in one program.
//!
//! *No permit, no act. No act, no write. No write without a journal line.*
//!
//! A folder is a room (one subject of the domain); the name of a file is the step it stands on. Imports go down the
//! steps, or sideways to a room that is earlier in this list; `tests/house/tidy.rs` holds them to it.

pub mod terms;

pub mod storage;

pub mod access;

pub mod journal;

pub mod act;

pub mod identity;

pub mod certificates;

pub mod people;

pub mod catalog;

pub mod applications;

pub mod housing;

pub mod notifications;

pub mod search;

pub mod appliance;

pub mod web;

pub mod server;

pub mod ops;
