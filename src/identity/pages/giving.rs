//! A new one-time password for somebody who forgot theirs: shown once, to be printed or told, and sent by e-mail.

use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    identity::{User, changes, password, table, views::giving as views},
    notifications::table as notifications_table,
    terms::{Digest, Error, Refusal, Result, UserId},
    web::{
        Answer, Posted, Sheet, Visit,
        page::{again_beside, show_after},
        show,
    },
};
use actix_web::web::{Data, Path};

fn draw(look: &Look, visit: &Visit, id: UserId, shown: views::Shown<'_>) -> Result<Sheet> {
    let user: User = table::user_within(look, &look.permit().reach, id)?.ok_or_else(Refusal::missing)?;
    let address = notifications_table::address_of(look, &user)?.map(|(address, _)| address.to_string());
    let card = views::Card { user: &user, has_address: address.is_some() };
    Ok(Sheet::new(visit.words.text("give-title"), views::page(&visit.words, &card, shown, visit.once())))
}

fn number(id: &str) -> Result<UserId, Refusal> {
    id.parse().map(UserId::new).map_err(|_| Refusal::missing())
}

pub(super) async fn ask(kabinet: Data<Appliance>, visit: Visit, id: Path<String>) -> Answer {
    let id = number(&id)?;
    show(&kabinet, &visit, Function::UserGivePassword, |look| draw(look, &visit, id, views::Shown::Nothing)).await
}

pub(super) async fn give(kabinet: Data<Appliance>, visit: Visit, id: Path<String>, form: Posted) -> Answer {
    let id = number(&id)?;
    let typed = password::one_time(&mut rand::rng());
    let once = form.once()?;
    match given(&kabinet, &visit, id, &typed, once).await {
        Ok(true) => {
            show_after(&kabinet, &visit, Function::UserGivePassword, |look| draw(look, &visit, id, views::Shown::Password(&typed))).await
        }
        Ok(false) => show_after(&kabinet, &visit, Function::UserGivePassword, |look| draw(look, &visit, id, views::Shown::Before)).await,
        Err(error) => {
            again_beside(&kabinet, &visit, Function::UserGivePassword, error, |look, refusal| {
                draw(look, &visit, id, views::Shown::Refused(refusal))
            })
            .await
        }
    }
}

/// Whether this is the password that was given; not, where the same form was sent before.
async fn given(kabinet: &Appliance, visit: &Visit, id: UserId, typed: &str, once: Option<crate::terms::Once>) -> Result<bool, Error> {
    let (secret, salt) = (password::Typed::from(typed.to_owned()), rand::random());
    let hash = kabinet.slowly(move || password::hash(&secret, salt)).await??;
    let (secret, own) = (password::Typed::from(typed.to_owned()), Digest::of(typed.as_bytes()));
    let verb = move |act: &mut crate::act::Act<'_>| changes::give_password(act, id, &secret, hash).map(|()| own);
    Ok(kabinet.act(visit.actor.clone(), Function::UserGivePassword, once, verb).await? == own)
}
