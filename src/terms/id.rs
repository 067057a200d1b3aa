//! Identities: numbers given out in order, so that keys stay in time order (`facts.md` §7), each of its own type.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, fmt, hash::Hash, hash::Hasher, marker::PhantomData, str::FromStr};

/// The number of one `K` in this installation: 1, 2, 3 … An `Id<User>` cannot be passed where an `Id<House>` is meant.
pub struct Id<K>(u64, PhantomData<fn() -> K>);

/// Marks, one for each kind of thing that has an identity.
pub mod of {
    /// See [`crate::identity::Agent`].
    pub struct Agent;
    /// See [`crate::identity::User`].
    pub struct User;
    /// See [`crate::people::Person`].
    pub struct Person;
    /// See [`crate::housing::House`].
    pub struct House;
    /// See [`crate::applications::Application`].
    pub struct Application;
    /// A file kept in the store.
    pub struct Blob;
    /// See [`crate::certificates::certificate::Certificate`].
    pub struct Certificate;
}

/// Identity of an Agent; number 1 is the Owner.
pub type AgentId = Id<of::Agent>;
/// Identity of a user.
pub type UserId = Id<of::User>;
/// Identity of a citizen.
pub type PersonId = Id<of::Person>;
/// Identity of a house.
pub type HouseId = Id<of::House>;
/// Identity of an application, which is also its case.
pub type ApplicationId = Id<of::Application>;
/// Identity of a certificate in the registry.
pub type CertificateId = Id<of::Certificate>;
/// Identity of a stored file.
pub type BlobId = Id<of::Blob>;

impl<K> Id<K> {
    /// The identity with this number.
    pub const fn new(number: u64) -> Self {
        Self(number, PhantomData)
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Bytes that sort as the numbers do.
    pub const fn key(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::new)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self::new)
    }
}
