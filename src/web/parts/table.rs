//! A table of records: sorted by links, ticked by boxes, and a card for each row on a phone.

use super::{Icon, Tone, icon};
use crate::terms::{Words, message};
use maud::{Markup, html};
use std::borrow::Cow;

/// How a column's values sit in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// Broken into lines where needed.
    #[default]
    Flow,
    /// Kept in one line: a date, a short name.
    Keep,
    /// A number, to the right.
    Number,
    /// The name of the record: the heading of its card on a phone.
    Key,
}

impl Fit {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Flow => None,
            Self::Keep => Some("keep"),
            Self::Number => Some("number"),
            Self::Key => Some("key"),
        }
    }
}

/// How the list is sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Not by this one.
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Order {
    const fn aria(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// The heading.
    pub label: Cow<'a, str>,
    /// How values sit.
    pub fit: Fit,
    /// The address that sorts by it (the other way round where it already is), and how it is sorted now.
    pub sort: Option<(Cow<'a, str>, Order)>,
}

impl<'a> Column<'a> {
    /// A column that is not sorted by.
    pub fn new(label: impl Into<Cow<'a, str>>, fit: Fit) -> Self {
        Self { label: label.into(), fit, sort: None }
    }

    /// The same with a link that sorts.
    #[must_use]
    pub fn sorted(mut self, address: impl Into<Cow<'a, str>>, order: Order) -> Self {
        self.sort = Some((address.into(), order));
        self
    }
}

/// The values of one row, in the order of the columns.
pub type Cells = Vec<Markup>;

/// A row.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The values; an empty one is left out of the card on a phone.
    pub cells: Cells,
    /// Marks the row's edge.
    pub tone: Tone,
    /// What is sent when the row is ticked, and the row's name for the ear: ("4377", "2026-004377").
    pub tick: Option<(Cow<'a, str>, Cow<'a, str>)>,
}

impl Row<'_> {
    /// A plain row.
    pub const fn new(cells: Cells) -> Self {
        Self { cells, tone: Tone::Neutral, tick: None }
    }
}

/// A table. To tick rows, put it into a form.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// What it shows, for the ear.
    pub caption: &'a str,
    /// The columns.
    pub columns: &'a [Column<'a>],
    /// The rows.
    pub rows: &'a [Row<'a>],
    /// The name of the tick boxes; none for a table without them.
    pub tick: Option<&'a str>,
}

/// See [`Table`].
pub fn table(words: &Words, table: &Table<'_>) -> Markup {
    html! {
        div.sheet.scroll role="region" aria-label=(table.caption) tabindex="0" {
            table.data {
                caption.unseen { (table.caption) }
                thead { tr {
                    @if table.tick.is_some() { th.tick scope="col" {
                        span.unseen { (words.text("web-tick-column")) }
                        label { input type="checkbox" data-tick-all aria-label=(words.text("web-tick-all")) hidden; }
                    } }
                    @for column in table.columns { (heading(column)) }
                } }
                tbody { @for row in table.rows { (line(words, table, row)) } }
            }
        }
    }
}

fn heading(column: &Column<'_>) -> Markup {
    let Some((address, order)) = &column.sort else {
        return html! { th scope="col" class=[column.fit.class()] { (column.label) } };
    };
    let arrow = match order {
        Order::None | Order::Ascending => Icon::ArrowUp,
        Order::Descending => Icon::ArrowDown,
    };
    html! { th scope="col" class=[column.fit.class()] aria-sort=[order.aria()] { a href=(address) { (column.label) (icon(arrow)) } } }
}

fn line(words: &Words, table: &Table<'_>, row: &Row<'_>) -> Markup {
    let tone = row.tone.class();
    html! {
        tr class=[(!tone.is_empty()).then_some(tone)] {
            @if let Some(name) = table.tick { td.tick {
                @if let Some((value, about)) = &row.tick {
                    label { input type="checkbox" name=(name) value=(value) aria-label=(words.say(&message("web-tick").with("what", about.as_ref()))); }
                }
            } }
            @for (column, cell) in table.columns.iter().zip(&row.cells) {
                @if column.fit == Fit::Key { th.key scope="row" { (cell) } }
                @else if cell.0.is_empty() { td.blank-cell {} }
                @else { td class=[column.fit.class()] data-label=(column.label) { div { (cell) } } }
            }
        }
    }
}
