//! A new one-time password for somebody who forgot theirs: shown once, to be printed or told, and sent by e-mail.

use crate::{
    access::{Function, table as access_table},
    act::Look,
    appliance::Appliance,
    identity::{
        User,
        changes::{self, Gift},
        password, table,
        views::giving as views,
    },
    notifications::table as notifications_table,
    terms::{Digest, Error, Language, Refusal, Result, Secret, Sight, Text, UserId},
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
    disclose(look, &user);
    let card = views::Card { user: &user, sight: look.sight(), has_address: address.is_some() };
    Ok(Sheet::new(visit.words.text("give-title"), views::page(&visit.words, &card, shown, visit.once())))
}

/// A citizen whose name is shown as it is reads who saw it.
pub(super) fn disclose(look: &Look, user: &User) {
    if let (Sight::Plain, Some(person)) = (look.sight(), user.person) {
        look.disclose(person);
    }
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

/// The names of the user's roles.
async fn roles(kabinet: &Appliance, visit: &Visit, id: UserId) -> Result<Text> {
    let grants = kabinet.look_after(&visit.actor, Function::UserGivePassword, |look| access_table::grants_of(look, id)).await?;
    let known = kabinet.roles();
    let names: Vec<_> =
        grants.iter().flat_map(|grant| &grant.roles).filter_map(|code| known.get(code.as_str())).map(|role| &role.name).collect();
    let list = |language| names.iter().map(|name| name.read(language)).collect::<Vec<_>>().join(", ");
    Ok(Text { ru: list(Language::Russian), en: list(Language::English) })
}

/// The hash of a password that is given out; made before the Act, for it takes long.
pub(super) async fn hashed(kabinet: &Appliance, typed: &str) -> Result<String> {
    let (secret, salt) = (password::Typed::from(typed.to_owned()), rand::random());
    kabinet.slowly(move || password::hash(&secret, salt)).await?
}

/// Whether this is the password that was given; not, where the same form was sent before.
async fn given(kabinet: &Appliance, visit: &Visit, id: UserId, typed: &str, once: Option<crate::terms::Once>) -> Result<bool, Error> {
    let hash = hashed(kabinet, typed).await?;
    let own = Digest::of(typed.as_bytes());
    let gift = Gift { typed: Secret::new(typed.to_owned()), hash: Secret::new(hash), roles: roles(kabinet, visit, id).await? };
    let verb = move |act: &mut crate::act::Act<'_>| changes::give_password(act, id, &gift).map(|()| own);
    Ok(kabinet.act(visit.actor.clone(), Function::UserGivePassword, once, verb).await? == own)
}
