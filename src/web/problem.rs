//! What a program is told instead of an answer (RFC 9457, Problem Details for HTTP APIs).

use super::{failure::incident, respond};
use crate::{
    journal::export::spoken,
    terms::{Error, FieldError, Kind, Refusal, Words},
};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
};
use serde::Serialize;
use utoipa::ToSchema;

/// Why there is no answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The status of the answer once more.
    #[schema(example = 403)]
    pub status: u16,
    /// What happened, in the language that was asked for (`Accept-Language`: Russian or English).
    pub title: String,
    /// The same for programs: it does not change with the language.
    #[schema(example = "refusal-missing")]
    pub code: String,
    /// What is wrong with single parameters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<WrongParameter>,
}

/// What is wrong with one parameter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WrongParameter {
    /// Which.
    pub parameter: String,
    /// What is wrong with it.
    pub title: String,
}

/// Whether this path is of the program interface, in whatever version.
pub fn is_asked_at(path: &str) -> bool {
    path.strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The answer to a call that ended in this error.
pub fn answer(words: &Words, error: &Error) -> HttpResponse {
    let refusal = match error {
        Error::Refused(refusal) => refusal.clone(),
        Error::Fault(fault) => incident(fault),
    };
    let mut response = told(words, respond::status(error), &refusal);
    if refusal.kind == Kind::Unsigned {
        // RFC 6750, section 3: a key that was brought and is not good is told apart from none.
        let none = refusal.message.id == "api-no-key";
        let challenge = if none { "Bearer" } else { "Bearer error=\"invalid_token\"" };
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

/// The answer to whoever wants to change something.
pub fn only_read(words: &Words) -> HttpResponse {
    let mut response = told(words, StatusCode::METHOD_NOT_ALLOWED, &Refusal::invalid("api-only-read"));
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

fn told(words: &Words, status: StatusCode, refusal: &Refusal) -> HttpResponse {
    let wrong = |field: &FieldError| WrongParameter { parameter: field.field.clone(), title: words.say(&field.message) };
    let problem = Problem {
        status: status.as_u16(),
        title: spoken(&refusal.message, words),
        code: refusal.message.id.to_string(),
        errors: refusal.fields.iter().map(wrong).collect(),
    };
    let mut response = HttpResponse::build(status).json(problem);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
