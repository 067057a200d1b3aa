//! The tables of applications: by number, by applicant, and the employees' lists within their reach.

use super::{
    Number, State,
    application::{Application, BY_APPLICANT, BY_ASSIGNEE, BY_DUE, BY_NUMBER, BY_STATE, CaseRow, ROW_VERSION, due_key},
    queue::Start,
};
use crate::{
    access::{Houses, Placed, Reach},
    storage::{
        Order, Table, View, codec,
        rows::{load, pointed},
        view::{Flow, Keys},
    },
    terms::{AgentId, ApplicationId, Error, HouseId, Result, UserId},
};
use jiff::civil::Date;
use serde::Deserialize;
use std::ops::{Bound, ControlFlow};

/// Bytes of a row's key behind what all rows of its list begin with: the due date, the case.
const ROW_KEY: usize = 4 + 8;

/// Which cases a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All that are open.
    Open,
    /// Those that are done.
    Done,
    /// Those in this state.
    In(State),
    /// Those of this employee.
    Of(UserId),
    /// The open ones that were due before this day.
    DueBefore(Date),
}

/// Where a page of a list begins, and how long it is.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where.
    pub start: Start,
    /// Rows.
    pub size: usize,
}

/// A page of a list.
#[derive(Debug, Default)]
pub struct Listed {
    /// Its rows.
    pub rows: Vec<CaseRow>,
    /// Where the page before this one ends, where there is one.
    pub previous: Option<Vec<u8>>,
    /// Behind which key the next page begins, where there is one.
    pub next: Option<Vec<u8>>,
}

/// The application with this number, in whatever reach.
///
/// # Errors
/// A fault of the engine.
pub fn by_number(view: &dyn View, number: Number, reach: &Reach) -> Result<Option<Application>> {
    let mut key = None;
    view.visit(BY_NUMBER, &Keys::with_prefix(number.to_string().as_bytes()), Order::Ascending, &mut |row, _| {
        key = Some(pointed(row, 8).to_vec());
        ControlFlow::Break(())
    })?;
    let found: Option<Application> = key.map_or(Ok(None), |key| load(view, &key))?;
    Ok(found.filter(|application| reach.covers(application.place())))
}

/// The applications of this applicant, the newest first.
///
/// # Errors
/// A fault of the engine.
pub fn of_applicant(view: &dyn View, applicant: UserId) -> Result<Vec<Application>> {
    let mut keys = Vec::new();
    view.visit(BY_APPLICANT, &Keys::with_prefix(&applicant.key()), Order::Descending, &mut |row, _| {
        keys.push(pointed(row, 8).to_vec());
        ControlFlow::Continue(())
    })?;
    keys.iter().filter_map(|key| load(view, key).transpose()).collect()
}

/// The application with this identity, without regard to reach: for followers and checks.
///
/// # Errors
/// A fault of the engine.
pub fn application(view: &dyn View, id: ApplicationId) -> Result<Option<Application>> {
    load(view, &id.key())
}

/// The index of a list, what all its keys begin with, and its keys.
fn range(agent: AgentId, filter: Filter) -> (Table, Vec<u8>, Keys) {
    let agent = agent.key();
    let (index, prefix) = match filter {
        Filter::Open | Filter::DueBefore(_) => (BY_DUE, [&agent[..], &[0]].concat()),
        Filter::Done => (BY_DUE, [&agent[..], &[1]].concat()),
        Filter::In(state) => (BY_STATE, [&agent[..], &[state as u8]].concat()),
        Filter::Of(user) => (BY_ASSIGNEE, [&agent[..], &user.key()].concat()),
    };
    let mut keys = Keys::with_prefix(&prefix);
    if let Filter::DueBefore(day) = filter {
        keys.to = Bound::Excluded([&prefix[..], &due_key(Some(day))].concat());
    }
    (index, prefix, keys)
}

/// Whether a page of this list can begin there: the key of another list would lead to the first page.
pub fn begins(start: &Start, agent: AgentId, filter: Filter) -> bool {
    let (_, prefix, _) = range(agent, filter);
    match start {
        Start::First => true,
        Start::After(key) | Start::Before(key) => key.len() == prefix.len() + ROW_KEY && key.starts_with(&prefix),
    }
}

