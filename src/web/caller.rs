//! Who calls: the actor from the key that a program brings. Cookies open nothing here, and a key opens no page: a site that
//! somebody is led to can call nothing in their name.

use super::{
    respond::{Answer, Failure},
    visit::Visit,
};
use crate::{
    access::{Actor, Function, Who},
    act::Look,
    appliance::Appliance,
    identity::{
        ApiKey,
        api_key::{self, Worth},
    },
    terms::{Fault, Kind, Refusal, Result, message},
};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, http::header, web::Data};
use serde::Serialize;
use std::{
    future::{Ready, ready},
    sync::Arc,
};

/// One call of a program.
pub struct Caller {
    /// For whom it acts.
    pub actor: Actor,
    /// With which key.
    pub key: ApiKey,
}

impl Caller {
    /// The caller of this request.
    ///
    /// # Errors
    /// It brings no key, or one that is not good; its maker may not use keys any more.
    pub fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let missing = || Failure::from(crate::terms::Error::from(Fault::new("receiving a call", "there is no appliance")));
        let kabinet = request.app_data::<Data<Appliance>>().ok_or_else(missing)?;
        let Visit { actor: guest, .. } = Visit::without_session(request, kabinet);
        let digest = bearer(request).and_then(api_key::digest).ok_or_else(|| unsigned("api-no-key"))?;
        let (key, worth) = kabinet.api_key(digest)?.ok_or_else(|| unsigned("api-key-unknown"))?;
        let actor = Actor { who: Who::User(key.seat()), program: Some(Arc::from(key.name.as_str())), ..guest };
        // Whatever is refused from here on is entered in the journal under whose key it was.
        request.extensions_mut().insert(actor.clone());
        if worth != Worth::Good {
            return Err(unsigned("api-key-unknown"));
        }
        kabinet.permit(&actor.who, Function::ApiKeyUse).map_err(|denied| Failure::from(denied.refusal(Function::ApiKeyUse)))?;
        kabinet.note_key_use(&key, actor.address);
        Ok(Self { actor, key })
    }
}

/// Answers a call with what is read under this function.
///
/// # Errors
/// Why it was refused, or what failed.
pub async fn tell<T: Serialize>(kabinet: &Appliance, caller: &Caller, function: Function, read: impl FnOnce(&Look) -> Result<T>) -> Answer {
    Ok(HttpResponse::Ok().json(asked(kabinet, caller, function, read).await?))
}

/// What is read for a call under this function, within the scope of its key at this very moment.
///
/// # Errors
/// Why it was refused, or what failed.
pub fn asked<T>(
    kabinet: &Appliance,
    caller: &Caller,
    function: Function,
    read: impl FnOnce(&Look) -> Result<T>,
) -> impl Future<Output = Result<T>> {
    kabinet.look(&caller.actor, function, |look| {
        if !look.policy().keeps_to(&caller.key.seat()) {
            return Err(Refusal::new(Kind::Unsigned, message("api-key-unknown")).into());
        }
        read(look)
    })
}

fn unsigned(id: &'static str) -> Failure {
    Refusal::new(Kind::Unsigned, message(id)).into()
}

/// What stands behind "Bearer" (RFC 6750).
fn bearer(request: &HttpRequest) -> Option<&str> {
    let (scheme, key) = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| key.trim())
}

impl FromRequest for Caller {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}
