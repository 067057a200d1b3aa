//! `kabinet why`: whether a user may do something, and why, in words.

use crate::{
    access::{
        Function, Reach, Roles, Seat,
        pages::{object::Finder, question::Inquiry},
    },
    act::rights,
    identity::{Login, table as identity_table},
    server::reference,
    storage::Engine,
    terms::{AgentId, Error, Fault, Kind, Refusal, Result, Words, message},
};
use jiff::{civil::Date, tz::TimeZone};
use std::{io::Write, path::Path, sync::Arc};

/// What is asked.
pub struct Question<'q> {
    /// Who.
    pub login: &'q str,
    /// The code of the function.
    pub function: &'q str,
    /// What it would be done to, where something is meant: the number of a case, an address, a login, a name.
    pub object: Option<&'q str>,
    /// In which Agent; where none is named, in each that the user holds something in.
    pub agent: Option<u64>,
}

fn unknown(id: &'static str, named: &str) -> Error {
    Refusal::new(Kind::Missing, message(id).with("named", named)).into()
}

/// Answers with a line for the answer and each reason, for every Agent and scope that the user may work in. Reads beside a
/// running server.
///
/// # Errors
/// There is no such user, function or case; the store cannot be read.
pub fn why(folder: &Path, question: &Question<'_>, words: &Words, today: Date, out: &mut dyn Write) -> Result<()> {
    let view = Engine::open_to_read(folder)?.snapshot()?;
    let roles: Roles = reference::roles()?;
    let policy = rights::compile(&view, &roles)?;
    let office = reference::office(folder, TimeZone::UTC)?;
    let function = Function::parse(question.function).ok_or_else(|| unknown("command-function-unknown", question.function))?;
    let login = Login::parse(question.login).map_err(|_| unknown("command-login-unknown", question.login))?;
    let user = identity_table::user_by_login(&view, &login)?.ok_or_else(|| unknown("command-login-unknown", question.login))?;
    let scope_name = |id| crate::access::table::scope(&view, id).ok().flatten().map_or_else(|| format!("№ {id}"), |scope| scope.name);
    if let Some(number) = question.agent
        && identity_table::agent(&view, AgentId::new(number))?.is_none()
    {
        let told = message("command-agent-number-unknown").with("number", number.to_string());
        return Err(Refusal::new(Kind::Missing, told).into());
    }
    let all = policy.standing(user.id).map_or(&[][..], |standing| &standing.holdings);
    let holdings: Vec<_> = all.iter().filter(|holding| question.agent.is_none_or(|agent| holding.agent.number() == agent)).collect();
    let inquiry = Inquiry { policy: &policy, office: &office, words, scope: &scope_name, today };
    for holding in &holdings {
        let mut scopes: Vec<_> = holding.scopes().map(Some).collect();
        if scopes.is_empty() {
            scopes.push(None);
        }
        let finder =
            Finder { view: &view, policy: &policy, reach: &Reach::EVERYTHING, knows_citizens: true, function, agent: holding.agent, words };
        let meant = question.object.map_or(Ok(Ok(None)), |object| Ok::<_, Error>(finder.find(object)?.map(Some)))?;
        let meant = meant.map_err(|said| Refusal::new(Kind::Missing, said))?;
        for scope in scopes {
            let seat = Seat { user: user.id, login: Arc::from(login.as_str()), agent: holding.agent, scope };
            let (found, reasons) = inquiry.answer(&seat, function, meant.as_ref());
            let answer = words.text(if found.is_yes() { "why-yes" } else { "why-no" });
            let agent = identity_table::agent(&view, holding.agent)?;
            let agent = agent.map_or_else(String::new, |agent| agent.short_name.read(words.language).to_owned());
            let object = meant.as_ref().map_or_else(String::new, |meant| format!(" — {}", meant.name));
            let mut lines = vec![format!("{agent}: {answer}: {}{object}", words.text(&function.wording()))];
            lines.extend(reasons.iter().map(|reason| format!("  {}", words.say(reason))));
            writeln!(out, "{}", lines.join("\n")).map_err(|cause| Fault::new("answering", cause))?;
        }
    }
    if holdings.is_empty() {
        writeln!(out, "{}", words.text("why-no-grant")).map_err(|cause| Fault::new("answering", cause))?;
    }
    Ok(())
}
