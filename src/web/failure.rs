//! The page for an error: what happened, why, what to do; for a fault only an incident number.

use super::{
    confirm::{Sent, Ways},
    layout::{Frame, Plain},
    page::Sheet,
    parts::{Blocked, Weight, actions, blocked, link_button},
    respond::{self, see_other},
    return_way,
    shell::{self, Shell},
    url,
    visit::Visit,
};
use crate::{
    access::{Area, Denied, Explanation, Function, RuleId, Seat, ruling::decided},
    appliance::Appliance,
    identity::{agent::OWNER, table as identity_table},
    terms::{Argument, Error, Fault, Kind, Refusal, Words, message},
};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use maud::{Markup, html};

/// Set by the page's own script: the answer to it is a fragment.
const SCRIPTED: &str = "X-Requested-With";

/// Roles that a refused page names.
const MOST_ROLES: usize = 6;

/// The answer to a request that ended in this error.
pub fn page(kabinet: &Appliance, visit: &Visit, request: &HttpRequest, error: &Error) -> HttpResponse {
    let status = respond::status(error);
    let scripted = request.headers().contains_key(SCRIPTED);
    let refusal = match error {
        Error::Refused(refusal) => refusal.clone(),
        Error::Fault(fault) => incident(fault),
    };
    let words = &visit.words;
    if scripted {
        let said = refusal.fields.first().map_or(&refusal.message, |field| &field.message);
        return respond::page(status, html! { p.error { (words.say(said)) } });
    }
    let looks = request.method().is_safe();
    if let (Some(due), true) = (first_to(&refusal), looks) {
        return see_other(due);
    }
    if refusal.kind == Kind::Unsigned && looks {
        return see_other(format!("{}?next={}", url::SIGN_IN, escaped(&visit.address)));
    }
    let (title, body) = match refusal.kind {
        Kind::Denied => denied(kabinet, visit, request, &refusal),
        Kind::Unproved => unproved(kabinet, visit, request),
        Kind::Missing | Kind::Unsigned | Kind::Invalid | Kind::Conflict | Kind::TooLarge | Kind::Malformed | Kind::Unavailable => {
            plain(visit, request, &refusal)
        }
    };
    let sheet = Sheet::new(title, body);
    // Where even the reader's menu cannot be read, the page still says what happened.
    let document = match kabinet.frame(&visit.actor, |look| Shell::of(look, kabinet, visit)) {
        Ok(shell) => shell.document(kabinet, visit, sheet),
        Err(_) => shell::page(kabinet, visit, &sheet.title, Frame::Plain(Plain::Wide)).document(sheet.body),
    };
    respond::page(status, document)
}

/// Where somebody is led who must do something before anything else.
fn first_to(refusal: &Refusal) -> Option<&'static str> {
    match &*refusal.message.id {
        "refusal-must-change" => Some(url::PASSWORD),
        "refusal-must-prove" => Some(url::FACTORS),
        _ => None,
    }
}

/// The fault is logged once, here, under the number that the person sees.
pub(super) fn incident(fault: &Fault) -> Refusal {
    let number = format!("{:08x}", rand::random::<u32>());
    tracing::error!(incident = number, doing = fault.doing, cause = %fault.cause, "fault");
    Refusal::new(Kind::Unavailable, message("fault-incident").with("number", number))
}

fn escaped(address: &str) -> String {
    serde_urlencoded::to_string([("", address)]).map(|pair| pair.trim_start_matches('=').to_owned()).unwrap_or_default()
}

fn plain(visit: &Visit, request: &HttpRequest, refusal: &Refusal) -> (String, Markup) {
    let words = &visit.words;
    let title = words.say(&refusal.message);
    let (next, name) = return_way::onward(visit, request, refusal);
    let body = html! {
        div.stack-5 {
            h1 { (title) }
            @if !refusal.fields.is_empty() { ul { @for field in &refusal.fields { li { (words.say(&field.message)) } } } }
            p.soft { (words.text(advice(refusal.kind))) }
            (return_way::written(request).shown(words))
            (actions(link_button(Weight::Primary, &words.text(name), &next)))
        }
    };
    (title, body)
}

const fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "error-advice-missing",
        Kind::Unsigned => "error-advice-unsigned",
        Kind::Denied | Kind::Unproved => "error-advice-denied",
        Kind::Invalid | Kind::Malformed | Kind::TooLarge => "error-advice-invalid",
        Kind::Conflict => "error-advice-conflict",
        Kind::Unavailable => "error-advice-unavailable",
    }
}

/// The form for the password, with what was typed behind it.
fn unproved(kabinet: &Appliance, visit: &Visit, request: &HttpRequest) -> (String, Markup) {
    let seat = visit.actor.seat();
    let login = seat.map_or("", |seat| &*seat.login);
    let ways = seat.map_or_else(Ways::default, |seat| kabinet.frame(&visit.actor, |look| Ways::of(look, seat.user)).unwrap_or_default());
    let sent = request.extensions().get::<Sent>().cloned().unwrap_or_else(|| Sent::page(request, &visit.address));
    (visit.words.text("confirm-title").into_owned(), sent.form(&visit.words, login, ways, &[]))
}

