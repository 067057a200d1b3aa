//! What is done to an application: by the citizen while they apply, by the employees while they work on the case.

mod deciding;

pub use deciding::{Verdict, confirm, decide, resolve_appeal, rework};

use super::{
    Number, State,
    application::{Application, Document, Finding, Mark},
    judges,
    rules::{Step, text},
    widget::Widgets,
};
use crate::{
    act::{Act, door::Numbered},
    catalog::{Answers, Catalogue, Service, table as catalog_table},
    identity::{Agent, table as identity_table},
    people::{Person, table as people_table},
    storage::{StagedFile, View},
    terms::{ApplicationId, Refusal, Result, UserId, calendar::Calendar, id::of, message},
};
use jiff::tz::TimeZone;
use std::{borrow::Cow, sync::Arc};

impl Numbered for of::Application {
    const SEQUENCE: &'static str = "application";
}

/// What every verb of this room needs: the services and the working days.
pub struct Office {
    /// The services.
    pub catalogue: Catalogue,
    /// The working days that the program brings along; those in force are [`Self::working_days`].
    pub calendar: Calendar,
    /// Where days begin and end.
    pub zone: TimeZone,
    /// What stands on the start pages of employees.
    pub widgets: Widgets,
}

impl Office {
    /// The service in the version on which this application was begun.
    ///
    /// # Errors
    /// That version is gone from the catalogue.
    pub fn service_of(&self, application: &Application) -> Result<&Service> {
        let found = self.catalogue.version(application.service.as_str(), application.version);
        found.ok_or_else(|| Refusal::conflict("service-version-gone").into())
    }

    /// The working days by which terms are counted now.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn working_days(&self, view: &dyn View) -> Result<Cow<'_, Calendar>> {
        catalog_table::calendar(view, &self.calendar)
    }

    fn step<'s>(&'s self, act: &Act<'_>, calendar: &'s Calendar, application: &Application) -> Result<Step<'s>> {
        Ok(Step { service: self.service_of(application)?, calendar, today: act.today(), mark: mark(act)? })
    }
}

fn mark(act: &Act<'_>) -> Result<Mark> {
    let by = act.actor().user().ok_or_else(Refusal::missing)?;
    Ok(Mark { at: act.now(), by })
}

/// The application within the actor's reach. A draft is its applicant's alone: for everybody else there is none.
fn load(act: &mut Act<'_>, id: ApplicationId) -> Result<Application> {
    let application: Application = act.load(&id.key())?;
    if application.state == State::Draft && act.actor().user() != Some(application.applicant) {
        return Err(Refusal::missing().into());
    }
    Ok(application)
}

