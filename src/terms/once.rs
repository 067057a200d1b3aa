//! The once-token of a form: the same form sent twice is one action with one answer.

use super::Digest;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Given out with a form and sent back with it. In time order, so that old ones are cleared by a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnceToken(pub Uuid);

impl fmt::Display for OnceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}
impl FromStr for OnceToken {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self)
    }
}

/// A token with the digest of all that was sent under it: the same token with other content is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// The token.
    pub token: OnceToken,
    /// Over the action's address and its fields.
    pub content: Digest,
}
