//! What is said to a person, before it is put into their language.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A value put into a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Argument {
    /// Put in as it is.
    Text(String),
    /// Chooses the plural form.
    Number(i64),
    /// Written as a date in words.
    Date(Date),
    /// Put in in the reader's language: the name of a role.
    Named(super::Text),
    /// What the wording says under this id: the name of a function.
    Wording(String),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<super::Text> for Argument {
    fn from(text: super::Text) -> Self {
        Self::Named(text)
    }
}
impl From<Date> for Argument {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// A message id of `assets/locales` with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The id in the wording.
    pub id: Cow<'static, str>,
    /// Names and values that the wording uses.
    pub arguments: Vec<(Cow<'static, str>, Argument)>,
}

/// The message with this id.
pub const fn message(id: &'static str) -> Message {
    Message { id: Cow::Borrowed(id), arguments: Vec::new() }
}

impl Message {
    /// The message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.push((Cow::Borrowed(name), value.into()));
        self
    }
}
