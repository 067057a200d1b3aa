//! What the queue shows each employee, kept until a case changes: how many cases each filter leads to, and the list as it
//! was last drawn. The queue is the page that is opened most, and comes back unchanged most of the time. What is kept is
//! one employee's own, seen through the rights that they have now; every view of it stands in the journal all the same.

use crate::{
    access::{Houses, Reach},
    act::{Look, writer::Published},
    appliance::Appliance,
    applications::{
        Application,
        queue::{Show, Wanted},
        table::{self, Filter},
        views::desk::queue::MOST_COUNTED,
    },
    identity::User,
    storage::Record,
    terms::{AgentId, Language, Result, Sight, UserId, calendar::Decree},
};
use jiff::civil::Date;
use maud::{Markup, PreEscaped};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::broadcast::{Receiver, error::TryRecvError};

/// Employees whose drawn list is kept; one more, and all are drawn anew.
const MOST_DRAWN: usize = 256;

/// What was counted for one employee.
type Counted = Arc<[(Show, usize)]>;

/// A count and what it holds for.
struct Entry {
    version: u64,
    today: Date,
    houses: Houses,
    counted: Counted,
}

/// How a list was asked for and seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Asking {
    /// Whose cases.
    pub agent: AgentId,
    /// Who looks.
    pub user: UserId,
    /// What was asked for.
    pub wanted: Wanted,
    /// In which language.
    pub language: Language,
    /// How personal data is seen.
    pub sight: Sight,
}

/// A drawn list and what it holds for.
struct Drawn {
    version: u64,
    today: Date,
    houses: Houses,
    asking: Asking,
    part: Arc<str>,
}

#[derive(Default)]
struct Kept {
    followed: Option<Receiver<Published>>,
    version: u64,
    entries: HashMap<(AgentId, UserId), Entry>,
    drawn: HashMap<UserId, Drawn>,
}

/// What a list tells: cases, the names of employees, and by which days terms are counted.
fn is_told(kind: &str) -> bool {
    [Application::NAME, User::NAME, Decree::NAME].contains(&kind)
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
                Ok(touched) if touched.iter().any(|touched| is_told(&touched.record.kind)) => kept.version += 1,
                Ok(_) => {}
                Err(TryRecvError::Lagged(_)) => kept.version += 1,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        kept.followed = Some(followed);
        kept.version
    }

    /// The list as it was drawn for this employee under the same rights on the same day, or drawn now.
    ///
    /// # Errors
    /// Those of drawing.
    pub fn drawn(&self, look: &Look, version: u64, asking: Asking, draw: impl FnOnce() -> Result<Markup>) -> Result<Markup> {
        let (houses, today, user) = (&look.permit().reach.houses, look.today(), asking.user);
        let holds =
            |drawn: &&Drawn| drawn.version == version && drawn.today == today && drawn.asking == asking && is_same(&drawn.houses, houses);
        let kept = self.kept().drawn.get(&user).filter(holds).map(|drawn| drawn.part.clone());
        if let Some(part) = kept {
            return Ok(PreEscaped(part.to_string()));
        }
        let part = draw()?;
        let drawn = Drawn { version, today, houses: houses.clone(), asking, part: Arc::from(part.0.as_str()) };
        let mut kept = self.kept();
        if kept.drawn.len() >= MOST_DRAWN && !kept.drawn.contains_key(&user) {
            kept.drawn.clear();
        }
        kept.drawn.insert(user, drawn);
        Ok(part)
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
