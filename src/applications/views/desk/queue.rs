//! The queue: filters, the list by due date, its pages.

use super::{due_words, is_late, state_tag};
use crate::{
    applications::{
        CaseRow, Office, State,
        queue::{SIZES, Show, Start, Wanted},
        table::Listed,
    },
    identity::Agent,
    terms::{AgentId, Sight, UserId, Words, calendar::Calendar, message},
    web::{
        parts::{self, Cells, Column, Entry, Fit, Icon, Live, Pager, Place, Row, Table, Tone, Weight},
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::{borrow::Cow, collections::HashMap};

/// Cases are counted up to so many; more are "99+".
pub const MOST_COUNTED: usize = 99;

/// What stands around the list of cases.
pub struct Around<'q> {
    /// The reader's words.
    pub words: &'q Words,
    /// What was asked for.
    pub wanted: &'q Wanted,
    /// The Agents to choose from; empty for who sees one only.
    pub agents: &'q [Agent],
    /// Whose cases these are.
    pub agent: AgentId,
}

/// A page of the queue, with all that it is told by.
pub struct Queue<'q> {
    /// The reader's words.
    pub words: &'q Words,
    /// How they see personal data.
    pub sight: Sight,
    /// The day.
    pub today: Date,
    /// The services.
    pub office: &'q Office,
    /// The working days.
    pub calendar: &'q Calendar,
    /// What was asked for.
    pub wanted: &'q Wanted,
    /// What was found.
    pub listed: &'q Listed,
    /// The case that came last, where it is not among these.
    pub newest: Option<&'q CaseRow>,
    /// The employees of these rows, by their short names.
    pub names: &'q HashMap<UserId, String>,
    /// How many cases each chip leads to, where it is counted.
    pub counts: &'q [(Show, usize)],
}

/// What the page is called.
pub fn title<'w>(words: &Words, show: Show) -> Cow<'w, str> {
    match show {
        Show::Open => words.text("desk-queue-title"),
        Show::Mine => words.text("desk-queue-mine"),
        Show::Overdue | Show::Done | Show::In(_) => label(words, show).into(),
    }
    .into_owned()
    .into()
}

fn label(words: &Words, show: Show) -> String {
    match show {
        Show::In(state) if !Show::CHIPS.contains(&show) => words.say(&state.label()),
        Show::Open | Show::Mine | Show::Overdue | Show::Done | Show::In(_) => {
            words.text(&format!("desk-show-{}", show.code())).into_owned()
        }
    }
}

fn address(under: &str, wanted: &Wanted) -> String {
    format!("{}{under}{}", url::CASES, wanted.query())
}

impl Around<'_> {
    /// The whole page around its list.
    pub fn page(&self, part: Markup) -> Markup {
        let (stream, fragment) = (address("/stream", self.wanted), address("/rows", self.wanted));
        let live = Live { id: "queue", title: "", stream: &stream, fragment: &fragment, page: &address("", self.wanted) };
        html! {
            div.stack-5 {
                h1 { (title(self.words, self.wanted.show)) }
                @if self.agents.len() > 1 { (self.chips()) }
                (parts::live(self.words, &live, part))
            }
        }
    }

    fn chips(&self) -> Markup {
        let entries = self.agents.iter().map(|agent| {
            let wanted = Wanted { agent: Some(agent.code.clone()), start: Start::First, ..self.wanted.clone() };
            let place = if agent.id == self.agent { Place::Here } else { Place::Elsewhere };
            Entry::new(agent.short_name.read(self.words.language), address("", &wanted)).at(place)
        });
        parts::chips(self.words, &self.words.text("desk-agents"), &entries.collect::<Vec<_>>())
    }
}

