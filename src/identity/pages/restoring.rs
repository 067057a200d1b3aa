//! "I forgot my password": a code to the citizen's e-mail, then a new password.

use super::typed;
use crate::{
    access::Function,
    appliance::Appliance,
    identity::{Login, RestoreCode, changes, password, views::restoring as views},
    terms::{FieldError, Refusal, Result, message},
    web::{Answer, Answering, Posted, Sheet, Visit, again, see_other, show, url},
};
use actix_web::web::{Data, Query};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    login: String,
}

pub(super) async fn forgotten(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PasswordRestore, |_| {
        Ok(Sheet::new(visit.words.text("restore-title"), views::forgotten(&visit.words, visit.once())))
    })
    .await
}

pub(super) async fn send(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let login = Login::parse(form.get("login")).ok();
    let typed: String = form.get("login").chars().take(64).collect();
    let once = form.once()?;
    kabinet.act(visit.actor.clone(), Function::PasswordRestore, once, move |act| changes::send_code(act, login)).await?;
    let query = serde_urlencoded::to_string([("login", typed)]).unwrap_or_default();
    Ok(see_other(format!("{}?{query}", url::RESTORE_CODE)))
}

pub(super) async fn code(kabinet: Data<Appliance>, visit: Visit, whose: Query<Whose>) -> Answer {
    show(&kabinet, &visit, Function::PasswordRestore, |_| {
        let body = views::code(&visit.words, &whose.login, &[], visit.once());
        Ok(Sheet::new(visit.words.text("restore-title"), body))
    })
    .await
}

pub(super) async fn restore(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let error = match restored(&kabinet, &visit, &form).await {
        Ok(true) => return Ok(see_other(url::SIGN_IN).flash("flash-password-restored")),
        Ok(false) => Refusal::field("code", message("restore-wrong")).into(),
        Err(error) => error,
    };
    again(&kabinet, &visit, Function::PasswordRestore, error, |_, refusal| {
        let body = views::code(&visit.words, form.get("login"), &refusal.fields, visit.once());
        Ok(Sheet::new(visit.words.text("restore-title"), body))
    })
    .await
}

async fn restored(kabinet: &Data<Appliance>, visit: &Visit, form: &Posted) -> Result<bool> {
    let (login, code) = (Login::parse(form.get("login")).ok(), RestoreCode::parse(form.get("code")));
    let mut errors = password::new_password_errors(form.get("new"), form.get("again"), form.get("login"));
    if code.is_none() {
        errors.insert(0, FieldError { field: "code".to_owned(), message: message("restore-code-shape") });
    }
    if !errors.is_empty() {
        let refusal = Refusal::fields(errors);
        kabinet.refused(&visit.actor, Function::PasswordRestore, &refusal);
        return Err(refusal.into());
    }
    let Some(turn) = typed::turn(kabinet, visit, Function::PasswordRestore, form.get("login")).await? else { return Ok(false) };
    let (typed, salt) = (password::Typed::from(form.text("new")), rand::random());
    let hash = kabinet.slowly(move || password::hash(&typed, salt)).await??;
    let verb = move |act: &mut crate::act::Act<'_>| changes::restore(act, login, code, hash);
    let restored = kabinet.act(visit.actor.clone(), Function::PasswordRestore, None, verb).await?;
    turn.came_to(restored);
    Ok(restored)
}
