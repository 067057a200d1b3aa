//! Signing in and out, the own password and sessions, the scope.

mod agents;
mod api_keys;
mod confirming;
mod doorstep;
mod entering;
mod factors;
mod giving;
mod passkeys;
mod password;
mod restoring;
mod sessions;
mod taking;
mod typed;
mod users;

use super::{changes, views};
use crate::{
    access::{Actor, Function, ScopeId, Who},
    act::Look,
    appliance::Appliance,
    certificates::table as certificates_table,
    terms::{AgentId, Kind, Refusal, Result, message},
    web::{Answer, Answering, Doors, Posted, Route, Sheet, Visit, respond::no_cookie, see_other, show, url, visit},
};
use actix_web::web::{Data, Query};
use serde::Deserialize;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    let own = vec![
        Route::get(Function::SessionOpen, url::SIGN_IN, sign_in),
        Route::post(Function::SessionOpen, url::SIGN_IN, entering::open),
        Route::post(Function::SessionClose, url::SIGN_OUT, close),
        Route::get(Function::PasswordChange, url::PASSWORD, password::own),
        Route::post(Function::PasswordChange, url::PASSWORD, password::change),
        Route::post(Function::ScopeChoose, url::SCOPE, choose_scope),
        Route::post(Function::ScopeChoose, url::WORKPLACE, choose_agent),
        Route::get(Function::SessionList, url::SESSIONS, sessions::list),
        Route::post(Function::SessionEnd, url::END_SESSION, sessions::end),
        Route::post(Function::SessionEnd, url::END_OTHERS, sessions::end_others),
        Route::get(Function::ApiKeyList, url::API_KEYS, api_keys::list),
        Route::post(Function::ApiKeyMake, url::API_KEYS, api_keys::make),
        Route::post(Function::ApiKeyRevoke, url::REVOKE_API_KEY, api_keys::revoke),
        Route::get(Function::UserApiKeyRevoke, "/users/{id}/api-keys", api_keys::of_user),
        Route::post(Function::UserApiKeyRevoke, "/users/{id}/api-keys", api_keys::revoke_all),
        Route::get(Function::UserGivePassword, "/users/{id}/password", giving::ask),
        Route::post(Function::UserGivePassword, "/users/{id}/password", giving::give),
        Route::get(Function::PasswordRestore, url::RESTORE, restoring::forgotten),
        Route::post(Function::PasswordRestore, url::RESTORE, restoring::send),
        Route::get(Function::PasswordRestore, url::RESTORE_CODE, restoring::code),
        Route::post(Function::PasswordRestore, url::RESTORE_CODE, restoring::restore),
        Route::post(Function::SessionProve, url::CONFIRM, confirming::confirm),
        Route::post(Function::SessionProve, url::CONFIRM_KEY, confirming::key),
        Route::get(Function::SessionOpen, url::SECOND, doorstep::ask),
        Route::post(Function::SessionOpen, url::SECOND, doorstep::give),
        Route::get(Function::FactorView, url::FACTORS, factors::list),
        Route::post(Function::FactorSet, url::FACTOR_CODES_OFFER, factors::offer),
        Route::get(Function::FactorSet, url::FACTOR_CODES, factors::codes),
        Route::post(Function::FactorSet, url::FACTOR_CODES, factors::turn_on),
        Route::post(Function::FactorRemove, url::FACTOR_CODES_OFF, factors::turn_off),
        Route::post(Function::FactorSet, url::FACTOR_PAPERS, factors::renew_papers),
        Route::get(Function::FactorSet, url::FACTOR_PASSKEYS, passkeys::ask),
        Route::post(Function::FactorSet, url::FACTOR_PASSKEYS, passkeys::add),
        Route::post(Function::FactorRemove, url::FACTOR_PASSKEY_OFF, passkeys::remove),
        Route::get(Function::UserFactorRemove, "/users/{id}/factors", taking::ask),
        Route::post(Function::UserFactorRemove, "/users/{id}/factors", taking::take),
    ];
    own.into_iter().chain(agents::routes()).chain(users::routes()).collect()
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
    // Whoever has presented a certificate a moment ago comes to sign in with it.
    if matches!(visit.actor.who, Who::User(_)) && visit.presented.is_none() {
        return Ok(see_other(url::back(&next.next)));
    }
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

async fn close(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let key = visit.session.ok_or_else(unsigned)?;
    kabinet.act(visit.actor.clone(), Function::SessionClose, form.once()?, move |act| changes::sign_out(act, key)).await?;
    let mut response = see_other(url::HOME).flash("flash-signed-out");
    let _ = response.add_cookie(&no_cookie(visit::SESSION));
    Ok(response)
}

/// What stood on the page was the other Agent's: the reader begins anew.
async fn choose_agent(kabinet: Data<Appliance>, actor: Actor, visit: Visit, form: Posted) -> Answer {
    let key = visit.session.ok_or_else(unsigned)?;
    let agent: AgentId = form.get("agent").parse().map_err(|_| Refusal::missing())?;
    kabinet.act(actor, Function::ScopeChoose, form.once()?, move |act| changes::choose_agent(act, key, agent)).await?;
    Ok(see_other(url::HOME))
}

async fn choose_scope(kabinet: Data<Appliance>, actor: Actor, visit: Visit, form: Posted) -> Answer {
    let key = visit.session.ok_or_else(unsigned)?;
    let scope = form.get("scope").parse().map(ScopeId::new).map_err(|_| Refusal::missing())?;
    kabinet.act(actor, Function::ScopeChoose, form.once()?, move |act| changes::choose_scope(act, key, scope)).await?;
    Ok(see_other(url::back(form.get("back"))))
}
