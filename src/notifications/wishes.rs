//! What a user wants to have by e-mail, and in which language.

use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Language, Result, UserId},
};
use serde::{Deserialize, Serialize};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Topic {
    /// The case went on: registered, taken, checked.
    Progress,
    /// Something is asked of the applicant.
    Question,
    /// Decided, delivered, an appeal answered.
    Decision,
}

impl Topic {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Question, Self::Decision, Self::Progress];

    /// Its value in the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Question => "question",
            Self::Decision => "decision",
        }
    }

    /// The topic of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

/// A user's choice. Letters about the safety of their access go out whatever is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailWishes {
    /// Whose.
    pub user: UserId,
    /// The language of their letters.
    pub language: Language,
    /// Of what they get letters.
    pub topics: Vec<Topic>,
}

impl MailWishes {
    /// What holds until a user has chosen: what needs them to act, and what was decided.
    pub fn unspoken(user: UserId) -> Self {
        Self { user, language: Language::Russian, topics: vec![Topic::Question, Topic::Decision] }
    }
}

impl Placed for MailWishes {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

impl Record for MailWishes {
    const NAME: &'static str = "wishes";
    const TABLE: Table = Table("mail_wishes");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for MailWishes {}
