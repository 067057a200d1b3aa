//! A letter: it goes out by e-mail, or as a file into the outbox folder where there is no mail server. Written together
//! with what it tells of, so that nothing that happened goes untold; sent by the mailer afterwards.

use crate::{
    access::{Place, Placed},
    journal::seal::Sealed,
    people::Email,
    storage::{Derived, Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Argument, Digest, Language, Message, PersonId, Personal, Result, Secret, UserId, Words, message},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Bytes of an attachment at the most: mail servers take 10 MB and more, and base64 adds a third.
pub const MOST_ATTACHED: u64 = 7 * 1024 * 1024;
/// The name of the value that is a path of this site; the mailer puts the site's address before it.
pub const LINK: &str = "link";

/// Identity of a letter; in the order in which letters were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LetterId(pub Uuid);

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}
impl FromStr for LetterId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self)
    }
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, as the reader sees it.
    pub name: String,
    /// Its media type (RFC 2046): `application/pdf`.
    pub media: String,
    /// Where its bytes are.
    pub content: Content,
}

/// The bytes of an attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// They are in the store already, or come in with the same Act.
    Stored {
        /// Of the bytes.
        digest: Digest,
        /// In bytes.
        size: u64,
    },
    /// They are in the letter alone, sealed under the installation's key, until it has gone out or was given up.
    Sealed(Secret<Option<Sealed>>),
}

impl Attachment {
    /// Bytes, about.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Stored { size, .. } => *size,
            Content::Sealed(sealed) => sealed.reveal().as_ref().map_or(0, |sealed| sealed.boxed.len() as u64),
        }
    }

    /// Without what was secret in it.
    fn bare(self) -> Self {
        let content = match self.content {
            Content::Stored { digest, size } => Content::Stored { digest, size },
            Content::Sealed(_) => Content::Sealed(Secret::new(None)),
        };
        Self { content, ..self }
    }
}

/// What is to be written to somebody.
#[derive(Clone, Debug)]
pub struct Draft {
    /// To this address.
    pub to: Email,
    /// Whose it is.
    pub user: Option<UserId>,
    /// The citizen under whose key its words are sealed in the history.
    pub person: Option<PersonId>,
    /// The Agent in whose name it goes out: its administrator sees it in the queue.
    pub agent: AgentId,
    /// The reader's language.
    pub language: Language,
    /// What it is about; without personal data, since the queue shows it.
    pub subject: Message,
    /// Its paragraphs. An argument named `link` is a path of this site.
    pub text: Vec<Message>,
    /// Values that only the reader may see, by the names under which the text uses them: a one-time link (`link`, a path of
    /// this site), a password, a code. They are erased when the letter has gone out.
    pub secrets: Vec<(String, String)>,
    /// A file.
    pub attachment: Option<Attachment>,
}

/// Which way a letter went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// The mail server took it.
    Mail,
    /// It lies in the outbox folder.
    Outbox,
}

/// How far a letter has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// It waits.
    Waiting {
        /// Until then.
        due: Timestamp,
        /// Tries that failed.
        tries: u32,
        /// What the last of them met.
        error: Option<Personal<String>>,
    },
    /// It has gone out.
    Sent {
        /// When.
        at: Timestamp,
        /// Which way.
        way: Way,
    },
    /// It cannot be delivered: the address does not exist, or it waited too long.
    GivenUp {
        /// Since when.
        at: Timestamp,
        /// Tries that failed.
        tries: u32,
        /// What the last of them met.
        error: Personal<String>,
    },
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Found by this.
    pub id: LetterId,
    /// When it was written.
    pub written_at: Timestamp,
    /// In whose name.
    pub agent: AgentId,
    /// Whose it is.
    pub user: Option<UserId>,
    /// The citizen whose data it holds.
    pub person: Option<PersonId>,
    /// Where to.
    pub to: Personal<Email>,
    /// The language of its reader.
    pub language: Language,
    /// What it is about.
    pub subject: Message,
    /// Its paragraphs.
    pub text: Personal<Vec<Message>>,
    /// See [`Draft::secrets`]; only their names are left once it has gone out or was given up.
    pub secrets: Secret<Vec<(String, String)>>,
    /// A file.
    pub attachment: Option<Attachment>,
    /// How far it has come.
    pub delivery: Delivery,
}

