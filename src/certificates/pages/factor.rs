//! The certificate's port: looks at what the browser holds, and leads back to the sign-in page with the factor proved.

use crate::{
    access::Function,
    act::Act,
    appliance::Appliance,
    certificates::{
        certificate::Worth,
        chain::{self, Origin},
        changes::{self, Demand, Holds},
        invitation::{TOKEN_BYTES, Token},
        proof, table,
        views::factor::{self as views, Trouble},
    },
    terms::{Digest, Refusal, Result, UserId},
    web::{Answer, Answering, Doors, Posted, Route, Sheet, Visit, doors::Shown, page, respond::host_cookie, see_other, url, visit},
};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::time::Duration,
    http::StatusCode,
    web::{Data, Query},
};
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::CertificateProve, url::CERTIFICATE_DOOR, door),
        Route::post(Function::CertificateRequire, url::CERTIFICATE_DEMAND, demand),
    ]
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// The sign-in page, from which the reader goes on to where they wanted.
    fn sign_in(&self, page: &str) -> String {
        let query = serde_urlencoded::to_string([("next", url::back(&self.next))]).unwrap_or_default();
        format!("{page}?{query}")
    }
}

async fn door(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, request: HttpRequest, next: Query<Next>) -> Answer {
    let Some(shown) = request.conn_data::<Shown>() else {
        let there = doors.certificate(&visit.host, &next.sign_in(url::CERTIFICATE_DOOR));
        return Ok(see_other(there.ok_or_else(Refusal::missing)?));
    };
    match judged(&kabinet, &visit, shown).await? {
        Ok(holds) => proved(&kabinet, &visit, holds, &doors.main(&visit.host, &next.sign_in(url::SIGN_IN))).await,
        Err(trouble) => refused(&kabinet, &visit, trouble, &doors.main(&visit.host, url::SIGN_IN)).await,
    }
}

/// What is wrong with what the browser holds, if anything is.
async fn judged(kabinet: &Appliance, visit: &Visit, shown: &Shown) -> Result<Result<Holds, Trouble>> {
    let Some(own) = shown.0.first() else { return Ok(Err(Trouble::Nothing)) };
    let (fingerprint, now) = (Digest::of(own), kabinet.now());
    let known = kabinet.look(&visit.actor, Function::CertificateProve, |look| table::by_fingerprint(look, fingerprint)).await?;
    let origin = chain::origin(kabinet.authorities(), &shown.0, now)?;
    Ok(match (known, origin) {
        (_, Origin::Foreign) => Err(Trouble::Foreign),
        (_, Origin::OtherUse) => Err(Trouble::OtherUse),
        (None, Origin::Ours) => Err(Trouble::Unknown),
        (Some(known), Origin::Ours) => match known.worth(now) {
            Worth::Good => Ok(Holds(fingerprint)),
            Worth::Unreleased => Err(Trouble::Unreleased),
            Worth::Revoked => Err(Trouble::Revoked),
            Worth::Replaced => Err(Trouble::Replaced),
            Worth::Expired => Err(Trouble::Expired(visit.words.day_of(known.until))),
        },
    })
}

async fn proved(kabinet: &Appliance, visit: &Visit, holds: Holds, back: &str) -> Answer {
    let token = Token::of(rand::random::<[u8; TOKEN_BYTES]>());
    let verb = move |act: &mut Act<'_>| changes::prove(act, holds, &token).map(|presented| presented.cookie());
    let cookie = kabinet.act(visit.actor.clone(), Function::CertificateProve, None, verb).await?;
    let mut cookie = host_cookie(visit::PRESENTED, cookie);
    cookie.set_max_age(Duration::seconds(proof::LASTS.as_secs()));
    let mut response: HttpResponse = see_other(back);
    // A cookie of our own making is always well formed.
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

async fn refused(kabinet: &Appliance, visit: &Visit, trouble: Trouble, back: &str) -> Answer {
    let status = StatusCode::FORBIDDEN;
    page::with_status(kabinet, visit, Function::CertificateProve, status, |_| {
        Ok(Sheet::new(visit.words.text(trouble.title()), views::refused(&visit.words, trouble, back)))
    })
    .await
}

/// Demands a certificate of a user, or does not any more.
async fn demand(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let asked = form.get("user").parse::<UserId>().ok().zip(Demand::parse(form.get("demand")));
    let verb = move |act: &mut Act<'_>| {
        let (user, demand) = asked.ok_or_else(Refusal::missing)?;
        changes::require(act, user, demand)
    };
    kabinet.act(visit.actor.clone(), Function::CertificateRequire, form.once()?, verb).await?;
    Ok(see_other(url::back(form.get("back"))).flash("flash-certificate-demand"))
}
