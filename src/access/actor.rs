//! Who is acting, from where, and in which seat.

use super::ScopeId;
use crate::terms::{AgentId, Language, UserId};
use jiff::Timestamp;
use std::{net::IpAddr, sync::Arc};

/// Where a signed-in user works at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The user.
    pub user: UserId,
    /// The login, for the journal.
    pub login: Arc<str>,
    /// The Agent they work in; the Owner for its own employees and for citizens.
    pub agent: AgentId,
    /// The scope that they chose, where they hold any.
    pub scope: Option<ScopeId>,
}

/// Who is acting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody is signed in.
    Guest,
    /// A signed-in user.
    User(Seat),
    /// The program itself, started by who holds the machine: `init`, `demo`.
    Operator,
}

/// Who is acting, and the circumstances that the journal keeps.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// Where from.
    pub address: IpAddr,
    /// Method and path of the request, without what was typed.
    pub request: String,
    /// The language of the reader.
    pub language: Language,
    /// When they last gave their password in this session.
    pub proved_at: Option<Timestamp>,
    /// What they called the key with which a program acts for them; none where they act themselves.
    pub program: Option<Arc<str>>,
}

impl Actor {
    /// The program itself, started from the command line.
    pub fn operator(request: &str) -> Self {
        Self {
            who: Who::Operator,
            address: IpAddr::from([127, 0, 0, 1]),
            request: request.to_owned(),
            language: Language::Russian,
            proved_at: None,
            program: None,
        }
    }

    /// The signed-in user's seat.
    pub const fn seat(&self) -> Option<&Seat> {
        match &self.who {
            Who::User(seat) => Some(seat),
            Who::Guest | Who::Operator => None,
        }
    }

    /// The signed-in user.
    pub fn user(&self) -> Option<UserId> {
        self.seat().map(|seat| seat.user)
    }
}
