//! The pages of applications: the citizen's side and the employees' side.

pub mod api;
mod citizen;
mod dashboard;
mod desk;
mod files;
mod form;
mod giving;
mod home;

use crate::web::Route;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    home::routes()
        .into_iter()
        .chain(citizen::routes())
        .chain(form::routes())
        .chain(giving::routes())
        .chain(desk::routes())
        .chain(api::routes())
        .collect()
}
