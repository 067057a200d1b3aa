//! Signing in. Whatever is wrong (the login, the password, the user's period, too many tries) looks the same and takes
//! the same time.

use super::{
    asking_next, draw_sign_in,
    typed::{self, Compared},
};
use crate::{
    access::Function,
    appliance::Appliance,
    identity::{
        Login, SessionKey,
        changes::{self, Attempt, Verdict},
        doorstep, session,
    },
    terms::{FieldError, Kind, Refusal, Result, message},
    web::{Answer, Doors, Posted, Visit, again, respond::host_cookie, see_other, url, visit},
};
use actix_web::{HttpResponse, cookie::time::Duration as Age, web::Data};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::Instant;

/// No wrong sign-in is answered sooner: a hash is compared in less.
pub(super) const LEAST: Duration = Duration::from_millis(300);

pub(super) async fn open(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let began = Instant::now();
    let compared = typed::compare(&kabinet, &visit, Function::SessionOpen, form.get("login"), form.text("password").into()).await?;
    let opened = match compared {
        Some(compared) => opened(&kabinet, &visit, &form, compared).await?,
        None => None,
    };
    if let Some(response) = opened {
        return Ok(response);
    }
    tokio::time::sleep_until(began + LEAST).await;
    wrong(&kabinet, &visit, &doors, &form).await
}

async fn opened(kabinet: &Data<Appliance>, visit: &Visit, form: &Posted, compared: Compared) -> Result<Option<HttpResponse>> {
    let cookie: [u8; session::KEY_BYTES] = rand::random();
    let attempt = attempt(visit, form, &compared, SessionKey::of(&cookie));
    let verdict = kabinet.act(visit.actor.clone(), Function::SessionOpen, None, move |act| changes::sign_in(act, attempt)).await?;
    Ok(match verdict {
        Verdict::Opened { until, must_change, .. } => {
            compared.was_right();
            let address = if must_change { url::PASSWORD } else { url::back(form.get("next")) };
            Some(with_session(address, &cookie, until, kabinet.now()))
        }
        Verdict::Halfway => {
            compared.was_halfway();
            let address = format!("{}?{}", url::SECOND, asking_next(url::back(form.get("next"))));
            Some(with_cookie(visit::DOORSTEP, &address, &cookie, doorstep::WAITS.as_secs()))
        }
        Verdict::Wrong => None,
    })
}

fn attempt(visit: &Visit, form: &Posted, compared: &Compared, key: SessionKey) -> Attempt {
    Attempt {
        login: Login::parse(form.get("login")).ok(),
        compared: compared.hash.clone(),
        matched: compared.matched,
        stronger: compared.stronger.clone(),
        key,
        browser: visit.browser.clone(),
        presented: visit.presented.clone(),
    }
}

/// Leads on with the key of an open session.
pub(super) fn with_session(address: &str, key: &[u8], until: Timestamp, now: Timestamp) -> HttpResponse {
    with_cookie(visit::SESSION, address, key, until.as_second() - now.as_second())
}

fn with_cookie(name: &'static str, address: &str, key: &[u8], seconds: i64) -> HttpResponse {
    let mut cookie = host_cookie(name, URL_SAFE_NO_PAD.encode(key));
    cookie.set_max_age(Age::seconds(seconds));
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
