//! Cases for programs that bring a key of the program interface: read within the same reach, masked in the same way and
//! journaled by the same door as the pages of the desk.

use super::{
    desk::{case as card, filter, papers},
    files,
};
use crate::{
    access::{Function, table as access_table},
    act::Look,
    appliance::Appliance,
    applications::{
        calling,
        table::{self, Page},
        views::api::{Case, CaseLine, Cases, Holder, Place, next_cases},
    },
    identity::{agent::OWNER, table as identity_table},
    terms::{AgentId, ApplicationId, Refusal, Result, Sight, UserId, message},
    web::{
        Answer, Caller, Route,
        caller::{asked, tell},
        posted::unreadable,
        problem::Problem,
        url,
    },
};
use actix_web::{
    HttpRequest,
    web::{Data, Path},
};

/// The routes for programs.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::ApiKeyUse, url::API, holder),
        Route::get(Function::CaseList, url::API_CASES, list),
        Route::get(Function::CaseView, "/api/v1/cases/{id}", one),
        Route::get(Function::CaseDocument, "/api/v1/cases/{id}/documents/{number}", document),
    ]
}

/// What stands behind the "?" of an address.
///
/// # Errors
/// It is not readable.
pub fn parameters(request: &HttpRequest) -> Result<Vec<(String, String)>, Refusal> {
    serde_urlencoded::from_str(request.query_string()).map_err(|_| unreadable())
}

/// For whom the program acts, and what it can ask for.
#[utoipa::path(
    get,
    path = url::API,
    operation_id = "holder",
    security(("key" = [])),
    responses((status = 200, body = Holder), (status = "4XX", body = Problem, content_type = "application/problem+json")),
)]
pub async fn holder(kabinet: Data<Appliance>, caller: Caller) -> Answer {
    tell(&kabinet, &caller, Function::ApiKeyUse, |look| {
        let finds = look.has(Function::CaseFind) && look.has(Function::CaseView);
        let ways = [(look.has(Function::CaseList), url::API_CASES), (finds, url::API_SEARCH)];
        let addresses = ways.into_iter().filter(|(open, _)| *open).map(|(_, address)| address.to_owned()).collect();
        Ok(Holder::new(&caller.key, place(look, &caller)?, look.sight(), addresses))
    })
    .await
}

/// Where the key acts now.
fn place(look: &Look, caller: &Caller) -> Result<Place> {
    let all = if look.permit().reach.agent.is_none() { identity_table::agents(look)? } else { Vec::new() };
    let agents = all.into_iter().filter(|agent| agent.id != OWNER).map(|agent| agent.code).collect();
    let scope = look.policy().scope_in_force(&caller.key.seat());
    let scope = scope.map_or(Ok(None), |scope| access_table::scope(look, scope))?.map(|scope| scope.name);
    Ok(Place { agent: identity_table::agent(look, caller.key.agent)?, agents, scope })
}

/// The cases within reach of the key.
#[utoipa::path(
    get,
    path = url::API_CASES,
    operation_id = "cases",
    security(("key" = [])),
    params(
        ("show" = Option<String>, Query, description = "Which: open (the usual), mine, overdue, new, done, or the code of a state"),
        ("size" = Option<usize>, Query, description = "How many on a page: 1 to 100; 20 where it is not said"),
        ("agent" = Option<String>, Query, description = "The code of the Agent whose cases they are, for a key that reaches several"),
        ("after" = Option<String>, Query, description = "Where the page begins; follow `next` instead of making it up"),
    ),
    responses((status = 200, body = Cases), (status = "4XX", body = Problem, content_type = "application/problem+json")),
)]
pub async fn list(kabinet: Data<Appliance>, caller: Caller, request: HttpRequest) -> Answer {
    let parameters = parameters(&request)?;
    let wanted = calling::cases(&parameters)?;
    tell(&kabinet, &caller, Function::CaseList, |look| {
        look.disclose_list();
        let (agent, filter) = (agent(look, caller.key.agent, wanted.agent.as_deref())?, filter(wanted.show, caller.key.user, look.today()));
        if !table::begins(&wanted.start, agent, filter) {
            return Err(Refusal::field("after", message("api-after-wrong")).into());
        }
        let page = Page { start: wanted.start.clone(), size: wanted.size };
        let listed = table::cases(look, &look.permit().reach, agent, filter, &page)?;
        let line = |row| Ok(CaseLine::new(row, login(look, row.assignee)?, look.sight()));
        let next = listed.next.as_ref().map(|key| next_cases(&parameters, key));
        Ok(Cases { cases: listed.rows.iter().map(line).collect::<Result<_>>()?, next })
    })
    .await
}

/// One case.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}",
    operation_id = "case",
    security(("key" = [])),
    params(("id" = String, Path, description = "Its identity, as the list says it")),
    responses((status = 200, body = Case), (status = "4XX", body = Problem, content_type = "application/problem+json")),
)]
pub async fn one(kabinet: Data<Appliance>, caller: Caller, id: Path<ApplicationId>) -> Answer {
    tell(&kabinet, &caller, Function::CaseView, |look| {
        let case = card::within(look, *id)?;
        if look.sight() == Sight::Plain {
            look.disclose(case.person);
        }
        let row = case.row().ok_or_else(Refusal::missing)?;
        Ok(Case::new(&case, CaseLine::new(&row, login(look, row.assignee)?, look.sight()), look.sight()))
    })
    .await
}

/// A file that the applicant gave, as it is; nobody from whom personal data is hidden gets one.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/documents/{number}",
    operation_id = "document",
    security(("key" = [])),
    params(("id" = String, Path, description = "Of the case"), ("number" = u32, Path, description = "Of the document within it")),
    responses(
        (status = 200, content((Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn document(kabinet: Data<Appliance>, caller: Caller, path: Path<(ApplicationId, u32)>) -> Answer {
    let (id, number) = path.into_inner();
    let given = |look: &Look| papers::given(look, &card::within(look, id)?, number);
    let document = asked(&kabinet, &caller, Function::CaseDocument, given).await?;
    Ok(files::document(&kabinet, &document))
}

/// Whose cases are listed: those of the Agent in which the key acts; whoever sees several says whose.
fn agent(look: &Look, own: AgentId, asked: Option<&str>) -> Result<AgentId> {
    let several = look.permit().reach.agent.is_none();
    let Some(code) = asked else {
        return if several { Err(Refusal::field("agent", message("api-agent-needed")).into()) } else { Ok(own) };
    };
    let found = identity_table::agents(look)?.into_iter().find(|agent| agent.code == code).map(|agent| agent.id);
    // Whose cases are out of reach is not told apart from nobody's.
    let reached = found.filter(|agent| several || *agent == own);
    Ok(reached.ok_or_else(|| Refusal::field("agent", message("api-agent-unknown")))?)
}

/// The login of an employee.
pub fn login(look: &Look, user: Option<UserId>) -> Result<Option<String>> {
    let user = user.map_or(Ok(None), |user| identity_table::user(look, user))?;
    Ok(user.map(|user| user.login.to_string()))
}