/// Which function is missing, and who has it.
fn denied(kabinet: &Appliance, visit: &Visit, request: &HttpRequest, refusal: &Refusal) -> (String, Markup) {
    let words = &visit.words;
    let code = refusal.message.arguments.iter().find_map(|(name, value)| match value {
        Argument::Text(code) if name == "function" => Function::parse(code),
        Argument::Text(_) | Argument::Number(_) | Argument::Date(_) | Argument::Named(_) | Argument::Wording(_) => None,
    });
    let Some(function) = code else { return plain(visit, request, refusal) };
    let seat = visit.actor.seat();
    let why = seat.map(|seat| kabinet.policy().explain(seat, function, None, words.day_of(kabinet.now())));
    let rule = why.as_ref().map_or_else(|| words.text("error-denied-rule").into_owned(), |why| because(kabinet, words, why));
    let hidden = why.and_then(|why| if why.answer == Err(Denied::Hidden) { why.rule } else { None });
    let help = match (seat, hidden) {
        (Some(seat), Some((rule, _))) => opening(kabinet, words, seat, rule),
        (Some(_) | None, _) => granting(kabinet, words, seat, function),
    };
    let title = words.text("error-denied-title").into_owned();
    let home = link_button(Weight::Primary, &words.text("error-to-home"), url::HOME);
    let name = function.wording();
    let why = Blocked { title: &title, function: &words.text(&name), rule: &rule, help: &help };
    let body = blocked(words, &why, home);
    (title, body)
}

/// Who gives the function, and with which roles.
fn granting(kabinet: &Appliance, words: &Words, seat: Option<&Seat>, function: Function) -> String {
    let known = kabinet.roles();
    let granting = known.for_agent(seat.map_or(OWNER, |seat| seat.agent)).filter(|(_, role)| role.functions.has(function));
    let mut roles: Vec<_> = granting.map(|(_, role)| role.name.read(words.language).to_owned()).collect();
    if roles.is_empty() {
        return words.text("error-denied-nobody").into_owned();
    }
    if roles.len() > MOST_ROLES {
        roles.truncate(MOST_ROLES);
        roles.push(words.text("error-denied-others").into_owned());
    }
    let named = seat.map_or_else(Vec::new, |seat| others_able(kabinet, seat, Function::GrantMake));
    let who = if named.is_empty() { words.text("error-denied-administrator").into_owned() } else { named.join(", ") };
    words.say(&message("error-denied-help").with("who", who).with("roles", roles.join(", ")))
}

/// Who can take back the rule that hides it: another role would not help. What the Owner closed for many Agents no
/// administrator of one opens.
fn opening(kabinet: &Appliance, words: &Words, seat: &Seat, rule: RuleId) -> String {
    let policy = kabinet.policy();
    let is_agents = policy.rule(rule).is_some_and(|rule| matches!(rule.area, Area::Agent(agent) if agent != OWNER));
    let named = if is_agents { others_able(kabinet, seat, Function::RuleDefine) } else { Vec::new() };
    let who = if named.is_empty() { words.text("error-denied-owner").into_owned() } else { named.join(", ") };
    words.say(&message("error-denied-open").with("who", who))
}

/// What decided, in a sentence.
fn because(kabinet: &Appliance, words: &Words, why: &Explanation) -> String {
    let said = match (&why.answer, why.rule) {
        (Err(Denied::Hidden), Some((rule, visibility))) => decided(words, &kabinet.policy(), rule, visibility),
        (Err(Denied::NoGrant), _) => message("why-no-grant"),
        (Err(Denied::NoRole), _) if !why.elsewhere.is_empty() => message("error-denied-elsewhere"),
        (Ok(()) | Err(_), _) => message("error-denied-rule"),
    };
    words.say(&said)
}

/// Others of the reader's Agent who may do this, by their short names: who can help.
fn others_able(kabinet: &Appliance, seat: &Seat, function: Function) -> Vec<String> {
    const MOST: usize = 3;
    let (policy, today) = (kabinet.policy(), kabinet.now().to_zoned(kabinet.zone()).date());
    let of_agent = policy.users().filter(|(_, standing)| standing.holdings.iter().any(|holding| holding.agent == seat.agent));
    let able = of_agent.filter(|(user, _)| *user != seat.user && policy.extent(*user, seat.agent, today).functions.has(function));
    let Ok(snapshot) = kabinet.engine().snapshot() else { return Vec::new() };
    let names = able.take(MOST).filter_map(|(user, _)| identity_table::user(&snapshot, user).ok().flatten());
    names.map(|user| user.name.short()).collect()
}
