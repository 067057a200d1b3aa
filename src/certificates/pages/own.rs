//! The holder of a link: asks for a certificate, prints and uploads the document, fetches the file. Whoever has the link speaks
//! for the user to whom it was sent; who they really are is proved by the signed document.

use super::{paper, scan, token};
use crate::{
    access::Function,
    act::{Act, Look, Vault},
    appliance::Appliance,
    certificates::{
        Authorities, Certificate, FilePassword, Profile,
        certificate::Holder,
        changes::{self, Made},
        invitation::{Invitation, Token, Use},
        personal::{self, Subject},
        table,
        views::own as views,
    },
    identity::{User, agent::OWNER, table as identity_table},
    people::{Email, Phone},
    terms::{FieldError, Personal, Refusal, Result, Sight, message},
    web::{Answer, Answering, Doors, Posted, Route, Sheet, Visit, page, respond, see_other, show, upload, url},
};
use actix_multipart::Multipart;
use actix_web::{
    HttpRequest,
    web::{Data, Query},
};
use jiff::Timestamp;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::CertificateAsk, url::CERTIFICATE, follow),
        Route::post(Function::CertificateAsk, url::CERTIFICATE, make),
        Route::get(Function::CertificateAsk, url::CERTIFICATE_DOCUMENT, document),
        Route::post(Function::CertificateAsk, url::CERTIFICATE_SCAN, attach),
        Route::post(Function::CertificateAsk, url::CERTIFICATE_FILE, fetch),
    ]
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    link: String,
}

async fn follow(kabinet: Data<Appliance>, visit: Visit, link: Query<Link>) -> Answer {
    let token = token(&link.link)?;
    show(&kabinet, &visit, Function::CertificateAsk, |look| draw(look, &visit, &token, None)).await
}

/// What is known of whoever got the link: these fields are not asked for.
struct Known {
    invitation: Invitation,
    user: User,
    organization: String,
    consent: String,
}

fn known(look: &Look, visit: &Visit, token: &Token) -> Result<Known> {
    let missing = || Refusal::new(crate::terms::Kind::Missing, message("certificate-link-unknown"));
    let invitation = table::invitation(look, token.digest())?.ok_or_else(missing)?;
    let user = identity_table::user(look, invitation.user)?.ok_or_else(missing)?;
    let name = |agent| Ok::<_, crate::terms::Error>(identity_table::agent(look, agent)?.map(|agent| agent.name.ru).unwrap_or_default());
    let (organization, operator) = (name(invitation.agent)?, name(OWNER)?);
    let consent = message("certificate-consent-text").with("operator", operator).with("name", user.name.to_string());
    Ok(Known { invitation, user, organization, consent: visit.words.say(&consent) })
}

/// The page of the link, as far as things have come under it.
fn draw(look: &Look, visit: &Visit, token: &Token, sent: Option<(&Posted, &Refusal)>) -> Result<Sheet> {
    let known = known(look, visit, token)?;
    let words = &visit.words;
    let body = match known.invitation.state {
        Use::Made { certificate, .. } => {
            let certificate = table::certificate(look, certificate)?.ok_or_else(Refusal::missing)?;
            let parcel = table::parcel(look, certificate.id)?;
            let refusal = sent.map(|(_, refusal)| refusal);
            views::Followed { words, certificate: &certificate, parcel: parcel.as_ref(), token, refusal, now: look.now() }.page(visit)
        }
        Use::Withdrawn { .. } => views::over(words, "certificate-link-withdrawn"),
        Use::Open if look.now() >= known.invitation.until => views::over(words, "certificate-link-over"),
        Use::Open => {
            let password = match sent {
                Some((form, _)) => FilePassword::parse(form.get("passphrase")),
                None => None,
            };
            let password = password.unwrap_or_else(|| FilePassword::fresh(&mut rand::rng()));
            let errors = sent.map_or(&[][..], |(_, refusal)| &refusal.fields);
            let (user, organization, consent) = (&known.user, known.organization.as_str(), known.consent.as_str());
            let form = sent.map(|(form, _)| form);
            views::Generator { words, user, organization, consent, password: &password, token, form, errors }.page(visit.once())
        }
    };
    Ok(Sheet::new(words.text("certificate-generator"), body))
}

/// What the form asked for.
struct Asked {
    email: String,
    phone: String,
    profile: Profile,
    password: FilePassword,
}

/// Reads what is asked of the holder; the known fields are those of the card, whatever was sent.
fn read(form: &Posted, user: &User) -> Result<Asked, Refusal> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message| errors.push(FieldError { field: field.to_owned(), message });
    let sent = |field: &str| form.get(field).trim().to_owned();
    let email = if user.email.is_empty() { sent("email") } else { user.email.clone() };
    if email.is_empty() {
        wrong("email", message("certificate-email-empty"));
    } else if let Err(message) = Email::parse(&email) {
        wrong("email", message);
    }
    let phone = if user.phone.is_empty() { sent("phone") } else { user.phone.clone() };
    if phone.is_empty() {
        wrong("phone", message("certificate-phone-empty"));
    } else if let (true, Err(message)) = (user.phone.is_empty(), Phone::parse(&phone)) {
        wrong("phone", message);
    }
    let profile = Profile::parse(form.get("profile"));
    if profile.is_none() {
        wrong("profile", message("form-empty-choice"));
    }
    let password = FilePassword::parse(form.get("passphrase"));
    if password.is_none() {
        wrong("passphrase", message("certificate-password-changed"));
    }
    if form.get("consent") != "yes" {
        wrong("consent", message("certificate-consent-missing"));
    }
    match (profile, password) {
        (Some(profile), Some(password)) if errors.is_empty() => Ok(Asked { email, phone, profile, password }),
        _ => Err(Refusal::fields(errors)),
    }
}

