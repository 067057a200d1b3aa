//! The employees' search: cases by any word of them, by number, by the applicant's name.

use super::{Question, query::Place, views};
use crate::{
    access::{Function, Houses, Placed},
    act::Look,
    appliance::Appliance,
    applications::{
        Application, CaseRow, State, calling,
        pages::api,
        table,
        views::api::{CaseLine, Cases, next},
    },
    terms::{Refusal, Result, message},
    web::{Answer, Caller, Route, Sheet, Visit, caller::tell, problem::Problem, show, url},
};
use actix_web::{HttpRequest, web::Data};

/// Cases on a page.
const SHOWN: usize = 20;
/// Characters of a question; more are not read.
const LONGEST: usize = 400;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![Route::get(Function::CaseFind, url::SEARCH, find), Route::get(Function::CaseFind, url::API_SEARCH, find_for_program)]
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

/// Cases by any word of them, by number, by the applicant's name.
#[utoipa::path(
    get,
    path = url::API_SEARCH,
    operation_id = "search",
    security(("key" = [])),
    params(
        ("q" = String, Query, description = "Words in any grammatical form, a number, a name"),
        ("before" = Option<String>, Query, description = "Where the page begins; follow `next` instead of making it up"),
    ),
    responses((status = 200, body = Cases), (status = "4XX", body = Problem, content_type = "application/problem+json")),
)]
pub async fn find_for_program(kabinet: Data<Appliance>, caller: Caller, request: HttpRequest) -> Answer {
    let parameters = api::parameters(&request)?;
    let sought = calling::search(&parameters)?;
    tell(&kabinet, &caller, Function::CaseFind, |look| {
        let before = Some(&sought.before).filter(|place| !place.is_empty()).map(|place| place.parse());
        let before = before.transpose().map_err(|_| Refusal::field("before", message("api-after-wrong")))?;
        let (cases, last) = found(look, &kabinet, &sought.words, before)?;
        let line = |row: CaseRow| Ok(CaseLine::new(&row, api::login(look, row.assignee)?, look.sight()));
        let cases = cases.iter().filter_map(Application::row).map(line).collect::<Result<_>>()?;
        let next = last.map(|place| format!("{}?{}", url::API_SEARCH, next(&parameters, "before", &place.to_string())));
        Ok(Cases { cases, next })
    })
    .await
}

/// The cases of one page, and the place where the next one begins. The index tells identities only; each case comes from
/// the store, through the reader's reach once more.
fn found(look: &Look, kabinet: &Appliance, sought: &str, before: Option<Place>) -> Result<(Vec<Application>, Option<Place>)> {
    // Whoever may not see cases finds none: a rule that hides them hides them here, too.
    look.need(Function::CaseView)?;
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
