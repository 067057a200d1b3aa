//! One entry of the journal, and its proof as a file.

use super::{
    book::query,
    names::Names,
    reach::{self, Glance},
    scan::{line_of, link},
    values::Reader,
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    journal::{
        Entry, proof,
        prove::prove as proof_of,
        table as journal_table,
        views::{
            entry::{self, Folio},
            list::Proves,
            question::Question,
        },
    },
    people::Person,
    storage::Record,
    terms::{AgentId, Kind, PersonId, Refusal, Result, Sight, message},
    web::{Answer, Sheet, Visit, respond, show},
};
use actix_web::web::{Data, Path};

/// The place in the tree (from 0) of the entry that the address numbers (from 1).
fn place_of(number: &str) -> Result<u64> {
    let number: Option<u64> = number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()));
    number.and_then(|number| number.checked_sub(1)).ok_or_else(|| Refusal::missing().into())
}

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit, number: Path<String>) -> Answer {
    show(&kabinet, &visit, Function::JournalView, |look| {
        let (question, _) = Question::parse(query(&visit));
        let agent = reach::journal(look, question.agent)?;
        let place = place_of(&number)?;
        let entry = journal_table::entry(look, agent, place)?.ok_or_else(Refusal::missing)?;
        sheet(look, &kabinet, &visit, &question, (agent, place, entry))
    })
    .await
}

fn sheet(look: &Look, kabinet: &Appliance, visit: &Visit, question: &Question, found: (AgentId, u64, Entry)) -> Result<Sheet> {
    let (agent, place, entry) = found;
    let words = &visit.words;
    let mut reader = Reader::new(look, kabinet, words);
    let changes = entry.changes.iter().map(|change| reader.record(change, agent)).collect::<Result<Vec<_>>>()?;
    let mut names = Names::new(look, kabinet, words, look.sight());
    let disclosed = entry.disclosed.iter().map(|person| citizen(look, &names, *person)).collect::<Result<Vec<_>>>()?;
    let mut line = [line_of(&mut names, place, entry, words)?];
    link(look, &mut line)?;
    if names.disclosed {
        look.disclose_list();
    }
    let folio = Folio {
        question,
        agent: &names.agent(agent)?,
        line: &line[0],
        changes: &changes,
        disclosed: &disclosed,
        newer: (place + 1 < journal_table::head(look, agent)?.size()).then_some(place + 2),
        proves: if look.has(Function::JournalProve) { Proves::Yes } else { Proves::No },
    };
    let title = words.say(&message("journal-entry-title").with("number", (place + 1).to_string()));
    Ok(Sheet::new(title, entry::page(words, &folio)))
}

/// A citizen whose data was disclosed: the name where the reader reaches them, else only the number.
fn citizen(look: &Look, names: &Names<'_>, person: PersonId) -> Result<String> {
    let record = crate::journal::RecordRef { kind: Person::NAME.to_owned(), key: person.key().to_vec() };
    let numbered = format!("{} {person}", names.kind(Person::NAME));
    match reach::reached(look, &record, Glance::Aside)? {
        Some(reach::Reached::Person(found)) => {
            if look.sight() == Sight::Plain {
                look.disclose(person);
            }
            Ok(format!("{numbered}, {}", found.name.seen(look.sight())))
        }
        Some(_) | None => Ok(numbered),
    }
}

pub(super) async fn prove(kabinet: Data<Appliance>, visit: Visit, number: Path<String>) -> Answer {
    let (question, _) = Question::parse(query(&visit));
    let (name, text) = kabinet
        .look(&visit.actor, Function::JournalProve, |look| {
            let agent = reach::journal(look, question.agent)?;
            let place = place_of(&number)?;
            let entry = journal_table::entry(look, agent, place)?.ok_or_else(Refusal::missing)?;
            may_have_whole(look, &entry, agent)?;
            let name = format!("journal-{agent}-{}.{}", place + 1, proof::EXTENSION);
            Ok((name, proof_of(look, agent, place, kabinet.verifying())?.write()))
        })
        .await?;
    Ok(respond::file("text/plain; charset=utf-8", &name, false).body(text))
}

/// A proof holds the whole entry: who is not shown all of it on the page gets no proof of it either. Personal values lie in
/// it sealed; but the card of a citizen's user does not seal the name, so that who must not see personal data gets no proof of
/// a change.
fn may_have_whole(look: &Look, entry: &Entry, agent: AgentId) -> Result<()> {
    if look.sight() == Sight::Masked && !entry.changes.is_empty() {
        return Err(Refusal::new(Kind::Denied, message("journal-proof-masked")).into());
    }
    for change in &entry.changes {
        if !reach::reads(look, &change.record, agent)? {
            return Err(Refusal::new(Kind::Denied, message("journal-proof-out-of-reach")).into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_numbered_from_one() {
        assert_eq!(place_of("1").unwrap(), 0);
        assert_eq!(place_of("18446744073709551615").unwrap(), u64::MAX - 1);
        for bad in ["0", "", "-1", "+1", "1.5", "1 ", "18446744073709551616", "٣"] {
            assert!(place_of(bad).is_err(), "{bad:?}");
        }
    }
}
