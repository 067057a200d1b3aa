//! The saved searches of a reader: saved on the page of the journal, renamed and removed on a page of their own.

use super::book::{self, Named};
use crate::{
    access::Function,
    act::{Act, Look},
    appliance::Appliance,
    journal::{
        changes,
        search::{SavedSearch, SearchName},
        table,
        views::{
            question::{Question, Start},
            searches::{self, Kept, Shelf},
        },
    },
    terms::{FieldError, Refusal, Result, Sight},
    web::{Answer, Posted, Sheet, Visit, again, respond::Answering, see_other, show, url},
};
use actix_web::web::{Data, Path};

/// What the reader keeps, for the page of the journal and for the own one. A search is its reader's own: no stars.
pub(super) fn kept(look: &Look) -> Result<Vec<Kept>> {
    let Some(user) = look.actor().user().filter(|_| look.has(Function::JournalKeep)) else { return Ok(Vec::new()) };
    let kept = |search: SavedSearch| Kept { number: search.number, name: search.name.to_string(), query: search.query.seen(Sight::Plain) };
    Ok(table::searches(look, user)?.into_iter().map(kept).collect())
}

fn name_of(form: &Posted) -> Result<SearchName, Refusal> {
    SearchName::parse(form.get("name")).map_err(|wrong| Refusal::field("name", wrong))
}

/// Keeps the question that stands in the form, as the journal's own page wrote it there.
pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (question, _) = Question::parse(form.get("query"));
    let (name, address) = (name_of(&form), question.address(url::JOURNAL, Start::Newest));
    let query = address.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned());
    let verb = move |act: &mut Act<'_>| changes::save_search(act, name?, query);
    match kabinet.act(visit.actor.clone(), Function::JournalKeep, form.once()?, verb).await {
        Ok(()) => Ok(see_other(address).flash("flash-journal-search-saved")),
        Err(error) => {
            again(&kabinet, &visit, Function::JournalList, error, |look, refusal| {
                let named = Named { typed: form.get("name"), errors: &refusal.fields };
                book::sheet(look, &kabinet, &visit, &question, &[], named)
            })
            .await
        }
    }
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::JournalKeep, |look| sheet(look, &visit, None)).await
}

/// The name of a search that came back, with what is wrong with it.
type Renamed<'r> = (u64, &'r str, &'r [FieldError]);

fn sheet(look: &Look, visit: &Visit, wrong: Option<Renamed<'_>>) -> Result<Sheet> {
    let kept = kept(look)?;
    let shelf = Shelf { kept: &kept, wrong, once: &|| visit.once() };
    Ok(Sheet::new(visit.words.text("journal-searches"), searches::page(&visit.words, &shelf)))
}

pub(super) async fn rename(kabinet: Data<Appliance>, visit: Visit, number: Path<u64>, form: Posted) -> Answer {
    let (number, name) = (number.into_inner(), name_of(&form));
    let verb = move |act: &mut Act<'_>| changes::rename_search(act, number, name?);
    match kabinet.act(visit.actor.clone(), Function::JournalKeep, form.once()?, verb).await {
        Ok(()) => Ok(see_other(url::JOURNAL_SEARCHES).flash("flash-journal-search-renamed")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| sheet(look, &visit, Some((number, form.get("name"), &refusal.fields)));
            again(&kabinet, &visit, Function::JournalKeep, error, draw).await
        }
    }
}

pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, number: Path<u64>, form: Posted) -> Answer {
    let number = number.into_inner();
    let verb = move |act: &mut Act<'_>| changes::remove_search(act, number);
    kabinet.act(visit.actor.clone(), Function::JournalKeep, form.once()?, verb).await?;
    Ok(see_other(url::JOURNAL_SEARCHES).flash("flash-journal-search-removed"))
}
