//! The employees' search: cases by any word of them, by number, by the applicant's name.

use super::{Question, query::Place, views};
use crate::{
    access::{Function, Houses, Placed},
    act::Look,
    appliance::Appliance,
    applications::{Application, State, table},
    terms::Result,
    web::{Answer, Route, Sheet, Visit, show, url},
};
use actix_web::web::Data;

/// Cases on a page.
const SHOWN: usize = 20;
/// Characters of a question; more are not read.
const LONGEST: usize = 400;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![Route::get(Function::CaseFind, url::SEARCH, find)]
}

async fn find(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let query = visit.address.split_once('?').map_or("", |(_, query)| query);
    let asked: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let get = |name: &str| asked.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let sought: String = get("q").chars().take(LONGEST).collect();
    let before: Option<Place> = get("before").parse().ok();
    show(&kabinet, &visit, Function::CaseFind, |look| {
        let (cases, last) = found(look, &kabinet, &sought, before)?;
        let (words, office) = (&visit.words, kabinet.office());
        let (sight, today, calendar) = (look.sight(), look.today(), office.working_days(look)?);
        let page = views::Found { words, sight, today, office: &office, calendar: &calendar, sought: &sought, cases: &cases, last };
        Ok(Sheet::new(words.text("search-title"), page.page()))
    })
    .await
}

/// The cases of one page, and the place where the next one begins. The index tells identities only; each case comes from
/// the store, through the reader's reach once more.
fn found(look: &Look, kabinet: &Appliance, sought: &str, before: Option<Place>) -> Result<(Vec<Application>, Option<Place>)> {
    // Whoever may not see cases finds none: a rule that hides them hides them here, too.
    look.policy().permit(&look.actor().who, Function::CaseView, look.today()).map_err(|why| why.refusal(Function::CaseView))?;
    let reach = &look.permit().reach;
    let houses = match &reach.houses {
        Houses::All => None,
        Houses::Only(houses) => Some(|house| houses.has(house)),
    };
    let question = Question {
        words: sought,
        agent: reach.agent,
        houses: houses.as_ref().map(|has| has as &super::Houses<'_>),
        applicant: reach.holder,
        sight: look.sight(),
        limit: SHOWN,
        before,
    };
    let answer = kabinet.search().ask(&question)?;
    let mut cases = Vec::with_capacity(answer.ids.len());
    for id in answer.ids {
        let case = table::application(look, id)?;
        cases.extend(case.filter(|case| case.state != State::Draft && reach.covers(case.place())));
    }
    if !cases.is_empty() {
        look.disclose_list();
    }
    Ok((cases, answer.last.filter(|_| answer.more)))
}
