//! `kabinet journal …` and `kabinet check`: what can be proved of a store, in words.

use super::{
    check::{self, index::Differences},
    installation,
};
use crate::{
    access::{Roles, table as access_table},
    applications::Office,
    identity::table as identity_table,
    journal::{VerifyingKey, audit, export, proof, prove, table as journal_table},
    server::reference,
    storage::{Engine, View},
    terms::{AgentId, Fault, Kind, Message, Refusal, Result, Words, error::Doing, message},
};
use std::{io::Write, path::Path};

/// Whether what was looked at is as it should be; the exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// It is.
    Whole,
    /// It is not.
    Damaged,
}

impl Soundness {
    const fn of(wrong: u64) -> Self {
        if wrong == 0 { Self::Whole } else { Self::Damaged }
    }
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn say(words: &Words, said: &Message, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}", words.say(said)).doing("writing the answer")
}

/// Reads every entry of every journal and says of each journal whether it is whole.
///
/// # Errors
/// The store cannot be opened, or the output cannot be written.
pub fn verify(folder: &Path, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let engine = Engine::open_to_read(folder)?;
    verify_journals(&engine.snapshot()?, folder, words, out).map(Soundness::of)
}

/// How many journals are not whole, with a line for each that there is.
fn verify_journals(view: &(dyn View + Sync), folder: &Path, words: &Words, out: &mut dyn Write) -> Result<u64> {
    let report = audit::verify(view, installation::signing_key(folder)?.verifying(), &mut |_| {})?;
    for journal in &report.agents {
        writeln!(out, "{}: {}", name(view, journal.agent, words), words.say(&journal.verdict.message())).doing("writing the verdict")?;
    }
    if report.strangers > 0 {
        say(words, &message("command-journal-strangers").with("count", counted(report.strangers)), out)?;
    }
    Ok(report.agents.iter().filter(|journal| !journal.verdict.is_whole()).count() as u64 + u64::from(report.strangers > 0))
}

/// "Соцзащита (2)"; the number alone where the Agent's own record cannot be read.
fn name(view: &dyn View, id: AgentId, words: &Words) -> String {
    let agent = identity_table::agent(view, id).ok().flatten();
    agent.map_or_else(|| id.to_string(), |agent| format!("{} ({id})", agent.short_name.read(words.language)))
}

/// How many entries the journal of this Agent has.
fn size(view: &dyn View, agent: AgentId) -> Result<u64> {
    let size = journal_table::head(view, agent)?.size();
    if size == 0 && identity_table::agent(view, agent)?.is_none() {
        let unknown = message("command-agent-number-unknown").with("number", agent.to_string());
        return Err(Refusal::new(Kind::Missing, unknown).into());
    }
    Ok(size)
}

/// Writes the proof of one entry (numbered from 1) to a file.
///
/// # Errors
/// There is no such entry, it is under no checkpoint yet, or the file cannot be written.
pub fn prove_entry(folder: &Path, (agent, number): (AgentId, u64), to: &Path, words: &Words) -> Result<()> {
    let engine = Engine::open_to_read(folder)?;
    let (key, view) = (installation::signing_key(folder)?, engine.snapshot()?);
    let entries = size(&view, agent)?;
    if number == 0 || number > entries {
        let unknown = message("command-entry-unknown").with("agent", name(&view, agent, words)).with("number", number.to_string());
        return Err(Refusal::new(Kind::Missing, unknown.with("count", counted(entries))).into());
    }
    let proof = prove::prove(&view, agent, number - 1, key.verifying())?;
    Ok(std::fs::write(to, proof.write()).map_err(|cause| Fault::new("writing the proof", format!("{}: {cause}", to.display())))?)
}

/// Says of a proof file whether it proves, by the public key of the installation that it came from.
///
/// # Errors
/// The file or the key cannot be read.
pub fn check_proof(file: &Path, key: &str, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let key = VerifyingKey::parse(key.trim()).doing("reading the public key")?;
    let bytes = std::fs::read(file).map_err(|cause| Fault::new("reading the proof", format!("{}: {cause}", file.display())))?;
    let verdict = proof::check(&bytes, &key);
    say(words, &verdict.message(), out)?;
    Ok(if matches!(verdict, proof::Verdict::Proved { .. }) { Soundness::Whole } else { Soundness::Damaged })
}

/// All roles, with those that Agents made of their own.
pub(super) fn roles(view: &dyn View) -> Result<Roles> {
    let mut roles = reference::roles()?;
    access_table::roles(view)?.into_iter().for_each(|role| roles.place(role));
    Ok(roles)
}

/// Writes the journal of an Agent as CSV.
///
/// # Errors
/// The store cannot be opened, there is no such Agent, or the output cannot be written.
pub fn export_csv(folder: &Path, agent: AgentId, words: &Words, out: &mut dyn Write) -> Result<u64> {
    let engine = Engine::open_to_read(folder)?;
    let snapshot = engine.snapshot()?;
    let size = size(&snapshot, agent)?;
    let scopes = access_table::scopes(&snapshot)?.into_iter().map(|scope| (scope.id.to_string(), scope.name)).collect();
    let called = export::Called { roles: &roles(&snapshot)?, scopes: &scopes };
    export::csv(&snapshot, (agent, 0..size), words, called, out)
}

/// Compares records, indexes, documents, journals and the search index, and says at the end what it came to.
///
/// # Errors
/// The store cannot be opened, or the output cannot be written.
pub fn check_all(folder: &Path, office: &Office, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let engine = Engine::open_to_read(folder)?;
    let index = check::index::read(folder)?;
    let snapshot = engine.snapshot()?;
    let findings = check::everything(&snapshot, &mut |_| {})?;
    for message in findings.messages() {
        say(words, &message, out)?;
    }
    let search = index.map_or_else(|| Ok(Differences::default()), |index| index.compare(&snapshot, office))?;
    for (id, count) in [("check-search-waiting", search.waiting), ("check-search", search.wrong)] {
        if count > 0 {
            say(words, &message(id).with("count", counted(count as u64)), out)?;
        }
    }
    let wrong = findings.wrong() + search.wrong as u64 + verify_journals(&snapshot, folder, words, out)?;
    let verdict = if wrong == 0 { message("check-whole") } else { message("check-damaged").with("count", counted(wrong)) };
    say(words, &verdict, out)?;
    Ok(Soundness::of(wrong))
}
