//! Where the plan is played: every event becomes an Act of the right person at the right moment of the past.

use super::{
    cases::{Planned, covering},
    files::Scan,
    founding::Founded,
    material::Material,
    residents::{Dwelling, Resident},
    script::{Deed, Doer, Event},
};
use crate::{
    access::{Actor, Function, Seat, Who},
    act::{Act, Bench, Call},
    applications::{
        Document,
        application::Mark,
        changes::{self, Office},
        rules::Particulars,
    },
    identity::{Password, agent::OWNER},
    people::changes as people,
    terms::{ApplicationId, Error, Fault, Language, Personal, Result, Secret, UserId},
    web::url,
};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::HashMap, net::IpAddr, sync::Arc};

/// Acts in one commit.
const COMMIT_EVERY: usize = 1000;
/// Networks for examples (RFC 5737), from which citizens come.
const NETWORKS: [[u8; 3]; 3] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]];

/// The bench with its commits.
pub(super) struct Stage<'s> {
    bench: &'s mut Bench,
    waiting: usize,
}

impl<'s> Stage<'s> {
    pub(super) const fn new(bench: &'s mut Bench) -> Self {
        Self { bench, waiting: 0 }
    }

    /// One Act; what was refused here is a mistake of the plan.
    ///
    /// # Errors
    /// The Act was refused or failed.
    pub(super) fn act<T: Serialize + DeserializeOwned>(
        &mut self,
        actor: &Actor,
        function: Function,
        at: Timestamp,
        verb: impl FnOnce(&mut Act<'_>) -> Result<T>,
    ) -> Result<T> {
        // Everybody in the demonstration has just typed their password.
        let proven = Actor { proved_at: Some(at), ..actor.clone() };
        let answer = self.bench.act(&Call { actor: &proven, function, at, once: None }, verb).map_err(|error| told(error, actor))?;
        self.waiting += 1;
        if self.waiting >= COMMIT_EVERY {
            self.commit()?;
        }
        Ok(answer)
    }

    /// Makes durable what was done.
    ///
    /// # Errors
    /// The disk is full or broken.
    pub(super) fn commit(&mut self) -> Result<()> {
        self.waiting = 0;
        self.bench.commit().map(drop)
    }
}

fn told(error: Error, actor: &Actor) -> Error {
    match error {
        Error::Refused(refusal) => {
            let fields: Vec<_> = refusal.fields.iter().map(|field| format!("{}: {}", field.field, field.message.id)).collect();
            let cause = format!("{:?}: {}: {} {}", actor.seat(), actor.request, refusal.message.id, fields.join(", "));
            Fault::new("playing the demonstration", cause).into()
        }
        Error::Fault(_) => error,
    }
}

/// A citizen who is there.
#[derive(Clone)]
struct Enrolled {
    user: UserId,
    login: Arc<str>,
    address: IpAddr,
}

/// The play itself.
pub(super) struct Play<'p, 's> {
    pub(super) stage: &'p mut Stage<'s>,
    pub(super) office: &'p Office,
    pub(super) material: &'p Material,
    pub(super) founded: &'p Founded,
    pub(super) dwellings: &'p [Dwelling],
    pub(super) residents: &'p [Resident],
    pub(super) planned: &'p [Planned],
    pub(super) scans: &'p [Scan],
    /// Passwords by login.
    pub(super) hashes: &'p HashMap<String, String>,
}

/// What is played next.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    /// This resident is registered.
    Enrol(usize),
    /// This application, this event of its script.
    Go(usize, usize),
}

/// What has come about so far.
pub(super) struct Memory {
    enrolled: Vec<Option<Enrolled>>,
    applications: Vec<Option<ApplicationId>>,
}

impl Play<'_, '_> {
    /// Plays the turns, which stand in the order of time.
    ///
    /// # Errors
    /// The plan is not possible, or a fault of the engine.
    pub(super) fn play(&mut self, turns: &[(Timestamp, Turn)]) -> Result<()> {
        let mut memory = Memory { enrolled: vec![None; self.residents.len()], applications: vec![None; self.planned.len()] };
        for (at, turn) in turns {
            match *turn {
                Turn::Enrol(place) => self.enrol(*at, place, &mut memory)?,
                Turn::Go(case, event) => self.go(*at, case, event, &mut memory)?,
            }
        }
        self.stage.commit()
    }

    fn enrol(&mut self, at: Timestamp, place: usize, memory: &mut Memory) -> Result<()> {
        let resident = self.residents.get(place).ok_or_else(lost)?;
        let registrar = self.founded.members.get(resident.registrar).ok_or_else(lost)?;
        let mut papers = resident.papers.clone();
        papers.house = self.founded.houses.get(resident.house).copied();
        let hash = resident.login.as_ref().and_then(|login| self.hashes.get(login.as_str()));
        let password = hash.map_or(Password::None, |hash| Password::Own(Secret::new(hash.clone())));
        let actor = registrar.actor(None, format!("POST {}", url::REGISTER));
        let login = resident.login.clone();
        let (person, user) = self.stage.act(&actor, Function::PersonRegister, at, |act| people::register(act, papers, login, password))?;
        let login = resident.login.as_ref().map_or_else(|| format!("4-{:07}", person.number()), ToString::to_string);
        let network = NETWORKS[place % NETWORKS.len()];
        let address = IpAddr::from([network[0], network[1], network[2], u8::try_from(1 + place / NETWORKS.len() % 250).unwrap_or(1)]);
        if let Some(enrolled) = memory.enrolled.get_mut(place) {
            *enrolled = Some(Enrolled { user, login: Arc::from(login), address });
        }
        Ok(())
    }

