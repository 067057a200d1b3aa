//! What a program is told instead of an answer (RFC 9457, Problem Details for HTTP APIs).

use super::{failure::incident, respond};
use crate::terms::{Error, Kind, Words};
use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
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
    let status = respond::status(error);
    let refusal = match error {
        Error::Refused(refusal) => refusal.clone(),
        Error::Fault(fault) => incident(fault),
    };
    let wrong = |field: &crate::terms::FieldError| WrongParameter { parameter: field.field.clone(), title: words.say(&field.message) };
    let problem = Problem {
        status: status.as_u16(),
        title: words.say(&refusal.message),
        code: refusal.message.id.to_string(),
        errors: refusal.fields.iter().map(wrong).collect(),
    };
    let mut response = HttpResponse::build(status).json(problem);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if refusal.kind == Kind::Unsigned {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
