//! What can come instead of an answer: a [`Refusal`], which belongs to the domain and is read by a person, or a
//! [`Fault`], which is a broken disk or a bug and of which the person sees only an incident number.

use super::message::{Message, message};
use std::fmt;

/// The answer, or why there is none.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// The rules say no.
    Refused(Refusal),
    /// The machine or the program failed.
    Fault(Fault),
}

/// What sort of refusal it is; decides the HTTP status in `web::respond`, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There is no such thing within the actor's reach (404).
    Missing,
    /// Nobody is signed in (401, or the way to the sign-in page).
    Unsigned,
    /// The actor lacks the function (403).
    Denied,
    /// The actor must give their password once more (403, with the form for it).
    Unproved,
    /// What was sent breaks a rule (422).
    Invalid,
    /// Somebody else was first, or the state moved on (409).
    Conflict,
    /// More was sent than is taken (413).
    TooLarge,
    /// The request is not in a form that is understood (400).
    Malformed,
    /// Not now: no space, stopping, too many waiting (503).
    Unavailable,
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field in the form.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: Message,
}

/// A rule said no. Carries the words for the person, and the fields where there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The sort.
    pub kind: Kind,
    /// What happened, why, what to do.
    pub message: Message,
    /// The fields to mend, in the order of the form.
    pub fields: Vec<FieldError>,
}

impl Refusal {
    /// A refusal of this sort with this message.
    pub const fn new(kind: Kind, message: Message) -> Self {
        Self { kind, message, fields: Vec::new() }
    }

    /// No such thing, or none that this actor may know of.
    pub const fn missing() -> Self {
        Self::new(Kind::Missing, message("refusal-missing"))
    }

    /// A rule is broken; the message says which.
    pub const fn invalid(id: &'static str) -> Self {
        Self::new(Kind::Invalid, message(id))
    }

    /// The state has moved on since the page was shown.
    pub const fn conflict(id: &'static str) -> Self {
        Self::new(Kind::Conflict, message(id))
    }

    /// Fields of a form are wrong.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self { kind: Kind::Invalid, message: message("refusal-fields").with("count", fields.len() as i64), fields }
    }

    /// One field of a form is wrong.
    pub fn field(field: &str, message: Message) -> Self {
        Self::fields(vec![FieldError { field: field.to_owned(), message }])
    }

    /// The same refusal with an argument for its message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<super::Argument>) -> Self {
        self.message = self.message.with(name, value);
        self
    }
}

/// A broken disk or a bug: what we were doing, and what the library underneath said.
pub struct Fault {
    /// A phrase: "writing the journal", "reading a document".
    pub doing: &'static str,
    /// What was reported, for the log.
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

impl Fault {
    /// A fault met while doing this.
    pub fn new(doing: &'static str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { doing, cause: cause.into() }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {}", refusal.message.id),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}
impl std::error::Error for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Turns any library's error into a [`Fault`] that says what we were doing.
pub trait Doing<T> {
    /// `file.sync_all().doing("saving the document")?`
    ///
    /// # Errors
    /// The same failure, as a [`Fault`].
    fn doing(self, what: &'static str) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> Doing<T> for std::result::Result<T, E> {
    fn doing(self, what: &'static str) -> Result<T> {
        self.map_err(|cause| Error::Fault(Fault::new(what, cause)))
    }
}
