//! The page of the journal.

use super::{
    column::Column,
    line::Line,
    question::{Ending, Question, SIZES, Start, sections},
    searches::{self, Kept},
};
use crate::{
    access::{
        Function,
        function::{section_wording, subsection_wording},
    },
    journal::Outcome,
    terms::{FieldError, Words, message},
    web::{
        parts::{
            self, Choice, Control, Entry, Field, Icon, Need, Pager, Place, Row, Table, Tone, Weight, Width, actions, button, chips, empty,
            error_summary, hidden, link_button, note, pager, table, tag,
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
            (error_summary(words, book.errors, &labels(words).each_ref().map(|(name, label)| (*name, label.as_str()))))
            (searches::list(words, book.kept, question))
            (in_force(words, question))
            (filter(words, book))
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

fn labels(words: &Words) -> [(&'static str, String); 11] {
    ["q", "user", "role", "scope", "ip", "section", "function", "result", "record", "from", "to"]
        .map(|name| (name, words.text(&format!("journal-filter-{name}-label")).into_owned()))
}

/// What is asked, each with a cross that takes it back.
fn in_force(words: &Words, question: &Question) -> Markup {
    let entries: Vec<_> = question
        .in_force()
        .into_iter()
        .map(|(field, value)| {
            let label = words.text(&format!("journal-filter-{field}-label")).into_owned();
            let title = format!("{label}: {}", value_shown(words, field, value));
            Entry::new(title, question.address_without(url::JOURNAL, field)).at(Place::Remove)
        })
        .collect();
    html! { @if !entries.is_empty() { (chips(words, &words.text("journal-in-force"), &entries)) } }
}

fn value_shown(words: &Words, field: &str, value: &str) -> String {
    match field {
        "section" => known(words, &section_wording(value), value),
        "function" => known(words, &format!("function-{}", value.replace('.', "-")), value),
        "result" => words.text(&format!("journal-ending-{value}")).into_owned(),
        _ => value.to_owned(),
    }
}

fn known(words: &Words, id: &str, otherwise: &str) -> String {
    if words.knows(id) { words.text(id).into_owned() } else { otherwise.to_owned() }
}

fn filter(words: &Words, book: &Book<'_>) -> Markup {
    let question = book.question;
    let sections: Vec<_> = sections().into_iter().map(|code| (code.to_owned(), known(words, &section_wording(code), code))).collect();
    let mut functions: Vec<_> = Function::all().map(|function| (function.code().to_owned(), function_label(words, function))).collect();
    functions.sort_by(|(_, one), (_, other)| one.cmp(other));
    let endings: Vec<_> = Ending::ALL
        .map(|ending| (ending.code().to_owned(), words.text(&format!("journal-ending-{}", ending.code())).into_owned()))
        .to_vec();
    let any = words.text("journal-filter-any");
    let select = |name: &'static str, value: &str, options: &[(String, String)]| {
        let mut choices = vec![Choice { value: "", label: &any, hint: "" }];
        choices.extend(options.iter().map(|(value, label)| Choice { value, label, hint: "" }));
        // The empty line of our own is the one that says "any"; the part's own "choose" stands only before an empty value.
        let value = if value.is_empty() { " " } else { value };
        field(words, book, name, Field { control: Control::Select(&choices), value, width: Width::Number, ..Field::new(name, "") })
    };
    let line = |name: &'static str, value: &str, width: Width| field(words, book, name, Field { value, width, ..Field::new(name, "") });
    let date = |name: &'static str, typed: &str, read: Option<Date>| {
        let value = read.map_or_else(|| typed.to_owned(), |day| day.to_string());
        let control = if read.is_none() && !typed.is_empty() { Control::Line("text") } else { Control::Date };
        field(words, book, name, Field { value: &value, control, width: Width::Short, ..Field::new(name, "") })
    };
    html! {
        details.opens open[!book.errors.is_empty()] {
            summary { span.chevron { (parts::icon(Icon::ChevronDown)) } (words.text("journal-filter")) }
            form.stack.no-print method="get" action=(url::JOURNAL) {
                @for (name, value) in question.frame() { (hidden(name, &value)) }
                div.filter {
                    (line("q", &question.text, Width::Line))
                    (line("user", &question.user, Width::Number))
                    (line("role", &question.role, Width::Number))
                    (line("scope", &question.scope, Width::Number))
                    (line("ip", &question.ip, Width::Number))
                    (select("section", &question.section, &sections))
                    (select("function", &question.function, &functions))
                    (select("result", question.ending.map_or("", Ending::code), &endings))
                    (line("record", &question.record, Width::Number))
                    (date("from", &question.from, question.first))
                    (date("to", &question.to, question.last))
                }
                (actions(html! {
                    (button(Weight::Primary, &words.text("journal-filter-show")))
                    a href=(cleared(question)) { (words.text("journal-filter-clear")) }
                }))
            }
        }
    }
}

fn field(words: &Words, book: &Book<'_>, name: &'static str, field: Field<'_>) -> Markup {
    let label = words.text(&format!("journal-filter-{name}-label")).into_owned();
    Field { label: &label, errors: book.errors, need: Need::Required, ..field }.show(words)
}

/// The journal without any filter, in the same columns.
fn cleared(question: &Question) -> String {
    let bare = Question { agent: question.agent, columns: question.columns.clone(), rows: question.rows, ..Question::default() };
    bare.address(url::JOURNAL, Start::Newest)
}

fn function_label(words: &Words, function: Function) -> String {
    let subsection = subsection_wording(function.code());
    let name = known(words, &function.wording(), function.code());
    if !words.knows(&subsection) {
        return name;
    }
    let subsection = words.text(&subsection);
    if subsection == name { name } else { format!("{subsection}: {name}") }
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
                @if !question.in_force().is_empty() { (link_button(Weight::Plain, &words.text("journal-filter-clear"), &cleared(question))) }
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
