//! Why somebody may not do something, in a word.

use super::Function;
use crate::terms::{Kind, Refusal, message};

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in, and a guest may not.
    SignIn,
    /// The user is not active.
    Inactive,
    /// The Agent was closed by the Owner.
    Closed,
    /// The user's access has not begun or has ended.
    OutOfPeriod,
    /// The user holds nothing in this Agent.
    NoGrant,
    /// None of the user's roles has the function.
    NoRole,
    /// A role has it, and a visibility rule hides it.
    Hidden,
    /// The user came in with a one-time password and must think of their own first.
    MustChange,
    /// A second factor is demanded of the user, and they have none yet.
    MustProve,
    /// The object lies in another Agent, outside of the scope, with another principal, or is somebody else's.
    OutOfReach,
}

/// What is said to whoever lacks a right.
const NO_FUNCTION: &str = "refusal-no-function";
const HIDDEN: &str = "refusal-hidden";

impl Denied {
    /// Whether these words were said for want of a right; other refusals are about what was typed, or about the time.
    pub fn is_lack(message: &str) -> bool {
        [NO_FUNCTION, HIDDEN].contains(&message)
    }

    /// The words for it; who can help is added by the page.
    pub fn refusal(self, function: Function) -> Refusal {
        let about = |id| Refusal::new(Kind::Denied, message(id).with("function", function.code()));
        match self {
            Self::SignIn => Refusal::new(Kind::Unsigned, message("refusal-sign-in")),
            Self::Inactive | Self::Closed | Self::OutOfPeriod => Refusal::new(Kind::Unsigned, message("refusal-no-access-now")),
            Self::NoGrant | Self::NoRole => about(NO_FUNCTION),
            Self::Hidden => about(HIDDEN),
            Self::MustChange => Refusal::new(Kind::Denied, message("refusal-must-change")),
            Self::MustProve => Refusal::new(Kind::Denied, message("refusal-must-prove")),
            Self::OutOfReach => Refusal::missing(),
        }
    }
}
