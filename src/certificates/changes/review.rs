//! What the administrator of information security decides.

use super::{drop_parcel, letters, mark};
use crate::{
    access::{Function, Target},
    act::Act,
    certificates::{
        certificate::{Certificate, OVERLAP, Replaced, State, Worth},
        parcel::{self, Parcel},
        revocation::Reason,
        table,
    },
    terms::{CertificateId, FieldError, Refusal, Result, message},
};

/// What is to be seen on the signed document before a certificate is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is signed by hand, and the signature is the holder's.
    Signature,
    /// Name, position and organisation are those of the card.
    Person,
    /// Serial number and fingerprint are those of the registry.
    Numbers,
    /// The consent is on it, and it is not cut or written over.
    Whole,
}

impl Check {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Signature, Self::Person, Self::Numbers, Self::Whole];

    /// In the form and in the wording.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Person => "person",
            Self::Numbers => "numbers",
            Self::Whole => "whole",
        }
    }
}

fn submitted(act: &mut Act<'_>, id: CertificateId) -> Result<Certificate> {
    let certificate: Certificate = act.load(&id.key())?;
    act.unbarred(Function::CertificateDecide, Target::User(certificate.user))?;
    if certificate.state != State::Submitted {
        return Err(Refusal::conflict("certificate-not-submitted").into());
    }
    Ok(certificate)
}

/// Releases a certificate: it is accepted from now on, its files can be fetched, and the holder's earlier one is good for a
/// short time more.
///
/// # Errors
/// It is the actor's own, the document was not checked whole, or there is none to check.
pub fn release(act: &mut Act<'_>, id: CertificateId, seen: &[Check]) -> Result<()> {
    let certificate = submitted(act, id)?;
    let missing = Check::ALL.iter().filter(|check| !seen.contains(check));
    let errors: Vec<_> =
        missing.map(|check| FieldError { field: check.code().to_owned(), message: message("certificate-check-missing") }).collect();
    if !errors.is_empty() {
        return Err(Refusal::fields(errors).into());
    }
    let mark = mark(act)?;
    for earlier in table::of_user(act, certificate.user)? {
        if earlier.worth(mark.at) == Worth::Good && earlier.replaced.is_none() {
            let replaced = Some(Replaced { by: id, until: earlier.until.min(mark.at + OVERLAP) });
            act.save(&earlier, Certificate { replaced, ..earlier.clone() })?;
        }
    }
    act.save(&certificate, Certificate { state: State::Released { mark }, ..certificate.clone() })?;
    let parcel = table::parcel(act, id)?.ok_or_else(Refusal::missing)?;
    act.save(&parcel, Parcel { until: Some(mark.at + parcel::WAITS), ..parcel.clone() })?;
    letters::released(act, &certificate, &parcel)
}

/// Refuses a request, with the reason for the holder; the user starts anew with another link.
///
/// # Errors
/// It is the actor's own, there is no reason, or there is nothing to decide.
pub fn refuse(act: &mut Act<'_>, id: CertificateId, reason: String) -> Result<()> {
    let certificate = submitted(act, id)?;
    if reason.is_empty() {
        return Err(Refusal::field("reason", message("certificate-reason-empty")).into());
    }
    letters::refused(act, &certificate, &reason)?;
    let state = State::Refused { mark: mark(act)?, reason };
    act.save(&certificate, Certificate { state, ..certificate.clone() })?;
    drop_parcel(act, id)
}

/// Revokes a certificate: the next request of every session that is bound to it is refused.
///
/// # Errors
/// It is not in force.
pub fn revoke(act: &mut Act<'_>, id: CertificateId, reason: Reason, note: String) -> Result<()> {
    let certificate: Certificate = act.load(&id.key())?;
    let State::Released { .. } = certificate.state else { return Err(Refusal::conflict("certificate-not-in-force").into()) };
    let state = State::Revoked { mark: mark(act)?, reason, note };
    act.save(&certificate, Certificate { state, ..certificate.clone() })?;
    letters::revoked(act, &certificate)?;
    drop_parcel(act, id)
}
