//! Why a certificate is revoked, and the list of revoked ones (CRL, RFC 5280 §5) for programs of others. Ours does not read it:
//! each request looks the certificate up in the registry.

use super::{
    authority::{Authority, CLOCK_LEEWAY, date},
    serial::Serial,
};
use crate::terms::{Result, error::Doing};
use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevocationReason, RevokedCertParams, SerialNumber};
use serde::{Deserialize, Serialize};
use std::sync::Mutex;

/// How long a list may be used; a new one is made every hour and with each revocation.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long the same list is given out.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
const DATING: &str = "dating the list of revoked certificates";

/// Why a certificate is revoked (RFC 5280 §5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The file or its password became known to somebody else, or was lost.
    KeyCompromise,
    /// The holder's name, position or organisation has changed.
    AffiliationChanged,
    /// There is a new one.
    Superseded,
    /// The holder does not work here any more.
    CessationOfOperation,
    /// The holder may not sign in any more.
    PrivilegeWithdrawn,
}

impl Reason {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 5] =
        [Self::KeyCompromise, Self::AffiliationChanged, Self::Superseded, Self::CessationOfOperation, Self::PrivilegeWithdrawn];

    /// In the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeyCompromise => "key-compromise",
            Self::AffiliationChanged => "affiliation-changed",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessation-of-operation",
            Self::PrivilegeWithdrawn => "privilege-withdrawn",
        }
    }

    /// The reason of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    const fn listed(self) -> RevocationReason {
        match self {
            Self::KeyCompromise => RevocationReason::KeyCompromise,
            Self::AffiliationChanged => RevocationReason::AffiliationChanged,
            Self::Superseded => RevocationReason::Superseded,
            Self::CessationOfOperation => RevocationReason::CessationOfOperation,
            Self::PrivilegeWithdrawn => RevocationReason::PrivilegeWithdrawn,
        }
    }
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Of the certificate.
    pub serial: Serial,
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
}

/// The list in DER. Its `number` must be larger than that of every list before.
///
/// # Errors
/// The authority's key is not usable.
pub fn list(authority: &Authority, revoked: &[Revoked], number: u64, now: Timestamp) -> Result<Vec<u8>> {
    let line = |one: &Revoked| {
        let revocation_time = date(one.at)?;
        let reason_code = Some(one.reason.listed());
        Ok(RevokedCertParams { serial_number: one.serial.number(), revocation_time, reason_code, invalidity_date: None })
    };
    authority.sign_list(&CertificateRevocationListParams {
        this_update: date(now.checked_sub(CLOCK_LEEWAY).doing(DATING)?)?,
        next_update: date(now.checked_add(LIFETIME).doing(DATING)?)?,
        crl_number: SerialNumber::from(number),
        issuing_distribution_point: None,
        revoked_certs: revoked.iter().map(line).collect::<Result<_>>()?,
        key_identifier_method: KeyIdMethod::Sha256,
    })
}

/// A list that is given out.
struct Current {
    revoked: Vec<Revoked>,
    number: u64,
    made: Timestamp,
    der: Vec<u8>,
}

/// The list that is given out at the moment: made anew when somebody is revoked, and every hour. Its numbers are seconds, so
/// that they grow over restarts too.
#[derive(Default)]
pub struct Lists(Mutex<Option<Current>>);

impl Lists {
    /// The current list, in DER.
    ///
    /// # Errors
    /// The authority's key is not usable.
    pub fn current(&self, authority: &Authority, revoked: &[Revoked], now: Timestamp) -> Result<Vec<u8>> {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(current) = kept.as_ref().filter(|current| current.revoked == revoked && now.duration_since(current.made) < FRESH) {
            return Ok(current.der.clone());
        }
        let least = kept.as_ref().map_or(1, |current| current.number + 1);
        let number = u64::try_from(now.as_second()).unwrap_or(0).max(least);
        let der = list(authority, revoked, number, now)?;
        *kept = Some(Current { revoked: revoked.to_vec(), number, made: now, der: der.clone() });
        Ok(der)
    }
}
