//! Files as answers: a stored document streamed chunk by chunk, a paper made now.

use crate::{
    act::Look,
    appliance::Appliance,
    applications::{
        Application, Document, FileType, Office, State,
        letters::{self, Letterhead, Signed},
        paper::{self, Paper},
    },
    identity::table as identity_table,
    storage::Chunks,
    terms::{Refusal, Result, Words, message},
    web::{Answer, respond},
};
use actix_web::{HttpResponse, http::header};
use futures_util::stream::iter;
use jiff::civil::Date;

/// A document that was given, under its own name; each chunk is read when it is sent.
pub fn document(kabinet: &Appliance, document: &Document) -> HttpResponse {
    let chunks = Chunks::new(kabinet.engine(), document.digest);
    let body = iter(chunks.map(|chunk| chunk.map(bytes::Bytes::from)));
    let mut response = respond::file(document.file.mime(), document.name.reveal(), true);
    // Compressing it on the way would break the length that is told here; documents are compressed already.
    response.insert_header((header::CONTENT_ENCODING, "identity")).no_chunking(document.size);
    response.streaming(body)
}

/// A paper, made off the web threads.
///
/// # Errors
/// Too many are being made, or a fault of the library.
pub async fn paper(kabinet: &Appliance, words: &Words, name: &'static str, paper: Paper) -> Answer {
    let words = words.clone();
    let name = words.say(&message(name).with("number", paper.number.clone()));
    let bytes = kabinet.slowly(move || paper::render(&paper, &words)).await??;
    Ok(respond::file(FileType::Pdf.mime(), &name, true).body(bytes))
}

/// The decision as a paper, with the names of all who signed it.
///
/// # Errors
/// There is none that is in force.
pub fn decision(look: &Look, words: &Words, case: &Application, office: &Office) -> Result<Paper> {
    let in_force = case.decision.as_ref().filter(|_| case.state != State::Decision).ok_or_else(Refusal::missing)?;
    let agent = identity_table::agent(look, case.agent)?.ok_or_else(Refusal::missing)?;
    let mut by = Vec::new();
    for mark in [Some(in_force.mark), in_force.confirmation].into_iter().flatten() {
        let user = identity_table::user(look, mark.by)?.ok_or_else(Refusal::missing)?;
        by.push((user.position.clone(), user.name.short()));
    }
    let service = office.service_of(case)?;
    let signed = Signed { by: &by, appeal_until: appeal_until(look, words, case, office)? };
    let head = Letterhead { words, issuer: agent.name.read(words.language), sight: look.sight(), made: in_force.mark.at };
    Ok(letters::decision(&head, case, service, &signed).ok_or_else(Refusal::missing)?)
}

/// The last day for an appeal: as it was promised while one can be made, counted anew after that.
fn appeal_until(look: &Look, words: &Words, case: &Application, office: &Office) -> Result<Option<Date>> {
    if case.state == State::Refused {
        return Ok(case.due);
    }
    let Some(refused) = case.milestones.iter().rev().find(|milestone| milestone.state == State::Refused) else { return Ok(None) };
    let days = office.service_of(case)?.terms.appeal;
    Ok(Some(office.working_days(look)?.add(words.day_of(refused.mark.at), days)))
}
