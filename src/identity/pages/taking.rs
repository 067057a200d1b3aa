//! The second factor of somebody who has lost it, taken away by whoever looks after them.

use super::giving;
use crate::{
    access::Function,
    act::{Act, Look},
    appliance::Appliance,
    identity::{changes, table, views::taking as views},
    terms::{Refusal, Result, UserId},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, see_other, show, url},
};
use actix_web::web::{Data, Path};

fn number(id: &str) -> Result<UserId, Refusal> {
    id.parse().map(UserId::new).map_err(|_| Refusal::missing())
}

fn draw(look: &Look, visit: &Visit, id: UserId, refused: Option<&Refusal>) -> Result<Sheet> {
    let user = table::user_within(look, &look.permit().reach, id)?.ok_or_else(Refusal::missing)?;
    giving::disclose(look, &user);
    let card = views::Card { user: &user, sight: look.sight(), has: table::has_factor(look, id)? };
    Ok(Sheet::new(visit.words.text("take-factor-title"), views::page(&visit.words, &card, refused, visit.once())))
}

pub(super) async fn ask(kabinet: Data<Appliance>, visit: Visit, id: Path<String>) -> Answer {
    let id = number(&id)?;
    show(&kabinet, &visit, Function::UserFactorRemove, |look| draw(look, &visit, id, None)).await
}

pub(super) async fn take(kabinet: Data<Appliance>, visit: Visit, id: Path<String>, form: Posted) -> Answer {
    let (id, once) = (number(&id)?, form.once()?);
    let verb = move |act: &mut Act<'_>| changes::take_factors(act, id);
    match kabinet.act(visit.actor.clone(), Function::UserFactorRemove, once, verb).await {
        Ok(()) => Ok(see_other(url::take_factors(id)).flash("flash-factor-taken")),
        Err(error) => {
            again_beside(&kabinet, &visit, Function::UserFactorRemove, error, |look, refusal| draw(look, &visit, id, Some(refusal))).await
        }
    }
}
