//! `kabinet check`: whether everything that is stored fits together. Records and their indexes, the history and the journal,
//! the documents and their bytes; the trees of the journals are audited by [`crate::journal::audit`].

mod findings;
pub mod index;
mod rows;

pub use findings::{Findings, LISTED};

use crate::{
    access::{AgentGroup, Grant, Rule, Scope, StoredRole, UserGroup},
    applications::Application,
    certificates::{Certificate, invitation::Invitation, parcel::Parcel, proof::Proof},
    housing::{House, Principal},
    identity::{Acquaintance, Agent, ApiKey, Codes, Doorstep, Passkeys, Recovery, Restoration, Session, User, Workplace},
    journal::{
        Entry,
        search::SavedSearch,
        table::{self, DISCLOSURES, HISTORY},
    },
    notifications::{Letter, MailWishes, letter::Content},
    people::Person,
    storage::{Order, Record, View, blob, codec, rows::full_key, view::Keys},
    terms::{Digest, Error, Message, Result, calendar::Decree, message},
};
use rows::{Row, compare};
use std::{collections::HashMap, ops::ControlFlow};

/// Checks everything but the trees of the journals. `progress` is told what is being checked: the name of a kind of record,
/// "journal" or "documents".
///
/// # Errors
/// A fault of the engine; damage of what is stored is a finding.
pub fn everything(view: &dyn View, progress: &mut dyn FnMut(&'static str)) -> Result<Findings> {
    let mut findings = Findings::default();
    all_records(view, &mut findings, progress)?;
    progress("journal");
    check_history(view, &mut findings)?;
    progress("documents");
    check_blobs(view, documents(view)?.into_iter(), &mut findings)?;
    Ok(findings)
}

/// Every kind of record there is, a line each.
fn all_records(view: &dyn View, findings: &mut Findings, progress: &mut dyn FnMut(&'static str)) -> Result<()> {
    let mut kind = |name, check: fn(&dyn View, &mut Findings) -> Result<()>| {
        progress(name);
        check(view, findings)
    };
    kind(Agent::NAME, check_records::<Agent>)?;
    kind(User::NAME, check_records::<User>)?;
    kind(Session::NAME, check_records::<Session>)?;
    kind(ApiKey::NAME, check_records::<ApiKey>)?;
    kind(Restoration::NAME, check_records::<Restoration>)?;
    kind(Acquaintance::NAME, check_records::<Acquaintance>)?;
    kind(Workplace::NAME, check_records::<Workplace>)?;
    kind(Codes::NAME, check_records::<Codes>)?;
    kind(Passkeys::NAME, check_records::<Passkeys>)?;
    kind(Recovery::NAME, check_records::<Recovery>)?;
    kind(Doorstep::NAME, check_records::<Doorstep>)?;
    kind(Grant::NAME, check_records::<Grant>)?;
    kind(Scope::NAME, check_records::<Scope>)?;
    kind(StoredRole::NAME, check_records::<StoredRole>)?;
    kind(Rule::NAME, check_records::<Rule>)?;
    kind(UserGroup::NAME, check_records::<UserGroup>)?;
    kind(AgentGroup::NAME, check_records::<AgentGroup>)?;
    kind(Principal::NAME, check_records::<Principal>)?;
    kind(House::NAME, check_records::<House>)?;
    kind(Decree::NAME, check_records::<Decree>)?;
    kind(Person::NAME, check_records::<Person>)?;
    kind(Certificate::NAME, check_records::<Certificate>)?;
    kind(Invitation::NAME, check_records::<Invitation>)?;
    kind(Parcel::NAME, check_records::<Parcel>)?;
    kind(Proof::NAME, check_records::<Proof>)?;
    kind(Application::NAME, check_records::<Application>)?;
    kind(Letter::NAME, check_records::<Letter>)?;
    kind(SavedSearch::NAME, check_records::<SavedSearch>)?;
    kind(MailWishes::NAME, check_records::<MailWishes>)
}

/// The files that records refer to, with their sizes in bytes.
fn documents(view: &dyn View) -> Result<HashMap<Digest, u64>> {
    let mut files = HashMap::new();
    view.visit(Application::TABLE, &Keys::all(), Order::Ascending, &mut |_, bytes| {
        // A damaged application has been found already.
        if let Ok(application) = codec::decode::<Application>(Application::VERSION, bytes) {
            files.extend(application.documents.iter().map(|document| (document.digest, document.size)));
        }
        ControlFlow::Continue(())
    })?;
    view.visit(Certificate::TABLE, &Keys::all(), Order::Ascending, &mut |_, bytes| {
        if let Ok(certificate) = codec::decode::<Certificate>(Certificate::VERSION, bytes) {
            files.extend(certificate.scan.map(|scan| (scan.digest, scan.size)));
        }
        ControlFlow::Continue(())
    })?;
    view.visit(Letter::TABLE, &Keys::all(), Order::Ascending, &mut |_, bytes| {
        let attachment = codec::decode::<Letter>(Letter::VERSION, bytes).ok().and_then(|letter| letter.attachment);
        match attachment.map(|file| file.content) {
            Some(Content::Stored { digest, size }) => drop(files.insert(digest, size)),
            Some(Content::Sealed(_)) | None => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(files)
}

/// Checks one kind of record: each is readable and lies under its own key, each has exactly the index rows that it
/// declares, and no index row belongs to nobody. An index belongs to one kind.
///
/// # Errors
/// A fault of the engine.
pub fn check_records<R: Record>(view: &dyn View, findings: &mut Findings) -> Result<()> {
    compare(view, R::INDEXES, R::NAME, findings, &mut |declare, findings| {
        let mut fault = None;
        view.visit(R::TABLE, &Keys::all(), Order::Ascending, &mut |key, bytes| {
            let Some(rows) = rows_of::<R>(key, bytes, findings) else { return ControlFlow::Continue(()) };
            fault = declare(rows, findings).err();
            if fault.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        fault.map_or(Ok(()), Err)
    })
}

/// The index rows that the record under this key declares; none where it cannot be read.
fn rows_of<R: Record>(key: &[u8], bytes: &[u8], findings: &mut Findings) -> Option<Vec<Row>> {
    findings.checked(R::NAME);
    let decoded = codec::decode::<R>(R::VERSION, bytes).and_then(|record| Ok((record.key(), record.entries()?)));
    let Ok((own, entries)) = decoded else {
        findings.found(R::NAME, about("check-record-unreadable", R::NAME, key));
        return None;
    };
    if own != key {
        findings.found(R::NAME, about("check-record-misplaced", R::NAME, key));
        return None;
    }
    if let Some(undeclared) = entries.iter().find(|entry| !R::INDEXES.contains(&entry.index)) {
        findings.found(R::NAME, about("check-index-undeclared", R::NAME, key).with("index", undeclared.index.0));
    }
    let declared = entries.into_iter().filter(|entry| R::INDEXES.contains(&entry.index));
    Some(declared.map(|entry| Row { table: entry.index, key: full_key(&entry, &own), value: entry.value }).collect())
}

/// What the findings about the journal go under.
const JOURNAL: &str = "journal";

/// Checks that every entry can be read and that history and disclosures point at exactly the entries that they should.
///
/// # Errors
/// A fault of the engine.
pub fn check_history(view: &dyn View, findings: &mut Findings) -> Result<()> {
    compare(view, &[HISTORY, DISCLOSURES], JOURNAL, findings, &mut |declare, findings| {
        for agent in table::agents(view)? {
            let mut fault: Option<Error> = None;
            table::visit_bytes(view, agent, 0, Order::Ascending, &mut |number, bytes| {
                findings.checked(JOURNAL);
                match table::decode(bytes) {
                    Ok(entry) if entry.agent == agent => fault = declare(traces(&entry, number), findings).err(),
                    Ok(_) => findings.found(JOURNAL, entry_at("check-entry-of-another", agent.number(), number)),
                    Err(_) => findings.found(JOURNAL, entry_at("check-entry-unreadable", agent.number(), number)),
                }
                if fault.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            fault.map_or(Ok(()), Err)?;
        }
        Ok(())
    })
}

/// The rows by which this entry is found.
fn traces(entry: &Entry, number: u64) -> Vec<Row> {
    let changes = entry.changes.iter().map(|change| Row {
        table: HISTORY,
        key: table::history_key(&change.record, entry.agent, number),
        value: Vec::new(),
    });
    let disclosed = entry.disclosed.iter().map(|person| Row {
        table: DISCLOSURES,
        key: table::disclosure_key(*person, entry.at, entry.agent, number),
        value: Vec::new(),
    });
    changes.chain(disclosed).collect()
}

/// What the findings about documents go under.
const DOCUMENTS: &str = "documents";

/// Checks that the bytes of each of these files are there and are those of its digest.
///
/// # Errors
/// A fault of the engine.
pub fn check_blobs(view: &dyn View, files: impl Iterator<Item = (Digest, u64)>, findings: &mut Findings) -> Result<()> {
    for (digest, size) in files {
        findings.checked(DOCUMENTS);
        let id = match blob::really(view, digest)? {
            None => "check-document-missing",
            Some((_, found)) if found != size => "check-document-size",
            Some((found, _)) if found != digest => "check-document-altered",
            Some(_) => continue,
        };
        findings.found(DOCUMENTS, message(id).with("digest", digest.to_string()));
    }
    Ok(())
}

fn about(id: &'static str, kind: &'static str, key: &[u8]) -> Message {
    message(id).with("kind", kind).with("key", rows::shown(key))
}

fn entry_at(id: &'static str, agent: u64, number: u64) -> Message {
    let counted = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    message(id).with("agent", counted(agent)).with("number", counted(number + 1))
}
