//! What happens to certificates with time.

use super::letters;
use crate::{
    act::Act,
    certificates::{
        certificate::{Certificate, Reminder},
        table,
    },
    terms::{CertificateId, Refusal, Result},
};

/// Tells the holder how many days are left, and remembers it; the cabinet tells them too, by the journal.
///
/// # Errors
/// No reminder is due: it was told before, or there is a new certificate.
pub fn remind(act: &mut Act<'_>, id: CertificateId) -> Result<u8> {
    let certificate: Certificate = act.load(&id.key())?;
    let now = act.now();
    let days = certificate.reminder_due(now).ok_or_else(|| Refusal::conflict("certificate-not-due"))?;
    act.save(&certificate, Certificate { reminded: Some(Reminder { days, at: now }), ..certificate.clone() })?;
    letters::ending(act, &certificate, days)?;
    Ok(days)
}

/// Removes files that nobody has fetched in time.
///
/// # Errors
/// A fault of the engine.
pub fn clear(act: &mut Act<'_>) -> Result<u64> {
    let now = act.now();
    let mut cleared = 0;
    for parcel in table::parcels(act)? {
        if parcel.until.is_some_and(|until| until <= now) {
            act.remove(&parcel)?;
            cleared += 1;
        }
    }
    Ok(cleared)
}
