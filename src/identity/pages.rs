//! Signing in and out, the own password, the scope.

use super::{
    Login, SessionKey,
    changes::{self, Attempt, Verdict},
    password, session, table, views,
};
use crate::{
    access::{Actor, Function, ScopeId},
    act::Look,
    appliance::Appliance,
    certificates::table as certificates_table,
    terms::{FieldError, Kind, Refusal, Result, message},
    web::{
        Answer, Answering, Doors, Posted, Route, Sheet, Visit, again,
        respond::{host_cookie, no_cookie},
        see_other, show, url, visit,
    },
};
use actix_web::{
    HttpResponse,
    cookie::time::Duration,
    web::{Data, Query},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::Deserialize;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::SessionOpen, url::SIGN_IN, sign_in),
        Route::post(Function::SessionOpen, url::SIGN_IN, open),
        Route::post(Function::SessionClose, url::SIGN_OUT, close),
        Route::get(Function::PasswordChange, url::PASSWORD, own_password),
        Route::post(Function::PasswordChange, url::PASSWORD, change_password),
        Route::post(Function::ScopeChoose, url::SCOPE, choose_scope),
    ]
}

/// The session ended while the form stood open.
const fn unsigned() -> Refusal {
    Refusal::new(Kind::Unsigned, message("refusal-sign-in"))
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, next: Query<Next>) -> Answer {
    show(&kabinet, &visit, Function::SessionOpen, |look| draw_sign_in(look, &visit, &doors, &next.next, "", None)).await
}

/// The sign-in page; where a certificate was presented a moment ago, with the login of its holder.
fn draw_sign_in(look: &Look, visit: &Visit, doors: &Doors, next: &str, login: &str, wrong: Option<&Refusal>) -> Result<Sheet> {
    let proved = visit.presented.as_ref().map_or(Ok(None), |presented| certificates_table::proved(look, presented, look.now()))?;
    let holder = proved.map(|(_, certificate)| certificate.login);
    let there = doors.certificate(&visit.host, &format!("{}?{}", url::CERTIFICATE_DOOR, asking_next(url::back(next))));
    let factor = views::Factor { there: there.as_deref(), holder: holder.as_deref() };
    let login = if login.is_empty() { holder.as_deref().unwrap_or("") } else { login };
    let body = views::sign_in(&visit.words, url::back(next), login, wrong, &factor, visit.once());
    Ok(Sheet::new(visit.words.text("sign-in-title"), body))
}

fn asking_next(next: &str) -> String {
    serde_urlencoded::to_string([("next", next)]).unwrap_or_default()
}

/// Compares the typed password with the stored hash, off the web threads and off the writer.
async fn compare(kabinet: &Appliance, visit: &Visit, login: Option<&Login>, typed: password::Typed) -> Result<(Option<String>, bool)> {
    let stored = kabinet
        .look(&visit.actor, Function::SessionOpen, |look| {
            let user = login.map_or(Ok(None), |login| table::user_by_login(look, login))?;
            Ok(user.and_then(|user| user.password.hash().cloned()))
        })
        .await?;
    let compared = stored.clone();
    let matched = kabinet.slowly(move || password::matches(&typed, compared.as_deref())).await?;
    Ok((stored, matched))
}

async fn open(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let login = Login::parse(form.get("login")).ok();
    let (compared, matched) = compare(&kabinet, &visit, login.as_ref(), form.text("password").into()).await?;
    let cookie: [u8; session::KEY_BYTES] = rand::random();
    let (key, browser, presented) = (SessionKey::of(&cookie), visit.browser.clone(), visit.presented.clone());
    let attempt = Attempt { login, compared, matched, key, browser, presented };
    let verdict = kabinet.act(visit.actor.clone(), Function::SessionOpen, None, move |act| changes::sign_in(act, attempt)).await?;
    match verdict {
        Verdict::Opened { until, must_change, .. } => {
            let address = if must_change { url::PASSWORD } else { url::back(form.get("next")) };
            Ok(opened(address, &cookie, until, kabinet.now()))
        }
        Verdict::Wrong => wrong(&kabinet, &visit, &doors, &form).await,
    }
}

