//! Giving files: with the form, and with the answer to a question. What is refused stands at its field.

use super::{citizen, form};
use crate::{
    access::{Actor, Function},
    act::{Act, Look},
    appliance::Appliance,
    applications::{
        Application, Document,
        application::Mark,
        changes::{self, Given},
        inspection::{self, Inspected, Limits},
        views,
    },
    catalog::Code,
    terms::{ApplicationId, Error, FieldError, Once, Personal, Refusal, Result, message},
    web::{Answer, Failure, Posted, Route, Visit, again, respond, see_other, upload, url},
};
use actix_multipart::Multipart;
use actix_web::{
    HttpRequest,
    http::StatusCode,
    web::{Data, Path},
};

/// The routes of giving files.
pub fn routes() -> Vec<Route> {
    vec![
        Route::post(Function::DocumentAttach, "/applications/{id}/documents", attach),
        Route::post(Function::DocumentRemove, "/applications/{id}/documents/{number}/remove", remove),
    ]
}

async fn attach(kabinet: Data<Appliance>, visit: Visit, request: HttpRequest, id: Path<ApplicationId>, form: Multipart) -> Answer {
    let id = id.into_inner();
    may_give(&kabinet, &visit).await?;
    let scripted = request.headers().contains_key("X-Requested-With");
    let (kind, done) = match upload::receive(&kabinet, &request, form).await {
        Ok(received) => {
            let (once, kind) = (received.once, received.get("kind").to_owned());
            let inspected = inspect(&kabinet, &visit, received.files, &kind).await;
            (kind, take(&kabinet, visit.actor.clone(), id, Some(once), inspected).await)
        }
        Err(failure) => (upload::heard(&request, "kind"), not_received(&kabinet, visit.actor.clone(), id, failure).await?),
    };
    match done {
        Ok(id) if scripted => given(&kabinet, &visit, id, &kind).await,
        Ok(id) => back(&kabinet, &visit, id).await,
        Err(error) if scripted => Err(error.into()),
        Err(error) => refused(&kabinet, &visit, id, &kind, error).await,
    }
}

/// Refused before the file comes, in the words and with the line of the journal of every refusal.
async fn may_give(kabinet: &Appliance, visit: &Visit) -> Result<()> {
    if kabinet.still_may(&visit.actor.who, Function::DocumentAttach) {
        return Ok(());
    }
    kabinet.look(&visit.actor, Function::DocumentAttach, |_| Ok(())).await
}

/// What did not even arrive is refused inside the Act too, so that the journal says for which application it was.
async fn not_received(kabinet: &Appliance, actor: Actor, id: ApplicationId, failure: Failure) -> Result<Result<ApplicationId>, Failure> {
    let Error::Refused(refusal) = &*failure.error else { return Err(failure) };
    Ok(take(kabinet, actor, id, None, Err(refusal.clone().into())).await)
}

/// The page of the form again: what is wrong with a file stands at the field of its kind.
async fn refused(kabinet: &Appliance, visit: &Visit, id: ApplicationId, kind: &str, error: Error) -> Answer {
    let error = match error {
        Error::Refused(refusal) => Error::Refused(at_field(refusal, kind)),
        Error::Fault(fault) => Error::Fault(fault),
    };
    let office = kabinet.office();
    again(kabinet, visit, Function::ApplicationView, error, |look, refusal| {
        let application: Application = look.load(&id.key())?;
        let step = office.service_of(&application)?.documents_step().filter(|_| application.submitted_at.is_none());
        match step {
            Some(step) => form::draw(look, visit, &office, id, step.code.as_str(), None, &refusal.fields),
            None => citizen::told(look, visit, &office, id, refusal),
        }
    })
    .await
}

fn at_field(refusal: Refusal, kind: &str) -> Refusal {
    use crate::terms::Kind;
    match refusal.kind {
        Kind::Invalid | Kind::Conflict | Kind::TooLarge | Kind::Malformed if refusal.fields.is_empty() && !kind.is_empty() => {
            let wrong = FieldError { field: kind.to_owned(), message: refusal.message.clone() };
            Refusal { fields: vec![wrong], ..refusal }
        }
        Kind::Invalid
        | Kind::Conflict
        | Kind::TooLarge
        | Kind::Malformed
        | Kind::Missing
        | Kind::Unsigned
        | Kind::Denied
        | Kind::Unproved
        | Kind::Unavailable => refusal,
    }
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
        Ok(views::giving::files(&visit.words, &draft, kind, &|| visit.once()))
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
    Document { number: 0, kind, name, file: found.kind, pages: found.pages, size: found.size, digest, mark, check: None, inquiry: None }
}

/// Back to the page on which documents of this application are given.
async fn back(kabinet: &Appliance, visit: &Visit, id: ApplicationId) -> Answer {
    let draft: Application = kabinet.look_after(&visit.actor, Function::ApplicationView, |look: &Look| look.load(&id.key())).await?;
    let office = kabinet.office();
    let step = office.service_of(&draft)?.documents_step().filter(|_| draft.submitted_at.is_none());
    Ok(see_other(step.map_or_else(|| format!("{}#answer", url::application(id)), |step| url::step(id, step.code.as_str()))))
}

async fn remove(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, u32)>, form: Posted) -> Answer {
    let (id, number) = path.into_inner();
    let office = kabinet.office();
    let verb = move |act: &mut Act<'_>| changes::detach(act, &office, id, number);
    kabinet.act(visit.actor.clone(), Function::DocumentRemove, form.once()?, verb).await?;
    back(&kabinet, &visit, id).await
}
