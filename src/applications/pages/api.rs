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
        views::api::{Case, CaseLine, Cases, Holder, next_cases},
    },
    identity::table as identity_table,
    terms::{AgentId, ApplicationId, Refusal, Result, Sight, UserId, message},
    web::{Answer, Caller, Route, posted::unreadable, problem::Problem, url},
};
use actix_web::{
    HttpRequest, HttpResponse,
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
    let ways = [(Function::CaseList, url::API_CASES), (Function::CaseFind, url::API_SEARCH)];
    let holder = |look: &Look| {
        let addresses = ways.iter().filter(|(function, _)| look.has(*function)).map(|(_, address)| (*address).to_owned()).collect();
        let agent = identity_table::agent(look, caller.key.agent)?;
        let scope = look.policy().scope_in_force(&caller.key.seat());
        let scope = scope.map_or(Ok(None), |scope| access_table::scope(look, scope))?.map(|scope| scope.name);
        Ok(Holder::new(&caller.key, agent.as_ref(), scope, look.sight(), addresses))
    };
    Ok(HttpResponse::Ok().json(kabinet.look(&caller.actor, Function::ApiKeyUse, holder).await?))
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
    let cases = |look: &Look| {
        look.disclose_list();
        let agent = agent(look, caller.key.agent, wanted.agent.as_deref())?;
        let page = Page { start: wanted.start.clone(), size: wanted.size };
        let listed = table::cases(look, &look.permit().reach, agent, filter(wanted.show, caller.key.user, look.today()), &page)?;
        let line = |row| Ok(CaseLine::new(row, login(look, row.assignee)?, look.sight()));
        let next = listed.next.as_ref().map(|key| next_cases(&parameters, key));
        Ok(Cases::new(listed.rows.iter().map(line).collect::<Result<_>>()?, next))
    };
    Ok(HttpResponse::Ok().json(kabinet.look(&caller.actor, Function::CaseList, cases).await?))
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
    let case = |look: &Look| {
        let case = card::load(look, *id)?;
        if look.sight() == Sight::Plain {
            look.disclose(case.person);
        }
        let row = case.row().ok_or_else(Refusal::missing)?;
        Ok(Case::new(&case, CaseLine::new(&row, login(look, row.assignee)?, look.sight()), look.sight()))
    };
    Ok(HttpResponse::Ok().json(kabinet.look(&caller.actor, Function::CaseView, case).await?))
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
    let document = kabinet.look(&caller.actor, Function::CaseDocument, |look| papers::given(look, id, number)).await?;
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
