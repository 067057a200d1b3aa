//! Answers: pages, redirections, and the one place where an error becomes an HTTP status.

use crate::terms::{Error, Kind, Refusal};
use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    body::BoxBody,
    cookie::{Cookie, SameSite, time::Duration},
    http::{StatusCode, header},
};
use maud::Markup;
use std::{fmt, sync::Arc};

/// What a handler answers.
pub type Answer = Result<HttpResponse, Failure>;

/// The cookie that carries the id of a message to the next page.
pub const FLASH: &str = "__Host-flash";

/// An error on its way out of a handler. `guard::dress` turns it into a page in the reader's language.
#[derive(Clone)]
pub struct Failure {
    /// What it is.
    pub error: Arc<Error>,
    /// Whether the journal has it.
    pub line: Line,
}

/// Whether the journal already has a line of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// An Act or a Look wrote it.
    Written,
    /// It was refused before either: a form of another site, one without a token, one that is too large.
    Due,
}

/// What comes out of an Act or a Look.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error: Arc::new(error), line: Line::Written }
    }
}
/// What the kit itself refuses.
impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { error: Arc::new(refusal.into()), line: Line::Due }
    }
}
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// The status of an error.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        Error::Refused(refusal) => match refusal.kind {
            Kind::Missing => StatusCode::NOT_FOUND,
            Kind::Unsigned => StatusCode::UNAUTHORIZED,
            Kind::Denied | Kind::Unproved => StatusCode::FORBIDDEN,
            Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::Malformed => StatusCode::BAD_REQUEST,
            Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        },
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        status(&self.error)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// A page.
pub fn page(status: StatusCode, document: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(document.into_string())
}

/// To another page after an action (303), so that reloading it does not act again.
pub fn see_other(address: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address.as_ref())).finish()
}

/// What can be added to a redirection.
pub trait Answering {
    /// Says this on the next page; the id must begin with `flash-`.
    #[must_use]
    fn flash(self, id: &'static str) -> Self;
}

impl Answering for HttpResponse {
    fn flash(mut self, id: &'static str) -> Self {
        // A message that cannot be carried is not worth failing the answer for.
        let _ = self.add_cookie(&host_cookie(FLASH, id.to_owned()));
        self
    }
}

/// A cookie that only this site over a safe connection gets, and no script.
pub fn host_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").secure(true).http_only(true).same_site(SameSite::Lax).finish()
}

/// The same cookie, gone.
pub fn no_cookie(name: &'static str) -> Cookie<'static> {
    let mut cookie = host_cookie(name, String::new());
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// A file to open or to save under this name.
pub fn file(content_type: &str, name: &str, inline: bool) -> HttpResponseBuilder {
    use actix_web::http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
    let extended = ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value: name.as_bytes().to_vec() };
    let disposition = if inline { DispositionType::Inline } else { DispositionType::Attachment };
    let mut builder = HttpResponse::Ok();
    builder
        .content_type(content_type)
        .insert_header(ContentDisposition { disposition, parameters: vec![DispositionParam::FilenameExt(extended)] })
        .insert_header((header::CACHE_CONTROL, "private, no-store"));
    builder
}
