//! Files as answers: a stored document streamed chunk by chunk, a paper made now.

use crate::{
    act::Look,
    appliance::Appliance,
    applications::{
        Application, Document, FileType, State,
        letters::{self, Letterhead},
        paper::{self, Paper},
    },
    catalog::Service,
    identity::table as identity_table,
    storage::Chunks,
    terms::{Refusal, Result, Words},
    web::{Answer, respond},
};
use actix_web::{HttpResponse, http::header};
use futures_util::stream::iter;

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
pub async fn paper(kabinet: &Appliance, words: &Words, name: &str, paper: Paper) -> Answer {
    let words = words.clone();
    let bytes = kabinet.slowly(move || paper::render(&paper, &words)).await??;
    Ok(respond::file(FileType::Pdf.mime(), name, true).body(bytes))
}

/// The decision as a paper, with the name of who made it.
///
/// # Errors
/// There is none that is in force.
pub fn decision(look: &Look, words: &Words, case: &Application, service: &Service) -> Result<Paper> {
    let in_force = case.decision.as_ref().filter(|_| case.state != State::Decision).ok_or_else(Refusal::missing)?;
    let agent = identity_table::agent(look, case.agent)?.ok_or_else(Refusal::missing)?;
    let by = identity_table::user(look, in_force.mark.by)?.ok_or_else(Refusal::missing)?;
    let head = Letterhead { words, issuer: agent.name.read(words.language), sight: look.sight(), made: in_force.mark.at };
    let name = by.name.short();
    Ok(letters::decision(&head, case, service, (&by.position, &name)).ok_or_else(Refusal::missing)?)
}