/// A page of the cases of this Agent that lie in reach, by due date; those that are done, the latest first.
///
/// # Errors
/// A fault of the engine, or a damaged row.
pub fn cases(view: &dyn View, reach: &Reach, agent: AgentId, filter: Filter, page: &Page) -> Result<Listed> {
    let (index, prefix, mut keys) = range(agent, filter);
    let (on, back) = match filter {
        Filter::Done => (Order::Descending, Order::Ascending),
        Filter::Open | Filter::In(_) | Filter::Of(_) | Filter::DueBefore(_) => (Order::Ascending, Order::Descending),
    };
    let (order, key) = match &page.start {
        Start::First => (on, None),
        Start::After(key) => (on, Some(key)),
        Start::Before(key) => (back, Some(key)),
    };
    // A key of another list would lead out of this one: whoever made it up gets the first page.
    let known = key.filter(|key| key.starts_with(&prefix));
    let order = if known.is_some() { order } else { on };
    if let Some(key) = known {
        keys = keys.after(key, order);
    }
    let mut found = Found { size: page.size, reach, agent, rows: Vec::with_capacity(page.size), ends: None, more: false, failed: None };
    view.visit(index, &keys, order, &mut |key, value| found.take(key, value))?;
    let began = known.is_some();
    found.listed(began, order == on)
}

/// Those due last that are looked through for the one that came last: terms of registration differ by days, and numbers are
/// given in the order of coming.
const DUE_LAST: usize = 50;

/// The case of this Agent within reach that came last, of those that nobody has registered yet.
///
/// # Errors
/// A fault of the engine, or a damaged row.
pub fn newest(view: &dyn View, reach: &Reach, agent: AgentId) -> Result<Option<CaseRow>> {
    let (index, _, keys) = range(agent, Filter::In(State::Submitted));
    let mut found = Found { size: DUE_LAST, reach, agent, rows: Vec::with_capacity(DUE_LAST), ends: None, more: false, failed: None };
    view.visit(index, &keys, Order::Descending, &mut |key, value| found.take(key, value))?;
    found.failed.map_or_else(|| Ok(found.rows.into_iter().max_by_key(|row| row.number)), Err)
}

/// A page while it is being read.
struct Found<'r> {
    size: usize,
    reach: &'r Reach,
    agent: AgentId,
    rows: Vec<CaseRow>,
    /// The keys of the first and the last row, in the order of reading.
    ends: Option<(Vec<u8>, Vec<u8>)>,
    more: bool,
    failed: Option<Error>,
}

impl Found<'_> {
    fn take(&mut self, key: &[u8], value: &[u8]) -> Flow {
        let row: CaseRow = match codec::decode(ROW_VERSION, value) {
            Ok(row) => row,
            Err(error) => {
                self.failed = Some(error);
                return ControlFlow::Break(());
            }
        };
        if !reaches(self.reach, self.agent, row.house) {
            return ControlFlow::Continue(());
        }
        if self.rows.len() == self.size {
            self.more = true;
            return ControlFlow::Break(());
        }
        match &mut self.ends {
            Some((_, last)) => {
                last.clear();
                last.extend_from_slice(key);
            }
            None => self.ends = Some((key.to_vec(), key.to_vec())),
        }
        self.rows.push(row);
        ControlFlow::Continue(())
    }

    fn listed(mut self, began: bool, forwards: bool) -> Result<Listed> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let (first, last) = self.ends.unzip();
        if forwards {
            return Ok(Listed { rows: self.rows, previous: first.filter(|_| began), next: last.filter(|_| self.more) });
        }
        self.rows.reverse();
        Ok(Listed { rows: self.rows, previous: last.filter(|_| self.more), next: first })
    }
}

fn reaches(reach: &Reach, agent: AgentId, house: Option<HouseId>) -> bool {
    reach.holder.is_none() && reach.agent.is_none_or(|own| own == agent) && reach.covers_house(house)
}

/// What a count reads of a [`CaseRow`].
#[derive(Deserialize)]
struct RowHouse {
    house: Option<HouseId>,
}

/// How many cases a list has within reach, counted up to `most`.
///
/// # Errors
/// A fault of the engine, or a damaged row.
pub fn count(view: &dyn View, reach: &Reach, agent: AgentId, filter: Filter, most: usize) -> Result<usize> {
    let (index, _, keys) = range(agent, filter);
    if !reaches(&Reach { houses: Houses::All, ..reach.clone() }, agent, None) {
        return Ok(0);
    }
    let whole_agent = matches!(reach.houses, Houses::All);
    let (mut count, mut failed) = (0, None);
    view.visit(index, &keys, Order::Ascending, &mut |_, value| {
        // Where the whole Agent is in reach, there is nothing to read in the row.
        let counts = whole_agent
            || codec::decode(ROW_VERSION, value).map(|row: RowHouse| reach.covers_house(row.house)).unwrap_or_else(|error| {
                failed = Some(error);
                false
            });
        count += usize::from(counts);
        if count < most && failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed.map_or(Ok(count), Err)
}
