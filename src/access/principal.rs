//! Принципалы as a limit: for whose money a user works. The registry of principals is in `housing`.

use crate::terms::Id;
use std::sync::Arc;

/// What marks a principal's identity.
pub struct OfPrincipal;
/// Identity of a principal.
pub type PrincipalId = Id<OfPrincipal>;

/// The principals in reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// Everybody's data.
    All,
    /// Only these, by number.
    Only(Arc<[PrincipalId]>),
}

impl Principals {
    /// Those of a grant: none named means all.
    pub fn of(named: &[PrincipalId]) -> Self {
        if named.is_empty() { Self::All } else { Self::Only(named.into()) }
    }

    /// Whether data of this principal is covered; what belongs to no principal is not limited by them.
    pub fn cover(&self, principal: Option<PrincipalId>) -> bool {
        match (self, principal) {
            (Self::All, _) | (Self::Only(_), None) => true,
            (Self::Only(named), Some(principal)) => named.contains(&principal),
        }
    }

    /// Whether everything that the other covers is covered.
    pub fn include(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Only(_), Self::All) => false,
            (Self::Only(own), Self::Only(other)) => other.iter().all(|principal| own.contains(principal)),
        }
    }
}
