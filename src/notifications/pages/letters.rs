//! The administrator's page of letters: what waits and why, what was given up, what went out.

use crate::{
    access::{Actor, Function},
    appliance::Appliance,
    notifications::{LetterId, changes, letter::StateKey, table, views::letters as views},
    terms::Refusal,
    web::{Answer, Answering, Posted, Sheet, Visit, see_other, show, url},
};
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

/// Letters of one state on the page.
const SHOWN: usize = 100;

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    show: String,
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit, wanted: Query<Wanted>) -> Answer {
    show(&kabinet, &visit, Function::LetterList, |look| {
        let reach = &look.permit().reach;
        let states: &[StateKey] = if wanted.show == "sent" { &[StateKey::Sent] } else { &[StateKey::GivenUp, StateKey::Waiting] };
        let mut letters = Vec::new();
        for state in states {
            letters.extend(table::letters_in(look, reach, *state, SHOWN)?);
        }
        look.disclose_list();
        let page = views::Queue {
            words: &visit.words,
            sight: look.sight(),
            sent: wanted.show == "sent",
            may_send: look.has(Function::LetterResend),
        };
        Ok(Sheet::new(visit.words.text("letters-title"), page.show(&letters, || visit.once())))
    })
    .await
}

pub(super) async fn send(kabinet: Data<Appliance>, actor: Actor, id: Path<String>, form: Posted) -> Answer {
    let id: LetterId = id.parse().map_err(|_| Refusal::missing())?;
    kabinet.act(actor, Function::LetterResend, form.once()?, move |act| changes::send_anew(act, id)).await?;
    Ok(see_other(url::LETTERS).flash("flash-letter-anew"))
}
