//! The states of an application (`domain.md` §7).

use crate::terms::Message;
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum State {
    /// The citizen is filling it in; no employee sees it.
    Draft,
    /// Handed in; has its number.
    Submitted,
    /// Entered in the register of the Agent.
    Registered,
    /// An operator works on it.
    InReview,
    /// The applicant was asked a question; the clock stands still.
    WaitingForApplicant,
    /// An inspector checks the documents.
    DocumentCheck,
    /// Everything is there to decide.
    Decision,
    /// Granted; what was granted is on its way.
    InDelivery,
    /// Refused; may be appealed until it is due.
    Refused,
    /// The refusal is appealed.
    Appealed,
    /// Done.
    Closed,
    /// Taken back by the applicant.
    Withdrawn,
}

impl State {
    /// All, in the order of the way.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Submitted,
        Self::Registered,
        Self::InReview,
        Self::WaitingForApplicant,
        Self::DocumentCheck,
        Self::Decision,
        Self::InDelivery,
        Self::Refused,
        Self::Appealed,
        Self::Closed,
        Self::Withdrawn,
    ];

    /// The short name: in addresses and in the wording (`state-in-review`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Registered => "registered",
            Self::InReview => "in-review",
            Self::WaitingForApplicant => "waiting",
            Self::DocumentCheck => "document-check",
            Self::Decision => "decision",
            Self::InDelivery => "in-delivery",
            Self::Refused => "refused",
            Self::Appealed => "appealed",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this short name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Its name for an employee.
    pub fn label(self) -> Message {
        Message { id: format!("state-{}", self.code()).into(), arguments: Vec::new() }
    }

    /// Its name for the applicant: what happens, in the first person of the office.
    pub fn label_for_citizen(self) -> Message {
        Message { id: format!("state-{}-citizen", self.code()).into(), arguments: Vec::new() }
    }

    /// Somebody in the office or the applicant still has something to do.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Submitted
            | Self::Registered
            | Self::InReview
            | Self::WaitingForApplicant
            | Self::DocumentCheck
            | Self::Decision
            | Self::InDelivery
            | Self::Appealed => true,
            Self::Draft | Self::Refused | Self::Closed | Self::Withdrawn => false,
        }
    }

    /// The applicant can still take it back: nothing is decided.
    pub const fn may_be_withdrawn(self) -> bool {
        match self {
            Self::Submitted | Self::Registered | Self::InReview | Self::WaitingForApplicant | Self::DocumentCheck | Self::Decision => true,
            Self::Draft | Self::InDelivery | Self::Refused | Self::Appealed | Self::Closed | Self::Withdrawn => false,
        }
    }
}
