//! The second step of signing in. Whatever is wrong (the code, that it was used before, that it came too late) looks the
//! same and takes the same time.

use super::{
    Next,
    entering::{LEAST, with_session},
    typed,
};
use crate::{
    access::Function,
    act::Act,
    appliance::Appliance,
    identity::{
        SessionKey,
        changes::{self, Second, Verdict},
        doorstep::Typed,
        session, table,
        views::doorstep as views,
    },
    terms::{FieldError, Kind, Refusal, Result, message},
    web::{Answer, Posted, Sheet, Visit, again, respond::no_cookie, see_other, show, url, visit},
};
use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use tokio::time::Instant;

pub(super) async fn ask(kabinet: Data<Appliance>, visit: Visit, next: Query<Next>) -> Answer {
    if visit.doorstep.is_none() {
        return Ok(see_other(url::SIGN_IN));
    }
    show(&kabinet, &visit, Function::SessionOpen, |_| Ok(draw(&visit, &next.next, None))).await
}

fn draw(visit: &Visit, next: &str, wrong: Option<&Refusal>) -> Sheet {
    Sheet::new(visit.words.text("second-title"), views::second(&visit.words, url::back(next), wrong, || visit.once()))
}

pub(super) async fn give(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let began = Instant::now();
    if let Some(response) = entered(&kabinet, &visit, &form).await? {
        return Ok(response);
    }
    tokio::time::sleep_until(began + LEAST).await;
    let refusal = Refusal::new(Kind::Invalid, message("second-wrong"));
    let told = Refusal { fields: vec![FieldError { field: "code".to_owned(), message: refusal.message.clone() }], ..refusal.clone() };
    again(&kabinet, &visit, Function::SessionOpen, told.into(), |_, _| Ok(draw(&visit, form.get("next"), Some(&refusal)))).await
}

async fn entered(kabinet: &Data<Appliance>, visit: &Visit, form: &Posted) -> Result<Option<HttpResponse>> {
    let Some((doorstep, login)) = waiting(kabinet, visit).await? else {
        kabinet.refused(&visit.actor, Function::SessionOpen, &Refusal::invalid("second-wrong"));
        return Ok(None);
    };
    let Some(mut turn) = typed::turn(kabinet, visit, Function::SessionOpen, &login).await? else { return Ok(None) };
    turn.tries();
    let cookie: [u8; session::KEY_BYTES] = rand::random();
    let second = Second { doorstep, typed: typed_in(form), key: SessionKey::of(&cookie), browser: visit.browser.clone() };
    let verb = move |act: &mut Act<'_>| changes::enter(act, &second);
    let verdict = kabinet.act(visit.actor.clone(), Function::SessionOpen, None, verb).await?;
    let Verdict::Opened { until, must_change, .. } = verdict else { return Ok(None) };
    turn.came_to(true);
    let address = if must_change { url::PASSWORD } else { url::back(form.get("next")) };
    let mut response = with_session(address, &cookie, until, kabinet.now());
    // A cookie of our own making is always well formed.
    let _ = response.add_cookie(&no_cookie(visit::DOORSTEP));
    Ok(Some(response))
}

fn typed_in(form: &Posted) -> Typed {
    Typed::of(if form.get("code").is_empty() { form.get("paper") } else { form.get("code") })
}

/// Whose second factor is waited for here: the login is what wrong ones count against.
async fn waiting(kabinet: &Appliance, visit: &Visit) -> Result<Option<(SessionKey, String)>> {
    let Some(key) = visit.doorstep else { return Ok(None) };
    kabinet
        .look_after(&visit.actor, Function::SessionOpen, |look| {
            let step = table::doorstep(look, key)?;
            let user = step.map_or(Ok(None), |step| table::user(look, step.user))?;
            Ok(user.map(|user| (key, user.login.to_string())))
        })
        .await
}
