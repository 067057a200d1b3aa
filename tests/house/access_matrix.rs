//! Who may what: every address of the site against every role, as a table that a person can read. A new route or a role
//! changes the table, so that nobody adds one without looking at who gets it.

use crate::page::Browser;
use crate::town::Town;
use expect_test::expect_file;
use kabinet::{
    access::{Card, Due, Grant, Period, Policy, RoleCode, Roles, Seat, UserKind, Who},
    applications::State,
    server::{reference, site},
    terms::{AgentId, Sight, UserId},
    web::{Route, assets, route::Method},
};
use reqwest::StatusCode;
use std::{collections::BTreeSet, fmt::Write, sync::Arc};

const AGENT: AgentId = AgentId::new(2);

/// Roles of which the hamlet has somebody who can sign in.
const PRESENT: [(&str, &str); 8] = [
    ("guest", ""),
    ("citizen", "4-belova"),
    ("supervisor", "1-gromov"),
    ("administrator", "3-orlova"),
    ("head", "3-belyaeva"),
    ("operator", "3-morozov"),
    ("inspector", "3-zaytsev"),
    ("viewer", "3-petrenko"),
];

const LEGEND: &str = "\
Who may ask for what. Columns with a number were asked for real in the hamlet: guest, citizen 4-belova, supervisor 1-gromov,
administrator 3-orlova, head 3-belyaeva, operator 3-morozov, inspector 3-zaytsev, viewer 3-petrenko (personal data hidden).
  +    the policy says yes          -    the policy says no
  200  the answer to GET            in   led to the sign-in page
  403  also for a POST where the policy says no; what it says yes to is not pressed here
Addresses under /api/ are asked for by a program with the key of whoever may make one: 401 is the answer to all others.
The addresses are those of an application of 4-belova in the Agent of the employees; drafts and steps are of a draft.
";

/// Where somebody with this role works: some are the Owner's only.
fn agent_of(code: &str) -> AgentId {
    let owners = reference::roles().unwrap().get(code).is_some_and(|role| role.owners);
    if owners { AgentId::new(1) } else { AGENT }
}

/// A policy in which user n holds the n-th role and nothing else.
fn policy(roles: &Roles, codes: &[&str]) -> Policy {
    let mut policy = Policy::new(roles);
    for (place, code) in codes.iter().enumerate() {
        let kind = match *code {
            "citizen" | "subscriber" => UserKind::Citizen,
            _ if agent_of(code) != AGENT => UserKind::Owner,
            _ => UserKind::Agent,
        };
        let (user, period) = (UserId::new(place as u64 + 1), Period::default());
        let grant = Grant { roles: vec![RoleCode::new(code)], ..Grant::new(user, agent_of(code)) };
        policy.place_user(user, Card { kind, active: true, period, sight: Sight::Plain, due: Due::Nothing }, vec![grant]);
    }
    policy
}

fn who(code: &str, place: usize) -> Who {
    match code {
        "guest" => Who::Guest,
        _ => Who::User(Seat { user: UserId::new(place as u64 + 1), login: Arc::from(code), agent: agent_of(code), scope: None }),
    }
}

/// An address of this route that leads to something of 4-belova.
pub fn address(route: &Route, submitted: &str, draft: &str) -> String {
    let editing = route.path.contains("/steps/") || route.path.ends_with("/check") || route.path.ends_with("/submit");
    let mine = if editing || route.path.contains("/remove") { draft } else { submitted };
    let id = if route.path.starts_with("/applications") { mine } else { submitted };
    let asset = assets::url("kabinet.css").trim_start_matches("/assets/");
    let id = if route.path.starts_with("/letters") { "0199e4a2d7f07c0a8a3e0123456789ab" } else { id };
    // Somebody to give a password to: an employee of the Agent.
    let id = if route.path.starts_with("/users") { "5" } else { id };
    let number = if route.path.starts_with("/history") { submitted } else { "1" };
    let code = if route.path.starts_with("/rights") { "operator" } else { "heating-compensation" };
    let names = [
        ("{id}", id),
        ("{number}", number),
        ("{name}", asset),
        ("{code}", code),
        ("{step}", "applicant"),
        ("{kind}", "application"),
        ("{field}", "name"),
    ];
    let path = names.iter().fold(route.path.to_owned(), |path, (name, value)| path.replace(name, value));
    assert!(!path.contains('{'), "the story does not know how to ask for {path}");
    // A program that seeks nothing is told so.
    if path == "/api/v1/search" { format!("{path}?q=2026") } else { path }
}

