//! The pages of notices.

use super::{changes, table, views};
use crate::{
    access::{Actor, Function},
    appliance::Appliance,
    terms::Refusal,
    web::{Answer, Answering, Posted, Route, Sheet, Visit, see_other, show, url},
};
use actix_web::web::Data;
use jiff::Timestamp;

/// Notices on the page.
const SHOWN: usize = 100;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![Route::get(Function::NoticeList, url::NOTICES, list), Route::post(Function::NoticeRead, url::NOTICES, read)]
}

async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::NoticeList, |look| {
        let user = look.actor().user().ok_or_else(Refusal::missing)?;
        let read = table::read_mark(look, user)?.map_or(Timestamp::UNIX_EPOCH, |mark| mark.until);
        let body = views::list(&visit.words, &table::newest(look, user, SHOWN)?, read, visit.once());
        Ok(Sheet::new(visit.words.text("notices-title"), body))
    })
    .await
}

async fn read(kabinet: Data<Appliance>, actor: Actor, form: Posted) -> Answer {
    kabinet.act(actor, Function::NoticeRead, form.once()?, changes::read_all).await?;
    Ok(see_other(url::NOTICES).flash("flash-notices-read"))
}
