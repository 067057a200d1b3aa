//! Аудит ролей: the page, and the same as a document and as a workbook. The journal is read off the web threads.

mod files;
mod report;

use super::{Head, Pairs, asked, get, optional};
use crate::{
    access::{
        Function,
        views::{
            Tab,
            audit::{Page, Report},
        },
    },
    act::Look,
    appliance::Appliance,
    applications::paper,
    identity::{agent::OWNER, table as identity_table},
    journal::table::{Usage, usage},
    terms::{AgentId, Refusal, Result},
    web::{Answer, Failure, Sheet, Visit, respond, sheets, show},
};
use actix_web::web::Data;
use jiff::{Timestamp, ToSpan, civil::Date};

/// Days over which use is looked at: a month, a quarter, a year.
const PERIODS: [i64; 3] = [30, 90, 365];
/// What is usual.
const USUAL: i64 = 90;
/// Journal entries that one audit reads; of several journals an equal share each. About a second's work.
const MOST_READ: u64 = 300_000;

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let pairs = asked(&visit);
    let usage = used(&kabinet, &visit, &pairs).await?;
    show(&kabinet, &visit, Function::AuditView, |look| draw(look, &visit, &pairs, &usage)).await
}

pub(super) async fn paper(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), visit.words.clone());
    let usage = used(&kabinet, &visit, &pairs).await?;
    let read = |look: &Look| Ok(files::paper(&words, &told(look, &visit, &pairs, &usage)?, look.now(), &files::author(look)?));
    let document = kabinet.look(&visit.actor, Function::AuditView, read).await?;
    let own = words.clone();
    let bytes = kabinet.slowly(move || paper::render(&document, &own)).await??;
    Ok(respond::file("application/pdf", &format!("{}.pdf", words.text("roleaudit-title")), true).body(bytes))
}

pub(super) async fn workbook(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), visit.words.clone());
    let usage = used(&kabinet, &visit, &pairs).await?;
    let read = |look: &Look| Ok((files::grids(&words, &told(look, &visit, &pairs, &usage)?), look.now()));
    let (grids, made) = kabinet.look(&visit.actor, Function::AuditView, read).await?;
    let title = words.text("roleaudit-title").into_owned();
    let name = format!("{title}.xlsx");
    let bytes = kabinet.slowly(move || sheets::book(&title, &grids, made)).await??;
    Ok(respond::file(sheets::MIME, &name, false).body(bytes))
}

fn draw(look: &Look, visit: &Visit, pairs: &Pairs, usage: &Usage) -> Result<Sheet> {
    let head = Head::of(look, &visit.words, pairs)?;
    let report = told(look, visit, pairs, usage)?;
    let page = Page { head: head.shown(Tab::Roles), periods: &PERIODS, report: &report };
    Ok(Sheet::new(visit.words.text("roleaudit-title"), page.page(&visit.words)))
}

/// The audit in words.
fn told(look: &Look, visit: &Visit, pairs: &Pairs, usage: &Usage) -> Result<Report> {
    let head = Head::of(look, &visit.words, pairs)?;
    let days = days(pairs)?;
    let teller = report::Teller { look, words: &visit.words, head: head.shown(Tab::Roles) };
    teller.report(usage, days, first_day(look.today(), days)?)
}

fn days(pairs: &Pairs) -> Result<i64, Refusal> {
    let named = optional(pairs, "days", |text| text.parse().ok().filter(|days| PERIODS.contains(days)))?;
    Ok(named.unwrap_or(USUAL))
}

fn first_day(today: Date, days: i64) -> Result<Date, Refusal> {
    today.checked_sub(days.days()).map_err(|_| Refusal::missing())
}

/// What was used, from the journals that tell it; nothing for whoever may not audit, and is refused in a moment.
async fn used(kabinet: &Appliance, visit: &Visit, pairs: &Pairs) -> Result<Usage, Failure> {
    let today = visit.words.day_of(kabinet.now());
    let asked = days(pairs).and_then(|days| first_day(today, days));
    let (Some(agent), Ok(first)) = (audited(kabinet, visit, pairs, today), asked) else { return Ok(Usage::default()) };
    let midnight = first.to_zoned(kabinet.zone()).map_or(Timestamp::MIN, |start| start.timestamp());
    let engine = kabinet.engine();
    let read = move || {
        let snapshot = engine.snapshot()?;
        let mut journals = vec![agent];
        if agent == OWNER {
            // What the Owner's employees do to another's records stands in the other's journal.
            journals.extend(identity_table::agents(&snapshot)?.into_iter().map(|agent| agent.id).filter(|agent| *agent != OWNER));
        }
        let share = MOST_READ / u64::try_from(journals.len()).unwrap_or(MOST_READ);
        usage(&snapshot, &journals, midnight, share)
    };
    Ok(kabinet.slowly(read).await??)
}

/// The Agent whose roles the visitor may audit, where they may.
fn audited(kabinet: &Appliance, visit: &Visit, pairs: &Pairs, today: Date) -> Option<AgentId> {
    let permit = kabinet.policy().permit(&visit.actor.who, Function::AuditView, today).ok()?;
    let named: Option<AgentId> = get(pairs, "agent").parse().ok();
    match (permit.reach.holder, permit.reach.agent, named) {
        (Some(_), _, _) => None,
        (None, Some(own), Some(named)) => (own == named).then_some(own),
        (None, Some(own), None) => Some(own),
        (None, None, named) => Some(named.unwrap_or(OWNER)),
    }
}
