//! Who calls: the actor from the key that a program brings. Cookies open nothing here, and a key opens no page: a site that
//! somebody is led to can call nothing in their name.

use super::{respond::Failure, visit::Visit};
use crate::{
    access::{Actor, Function, Who},
    appliance::Appliance,
    identity::{ApiKey, api_key},
    terms::{Fault, Kind, Refusal, Words, message},
};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web::Data};
use std::future::{Ready, ready};

/// One call of a program.
pub struct Caller {
    /// For whom it acts.
    pub actor: Actor,
    /// With which key.
    pub key: ApiKey,
    /// The words in which it is answered.
    pub words: Words,
}

impl Caller {
    /// The caller of this request.
    ///
    /// # Errors
    /// It brings no key, or one that is not good; its maker may not use keys any more.
    pub fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let missing = || Failure::from(crate::terms::Error::from(Fault::new("receiving a call", "there is no appliance")));
        let kabinet = request.app_data::<Data<Appliance>>().ok_or_else(missing)?;
        let digest = bearer(request).and_then(api_key::digest).ok_or_else(|| unsigned("api-no-key"))?;
        let key = kabinet.api_key(digest)?.ok_or_else(|| unsigned("api-key-unknown"))?;
        let Visit { words, actor: Actor { language, address, request: line, .. }, .. } = Visit::of_anybody(request, kabinet);
        let actor = Actor { who: Who::User(key.seat()), address, request: line, language, proved_at: None };
        // Whatever is refused from here on is entered in the journal under whose key it was.
        request.extensions_mut().insert(actor.clone());
        kabinet.permit(&actor.who, Function::ApiKeyUse).map_err(|denied| Failure::from(denied.refusal(Function::ApiKeyUse)))?;
        kabinet.note_key_use(&key);
        Ok(Self { actor, key, words })
    }
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
