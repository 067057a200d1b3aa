//! The pages of notices and letters.

mod letters;

use super::{Topic, changes, table, views};
use crate::{
    access::{Actor, Function},
    appliance::Appliance,
    identity::table as identity_table,
    terms::{Language, Refusal},
    web::{Answer, Answering, Posted, Route, Sheet, Visit, see_other, show, url},
};
use actix_web::web::Data;
use jiff::Timestamp;

/// Notices on the page.
const SHOWN: usize = 100;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::NoticeList, url::NOTICES, list),
        Route::post(Function::NoticeRead, url::NOTICES, read),
        Route::post(Function::NoticeMail, url::MAIL, choose_mail),
        Route::get(Function::LetterList, url::LETTERS, letters::list),
        Route::post(Function::LetterResend, "/letters/{id}/send", letters::send),
    ]
}

async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::NoticeList, |look| {
        let user = look.actor().user().ok_or_else(Refusal::missing)?;
        let read = table::read_mark(look, user)?.map_or(Timestamp::UNIX_EPOCH, |mark| mark.until);
        let notices = table::newest(look, user, SHOWN)?;
        let card = identity_table::user(look, user)?.ok_or_else(Refusal::missing)?;
        let mail = views::Mail { address: table::address_of(look, &card)?.map(|(to, _)| to), wishes: table::wishes(look, user)? };
        let body = views::list(&visit.words, card.kind, (&notices, read), &mail, || visit.once());
        Ok(Sheet::new(visit.words.text("notices-title"), body))
    })
    .await
}

async fn read(kabinet: Data<Appliance>, actor: Actor, form: Posted) -> Answer {
    kabinet.act(actor, Function::NoticeRead, form.once()?, changes::read_all).await?;
    Ok(see_other(url::NOTICES).flash("flash-notices-read"))
}

async fn choose_mail(kabinet: Data<Appliance>, actor: Actor, form: Posted) -> Answer {
    let topics = Topic::ALL.into_iter().filter(|topic| form.fields.iter().any(|(name, value)| name == "topic" && value == topic.code()));
    let (topics, language) = (topics.collect(), Language::parse(form.get("language")).unwrap_or_default());
    kabinet.act(actor, Function::NoticeMail, form.once()?, move |act| changes::choose_mail(act, language, topics)).await?;
    Ok(see_other(url::NOTICES).flash("flash-mail-chosen"))
}
