//! The second step of signing in. Whatever is wrong (the code, that it was used before, that it came too late) looks the
//! same and takes the same time.

use super::{
    Next,
    entering::{LEAST, with_session},
    passkeys::{self, Asking},
    typed,
};
use crate::{
    access::Function,
    act::{Act, Look},
    appliance::Appliance,
    identity::{
        SessionKey,
        changes::{self, Second, Verdict},
        doorstep::{Doorstep, Typed},
        passkey::Occasion,
        session, table,
        views::doorstep::{self as views, Ways},
    },
    terms::{FieldError, Kind, Refusal, Result, message},
    web::{Answer, Doors, Posted, Sheet, Visit, again, respond::no_cookie, see_other, show, url, visit},
};
use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use tokio::time::Instant;

pub(super) async fn ask(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, next: Query<Next>) -> Answer {
    if visit.doorstep.is_none() {
        return Ok(see_other(url::SIGN_IN));
    }
    show(&kabinet, &visit, Function::SessionOpen, |look| draw(look, &visit, &kabinet, &doors, &next.next, None)).await
}

fn draw(look: &Look, visit: &Visit, kabinet: &Appliance, doors: &Doors, next: &str, wrong: Option<&Refusal>) -> Result<Sheet> {
    let step = visit.doorstep.map_or(Ok(None), |key| table::doorstep(look, key))?;
    let codes = step.as_ref().map_or(Ok(false), |step| table::gives_codes(look, step.user))?;
    let asking = step.map_or(Ok(None), |step| asking(look, &step, kabinet, doors))?;
    let asked = asking.as_ref().map(|asking| asking.asked(""));
    let ways = Ways { codes: codes || asked.is_none(), passkey: asked.as_ref() };
    let body = views::second(&visit.words, url::back(next), &ways, wrong, || visit.once());
    Ok(Sheet::new(visit.words.text("second-title"), body))
}

/// The question for one of their passkeys, where there are any.
fn asking(look: &Look, step: &Doorstep, kabinet: &Appliance, doors: &Doors) -> Result<Option<Asking>> {
    let keys = table::keys(look, step.user)?;
    if keys.is_empty() {
        return Ok(None);
    }
    Asking::for_one_of(&keys, kabinet, doors, Occasion { whom: step.key, now: look.now() }).map(Some)
}

pub(super) async fn give(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let began = Instant::now();
    if let Some(response) = entered(&kabinet, &visit, &doors, &form).await? {
        return Ok(response);
    }
    tokio::time::sleep_until(began + LEAST).await;
    let refusal = Refusal::new(Kind::Invalid, message("second-wrong"));
    let told = Refusal { fields: vec![FieldError { field: "code".to_owned(), message: refusal.message.clone() }], ..refusal.clone() };
    again(&kabinet, &visit, Function::SessionOpen, told.into(), |look, _| {
        draw(look, &visit, &kabinet, &doors, form.get("next"), Some(&refusal))
    })
    .await
}

async fn entered(kabinet: &Data<Appliance>, visit: &Visit, doors: &Doors, form: &Posted) -> Result<Option<HttpResponse>> {
    let Some((doorstep, login)) = waiting(kabinet, visit).await? else {
        kabinet.refused(&visit.actor, Function::SessionOpen, &Refusal::invalid("second-wrong"));
        return Ok(None);
    };
    let Some(mut turn) = typed::turn(kabinet, visit, Function::SessionOpen, &login).await? else { return Ok(None) };
    turn.tries();
    let typed = came(kabinet, doors, doorstep, form, "")?;
    let cookie: [u8; session::KEY_BYTES] = rand::random();
    let second = Second { doorstep, typed, key: SessionKey::of(&cookie), browser: visit.browser.clone() };
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

/// What came as a second factor, in fields whose names begin so.
pub(super) fn came(kabinet: &Appliance, doors: &Doors, whom: SessionKey, form: &Posted, prefix: &str) -> Result<Typed> {
    let field = |name: &str| form.get(&format!("{prefix}{name}"));
    if field("passkey").is_empty() {
        return Ok(Typed::of(if field("code").is_empty() { field("paper") } else { field("code") }));
    }
    let occasion = Occasion { whom, now: kabinet.now() };
    let state = passkeys::unsealed(kabinet, field("state"));
    let site = passkeys::site(kabinet, doors)?;
    let proved = state.and_then(|state| site.answered(occasion, &state, field("passkey")));
    Ok(proved.map_or(Typed::Nothing, Typed::Passkey))
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
