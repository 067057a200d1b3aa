//! The own sessions, and the password given once more.

use super::{typed, unsigned};
use crate::{
    access::Function,
    appliance::Appliance,
    identity::{SessionKey, changes, table, views::sessions as views},
    terms::{FieldError, Refusal, Result, message},
    web::{
        Answer, Answering, Posted, Sheet, Visit, again,
        confirm::{PASSWORD, Sent},
        respond::no_cookie,
        see_other, show, url, visit as web_visit,
    },
};
use actix_web::web::Data;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::SessionList, |look| {
        let user = look.actor().user().map_or(Ok(None), |id| table::user(look, id))?.ok_or_else(Refusal::missing)?;
        let mut sessions = table::sessions_of(look, user.id)?;
        sessions.retain(|session| session.is_open(user.kind, look.now()));
        sessions.sort_by_key(|session| std::cmp::Reverse((Some(session.key) == visit.session, session.last_use())));
        let body = views::list(&visit.words, &sessions, visit.session, || visit.once());
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

pub(super) async fn confirm(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let sent = Sent::behind(&form);
    if proved(&kabinet, &visit, &form).await? {
        return Ok(sent.onward());
    }
    let login = visit.actor.seat().map_or("", |seat| &*seat.login);
    let wrong = Refusal::fields(vec![FieldError { field: PASSWORD.to_owned(), message: message("password-current-wrong") }]);
    again(&kabinet, &visit, Function::SessionProve, wrong.into(), |_, refusal| {
        Ok(Sheet::new(visit.words.text("confirm-title"), sent.form(&visit.words, login, &refusal.fields)))
    })
    .await
}

async fn proved(kabinet: &Data<Appliance>, visit: &Visit, form: &Posted) -> Result<bool> {
    let (key, seat) = (visit.session.ok_or_else(unsigned)?, visit.actor.seat().ok_or_else(unsigned)?);
    let typed = form.text(PASSWORD).into();
    let Some(compared) = typed::compare(kabinet, visit, Function::SessionProve, &seat.login, typed).await? else { return Ok(false) };
    let (hash, matched) = (compared.hash.clone(), compared.matched);
    let verb = move |act: &mut crate::act::Act<'_>| changes::prove(act, key, hash, matched);
    let proved = kabinet.act(visit.actor.clone(), Function::SessionProve, None, verb).await?;
    if proved {
        compared.was_right();
    }
    Ok(proved)
}
