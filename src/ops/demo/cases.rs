//! Plans the applications: who applies for what, when, and every single event of the way.

use super::{
    Size,
    chance::Chance,
    clock::Clock,
    fate::{Beat, Fate, Part, fates, span, way},
    files::Scan,
    form::Filling,
    material::Material,
    residents::{Dwelling, Resident, places},
    script::{Event, Script, Writing},
};
use crate::{
    applications::changes::Office,
    catalog::Service,
    terms::{Fault, Result},
};
use jiff::{ToSpan, civil::DateTime};
use std::collections::HashSet;

/// No application is begun before this working day: the town has to be there first.
const FIRST_DAY: i64 = 15;
/// Draws of an applicant before all are looked through.
const DRAWS: usize = 60;
/// Services are drawn by these shares: the code, out of a hundred; what is not named is drawn as the last.
const SHARES: [(&str, i64); 5] =
    [("utility-subsidy", 30), ("heating-compensation", 22), ("child-allowance", 20), ("family-certificate", 18), ("charges-recount", 10)];

/// Everybody who works on one case, by their place in [`super::material::Town::employees`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Crew {
    operator: usize,
    colleague: usize,
    inspector: usize,
    head: usize,
    other_head: usize,
}

impl Crew {
    /// Who plays this part; none for the applicant.
    pub(super) const fn plays(&self, part: Part) -> Option<usize> {
        match part {
            Part::Applicant => None,
            Part::Operator => Some(self.operator),
            Part::Colleague => Some(self.colleague),
            Part::Inspector => Some(self.inspector),
            Part::Head => Some(self.head),
            Part::OtherHead => Some(self.other_head),
        }
    }
}

/// An application of the plan.
pub(super) struct Planned {
    /// Which of the residents applies.
    pub(super) applicant: usize,
    pub(super) service: String,
    pub(super) script: Script,
}

/// What the planning needs.
pub(super) struct Planning<'p> {
    pub(super) material: &'p Material,
    pub(super) office: &'p Office,
    pub(super) houses: &'p [Dwelling],
    pub(super) residents: &'p [Resident],
    pub(super) scans: &'p [Scan],
    pub(super) clock: &'p Clock,
    pub(super) chance: &'p mut Chance,
    /// Nobody applies twice for the same: who applied for what.
    applied: HashSet<(usize, String)>,
}

impl<'p> Planning<'p> {
    pub(super) fn new(
        (material, office): (&'p Material, &'p Office),
        (houses, residents): (&'p [Dwelling], &'p [Resident]),
        scans: &'p [Scan],
        (clock, chance): (&'p Clock, &'p mut Chance),
    ) -> Self {
        Self { material, office, houses, residents, scans, clock, chance, applied: HashSet::new() }
    }

    /// All the applications.
    ///
    /// # Errors
    /// The material does not fit the services.
    pub(super) fn all(mut self, size: Size) -> Result<Vec<Planned>> {
        let mut planned = Vec::new();
        for (applicant, resident) in self.residents.iter().enumerate() {
            let known = resident.known.and_then(|known| self.material.town.citizens.get(known));
            for case in known.map_or(&[][..], |known| &known.cases) {
                let beats = self.beats(&case.service, case.fate)?;
                planned.push(self.plan((&case.service, case.fate), &beats, case.days, Some(applicant), planned.len())?);
            }
            if let Some(known) = known {
                // Their histories are told whole: chance adds nothing.
                let services = self.office.catalogue.services().map(|service| service.code.to_string());
                self.applied.extend(services.map(|service| (applicant, service)));
                tracing::debug!(login = known.login, "a citizen of the demonstration is planned");
            }
        }
        let fates = fates(size.applications.saturating_sub(planned.len()), self.chance);
        let mut open = 0;
        for fate in fates {
            let service = self.service();
            let beats = self.beats(&service, fate)?;
            let terms = self.known_service(&service)?.terms;
            let ago = match fate.ago(&terms, open, self.chance) {
                Some(ago) => {
                    open += 1;
                    ago
                }
                None => self.chance.between(1, (self.clock.count() - FIRST_DAY - span(&beats)).max(1)),
            };
            planned.push(self.plan((&service, fate), &beats, ago, None, planned.len())?);
        }
        Ok(planned)
    }

