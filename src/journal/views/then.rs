//! A record as it was at a moment: the choice of the moment, and the fields with their values of then.

use super::{changes::Shown, moment::Moment};
use crate::{
    terms::{FieldError, Words, message},
    web::parts::{Column, Control, Field, Fit, Icon, Row, Table, Weight, Width, button, empty, table},
};
use jiff::Timestamp;
use maud::{Markup, html};

/// The name of the field with the moment.
pub const FIELD: &str = "at";

/// What was typed as the moment, and what is wrong with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chosen<'c> {
    /// As typed.
    pub typed: &'c str,
    /// What is wrong.
    pub errors: &'c [FieldError],
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As it is called on the screen.
    pub name: String,
    /// Its value.
    pub value: Shown,
}

/// What there was.
#[derive(Clone, Debug)]
pub enum Past {
    /// Nothing yet: it was added at this time.
    NotYet(Timestamp),
    /// Nothing any more, since this time.
    Gone(Timestamp),
    /// The record with these fields.
    There(Vec<Line>),
    /// Its beginning stands in no journal of the reader's.
    Unknown,
}

/// What the page shows.
pub struct Picture<'p> {
    /// What the record is called.
    pub title: &'p str,
    /// The page of the record itself, where there is one.
    pub record: Option<String>,
    /// The address of its history.
    pub path: &'p str,
    /// The moment.
    pub moment: &'p Moment,
    /// What there was.
    pub past: Past,
}

/// "Как было: 23 ноября 2026, 19:04".
pub fn heading(words: &Words, moment: &Moment) -> String {
    words.say(&message("history-then-title").with("moment", moment.said(words)))
}

/// The choice of a moment, for the page of a history and for this one.
pub fn choice(words: &Words, path: &str, value: &str, errors: &[FieldError]) -> Markup {
    let (label, hint) = (words.text("history-then-label"), words.text("history-then-hint"));
    // What was typed and cannot be read stays to be mended; a control of dates would drop it.
    let kind = if errors.is_empty() { "datetime-local" } else { "text" };
    let field = Field { hint: &hint, value, control: Control::Line(kind), width: Width::Number, errors, ..Field::new(FIELD, &label) };
    html! {
        form.filter.no-print method="get" action=(path) {
            (field.show(words))
            (button(Weight::Plain, &words.text("history-then-show")))
        }
    }
}

/// See [`Picture`].
pub fn page(words: &Words, picture: &Picture<'_>) -> Markup {
    html! {
        div.stack-5 {
            div.head {
                h1 { (heading(words, picture.moment)) }
                p.soft {
                    @match &picture.record { Some(address) => { a href=(address) { (picture.title) } } None => { (picture.title) } }
                    " · " a href=(picture.path) { (words.text("history-then-all")) }
                }
            }
            (choice(words, picture.path, &picture.moment.value(), &[]))
            (past(words, picture))
        }
    }
}

fn past(words: &Words, picture: &Picture<'_>) -> Markup {
    let nothing = |title: &'static str, text: String| empty(Icon::History, &words.text(title), &text, html! {});
    let since = |id: &'static str, at: Timestamp| words.say(&message(id).with("moment", words.exact(at)));
    match &picture.past {
        Past::NotYet(at) => nothing("history-then-not-yet", since("history-then-not-yet-text", *at)),
        Past::Gone(at) => nothing("history-then-gone", since("history-then-gone-text", *at)),
        Past::Unknown => nothing("history-then-unknown", words.text("history-then-unknown-text").into_owned()),
        Past::There(lines) => {
            let columns = [Column::new(words.text("history-field"), Fit::Key), Column::new(words.text("history-then-value"), Fit::Flow)];
            let rows: Vec<_> = lines.iter().map(|line| Row::new(vec![html! { (line.name) }, line.value.draw(words)])).collect();
            table(words, &Table { caption: &heading(words, picture.moment), columns: &columns, rows: &rows, tick: None })
        }
    }
}
