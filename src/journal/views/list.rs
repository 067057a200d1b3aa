//! The page of the journal.

use super::{
    column::Column,
    filter,
    line::Line,
    question::{Question, SIZES, Start},
    searches::{self, Kept},
};
use crate::{
    journal::Outcome,
    terms::{FieldError, Words, message},
    web::{
        parts::{
            self, Entry, Icon, Pager, Place, Row, Table, Tone, Weight, actions, button, chips, empty, error_summary, hidden, link_button,
            note, pager, table, tag,
        },
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::Decimal;

/// Where a search gave up before it was through.
#[derive(Clone, Copy, Debug)]
pub struct GaveUp {
    /// Entries that it read.
    pub read: u64,
    /// The day that it came to.
    pub day: Date,
    /// Where to go on.
    pub on: Start,
}

/// What the page shows.
pub struct Book<'b> {
    /// What was asked.
    pub question: &'b Question,
    /// What is wrong with it.
    pub errors: &'b [FieldError],
    /// The Agent whose journal it is.
    pub agent: &'b str,
    /// The journals to choose from, with their numbers; empty where there is no choice.
    pub agents: &'b [(String, String)],
    /// The number of the chosen one.
    pub chosen: String,
    /// Entries of the journal.
    pub size: u64,
    /// The searches that the reader keeps.
    pub kept: &'b [Kept],
    /// The form that saves this question as one more; empty for who may not.
    pub keep: &'b Markup,
    /// The lines of the page.
    pub lines: &'b [Line],
    /// Towards the newest.
    pub newer: Option<Start>,
    /// Towards the oldest.
    pub older: Option<Start>,
    /// The search was not through.
    pub gave_up: Option<GaveUp>,
    /// Whether the reader may take proofs and checkpoints.
    pub proves: Proves,
    /// Whether they may take the lines away as a file.
    pub exports: bool,
}

/// Whether the reader may take proofs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proves {
    /// They may.
    Yes,
    /// They may not.
    No,
}

/// A count as it is read.
pub fn counted(words: &Words, number: u64) -> String {
    words.number(Decimal::from(number))
}

/// The address of an entry in the journal of this question.
pub fn entry_address(question: &Question, number: u64) -> String {
    format!("{}/{number}{}", url::JOURNAL, agent_query(question))
}

/// `?agent=2` where the question names one.
pub fn agent_query(question: &Question) -> String {
    question.agent.map_or_else(String::new, |agent| format!("?agent={agent}"))
}

/// See [`Book`].
pub fn page(words: &Words, book: &Book<'_>) -> Markup {
    let question = book.question;
    html! {
        div.stack {
            div.between {
                div.inline {
                    h1 { (words.text("journal-title")) }
                    span.soft { (book.agent) ", " (size(words, book.size)) }
                }
                div.inline {
                    @if book.exports {
                        a href=(question.address(url::JOURNAL_CSV, Start::Newest)) { (words.text("journal-export")) }
                        a href=(question.address(url::JOURNAL_XLSX, Start::Newest)) { (words.text("journal-export-xlsx")) }
                    }
                    @if book.proves == Proves::Yes { a href=(format!("/journal/checkpoint{}", agent_query(question))) { (words.text("journal-checkpoint")) } }
                }
            }
            @if !book.agents.is_empty() { (agents(words, book)) }
            (error_summary(words, book.errors, &filter::labels(words).each_ref().map(|(name, label)| (*name, label.as_str()))))
            (searches::list(words, book.kept, question))
            (filter::in_force(words, question))
            (filter::form(words, book))
            (columns(words, question))
            (book.keep)
            @if book.errors.is_empty() { (lines(words, book)) }
        }
    }
}

fn size(words: &Words, entries: u64) -> String {
    let count = i64::try_from(entries).unwrap_or(i64::MAX);
    words.say(&message("journal-size").with("count", count).with("shown", counted(words, entries)))
}

fn agents(words: &Words, book: &Book<'_>) -> Markup {
    let address = |number: &str| format!("{}?agent={number}", url::JOURNAL);
    let place = |number: &str| if number == book.chosen { Place::Here } else { Place::Elsewhere };
    let entries: Vec<_> = book.agents.iter().map(|(number, name)| Entry::new(name.as_str(), address(number)).at(place(number))).collect();
    chips(words, &words.text("journal-agents"), &entries)
}

fn columns(words: &Words, question: &Question) -> Markup {
    html! {
        details.opens {
            summary { span.chevron { (parts::icon(Icon::ChevronDown)) } (words.text("journal-columns")) }
            form.stack.no-print method="get" action=(url::JOURNAL) {
                @for (name, value) in question.frame() { @if name != "cols" { (hidden(name, &value)) } }
                @for (name, value) in question.in_force() { (hidden(name, value)) }
                fieldset {
                    legend.unseen { (words.text("journal-columns-label")) }
                    div.inline { @for column in Column::ALL {
                        label.chip {
                            input type="checkbox" name="cols" value=(column.code()) checked[question.columns.contains(&column)];
                            (words.text(column.heading()))
                        }
                    } }
                }
                (actions(button(Weight::Primary, &words.text("journal-columns-show"))))
            }
        }
    }
}

