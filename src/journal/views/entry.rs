//! One entry of the journal with everything that it holds.

use super::{
    changes::{RecordLine, deed_wording, fields},
    column::Column,
    line::Line,
    list::{Proves, agent_query, counted, entry_address, outcome_tag},
    question::Question,
};
use crate::{
    terms::{Words, message},
    web::{
        parts::{Entry, Fact, Weight, actions, crumbs, facts, link_button},
        url,
    },
};
use maud::{Markup, html};

/// What the page shows.
pub struct Folio<'f> {
    /// Names the journal in the addresses.
    pub question: &'f Question,
    /// The Agent whose journal it is.
    pub agent: &'f str,
    /// The entry in columns.
    pub line: &'f Line,
    /// What it changed.
    pub changes: &'f [RecordLine],
    /// Whose data it disclosed.
    pub disclosed: &'f [String],
    /// Whether there is a newer one.
    pub newer: Option<u64>,
    /// Whether the reader may take its proof.
    pub proves: Proves,
}

/// See [`Folio`].
pub fn page(words: &Words, folio: &Folio<'_>) -> Markup {
    let number = folio.line.number;
    let title = words.say(&message("journal-entry-title").with("number", counted(words, number)));
    let query = agent_query(folio.question);
    html! {
        div.stack-5 {
            div.head {
                (crumbs(words, &[Entry::new(words.text("journal-title"), format!("{}{query}", url::JOURNAL))]))
                div.inline { h1 { (title) } (outcome_tag(folio.line)) }
                p.soft { (folio.agent) }
            }
            div.sheet { div.pad { (facts(&columns(words, folio))) } }
            @if !folio.disclosed.is_empty() {
                section.stack {
                    h2 { (words.text("journal-disclosed")) }
                    ul.stack-2 { @for person in folio.disclosed { li { (person) } } }
                }
            }
            section.stack {
                h2 { (words.text("journal-changes")) }
                @if folio.changes.is_empty() { p.soft { (words.text("journal-no-changes")) } }
                @for change in folio.changes { (record(words, change)) }
            }
            (actions(html! {
                @if folio.proves == Proves::Yes {
                    (link_button(Weight::Plain, &words.text("journal-proof"), &format!("{}/{number}/proof{query}", url::JOURNAL)))
                }
                @if let Some(newer) = folio.newer { a href=(entry_address(folio.question, newer)) { "← " (words.text("journal-newer")) } }
                @if number > 1 { a href=(entry_address(folio.question, number - 1)) { (words.text("journal-older")) " →" } }
            }))
        }
    }
}

fn columns(words: &Words, folio: &Folio<'_>) -> Vec<Fact<'static>> {
    let line = folio.line;
    let fact = |column: Column| {
        let text = line.cell(column).into_owned();
        let value = match (column, &line.history) {
            (Column::Record, Some(address)) => html! { a href=(address) { (text) } },
            (Column::Request, _) => html! { code { (text) } },
            (_, _) if text.is_empty() => html! { span.faint { "—" } },
            (_, _) => html! { (text) },
        };
        Fact::new(words.text(column.heading()).into_owned(), value)
    };
    Column::ALL.into_iter().filter(|column| *column != Column::Number).map(fact).collect()
}

fn record(words: &Words, change: &RecordLine) -> Markup {
    html! {
        div.stack-2 {
            div.inline {
                h3 { @match &change.history { Some(address) => { a href=(address) { (change.title) } } None => { (change.title) } } }
                span.soft { (words.text(deed_wording(change.deed))) }
            }
            @if change.fields.is_empty() { p.soft { (words.text("history-no-fields")) } } @else { (fields(words, change)) }
        }
    }
}
