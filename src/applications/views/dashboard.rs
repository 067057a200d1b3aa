//! How the start page of an employee looks: numbers that lead to their lists, the nearest terms, where the cases stand.

use super::desk::{due_words, is_late, state_tag};
use crate::{
    applications::{
        CaseRow, Office, State,
        queue::{Show, Wanted},
        widget::{Source, Widget},
    },
    terms::{FullName, Words, calendar::Calendar, message},
    web::{
        parts::{Tone, tag},
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// A widget counts up to so many; more are "99+".
pub const MOST: usize = 99;

/// What was read for a widget.
pub enum Shown {
    /// A number.
    Count(usize),
    /// Cases.
    Rows(Vec<CaseRow>),
    /// How many cases stand where.
    States(Vec<(State, usize)>),
}

/// A widget with what it shows.
pub struct Tile<'t> {
    /// Which.
    pub widget: &'t Widget,
    /// What.
    pub shown: Shown,
}

/// The page.
pub struct Dashboard<'d> {
    /// The reader's words.
    pub words: &'d Words,
    /// The day.
    pub today: Date,
    /// The services.
    pub office: &'d Office,
    /// The working days.
    pub calendar: &'d Calendar,
    /// The reader.
    pub name: &'d FullName,
    /// Whether they were given no role yet.
    pub is_without_role: bool,
    /// What is shown, in its order.
    pub tiles: &'d [Tile<'d>],
}

/// The list behind a number.
fn address(source: Source) -> String {
    match source {
        Source::Cases(show) | Source::Nearest(show, _) => cases(show),
        Source::States => cases(Show::Open),
        Source::Letters => url::LETTERS.to_owned(),
        Source::Requests => format!("{}?state=submitted", url::CERTIFICATES),
        Source::Endings => format!("{}?ending=1", url::RIGHTS),
        Source::Refusals => format!("{}?result=unsuccessful", url::JOURNAL),
    }
}

fn cases(show: Show) -> String {
    format!("{}{}", url::CASES, Wanted { show, ..Wanted::read(&[]) }.query())
}

fn number(count: usize) -> String {
    if count > MOST { format!("{MOST}+") } else { count.to_string() }
}

/// What wants somebody's hand at once, where there is any.
const fn is_pressing(source: Source) -> bool {
    match source {
        Source::Cases(Show::Overdue) | Source::Letters => true,
        Source::Cases(Show::Open | Show::Mine | Show::In(_) | Show::Done)
        | Source::Nearest(..)
        | Source::States
        | Source::Requests
        | Source::Endings
        | Source::Refusals => false,
    }
}

impl Dashboard<'_> {
    /// The whole page.
    pub fn page(&self) -> Markup {
        let words = self.words;
        html! {
            div.stack-5 {
                h1 { (words.say(&message("home-hello").with("name", self.name.greeting()))) }
                @if self.tiles.is_empty() { p { (words.text(if self.is_without_role { "home-no-role" } else { "home-employee-text" })) } }
                (self.numbers())
                div.two.even { @for tile in self.tiles { (self.list(tile)) } }
            }
        }
    }

    fn numbers(&self) -> Markup {
        let numbers = self.tiles.iter().filter_map(|tile| match tile.shown {
            Shown::Count(count) => Some((tile.widget, count)),
            Shown::Rows(_) | Shown::States(_) => None,
        });
        let numbers: Vec<_> = numbers.collect();
        html! {
            @if !numbers.is_empty() {
                ul.numbers aria-label=(self.words.text("dashboard-numbers")) {
                    @for (widget, count) in numbers {
                        li { a.sheet.pad href=(address(widget.source)) {
                            b.figure { (number(count)) } " "
                            span { (widget.title.read(self.words.language)) }
                            @if count > 0 && is_pressing(widget.source) { " " (tag(Tone::Bad, &self.words.text("dashboard-pressing"))) }
                        } }
                    }
                }
            }
        }
    }

    fn list(&self, tile: &Tile<'_>) -> Markup {
        let (words, title) = (self.words, tile.widget.title.read(self.words.language));
        let inside = match &tile.shown {
            Shown::Count(_) => return html! {},
            Shown::Rows(rows) => self.rows(rows),
            Shown::States(states) => self.states(states),
        };
        let id = format!("widget-{}", tile.widget.code);
        html! {
            section.stack aria-labelledby=(id) {
                h2 id=(id) { (title) }
                (inside)
                p { a href=(address(tile.widget.source)) { (words.text("dashboard-all")) " →" } }
            }
        }
    }

    fn rows(&self, rows: &[CaseRow]) -> Markup {
        let words = self.words;
        html! {
            @if rows.is_empty() { p.soft { (words.text("dashboard-empty")) } }
            @else {
                ul.sheet.rows {
                    @for row in rows {
                        @let service = self.office.catalogue.current(row.service.as_str());
                        li {
                            p { a href=(url::case(row.id)) { (words.say(&message("dashboard-case").with("number", row.number.to_string()))) } " " (state_tag(words, row.state)) }
                            p.soft {
                                (service.map_or(row.service.as_str(), |service| service.title.read(words.language)))
                                @if row.due.is_some() { " · " span.late[is_late(row.state, row.due, self.today)] { (due_words(words, self.calendar, self.today, row.state, row.due)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn states(&self, states: &[(State, usize)]) -> Markup {
        let words = self.words;
        html! {
            @if states.is_empty() { p.soft { (words.text("dashboard-empty")) } }
            @else {
                ul.sheet.rows.shares {
                    @for (state, count) in states {
                        li {
                            a href=(cases(Show::In(*state))) { (words.say(&state.label())) } " "
                            b { (number(*count)) }
                            meter aria-hidden="true" min="0" max=(states.iter().map(|(_, count)| *count).max().unwrap_or(1)) value=(count) {}
                        }
                    }
                }
            }
        }
    }
}
