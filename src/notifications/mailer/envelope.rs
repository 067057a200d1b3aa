//! A letter as mail: headers, text, attachment (RFC 5322, MIME). Cyrillic domains go in their ASCII form.

use super::post::Failed;
use crate::{
    act::Vault,
    notifications::{
        Letter,
        letter::{Attachment, Content},
    },
    storage::{Engine, blob::Chunks},
    terms::{Fault, Result, error::Doing},
};
use lettre::{
    Address, Message,
    message::{
        Attachment as Part, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};

/// A file that goes with a letter.
pub struct Attached {
    name: String,
    media: String,
    bytes: Vec<u8>,
}

/// An attachment with its bytes.
///
/// # Errors
/// A fault of the engine, or the bytes were erased or sealed by another installation.
pub fn attached(engine: &Engine, vault: &Vault, file: &Attachment) -> Result<Attached> {
    let bytes = match &file.content {
        Content::Stored { digest, .. } => Chunks::new(engine.clone(), *digest).whole()?,
        Content::Sealed(sealed) => {
            let opened = sealed.reveal().as_ref().and_then(|sealed| vault.open(sealed));
            opened.ok_or_else(|| Fault::new("enclosing a file", "it cannot be opened"))?
        }
    };
    Ok(Attached { name: file.name.clone(), media: file.media.clone(), bytes })
}

/// The sender of this setting.
///
/// # Errors
/// It is no address.
pub fn sender(from: &str) -> Result<Mailbox> {
    let mailbox: Mailbox =
        from.parse().map_err(|cause| Fault::new("reading mail.from of the configuration", format!("{from}: {cause}")))?;
    let address = ascii(mailbox.email.as_ref()).doing("reading mail.from of the configuration")?;
    Ok(Mailbox::new(mailbox.name, address))
}

/// The address with its domain in the form that mail servers take: `почта.рф` as `xn--80a1acny.xn--p1ai`.
fn ascii(address: &str) -> std::result::Result<Address, String> {
    let (user, domain) = address.rsplit_once('@').ok_or("there is no @")?;
    let domain = idna::domain_to_ascii(domain).map_err(|cause| cause.to_string())?;
    Address::new(user, domain).map_err(|cause| cause.to_string())
}

/// The message as it is sent.
///
/// # Errors
/// It can never be sent: no mail server would know the address.
pub fn message(letter: &Letter, from: &str, subject: String, text: String, file: Option<Attached>) -> std::result::Result<Message, Failed> {
    let from = sender(from).map_err(Failed::later)?;
    let to = ascii(&letter.to.reveal().to_string()).map_err(Failed::never)?;
    let host = from.email.domain().to_owned();
    let written = SystemTime::UNIX_EPOCH + Duration::from_secs(letter.written_at.as_second().unsigned_abs());
    let builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(subject)
        .date(written)
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        // RFC 3834: nobody's holiday notice answers it.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let text = SinglePart::plain(text);
    let message = match file {
        None => builder.singlepart(text),
        Some(Attached { name, media, bytes }) => {
            let media = ContentType::parse(&media).map_err(|cause| Failed::never(cause.to_string()))?;
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(Part::new(name).body(bytes, media)))
        }
    };
    message.map_err(|cause| Failed::never(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_go_in_their_ascii_form() {
        assert_eq!(ascii("anna@почта.рф").unwrap().to_string(), "anna@xn--80a1acny.xn--p1ai");
        assert!(ascii("nobody").is_err());
        assert_eq!(sender("Кабинет <kabinet@example.ru>").unwrap().name.as_deref(), Some("Кабинет"));
        assert!(sender("kabinet").is_err());
    }
}
