//! Who is visiting: the actor from the session's cookie, the language and the look they chose, and from where.

use super::{
    layout::{Eyesight, Keys, Look, Theme},
    parts::{Flash, Tone},
    respond::{FLASH, Failure},
    shell::kept::Frames,
    standing,
};
use crate::{
    access::{Actor, Who},
    appliance::Appliance,
    certificates::proof::Presented,
    identity::{Session, SessionKey},
    terms::{Fault, Language, OnceToken, Words, message},
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

/// The cookie of a session.
pub const SESSION: &str = "__Host-session";
/// The cookie of how pages look: `ru.light.usual.on`.
pub const PREFERENCES: &str = "__Host-look";

/// The cookie of somebody who has presented a certificate a moment ago.
pub const PRESENTED: &str = "__Host-certificate";

/// The cookie of somebody who gave the right password and owes a second factor.
pub const DOORSTEP: &str = "__Host-doorstep";

/// One request's circumstances.
pub struct Visit {
    /// Who acts.
    pub actor: Actor,
    /// The key of their session.
    pub session: Option<SessionKey>,
    /// Their language and clock.
    pub words: Words,
    /// Their look.
    pub look: Look,
    /// What the last action came to.
    pub flash: Option<Flash>,
    /// Path and query of the page: of the one whose form was sent, where that is not its own address.
    pub address: String,
    /// What the browser says it is.
    pub browser: String,
    /// The certificate that was presented a moment ago.
    pub presented: Option<Presented>,
    /// The frames that are kept drawn.
    pub frames: Arc<Frames>,
    /// Of the frames, when the request came.
    pub version: u64,
    /// The doorstep on which they stand, where they do.
    pub doorstep: Option<SessionKey>,
    /// The name under which the site was asked for, with its port.
    pub host: String,
    /// The same with `https://` before it, or `http://` on this computer.
    pub site: String,
}

impl Visit {
    /// The visit of this request.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let missing = || Failure::from(crate::terms::Error::from(Fault::new("receiving a visit", "there is no appliance")));
        let kabinet = request.app_data::<Data<Appliance>>().ok_or_else(missing)?;
        let session = key(request, SESSION).map_or(Ok(None), |key| kabinet.session(key))?;
        if let Some(session) = session.as_ref().filter(|_| is_of_a_person(request)) {
            kabinet.note_use(session);
        }
        Ok(Self::of_session(request, kabinet, session.as_ref()))
    }

    /// The visit of this request, as of somebody unknown where the store cannot say who it is: an error is told even then.
    pub fn of_anybody(request: &HttpRequest, kabinet: &Appliance) -> Self {
        Self::of(request).unwrap_or_else(|_| Self::of_session(request, kabinet, None))
    }

    /// The visit of this request, whatever session its browser has: that of a program, which no cookie speaks for.
    pub fn without_session(request: &HttpRequest, kabinet: &Appliance) -> Self {
        Self::of_session(request, kabinet, None)
    }

    fn of_session(request: &HttpRequest, kabinet: &Appliance, session: Option<&Session>) -> Self {
        let (language, look) = preferences(request);
        let actor = Actor {
            who: session.map_or(Who::Guest, |session| Who::User(session.seat())),
            address: origin(request),
            request: format!("{} {}", request.method(), request.path()),
            language,
            proved_at: session.map(Session::proved),
            program: None,
        };
        let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        let address = standing::page(request);
        let session = session.map(|session| session.key);
        let presented = request.cookie(PRESENTED).and_then(|cookie| Presented::parse(cookie.value()));
        let host = request.connection_info().host().to_owned();
        let site = format!("{}://{host}", request.connection_info().scheme());
        let words = Words::new(language, kabinet.zone());
        let frames = request.app_data::<Data<Frames>>().map(|frames| frames.clone().into_inner()).unwrap_or_default();
        let version = frames.version(kabinet);
        let (flash, browser, doorstep) = (flash(request), text(header::USER_AGENT), key(request, DOORSTEP));
        Self { actor, session, words, look, flash, address, browser, presented, frames, version, doorstep, host, site }
    }

    /// A token for a form of this page; each form has its own.
    pub fn once(&self) -> OnceToken {
        OnceToken(uuid::Uuid::now_v7())
    }
}

/// The digest of the random key in this cookie.
fn key(request: &HttpRequest, name: &str) -> Option<SessionKey> {
    let bytes = URL_SAFE_NO_PAD.decode(request.cookie(name)?.value()).ok()?;
    Some(SessionKey::of(&bytes))
}

/// Where a request comes from. A proxy on this machine says it behind whatever it was sent itself (`X-Forwarded-For`);
/// nobody else is believed.
fn origin(request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
    let told = request.headers().get_all("x-forwarded-for").last().and_then(|value| value.to_str().ok());
    let told = told.and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    told.filter(|_| peer.is_loopback()).map_or(peer, |address| address.to_canonical())
}

/// Parts of a page that a script fetches by itself keep no session open.
fn is_of_a_person(request: &HttpRequest) -> bool {
    !request.method().is_safe() || !request.headers().contains_key("hx-request")
}

/// The message that the last action left, if it is one of ours.
fn flash(request: &HttpRequest) -> Option<Flash> {
    let cookie = request.cookie(FLASH)?;
    let id = cookie.value().strip_prefix("flash-")?;
    let ours = id.len() < 64 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let mut said = message("");
    said.id = format!("flash-{id}").into();
    (ours && Words::new(Language::Russian, jiff::tz::TimeZone::UTC).knows(&said.id)).then_some(Flash { tone: Tone::Good, message: said })
}

/// Language and look: from the cookie, else from what the browser prefers.
fn preferences(request: &HttpRequest) -> (Language, Look) {
    let cookie = request.cookie(PREFERENCES);
    let mut parts = cookie.as_ref().map_or("", |cookie| cookie.value()).split('.');
    let accepted = || {
        let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Language::accepted(header.unwrap_or(""))
    };
    let language = parts.next().and_then(Language::parse).unwrap_or_else(accepted);
    let look = Look {
        theme: parts.next().and_then(Theme::parse).unwrap_or_default(),
        sight: parts.next().and_then(Eyesight::parse).unwrap_or_default(),
        keys: parts.next().and_then(Keys::parse).unwrap_or_default(),
    };
    (language, look)
}

impl FromRequest for Visit {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl FromRequest for Actor {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Visit::of(request).map(|visit| visit.actor))
    }
}
