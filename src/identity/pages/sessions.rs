//! The own sessions.

use super::unsigned;
use crate::{
    access::Function,
    appliance::Appliance,
    identity::{SessionKey, changes, table, views::sessions as views},
    terms::Refusal,
    web::{Answer, Answering, Posted, Sheet, Visit, respond::no_cookie, see_other, show, url, visit as web_visit},
};
use actix_web::web::Data;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::SessionList, |look| {
        let user = look.actor().user().map_or(Ok(None), |id| table::user(look, id))?.ok_or_else(Refusal::missing)?;
        let mut sessions = table::sessions_of(look, user.id)?;
        sessions.retain(|session| session.is_open(user.kind, look.now()));
        sessions.sort_by_key(|session| std::cmp::Reverse((Some(session.key) == visit.session, session.last_use())));
        let keys = if look.has(Function::ApiKeyList) { table::api_keys_of(look, user.id)?.len() } else { 0 };
        let body = views::list(&visit.words, &sessions, (visit.session, keys), || visit.once());
        Ok(Sheet::new(visit.words.text("sessions-title"), body))
    })
    .await
}

pub(super) async fn end(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let key = SessionKey::parse(form.get("session")).ok_or_else(Refusal::missing)?;
    kabinet.act(visit.actor.clone(), Function::SessionEnd, form.once()?, move |act| changes::end_session(act, key)).await?;
    if Some(key) == visit.session {
        let mut response = see_other(url::HOME).flash("flash-signed-out");
        let _ = response.add_cookie(&no_cookie(web_visit::SESSION));
        return Ok(response);
    }
    Ok(see_other(url::SESSIONS).flash("flash-session-ended"))
}

pub(super) async fn end_others(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let key = visit.session.ok_or_else(unsigned)?;
    kabinet.act(visit.actor.clone(), Function::SessionEnd, form.once()?, move |act| changes::end_other_sessions(act, key)).await?;
    Ok(see_other(url::SESSIONS).flash("flash-sessions-ended"))
}
