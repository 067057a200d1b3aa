//! The document to be printed in two copies and signed: who gets which certificate, and the consent.

use crate::{
    act::Look,
    appliance::Appliance,
    applications::paper::{self, Block, Paper},
    certificates::{Certificate, serial::pairs},
    identity::{agent::OWNER, table as identity_table},
    terms::{Result, Sight, Words, message},
    web::{Answer, respond},
};

/// The document as a PDF, made off the web threads.
pub(super) async fn answer(kabinet: &Appliance, words: &Words, paper: Paper) -> Answer {
    let own = words.clone();
    let bytes = kabinet.slowly(move || paper::render(&paper, &own)).await??;
    Ok(respond::file("application/pdf", &words.text("certificate-document-file"), true).body(bytes))
}

/// The document of this certificate, with personal data as the reader sees it.
pub(super) fn of(look: &Look, words: &Words, certificate: &Certificate, sight: Sight) -> Result<Paper> {
    let issuer = identity_table::agent(look, OWNER)?.map(|owner| owner.name.read(words.language).to_owned()).unwrap_or_default();
    let (holder, text) = (&certificate.holder, |id| words.text(id).into_owned());
    let name = holder.name.seen(sight);
    let facts = vec![
        (text("certificate-holder"), name.clone()),
        (text("certificate-login"), certificate.login.clone()),
        (text("certificate-position"), holder.position.clone()),
        (text("certificate-organization"), holder.organization.clone()),
        (text("certificate-email"), holder.email.seen(sight)),
        (text("certificate-phone"), holder.phone.seen(sight)),
    ];
    let numbers = vec![
        (text("certificate-serial"), certificate.serial.to_string()),
        (text("certificate-fingerprint"), pairs(&certificate.fingerprint.0)),
        (text("certificate-algorithm"), text("certificate-algorithm-value")),
        (text("certificate-from"), words.moment(certificate.from)),
        (text("certificate-until"), words.moment(certificate.until)),
    ];
    let consent = &certificate.consent;
    let given = message("certificate-consent-given").with("time", words.exact(consent.at)).with("address", consent.address.clone());
    let blocks = vec![
        Block::Paragraph(text("certificate-document-intro")),
        Block::Facts(facts),
        Block::Heading(text("certificate-document-numbers")),
        Block::Facts(numbers),
        Block::Heading(text("certificate-document-duties")),
        Block::List(["certificate-duty-file", "certificate-duty-loss", "certificate-duty-other"].map(text).to_vec()),
        Block::Heading(text("certificate-consent")),
        Block::Paragraph(consent.text.seen(sight)),
        Block::Paragraph(words.say(&given)),
        Block::Signature { label: text("certificate-holder"), name },
        Block::Signature { label: text("certificate-sign-security"), name: String::new() },
        Block::Signature { label: text("certificate-sign-head"), name: String::new() },
    ];
    let title = text("certificate-document-title");
    let check = text("certificate-document-copies");
    Ok(Paper { title, number: certificate.id.to_string(), issuer, made: certificate.from, check, blocks })
}
