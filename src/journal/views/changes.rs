//! What an action changed: fields by their names on the screen, with old and new values.

use crate::{
    journal::Deed,
    terms::Words,
    web::parts::{Cells, Column, Fit, Row, Table, masked, table},
};
use maud::{Markup, html};

/// A value of the history, as this reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// There was none.
    Absent,
    /// As it is.
    Plain(String),
    /// Its letters and digits as stars.
    Masked(String),
    /// Its key was destroyed.
    Erased,
    /// A secret: only that it changed is kept.
    Secret,
    /// The record is out of the reader's reach.
    OutOfReach,
}

impl Shown {
    /// The value with its stars or the word that stands in its place.
    pub fn draw(&self, words: &Words) -> Markup {
        match self {
            Self::Absent => html! {},
            Self::Plain(text) if text.is_empty() => html! { span.faint { (words.text("history-value-empty")) } },
            Self::Plain(text) => html! { (text) },
            Self::Masked(stars) => masked(words, stars),
            Self::Erased => html! { span.faint { (words.text("history-value-erased")) } },
            Self::Secret => html! { span.faint { (words.text("history-value-secret")) } },
            Self::OutOfReach => html! { span.faint { (words.text("history-value-out-of-reach")) } },
        }
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldLine {
    /// As it is called on the screen.
    pub name: String,
    /// What it was.
    pub old: Shown,
    /// What it became.
    pub new: Shown,
    /// Whether it is one value of a list, and so is said whole by the name and the value.
    pub is_listed: bool,
}

/// One record that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    /// What it is called.
    pub title: String,
    /// Its history, where the reader reaches it.
    pub history: Option<String>,
    /// What happened to it.
    pub deed: Deed,
    /// Its fields.
    pub fields: Vec<FieldLine>,
}

/// The id of what happened to a record.
pub const fn deed_wording(deed: Deed) -> &'static str {
    match deed {
        Deed::Added => "history-added",
        Deed::Changed => "history-changed",
        Deed::Removed => "history-removed",
    }
}

/// The fields of a change as a table; of a record that was added only the new values, of a removed one only the old.
pub fn fields(words: &Words, line: &RecordLine) -> Markup {
    let mut columns = vec![Column::new(words.text("history-field"), Fit::Key)];
    if line.deed != Deed::Added {
        columns.push(Column::new(words.text("history-old"), Fit::Flow));
    }
    if line.deed != Deed::Removed {
        columns.push(Column::new(words.text("history-new"), Fit::Flow));
    }
    let rows: Vec<_> = line.fields.iter().map(|field| Row::new(cells(words, line.deed, field))).collect();
    let caption = format!("{}: {}", line.title, words.text(deed_wording(line.deed)));
    table(words, &Table { caption: &caption, columns: &columns, rows: &rows, tick: None })
}

/// One field in a line of text: "Срок: 3 марта 2026 → 5 марта 2026", "Роль: убрано — Просмотр".
pub fn said(words: &Words, deed: Deed, field: &FieldLine) -> Markup {
    let (old, new) = (field.old.draw(words), field.new.draw(words));
    let side = |shown: &Shown, drawn: &Markup| match shown {
        Shown::Absent => html! { span.faint { (words.text("history-value-empty")) } },
        Shown::Plain(_) | Shown::Masked(_) | Shown::Erased | Shown::Secret | Shown::OutOfReach => html! { (drawn) },
    };
    html! {
        (field.name)
        @match deed {
            Deed::Changed if field.is_listed => { " — " (old) (new) }
            Deed::Changed => { ": " (side(&field.old, &old)) " → " (side(&field.new, &new)) }
            Deed::Added => { ": " (new) }
            Deed::Removed => { ": " (old) }
        }
    }
}

fn cells(words: &Words, deed: Deed, field: &FieldLine) -> Cells {
    let name = html! { (field.name) };
    let (old, new) = (field.old.draw(words), field.new.draw(words));
    match deed {
        Deed::Added => vec![name, new],
        Deed::Changed => vec![name, old, new],
        Deed::Removed => vec![name, old],
    }
}
