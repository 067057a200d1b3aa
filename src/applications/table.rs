//! The tables of applications: by number, by applicant, and the employees' lists within their reach.

use super::{
    Number, State,
    application::{Application, BY_APPLICANT, BY_ASSIGNEE, BY_DUE, BY_NUMBER, BY_STATE, CaseRow, ROW_VERSION},
};
use crate::{
    access::{Placed, Reach},
    storage::{
        Order, Table, View, codec,
        record::{load, pointed},
        view::Keys,
    },
    terms::{AgentId, ApplicationId, Result, UserId},
};
use std::ops::ControlFlow;

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
}

/// Where a page of a list begins, and how long it is.
#[derive(Clone, Debug)]
pub struct Page {
    /// Behind this key; from the beginning where there is none.
    pub after: Option<Vec<u8>>,
    /// Rows.
    pub size: usize,
}

/// A page of a list.
#[derive(Debug, Default)]
pub struct Listed {
    /// Its rows.
    pub rows: Vec<CaseRow>,
    /// Where the next page begins, where there is one.
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

fn range(agent: AgentId, filter: Filter) -> (Table, Vec<u8>) {
    let agent = agent.key();
    match filter {
        Filter::Open => (BY_DUE, [&agent[..], &[0]].concat()),
        Filter::Done => (BY_DUE, [&agent[..], &[1]].concat()),
        Filter::In(state) => (BY_STATE, [&agent[..], &[state as u8]].concat()),
        Filter::Of(user) => (BY_ASSIGNEE, [&agent[..], &user.key()].concat()),
    }
}

/// A page of the cases of this Agent that lie in reach, by due date.
///
/// # Errors
/// A fault of the engine, or a damaged row.
pub fn cases(view: &dyn View, reach: &Reach, agent: AgentId, filter: Filter, page: &Page) -> Result<Listed> {
    let (index, prefix) = range(agent, filter);
    let order = if filter == Filter::Done { Order::Descending } else { Order::Ascending };
    let mut keys = Keys::with_prefix(&prefix);
    // A key of another list would lead out of this one: whoever made it up gets the first page.
    if let Some(after) = page.after.as_ref().filter(|after| after.starts_with(&prefix)) {
        keys = keys.after(after, order);
    }
    let mut listed = Listed::default();
    let (mut last, mut failed) = (Vec::new(), None);
    view.visit(index, &keys, order, &mut |key, value| {
        let row: CaseRow = match codec::decode(ROW_VERSION, value) {
            Ok(row) => row,
            Err(error) => {
                failed = Some(error);
                return ControlFlow::Break(());
            }
        };
        if !reaches(reach, agent, &row) {
            return ControlFlow::Continue(());
        }
        if listed.rows.len() == page.size {
            listed.next = Some(std::mem::take(&mut last));
            return ControlFlow::Break(());
        }
        last = key.to_vec();
        listed.rows.push(row);
        ControlFlow::Continue(())
    })?;
    failed.map_or(Ok(listed), Err)
}

fn reaches(reach: &Reach, agent: AgentId, row: &CaseRow) -> bool {
    reach.holder.is_none() && reach.agent.is_none_or(|own| own == agent) && reach.covers_house(row.house)
}

/// How many cases a list has within reach, counted up to `most`.
///
/// # Errors
/// A fault of the engine, or a damaged row.
pub fn count(view: &dyn View, reach: &Reach, agent: AgentId, filter: Filter, most: usize) -> Result<usize> {
    let (index, prefix) = range(agent, filter);
    let whole_agent = matches!(reach.houses, crate::access::Houses::All);
    let mut count = 0;
    let mut failed = None;
    view.visit(index, &Keys::with_prefix(&prefix), Order::Ascending, &mut |_, value| {
        // Where the whole Agent is in reach, there is nothing to read in the row.
        let counts = whole_agent
            || codec::decode(ROW_VERSION, value).map(|row| reaches(reach, agent, &row)).unwrap_or_else(|error| {
                failed = Some(error);
                false
            });
        count += usize::from(counts);
        if count < most && failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed.map_or(Ok(count), Err)
}

/// How many open cases in reach are past their due date, counted up to `most`.
///
/// # Errors
/// A fault of the engine, or a damaged row.
pub fn overdue(view: &dyn View, reach: &Reach, agent: AgentId, today: jiff::civil::Date, most: usize) -> Result<usize> {
    let page = Page { after: None, size: most };
    let listed = cases(view, reach, agent, Filter::Open, &page)?;
    Ok(listed.rows.iter().take_while(|row| row.due.is_some_and(|due| due < today)).count())
}
