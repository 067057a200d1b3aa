//! One line of the journal of actions, with the field-level history of what it changed (`domain.md` §5).

use super::seal::Sealed;
use crate::terms::{AgentId, Message, PersonId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of an entry's bytes. Old entries are never rewritten: their hashes are in the tree.
pub const VERSION: u8 = 1;

/// How an action ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Done.
    Success,
    /// The rules said no; nothing was changed, or only that the attempt is remembered.
    Refused,
    /// The machine or the program failed; nothing was changed.
    Failed,
}

/// Which record an action was about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordRef {
    /// [`crate::storage::Record::NAME`].
    pub kind: String,
    /// Its key; for most kinds the eight bytes of a number.
    pub key: Vec<u8>,
}

impl RecordRef {
    /// The number that the key is, for a page.
    pub fn number(&self) -> Option<u64> {
        self.key.as_slice().try_into().ok().map(u64::from_be_bytes)
    }

    /// The numbers that its key is made of, where it is made of numbers: a grant's has two.
    pub fn numbers(&self) -> Vec<u64> {
        let parts = self.key.chunks(size_of::<u64>()).map(|part| part.try_into().map(u64::from_be_bytes));
        parts.collect::<Result<_, _>>().unwrap_or_default()
    }
}

/// A value in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// As it was.
    Open(String),
    /// Under the key of its subject.
    Sealed(Sealed),
    /// A secret: that it changed is all that is kept.
    Hidden,
}

/// One field of a record that an action changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its path in the record.
    pub path: String,
    /// What it was; none where it was not there.
    pub old: Option<Value>,
    /// What it became; none where it went away.
    pub new: Option<Value>,
}

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// It was made.
    Added,
    /// It was changed.
    Changed,
    /// It was removed.
    Removed,
}

/// One record that an action changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    /// Which.
    pub record: RecordRef,
    /// How.
    pub deed: Deed,
    /// Whose personal data its sealed values are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<PersonId>,
    /// Its fields.
    pub fields: Vec<FieldChange>,
}

/// One action of one user, successful or not. Its number is its place in the Agent's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Whose journal it stands in.
    pub agent: AgentId,
    /// Where from.
    pub address: String,
    /// Who; none for a guest and for the program itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// Their login.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub login: String,
    /// The roles in force at that time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub roles: String,
    /// The name of the scope in force at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What its maker called the key with which a program acted for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// The code of the function; its first two parts are section and subsection.
    pub function: String,
    /// Method and path, without what was typed.
    pub request: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What was said to the person, where it did not succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Message>,
    /// Which record it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// Which one field of it was shown to a reader from whom personal data is hidden: its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// What it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<RecordChange>,
    /// Whose personal data was shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disclosed: Vec<PersonId>,
    /// How many like it this entry stands for, beyond itself: refusals of one anonymous address within an hour.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub repeats: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}
