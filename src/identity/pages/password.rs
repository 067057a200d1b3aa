//! The own password.

use super::{typed, unsigned};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    identity::{changes, password, table, views},
    terms::{FieldError, Kind, Refusal, Result, message},
    web::{Answer, Answering, Posted, Sheet, Visit, again, see_other, show, url},
};
use actix_web::web::Data;

fn draw(look: &Look, visit: &Visit, errors: &[FieldError]) -> Result<Sheet> {
    let user = look.actor().user().map_or(Ok(None), |id| table::user(look, id))?.ok_or_else(Refusal::missing)?;
    let body = views::password(&visit.words, &user, errors, visit.once());
    Ok(Sheet::new(visit.words.text("password-title"), body))
}

pub(super) async fn own(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PasswordChange, |look| draw(look, &visit, &[])).await
}

pub(super) async fn change(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let errors = match changed(&kabinet, &visit, &form).await {
        Ok(true) => return Ok(see_other(url::HOME).flash(password::strength(form.get("new")).flash())),
        Ok(false) => Refusal::field("current", message("password-current-wrong")).into(),
        Err(error) => error,
    };
    again(&kabinet, &visit, Function::PasswordChange, errors, |look, refusal| draw(look, &visit, &refusal.fields)).await
}

fn errors(form: &Posted, login: &str) -> Vec<FieldError> {
    let mut errors = password::new_password_errors(form.get("new"), form.get("again"), login);
    if errors.is_empty() && form.get("new") == form.get("current") {
        errors.push(FieldError { field: "new".to_owned(), message: message("password-same") });
    }
    errors
}

/// Whether the password was changed; not, where the current one was wrong.
async fn changed(kabinet: &Data<Appliance>, visit: &Visit, form: &Posted) -> Result<bool> {
    let key = visit.session.ok_or_else(unsigned)?;
    let seat = visit.actor.seat().ok_or_else(unsigned)?;
    let errors = errors(form, &seat.login);
    let typed = form.text("current").into();
    let Some(compared) = typed::compare(kabinet, visit, Function::PasswordChange, &seat.login, typed).await? else { return Ok(false) };
    let (typed, salt) = (password::Typed::from(form.text("new")), rand::random());
    let hash = kabinet.slowly(move || password::hash(&typed, salt)).await??;
    let once = form.once().map_err(|_| Refusal::new(Kind::Malformed, message("refusal-no-once")))?;
    let (known, matched) = (compared.hash.clone(), compared.matched);
    let verb = move |act: &mut crate::act::Act<'_>| match errors.is_empty() {
        true => changes::change_password(act, known, matched, hash, key),
        false => Err(Refusal::fields(errors).into()),
    };
    let outcome = kabinet.act(visit.actor.clone(), Function::PasswordChange, once, verb).await;
    if matched {
        compared.was_right();
    }
    outcome
}
