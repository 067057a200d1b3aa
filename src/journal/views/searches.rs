//! The saved searches of a reader: chips above the journal, the form that saves one, the page that renames and removes them.

use super::question::{Question, Start};
use crate::{
    journal::search::LONGEST_NAME,
    terms::{FieldError, OnceToken, Words, message},
    web::{
        parts::{
            self, Column, Entry, Field, Fit, Icon, Place, Row, Table, Weight, Width, button, chips, crumbs, empty, hidden, once, opens,
            quiet_button, table,
        },
        url,
    },
};
use maud::{Markup, html};

/// One search of the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub number: u64,
    /// Its name.
    pub name: String,
    /// What stands behind the `?` of its address.
    pub query: String,
}

impl Kept {
    fn address(&self) -> String {
        if self.query.is_empty() { url::JOURNAL.to_owned() } else { format!("{}?{}", url::JOURNAL, self.query) }
    }
}

/// The searches as links, the open one marked.
pub fn list(words: &Words, kept: &[Kept], question: &Question) -> Markup {
    let here = question.address(url::JOURNAL, Start::Newest);
    let place = |address: &str| if address == here { Place::Here } else { Place::Elsewhere };
    let entry = |one: &Kept| {
        let address = one.address();
        Entry::new(one.name.clone(), address.clone()).at(place(&address))
    };
    let entries: Vec<_> = kept.iter().map(entry).collect();
    html! {
        @if !entries.is_empty() {
            div.inline.no-print {
                (chips(words, &words.text("journal-searches"), &entries))
                a.small href=(url::JOURNAL_SEARCHES) { (words.text("journal-searches-change")) }
            }
        }
    }
}

/// The form that saves the question of this page; open where its name came back.
pub fn keep(words: &Words, question: &Question, typed: &str, errors: &[FieldError], token: OnceToken) -> Markup {
    let (label, hint) = (words.text("journal-search-name"), words.say(&message("journal-search-hint").with("max", LONGEST_NAME as i64)));
    let field = Field { hint: &hint, value: typed, width: Width::Half, errors, ..Field::new("name", &label) };
    let address = question.address("", Start::Newest);
    html! {
        details.opens.no-print open[!errors.is_empty()] {
            summary { span.chevron { (parts::icon(Icon::ChevronDown)) } (words.text("journal-search-save")) }
            form.filter method="post" action=(url::JOURNAL_SEARCHES) {
                (hidden("query", address.trim_start_matches('?')))
                (field.show(words))
                (button(Weight::Plain, &words.text("journal-search-do-save")))
                (once(token))
            }
        }
    }
}

/// What the page of the saved searches shows.
pub struct Shelf<'s> {
    /// The searches.
    pub kept: &'s [Kept],
    /// The name that came back: of which, as typed, what is wrong.
    pub wrong: Option<(u64, &'s str, &'s [FieldError])>,
    /// Makes a token for each form.
    pub once: &'s dyn Fn() -> OnceToken,
}

/// See [`Shelf`].
pub fn page(words: &Words, shelf: &Shelf<'_>) -> Markup {
    let columns = [
        Column::new(words.text("journal-search-name"), Fit::Key),
        Column::new(words.text("journal-search-rename"), Fit::Flow),
        Column::new(words.text("journal-search-removal"), Fit::Keep),
    ];
    let rows: Vec<_> = shelf.kept.iter().map(|one| row(words, shelf, one)).collect();
    html! {
        div.stack-5 {
            div.head {
                (crumbs(words, &[Entry::new(words.text("journal-title"), url::JOURNAL)]))
                h1 { (words.text("journal-searches")) }
                p.soft { (words.text("journal-searches-lead")) }
            }
            @if rows.is_empty() {
                (empty(Icon::Search, &words.text("journal-searches-none"), &words.text("journal-searches-none-text"), html! {}))
            } @else {
                (table(words, &Table { caption: &words.text("journal-searches"), columns: &columns, rows: &rows, tick: None }))
            }
        }
    }
}

fn row(words: &Words, shelf: &Shelf<'_>, one: &Kept) -> Row<'static> {
    let wrong = shelf.wrong.filter(|(number, ..)| *number == one.number);
    let (typed, errors) = wrong.map_or((one.name.as_str(), &[][..]), |(_, typed, errors)| (typed, errors));
    let label = words.say(&message("journal-search-new-name").with("name", one.name.as_str()));
    let own = format!("{}/{}", url::JOURNAL_SEARCHES, one.number);
    // Each row has a field of its own, and all are called the same in their forms: only that of the row that came back
    // carries the id that its error names.
    let rename = html! {
        form.filter method="post" action=(format!("{own}/rename")) {
            @if wrong.is_some() {
                (Field { value: typed, width: Width::Half, errors, ..Field::new("name", &label) }.show(words))
            } @else {
                input.entry.w-24 type="text" name="name" value=(typed) aria-label=(label);
            }
            (quiet_button(&words.text("journal-search-do-rename"), &one.name))
            (once((shelf.once)()))
        }
    };
    let remove = html! {
        form.bare method="post" action=(format!("{own}/remove")) {
            (once((shelf.once)()))
            (quiet_button(&words.text("journal-search-do-remove"), &one.name))
        }
    };
    let open = wrong.is_some();
    let rename = if open { rename } else { opens(&words.text("journal-search-rename"), rename) };
    Row::new(vec![html! { a href=(one.address()) { (one.name) } }, rename, remove])
}
