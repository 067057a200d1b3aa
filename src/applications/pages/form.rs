//! Applying: the steps of the form, the check of the answers, the handing in.

use crate::{
    access::{Actor, Function},
    act::Look,
    appliance::Appliance,
    applications::{Application, Office, changes, views},
    catalog::{Prefill, Step},
    people::{Person, table as people_table},
    terms::{ApplicationId, FieldError, Refusal, Result},
    web::{Answer, Answering, Posted, Route, Sheet, Visit, again, see_other, show, url},
};
use actix_web::web::{Data, Path};
use std::collections::BTreeMap;

/// The routes of applying.
pub fn routes() -> Vec<Route> {
    vec![
        Route::post(Function::ApplicationStart, "/services/{code}/start", start),
        Route::get(Function::ApplicationEdit, "/applications/{id}/steps/{step}", step),
        Route::post(Function::ApplicationEdit, "/applications/{id}/steps/{step}", fill),
        Route::get(Function::ApplicationEdit, "/applications/{id}/check", check),
        Route::post(Function::ApplicationSubmit, "/applications/{id}/submit", submit),
    ]
}

async fn start(kabinet: Data<Appliance>, actor: Actor, code: Path<String>, form: Posted) -> Answer {
    let office = kabinet.office();
    let first = office.catalogue.current(&code).and_then(|service| service.steps.first()).map(|step| step.code.to_string());
    let first = first.ok_or_else(Refusal::missing)?;
    let id = kabinet.act(actor, Function::ApplicationStart, form.once()?, move |act| changes::start(act, &office, &code)).await?;
    Ok(see_other(url::step(id, &first)))
}

/// What the profile knows, in the canonical form of the answers.
fn profile(person: &Person, prefill: Prefill) -> Option<String> {
    match prefill {
        Prefill::FullName => Some(person.name.reveal().to_string()),
        Prefill::BirthDate => Some(person.birth.reveal().date().to_string()),
        Prefill::Snils => Some(person.snils.reveal().to_string()),
        Prefill::Inn => person.inn.as_ref().map(|inn| inn.reveal().to_string()),
        Prefill::Passport => person.passport.as_ref().map(|passport| passport.reveal().to_string()),
        Prefill::Phone => person.phone.as_ref().map(|phone| phone.reveal().bare().to_owned()),
        Prefill::Email => person.email.as_ref().map(|email| email.reveal().to_string()),
        Prefill::Address | Prefill::ActualAddress => Some(person.address.reveal().clone()).filter(|line| !line.is_empty()),
        Prefill::Account => person.account.as_ref().map(|account| format!("{} {}", account.reveal().number(), account.reveal().bic())),
    }
}

/// The page of one step; `typed` is what was sent and is wrong.
pub(super) fn draw(
    look: &Look,
    visit: &Visit,
    office: &Office,
    id: ApplicationId,
    code: &str,
    typed: Option<&Posted>,
    errors: &[FieldError],
) -> Result<Sheet> {
    let draft: Application = look.load(&id.key())?;
    let service = office.service_of(&draft)?;
    let part = service.step(code).ok_or_else(Refusal::missing)?;
    if draft.submitted_at.is_some() {
        return Err(Refusal::conflict("application-handed-in").into());
    }
    let person = people_table::person(look, draft.person)?.ok_or_else(Refusal::missing)?;
    let values = match typed {
        Some(posted) => posted.fields.iter().cloned().collect(),
        None => opened(part, &draft, &person, visit),
    };
    let from_profile = part.fields.iter().filter(|field| draft.answers.get(field.code.as_str()).is_none());
    let from_profile = from_profile.filter(|field| field.prefill.is_some_and(|prefill| profile(&person, prefill).is_some()));
    let sources: Vec<_> = from_profile.map(|field| field.code.as_str()).collect();
    let shown =
        views::form::Shown { draft: &draft, service, part, values: &values, errors, sources: &sources, confirmed: person.confirmed };
    Ok(Sheet::new(views::form::title(&visit.words, &shown), views::form::step(&visit.words, &shown, &|| visit.once())))
}

fn opened(part: &Step, draft: &Application, person: &Person, visit: &Visit) -> BTreeMap<String, String> {
    part.opened(&draft.answers, |prefill| profile(person, prefill), visit.words.language)
}

async fn step(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, String)>) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::ApplicationEdit, |look| draw(look, &visit, &office, path.0, &path.1, None, &[])).await
}

async fn fill(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, String)>, form: Posted) -> Answer {
    let (id, code) = path.into_inner();
    let office = kabinet.office();
    let (sent, part) = (form.fields.clone(), code.clone());
    let within = office.clone();
    let saved =
        kabinet.act(visit.actor.clone(), Function::ApplicationEdit, form.once()?, move |act| changes::fill(act, &within, id, &part, &sent));
    match saved.await {
        Ok(id) => Ok(see_other(after(&kabinet, &visit, id, &code).await?)),
        Err(error) => {
            again(&kabinet, &visit, Function::ApplicationEdit, error, |look, refusal| {
                draw(look, &visit, &office, id, &code, Some(&form), &refusal.fields)
            })
            .await
        }
    }
}

/// Where the form goes on after this step: the next one, or the check.
async fn after(kabinet: &Appliance, visit: &Visit, id: ApplicationId, code: &str) -> Result<String> {
    let office = kabinet.office();
    let draft: Application = kabinet.look_after(&visit.actor, Function::ApplicationEdit, |look| look.load(&id.key())).await?;
    let next = office.service_of(&draft)?.step_after(code);
    Ok(next.map_or_else(|| url::answers(id), |next| url::step(id, next.code.as_str())))
}

fn draw_check(look: &Look, visit: &Visit, office: &Office, id: ApplicationId, errors: &[FieldError]) -> Result<Sheet> {
    let draft: Application = look.load(&id.key())?;
    if draft.submitted_at.is_some() {
        return Err(Refusal::conflict("application-handed-in").into());
    }
    let body = views::form::check(&visit.words, &draft, office.service_of(&draft)?, errors, visit.once());
    Ok(Sheet::new(visit.words.text("check-title"), body))
}

async fn check(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::ApplicationEdit, |look| draw_check(look, &visit, &office, *id, &[])).await
}

async fn submit(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let id = id.into_inner();
    let office = kabinet.office();
    let within = office.clone();
    let submitted =
        kabinet.act(visit.actor.clone(), Function::ApplicationSubmit, form.once()?, move |act| changes::submit(act, &within, id));
    match submitted.await {
        Ok(id) => Ok(see_other(url::application(id)).flash("flash-application-submitted")),
        Err(error) => {
            again(&kabinet, &visit, Function::ApplicationEdit, error, |look, refusal| {
                draw_check(look, &visit, &office, id, &refusal.fields)
            })
            .await
        }
    }
}
