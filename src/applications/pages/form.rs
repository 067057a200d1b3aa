//! Applying: the steps of the form, the documents, the check of the answers, the handing in.

use crate::{
    access::{Actor, Function},
    act::{Act, Look},
    appliance::Appliance,
    applications::{
        Application, Document, Office,
        application::Mark,
        changes::{self, Given},
        inspection::{self, Inspected, Limits},
        views,
    },
    catalog::{Code, Prefill, Step},
    people::{Person, table as people_table},
    terms::{ApplicationId, Error, FieldError, Once, Personal, Refusal, Result, message},
    web::{Answer, Answering, Failure, Posted, Route, Sheet, Visit, again, respond, see_other, show, upload, url},
};
use actix_multipart::Multipart;
use actix_web::{
    HttpRequest,
    http::StatusCode,
    web::{Data, Path},
};
use std::collections::BTreeMap;

/// The routes of applying.
pub fn routes() -> Vec<Route> {
    vec![
        Route::post(Function::ApplicationStart, "/services/{code}/start", start),
        Route::get(Function::ApplicationEdit, "/applications/{id}/steps/{step}", step),
        Route::post(Function::ApplicationEdit, "/applications/{id}/steps/{step}", fill),
        Route::get(Function::ApplicationEdit, "/applications/{id}/check", check),
        Route::post(Function::ApplicationSubmit, "/applications/{id}/submit", submit),
        Route::post(Function::DocumentAttach, "/applications/{id}/documents", attach),
        Route::post(Function::DocumentRemove, "/applications/{id}/documents/{number}/remove", remove),
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
fn draw(
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

async fn attach(kabinet: Data<Appliance>, visit: Visit, request: HttpRequest, id: Path<ApplicationId>, form: Multipart) -> Answer {
    let id = id.into_inner();
    if !kabinet.still_may(&visit.actor.who, Function::DocumentAttach) {
        // Refused before the file comes, in the words and with the line of the journal of every refusal.
        kabinet.look(&visit.actor, Function::DocumentAttach, |_| Ok(())).await?;
    }
    let received = match upload::receive(&kabinet, &request, form).await {
        Ok(received) => received,
        Err(failure) => return not_received(&kabinet, visit.actor, id, failure).await,
    };
    let (once, kind) = (received.once, received.get("kind").to_owned());
    let inspected = inspect(&kabinet, &visit, received.files, &kind).await;
    take(&kabinet, visit.actor.clone(), id, Some(once), inspected).await?;
    if request.headers().contains_key("X-Requested-With") {
        given(&kabinet, &visit, id, &kind).await
    } else {
        back(&kabinet, &visit, id).await
    }
}

/// What did not even arrive is refused inside the Act too, so that the journal says for which application it was.
async fn not_received(kabinet: &Appliance, actor: Actor, id: ApplicationId, failure: Failure) -> Answer {
    let Error::Refused(refusal) = &*failure.error else { return Err(failure) };
    take(kabinet, actor, id, None, Err(refusal.clone().into())).await?;
    Err(failure)
}

/// A file that was refused is refused inside the Act, so that the journal knows of it.
async fn take(
    kabinet: &Appliance,
    actor: Actor,
    id: ApplicationId,
    once: Option<Once>,
    inspected: Result<Vec<Given>>,
) -> Result<ApplicationId> {
    let office = kabinet.office();
    kabinet.act(actor, Function::DocumentAttach, once, move |act| changes::attach(act, &office, id, inspected)).await
}

/// The list of files of this kind, for the script that has just sent one.
async fn given(kabinet: &Appliance, visit: &Visit, id: ApplicationId, kind: &str) -> Answer {
    let part = kabinet.look_after(&visit.actor, Function::ApplicationEdit, |look| {
        let draft: Application = look.load(&id.key())?;
        Ok(views::form::files(&visit.words, &draft, kind, &|| visit.once()))
    });
    Ok(respond::page(StatusCode::OK, part.await?))
}

/// Each file is looked at for what it really is, off the web threads.
async fn inspect(kabinet: &Appliance, visit: &Visit, files: Vec<upload::Received>, kind: &str) -> Result<Vec<Given>> {
    let kind = Code::parse(kind).map_err(|_| Refusal::invalid("document-kind-unknown"))?;
    let mark = Mark { at: kabinet.now(), by: visit.actor.user().ok_or_else(Refusal::missing)? };
    if files.is_empty() {
        return Err(Refusal::field(kind.as_str(), message("document-none-chosen")).into());
    }
    let mut given = Vec::new();
    for upload::Received { name, file } in files {
        let name = inspection::safe_name(&name);
        let (staged, called) = (file.clone(), name.clone());
        let look = move || Ok::<_, Error>(inspection::inspect(&called, &staged.bytes()?, &Limits::default())?);
        given.push(Given { document: document(kind.clone(), name, mark, kabinet.slowly(look).await??), file });
    }
    Ok(given)
}

fn document(kind: Code, name: String, mark: Mark, found: Inspected) -> Document {
    let (name, digest) = (Personal::new(name), found.digest);
    Document { number: 0, kind, name, file: found.kind, pages: found.pages, size: found.size, digest, mark, check: None }
}

/// Back to the page on which documents of this application are given.
async fn back(kabinet: &Appliance, visit: &Visit, id: ApplicationId) -> Answer {
    let draft: Application = kabinet.look_after(&visit.actor, Function::ApplicationView, |look| look.load(&id.key())).await?;
    let office = kabinet.office();
    let step = office.service_of(&draft)?.documents_step().filter(|_| draft.submitted_at.is_none());
    Ok(see_other(step.map_or_else(|| url::application(id), |step| url::step(id, step.code.as_str()))))
}

async fn remove(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, u32)>, form: Posted) -> Answer {
    let (id, number) = path.into_inner();
    let office = kabinet.office();
    let verb = move |act: &mut Act<'_>| changes::detach(act, &office, id, number);
    kabinet.act(visit.actor.clone(), Function::DocumentRemove, form.once()?, verb).await?;
    back(&kabinet, &visit, id).await
}