async fn make(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let token = token(form.get("link"))?;
    let known = kabinet.look(&visit.actor, Function::CertificateAsk, |look| known(look, &visit, &token)).await?;
    let made = match read(&form, &known.user) {
        // Nothing is made under a link that was used: the Act says why.
        Ok(_) if known.invitation.state != Use::Open => Err(Refusal::conflict("certificate-link-used")),
        Ok(asked) => Ok(packed(&kabinet, known, asked, doors.revoked.clone()).await?),
        Err(refusal) => Err(refusal),
    };
    let link = token.digest();
    let verb = move |act: &mut Act<'_>| changes::make(act, link, made?);
    match kabinet.act(visit.actor.clone(), Function::CertificateAsk, form.once()?, verb).await {
        Ok(_) => Ok(see_other(url::under_link(url::CERTIFICATE, token.as_str())).flash("flash-certificate-made")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw(look, &visit, &token, Some((&form, refusal)));
            page::again_beside(&kabinet, &visit, Function::CertificateAsk, error, draw).await
        }
    }
}

async fn packed(kabinet: &Appliance, known: Known, asked: Asked, list: Option<String>) -> Result<Made> {
    let (authorities, vault, now) = (kabinet.authorities().clone(), kabinet.vault().clone(), kabinet.now());
    kabinet.slowly(move || pack(&authorities, &vault, known, asked, list.as_deref(), now)).await?
}

/// Makes the key and the certificate, packs them under the password in both profiles, and forgets key and password.
fn pack(authorities: &Authorities, vault: &Vault, known: Known, asked: Asked, list: Option<&str>, now: Timestamp) -> Result<Made> {
    let random = &mut rand::rng();
    let Known { user, organization, consent, .. } = known;
    let name = user.name.to_string();
    let subject = Subject { name: &name, login: user.login.as_str(), organization: &organization };
    let issued = personal::issue(&authorities.issuing, &subject, list, now, random)?;
    let above = authorities.above()?;
    let mut files = Vec::new();
    for profile in Profile::ALL {
        files.push((profile, vault.seal(&issued.pack(&above, &asked.password, profile)?, random)?));
    }
    let (name, email, phone) = (Personal::new(user.name), Personal::new(asked.email), Personal::new(asked.phone));
    let holder = Holder { name, position: user.position, organization, email, phone };
    let (serial, fingerprint, until) = (issued.serial, issued.fingerprint(), issued.until);
    let (login, profile) = (user.login.to_string(), asked.profile);
    Ok(Made { serial, fingerprint, until, holder, login, consent, profile, files })
}

/// The certificate that was made under this link.
fn made_under(look: &Look, token: &Token) -> Result<Certificate> {
    let invitation = table::invitation(look, token.digest())?.ok_or_else(Refusal::missing)?;
    let Use::Made { certificate, .. } = invitation.state else { return Err(Refusal::missing().into()) };
    Ok(table::certificate(look, certificate)?.ok_or_else(Refusal::missing)?)
}

async fn document(kabinet: Data<Appliance>, visit: Visit, link: Query<Link>) -> Answer {
    let token = token(&link.link)?;
    let draw = |look: &Look| paper::of(look, &visit.words, &made_under(look, &token)?, Sight::Plain);
    let paper = kabinet.look(&visit.actor, Function::CertificateAsk, draw).await?;
    paper::answer(&kabinet, &visit.words, paper).await
}

async fn attach(kabinet: Data<Appliance>, visit: Visit, request: HttpRequest, link: Query<Link>, form: Multipart) -> Answer {
    let token = token(&link.link)?;
    // Before the file comes: who has no link gives us no files.
    kabinet.look(&visit.actor, Function::CertificateAsk, |look| made_under(look, &token)).await?;
    let received = upload::receive(&kabinet, &request, form).await?;
    let once = received.once;
    let given = scan::inspected(&kabinet, received.files).await;
    let link = token.digest();
    // A file that was refused is refused inside the Act, so that the journal knows of it.
    let verb = move |act: &mut Act<'_>| changes::attach(act, link, given);
    match kabinet.act(visit.actor.clone(), Function::CertificateAsk, Some(once), verb).await {
        Ok(_) => Ok(see_other(url::under_link(url::CERTIFICATE, token.as_str())).flash("flash-certificate-scan")),
        Err(error) => {
            let form = Posted { once: None, fields: Vec::new() };
            let draw = |look: &Look, refusal: &Refusal| draw(look, &visit, &token, Some((&form, refusal)));
            page::again_beside(&kabinet, &visit, Function::CertificateAsk, error, draw).await
        }
    }
}

async fn fetch(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let token = token(form.get("link"))?;
    let profile = Profile::parse(form.get("profile")).ok_or_else(Refusal::missing)?;
    let link = token.digest();
    form.once()?;
    // Without the token: the first answer is not kept, since the file must be nowhere once it was fetched.
    let verb = move |act: &mut Act<'_>| changes::fetch(act, link, profile);
    match kabinet.act(visit.actor.clone(), Function::CertificateAsk, None, verb).await {
        Ok((login, sealed)) => {
            let file = kabinet.vault().open(&sealed).ok_or_else(Refusal::missing)?;
            Ok(respond::file(personal::MEDIA, &profile.file_name(&login), false).body(file))
        }
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw(look, &visit, &token, Some((&form, refusal)));
            page::again_beside(&kabinet, &visit, Function::CertificateAsk, error, draw).await
        }
    }
}
