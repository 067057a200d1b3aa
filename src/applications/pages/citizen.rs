//! The citizen's applications: the list, and one with its way, its questions, its decision.

use super::files;
use crate::{
    access::{Function, Placed},
    act::{Act, Look},
    appliance::Appliance,
    applications::{
        Application, Office, changes,
        letters::{self, Letterhead},
        table, views,
    },
    identity::table as identity_table,
    storage::Record,
    terms::{ApplicationId, FieldError, Refusal, Result},
    web::{
        Answer, Answering, Posted, Route, Sheet, Visit, page,
        return_way::Written,
        see_other, show,
        stream::{self, Follower},
        url,
    },
};
use actix_web::web::{Data, Path};

/// The routes of the citizen's side.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::ApplicationList, url::APPLICATIONS, list),
        Route::get(Function::ApplicationView, "/applications/{id}", one),
        Route::get(Function::ApplicationView, "/applications/{id}/part", part),
        Route::get(Function::ApplicationView, "/applications/{id}/stream", follow),
        Route::post(Function::ApplicationWithdraw, "/applications/{id}/withdraw", withdraw),
        Route::post(Function::ApplicationAnswer, "/applications/{id}/answer", answer),
        Route::post(Function::ApplicationAppeal, "/applications/{id}/appeal", appeal),
        Route::get(Function::DocumentOpen, "/applications/{id}/documents/{number}", document),
        Route::get(Function::DocumentOpen, "/applications/{id}/application.pdf", application_paper),
        Route::get(Function::DocumentOpen, "/applications/{id}/decision.pdf", decision_paper),
    ]
}

async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::ApplicationList, |look| {
        let user = look.actor().user().ok_or_else(Refusal::missing)?;
        let applications = table::of_applicant(look, user)?;
        Ok(Sheet::new(visit.words.text("applications-title"), views::citizen::list(&visit.words, &applications, &office, &|| visit.once())))
    })
    .await
}

/// What was typed into a form that came back, and what is wrong with it.
struct Typed<'t> {
    form: Option<&'t Posted>,
    refusal: Option<&'t Refusal>,
}

const NOTHING_TYPED: Typed<'_> = Typed { form: None, refusal: None };

impl Typed<'_> {
    fn errors(&self) -> &[FieldError] {
        self.refusal.map_or(&[], |refusal| &refusal.fields)
    }
}

fn seen(look: &Look, visit: &Visit, office: &Office, id: ApplicationId, typed: &Typed<'_>) -> Result<(Application, maud::Markup)> {
    let application: Application = look.load(&id.key())?;
    let agent = identity_table::agent(look, application.agent)?.ok_or_else(Refusal::missing)?;
    let assignee = application.assignee.map_or(Ok(None), |user| identity_table::user(look, user))?;
    let shown = views::citizen::Shown {
        application: &application,
        service: office.service_of(&application)?,
        office: agent.name.read(visit.words.language),
        assignee: assignee.map(|user| user.name.short()),
        today: look.today(),
        answer: typed.form.map_or("", |form| form.get("answer")),
        appeal: typed.form.map_or("", |form| form.get("appeal")),
        errors: typed.errors(),
    };
    let body = views::citizen::part(&visit.words, &shown, &|| visit.once());
    Ok((application, body))
}

fn draw(look: &Look, visit: &Visit, office: &Office, id: ApplicationId, typed: &Typed<'_>) -> Result<Sheet> {
    let (application, part) = seen(look, visit, office, id, typed)?;
    let service = office.service_of(&application)?;
    let title = service.title.read(visit.words.language);
    let written = typed.form.map(|form| Written::of(&form.fields)).unwrap_or_default();
    let wrong = views::citizen::Wrong { refusal: typed.refusal, written: &written };
    Ok(Sheet::new(title, views::citizen::one(&visit.words, &application, service, part, &wrong)))
}

async fn one(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::ApplicationView, |look| draw(look, &visit, &office, *id, &NOTHING_TYPED)).await
}

