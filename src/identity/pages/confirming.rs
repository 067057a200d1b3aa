//! Before something dangerous: the password given once more, or the second factor. Wrong ones count as wrong sign-ins.

use super::{doorstep::came, passkeys::Asking, typed, unsigned};
use crate::{
    access::{Function, Seat},
    act::{Act, Look},
    appliance::Appliance,
    identity::{SessionKey, changes, doorstep::Typed, passkey::Occasion, table, views::sessions as views},
    terms::{FieldError, Refusal, Result, message},
    web::{
        Answer, Doors, Posted, Sheet, Visit, again,
        confirm::{CODE, OURS, PASSKEY, PASSWORD, Sent, Ways},
        page::{again_beside, show_after},
    },
};
use actix_web::web::Data;

pub(super) async fn confirm(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let (key, seat) = (visit.session.ok_or_else(unsigned)?, visit.actor.seat().ok_or_else(unsigned)?);
    let sent = Sent::behind(&form);
    let with_password = form.fields.iter().any(|(name, _)| name == PASSWORD);
    let proved = if with_password {
        by_password(&kabinet, &visit, &form, key, seat).await?
    } else {
        by_factor(&kabinet, &visit, came(&kabinet, &doors, key, &form, OURS)?, key, seat).await?
    };
    if proved {
        return onward(&kabinet, &visit, &sent).await;
    }
    if !form.get(PASSKEY).is_empty() {
        let wrong = Refusal::conflict("confirm-key-wrong");
        let draw = |look: &Look, refusal: &Refusal| draw_key(look, &visit, &kabinet, &doors, &sent, Some(refusal));
        return again_beside(&kabinet, &visit, Function::SessionProve, wrong.into(), draw).await;
    }
    wrong(&kabinet, &visit, &sent, seat, with_password).await
}

async fn onward(kabinet: &Appliance, visit: &Visit, sent: &Sent) -> Answer {
    if !sent.is_file() {
        return Ok(sent.onward());
    }
    let saving = |_: &Look| Ok(Sheet::new(visit.words.text("confirm-file-title"), sent.saving(&visit.words)));
    show_after(kabinet, visit, Function::SessionProve, saving).await.map(|page| sent.fetched(page))
}

async fn wrong(kabinet: &Appliance, visit: &Visit, sent: &Sent, seat: &Seat, with_password: bool) -> Answer {
    let (field, said) = if with_password { (PASSWORD, message("password-current-wrong")) } else { (CODE, message("confirm-wrong")) };
    let wrong = Refusal::fields(vec![FieldError { field: field.to_owned(), message: said }]);
    again(kabinet, visit, Function::SessionProve, wrong.into(), |look, refusal| {
        let form = sent.form(&visit.words, &seat.login, Ways::of(look, seat.user)?, &refusal.fields);
        Ok(Sheet::new(visit.words.text("confirm-title"), form))
    })
    .await
}

async fn by_password(kabinet: &Data<Appliance>, visit: &Visit, form: &Posted, key: SessionKey, seat: &Seat) -> Result<bool> {
    let typed = form.text(PASSWORD).into();
    let Some(compared) = typed::compare(kabinet, visit, Function::SessionProve, &seat.login, typed).await? else { return Ok(false) };
    let (hash, matched) = (compared.hash.clone(), compared.matched);
    let verb = move |act: &mut Act<'_>| changes::prove(act, key, hash, matched);
    let proved = kabinet.act(visit.actor.clone(), Function::SessionProve, None, verb).await?;
    if proved {
        compared.was_right();
    }
    Ok(proved)
}

async fn by_factor(kabinet: &Data<Appliance>, visit: &Visit, given: Typed, key: SessionKey, seat: &Seat) -> Result<bool> {
    let Some(mut turn) = typed::turn(kabinet, visit, Function::SessionProve, &seat.login).await? else { return Ok(false) };
    turn.tries();
    let verb = move |act: &mut Act<'_>| changes::prove_by_factor(act, key, &given);
    let proved = kabinet.act(visit.actor.clone(), Function::SessionProve, None, verb).await?;
    turn.came_to(proved);
    Ok(proved)
}

/// Asks for a passkey, with what waits behind it.
pub(super) async fn key(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let sent = Sent::behind(&form);
    show_after(&kabinet, &visit, Function::SessionProve, |look| draw_key(look, &visit, &kabinet, &doors, &sent, None)).await
}

fn draw_key(look: &Look, visit: &Visit, kabinet: &Appliance, doors: &Doors, sent: &Sent, wrong: Option<&Refusal>) -> Result<Sheet> {
    let seat = look.actor().seat().ok_or_else(Refusal::missing)?;
    let occasion = Occasion { whom: visit.session.ok_or_else(unsigned)?, now: look.now() };
    let keys = table::keys(look, seat.user)?;
    if keys.is_empty() {
        return Err(Refusal::conflict("factor-none").into());
    }
    let asking = Asking::for_one_of(&keys, kabinet, doors, occasion)?;
    Ok(Sheet::new(visit.words.text("confirm-title"), views::key(&visit.words, &asking.asked(OURS), sent, wrong)))
}
