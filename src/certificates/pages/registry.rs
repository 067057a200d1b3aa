//! The registry: all certificates in reach, a certificate's card, links, revocation.

use super::paper;
use crate::{
    access::{Function, Placed, Reach, pages::names},
    act::{Act, Look},
    appliance::Appliance,
    certificates::{
        Certificate,
        certificate::State,
        changes::{self, Check},
        invitation::{MOST_DAYS, TOKEN_BYTES, Token},
        revocation::Reason,
        table,
        views::{
            card::{Card, Names},
            registry::{self as views, Filter, Invite, Line},
        },
    },
    identity::{Login, table as identity_table},
    terms::{CertificateId, FieldError, Refusal, Result, Secret, Sight, message},
    web::{Answer, Answering, Doors, Posted, Route, Sheet, Visit, page, see_other, show, url},
};
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;
use std::ops::ControlFlow;

/// Certificates on a page.
const SHOWN: usize = 50;
/// Certificates looked through for one page of a search.
const LOOKED_THROUGH: usize = 20_000;
/// Characters of a note.
pub(super) const LONGEST_NOTE: usize = 1000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::CertificateList, url::CERTIFICATES, list),
        Route::get(Function::CertificateInvite, url::CERTIFICATE_INVITE, blank),
        Route::post(Function::CertificateInvite, url::CERTIFICATE_INVITE, invite),
        Route::get(Function::CertificateView, "/certificates/{id}", card),
        Route::get(Function::CertificateView, "/certificates/{id}/document.pdf", document),
        Route::post(Function::CertificateRevoke, "/certificates/{id}/revoke", revoke),
    ]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    before: Option<u64>,
}

async fn list(kabinet: Data<Appliance>, visit: Visit, asked: Query<Asked>) -> Answer {
    show(&kabinet, &visit, Function::CertificateList, |look| {
        look.unbarred(Function::CertificateList)?;
        let filter = Filter::parse(&asked.state);
        let (found, more) = found(look, &asked, filter)?;
        look.disclose_list();
        let page = views::List {
            words: &visit.words,
            sight: look.sight(),
            query: &asked.q,
            filter,
            found: &found,
            more,
            now: look.now(),
            may_invite: look.has(Function::CertificateInvite),
        };
        Ok(Sheet::new(visit.words.text("certificates-title"), page.page()))
    })
    .await
}

/// A page of what is asked for, and whether there is more.
fn found(look: &Look, asked: &Asked, filter: Filter) -> Result<(Vec<Line>, bool)> {
    let (reach, sight, now) = (look.permit().reach.clone(), look.sight(), look.now());
    let wanted = asked.q.trim().to_lowercase();
    let (mut found, mut more, mut left) = (Vec::new(), false, LOOKED_THROUGH);
    table::each_newest(look, asked.before.map(CertificateId::new), |certificate| {
        left -= 1;
        if !fits(&certificate, &reach, sight, &wanted) || !filter.takes(&certificate, now) {
            return if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        }
        more = found.len() == SHOWN;
        if more {
            return ControlFlow::Break(());
        }
        found.push(certificate);
        ControlFlow::Continue(())
    })?;
    Ok((found, more))
}

/// Whether the reader may see it and asked for it. Who may not see names cannot find by them either.
fn fits(certificate: &Certificate, reach: &Reach, sight: Sight, wanted: &str) -> bool {
    let name = || match sight {
        Sight::Plain => certificate.holder.name.reveal().to_string().to_lowercase(),
        Sight::Masked => String::new(),
    };
    let pressed: String = wanted.chars().filter(|c| *c != ':' && *c != ' ').collect();
    let has = |text: &str| text.to_lowercase().contains(wanted);
    let numbers = || {
        let own = [certificate.serial.to_string().to_lowercase(), certificate.fingerprint.to_string()];
        pressed.len() >= 4 && own.iter().any(|number| number.contains(&pressed))
    };
    reach.covers(certificate.place()) && (wanted.is_empty() || has(&certificate.login) || name().contains(wanted) || numbers())
}

fn draw_invite(look: &Look, visit: &Visit, login: &str, days: &str, errors: &[FieldError]) -> Result<Sheet> {
    look.unbarred(Function::CertificateInvite)?;
    let mut open = Vec::new();
    for invitation in table::open_invitations(look, &look.permit().reach, look.now())? {
        let user = identity_table::user(look, invitation.user)?;
        open.extend(user.map(|user| (user.login.to_string(), invitation.until)));
    }
    let users = names::employees(look, look.permit().reach.agent)?;
    let body = Invite { words: &visit.words, login, users: &users, days, errors, open: &open, once: visit.once() }.page();
    Ok(Sheet::new(visit.words.text("certificate-invite"), body))
}

#[derive(Deserialize)]
struct Whom {
    #[serde(default)]
    login: String,
}

async fn blank(kabinet: Data<Appliance>, visit: Visit, whom: Query<Whom>) -> Answer {
    show(&kabinet, &visit, Function::CertificateInvite, |look| draw_invite(look, &visit, &whom.login, "3", &[])).await
}

