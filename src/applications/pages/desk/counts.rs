//! How many cases each filter of the queue leads to, counted once for each employee and kept until a case changes: the
//! queue is the page that is opened most, and counting costs more than showing it.

use crate::{
    access::{Houses, Reach},
    act::{Look, writer::Published},
    appliance::Appliance,
    applications::{
        Application,
        queue::Show,
        table::{self, Filter},
        views::desk::queue::MOST_COUNTED,
    },
    storage::Record,
    terms::{AgentId, Result, UserId},
};
use jiff::civil::Date;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::broadcast::{Receiver, error::TryRecvError};

/// What was counted for one employee.
type Counted = Arc<[(Show, usize)]>;

/// A count and what it holds for.
struct Entry {
    version: u64,
    today: Date,
    houses: Houses,
    counted: Counted,
}

#[derive(Default)]
struct Kept {
    followed: Option<Receiver<Published>>,
    version: u64,
    entries: HashMap<(AgentId, UserId), Entry>,
}

/// The counts of all employees.
#[derive(Default)]
pub struct Counts(Mutex<Kept>);

impl Counts {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Whoever panicked left at worst a count that is not there.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The version that a count has which is made from now on. Ask before the snapshot is taken: what was committed
    /// before is in the snapshot, and what comes later makes the next version.
    pub fn version(&self, kabinet: &Appliance) -> u64 {
        let mut kept = self.kept();
        let mut followed = kept.followed.take().unwrap_or_else(|| kabinet.follow());
        loop {
            match followed.try_recv() {
                Ok(touched) if touched.iter().any(|touched| touched.record.kind == Application::NAME) => kept.version += 1,
                Ok(_) => {}
                Err(TryRecvError::Lagged(_)) => kept.version += 1,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        kept.followed = Some(followed);
        kept.version
    }

    /// The counts for whoever looks, of the cases of this Agent.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn of(&self, look: &Look, version: u64, agent: AgentId, user: UserId) -> Result<Counted> {
        let (reach, today) = (&look.permit().reach, look.today());
        let holds = |entry: &&Entry| entry.version == version && entry.today == today && is_same(&entry.houses, &reach.houses);
        if let Some(entry) = self.kept().entries.get(&(agent, user)).filter(holds) {
            return Ok(entry.counted.clone());
        }
        let counted: Counted = count(look, reach, agent, user)?.into();
        let entry = Entry { version, today, houses: reach.houses.clone(), counted: counted.clone() };
        self.kept().entries.insert((agent, user), entry);
        Ok(counted)
    }
}

/// The same scope, and unchanged: a changed one is another set in another place.
fn is_same(one: &Houses, other: &Houses) -> bool {
    match (one, other) {
        (Houses::All, Houses::All) => true,
        (Houses::Only(one), Houses::Only(other)) => Arc::ptr_eq(one, other),
        (Houses::All, Houses::Only(_)) | (Houses::Only(_), Houses::All) => false,
    }
}

/// The filter of the table for what the address asks.
pub fn filter(show: Show, user: UserId, today: Date) -> Filter {
    match show {
        Show::Open => Filter::Open,
        Show::Mine => Filter::Of(user),
        Show::Overdue => Filter::DueBefore(today),
        Show::In(state) => Filter::In(state),
        Show::Done => Filter::Done,
    }
}

fn count(look: &Look, reach: &Reach, agent: AgentId, user: UserId) -> Result<Vec<(Show, usize)>> {
    let chips = Show::CHIPS.into_iter().filter(|show| *show != Show::Done);
    chips.map(|show| Ok((show, table::count(look, reach, agent, filter(show, user, look.today()), MOST_COUNTED + 1)?))).collect()
}
