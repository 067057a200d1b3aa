//! The newest checkpoint of a journal: as a page to print, and as a file.

use super::{book::query, names::Names, reach};
use crate::{
    access::Function,
    appliance::Appliance,
    journal::{
        checkpoint as notes, table as journal_table,
        views::{
            checkpoint::{self, Slip},
            list::agent_query,
            question::Question,
        },
    },
    terms::Refusal,
    web::{Answer, Sheet, Visit, respond, show},
};
use actix_web::web::Data;

pub(super) async fn show_newest(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (question, _) = Question::parse(query(&visit));
    if query(&visit).split('&').any(|pair| pair == "file=1") {
        return file(&kabinet, &visit, &question).await;
    }
    show(&kabinet, &visit, Function::JournalProve, |look| {
        let agent = reach::journal(look, question.agent)?;
        let note = journal_table::latest_checkpoint(look, agent)?;
        let opened = note.as_ref().and_then(|note| notes::open(note, kabinet.verifying()).ok());
        let name = Names::new(look, &kabinet, &visit.words, look.sight()).agent(agent)?;
        let signed = note.as_deref().zip(opened.as_ref());
        let slip = Slip { agent: &name, query: &agent_query(&question), signed, key: &kabinet.verifying().to_string() };
        Ok(Sheet::new(visit.words.text("checkpoint-title"), checkpoint::page(&visit.words, &slip)))
    })
    .await
}

async fn file(kabinet: &Appliance, visit: &Visit, question: &Question) -> Answer {
    let (agent, note) = kabinet
        .look(&visit.actor, Function::JournalProve, |look| {
            let agent = reach::journal(look, question.agent)?;
            Ok((agent, journal_table::latest_checkpoint(look, agent)?.ok_or_else(Refusal::missing)?))
        })
        .await?;
    Ok(respond::file("text/plain; charset=utf-8", &format!("journal-{agent}-checkpoint.txt"), false).body(note))
}
