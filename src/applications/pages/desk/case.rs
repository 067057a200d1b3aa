//! The card of a case.

use super::asked;
use crate::{
    access::{Function, Placed},
    act::Look,
    appliance::Appliance,
    applications::{
        Application, Office, State,
        moves::Move,
        table,
        views::desk::{
            Typed,
            card::{Card, Tab, Way},
        },
    },
    identity::table as identity_table,
    people::table as people_table,
    storage::Record,
    terms::{ApplicationId, Refusal, Result, UserId},
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

pub(super) async fn part(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let tab = tab(&visit);
    let part = |look: &Look| draw(look, &kabinet, &visit, *id, (tab, Typed::default()), |card| card.part());
    page::fragment(&kabinet, &visit, Function::CaseView, part).await
}

pub(super) async fn follow(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let id = id.into_inner();
    kabinet.look(&visit.actor, Function::CaseView, |look| load(look, id)).await?;
    let follower = Follower { who: visit.actor.who.clone(), session: visit.session, function: Function::CaseView };
    stream::events(kabinet, follower, move |touched| touched.record.kind == Application::NAME && touched.record.key == id.key())
}

fn tab(visit: &Visit) -> Tab {
    let asked = asked(visit);
    asked.iter().find(|(name, _)| name == "tab").and_then(|(_, code)| Tab::parse(code)).unwrap_or_default()
}

/// The case in the reader's reach; a draft is its applicant's alone.
pub(super) fn load(look: &Look, id: ApplicationId) -> Result<Application> {
    let case: Application = look.load(&id.key())?;
    if case.state == State::Draft { Err(Refusal::missing().into()) } else { Ok(case) }
}

/// The whole page.
pub(super) fn sheet(look: &Look, kabinet: &Appliance, visit: &Visit, id: ApplicationId, tab: Tab, typed: Typed<'_>) -> Result<Sheet> {
    draw(look, kabinet, visit, id, (tab, typed), |card| Sheet::new(card.title(), card.page()))
}

fn draw<T>(
    look: &Look,
    kabinet: &Appliance,
    visit: &Visit,
    id: ApplicationId,
    (tab, typed): (Tab, Typed<'_>),
    view: impl FnOnce(&Card<'_>) -> T,
) -> Result<T> {
    let office = kabinet.office();
    let case = load(look, id)?;
    look.disclose(case.person);
    let service = office.service_of(&case)?;
    let me = look.actor().user().ok_or_else(Refusal::missing)?;
    let may = |step: &Move| case.allows(*step, me, service.signing) && look.may(step.function(), &case);
    let moves: Vec<_> = Move::ALL.into_iter().filter(may).collect();
    let way = |function| if look.may(function, &case) { Way::Open } else { Way::Closed };
    let colleagues = if moves.contains(&Move::Assign) { colleagues(look, &case)? } else { Vec::new() };
    let card = Card {
        words: &visit.words,
        sight: look.sight(),
        today: look.today(),
        calendar: &office.calendar,
        case: &case,
        service,
        applicant: &applicant(look, visit, &case)?,
        names: &names(look, &case)?,
        moves: &moves,
        files: way(Function::CaseDocument),
        history: way(Function::HistoryView),
        others: &others(look, visit, &office, &case)?,
        colleagues: &colleagues,
        tab,
        typed,
        once: &|| visit.once(),
    };
    Ok(view(&card))
}

/// What the office knows of the applicant, as this reader sees it.
fn applicant(look: &Look, visit: &Visit, case: &Application) -> Result<Vec<(&'static str, String)>> {
    let (sight, words) = (look.sight(), &visit.words);
    let mut facts = vec![("desk-person-name", case.name.seen(sight)), ("desk-person-address", case.address.seen(sight))];
    let Some(person) = people_table::person(look, case.person)? else { return Ok(facts) };
    facts.insert(1, ("desk-person-birth", sight.see(&words.date(person.birth.reveal().date()))));
    facts.push(("desk-person-snils", person.snils.seen(sight)));
    facts.extend(person.inn.map(|inn| ("desk-person-inn", inn.seen(sight))));
    facts.extend(person.passport.map(|passport| ("desk-person-passport", passport.seen(sight))));
    facts.extend(person.phone.map(|phone| ("desk-person-phone", phone.seen(sight))));
    facts.extend(person.email.map(|email| ("desk-person-email", email.seen(sight))));
    facts.retain(|(_, text)| !text.is_empty());
    Ok(facts)
}

/// Employees who had to do with the case, each loaded once.
fn names(look: &Look, case: &Application) -> Result<HashMap<UserId, String>> {
    let mut marks: Vec<_> = case.milestones.iter().map(|milestone| milestone.mark.by).collect();
    marks.extend(case.assignee);
    marks.extend(case.inquiries.iter().map(|inquiry| inquiry.mark.by));
    marks.extend(case.documents.iter().filter_map(|document| document.check.as_ref()).map(|check| check.mark.by));
    marks.extend(case.decision.iter().flat_map(|decision| decision.confirmation.into_iter().chain([decision.mark])).map(|mark| mark.by));
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

/// The employees who may take cases of this Agent.
fn colleagues(look: &Look, case: &Application) -> Result<Vec<(UserId, String)>> {
    let (today, place) = (look.today(), case.place());
    let mut colleagues = identity_table::colleagues(look, case.agent)?;
    colleagues.retain(|(user, _)| look.policy().able(user.id, case.agent, Function::CaseTake, place, today).is_ok());
    Ok(colleagues.into_iter().map(|(user, _)| (user.id, user.name.short())).collect())
}
