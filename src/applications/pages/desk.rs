//! The employees' pages: queue, case, search.

use crate::web::Route;

/// The routes of the desk.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
