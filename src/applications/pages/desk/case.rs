//! The card of a case.

use super::asked;
use crate::{
    access::{Function, Placed, ScopeId, Seat, table as access_table},
    act::Look,
    appliance::Appliance,
    applications::{
        Application, Office, State, disclosure, judges,
        moves::Move,
        prefill, table,
        views::desk::{
            Typed,
            card::{Card, Known, Tab, Way},
        },
    },
    catalog::{Answers, Service},
    identity::table as identity_table,
    people::table as people_table,
    storage::Record,
    terms::{ApplicationId, Error, Kind, Personal, Refusal, Result, Sight, UserId, message},
    web::{
        Answer, Sheet, Visit, page, show,
        stream::{self, Follower},
    },
};
use actix_web::web::{Data, Path};
use std::collections::HashMap;

pub(super) async fn one(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let tab = tab(&visit);
    show(&kabinet, &visit, Function::CaseView, |look| sheet(look, &kabinet, &visit, *id, tab, Typed::default())).await
}

/// The same card with one field that is hidden from this reader; the journal names it before it leaves.
pub(super) async fn disclose(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, String)>) -> Answer {
    let (id, field) = path.into_inner();
    show(&kabinet, &visit, Function::DataDisclose, |look| {
        let field = disclosure::Field::parse(&field).ok_or_else(Refusal::missing)?;
        let shown = Shown { tab: Tab::Application, typed: Typed::default(), disclosed: Some(&field) };
        draw(look, &kabinet, &visit, id, shown, |card| Sheet::new(card.window(), card.page()))
    })
    .await
}

pub(super) async fn part(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let tab = tab(&visit);
    let part = |look: &Look| draw(look, &kabinet, &visit, *id, Shown::tab(tab, Typed::default()), |card| card.part());
    page::fragment(&kabinet, &visit, Function::CaseView, part).await
}

pub(super) async fn follow(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let id = id.into_inner();
    let place = kabinet.look(&visit.actor, Function::CaseView, |look| Ok(load(look, id)?.place())).await?;
    let follower = Follower::of(&visit, Function::CaseView, Some(place));
    stream::events(kabinet, follower, move |touched| touched.record.kind == Application::NAME && touched.record.key == id.key())
}

fn tab(visit: &Visit) -> Tab {
    let asked = asked(visit);
    asked.iter().find(|(name, _)| name == "tab").and_then(|(_, code)| Tab::parse(code)).unwrap_or_default()
}

/// The case in the reader's reach; a draft is its applicant's alone.
pub(super) fn load(look: &Look, id: ApplicationId) -> Result<Application> {
    match within(look, id) {
        Err(Error::Refused(refusal)) if refusal.kind == Kind::Missing => Err(elsewhere(look, id)?.unwrap_or(refusal).into()),
        found => found,
    }
}

/// The same, for whom no other scope is to be named: a program has none to change to.
pub(in crate::applications::pages) fn within(look: &Look, id: ApplicationId) -> Result<Application> {
    let case: Application = look.load(&id.key())?;
    if case.state == State::Draft { Err(Refusal::missing().into()) } else { Ok(case) }
}

/// A case that the reader sees while they work in another of their scopes: it is named to them, and to nobody else.
fn elsewhere(look: &Look, id: ApplicationId) -> Result<Option<Refusal>> {
    let (Some(seat), Some(case)) = (look.actor().seat(), table::application(look, id)?) else { return Ok(None) };
    let held = access_table::grant(look, seat.user, seat.agent)?.map_or_else(Vec::new, |grant| grant.scopes);
    let sees = |scope: &ScopeId| {
        let seat = Seat { scope: Some(*scope), ..seat.clone() };
        case.state != State::Draft && look.policy().decide(&seat, Function::CaseView, case.place(), look.today()).is_ok()
    };
    let scope = held.into_iter().find(sees).map_or(Ok(None), |scope| access_table::scope(look, scope))?;
    Ok(scope.map(|scope| Refusal::new(Kind::Missing, message("case-in-other-scope").with("scope", scope.name))))
}

/// The whole page.
pub(super) fn sheet(look: &Look, kabinet: &Appliance, visit: &Visit, id: ApplicationId, tab: Tab, typed: Typed<'_>) -> Result<Sheet> {
    draw(look, kabinet, visit, id, Shown::tab(tab, typed), |card| Sheet::new(card.window(), card.page()))
}

/// What of a card is shown.
struct Shown<'s> {
    tab: Tab,
    typed: Typed<'s>,
    disclosed: Option<&'s disclosure::Field>,
}

impl<'s> Shown<'s> {
    const fn tab(tab: Tab, typed: Typed<'s>) -> Self {
        Self { tab, typed, disclosed: None }
    }
}

