//! The fictional town Тихореченск: a year of its offices, made through Acts with a clock set to the past. The same date
//! makes the same town, every time.

mod cases;
mod chance;
mod clock;
mod fate;
mod files;
mod form;
mod founding;
mod material;
mod numbers;
mod residents;
mod script;
mod stage;
#[cfg(test)]
mod tests;

pub use material::Material;

use crate::{
    act::Bench,
    applications::changes::Office,
    identity::password,
    terms::{Fault, Result, Text},
};
use chance::Chance;
use clock::Clock;
use jiff::Timestamp;
use stage::{Play, Stage, Turn};
use std::{collections::HashMap, path::Path};

/// Everything random in the town comes from here.
const SEED: u64 = 0x7_1A_4E_C0;

/// How large the town is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Houses in the register.
    pub houses: usize,
    /// Citizens who were registered at the counter.
    pub citizens: usize,
    /// Applications over the past year; every state occurs from 60 on.
    pub applications: usize,
}

impl Size {
    /// What `kabinet demo` shows.
    pub const TOWN: Self = Self { houses: 40, citizens: 3000, applications: 2000 };
    /// Small enough for tests, and yet every state occurs.
    pub const HAMLET: Self = Self { houses: 6, citizens: 60, applications: 60 };
}

/// Somebody who can sign in, for the printed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Surname, name, patronymic.
    pub name: String,
    /// The names of their roles.
    pub role: Text,
    /// What they sign in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// Where they work, and what they are good for in a showing.
    pub place: Text,
}

/// Makes the town in an empty store. `now` is the end of its past year; `staging` a folder for files on their way in.
///
/// # Errors
/// The material does not fit the services, or a fault of the engine.
pub fn populate(
    bench: &mut Bench,
    office: &Office,
    material: &Material,
    size: Size,
    now: Timestamp,
    staging: &Path,
) -> Result<Vec<SignIn>> {
    let (clock, mut chance) = (Clock::new(&office.calendar, &office.zone, now), Chance::new(SEED));
    let sign_ins = sign_ins(material);
    std::thread::scope(|scope| {
        let salted: Vec<_> = sign_ins.iter().map(|who| (who, chance.bytes())).collect();
        // Slow on purpose, so they are made while the town is planned.
        let hashes = scope.spawn(move || hashes(&salted));
        let opened = clock.real(clock.day(0).at(8, 0, 0, 0))?;
        let scans = files::scans(staging, opened, &office.zone)?;
        let houses = residents::dwellings(&material.town, size.houses, &mut chance);
        let residents = residents::residents(material, &houses, size, &clock, &mut chance)?;
        let planning = cases::Planning::new((material, office), (&houses, &residents), &scans, (&clock, &mut chance));
        let planned = planning.all(size)?;
        let turns = turns(&clock, &residents, &planned)?;
        let hashes = hashes.join().map_err(|_| Fault::new("hashing the passwords of the demonstration", "the thread panicked"))??;
        let mut stage = Stage::new(bench);
        let founding = founding::Founding { material, stage: &mut stage, at: opened, hashes: &hashes };
        let founded = founding.found(&houses)?;
        let stage = &mut stage;
        let (dwellings, residents, planned, scans, hashes) = (&*houses, &*residents, &*planned, &*scans, &hashes);
        Play { stage, office, material, founded: &founded, dwellings, residents, planned, scans, hashes }.play(&turns)
    })?;
    Ok(sign_ins)
}

/// Everything that happens after the first day, in the order of time.
fn turns(clock: &Clock, residents: &[residents::Resident], planned: &[cases::Planned]) -> Result<Vec<(Timestamp, Turn)>> {
    let mut turns = Vec::new();
    for (place, resident) in residents.iter().enumerate() {
        turns.push((clock.real(resident.registered)?, Turn::Enrol(place)));
    }
    for (case, event, what) in cases::events(planned) {
        turns.push((clock.real(what.at)?, Turn::Go(case, event)));
    }
    turns.sort_by_key(|(at, _)| *at); // stable: what happens to one application at one moment stays in its order
    Ok(turns)
}

fn hashes(salted: &[(&SignIn, [u8; password::SALT])]) -> Result<HashMap<String, String>> {
    salted.iter().map(|(who, salt)| Ok((who.login.clone(), password::hash(&who.password, *salt)?))).collect()
}

/// The table: employees in the order of the file, then citizens.
fn sign_ins(material: &Material) -> Vec<SignIn> {
    let town = &material.town;
    let password = town.password.clone();
    let both = |ru: String, en: String| Text { ru, en };
    let employees = town.employees.iter().filter_map(|employee| {
        let shown = employee.shown.as_ref()?;
        let roles: Vec<_> = employee.roles.iter().filter_map(|code| material.roles.get(code)).map(|role| &role.name).collect();
        let agent = town.agents.iter().find(|agent| agent.code == employee.agent).map(|agent| agent.short.clone()).unwrap_or_default();
        let joined = |read: fn(&Text) -> &str| roles.iter().map(|name| read(name)).collect::<Vec<_>>().join(", ");
        Some(SignIn {
            name: employee.name.to_string(),
            role: both(joined(|name| &name.ru), joined(|name| &name.en)),
            login: employee.login.clone(),
            password: password.clone(),
            place: both(format!("{}: {}", agent.ru, shown.ru), format!("{}: {}", agent.en, shown.en)),
        })
    });
    let citizen = material.roles.get(crate::access::Roles::CITIZEN).map(|role| role.name.clone()).unwrap_or_default();
    let citizens = town.citizens.iter().map(|known| SignIn {
        name: known.name.to_string(),
        role: citizen.clone(),
        login: known.login.clone(),
        password: password.clone(),
        place: known.shown.clone(),
    });
    employees.chain(citizens).collect()
}
