//! Letters about a certificate, whatever its holder chose to have by e-mail.

use crate::{
    act::Act,
    certificates::{
        certificate::Certificate,
        parcel::Parcel,
        personal::{self, Profile},
    },
    identity::{User, changes::write_to, table as identity_table},
    journal::seal::Sealed,
    notifications::{
        Draft,
        letter::{Attachment, Content},
        letters, table as notifications_table,
    },
    people::Email,
    terms::{AgentId, Message, Refusal, Result, Secret, message},
};

/// The one-time link; `path` is where it leads on this site.
///
/// # Errors
/// A fault of the engine.
pub fn link(act: &mut Act<'_>, user: &User, agent: AgentId, path: &Secret<String>, days: u8) -> Result<()> {
    let text = vec![message("letter-certificate-link").with("days", i64::from(days)), message("letter-certificate-link-open")];
    let secrets = vec![("link".to_owned(), path.reveal().clone())];
    write_to(act, user, agent, message("letter-certificate-link-subject"), text, secrets)
}

/// The certificate is released: the file of the profile that its holder chose goes with the letter, encrypted under the
/// password that only they know. It goes to the address on their card, or to the one on the document that they signed.
///
/// # Errors
/// A fault of the engine.
pub fn released(act: &mut Act<'_>, certificate: &Certificate, parcel: &Parcel) -> Result<()> {
    let user = identity_table::user(&*act, certificate.user)?.ok_or_else(Refusal::missing)?;
    let known = notifications_table::address_of(&*act, &user)?.map(|(to, _)| to);
    let Some(to) = known.or_else(|| Email::parse(certificate.holder.email.reveal()).ok()) else { return Ok(()) };
    let language = notifications_table::wishes(&*act, user.id)?.language;
    let text = vec![
        message("letter-greeting").with("name", user.name.greeting()),
        message("letter-certificate-released"),
        message("letter-certificate-help").with("link", "/help/certificate"),
    ];
    let enclosed = |(profile, file): &(Profile, Secret<Sealed>)| Attachment {
        name: profile.file_name(&certificate.login),
        media: personal::MEDIA.to_owned(),
        content: Content::Sealed(Secret::new(Some(file.reveal().clone()))),
    };
    let attachment = parcel.files.iter().find(|(profile, _)| *profile == certificate.profile).map(enclosed);
    let (user, agent, subject) = (Some(user.id), certificate.agent, message("letter-certificate-released-subject"));
    letters::write(act, Draft { to, user, person: None, agent, language, subject, text, secrets: Vec::new(), attachment })?;
    Ok(())
}

/// The request was refused.
///
/// # Errors
/// A fault of the engine.
pub fn refused(act: &mut Act<'_>, certificate: &Certificate, reason: &str) -> Result<()> {
    let text = vec![message("letter-certificate-refused").with("reason", reason)];
    about(act, certificate, message("letter-certificate-refused-subject"), text)
}

/// It is not accepted any more.
///
/// # Errors
/// A fault of the engine.
pub fn revoked(act: &mut Act<'_>, certificate: &Certificate) -> Result<()> {
    let text = vec![message("letter-certificate-revoked").with("serial", certificate.serial.to_string())];
    about(act, certificate, message("letter-certificate-revoked-subject"), text)
}

/// It ends in so many days.
///
/// # Errors
/// A fault of the engine.
pub fn ending(act: &mut Act<'_>, certificate: &Certificate, days: u8) -> Result<()> {
    let text = vec![message("letter-certificate-ending").with("days", i64::from(days))];
    about(act, certificate, message("letter-certificate-ending-subject"), text)
}

fn about(act: &mut Act<'_>, certificate: &Certificate, subject: Message, text: Vec<Message>) -> Result<()> {
    let user = identity_table::user(&*act, certificate.user)?.ok_or_else(Refusal::missing)?;
    write_to(act, &user, certificate.agent, subject, text, Vec::new())
}
