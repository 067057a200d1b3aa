//! The own passkeys: added and removed.

use super::{factors, unsigned};
use crate::{
    access::Function,
    act::{Act, Look},
    appliance::Appliance,
    identity::{
        RecoveryCode, changes,
        passkey::{LONGEST_NAME, Occasion, OwnKey, Question, Site},
        table,
        views::factors as views,
    },
    terms::{Digest, FieldError, Refusal, Result, message},
    web::{Answer, Answering, Doors, Posted, Sheet, Visit, page::again_beside, see_other, show, url},
};
use actix_web::web::Data;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The site, as keys know it.
pub(super) fn site(kabinet: &Appliance, doors: &Doors) -> Result<Site> {
    Site::new(&doors.name, &doors.main(&doors.name, "/"), kabinet.town())
}

/// A question for the browser, as a form carries it: what must come back is sealed.
pub(super) struct Asking {
    options: String,
    state: String,
    site: String,
}

impl Asking {
    /// For one of these keys.
    pub(super) fn for_one_of(keys: &[OwnKey], kabinet: &Appliance, doors: &Doors, occasion: Occasion) -> Result<Self> {
        Self::of(site(kabinet, doors)?.ask_for(occasion, keys)?, kabinet, doors)
    }

    fn of(question: Question, kabinet: &Appliance, doors: &Doors) -> Result<Self> {
        let sealed = kabinet.vault().seal(&question.state, &mut rand::rng())?;
        let state = URL_SAFE_NO_PAD.encode([sealed.nonce, sealed.boxed].concat());
        Ok(Self { options: question.options, state, site: doors.main(&doors.name, "") })
    }

    /// In a form whose two fields have names that begin so.
    pub(super) fn asked<'a>(&'a self, prefix: &'a str) -> views::Asked<'a> {
        views::Asked { options: &self.options, state: &self.state, site: &self.site, prefix }
    }
}

/// What was sealed; none where it was not by us.
pub(super) fn unsealed(kabinet: &Appliance, text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (nonce, boxed) = bytes.split_at_checked(crate::journal::seal::NONCE)?;
    kabinet.vault().open(&crate::journal::seal::Sealed { nonce: nonce.to_vec(), boxed: boxed.to_vec() })
}

fn draw(look: &Look, visit: &Visit, kabinet: &Appliance, doors: &Doors, wrong: Option<(&Refusal, &str)>) -> Result<Sheet> {
    let seat = look.actor().seat().ok_or_else(Refusal::missing)?;
    let occasion = Occasion { whom: visit.session.ok_or_else(unsigned)?, now: look.now() };
    let known = table::keys(look, seat.user)?;
    let question = site(kabinet, doors)?.ask_for_new(occasion, seat.user, &seat.login, &known)?;
    let asking = Asking::of(question, kabinet, doors)?;
    let body = views::passkey(&visit.words, &asking.asked(""), wrong, visit.once());
    Ok(Sheet::new(visit.words.text("passkey-add-title"), body))
}

pub(super) async fn ask(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>) -> Answer {
    show(&kabinet, &visit, Function::FactorSet, |look| draw(look, &visit, &kabinet, &doors, None)).await
}

pub(super) async fn add(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let papers = RecoveryCode::fresh(&mut rand::rng());
    match added(&kabinet, &visit, &doors, &form, &papers).await {
        Ok(Some(true)) => factors::show_papers(&kabinet, &visit, &papers, true).await,
        Ok(Some(false)) => Ok(see_other(url::FACTORS).flash("flash-passkey-added")),
        Ok(None) => factors::show_papers(&kabinet, &visit, &papers, false).await,
        Err(error) => {
            again_beside(&kabinet, &visit, Function::FactorSet, error, |look, refusal| {
                draw(look, &visit, &kabinet, &doors, Some((refusal, form.get("name"))))
            })
            .await
        }
    }
}

/// Whether codes on paper were given out with it; nothing where the same form was sent before.
async fn added(kabinet: &Appliance, visit: &Visit, doors: &Doors, form: &Posted, papers: &[RecoveryCode]) -> Result<Option<bool>> {
    let once = form.once().map_err(|_| Refusal::new(crate::terms::Kind::Malformed, message("refusal-no-once")))?;
    let (whom, own) = (visit.session.ok_or_else(unsigned)?, factors::mark(papers));
    let key = judged(kabinet, visit, doors, form);
    let given = papers.to_vec();
    let verb = move |act: &mut Act<'_>| changes::add_passkey(act, key?, &given, whom).map(|first| (own, first));
    let (known, first) = kabinet.act(visit.actor.clone(), Function::FactorSet, once, verb).await?;
    Ok((known == own).then_some(first))
}

/// The key with its name, where both are good.
fn judged(kabinet: &Appliance, visit: &Visit, doors: &Doors, form: &Posted) -> Result<OwnKey> {
    let name: String = form.get("name").trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.is_empty() {
        return Err(Refusal::fields(vec![FieldError { field: "name".to_owned(), message: message("passkey-name-empty") }]).into());
    }
    let occasion = Occasion { whom: visit.session.ok_or_else(unsigned)?, now: kabinet.now() };
    let state = unsealed(kabinet, form.get("state")).ok_or_else(|| Refusal::conflict("passkey-unfit"))?;
    let key = site(kabinet, doors)?.new_key(occasion, &state, form.get("passkey"))?;
    OwnKey::of(name, &key, occasion.now)
}

pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let id = form.get("key").parse::<Digest>().ok();
    let verb = move |act: &mut Act<'_>| changes::remove_passkey(act, id.ok_or_else(Refusal::missing)?);
    kabinet.act(visit.actor.clone(), Function::FactorRemove, form.once()?, verb).await?;
    Ok(see_other(url::FACTORS).flash("flash-passkey-removed"))
}
