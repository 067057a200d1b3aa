//! The pages of the catalogue.

mod calendar;

use super::{
    table,
    views::{self, Chosen, Way},
};
use crate::{
    access::{Function, Who},
    appliance::Appliance,
    identity::table as identity_table,
    terms::Refusal,
    web::{Answer, Route, Sheet, Visit, show, url},
};
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::CatalogView, url::SERVICES, list),
        Route::get(Function::CatalogView, "/services/{code}", one),
        Route::get(Function::CalendarView, url::CALENDAR, calendar::year),
        Route::get(Function::CalendarDefine, url::CALENDAR_EDIT, calendar::edit),
        Route::post(Function::CalendarDefine, url::CALENDAR_EDIT, calendar::save),
        Route::post(Function::CalendarDefine, url::CALENDAR_REMOVE, calendar::remove),
    ]
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    situation: String,
}

/// Letters of a question to the catalogue.
const LONGEST_QUESTION: usize = 200;

async fn list(kabinet: Data<Appliance>, visit: Visit, wanted: Query<Wanted>) -> Answer {
    let Wanted { q, category, situation } = wanted.into_inner();
    let chosen = Chosen { words: q.chars().filter(|c| !c.is_control()).take(LONGEST_QUESTION).collect(), category, situation };
    let office = kabinet.office();
    show(&kabinet, &visit, Function::CatalogView, |look| {
        let offer = table::offer(look, &office.catalogue)?;
        let services = match (chosen.words.trim(), chosen.category.as_str(), chosen.situation.as_str()) {
            ("", "", "") => offer.services().to_vec(),
            ("", "", situation) => offer.by_life_situation(situation),
            ("", category, _) => offer.by_category(category),
            (words, ..) => offer.find(words, visit.words.language),
        };
        Ok(Sheet::new(visit.words.text("catalog-title"), views::list(&visit.words, &offer, &chosen, &services)))
    })
    .await
}

async fn one(kabinet: Data<Appliance>, visit: Visit, code: Path<String>) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::CatalogView, |look| {
        let service = office.catalogue.current(&code).ok_or_else(Refusal::missing)?;
        let agent = identity_table::agent_by_code(look, service.agent.as_str())?;
        let name = agent.as_ref().map_or("", |agent| agent.name.read(visit.words.language));
        let is_closed = agent.as_ref().is_some_and(|agent| agent.closed.is_some());
        let way = match visit.actor.who {
            Who::Guest | Who::User(_) | Who::Operator if is_closed => Way::Closed,
            Who::Guest => Way::SignIn,
            Who::User(_) | Who::Operator if look.has(Function::ApplicationStart) => Way::Start,
            Who::User(_) | Who::Operator => Way::Read,
        };
        let body = views::one(&visit.words, service, name, way, visit.once());
        Ok(Sheet::new(service.title.read(visit.words.language), body))
    })
    .await
}