fn lines(words: &Words, book: &Book<'_>) -> Markup {
    let question = book.question;
    let headings: Vec<_> = question.columns.iter().map(|column| parts::Column::new(words.text(column.heading()), column.fit())).collect();
    let rows: Vec<_> = book.lines.iter().map(|line| row(words, question, line)).collect();
    let caption = words.text("journal-title");
    html! {
        @if rows.is_empty() && book.gave_up.is_none() {
            (empty(Icon::Journal, &words.text("journal-empty"), &words.text("journal-empty-text"), html! {
                @if !question.in_force().is_empty() { (link_button(Weight::Plain, &words.text("journal-filter-clear"), &filter::cleared(question))) }
            }))
        } @else if !rows.is_empty() {
            (table(words, &Table { caption: &caption, columns: &headings, rows: &rows, tick: None }))
        }
        @if let Some(gave_up) = book.gave_up { (gave_up_note(words, question, gave_up, rows.len())) }
        @if !rows.is_empty() || book.newer.is_some() { (foot(words, book)) }
    }
}

fn row(words: &Words, question: &Question, line: &Line) -> Row<'static> {
    let cells = question.columns.iter().map(|column| cell(words, question, line, *column)).collect();
    let tone = match line.outcome {
        Some(Outcome::Success) => Tone::Neutral,
        Some(Outcome::Refused) => Tone::Warn,
        Some(Outcome::Failed) | None => Tone::Bad,
    };
    Row { tone, ..Row::new(cells) }
}

fn cell(words: &Words, question: &Question, line: &Line, column: Column) -> Markup {
    let text = line.cell(column);
    match column {
        Column::Number => html! { a href=(entry_address(question, line.number)) { (counted(words, line.number)) } },
        // Initials stay together.
        Column::User => html! { (text.replace(". ", ".\u{a0}")) },
        Column::Outcome => outcome_tag(line),
        Column::Record => match &line.history {
            Some(address) => html! { a href=(address) { (record(&text)) } },
            None => record(&text),
        },
        Column::Request => html! { @if !text.is_empty() { code { (cut(&text)) } } },
        Column::Time
        | Column::Address
        | Column::Login
        | Column::Roles
        | Column::Scope
        | Column::Section
        | Column::Subsection
        | Column::Function
        | Column::Error
        | Column::Duration => html! { (text) },
    }
}

/// Characters of a request line in the list; all of it stands in the entry.
const REQUEST_SHOWN: usize = 60;

fn cut(text: &str) -> String {
    if text.chars().count() <= REQUEST_SHOWN {
        return text.to_owned();
    }
    text.chars().take(REQUEST_SHOWN - 1).chain(['…']).collect()
}

/// "Заявление № 2026-004377", its number in one piece.
fn record(text: &str) -> Markup {
    match text.split_once('№') {
        Some((kind, rest)) => {
            let (number, field) = rest.split_once(", ").map_or((rest, None), |(number, field)| (number, Some(field)));
            html! { (kind) span.num { "№" (number.replacen(' ', "\u{a0}", 1)) } @if let Some(field) = field { ", " (field) } }
        }
        None => html! { (text) },
    }
}

/// How it ended, in colour and in a word.
pub fn outcome_tag(line: &Line) -> Markup {
    let tone = match line.outcome {
        Some(Outcome::Success) => Tone::Good,
        Some(Outcome::Refused) => Tone::Warn,
        Some(Outcome::Failed) => Tone::Bad,
        None => return html! {},
    };
    tag(tone, &line.text.outcome)
}

fn gave_up_note(words: &Words, question: &Question, gave_up: GaveUp, found: usize) -> Markup {
    let text = message("journal-gave-up")
        .with("read", counted(words, gave_up.read))
        .with("day", gave_up.day)
        .with("found", i64::try_from(found).unwrap_or(i64::MAX));
    let on = question.address(url::JOURNAL, gave_up.on);
    note(Tone::Work, "", html! { p { (words.say(&text)) } (actions(link_button(Weight::Plain, &words.text("journal-search-on"), &on))) })
}

fn foot(words: &Words, book: &Book<'_>) -> Markup {
    let question = book.question;
    let shown = match (book.lines.first(), book.lines.last()) {
        (Some(first), Some(last)) => {
            words.say(&message("journal-shown").with("first", counted(words, first.number)).with("last", counted(words, last.number)))
        }
        (None, _) | (_, None) => String::new(),
    };
    let address = |start: Option<Start>| start.map(|start| question.address(url::JOURNAL, start));
    let (newer, older) = (address(book.newer), address(book.older));
    let sizes: Vec<_> = SIZES
        .into_iter()
        .map(|rows| {
            let place = if rows == question.rows { Place::Here } else { Place::Elsewhere };
            let same = Question { rows, ..question.clone() };
            Entry::new(rows.to_string(), same.address(url::JOURNAL, question.start)).at(place)
        })
        .collect();
    pager(words, &Pager { shown: &shown, back: newer.as_deref(), on: older.as_deref(), sizes: &sizes })
}
