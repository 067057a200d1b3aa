//! `kabinet journal …` and `kabinet check`: what can be proved of a store, in words.

use super::{check, installation};
use crate::{
    applications::{Application, Office},
    journal::{VerifyingKey, audit, export, proof, prove, table as journal_table},
    search::{follower, open_reader},
    storage::{Engine, Order, View, rows::each, view::Keys},
    terms::{AgentId, Result, Words, error::Doing},
};
use std::{collections::BTreeMap, io::Write, ops::ControlFlow, path::Path};

/// Whether what was looked at is as it should be; the exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// It is.
    Whole,
    /// It is not.
    Damaged,
}

/// Reads every entry of every journal and says of each journal whether it is whole.
///
/// # Errors
/// The store cannot be opened, or the output cannot be written.
pub fn verify(folder: &Path, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let key = installation::signing_key(folder)?;
    let engine = Engine::open_to_read(folder)?;
    let report = audit::verify(&engine.snapshot()?, key.verifying(), &mut |_| {})?;
    for journal in &report.agents {
        writeln!(out, "{}: {}", journal.agent, words.say(&journal.verdict.message())).doing("writing the verdict")?;
    }
    Ok(if report.is_whole() { Soundness::Whole } else { Soundness::Damaged })
}

/// Writes the proof of one entry (numbered from 1) to a file.
///
/// # Errors
/// There is no such entry, it is under no checkpoint yet, or the file cannot be written.
pub fn prove_entry(folder: &Path, agent: AgentId, number: u64, to: &Path) -> Result<()> {
    let key = installation::signing_key(folder)?;
    let engine = Engine::open_to_read(folder)?;
    let proof = prove::prove(&engine.snapshot()?, agent, number.saturating_sub(1), key.verifying())?;
    std::fs::write(to, proof.write()).doing("writing the proof")
}

/// Says of a proof file whether it proves, by the public key of the installation that it came from.
///
/// # Errors
/// The file or the key cannot be read.
pub fn check_proof(file: &Path, key: &str, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let key = VerifyingKey::parse(key.trim()).doing("reading the public key")?;
    let verdict = proof::check(&std::fs::read(file).doing("reading the proof")?, &key);
    writeln!(out, "{}", words.say(&verdict.message())).doing("writing the verdict")?;
    Ok(if matches!(verdict, proof::Verdict::Proved { .. }) { Soundness::Whole } else { Soundness::Damaged })
}

/// Writes the journal of an Agent as CSV.
///
/// # Errors
/// The store cannot be opened, or the output cannot be written.
pub fn export_csv(folder: &Path, agent: AgentId, words: &Words, out: &mut dyn Write) -> Result<u64> {
    let engine = Engine::open_to_read(folder)?;
    let snapshot = engine.snapshot()?;
    let size = journal_table::head(&snapshot, agent)?.size();
    export::csv(&snapshot, agent, 0..size, words, out)
}

/// Compares records, indexes, documents, journals and the search index.
///
/// # Errors
/// The store cannot be opened, or the output cannot be written.
pub fn check_all(folder: &Path, office: &Office, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let engine = Engine::open_to_read(folder)?;
    let snapshot = engine.snapshot()?;
    let findings = check::everything(&snapshot, &mut |_| {})?;
    for message in findings.messages() {
        writeln!(out, "{}", words.say(&message)).doing("writing the findings")?;
    }
    let strangers = search_differs(&snapshot, office, folder)?;
    if strangers > 0 {
        let found = crate::terms::message("check-search").with("count", i64::try_from(strangers).unwrap_or(i64::MAX));
        writeln!(out, "{}", words.say(&found)).doing("writing the findings")?;
    }
    let journals = verify_snapshot(&snapshot, folder, words, out)?;
    let sound = findings.is_clean() && strangers == 0 && journals == Soundness::Whole;
    Ok(if sound { Soundness::Whole } else { Soundness::Damaged })
}

fn verify_snapshot(view: &(dyn View + Sync), folder: &Path, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    let report = audit::verify(view, installation::signing_key(folder)?.verifying(), &mut |_| {})?;
    for journal in &report.agents {
        writeln!(out, "{}: {}", journal.agent, words.say(&journal.verdict.message())).doing("writing the verdict")?;
    }
    Ok(if report.is_whole() { Soundness::Whole } else { Soundness::Damaged })
}

/// How many applications the index does not hold as the records have them. An index that does not exist yet is made at
/// the next start and is no finding; one that a running server is about to bring up to date differs for under a second.
fn search_differs(view: &dyn View, office: &Office, folder: &Path) -> Result<usize> {
    let folder = folder.join("search");
    if !folder.is_dir() {
        return Ok(0);
    }
    let mut expected = BTreeMap::new();
    each(view, &Keys::all(), Order::Ascending, |application: Application| {
        expected.extend(follower::document(office, &application).map(|document| (document.id, document.fingerprint())));
        Ok(ControlFlow::Continue(()))
    })?;
    let held = open_reader(&folder)?.contents(None)?;
    let twice = held.windows(2).filter(|pair| pair[0].0 == pair[1].0).count();
    let wrong = held.iter().filter(|(id, fingerprint)| expected.get(id) != Some(fingerprint)).count();
    let held: std::collections::BTreeSet<_> = held.iter().map(|(id, _)| *id).collect();
    Ok(twice + wrong + expected.keys().filter(|id| !held.contains(id)).count())
}
