//! The own second factor.

use super::unsigned;
use crate::{
    access::{Due, Function, UserKind},
    act::{Act, Look},
    appliance::Appliance,
    identity::{
        RecoveryCode, changes,
        codes::{Code, CodeSecret},
        table,
        views::factors as views,
    },
    terms::{Digest, Fault, FieldError, Refusal, Result},
    web::{Answer, Answering, Posted, Sheet, Visit, again, page::show_after, see_other, show, url},
};
use actix_web::web::Data;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::FactorView, |look| {
        let id = look.actor().user().ok_or_else(Refusal::missing)?;
        let (codes, recovery) = (table::codes(look, id)?, table::recovery(look, id)?);
        let keys = table::keys(look, id)?;
        let employee = table::user(look, id)?.filter(|user| user.kind != UserKind::Citizen);
        let held = views::Held {
            codes: codes.and_then(|codes| codes.on_since()),
            keys: &keys,
            certificate: employee.map(|user| user.certificate_required),
            demanded: look.policy().standing(id).is_some_and(|standing| standing.card.due == Due::Factor),
            papers: recovery.map(|recovery| (recovery.left, recovery.made_at)),
        };
        Ok(Sheet::new(visit.words.text("factor-title"), views::list(&visit.words, &held, || visit.once())))
    })
    .await
}

pub(super) async fn offer(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    kabinet.act(visit.actor.clone(), Function::FactorSet, form.once()?, changes::offer_codes).await?;
    Ok(see_other(url::FACTOR_CODES))
}

pub(super) async fn codes(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let town = kabinet.town().to_owned();
    show(&kabinet, &visit, Function::FactorSet, |look| draw_codes(look, &visit, &town, &[])).await
}

/// The secret that was drawn and waits for its first code: as a picture and as text.
fn draw_codes(look: &Look, visit: &Visit, town: &str, errors: &[FieldError]) -> Result<Sheet> {
    let over = || Refusal::conflict("codes-offer-over");
    let seat = look.actor().seat().ok_or_else(Refusal::missing)?;
    let offered = table::codes(look, seat.user)?.filter(|codes| codes.waits(look.now())).ok_or_else(over)?;
    let secret = look.open(offered.secret.reveal()).and_then(|plain| CodeSecret::opened(seat.user, plain));
    let sealed_elsewhere = || Fault::new("opening the secret of one-time codes", "it was sealed by another installation");
    let secret = secret.ok_or_else(sealed_elsewhere)?;
    let shown = views::Offered { address: &secret.address(town, &seat.login)?, typed: &secret.typed()? };
    let body = views::codes(&visit.words, &shown, errors, visit.once());
    Ok(Sheet::new(visit.words.text("codes-title"), body))
}

pub(super) async fn turn_on(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (papers, town) = (RecoveryCode::fresh(&mut rand::rng()), kabinet.town().to_owned());
    let (key, code) = (visit.session.ok_or_else(unsigned)?, Code::parse(form.get("code")));
    let (given, own) = (papers.clone(), mark(&papers));
    let verb = move |act: &mut Act<'_>| changes::turn_codes_on(act, code.as_ref(), &given, key).map(|()| own);
    match kabinet.act(visit.actor.clone(), Function::FactorSet, form.once()?, verb).await {
        Ok(known) => show_papers(&kabinet, &visit, &papers, known == own).await,
        Err(error) => {
            again(&kabinet, &visit, Function::FactorSet, error, |look, refusal| draw_codes(look, &visit, &town, &refusal.fields)).await
        }
    }
}

pub(super) async fn renew_papers(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let papers = RecoveryCode::fresh(&mut rand::rng());
    let (given, own) = (papers.clone(), mark(&papers));
    let verb = move |act: &mut Act<'_>| changes::renew_papers(act, &given).map(|()| own);
    let known = kabinet.act(visit.actor.clone(), Function::FactorSet, form.once()?, verb).await?;
    show_papers(&kabinet, &visit, &papers, known == own).await
}

/// Tells these codes from those that the same form gave out before, and gives neither away.
pub(super) fn mark(papers: &[RecoveryCode]) -> Digest {
    Digest::of(papers.iter().map(RecoveryCode::shown).collect::<String>().as_bytes())
}

/// The codes on paper, once: what the same form gave out before is not shown again.
pub(super) async fn show_papers(kabinet: &Appliance, visit: &Visit, papers: &[RecoveryCode], fresh: bool) -> Answer {
    let shown: Vec<_> = papers.iter().filter(|_| fresh).map(RecoveryCode::shown).collect();
    show_after(kabinet, visit, Function::FactorView, |_| {
        Ok(Sheet::new(visit.words.text("papers-title"), views::papers(&visit.words, &shown)))
    })
    .await
}

pub(super) async fn turn_off(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    kabinet.act(visit.actor.clone(), Function::FactorRemove, form.once()?, changes::turn_codes_off).await?;
    Ok(see_other(url::FACTORS).flash("flash-factor-off"))
}
