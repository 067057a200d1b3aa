//! The administrator of information security: reads the signed document, releases or refuses.

use super::registry::{draw_card, note, seen};
use crate::{
    access::Function,
    act::{Act, Look},
    appliance::Appliance,
    certificates::{Certificate, changes},
    storage::Chunks,
    terms::{CertificateId, Kind, Refusal, Sight, message},
    web::{Answer, Answering, Posted, Route, Visit, page, respond, see_other, url},
};
use actix_web::{
    http::header,
    web::{Data, Path},
};
use futures_util::stream::iter;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::CertificateDocument, "/certificates/{id}/scan", scan),
        Route::post(Function::CertificateDecide, "/certificates/{id}/release", release),
        Route::post(Function::CertificateDecide, "/certificates/{id}/refuse", refuse),
    ]
}

async fn scan(kabinet: Data<Appliance>, visit: Visit, id: Path<CertificateId>) -> Answer {
    let found = |look: &Look| {
        let certificate: Certificate = look.load(&id.key())?;
        look.disclose_list();
        // A scan cannot be masked, so whoever may not see personal data may not see it at all.
        match look.sight() {
            Sight::Plain => Ok(certificate.scan.ok_or_else(Refusal::missing)?),
            Sight::Masked => Err(Refusal::new(Kind::Denied, message("document-hidden")).into()),
        }
    };
    let scan = kabinet.look(&visit.actor, Function::CertificateDocument, found).await?;
    let chunks = iter(Chunks::new(kabinet.engine(), scan.digest).map(|chunk| chunk.map(bytes::Bytes::from)));
    let mut response = respond::file(scan.kind.mime(), scan.name.reveal(), true);
    response.insert_header((header::CONTENT_ENCODING, "identity")).no_chunking(scan.size);
    Ok(response.streaming(chunks))
}

async fn release(kabinet: Data<Appliance>, visit: Visit, id: Path<CertificateId>, form: Posted) -> Answer {
    let (id, seen) = (id.into_inner(), seen(&form));
    let verb = move |act: &mut Act<'_>| changes::release(act, id, &seen);
    decided(&kabinet, &visit, id, &form, kabinet.act(visit.actor.clone(), Function::CertificateDecide, form.once()?, verb).await).await
}

async fn refuse(kabinet: Data<Appliance>, visit: Visit, id: Path<CertificateId>, form: Posted) -> Answer {
    let (id, reason) = (id.into_inner(), note(&form, "reason"));
    let verb = move |act: &mut Act<'_>| changes::refuse(act, id, reason?);
    decided(&kabinet, &visit, id, &form, kabinet.act(visit.actor.clone(), Function::CertificateDecide, form.once()?, verb).await).await
}

/// Back to the card, with what is wrong where something is.
async fn decided(kabinet: &Appliance, visit: &Visit, id: CertificateId, form: &Posted, done: crate::terms::Result<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(url::certificate(id)).flash("flash-certificate-decided")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw_card(look, visit, id, Some((form, refusal)));
            page::again_beside(kabinet, visit, Function::CertificateView, error, draw).await
        }
    }
}