/// To whom, and for how many days.
fn read(form: &Posted) -> Result<(Login, u8), Refusal> {
    let login = Login::parse(form.get("login")).map_err(|message| FieldError { field: "login".to_owned(), message });
    let days = form.get("days").parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
    let days = days
        .ok_or_else(|| FieldError { field: "days".to_owned(), message: message("certificate-days").with("most", i64::from(MOST_DAYS)) });
    match (login, days) {
        (Ok(login), Ok(days)) => Ok((login, days)),
        (login, days) => Err(Refusal::fields(login.err().into_iter().chain(days.err()).collect())),
    }
}

/// Sends a link. The answer is a page and not a redirection: the link is in it, and nowhere else.
async fn invite(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let token = Token::of(rand::random::<[u8; TOKEN_BYTES]>());
    let (asked, link, path) = (read(&form), token.digest(), Secret::new(url::under_link(url::CERTIFICATE, token.as_str())));
    let verb = move |act: &mut Act<'_>| {
        let (login, days) = asked?;
        changes::invite(act, &login, link, &path, days)
    };
    match kabinet.act(visit.actor.clone(), Function::CertificateInvite, form.once()?, verb).await {
        Ok(sent) => {
            let address = (sent.link == link).then(|| doors.main(&visit.host, &url::under_link(url::CERTIFICATE, token.as_str())));
            let body = views::invited(&visit.words, form.get("login"), address.as_deref(), &sent);
            let sheet = Sheet::new(visit.words.text("certificate-invited"), body);
            page::show_after(&kabinet, &visit, Function::CertificateInvite, |_| Ok(sheet)).await
        }
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw_invite(look, &visit, form.get("login"), form.get("days"), &refusal.fields);
            page::again(&kabinet, &visit, Function::CertificateInvite, error, draw).await
        }
    }
}

/// The card of a certificate, with what its reader may do.
pub(super) fn draw_card(look: &Look, visit: &Visit, id: CertificateId, sent: Option<(&Posted, &Refusal)>) -> Result<Sheet> {
    let certificate: Certificate = look.load(&id.key())?;
    let user = identity_table::user(look, certificate.user)?.ok_or_else(Refusal::missing)?;
    let names = Names {
        decided: match &certificate.state {
            State::Released { mark } | State::Refused { mark, .. } | State::Withdrawn { mark } | State::Revoked { mark, .. } => {
                identity_table::user(look, mark.by)?.map(|user| user.name.short())
            }
            State::Waiting | State::Submitted => None,
        },
    };
    look.disclose_list();
    let own = look.actor().user() == Some(certificate.user);
    let may = |function| look.may(function, &certificate);
    let parcel = table::parcel(look, id)?;
    let card = Card {
        words: &visit.words,
        sight: look.sight(),
        certificate: &certificate,
        parcel: parcel.as_ref(),
        names: &names,
        required: user.certificate_required,
        may_decide: may(Function::CertificateDecide) && look.permit().reach.is_owners() && !own && certificate.state == State::Submitted,
        may_open: may(Function::CertificateDocument) && certificate.scan.is_some(),
        may_revoke: may(Function::CertificateRevoke),
        may_require: look.has(Function::CertificateRequire) && !own,
        own,
        now: look.now(),
        sent,
    };
    Ok(Sheet::new(visit.words.say(&message("certificate-card").with("number", certificate.id.to_string())), card.page(visit)))
}

async fn card(kabinet: Data<Appliance>, visit: Visit, id: Path<CertificateId>) -> Answer {
    show(&kabinet, &visit, Function::CertificateView, |look| draw_card(look, &visit, *id, None)).await
}

async fn document(kabinet: Data<Appliance>, visit: Visit, id: Path<CertificateId>) -> Answer {
    let draw = |look: &Look| paper::of(look, &visit.words, &look.load(&id.key())?, look.sight());
    let paper = kabinet.look(&visit.actor, Function::CertificateView, draw).await?;
    paper::answer(&kabinet, &visit.words, paper).await
}

/// What is written in free words, short enough.
pub(super) fn note(form: &Posted, field: &str) -> Result<String, Refusal> {
    let text = form.get(field).trim().to_owned();
    let too_long = message("certificate-note-long").with("most", LONGEST_NOTE as i64);
    if text.chars().count() > LONGEST_NOTE { Err(Refusal::field(field, too_long)) } else { Ok(text) }
}

async fn revoke(kabinet: Data<Appliance>, visit: Visit, id: Path<CertificateId>, form: Posted) -> Answer {
    let id = id.into_inner();
    let reason = Reason::parse(form.get("why")).ok_or_else(|| Refusal::field("why", message("form-empty-choice")));
    let asked = reason.and_then(|reason| Ok((reason, note(&form, "note")?)));
    let verb = move |act: &mut Act<'_>| asked.map_err(Into::into).and_then(|(reason, note)| changes::revoke(act, id, reason, note));
    match kabinet.act(visit.actor.clone(), Function::CertificateRevoke, form.once()?, verb).await {
        Ok(()) => Ok(see_other(url::certificate(id)).flash("flash-certificate-revoked")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw_card(look, &visit, id, Some((&form, refusal)));
            page::again_beside(&kabinet, &visit, Function::CertificateView, error, draw).await
        }
    }
}

/// The points of the check list that were ticked.
pub(super) fn seen(form: &Posted) -> Vec<Check> {
    Check::ALL.into_iter().filter(|check| form.get(check.code()) == "yes").collect()
}
