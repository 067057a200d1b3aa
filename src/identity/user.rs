//! A user's card.

use super::Login;
use crate::{
    access::{Period, Place, Placed, UserKind},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{FullName, PersonId, Result, Secret, Sight, UserId},
};
use serde::{Deserialize, Serialize};

/// What is known of a user's password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Password {
    /// There is none: a citizen who was registered at the counter and has never signed in.
    None,
    /// The user's own, as an Argon2id hash in PHC form with its parameters.
    Own(Secret<String>),
    /// Given out by an administrator; must be changed at the first sign-in.
    OneTime(Secret<String>),
}

impl Password {
    /// The hash, where there is one.
    pub const fn hash(&self) -> Option<&String> {
        match self {
            Self::None => None,
            Self::Own(hash) | Self::OneTime(hash) => Some(hash.reveal()),
        }
    }
}

/// Anyone who signs in (пользователь).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their number.
    pub id: UserId,
    /// Their type.
    pub kind: UserKind,
    /// What they sign in with.
    pub login: Login,
    /// How they prove that it is they.
    pub password: Password,
    /// Surname, name, patronymic.
    pub name: FullName,
    /// Должность.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub position: String,
    /// Work telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Work e-mail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// What the source calls "skype".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub messenger: String,
    /// Whether the Owner lets them in.
    pub active: bool,
    /// From when to when they may come in.
    #[serde(default)]
    pub period: Period,
    /// Parameter "скрывать персональные данные".
    #[serde(default)]
    pub hide_personal_data: bool,
    /// Parameter "показывать тестовые отчёты".
    #[serde(default)]
    pub show_test_reports: bool,
    /// Whether a personal certificate must be presented besides the password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub certificate_required: bool,
    /// Whose card it is, where it is a citizen's: they are the subject of what is personal in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// For the administrators.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// Finds a user by login.
pub const BY_LOGIN: Index = Table("users_by_login");

impl User {
    /// Their name as this reader sees it: an employee's is on every paper they sign, a citizen's is the citizen's own.
    pub fn named(&self, sight: Sight) -> String {
        match self.kind {
            UserKind::Citizen => sight.see(&self.name.to_string()),
            UserKind::Owner | UserKind::Partner | UserKind::Agent => self.name.to_string(),
        }
    }

    /// How they see personal data of others.
    pub const fn sight(&self) -> Sight {
        if self.hide_personal_data { Sight::Masked } else { Sight::Plain }
    }
}

impl Record for User {
    const NAME: &'static str = "user";
    const TABLE: Table = Table("users");
    const INDEXES: &'static [Index] = &[BY_LOGIN];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(vec![IndexEntry { index: BY_LOGIN, key: [self.login.as_str().as_bytes(), &[0]].concat(), value: Vec::new() }])
    }

    /// An employee's name is on every paper they sign; a citizen's is the citizen's own.
    fn is_personal(&self, path: &str) -> bool {
        self.person.is_some() && ["name", "phone", "email", "messenger"].contains(&path.split('.').next().unwrap_or(path))
    }
}
impl Fact for User {}

impl Placed for User {
    fn place(&self) -> Place {
        Place { holder: Some(self.id), subject: self.person, ..Place::default() }
    }
}
