//! Letters about a certificate, whatever its holder chose to have by e-mail.

use crate::{
    act::Act,
    certificates::certificate::Certificate,
    identity::{User, changes::write_to, table as identity_table},
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

/// The files lie ready.
///
/// # Errors
/// A fault of the engine.
pub fn released(act: &mut Act<'_>, certificate: &Certificate) -> Result<()> {
    let help = message("letter-certificate-help").with("link", "/help/certificate");
    let text = vec![message("letter-certificate-released"), help];
    about(act, certificate, message("letter-certificate-released-subject"), text)
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