    fn known_service(&self, code: &str) -> Result<&'p Service> {
        let missing = || Fault::new("planning the demonstration", format!("there is no service {code}"));
        Ok(self.office.catalogue.current(code).ok_or_else(missing)?)
    }

    fn beats(&mut self, service: &str, fate: Fate) -> Result<Vec<Beat>> {
        let service = self.known_service(service)?;
        Ok(way(fate, &service.terms, service.signing, self.chance))
    }

    /// A service, drawn by its share.
    fn service(&mut self) -> String {
        let mut left = self.chance.between(1, SHARES.iter().map(|(_, share)| share).sum());
        let drawn = SHARES.iter().find(|(code, share)| {
            left -= share;
            left <= 0 && self.office.catalogue.current(code).is_some()
        });
        let any = || self.office.catalogue.services().next().map(|service| service.code.to_string()).unwrap_or_default();
        drawn.map_or_else(any, |(code, _)| (*code).to_owned())
    }

    fn plan(&mut self, what: (&str, Fate), beats: &[Beat], ago: i64, applicant: Option<usize>, order: usize) -> Result<Planned> {
        let service = self.known_service(what.0)?;
        let moments = self.lay(beats, ago);
        let begun = moments.first().copied().unwrap_or_else(|| self.clock.today().at(0, 0, 0, 0));
        let applicant = match applicant {
            Some(applicant) => applicant,
            None => self.applicant(what.0, begun)?,
        };
        self.applied.insert((applicant, what.0.to_owned()));
        let resident = &self.residents[applicant];
        let crew = self.crew(service.agent.as_str(), self.houses.get(resident.house).map_or("", |house| &house.district))?;
        let filling = Filling { material: self.material, resident, day: begun.date(), order: order as u64 };
        let form = filling.fill(service, self.chance)?;
        let writing = Writing { service, crew, form, texts: &self.material.texts, scans: self.scans };
        let script = writing.write(beats, &moments, self.chance);
        Ok(Planned { applicant, service: what.0.to_owned(), script })
    }

    /// The moments of the beats: the last lies so many working days ago, the others before it.
    fn lay(&mut self, beats: &[Beat], ago: i64) -> Vec<DateTime> {
        let Some(last) = beats.last() else { return Vec::new() };
        let index = self.clock.count() - ago;
        let at_home = last.part == Part::Applicant;
        let day = if ago == 0 { self.clock.today() } else { self.clock.day(index) };
        let mut next = if at_home { self.clock.at_home(day, self.chance) } else { self.clock.in_office(index, self.chance) };
        let mut moments = vec![next];
        for pair in beats.windows(2).rev() {
            if let [before, after] = pair {
                next = self.clock.before(next, after.gap, before.part.whose(), self.chance);
                moments.push(next);
            }
        }
        moments.reverse();
        moments
    }

    /// Somebody who was registered by then and has not applied for this yet.
    fn applicant(&mut self, service: &str, begun: DateTime) -> Result<usize> {
        let by = begun - 2.hours();
        let there = self.residents.partition_point(|resident| resident.registered < by);
        let free = |applied: &HashSet<_>, place: usize| !applied.contains(&(place, service.to_owned()));
        for _ in 0..DRAWS {
            let place = self.chance.index(there);
            if place < there && free(&self.applied, place) {
                return Ok(place);
            }
        }
        let found = (0..there).find(|place| free(&self.applied, *place));
        found.ok_or_else(|| Fault::new("planning the demonstration", format!("nobody is left to apply for {service}")).into())
    }

    /// Employees of this Agent whose scopes have this district.
    fn crew(&mut self, agent: &str, district: &str) -> Result<Crew> {
        let town = &self.material.town;
        let mut of = |role: &str| {
            let able = places(town, |employee| {
                employee.is(role) && employee.agent == agent && covering(self.material, employee, district).is_some()
            });
            let first = self.chance.pick(&able).copied();
            let first = first.ok_or_else(|| Fault::new("planning the demonstration", format!("{agent} has no {role} for {district}")))?;
            let others: Vec<_> = able.into_iter().filter(|place| *place != first).collect();
            let second = self.chance.pick(&others).copied().unwrap_or(first);
            Ok::<_, crate::terms::Error>((first, second))
        };
        let (operator, colleague) = of("operator")?;
        let (inspector, _) = of("inspector")?;
        let (head, other_head) = of("head")?;
        Ok(Crew { operator, colleague, inspector, head, other_head })
    }
}

/// Which of their scopes an employee works in for this district: none of them where they see the whole Agent.
pub(super) fn covering<'m>(material: &'m Material, employee: &'m super::material::Employee, district: &str) -> Option<Option<&'m str>> {
    if employee.scopes.is_empty() {
        return Some(None);
    }
    let has = |name: &str| {
        let area = material.town.scopes.iter().find(|area| area.agent == employee.agent && area.name == name);
        area.is_some_and(|area| area.districts.iter().any(|known| known == district))
    };
    employee.scopes.iter().find(|name| has(name)).map(|name| Some(name.as_str()))
}

/// All the events of these applications.
pub(super) fn events(planned: &[Planned]) -> impl Iterator<Item = (usize, usize, &Event)> {
    let of = |(case, planned)| {
        let planned: &Planned = planned;
        planned.script.events.iter().enumerate().map(move |(place, event)| (case, place, event))
    };
    planned.iter().enumerate().flat_map(of)
}
