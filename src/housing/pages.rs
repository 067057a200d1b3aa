//! Справочники: houses, and the principals for whom Agents bill.

mod houses;
mod principals;

use crate::{
    access::Function,
    web::{Route, Visit, url},
};

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::HouseList, url::HOUSES, houses::list),
        Route::get(Function::HouseRegister, "/houses/edit", houses::edit),
        Route::post(Function::HouseRegister, "/houses/edit", houses::save),
        Route::get(Function::HouseRegister, "/houses/enter", houses::enter),
        Route::post(Function::HouseRegister, "/houses/enter", houses::save_many),
        Route::get(Function::PrincipalList, url::PRINCIPALS, principals::list),
        Route::get(Function::PrincipalRegister, "/principals/edit", principals::edit),
        Route::post(Function::PrincipalRegister, "/principals/edit", principals::save),
    ]
}

type Pairs = Vec<(String, String)>;

fn asked(visit: &Visit) -> Pairs {
    let query = visit.address.split_once('?').map_or("", |(_, query)| query);
    serde_urlencoded::from_str(query).unwrap_or_default()
}

fn get<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
}
