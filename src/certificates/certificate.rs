//! A certificate in the registry: from the request under a one-time link to its end.

use super::{personal::Profile, revocation::Reason, serial::Serial};
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Digest, FullName, Personal, Result, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the old certificate is good beside the new one.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Days before the end on which the holder is told, the earliest first.
pub const REMINDERS: [u8; 5] = [30, 14, 7, 3, 1];
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
}

/// The holder as the certificate names them, at the time of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Surname, name, patronymic.
    pub name: Personal<FullName>,
    /// Должность.
    pub position: String,
    /// Where they work.
    pub organization: String,
    /// Where the file is sent.
    pub email: Personal<String>,
    /// For questions about the document.
    pub phone: Personal<String>,
}

/// The consent to the processing of personal data, as it was given (152-ФЗ ст. 9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The very text that was shown.
    pub text: Personal<String>,
    /// When it was ticked.
    pub at: Timestamp,
    /// From which address.
    pub address: String,
}

/// What a scan is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScanKind {
    /// ISO 32000.
    Pdf,
    /// ISO/IEC 10918.
    Jpeg,
}

impl ScanKind {
    /// The type for `Content-Type`.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// The scan of the signed document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// As the holder calls the file.
    pub name: Personal<String>,
    /// What it is.
    pub kind: ScanKind,
    /// In bytes.
    pub size: u64,
    /// Where the store has it.
    pub digest: Digest,
    /// When it came.
    pub at: Timestamp,
}

/// How far a certificate has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Made; the signed document has not come.
    Waiting,
    /// The scan of the signed document is there to be checked.
    Submitted,
    /// Checked and given to the holder.
    Released {
        /// By the administrator of information security.
        mark: Mark,
    },
    /// Not given.
    Refused {
        /// By the administrator of information security.
        mark: Mark,
        /// Why, in words for the holder.
        reason: String,
    },
    /// A newer link took its place before it was released.
    Withdrawn {
        /// By whoever sent the newer link.
        mark: Mark,
    },
    /// No longer accepted.
    Revoked {
        /// By whom.
        mark: Mark,
        /// Why.
        reason: Reason,
        /// More about it; may be empty.
        note: String,
    },
}

impl State {
    /// In addresses and ids of wording.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Submitted => "submitted",
            Self::Released { .. } => "released",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Revoked { .. } => "revoked",
        }
    }
}

/// The holder was told of the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// One of [`REMINDERS`].
    pub days: u8,
    /// When.
    pub at: Timestamp,
}

/// A newer certificate of the same holder was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Which.
    pub by: CertificateId,
    /// How long this one is accepted beside it.
    pub until: Timestamp,
}

/// What a certificate is worth at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is accepted.
    Good,
    /// It was not released.
    Unreleased,
    /// It was revoked.
    Revoked,
    /// The overlap with a newer one is over.
    Replaced,
    /// Its year is over.
    Expired,
}

/// A personal certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its number in the registry.
    pub id: CertificateId,
    /// The serial number inside it.
    pub serial: Serial,
    /// SHA-256 of it: what is presented must have the same.
    pub fingerprint: Digest,
    /// Whose it is.
    pub user: UserId,
    /// The Agent in which they work.
    pub agent: AgentId,
    /// What they sign in with.
    pub login: String,
    /// Who they are.
    pub holder: Holder,
    /// When it was made.
    pub from: Timestamp,
    /// Its last moment.
    pub until: Timestamp,
    /// The profile that the holder chose.
    pub profile: Profile,
    /// The consent that was given.
    pub consent: Consent,
    /// The scan of the signed document.
    #[serde(default)]
    pub scan: Option<Scan>,
    /// How far it has come.
    pub state: State,
    /// The last reminder of its end.
    #[serde(default)]
    pub reminded: Option<Reminder>,
    /// What took its place.
    #[serde(default)]
    pub replaced: Option<Replaced>,
}

impl Certificate {
    /// What it is worth now.
    pub fn worth(&self, now: Timestamp) -> Worth {
        match &self.state {
            State::Waiting | State::Submitted | State::Refused { .. } | State::Withdrawn { .. } => Worth::Unreleased,
            State::Revoked { .. } => Worth::Revoked,
            State::Released { .. } if self.until < now => Worth::Expired,
            State::Released { .. } if self.replaced.is_some_and(|replaced| replaced.until < now) => Worth::Replaced,
            State::Released { .. } => Worth::Good,
        }
    }

    /// Whether a decision about it is still to come.
    pub const fn is_open(&self) -> bool {
        match self.state {
            State::Waiting | State::Submitted => true,
            State::Released { .. } | State::Refused { .. } | State::Withdrawn { .. } | State::Revoked { .. } => false,
        }
    }

    /// Days until its end, begun ones counted whole; none where it is over.
    pub fn days_left(&self, now: Timestamp) -> Option<i64> {
        let left = self.until.as_second() - now.as_second();
        (left > 0).then(|| (left - 1) / DAY_SECONDS + 1)
    }

    /// The reminder that is due now: the latest whose day has come, where it was not sent. None after a renewal.
    pub fn reminder_due(&self, now: Timestamp) -> Option<u8> {
        if self.worth(now) != Worth::Good || self.replaced.is_some() {
            return None;
        }
        let left = self.days_left(now)?;
        let due = REMINDERS.into_iter().filter(|days| left <= i64::from(*days)).min()?;
        self.reminded.is_none_or(|told| told.days > due).then_some(due)
    }
}

/// Finds the certificates of a user.
pub const BY_USER: Index = Table("certificates_by_user");
/// Finds the certificate that is presented.
pub const BY_FINGERPRINT: Index = Table("certificates_by_fingerprint");
/// The revoked ones.
pub const REVOKED: Index = Table("certificates_revoked");

impl Record for Certificate {
    const NAME: &'static str = "certificate";
    const TABLE: Table = Table("certificates");
    const INDEXES: &'static [Index] = &[BY_USER, BY_FINGERPRINT, REVOKED];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        let row = |index, key: Vec<u8>| IndexEntry { index, key, value: Vec::new() };
        let mut rows = vec![row(BY_USER, self.user.key().to_vec()), row(BY_FINGERPRINT, self.fingerprint.0.to_vec())];
        if let State::Revoked { .. } = self.state {
            rows.push(row(REVOKED, Vec::new()));
        }
        Ok(rows)
    }
}
impl Fact for Certificate {}

impl Placed for Certificate {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), holder: Some(self.user), ..Place::default() }
    }
}
