//! The request: the link, the certificate that is made under it, the signed document, the files.

use super::{drop_parcel, letters, mark, within_reach};
use crate::{
    access::UserKind,
    act::Act,
    certificates::{
        Profile, Serial,
        certificate::{Certificate, Consent, Holder, Scan, State},
        invitation::{Invitation, Use},
        parcel::{Fetched, Parcel},
        table,
    },
    identity::{Login, table as identity_table},
    journal::seal::Sealed,
    notifications::table as notifications_table,
    storage::StagedFile,
    terms::{CertificateId, Digest, Kind, Personal, Refusal, Result, Secret, message},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{ops::ControlFlow, sync::Arc};

/// What became of sending a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The digest of the link that counts: another than the caller's where the form came twice.
    pub link: Digest,
    /// Until when.
    pub until: Timestamp,
    /// Whether it goes by e-mail too: the user has an address.
    pub mailed: bool,
}

/// Sends a user a link, good for so many days, in place of earlier ones. `path` is where it leads on this site.
///
/// # Errors
/// There is no such employee within the actor's reach, or they may not sign in.
pub fn invite(act: &mut Act<'_>, login: &Login, link: Digest, path: &Secret<String>, days: u8) -> Result<Sent> {
    let none = || Refusal::field("login", message("certificate-no-user"));
    let user = identity_table::user_by_login(act, login)?.filter(|user| user.kind != UserKind::Citizen).ok_or_else(none)?;
    let agent = within_reach(act, user.id).map_err(|_| none())?.agent.ok_or_else(none)?;
    if !user.active {
        return Err(Refusal::field("login", message("certificate-user-inactive")).into());
    }
    let sent = mark(act)?;
    let until = act.now() + SignedDuration::from_hours(24 * i64::from(days));
    let invitation = act.add(Invitation { link, user: user.id, agent, sent, until, state: Use::Open })?;
    for earlier in table::invitations_of(act, user.id)? {
        if earlier.state == Use::Open && earlier.link != link {
            let after = Invitation { state: Use::Withdrawn { mark: sent }, ..earlier.clone() };
            act.save(&earlier, after)?;
        }
    }
    for open in table::of_user(act, user.id)?.into_iter().filter(Certificate::is_open) {
        let after = Certificate { state: State::Withdrawn { mark: sent }, ..open.clone() };
        act.save(&open, after)?;
        drop_parcel(act, open.id)?;
    }
    letters::link(act, &user, agent, path, days)?;
    let mailed = notifications_table::address_of(&*act, &user)?.is_some();
    Ok(Sent { link: invitation.link, until, mailed })
}

/// The link, where it can still be used for what the caller wants.
fn invitation(act: &mut Act<'_>, link: Digest) -> Result<Invitation> {
    let invitation = table::invitation(act, link)?.ok_or_else(|| Refusal::new(Kind::Missing, message("certificate-link-unknown")))?;
    act.concern(&invitation);
    Ok(invitation)
}

/// A certificate that was made, before it is in the registry. Its key is nowhere but in the files.
pub struct Made {
    /// The serial number.
    pub serial: Serial,
    /// SHA-256 of it.
    pub fingerprint: Digest,
    /// Its last moment.
    pub until: Timestamp,
    /// Whom it names.
    pub holder: Holder,
    /// Their login.
    pub login: String,
    /// The text of the consent that was ticked.
    pub consent: String,
    /// The profile that the holder chose.
    pub profile: Profile,
    /// The files, sealed.
    pub files: Vec<(Profile, Sealed)>,
}

/// Puts a certificate into the registry, to wait for the signed document; the link is used.
///
/// # Errors
/// The link is unknown, used, withdrawn or over.
pub fn make(act: &mut Act<'_>, link: Digest, made: Made) -> Result<CertificateId> {
    let invitation = invitation(act, link)?;
    match invitation.state {
        Use::Open if act.now() < invitation.until => {}
        Use::Open => return Err(Refusal::conflict("certificate-link-over").into()),
        Use::Made { .. } => return Err(Refusal::conflict("certificate-link-used").into()),
        Use::Withdrawn { .. } => return Err(Refusal::conflict("certificate-link-withdrawn").into()),
    }
    let Made { serial, fingerprint, until, holder, login, consent, profile, files } = made;
    let (at, address) = (act.now(), act.actor().address.to_string());
    let consent = Consent { text: Personal::new(consent), at, address };
    let (id, user, agent) = (act.next_id()?, invitation.user, invitation.agent);
    let (scan, state, reminded, replaced) = (None, State::Waiting, None, None);
    let from = at;
    act.add(Certificate {
        id,
        serial,
        fingerprint,
        user,
        agent,
        login,
        holder,
        from,
        until,
        profile,
        consent,
        scan,
        state,
        reminded,
        replaced,
    })?;
    let files = files.into_iter().map(|(profile, file)| (profile, Secret::new(file))).collect();
    act.add(Parcel { certificate: id, user, agent, files, fetched: Vec::new(), until: None })?;
    act.save(&invitation, Invitation { state: Use::Made { certificate: id, at }, ..invitation.clone() })?;
    Ok(id)
}

/// The certificate that was made under this link.
fn made_under(act: &mut Act<'_>, link: Digest) -> Result<Certificate> {
    let invitation = invitation(act, link)?;
    match invitation.state {
        Use::Made { certificate, .. } => table::certificate(act, certificate)?.ok_or_else(|| Refusal::missing().into()),
        Use::Open => Err(Refusal::conflict("certificate-not-made").into()),
        Use::Withdrawn { .. } => Err(Refusal::conflict("certificate-link-withdrawn").into()),
    }
}

/// Takes the scan of the signed document; a newer one takes the place of an older until it is checked.
///
/// # Errors
/// The file was refused, it stands at another certificate already, or the document is not waited for.
pub fn attach(act: &mut Act<'_>, link: Digest, given: Result<(Scan, Arc<StagedFile>)>) -> Result<CertificateId> {
    let certificate = made_under(act, link)?;
    act.concern(&certificate);
    if !certificate.is_open() {
        return Err(Refusal::conflict("certificate-not-waiting").into());
    }
    let (scan, file) = given?;
    let mut elsewhere = false;
    table::each_newest(act, None, |other| {
        elsewhere = other.id != certificate.id && other.scan.is_some_and(|known| known.digest == scan.digest);
        if elsewhere { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if elsewhere {
        return Err(Refusal::field("file", message("certificate-scan-of-another")).into());
    }
    act.take_in(file)?;
    let after = Certificate { scan: Some(scan), state: State::Submitted, ..certificate.clone() };
    Ok(act.save(&certificate, after)?.id)
}

/// Hands one of the files over; it can be fetched once.
///
/// # Errors
/// It is not released, the time is over, or it was fetched before.
pub fn fetch(act: &mut Act<'_>, link: Digest, profile: Profile) -> Result<(String, Sealed)> {
    let certificate = made_under(act, link)?;
    let State::Released { .. } = certificate.state else { return Err(Refusal::conflict("certificate-not-released").into()) };
    let gone = || Refusal::conflict("certificate-file-gone");
    let now = act.now();
    let parcel = table::parcel(act, certificate.id)?.filter(|parcel| parcel.until.is_some_and(|until| now < until)).ok_or_else(gone)?;
    let fetched = Fetched { profile, at: now, address: act.actor().address.to_string() };
    let (after, file) = parcel.clone().hand_over(fetched).ok_or_else(gone)?;
    act.save(&parcel, after)?;
    Ok((certificate.login, file))
}
