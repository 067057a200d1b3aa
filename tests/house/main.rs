//! The one integration binary: stories through the real door.
#![allow(clippy::unwrap_used, missing_docs, reason = "a story that cannot go on says so by panicking")]

mod applying;
mod chromium;
mod disclosure;
mod dashboard;
mod disk;
mod town;
mod walk;

mod access_matrix;
mod agents_apart;
mod authority;
mod bad_files;
mod bad_input;
mod browser;
mod browser_access;
mod browser_history;
mod certificates;
mod confirming;
mod crash;
mod eight_steps;
mod factor;
mod faults;
mod frame;
mod i18n;
mod first_day;
mod guessing;
mod history;
mod live_rights;
mod mail;
mod main_job;
mod masking;
mod own_access;
mod owner_desk;
mod rights;
mod rights_bounds;
mod saved_searches;
mod role_audit;
mod second_factor;
mod services;
mod signing_in;
mod tidy;
mod tls;
mod two_agents;