impl Letter {
    /// The letter that this draft becomes at this moment.
    pub fn of(id: LetterId, draft: Draft, written_at: Timestamp) -> Self {
        let Draft { to, user, person, agent, language, subject, text, secrets, attachment } = draft;
        let delivery = Delivery::Waiting { due: written_at, tries: 0, error: None };
        let (to, text, secrets) = (Personal::new(to), Personal::new(text), Secret::new(secrets));
        Self { id, written_at, agent, user, person, to, language, subject, text, secrets, attachment, delivery }
    }

    /// The letter after it came to this: whatever was secret is gone once nobody waits for it.
    #[must_use]
    pub fn now(&self, delivery: Delivery) -> Self {
        match delivery {
            Delivery::Waiting { .. } => Self { delivery, ..self.clone() },
            Delivery::Sent { .. } | Delivery::GivenUp { .. } => {
                let secrets = self.secrets.reveal().iter().map(|(name, _)| (name.clone(), String::new())).collect();
                let attachment = self.attachment.clone().map(Attachment::bare);
                Self { delivery, secrets: Secret::new(secrets), attachment, ..self.clone() }
            }
        }
    }

    /// Whether it waits after a try that failed.
    pub const fn has_failed(&self) -> bool {
        matches!(self.delivery, Delivery::Waiting { tries: 1.., .. })
    }

    /// Whether it needs values that were erased: such a letter cannot go out once more.
    pub fn is_spent(&self) -> bool {
        let is_bare = |content: &Content| matches!(content, Content::Sealed(sealed) if sealed.reveal().is_none());
        let file = self.attachment.as_ref().is_some_and(|file| is_bare(&file.content));
        file || self.secrets.reveal().iter().any(|(_, value)| value.is_empty())
    }

    /// The subject and the text as they go out. `site` is the address of this site: `https://kabinet.example`.
    pub fn rendered(&self, words: &Words, site: &str, town: &str) -> (String, String) {
        let paragraphs = self.text.reveal().iter().map(|paragraph| words.say(&self.filled(paragraph, site)));
        let foot = words.say(&message("letter-foot").with("town", town));
        let text = paragraphs.chain([foot]).collect::<Vec<_>>().join("\n\n");
        (words.say(&self.subject), text)
    }

    fn filled(&self, paragraph: &Message, site: &str) -> Message {
        let mut filled = paragraph.clone();
        let secrets = self.secrets.reveal().iter();
        filled.arguments.extend(secrets.map(|(name, value)| (name.clone().into(), Argument::from(value.as_str()))));
        for (name, value) in &mut filled.arguments {
            if let (LINK, Argument::Text(path)) = (&**name, value) {
                path.insert_str(0, site);
            }
        }
        filled
    }
}

/// Finds letters by how far they have come: those that wait by their turn, the others by when.
pub const BY_STATE: Index = Table("letters_by_state");

/// The first byte of a row of [`BY_STATE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum StateKey {
    /// Those that wait.
    Waiting = 1,
    /// Those that were given up.
    GivenUp = 2,
    /// Those that went out.
    Sent = 3,
}

impl Record for Letter {
    const NAME: &'static str = "letter";
    const TABLE: Table = Table("letters");
    const INDEXES: &'static [Index] = &[BY_STATE];

    fn key(&self) -> Vec<u8> {
        self.id.0.as_bytes().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        let (state, at) = match &self.delivery {
            Delivery::Waiting { due, .. } => (StateKey::Waiting, due),
            Delivery::GivenUp { at, .. } => (StateKey::GivenUp, at),
            Delivery::Sent { at, .. } => (StateKey::Sent, at),
        };
        Ok(vec![IndexEntry { index: BY_STATE, key: state_key(state, *at), value: Vec::new() }])
    }
}

/// What [`BY_STATE`] has of a state and its moment.
pub fn state_key(state: StateKey, at: Timestamp) -> Vec<u8> {
    [&[state as u8][..], &at.as_microsecond().to_be_bytes()].concat()
}

/// Written by the Act that it tells of, changed by the mailer and the administrator.
impl Fact for Letter {}
/// One that goes with a notice is written by the follower of the journal, like the notice itself.
impl Derived for Letter {}

impl Placed for Letter {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), house: None, holder: self.user, subject: self.person, principal: None }
    }
}
