//! The pages of applications: the employees' side. The citizen's side stands beside it.

pub mod desk;

use crate::web::Route;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    desk::routes()
}
