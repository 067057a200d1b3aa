//! Keeps the index behind the journal: reads which applications changed, puts them in anew, commits with its position.

use super::{CaseDocument, Change, SearchIndex, readable};
use crate::{
    applications::{Application, Office},
    journal::table as journal_table,
    storage::{
        Order, Record, View, codec,
        rows::{each, load},
        view::Keys,
    },
    terms::{AgentId, ApplicationId, Result},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

/// Bytes of memory for building the index; smaller ones save nothing (measured).
pub const HEAP: usize = 32 * 1024 * 1024;
/// Entries followed before a commit.
const STRIDE: u64 = 5000;
const VERSION: u8 = 1;

type Positions = BTreeMap<AgentId, u64>;

/// The follower: the index and how far it has read each journal.
pub struct Follower {
    index: SearchIndex,
    positions: Positions,
}

/// What the index holds of this application; none of a draft.
pub fn document(office: &Office, application: &Application) -> Option<CaseDocument> {
    let number = application.number?;
    let service = office.service_of(application).ok();
    Some(CaseDocument {
        id: application.id,
        agent: application.agent,
        house: application.house,
        applicant_user: Some(application.applicant),
        number: number.to_string(),
        applicant: application.name.reveal().to_string(),
        address: application.address.reveal().clone(),
        service: service.map_or_else(String::new, |service| readable::in_all_languages(&service.title).collect::<Vec<_>>().join(" ")),
        text: readable::text(application, service),
        submitted: application.submitted_at.unwrap_or(application.began_at),
    })
}

impl Follower {
    /// Takes the index up where it was left; an index that was lost is built anew from the records.
    ///
    /// # Errors
    /// A fault of the store or the index.
    pub fn start(mut index: SearchIndex, view: &dyn View, office: &Office) -> Result<Self> {
        let kept = index.position().and_then(|bytes| codec::decode::<Positions>(VERSION, &bytes).ok());
        if let Some(positions) = kept {
            return Ok(Self { index, positions });
        }
        index.clear()?;
        let mut positions = Positions::new();
        for agent in journal_table::agents(view)? {
            positions.insert(agent, journal_table::head(view, agent)?.size());
        }
        let mut waiting = Vec::new();
        each(view, &Keys::all(), Order::Ascending, |application: Application| {
            waiting.extend(document(office, &application).map(Change::Put));
            if waiting.len() >= 1000 {
                index.apply(waiting.drain(..))?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        index.apply(waiting.into_iter())?;
        index.commit(&codec::encode(VERSION, &positions)?)?;
        Ok(Self { index, positions })
    }

    /// What the web threads ask.
    pub fn reader(&self) -> super::SearchReader {
        self.index.reader()
    }

    /// How many entries of the journals were not followed yet.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn behind(&self, view: &dyn View) -> Result<u64> {
        let mut behind = 0;
        for agent in journal_table::agents(view)? {
            let size = journal_table::head(view, agent)?.size();
            behind += size.saturating_sub(self.positions.get(&agent).copied().unwrap_or(0));
        }
        Ok(behind)
    }

    /// Follows the journals up to now, or one stride of them; tells whether there is more.
    ///
    /// # Errors
    /// A fault of the store or the index: drop the follower and start it anew.
    pub fn step(&mut self, view: &dyn View, office: &Office) -> Result<bool> {
        let (changed, more) = read(&mut self.positions, view, STRIDE)?;
        if changed.is_empty() {
            return Ok(more);
        }
        let mut changes = Vec::new();
        for id in changed {
            let found: Option<Application> = load(view, &id.key())?;
            changes.push(found.and_then(|application| document(office, &application)).map_or(Change::Remove(id), Change::Put));
        }
        self.index.apply(changes.into_iter())?;
        self.index.commit(&codec::encode(VERSION, &self.positions)?)?;
        Ok(more)
    }
}

/// Which applications changed after this position, that of an index; none where it is none: the index is made anew at the
/// next start.
///
/// # Errors
/// A fault of the engine.
pub fn waiting(position: &[u8], view: &dyn View) -> Result<Option<BTreeSet<ApplicationId>>> {
    let Ok(mut positions) = codec::decode::<Positions>(VERSION, position) else { return Ok(None) };
    read(&mut positions, view, u64::MAX).map(|(changed, _)| Some(changed))
}

/// Which applications changed after these positions, up to so many entries of each journal; tells whether there is more.
fn read(positions: &mut Positions, view: &dyn View, most: u64) -> Result<(BTreeSet<ApplicationId>, bool)> {
    let (mut changed, mut more) = (BTreeSet::new(), false);
    for agent in journal_table::agents(view)? {
        let from = positions.get(&agent).copied().unwrap_or(0);
        let (mut next, mut failed) = (from, None);
        journal_table::visit_bytes(view, agent, from, Order::Ascending, &mut |number, bytes| {
            if number >= from.saturating_add(most) {
                more = true;
                return ControlFlow::Break(());
            }
            match journal_table::decode(bytes) {
                Ok(entry) => {
                    let applications = entry.changes.iter().filter(|change| change.record.kind == Application::NAME);
                    changed.extend(applications.filter_map(|change| change.record.number()).map(ApplicationId::new));
                }
                Err(error) => failed = Some(error),
            }
            next = number + 1;
            if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        positions.insert(agent, next);
    }
    Ok((changed, more))
}
