//! Any record as it was at a moment, put together from its history.

use super::{
    history::{self, Asked, Whole},
    reach,
    values::Reader,
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    journal::{
        then::{Held, Step, Then, then},
        views::{
            moment::Moment,
            then::{self as view, Past, Picture},
        },
    },
    terms::{FieldError, Kind, Message, Refusal, Result, message},
    web::{Answer, Sheet, Visit, page::with_status, show},
};
use actix_web::http::StatusCode;
use jiff::Timestamp;

/// Changes from which a record is put together; some seconds of reading.
const MOST: usize = 10_000;

/// The page of the moment that was asked for, or the history with what is wrong with it.
pub(super) async fn view(kabinet: &Appliance, visit: &Visit, asked: Result<Asked>, typed: &str) -> Answer {
    let function = Function::HistoryView;
    match chosen(visit, typed, kabinet.now()) {
        Ok(moment) => show(kabinet, visit, function, |look| sheet(look, kabinet, visit, &asked?, moment)).await,
        Err(wrong) => {
            let errors = [FieldError { field: view::FIELD.to_owned(), message: wrong }];
            let chosen = view::Chosen { typed, errors: &errors };
            let draw = |look: &Look| history::sheet(look, kabinet, visit, &asked?, &chosen);
            with_status(kabinet, visit, function, StatusCode::UNPROCESSABLE_ENTITY, draw).await
        }
    }
}

fn chosen(visit: &Visit, typed: &str, now: Timestamp) -> Result<Moment, Message> {
    let moment = Moment::parse(typed, &visit.words)?;
    if moment.start > now { Err(message("history-then-ahead")) } else { Ok(moment) }
}

fn sheet(look: &Look, kabinet: &Appliance, visit: &Visit, asked: &Asked, moment: Moment) -> Result<Sheet> {
    let words = &visit.words;
    let all = history::whole(look, &asked.whole_record(), MOST)?;
    if all.more {
        return Err(Refusal::new(Kind::Unavailable, message("history-then-long")).into());
    }
    let steps = all.found.iter().map(|one| Step { agent: one.place.0, number: one.place.1, at: one.entry.at, change: &one.change });
    let mut reader = Reader::new(look, kabinet, words);
    let past = match then(steps.collect(), moment.end) {
        Then::NotYet(since) => Past::NotYet(since),
        Then::Gone(since) => Past::Gone(since),
        Then::Unknown => Past::Unknown,
        Then::There(held) => Past::There(fields(&mut reader, &all, asked, &held)?),
    };
    let title = history::title(&mut reader, &all, asked)?;
    let path = reach::history_address(&asked.record).ok_or_else(Refusal::missing)?;
    let picture = Picture { title: &title, record: history::page_of(look, all.reached.as_ref()), path: &path, moment: &moment, past };
    Ok(Sheet::new(format!("{}: {title}", view::heading(words, &moment)), view::page(words, &picture)))
}

fn fields(reader: &mut Reader<'_>, all: &Whole, asked: &Asked, held: &[Held]) -> Result<Vec<view::Line>> {
    let application = all.reached.as_ref().and_then(reach::Reached::application);
    let fields = reader.held(&asked.record.kind, application, held, all.subject)?;
    Ok(fields.into_iter().map(|(name, value)| view::Line { name, value }).collect())
}
