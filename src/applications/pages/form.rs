//! Applying: the steps of the form, the check of the answers, the handing in.

use crate::{
    access::{Actor, Function},
    act::Look,
    appliance::Appliance,
    applications::{Application, Office, changes, prefill, views},
    catalog::{Answers, Field, Step},
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
    let profile = part.opened(&Answers::default(), |value| prefill::known(&person, value), visit.words.language);
    let stands = |field: &&Field| values.get(field.code.as_str()).filter(|value| !value.is_empty());
    let known: Vec<_> = part.fields.iter().filter(|field| profile.contains_key(field.code.as_str())).collect();
    let is_same = |field: &&&Field| stands(field) == profile.get(field.code.as_str());
    let sources: Vec<_> = known.iter().filter(|field| is_same(field)).map(|field| field.code.as_str()).collect();
    let changed: Vec<_> =
        known.iter().filter(|field| !is_same(field) && stands(field).is_some()).map(|field| field.code.as_str()).collect();
    let shown = views::form::Shown {
        draft: &draft,
        service,
        part,
        values: &values,
        errors,
        sources: &sources,
        changed: &changed,
        confirmed: person.confirmed,
    };
    Ok(Sheet::new(views::form::title(&visit.words, &shown), views::form::step(&visit.words, &shown, &|| visit.once())))
}

fn opened(part: &Step, draft: &Application, person: &Person, visit: &Visit) -> BTreeMap<String, String> {
    part.opened(&draft.answers, |value| prefill::known(person, value), visit.words.language)
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
