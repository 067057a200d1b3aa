//! Makes notices from the journal: the applicant learns of everything that somebody else did to their application.

use super::Notice;
use crate::{
    access::Function,
    act::{Touched, Writer},
    applications::{Application, table as applications_table},
    journal::{Entry, Outcome, table as journal_table},
    storage::{Order, Overlay, Record, Table, View, codec, rows},
    terms::{AgentId, ApplicationId, Message, Result, message},
};
use std::{collections::BTreeMap, ops::ControlFlow};

const POSITIONS: Table = Table("followers");
const POSITION: &[u8] = b"notices";
const VERSION: u8 = 1;
/// Entries followed in one go.
const STRIDE: u64 = 2000;

type Positions = BTreeMap<AgentId, u64>;

fn positions(view: &dyn View) -> Result<Positions> {
    view.get(POSITIONS, POSITION)?.map_or_else(|| Ok(Positions::new()), |bytes| codec::decode(VERSION, &bytes))
}

/// Follows the journals up to now, or one stride of them; tells whether there is more.
///
/// # Errors
/// A fault of the engine.
pub fn step(view: &dyn View, writer: &Writer) -> Result<bool> {
    let (notices, reached, more) = read(view)?;
    if reached == positions(view)? {
        return Ok(false);
    }
    writer.derive(move |_, written| store(notices, &reached, written))?;
    Ok(more)
}

/// The same within the bench itself, before there is a writer thread.
///
/// # Errors
/// A fault of the engine.
pub fn step_on_bench(bench: &mut crate::act::Bench) -> Result<bool> {
    let snapshot = bench.engine().snapshot()?;
    let (notices, reached, more) = read(&snapshot)?;
    bench.derive(move |_, written| store(notices, &reached, written))?;
    bench.commit()?;
    Ok(more)
}

fn read(view: &dyn View) -> Result<(Vec<Notice>, Positions, bool)> {
    let mut positions = positions(view)?;
    let (mut notices, mut more) = (Vec::new(), false);
    for agent in journal_table::agents(view)? {
        let from = positions.get(&agent).copied().unwrap_or(0);
        let mut failed = None;
        let mut next = from;
        journal_table::visit_bytes(view, agent, from, Order::Ascending, &mut |number, bytes| {
            if number >= from + STRIDE {
                more = true;
                return ControlFlow::Break(());
            }
            next = number + 1;
            match journal_table::decode(bytes).and_then(|entry| notice(view, agent, number, &entry)) {
                Ok(notice) => notices.extend(notice),
                Err(error) => failed = Some(error),
            }
            if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        positions.insert(agent, next);
    }
    Ok((notices, positions, more))
}

fn store(notices: Vec<Notice>, reached: &Positions, written: &mut Overlay) -> Result<Vec<Touched>> {
    let mut touched = Vec::new();
    for notice in &notices {
        rows::put(written, None, notice)?;
        let reference = crate::journal::RecordRef { kind: Notice::NAME.to_owned(), key: notice.key() };
        touched.push(Touched { record: reference, place: crate::access::Place { holder: Some(notice.user), ..Default::default() } });
    }
    written.put(POSITIONS, POSITION.to_vec(), codec::encode(VERSION, reached)?);
    Ok(touched)
}

/// The notice that an entry gives rise to.
fn notice(view: &dyn View, agent: AgentId, number: u64, entry: &Entry) -> Result<Option<Notice>> {
    let Some(message) = said(entry) else { return Ok(None) };
    let Some(id) = entry.record.as_ref().filter(|record| record.kind == Application::NAME).and_then(|record| record.number()) else {
        return Ok(None);
    };
    let Some(application) = applications_table::application(view, ApplicationId::new(id))? else { return Ok(None) };
    if entry.user == Some(application.applicant) {
        return Ok(None);
    }
    let shown = application.number.map_or_else(String::new, |number| number.to_string());
    let message = message.with("number", shown);
    Ok(Some(Notice { user: application.applicant, at: entry.at, agent, entry: number, message, application: application.id }))
}

/// What the applicant is told of this function, where it is worth telling.
fn said(entry: &Entry) -> Option<Message> {
    if entry.outcome != Outcome::Success || entry.changes.is_empty() {
        return None;
    }
    match Function::parse(&entry.function)? {
        Function::CaseRegister => Some(message("notice-registered")),
        Function::CaseTake => Some(message("notice-taken")),
        Function::CaseAsk => Some(message("notice-asked")),
        Function::CaseSend => Some(message("notice-checking")),
        // The first of two signatures is no decision yet: the state stays.
        Function::CaseDecide => reaches_a_state(entry).then(|| message("notice-decided")),
        Function::CaseDeliver => Some(message("notice-delivered")),
        Function::CaseAppeal => Some(message("notice-appeal-answered")),
        Function::PageView
        | Function::CatalogView
        | Function::SessionOpen
        | Function::SessionClose
        | Function::PasswordChange
        | Function::ScopeChoose
        | Function::ProfileView
        | Function::TraceView
        | Function::ApplicationList
        | Function::ApplicationView
        | Function::ApplicationStart
        | Function::ApplicationEdit
        | Function::ApplicationSubmit
        | Function::ApplicationWithdraw
        | Function::ApplicationAnswer
        | Function::ApplicationAppeal
        | Function::DocumentAttach
        | Function::DocumentRemove
        | Function::DocumentOpen
        | Function::NoticeList
        | Function::NoticeRead
        | Function::CaseList
        | Function::CaseView
        | Function::CaseReturn
        | Function::CaseAssign
        | Function::CaseCheck
        | Function::CaseDocument
        | Function::CaseFind
        | Function::PersonRegister
        | Function::PersonView
        | Function::JournalList
        | Function::JournalView
        | Function::JournalProve
        | Function::HistoryView
        | Function::AgentCreate
        | Function::UserCreate
        | Function::GrantMake
        | Function::ScopeDefine
        | Function::HouseRegister
        | Function::CertificateAsk
        | Function::CertificateProve
        | Function::CertificateInvite
        | Function::CertificateList
        | Function::CertificateView
        | Function::CertificateRevoke
        | Function::CertificateRequire
        | Function::CertificateDocument
        | Function::CertificateDecide
        | Function::CertificateRemind => None,
    }
}

fn reaches_a_state(entry: &Entry) -> bool {
    entry.changes.iter().flat_map(|change| &change.fields).any(|field| field.path == "state")
}
