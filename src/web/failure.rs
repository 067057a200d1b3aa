//! The page for an error: what happened, why, what to do; for a fault only an incident number.

use super::{
    layout::{Frame, Plain},
    page::Sheet,
    parts::{Blocked, Weight, actions, blocked, link_button},
    respond::{self, see_other},
    shell::{self, Shell},
    url,
    visit::Visit,
};
use crate::{
    access::{Function, Who},
    appliance::Appliance,
    terms::{Argument, Error, Fault, Kind, Refusal, message},
};
use actix_web::{HttpRequest, HttpResponse, http::Method};
use maud::{Markup, html};

/// Set by the page's own script: the answer to it is a fragment.
const SCRIPTED: &str = "X-Requested-With";

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
    if refusal.kind == Kind::Unsigned && request.method() == Method::GET {
        return see_other(format!("{}?next={}", url::SIGN_IN, escaped(&visit.address)));
    }
    let (title, body) = if refusal.kind == Kind::Denied { denied(kabinet, visit, &refusal) } else { plain(visit, &refusal) };
    let sheet = Sheet::new(title, body);
    let framed = kabinet.frame(&visit.actor, |look| Ok(Shell::of(look, kabinet, visit)?.document(kabinet, visit, &sheet)));
    // Where even the reader's menu cannot be read, the page still says what happened.
    let document = framed.unwrap_or_else(|_| shell::page(kabinet, visit, &sheet.title, Frame::Plain(Plain::Wide)).document(sheet.body));
    respond::page(status, document)
}

/// The fault is logged once, here, under the number that the person sees.
fn incident(fault: &Fault) -> Refusal {
    let number = format!("{:08x}", rand::random::<u32>());
    tracing::error!(incident = number, doing = fault.doing, cause = %fault.cause, "fault");
    Refusal::new(Kind::Unavailable, message("fault-incident").with("number", number))
}

fn escaped(address: &str) -> String {
    serde_urlencoded::to_string([("", address)]).map(|pair| pair.trim_start_matches('=').to_owned()).unwrap_or_default()
}

fn plain(visit: &Visit, refusal: &Refusal) -> (String, Markup) {
    let words = &visit.words;
    let title = words.say(&refusal.message);
    let next = match (&visit.actor.who, refusal.kind) {
        (Who::Guest, _) | (_, Kind::Unsigned) => (url::SIGN_IN, "error-to-sign-in"),
        (Who::User(_) | Who::Operator, _) => (url::HOME, "error-to-home"),
    };
    let body = html! {
        div.stack-5 {
            h1 { (title) }
            @if !refusal.fields.is_empty() { ul { @for field in &refusal.fields { li { (words.say(&field.message)) } } } }
            p.soft { (words.text(advice(refusal.kind))) }
            (actions(link_button(Weight::Primary, &words.text(next.1), next.0)))
        }
    };
    (title, body)
}

const fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "error-advice-missing",
        Kind::Unsigned => "error-advice-unsigned",
        Kind::Denied => "error-advice-denied",
        Kind::Invalid | Kind::Malformed | Kind::TooLarge => "error-advice-invalid",
        Kind::Conflict => "error-advice-conflict",
        Kind::Unavailable => "error-advice-unavailable",
    }
}

/// Which function is missing, and who has it.
fn denied(kabinet: &Appliance, visit: &Visit, refusal: &Refusal) -> (String, Markup) {
    let words = &visit.words;
    let code = refusal.message.arguments.iter().find_map(|(name, value)| match value {
        Argument::Text(code) if name == "function" => Function::parse(code),
        Argument::Text(_) | Argument::Number(_) | Argument::Date(_) => None,
    });
    let Some(function) = code else { return plain(visit, refusal) };
    let roles: Vec<_> = kabinet.roles().granting(function).map(|(_, role)| role.name.read(words.language)).collect();
    let help = words.say(&message("error-denied-help").with("roles", roles.join(", ")));
    let title = words.text("error-denied-title").into_owned();
    let home = link_button(Weight::Primary, &words.text("error-to-home"), url::HOME);
    let name = function.wording();
    let why = Blocked { title: &title, function: &words.text(&name), rule: &words.text("error-denied-rule"), help: &help };
    let body = blocked(words, &why, home);
    (title, body)
}