fn opened(address: &str, key: &[u8], until: Timestamp, now: Timestamp) -> HttpResponse {
    let mut cookie = host_cookie(visit::SESSION, URL_SAFE_NO_PAD.encode(key));
    cookie.set_max_age(Duration::seconds(until.as_second() - now.as_second()));
    let mut response = see_other(address);
    // A cookie of our own making is always well formed.
    let _ = response.add_cookie(&cookie);
    response
}

async fn wrong(kabinet: &Appliance, visit: &Visit, doors: &Doors, form: &Posted) -> Answer {
    let refusal = Refusal::new(Kind::Invalid, message("sign-in-wrong"));
    let (said, login) = (refusal.clone(), form.get("login"));
    let told = Refusal { fields: vec![FieldError { field: "login".to_owned(), message: message("sign-in-wrong") }], ..refusal };
    again(kabinet, visit, Function::SessionOpen, told.into(), |look, _| {
        draw_sign_in(look, visit, doors, form.get("next"), login, Some(&said))
    })
    .await
}

async fn close(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let key = visit.session.ok_or_else(unsigned)?;
    kabinet.act(visit.actor.clone(), Function::SessionClose, form.once()?, move |act| changes::sign_out(act, key)).await?;
    let mut response = see_other(url::HOME).flash("flash-signed-out");
    let _ = response.add_cookie(&no_cookie(visit::SESSION));
    Ok(response)
}

fn draw_password(look: &Look, visit: &Visit, errors: &[FieldError]) -> Result<Sheet> {
    let user = look.actor().user().map_or(Ok(None), |id| table::user(look, id))?.ok_or_else(Refusal::missing)?;
    let body = views::password(&visit.words, user.login.as_str(), errors, visit.once());
    Ok(Sheet::new(visit.words.text("password-title"), body))
}

async fn own_password(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PasswordChange, |look| draw_password(look, &visit, &[])).await
}

async fn change_password(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let errors = match changed(&kabinet, &visit, &form).await {
        Ok(true) => return Ok(see_other(url::HOME).flash("flash-password-changed")),
        Ok(false) => Refusal::field("current", message("password-current-wrong")).into(),
        Err(error) => error,
    };
    again(&kabinet, &visit, Function::PasswordChange, errors, |look, refusal| draw_password(look, &visit, &refusal.fields)).await
}

/// Whether the password was changed; not, where the current one was wrong.
async fn changed(kabinet: &Appliance, visit: &Visit, form: &Posted) -> Result<bool> {
    let key = visit.session.ok_or_else(unsigned)?;
    let seat = visit.actor.seat().ok_or_else(unsigned)?;
    let errors = password::new_password_errors(form.get("new"), form.get("again"), &seat.login);
    let login = Login::parse(&seat.login).ok();
    let (compared, matched) = compare(kabinet, visit, login.as_ref(), form.text("current").into()).await?;
    let (typed, salt) = (password::Typed::from(form.text("new")), rand::random());
    let hash = kabinet.slowly(move || password::hash(&typed, salt)).await??;
    let once = form.once().map_err(|_| Refusal::new(Kind::Malformed, message("refusal-no-once")))?;
    let verb = move |act: &mut crate::act::Act<'_>| match errors.is_empty() {
        true => changes::change_password(act, compared, matched, hash, key),
        false => Err(Refusal::fields(errors).into()),
    };
    kabinet.act(visit.actor.clone(), Function::PasswordChange, once, verb).await
}

async fn choose_scope(kabinet: Data<Appliance>, actor: Actor, visit: Visit, form: Posted) -> Answer {
    let key = visit.session.ok_or_else(unsigned)?;
    let scope = form.get("scope").parse().map(ScopeId::new).map_err(|_| Refusal::missing())?;
    kabinet.act(actor, Function::ScopeChoose, form.once()?, move |act| changes::choose_scope(act, key, scope)).await?;
    Ok(see_other(url::back(form.get("back"))))
}