    fn go(&mut self, at: Timestamp, case: usize, event: usize, memory: &mut Memory) -> Result<()> {
        let planned = self.planned.get(case).ok_or_else(lost)?;
        let event = planned.script.events.get(event).ok_or_else(lost)?;
        let id = memory.applications.get(case).copied().flatten();
        let request = request(&event.deed, &planned.service, id);
        let (actor, user) = self.actor(planned, event, request, memory)?;
        let (office, service) = (self.office, planned.service.as_str());
        let function = event.deed.function();
        let Some(id) = id else {
            let id = self.stage.act(&actor, function, at, |act| changes::start(act, office, service))?;
            memory.applications[case] = Some(id);
            return Ok(());
        };
        let (scans, members) = (self.scans, &self.founded.members);
        self.stage.act(&actor, function, at, |act| match &event.deed {
            Deed::Start => changes::start(act, office, service).map(drop),
            Deed::Fill(step, answers) => {
                let sent: Vec<_> = answers.iter().map(|(name, answer)| (name.to_owned(), answer.reveal().clone())).collect();
                changes::fill(act, office, id, step.as_str(), &sent).map(drop)
            }
            Deed::Attach { kind, scan, name } => {
                let scan = scans.get(*scan).ok_or_else(lost)?;
                let document = Document {
                    number: 0,
                    kind: kind.clone(),
                    name: Personal::new(name.clone()),
                    file: scan.file,
                    pages: scan.pages,
                    size: scan.size,
                    digest: scan.digest,
                    mark: Mark { at, by: user },
                    check: None,
                    inquiry: None,
                };
                changes::attach(act, office, id, Ok(vec![changes::Given { document, file: scan.staged.clone() }])).map(drop)
            }
            Deed::Submit => changes::submit(act, office, id).map(drop),
            Deed::Register => changes::register(act, office, id).map(drop),
            Deed::Assign(to) => changes::assign(act, office, id, Some(members.get(*to).ok_or_else(lost)?.user())).map(drop),
            Deed::Take => changes::take(act, office, id).map(drop),
            Deed::GiveBack => changes::give_back(act, office, id).map(drop),
            Deed::Ask(question) => changes::ask(act, office, id, question).map(drop),
            Deed::Answer(answer) => changes::answer(act, office, id, answer).map(drop),
            Deed::Send => changes::send_to_check(act, office, id).map(drop),
            Deed::Check { document, finding, note } => changes::check(act, office, id, *document, *finding, note).map(drop),
            Deed::FinishCheck => changes::finish_check(act, office, id).map(drop),
            Deed::Decide { template, reason, sum } => changes::decide(act, office, id, template, Particulars { reason, sum }).map(drop),
            Deed::Confirm => changes::confirm(act, office, id).map(drop),
            Deed::Deliver => changes::deliver(act, office, id).map(drop),
            Deed::Appeal(reasons) => changes::appeal(act, office, id, reasons).map(drop),
            Deed::Resolve(verdict, answer) => changes::resolve_appeal(act, office, id, Some(*verdict), answer).map(drop),
            Deed::Withdraw => changes::withdraw(act, office, id).map(drop),
        })
    }

    fn actor(&self, planned: &Planned, event: &Event, request: String, memory: &Memory) -> Result<(Actor, UserId)> {
        match event.doer {
            Doer::Applicant => {
                let citizen = memory.enrolled.get(planned.applicant).and_then(Option::as_ref).ok_or_else(lost)?;
                let seat = Seat { user: citizen.user, login: citizen.login.clone(), agent: OWNER, scope: None };
                Ok((
                    Actor {
                        who: Who::User(seat),
                        address: citizen.address,
                        request,
                        language: Language::Russian,
                        proved_at: None,
                        program: None,
                    },
                    citizen.user,
                ))
            }
            Doer::Employee(place) => {
                let (member, employee) = (self.founded.members.get(place), self.material.town.employees.get(place));
                let (Some(member), Some(employee)) = (member, employee) else { return Err(lost()) };
                let house = self.residents.get(planned.applicant).and_then(|resident| self.dwellings.get(resident.house));
                let scope = house.and_then(|house| covering(self.material, employee, &house.district)).flatten();
                Ok((member.actor(scope, request), member.user()))
            }
        }
    }
}

fn lost() -> Error {
    Fault::new("playing the demonstration", "the plan names somebody who is not there").into()
}

/// What the request would have been in the browser.
fn request(deed: &Deed, service: &str, id: Option<ApplicationId>) -> String {
    let Some(id) = id else { return format!("POST {}", url::service(service)) };
    let own = |action: &str| format!("POST {}/{action}", url::application(id));
    let case = |action: &str| format!("POST {}/{action}", url::case(id));
    match deed {
        Deed::Start => format!("POST {}", url::service(service)),
        Deed::Fill(step, _) => format!("POST {}", url::step(id, step.as_str())),
        Deed::Attach { .. } => own("documents"),
        Deed::Submit => own("submit"),
        Deed::Answer(_) => own("answer"),
        Deed::Appeal(_) => own("appeal"),
        Deed::Withdraw => own("withdraw"),
        Deed::Register => case("register"),
        Deed::Assign(_) => case("assign"),
        Deed::Take => case("take"),
        Deed::GiveBack => case("return"),
        Deed::Ask(_) => case("ask"),
        Deed::Send => case("send-to-check"),
        Deed::Check { document, .. } => case(&format!("documents/{document}/check")),
        Deed::FinishCheck => case("finish-check"),
        Deed::Decide { .. } => case("decide"),
        Deed::Confirm => case("confirm"),
        Deed::Deliver => case("deliver"),
        Deed::Resolve(..) => case("resolve-appeal"),
    }
}
