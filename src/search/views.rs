//! How the search looks.

use super::query::Place;
use crate::{
    applications::{
        Application, Office,
        views::desk::{due_words, is_late, state_tag},
    },
    terms::{Sight, Words, calendar::Calendar, message},
    web::{
        parts::{self, Column, Fit, Icon, Row, Table, Tone, Weight},
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// What was found.
pub struct Found<'f> {
    /// The reader's words.
    pub words: &'f Words,
    /// How they see personal data.
    pub sight: Sight,
    /// The day.
    pub today: Date,
    /// The services.
    pub office: &'f Office,
    /// The working days.
    pub calendar: &'f Calendar,
    /// What was looked for.
    pub sought: &'f str,
    /// The cases, the newest first.
    pub cases: &'f [Application],
    /// Where the next page begins, where there is one.
    pub last: Option<Place>,
}

impl Found<'_> {
    /// The whole page.
    pub fn page(&self) -> Markup {
        let words = self.words;
        html! {
            div.stack-5 {
                h1 { (words.text("search-title")) }
                (self.form())
                @if self.sought.trim().is_empty() { p.soft { (words.text("search-hint")) } }
                @else if self.cases.is_empty() { (self.nothing()) }
                @else {
                    p.soft role="status" { (self.count()) }
                    (self.table())
                    @if let Some(place) = self.last { p { (parts::link_button(Weight::Plain, &words.text("search-more"), &self.next(place))) } }
                }
            }
        }
    }

    /// Not the search of the header, which is a landmark of its own: here is what was asked, to be asked otherwise.
    fn form(&self) -> Markup {
        let label = self.words.text("search-label");
        html! {
            form.filter method="get" action=(url::SEARCH) {
                div.field {
                    label for="search-page" { (label) }
                    input.entry.w-24 type="search" id="search-page" name="q" value=(self.sought) autocomplete="off";
                }
                (parts::button(Weight::Primary, &self.words.text("web-find")))
            }
        }
    }

    fn count(&self) -> String {
        let id = if self.last.is_some() { "search-some" } else { "search-all" };
        self.words.say(&message(id).with("count", i64::try_from(self.cases.len()).unwrap_or(i64::MAX)))
    }

    fn next(&self, place: Place) -> String {
        let pairs = [("q", self.sought.to_owned()), ("before", place.to_string())];
        format!("{}?{}", url::SEARCH, serde_urlencoded::to_string(pairs).unwrap_or_default())
    }

    fn nothing(&self) -> Markup {
        let hint = match self.sight {
            Sight::Plain => "search-nothing-text",
            Sight::Masked => "search-nothing-masked",
        };
        let queue = parts::link_button(Weight::Plain, &self.words.text("search-to-queue"), url::CASES);
        parts::empty(Icon::Search, &self.words.text("search-nothing"), &self.words.text(hint), queue)
    }

    fn table(&self) -> Markup {
        let words = self.words;
        let heading = |id: &'static str, fit| Column::new(words.text(id), fit);
        let columns = [
            heading("desk-number", Fit::Key),
            heading("desk-applicant", Fit::Flow),
            heading("desk-service", Fit::Flow),
            heading("desk-address", Fit::Flow),
            heading("desk-state", Fit::Keep),
            heading("desk-due", Fit::Keep),
        ];
        let rows: Vec<_> = self.cases.iter().map(|case| self.row(case)).collect();
        parts::table(words, &Table { caption: &words.text("search-results"), columns: &columns, rows: &rows, tick: None })
    }

    fn row(&self, case: &Application) -> Row<'static> {
        let words = self.words;
        let service = self.office.catalogue.current(case.service.as_str());
        let title = service.map_or(case.service.as_str(), |service| service.title.read(words.language));
        let number = case.number.map_or_else(String::new, |number| number.to_string());
        let tone = if is_late(case.state, case.due, self.today) { Tone::Bad } else { Tone::Neutral };
        let cells = vec![
            html! { a.num href=(url::case(case.id)) { (number) } },
            parts::personal(words, self.sight, &case.name),
            html! { (title) },
            parts::personal(words, self.sight, &case.address),
            state_tag(words, case.state),
            due_words(words, self.calendar, self.today, case.state, case.due),
        ];
        Row { tone, ..Row::new(cells) }
    }
}
