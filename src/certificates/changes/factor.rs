//! The certificate as second factor: demanded of a user, and proved at the certificate's port.

use super::within_reach;
use crate::{
    access::{Function, Target},
    act::Act,
    certificates::{
        certificate::{Certificate, Worth},
        invitation::Token,
        proof::{self, Presented, Proof},
        table,
    },
    identity::{User, changes::end_uncertified, table as identity_table},
    terms::{Digest, Kind, Refusal, Result, UserId, message},
};

/// Whether a user must present a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Login, password and certificate.
    Certificate,
    /// Login and password.
    Nothing,
}

impl Demand {
    /// In the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Nothing => "nothing",
        }
    }

    /// The demand of this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Certificate, Self::Nothing].into_iter().find(|demand| demand.code() == code)
    }
}

/// Demands a certificate of a user from now on, or does not. Sessions that were opened without one end.
///
/// # Errors
/// The user is out of reach, or it is the actor.
pub fn require(act: &mut Act<'_>, user: UserId, demand: Demand) -> Result<()> {
    within_reach(act, user)?;
    let card = identity_table::user(act, user)?.ok_or_else(Refusal::missing)?;
    act.concern(&card);
    act.unbarred(Function::CertificateRequire, Target::User(user))?;
    act.save(&card, User { certificate_required: demand == Demand::Certificate, ..card.clone() })?;
    if demand == Demand::Certificate { end_uncertified(act, user) } else { Ok(()) }
}

/// What the browser has: the fingerprint of a certificate, whose key it proved to hold in the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds(pub Digest);

/// Remembers for some minutes that a certificate was presented.
///
/// # Errors
/// It is not in the registry, or not good any more.
pub fn prove(act: &mut Act<'_>, holds: Holds, token: &Token) -> Result<Presented> {
    let bad = || Refusal::new(Kind::Denied, message("certificate-not-accepted"));
    let certificate: Certificate = table::by_fingerprint(act, holds.0)?.ok_or_else(bad)?;
    act.concern(&certificate);
    if certificate.worth(act.now()) != Worth::Good {
        return Err(bad().into());
    }
    let Certificate { id, user, agent, .. } = certificate;
    let after = Proof { certificate: id, user, agent, token: token.digest(), until: act.now() + proof::LASTS };
    match table::proof(act, id)? {
        Some(before) => act.save(&before, after)?,
        None => act.add(after)?,
    };
    Ok(Presented { certificate: id, token: token.clone() })
}
