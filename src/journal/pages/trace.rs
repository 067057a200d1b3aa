//! Who looked at my data: the citizen reads every disclosure of it, whoever made it, but their own.

use super::{book::query, names::Names};
use crate::{
    access::{Function, UserKind},
    act::Look,
    appliance::Appliance,
    applications::{Application, table as applications_table},
    identity::agent::OWNER,
    journal::{
        Entry, table as journal_table,
        views::trace::{self, Glance, gathered},
    },
    people::table as people_table,
    storage::Record,
    terms::{ApplicationId, Refusal, Result, Sight, UserId, message},
    web::{Answer, Sheet, Visit, show, url},
};
use actix_web::web::Data;

/// Views on the page, and how many more each "show more" adds; no more than so many in all.
const STEP: usize = 100;
const MOST: usize = 2_000;

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let asked = query(&visit).split('&').find_map(|pair| pair.strip_prefix("most=")?.parse().ok());
    let most: usize = asked.unwrap_or(STEP).clamp(1, MOST);
    show(&kabinet, &visit, Function::TraceView, |look| sheet(look, &kabinet, &visit, most)).await
}

fn sheet(look: &Look, kabinet: &Appliance, visit: &Visit, most: usize) -> Result<Sheet> {
    let words = &visit.words;
    let user = look.actor().user().ok_or_else(Refusal::missing)?;
    let person = people_table::person_of_user(look, user)?.ok_or_else(Refusal::missing)?;
    let places = journal_table::disclosures(look, person.id, most)?;
    let more = (places.len() == most && most < MOST).then(|| format!("{}?most={}", url::TRACE, most + STEP));
    // Names of employees are theirs to be read here; another citizen's would be masked.
    let mut names = Names::new(look, kabinet, words, Sight::Masked);
    let mut glances = Vec::new();
    for (agent, number) in places {
        let Some(entry) = journal_table::entry(look, agent, number)? else { continue };
        if entry.user != Some(user) {
            glances.push(glance(look, &mut names, user, &entry, visit)?);
        }
    }
    let body = trace::page(words, &gathered(words, glances), more.as_deref());
    Ok(Sheet::new(words.text("trace-title"), body))
}

fn glance(look: &Look, names: &mut Names<'_>, reader: UserId, entry: &Entry, visit: &Visit) -> Result<Glance> {
    let words = &visit.words;
    let (who, position) = match entry.user {
        Some(user) => (names.short(user)?, names.position(user)?),
        None => (words.text("history-author-program").into_owned(), String::new()),
    };
    let position = if position.is_empty() { names.roles(&entry.roles) } else { position };
    // The Owner's employees leave their line in the journal of the Agent whose record they opened.
    let is_owners = entry.login.starts_with([UserKind::Owner.digit()]);
    let (agent, function) = (names.agent(if is_owners { OWNER } else { entry.agent })?, names.function(&entry.function));
    let function = match entry.program {
        Some(_) => words.say(&message("trace-by-program").with("function", function)),
        None => function,
    };
    let application = own_application(look, reader, entry)?.map(|application| {
        let name = application.number.map_or_else(|| application.id.to_string(), |number| number.to_string());
        (url::application(application.id), words.say(&message("trace-application").with("number", name)))
    });
    let field = entry.record.as_ref().zip(entry.field.as_ref()).map(|(record, path)| names.field(record, path)).transpose()?;
    Ok(Glance { at: entry.at, who, position, agent, function, application, field, times: 1 })
}

/// The application that the entry is about, where it is the reader's own.
fn own_application(look: &Look, reader: UserId, entry: &Entry) -> Result<Option<Application>> {
    let record = entry.record.as_ref().filter(|record| record.kind == Application::NAME);
    let Some(number) = record.and_then(|record| record.number()) else { return Ok(None) };
    let application = applications_table::application(look, ApplicationId::new(number))?;
    Ok(application.filter(|application| application.applicant == reader))
}