async fn answer(browser: &Browser, route: &Route, path: &str, may: bool) -> String {
    let (status, to) = match route.method {
        Method::Post if may => return "     ".to_owned(),
        Method::Post => {
            // In the shape of the form, so that it is the right that is refused.
            let session = "A".repeat(43);
            let once = "0199e4a2-d7f0-7c0a-8a3e-0123456789ab";
            let fields = [("once", once), ("finding", "confirmed"), ("scope", "1"), ("session", &session), ("key", &session)];
            let page = browser.post(path, &fields).await;
            (page.status, page.location())
        }
        Method::Get => {
            // A stream does not end: only the head of the answer is read.
            let asked = browser.client.get(format!("{}{path}", browser.base)).send().await.unwrap();
            let to = asked.headers().get("location").map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
            (asked.status(), to)
        }
    };
    let shown = if to.starts_with("/sign-in") { "in".to_owned() } else { status.as_u16().to_string() };
    let refused = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED].contains(&status) || shown == "in";
    if !may {
        assert!(refused, "{path} is answered with {status}");
    }
    format!(" {shown:<4}")
}

#[tokio::test]
async fn every_address_and_every_role() {
    let roles = reference::roles().unwrap();
    let absent: Vec<&str> =
        roles.iter().map(|(code, _)| code.as_str()).filter(|code| PRESENT.iter().all(|(known, _)| known != code)).collect();
    let codes: Vec<&str> = PRESENT.iter().map(|(code, _)| *code).chain(absent.iter().copied()).collect();
    let policy = policy(&roles, &codes);
    let today = jiff::civil::date(2026, 11, 23);

    let town = Town::open();
    let mut browsers = Vec::new();
    for (_, login) in PRESENT {
        browsers.push(if login.is_empty() { town.browser() } else { town.signed_in(login).await });
    }
    let belova = &browsers[1];
    let submitted = belova.apply_for_heating().await.trim_start_matches("/applications/").to_owned();
    let draft = belova.start("child-allowance").await;
    let draft = draft.trim_start_matches("/applications/").split('/').next().unwrap().to_owned();
    assert!(town.applications().iter().any(|application| application.id.to_string() == draft && application.state == State::Draft));

    let mut table = format!("{LEGEND}\n{:<94}", "");
    for (code, _) in PRESENT {
        write!(table, "{:<7}", &code[..code.len().min(6)]).unwrap();
    }
    let mut programs = Vec::new();
    for browser in &browsers {
        let makes = browser.get("/api-keys").await.status == StatusCode::OK;
        programs.push(town.program(&if makes { browser.new_key("Таблица").await } else { String::new() }));
    }
    let routes = site::routes();
    for route in &routes {
        let method = if route.method == Method::Get { "GET " } else { "POST" };
        write!(table, "\n{method} {:<46}{:<43}", route.path, route.function.code()).unwrap();
        for (place, (code, _)) in PRESENT.iter().enumerate() {
            let may = policy.permit(&who(code, place), route.function, today).is_ok();
            let asking = if route.path.starts_with("/api/") { &programs } else { &browsers };
            let answer = answer(&asking[place], route, &address(route, &submitted, &draft), may).await;
            write!(table, "{}{answer} ", if may { '+' } else { '-' }).unwrap();
        }
        table.truncate(table.trim_end().len());
    }
    table.push_str("\n\nRoles without anybody who can sign in, by the policy alone. Each may also what every signed-in user may.\n");
    for code in &absent {
        let place = codes.iter().position(|known| known == code).unwrap();
        let may: Vec<_> = routes.iter().filter(|route| policy.permit(&who(code, place), route.function, today).is_ok()).collect();
        let everybody = roles.functions(["support"]);
        let mut more: Vec<_> = may.iter().filter(|route| !everybody.has(route.function)).map(|route| route.function.code()).collect();
        let mut told = BTreeSet::new();
        more.retain(|code| told.insert(*code));
        let missing =
            routes.iter().filter(|route| everybody.has(route.function) && !may.iter().any(|known| known.function == route.function));
        assert_eq!(missing.count(), 0, "{code} lacks what everybody has");
        writeln!(table, "{code:<24}{}", if more.is_empty() { "nothing more".to_owned() } else { more.join(", ") }).unwrap();
    }
    expect_file!["access_matrix.txt"].assert_eq(&table);
}