async fn part(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    page::fragment(&kabinet, &visit, Function::ApplicationView, |look| Ok(seen(look, &visit, &office, *id, &NOTHING_TYPED)?.1)).await
}

async fn follow(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let id = id.into_inner();
    let placed = |look: &Look| Ok(look.load::<Application>(&id.key())?.place());
    let place = kabinet.look(&visit.actor, Function::ApplicationView, placed).await?;
    let follower = Follower::of(&visit, Function::ApplicationView, Some(place));
    stream::events(kabinet, follower, move |touched| touched.record.kind == Application::NAME && touched.record.key == id.key())
}

async fn withdraw(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let verb = move |act: &mut Act<'_>| changes::withdraw(act, &office, id);
    match kabinet.act(visit.actor.clone(), Function::ApplicationWithdraw, form.once()?, verb).await {
        Ok(id) => Ok(see_other(url::application(id)).flash("flash-application-withdrawn")),
        Err(error) => typed_again(&kabinet, &visit, id, error, &form).await,
    }
}

async fn answer(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office, text) = (id.into_inner(), kabinet.office(), form.text("answer"));
    let done =
        kabinet.act(visit.actor.clone(), Function::ApplicationAnswer, form.once()?, move |act| changes::answer(act, &office, id, &text));
    match done.await {
        Ok(id) => Ok(see_other(url::application(id)).flash("flash-answer-sent")),
        Err(error) => typed_again(&kabinet, &visit, id, error, &form).await,
    }
}

async fn appeal(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office, text) = (id.into_inner(), kabinet.office(), form.text("appeal"));
    let done =
        kabinet.act(visit.actor.clone(), Function::ApplicationAppeal, form.once()?, move |act| changes::appeal(act, &office, id, &text));
    match done.await {
        Ok(id) => Ok(see_other(url::application(id)).flash("flash-appeal-sent")),
        Err(error) => typed_again(&kabinet, &visit, id, error, &form).await,
    }
}

/// The page again, with what was wrong with a file.
pub(super) fn told(look: &Look, visit: &Visit, office: &Office, id: ApplicationId, refusal: &Refusal) -> Result<Sheet> {
    draw(look, visit, office, id, &Typed { form: None, refusal: Some(refusal) })
}

/// The page again, with what was typed and what is wrong with it.
async fn typed_again(kabinet: &Appliance, visit: &Visit, id: ApplicationId, error: crate::terms::Error, form: &Posted) -> Answer {
    let office = kabinet.office();
    page::again_beside(kabinet, visit, Function::ApplicationView, error, |look, refusal| {
        draw(look, visit, &office, id, &Typed { form: Some(form), refusal: Some(refusal) })
    })
    .await
}

async fn document(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, u32)>) -> Answer {
    let document = kabinet
        .look(&visit.actor, Function::DocumentOpen, |look| {
            let application: Application = look.load(&path.0.key())?;
            Ok(application.document(path.1).cloned().ok_or_else(Refusal::missing)?)
        })
        .await?;
    Ok(files::document(&kabinet, &document))
}

async fn application_paper(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    let paper = kabinet.look(&visit.actor, Function::DocumentOpen, |look| {
        let application: Application = look.load(&id.key())?;
        let agent = identity_table::agent(look, application.agent)?.ok_or_else(Refusal::missing)?;
        let made = application.submitted_at.ok_or_else(Refusal::missing)?;
        let head = Letterhead { words: &visit.words, issuer: agent.name.read(visit.words.language), sight: look.sight(), made };
        Ok(letters::application(&head, &application, office.service_of(&application)?))
    });
    files::paper(&kabinet, &visit.words, "paper-application-file", paper.await?).await
}

async fn decision_paper(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    let paper = kabinet.look(&visit.actor, Function::DocumentOpen, |look| {
        let application: Application = look.load(&id.key())?;
        files::decision(look, &visit.words, &application, &office)
    });
    files::paper(&kabinet, &visit.words, "paper-decision-file", paper.await?).await
}
