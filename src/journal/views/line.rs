//! One line of the journal, as this reader sees it: what is searched, shown and exported is the same text.

use super::column::Column;
use crate::journal::{Outcome, RecordRef, export::EntryLine};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// How it ended; none where the entry cannot be read.
    pub outcome: Option<Outcome>,
    /// The record it was about.
    pub about: Option<RecordRef>,
    /// The address of that record's history, where the reader reaches it.
    pub history: Option<String>,
    /// How long it took, in milliseconds; none where the entry cannot be read.
    pub took: Option<Decimal>,
    /// Its columns.
    pub text: EntryLine,
}

impl Line {
    /// The value of this column.
    pub fn cell(&self, column: Column) -> Cow<'_, str> {
        let text = &self.text;
        Cow::Borrowed(match column {
            Column::Number => &text.number,
            Column::Time => &text.time,
            Column::Address => &text.address,
            Column::User => &text.user,
            Column::Login => &text.login,
            Column::Roles => &text.roles,
            Column::Scope => &text.scope,
            Column::Section => &text.section,
            Column::Subsection => &text.subsection,
            Column::Function => &text.function,
            Column::Request => &text.request,
            Column::Outcome => &text.outcome,
            Column::Record => &text.record,
            Column::Error => &text.error,
            Column::Duration => &text.duration,
        })
    }

    /// Whether any column has this text, which must be [`folded`].
    pub fn has(&self, sought: &str) -> bool {
        Column::ALL.into_iter().any(|column| folded(&self.cell(column)).contains(sought))
    }
}

/// The text as it is compared: letter case and the dots of ё do not matter.
pub fn folded(text: &str) -> String {
    text.trim().to_lowercase().replace('ё', "е")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_any_column_in_any_case() {
        let text = EntryLine { user: "Орлёнок Т. В.".to_owned(), login: "3-orlenok".to_owned(), ..EntryLine::default() };
        let line = Line { number: 7, outcome: None, about: None, history: None, took: None, text };
        assert!(line.has(&folded("ОРЛЕНОК")) && line.has(&folded(" 3-Orl ")));
        assert!(!line.has("белова"));
        assert_eq!([Column::User, Column::Login].map(|column| line.cell(column)), ["Орлёнок Т. В.", "3-orlenok"]);
    }
}