fn draw<T>(
    look: &Look,
    kabinet: &Appliance,
    visit: &Visit,
    id: ApplicationId,
    shown: Shown<'_>,
    view: impl FnOnce(&Card<'_>) -> T,
) -> Result<T> {
    let office = kabinet.office();
    let case = load(look, id)?;
    let service = office.service_of(&case)?;
    let applicant = applicant(look, visit, &case)?;
    match shown.disclosed {
        Some(field) => disclosable(look, &case, &applicant, field)?,
        // Whoever sees stars only has opened nothing.
        None if look.sight() == Sight::Plain => look.disclose(case.person),
        None => {}
    }
    let me = look.actor().user().ok_or_else(Refusal::missing)?;
    let may = |step: &Move| case.allows(*step, me, service.signing) && look.may(step.function(), &case);
    let moves: Vec<_> = Move::ALL.into_iter().filter(may).collect();
    let way = |function| if look.may(function, &case) { Way::Open } else { Way::Closed };
    let colleagues = if moves.contains(&Move::Assign) { colleagues(look, &case)? } else { Vec::new() };
    let card = Card {
        words: &visit.words,
        sight: look.sight(),
        today: look.today(),
        calendar: &*office.working_days(look)?,
        case: &case,
        service,
        applicant: &applicant,
        profile: &differing(look, &case, service)?,
        disclosed: shown.disclosed,
        disclosures: way(Function::DataDisclose),
        names: &names(look, &case)?,
        moves: &moves,
        files: way(Function::CaseDocument),
        history: way(Function::HistoryView),
        others: &others(look, visit, &office, &case)?,
        colleagues: &colleagues,
        is_orphaned: judges::is_orphaned(look.policy(), &case, look.today()),
        tab: shown.tab,
        typed: shown.typed,
        once: &|| visit.once(),
    };
    Ok(view(&card))
}

/// Notes that this field leaves as it is, where the case has it and the reader may open the case at all.
fn disclosable(look: &Look, case: &Application, known: &[Known], field: &disclosure::Field) -> Result<()> {
    let is_there = match field {
        disclosure::Field::Answer(question) => case.answers.reveal(question).is_some(),
        disclosure::Field::Name
        | disclosure::Field::Address
        | disclosure::Field::Birth
        | disclosure::Field::Snils
        | disclosure::Field::Inn
        | disclosure::Field::Passport
        | disclosure::Field::Phone
        | disclosure::Field::Email => known.iter().any(|one| one.field == *field),
    };
    if !is_there || !look.may(Function::CaseView, case) {
        return Err(Refusal::missing().into());
    }
    match look.sight() {
        Sight::Masked => look.disclose_field(case.person, &field.to_string()),
        Sight::Plain => look.disclose(case.person),
    }
    Ok(())
}

/// What the office knows of the applicant.
fn applicant(look: &Look, visit: &Visit, case: &Application) -> Result<Vec<Known>> {
    use disclosure::Field;
    let known = |field: Field, label: &'static str, text: String| Known { field, label, value: Personal::new(text) };
    let mut facts = vec![known(Field::Name, "desk-person-name", case.name.reveal().to_string())];
    let person = people_table::person(look, case.person)?;
    if let Some(person) = &person {
        facts.push(known(Field::Birth, "desk-person-birth", visit.words.date(person.birth.reveal().date())));
    }
    facts.push(known(Field::Address, "desk-person-address", case.address.reveal().clone()));
    if let Some(person) = person {
        facts.push(known(Field::Snils, "desk-person-snils", person.snils.reveal().to_string()));
        facts.extend(person.inn.map(|inn| known(Field::Inn, "desk-person-inn", inn.reveal().to_string())));
        facts.extend(person.passport.map(|passport| known(Field::Passport, "desk-person-passport", passport.reveal().to_string())));
        facts.extend(person.phone.map(|phone| known(Field::Phone, "desk-person-phone", phone.reveal().to_string())));
        facts.extend(person.email.map(|email| known(Field::Email, "desk-person-email", email.reveal().to_string())));
    }
    facts.retain(|fact| !fact.value.reveal().is_empty());
    Ok(facts)
}

/// What the profile says, where the form says otherwise: whoever corrects it is told that the employee sees both.
fn differing(look: &Look, case: &Application, service: &Service) -> Result<Answers> {
    let fields = service.steps.iter().flat_map(|step| &step.fields);
    let person = people_table::person(look, case.person)?;
    Ok(person.map_or_else(Answers::default, |person| prefill::differing(fields, &case.answers, &person)))
}

/// Employees who had to do with the case, each loaded once.
fn names(look: &Look, case: &Application) -> Result<HashMap<UserId, String>> {
    let mut marks: Vec<_> = case.milestones.iter().map(|milestone| milestone.mark.by).collect();
    marks.extend(case.assignee);
    marks.extend(case.inquiries.iter().map(|inquiry| inquiry.mark.by));
    marks.extend(case.documents.iter().filter_map(|document| document.check.as_ref()).map(|check| check.mark.by));
    marks.extend(case.decision.iter().flat_map(|decision| decision.confirmation.into_iter().chain([decision.mark])).map(|mark| mark.by));
    marks.extend(case.reworks.iter().map(|rework| rework.mark.by));
    marks.extend(case.appeals.iter().filter_map(|appeal| appeal.ruling.as_ref()).map(|ruling| ruling.mark().by));
    marks.sort_unstable();
    marks.dedup();
    let mut names = HashMap::new();
    for user in marks.into_iter().filter(|user| *user != case.applicant) {
        names.extend(identity_table::user(look, user)?.map(|known| (user, known.name.short())));
    }
    Ok(names)
}

/// Other cases of the same applicant in reach, with the titles of their services.
fn others(look: &Look, visit: &Visit, office: &Office, case: &Application) -> Result<Vec<(Application, String)>> {
    let mut others = table::of_applicant(look, case.applicant)?;
    others.retain(|other| other.id != case.id && other.state != State::Draft && look.permit().reach.covers(other.place()));
    let title = |other: &Application| {
        let service = office.catalogue.current(other.service.as_str());
        service.map_or_else(|| other.service.to_string(), |service| service.title.read(visit.words.language).to_owned())
    };
    Ok(others.into_iter().map(|other| (title(&other), other)).map(|(title, other)| (other, title)).collect())
}

/// The employees to whom the case may be given.
fn colleagues(look: &Look, case: &Application) -> Result<Vec<(UserId, String)>> {
    let mut colleagues = identity_table::colleagues(look, case.agent)?;
    colleagues.retain(|(user, _)| judges::may_hold(look.policy(), case, user.id, look.today()));
    Ok(colleagues.into_iter().map(|(user, _)| (user.id, user.name.short())).collect())
}
