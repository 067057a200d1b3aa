//! The page of the journal.

use super::{
    names::Names,
    reach,
    scan::{Asked, End, Found, Stretch, link, newest, scan},
    searches,
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    identity::table as identity_table,
    journal::{
        table as journal_table,
        views::{
            list::{self, Book, GaveUp, Proves},
            question::{Question, Start},
            searches as searches_view,
        },
    },
    storage::Order,
    terms::{AgentId, FieldError, Refusal, Result},
    web::{Answer, Sheet, Visit, again, show},
};
use actix_web::web::Data;
use maud::Markup;

/// What stands behind the `?` of this page's address.
pub(super) fn query(visit: &Visit) -> &str {
    visit.address.split_once('?').map_or("", |(_, query)| query)
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (question, errors) = Question::parse(query(&visit));
    if errors.is_empty() {
        return show(&kabinet, &visit, Function::JournalList, |look| sheet(look, &kabinet, &visit, &question, &[], Named::default())).await;
    }
    let wrong = Refusal::fields(errors.clone()).into();
    again(&kabinet, &visit, Function::JournalList, wrong, |look, _| sheet(look, &kabinet, &visit, &question, &errors, Named::default()))
        .await
}

/// The name under which the question shall be saved, as it came back.
#[derive(Clone, Copy, Default)]
pub(super) struct Named<'n> {
    pub(super) typed: &'n str,
    pub(super) errors: &'n [FieldError],
}

pub(super) fn sheet(
    look: &Look,
    kabinet: &Appliance,
    visit: &Visit,
    question: &Question,
    errors: &[FieldError],
    named: Named<'_>,
) -> Result<Sheet> {
    let words = &visit.words;
    let agent = reach::journal(look, question.agent)?;
    let size = journal_table::head(look, agent)?.size();
    let mut names = Names::new(look, kabinet, words, look.sight());
    let asked = Asked::new(look, question, words)?;
    let mut page = if errors.is_empty() { turn(look, agent, size, &asked, &mut names)? } else { Page::default() };
    link(look, &mut page.lines)?;
    if names.disclosed {
        look.disclose_list();
    }
    let agents = agents(look, &mut names)?;
    let kept = searches::kept(look)?;
    let keep = if look.has(Function::JournalKeep) && errors.is_empty() {
        searches_view::keep(words, question, named.typed, named.errors, visit.once())
    } else {
        Markup::default()
    };
    let book = Book {
        kept: &kept,
        keep: &keep,
        question,
        errors,
        agent: &names.agent(agent)?,
        agents: &agents,
        chosen: agent.to_string(),
        size,
        lines: &page.lines,
        newer: page.newer,
        older: page.older,
        gave_up: page.gave_up,
        proves: if look.has(Function::JournalProve) { Proves::Yes } else { Proves::No },
        exports: look.has(Function::JournalExport),
    };
    Ok(Sheet::new(words.text("journal-title"), list::page(words, &book)))
}

/// All journals, for a reader who may open any.
fn agents(look: &Look, names: &mut Names<'_>) -> Result<Vec<(String, String)>> {
    if look.permit().reach.agent.is_some() {
        return Ok(Vec::new());
    }
    let agents = identity_table::agents(look)?;
    agents.into_iter().map(|agent| Ok((agent.id.to_string(), names.agent(agent.id)?))).collect()
}

/// A page of lines, and the ways from it.
#[derive(Default)]
struct Page {
    lines: Vec<crate::journal::views::line::Line>,
    newer: Option<Start>,
    older: Option<Start>,
    gave_up: Option<GaveUp>,
}

/// The lines that the question begins with, and the ways to newer and older ones. Numbers in addresses count from 1, those
/// of the tables from 0.
fn turn(look: &Look, agent: AgentId, size: u64, asked: &Asked<'_>, names: &mut Names<'_>) -> Result<Page> {
    let rows = asked.question.rows;
    let last = newest(look, agent, size, asked)?;
    let start = match asked.question.start {
        Start::Newest => last,
        Start::Before(number) => number.checked_sub(2).and_then(|before| last.map(|last| last.min(before))),
        Start::After(number) if number < size => {
            let stretch = Stretch { start: number, order: Order::Ascending, rows, most: asked.most() };
            let found = scan(look, agent, stretch, asked, names)?;
            if found.end != End::Journal {
                return Ok(back(found, number));
            }
            // Fewer than a page are newer: the newest page shows them all.
            last
        }
        Start::After(_) => last,
    };
    let Some(start) = start else { return Ok(Page::default()) };
    let found = scan(look, agent, Stretch { start, order: Order::Descending, rows, most: asked.most() }, asked, names)?;
    let at_newest = last == Some(start);
    Ok(onward(found, asked.most(), (!at_newest).then_some(Start::After(start + 1))))
}

/// A page that was read towards the oldest.
fn onward(found: Found, read: u64, newer: Option<Start>) -> Page {
    let (older, gave_up) = match found.end {
        End::Journal => (None, None),
        End::Page => (found.lines.last().map(|line| Start::Before(line.number)), None),
        End::GaveUp(number) => (None, found.day.map(|day| GaveUp { read, day, on: Start::Before(number + 2) })),
    };
    Page { lines: found.lines, newer, older, gave_up }
}

/// A page that was read towards the newest, from behind this number.
fn back(mut found: Found, number: u64) -> Page {
    found.lines.reverse();
    let newer = match found.end {
        End::Journal => None,
        End::Page => found.lines.first().map(|line| Start::After(line.number)),
        End::GaveUp(unread) => Some(Start::After(unread)),
    };
    let oldest = found.lines.last().map_or(number + 1, |line| line.number);
    Page { lines: found.lines, newer, older: Some(Start::Before(oldest)), gave_up: None }
}
