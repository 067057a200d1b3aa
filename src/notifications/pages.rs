//! The pages of notices and letters.

mod letters;

use super::{Notice, Topic, changes, table, views};
use crate::{
    access::{Actor, Function},
    act::Look,
    appliance::Appliance,
    applications::{Office, table as applications_table},
    identity::table as identity_table,
    terms::{Language, Refusal, Result},
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
        let office = kabinet.office();
        let notices = table::newest(look, user, SHOWN)?.into_iter().map(|notice| told(look, &visit, &office, notice));
        let notices = notices.collect::<Result<Vec<_>>>()?;
        let card = identity_table::user(look, user)?.ok_or_else(Refusal::missing)?;
        let mail = views::Mail { address: table::address_of(look, &card)?.map(|(to, _)| to), wishes: table::wishes(look, user)? };
        let body = views::list(&visit.words, card.kind, (&notices, read), &mail, || visit.once());
        Ok(Sheet::new(visit.words.text("notices-title"), body))
    })
    .await
}

/// With the title of its service, where it is about an application.
fn told(look: &Look, visit: &Visit, office: &Office, notice: Notice) -> Result<views::Told> {
    let application = notice.application.map_or(Ok(None), |id| applications_table::application(look, id))?;
    let service = application.as_ref().and_then(|application| office.service_of(application).ok());
    Ok(views::Told { notice, service: service.map(|service| service.title.read(visit.words.language).to_owned()) })
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
