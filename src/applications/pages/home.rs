//! The start page: a guest's, a citizen's; an employee has one of their own.

use super::dashboard;
use crate::{
    access::{Function, UserKind, Who},
    act::Look,
    appliance::Appliance,
    applications::{Office, State, table, views},
    catalog::table as catalog_table,
    identity::table as identity_table,
    terms::{Refusal, Result},
    web::{Answer, Route, Sheet, Visit, see_other, show, url},
};
use actix_web::web::Data;
use maud::Markup;

/// The routes of the start page.
pub fn routes() -> Vec<Route> {
    vec![Route::get(Function::PageView, url::HOME, home), Route::get(Function::PageView, url::DESK, dashboard::desk)]
}

async fn home(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let kind = visit.actor.user().and_then(|user| Some(kabinet.policy().standing(user)?.card.kind));
    if kind.is_some_and(|kind| kind != UserKind::Citizen) {
        return Ok(see_other(url::DESK));
    }
    let office = kabinet.office();
    show(&kabinet, &visit, Function::PageView, |look| Ok(Sheet::new(visit.words.text("home-title"), draw(look, &visit, &office)?))).await
}

fn draw(look: &Look, visit: &Visit, office: &Office) -> Result<Markup> {
    let words = &visit.words;
    let offer = catalog_table::offer(look, &office.catalogue)?;
    if matches!(visit.actor.who, Who::Guest | Who::Operator) {
        return Ok(views::home::guest(words, &offer));
    }
    let id = look.actor().user().ok_or_else(Refusal::missing)?;
    let user = identity_table::user(look, id)?.ok_or_else(Refusal::missing)?;
    let applications = table::of_applicant(look, id)?;
    let waiting: Vec<_> = applications.iter().filter(|application| application.state == State::WaitingForApplicant).collect();
    Ok(views::home::citizen(words, &user, &waiting, &applications, office, &offer))
}
