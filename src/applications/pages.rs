//! The pages of applications: the citizen's side and the employees' side.

mod desk;
mod files;

use crate::web::Route;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    desk::routes()
}