/// Loads, applies the rule, saves: what all the short verbs have in common.
fn change(
    act: &mut Act<'_>,
    office: &Office,
    id: ApplicationId,
    rule: impl FnOnce(&Application, Step<'_>) -> Result<Application, Refusal>,
) -> Result<ApplicationId> {
    let before = load(act, id)?;
    let calendar = office.working_days(&*act)?;
    let step = office.step(act, &calendar, &before)?;
    let after = rule(&before, step)?;
    act.save(&before, after)?;
    Ok(id)
}

/// A citizen begins an application for a service; a draft of the same service that is still open is taken up again.
///
/// # Errors
/// There is no such service, or the citizen has no profile.
pub fn start(act: &mut Act<'_>, office: &Office, service: &str) -> Result<ApplicationId> {
    let mark = mark(act)?;
    let service = office.catalogue.current(service).ok_or_else(Refusal::missing)?;
    let drafts = super::table::of_applicant(&*act, mark.by)?;
    let open =
        drafts.into_iter().find(|draft| draft.state == State::Draft && draft.service == service.code && draft.version == service.version);
    if let Some(draft) = open {
        act.concern(&draft);
        return Ok(draft.id);
    }
    let person = people_table::person_of_user(&*act, mark.by)?.ok_or_else(|| Refusal::invalid("no-profile"))?;
    let agent = identity_table::agent_by_code(&*act, service.agent.as_str())?.ok_or_else(|| Refusal::invalid("service-without-agent"))?;
    takes(&agent)?;
    let id = act.next_id()?;
    let application = draft(id, agent.id, service, &person, mark);
    act.add(application)?;
    Ok(id)
}

/// An Agent that is closed takes no applications.
fn takes(agent: &Agent) -> Result<()> {
    if agent.closed.is_some() { Err(Refusal::conflict("service-closed").into()) } else { Ok(()) }
}

fn draft(id: ApplicationId, agent: crate::terms::AgentId, service: &Service, person: &Person, mark: Mark) -> Application {
    Application {
        id,
        agent,
        service: service.code.clone(),
        version: service.version,
        applicant: mark.by,
        person: person.id,
        name: person.name.clone(),
        address: person.address.clone(),
        house: person.house,
        number: None,
        answers: Answers::default(),
        documents: Vec::new(),
        next_document: 1,
        inquiries: Vec::new(),
        decision: None,
        reworks: Vec::new(),
        appeals: Vec::new(),
        state: State::Draft,
        due: None,
        assignee: None,
        milestones: Vec::new(),
        began_at: mark.at,
        submitted_at: None,
        promised: None,
    }
}

/// The citizen saves one step of the form, as it was sent.
///
/// # Errors
/// Fields are wrong, it is no draft of theirs, or the version of the service is gone.
pub fn fill(act: &mut Act<'_>, office: &Office, id: ApplicationId, part: &str, sent: &[(String, String)]) -> Result<ApplicationId> {
    change(act, office, id, |draft, step| {
        let part = step.service.step(part).ok_or_else(Refusal::missing)?;
        let reading = part.read(sent, &step.service.relevant(&draft.answers), step.today);
        if reading.errors.is_empty() { draft.fill(part, reading.answers) } else { Err(Refusal::fields(reading.errors)) }
    })
}

/// A received file that was inspected.
pub struct Given {
    /// What the application will say of it.
    pub document: Document,
    /// Its bytes.
    pub file: Arc<StagedFile>,
}

/// The citizen attaches files: all of them, or none. A file that was refused when it was inspected is refused here, so
/// that the journal says for which application it was.
///
/// # Errors
/// The rules of [`Application::attach`], or those of the inspection.
pub fn attach(act: &mut Act<'_>, office: &Office, id: ApplicationId, inspected: Result<Vec<Given>>) -> Result<ApplicationId> {
    let before = load(act, id)?;
    let given = inspected?;
    let service = office.service_of(&before)?;
    let mut after = before.clone();
    for Given { document, file } in given {
        after = after.attach(document, service)?;
        act.take_in(file)?;
    }
    act.save(&before, after)?;
    Ok(id)
}

/// The citizen takes an attached file back.
///
/// # Errors
/// The rules of [`Application::detach`].
pub fn detach(act: &mut Act<'_>, office: &Office, id: ApplicationId, number: u32) -> Result<ApplicationId> {
    change(act, office, id, |draft, _| draft.detach(number))
}

/// The citizen hands the application in; it gets its number and its due date.
///
/// # Errors
/// Something is missing, or it was handed in before.
pub fn submit(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    let draft = load(act, id)?;
    takes(&identity_table::agent(&*act, draft.agent)?.ok_or_else(Refusal::missing)?)?;
    let calendar = office.working_days(&*act)?;
    let step = office.step(act, &calendar, &draft)?;
    let year = step.today.year();
    let number = Number { year, serial: act.next_in(&format!("number-{year}"))? };
    let submitted = draft.submit(number, step)?; // the rule is pure
    act.save(&draft, submitted)?; // write + field history
    Ok(id)
}

/// The citizen takes the application back.
///
/// # Errors
/// It is decided.
pub fn withdraw(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    change(act, office, id, Application::withdraw)
}

/// The citizen answers the question.
///
/// # Errors
/// Nothing was asked, or the answer is empty or too long.
pub fn answer(act: &mut Act<'_>, office: &Office, id: ApplicationId, typed: &str) -> Result<ApplicationId> {
    change(act, office, id, |case, step| case.answer(text("answer", typed)?, step))
}

/// The citizen appeals against the refusal.
///
/// # Errors
/// It was not refused, or the time is over.
pub fn appeal(act: &mut Act<'_>, office: &Office, id: ApplicationId, typed: &str) -> Result<ApplicationId> {
    change(act, office, id, |case, step| case.appeal(text("appeal", typed)?, step))
}

/// An employee enters the application in the register.
///
/// # Errors
/// It was registered before.
pub fn register(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    change(act, office, id, |case, step| case.register(None, step))
}

/// An operator takes the case.
///
/// # Errors
/// Somebody else was first: the refusal says who.
pub fn take(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    let before = load(act, id)?;
    let other = before.assignee.filter(|assignee| Some(*assignee) != act.actor().user());
    let holder = other.map_or(Ok(None), |other| identity_table::user(&*act, other))?;
    change(act, office, id, |case, step| {
        case.take(step).map_err(|refusal| match &holder {
            Some(holder) if refusal.message.id == "case-taken" => Refusal::conflict("case-taken-by").with("who", holder.name.short()),
            Some(_) | None => refusal,
        })
    })
}

/// The operator gives the case back to the queue.
///
/// # Errors
/// It is not theirs.
pub fn give_back(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    change(act, office, id, Application::give_back)
}

/// The manager gives the case to an employee who may work on it.
///
/// # Errors
/// The employee may not take such a case.
pub fn assign(act: &mut Act<'_>, office: &Office, id: ApplicationId, to: Option<UserId>) -> Result<ApplicationId> {
    let before = load(act, id)?;
    let to = to.ok_or_else(|| Refusal::field("to", message("assign-nobody")))?;
    let calendar = office.working_days(&*act)?;
    let step = office.step(act, &calendar, &before)?;
    if !judges::may_hold(act.policy(), &before, to, step.today) {
        let said = if before.state == State::Appealed { "assign-not-impartial" } else { "assign-not-able" };
        return Err(Refusal::field("to", message(said)).into());
    }
    let after = before.assign(to, step)?;
    act.save(&before, after)?;
    Ok(id)
}

/// The operator asks the applicant.
///
/// # Errors
/// A question is open already, or it is empty or too long.
pub fn ask(act: &mut Act<'_>, office: &Office, id: ApplicationId, typed: &str) -> Result<ApplicationId> {
    change(act, office, id, |case, step| case.ask(text("question", typed)?, step))
}

/// The operator hands the documents to the inspector.
///
/// # Errors
/// It is not in review.
pub fn send_to_check(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    change(act, office, id, Application::send_to_check)
}

/// The inspector checks one document.
///
/// # Errors
/// It is not being checked, or a rejection has no reason.
pub fn check(act: &mut Act<'_>, office: &Office, id: ApplicationId, document: u32, finding: Finding, note: &str) -> Result<ApplicationId> {
    change(act, office, id, |case, step| case.check(document, finding, note, step))
}

/// The inspector has looked at all documents.
///
/// # Errors
/// One was not looked at.
pub fn finish_check(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    change(act, office, id, Application::finish_check)
}

/// What was granted has reached the applicant.
///
/// # Errors
/// Nothing is on its way.
pub fn deliver(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    change(act, office, id, Application::deliver)
}