impl Queue<'_> {
    /// What is fetched anew when something changed.
    pub fn part(&self) -> Markup {
        html! {
            div.stack {
                (parts::chips(self.words, &self.words.text("desk-filters"), &self.chips()))
                @if self.wanted.start != Start::First {
                    p { a href=(address("", &self.wanted.from(Start::First))) { (self.words.text("desk-to-first-page")) } }
                }
                @if let Some(newest) = self.newest {
                    p { (self.words.text("desk-newest")) ": " a href=(url::case(newest.id)) { (newest.number) } }
                }
                @if self.listed.rows.is_empty() { (self.empty()) } @else { (self.table()) (self.pager()) }
            }
        }
    }

    fn chips(&self) -> Vec<Entry<'static>> {
        let listed = Show::CHIPS.contains(&self.wanted.show);
        let other = (!listed).then_some(self.wanted.show);
        let entry = |show: Show| {
            let wanted = Wanted { show, start: Start::First, ..self.wanted.clone() };
            let place = if show == self.wanted.show { Place::Here } else { Place::Elsewhere };
            let entry = Entry::new(label(self.words, show), address("", &wanted)).at(place);
            match self.counts.iter().find(|(counted, _)| *counted == show) {
                Some((_, count)) => entry.count_up_to(*count as u64, MOST_COUNTED as u64),
                None => entry,
            }
        };
        Show::CHIPS.into_iter().chain(other).map(entry).collect()
    }

    fn empty(&self) -> Markup {
        let id = match self.wanted.show {
            Show::Open => "desk-empty-open",
            Show::Mine => "desk-empty-mine",
            Show::Overdue => "desk-empty-overdue",
            Show::In(_) | Show::Done => "desk-empty-state",
        };
        let leads = match self.wanted.show {
            Show::Open => html! {},
            Show::Mine | Show::Overdue | Show::In(_) | Show::Done => {
                let all = Wanted { show: Show::Open, start: Start::First, ..self.wanted.clone() };
                parts::link_button(Weight::Plain, &self.words.text("desk-to-open"), &address("", &all))
            }
        };
        parts::empty(Icon::List, &self.words.text(id), &self.words.text("desk-empty-text"), leads)
    }

    fn table(&self) -> Markup {
        let heading = |id: &'static str, fit| Column::new(self.words.text(id), fit);
        let columns = [
            heading("desk-number", Fit::Key),
            heading("desk-applicant", Fit::Flow),
            heading("desk-service", Fit::Flow),
            heading("desk-address", Fit::Flow),
            heading("desk-state", Fit::Keep),
            heading("desk-due", Fit::Flow),
            heading("desk-assignee", Fit::Keep),
        ];
        let mut said = Said::default();
        let rows: Vec<_> = self.listed.rows.iter().map(|row| self.row(row, &mut said)).collect();
        parts::table(self.words, &Table { caption: &title(self.words, self.wanted.show), columns: &columns, rows: &rows, tick: None })
    }

    fn row(&self, row: &CaseRow, said: &mut Said) -> Row<'static> {
        let service = self.office.catalogue.current(row.service.as_str());
        let title = service.map_or(row.service.as_str(), |service| service.title.read(self.words.language));
        let assignee = row.assignee.and_then(|assignee| self.names.get(&assignee));
        let tone = if is_late(row.state, row.due, self.today) { Tone::Bad } else { Tone::Neutral };
        let cells: Cells = vec![
            html! { a.num href=(url::case(row.id)) { (row.number) } },
            parts::personal(self.words, self.sight, &row.name),
            html! { (title) },
            parts::personal(self.words, self.sight, &row.address),
            said.state(self.words, row.state),
            said.due(self, row),
            html! { @if let Some(name) = assignee { (name) } },
        ];
        Row { tone, ..Row::new(cells) }
    }

    fn pager(&self) -> Markup {
        let count = i64::try_from(self.listed.rows.len()).unwrap_or(i64::MAX);
        let shown = self.words.say(&message("desk-shown").with("count", count));
        let back = self.listed.previous.clone().map(|key| address("", &self.wanted.from(Start::Before(key))));
        let on = self.listed.next.clone().map(|key| address("", &self.wanted.from(Start::After(key))));
        let sizes = SIZES.map(|size| {
            let place = if size == self.wanted.size { Place::Here } else { Place::Elsewhere };
            Entry::new(size.to_string(), address("", &Wanted { size, ..self.wanted.clone() })).at(place)
        });
        parts::pager(self.words, &Pager { shown: &shown, back: back.as_deref(), on: on.as_deref(), sizes: &sizes })
    }
}

/// What was said of earlier rows: those beside each other mostly share their state and their due date.
#[derive(Default)]
struct Said {
    states: Vec<(State, Markup)>,
    due: Option<((State, Option<Date>), Markup)>,
}

impl Said {
    fn state(&mut self, words: &Words, state: State) -> Markup {
        if let Some((_, tag)) = self.states.iter().find(|(known, _)| *known == state) {
            return tag.clone();
        }
        let tag = state_tag(words, state);
        self.states.push((state, tag.clone()));
        tag
    }

    fn due(&mut self, queue: &Queue<'_>, row: &CaseRow) -> Markup {
        // Only two states say their due date in words of their own.
        let key = match row.state {
            State::Refused | State::WaitingForApplicant => (row.state, row.due),
            State::Closed | State::Withdrawn | State::Draft => return html! {},
            State::Submitted
            | State::Registered
            | State::InReview
            | State::DocumentCheck
            | State::Decision
            | State::InDelivery
            | State::Appealed => (State::InReview, row.due),
        };
        if let Some((_, said)) = self.due.as_ref().filter(|(known, _)| *known == key) {
            return said.clone();
        }
        let said = due_words(queue.words, queue.calendar, queue.today, row.state, row.due);
        self.due = Some((key, said.clone()));
        said
    }
}
