//! The history of one record: its changes in a list, the fields of the chosen one, and the small preview of a clock.

use super::{
    changes::{FieldLine, RecordLine, Shown, deed_wording, fields, said},
    then::{Chosen, choice},
};
use crate::{
    journal::Deed,
    terms::{Words, message},
    web::parts::{Column, Fit, Icon, Row, Table, Tone, empty, table},
};
use jiff::Timestamp;
use maud::{Markup, html};

/// One change in the list.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// The address that chooses it.
    pub address: String,
    /// When.
    pub at: Timestamp,
    /// How long ago.
    pub age: String,
    /// What happened.
    pub deed: Deed,
    /// By which function.
    pub function: String,
    /// Name of the author.
    pub author: String,
    /// Their role at that time.
    pub role: String,
    /// How many fields it changed.
    pub fields: usize,
}

/// What the page shows.
pub struct Chronicle<'c> {
    /// What the record is called.
    pub title: &'c str,
    /// The page of the record itself, where there is one.
    pub record: Option<String>,
    /// The name of the one field it is about; none for all.
    pub field: Option<String>,
    /// The changes, the newest first.
    pub changes: &'c [ChangeLine],
    /// Which of them is chosen, with its fields.
    pub chosen: Option<(usize, &'c RecordLine)>,
    /// The address that shows more of them.
    pub more: Option<String>,
    /// The address that shows all fields.
    pub all: Option<String>,
    /// The address of this history.
    pub path: &'c str,
    /// The moment that was typed and cannot be read.
    pub moment: &'c Chosen<'c>,
    /// The address of the whole record as the chosen change left it.
    pub then: Option<String>,
}

/// See [`Chronicle`].
pub fn page(words: &Words, chronicle: &Chronicle<'_>) -> Markup {
    html! {
        div.stack-5 {
            div.head {
                h1 { (words.text("history-title")) }
                p.soft {
                    @match &chronicle.record { Some(address) => { a href=(address) { (chronicle.title) } } None => { (chronicle.title) } }
                    @if let Some(field) = &chronicle.field { " · " (field) }
                    @if let Some(all) = &chronicle.all { " · " a href=(all) { (words.text("history-all-fields")) } }
                }
            }
            @if chronicle.changes.is_empty() {
                (empty(Icon::History, &words.text("history-empty"), &words.text("history-empty-text"), html! {}))
            } @else {
                (choice(words, chronicle.path, chronicle.moment.typed, chronicle.moment.errors))
                (list(words, chronicle))
                @if let Some(more) = &chronicle.more { p { a href=(more) { (words.text("history-more")) } } }
            }
            @if let Some((place, line)) = chronicle.chosen { @if let Some(change) = chronicle.changes.get(place) { (chosen(words, change, line, chronicle.then.as_deref())) } }
        }
    }
}

fn list(words: &Words, chronicle: &Chronicle<'_>) -> Markup {
    let columns = [
        Column::new(words.text("history-time"), Fit::Key),
        Column::new(words.text("history-age"), Fit::Keep),
        Column::new(words.text("history-deed"), Fit::Flow),
        Column::new(words.text("history-function"), Fit::Flow),
        Column::new(words.text("history-author"), Fit::Flow),
        Column::new(words.text("history-fields"), Fit::Number),
    ];
    let row = |(place, change): (usize, &ChangeLine)| {
        let is_chosen = chronicle.chosen.is_some_and(|(chosen, _)| chosen == place);
        let cells = vec![
            html! { a.whole href=(change.address) aria-current=[is_chosen.then_some("true")] { (words.exact(change.at)) } },
            html! { (change.age) },
            html! { (words.text(deed_wording(change.deed))) },
            html! { (change.function) },
            html! { (change.author) @if !change.role.is_empty() { br; span.small.soft { (change.role) } } },
            html! { (change.fields) },
        ];
        Row { tone: if is_chosen { Tone::Work } else { Tone::Neutral }, ..Row::new(cells) }
    };
    let rows: Vec<_> = chronicle.changes.iter().enumerate().map(row).collect();
    let table = table(words, &Table { caption: &words.text("history-deeds"), columns: &columns, rows: &rows, tick: None });
    html! { div.stack-2 { h2 { (words.text("history-deeds")) } (table) } }
}

fn chosen(words: &Words, change: &ChangeLine, line: &RecordLine, then: Option<&str>) -> Markup {
    let said = message("history-chosen").with("time", words.exact(change.at)).with("author", change.author.as_str());
    html! {
        section.stack id="fields" {
            h2 { (words.text("history-values")) }
            p.soft { (words.say(&said)) }
            @if line.fields.is_empty() { p.soft { (words.text("history-no-fields")) } } @else { (fields(words, line)) }
            @if let Some(then) = then { p { a href=(then) { (words.text("history-then-whole")) } } }
        }
    }
}

/// The last change, for a clock.
pub struct Latest<'l> {
    /// When, who and what was done.
    pub change: &'l ChangeLine,
    /// Its first fields.
    pub fields: &'l [FieldLine],
    /// How many more there are.
    pub more: usize,
    /// Whether the clock stands at the one field: then only what was there before is said.
    pub is_of_field: bool,
}

/// See [`Latest`].
pub fn preview(words: &Words, last: Option<&Latest<'_>>) -> Markup {
    let Some(Latest { change, fields, more, is_of_field }) = last else { return html! { p.soft { (words.text("history-never")) } } };
    let author = if change.role.is_empty() { change.author.clone() } else { format!("{}, {}", change.author, change.role) };
    html! {
        p { b { (words.moment(change.at)) } " · " (change.age) }
        p { (words.text(deed_wording(change.deed))) ": " (author) }
        @match fields {
            [only] if *is_of_field && *more == 0 && !only.is_listed => (was(words, &only.old)),
            _ => { @for field in *fields { p.soft { (said(words, change.deed, field)) } } }
        }
        @if *more > 0 { p.soft { (words.say(&message("history-fields-more").with("count", i64::try_from(*more).unwrap_or(i64::MAX)))) } }
    }
}

fn was(words: &Words, was: &Shown) -> Markup {
    html! {
        p.soft { @if *was == Shown::Absent { (words.text("history-was-absent")) } @else { (words.text("history-was")) ": " (was.draw(words)) } }
    }
}
