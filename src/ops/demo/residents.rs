//! The citizens: who they are, where they live, when and by whom they were registered at the counter.

use super::{
    Size,
    chance::Chance,
    clock::Clock,
    material::{Known, Material, People, Town},
    numbers,
};
use crate::{
    catalog::Prefill,
    identity::Login,
    people::{BirthDate, Sex, changes::Papers},
    terms::{Fault, FullName, Message, Result},
};
use jiff::{ToSpan, civil::DateTime};

/// Of a hundred citizens so many came in the first weeks, when the cabinet was new.
const EARLY: i64 = 40;
/// These weeks, in working days.
const EARLY_DAYS: i64 = 30;
/// Flats in a house.
const FLATS: i64 = 90;

/// A house of the plan.
pub(super) struct Dwelling {
    pub(super) street: String,
    pub(super) number: String,
    pub(super) district: String,
}

/// A citizen of the plan.
pub(super) struct Resident {
    /// The house is filled in when it has its number.
    pub(super) papers: Papers,
    /// Which of the houses.
    pub(super) house: usize,
    pub(super) address: String,
    pub(super) login: Option<Login>,
    /// Which of [`Town::citizens`].
    pub(super) known: Option<usize>,
    pub(super) registered: DateTime,
    /// Which of [`Town::employees`] registers.
    pub(super) registrar: usize,
}

impl Resident {
    /// The value of the profile that a field begins with, as canonical text.
    pub(super) fn profile(&self, prefill: Prefill) -> Option<String> {
        let papers = &self.papers;
        match prefill {
            Prefill::FullName => Some(papers.name.to_string()),
            Prefill::BirthDate => Some(papers.birth.to_string()),
            Prefill::Snils => Some(papers.snils.to_string()),
            Prefill::Inn => papers.inn.as_ref().map(ToString::to_string),
            Prefill::Passport => papers.passport.as_ref().map(ToString::to_string),
            Prefill::Phone => papers.phone.as_ref().map(|phone| phone.bare().to_owned()),
            Prefill::Email => papers.email.as_ref().map(ToString::to_string),
            Prefill::Address | Prefill::ActualAddress => Some(self.address.clone()),
            Prefill::Account => papers.account.as_ref().map(ToString::to_string),
        }
    }
}

/// The houses, dealt out to the streets one by one.
pub(super) fn dwellings(town: &Town, count: usize, chance: &mut Chance) -> Vec<Dwelling> {
    let mut houses = Vec::new();
    for (place, street) in town.streets.iter().cycle().take(count).enumerate() {
        let round = (place / town.streets.len()) as i64;
        let number = round * 8 + chance.between(1, 7);
        let ending = chance.pick(&["", "", "", "а", "/2", "к1"]).copied().unwrap_or_default();
        houses.push(Dwelling { street: street.name.clone(), number: format!("{number}{ending}"), district: street.district.clone() });
    }
    houses
}

/// The citizens in the order in which they came to the counter.
///
/// # Errors
/// The material names somebody who cannot be.
pub(super) fn residents(material: &Material, houses: &[Dwelling], size: Size, clock: &Clock, chance: &mut Chance) -> Result<Vec<Resident>> {
    let counter: Vec<usize> =
        places(&material.town, |employee| employee.scopes.is_empty() && (employee.is("operator") || employee.is("passport-officer")));
    let mut residents = Vec::with_capacity(size.citizens);
    for order in 0..size.citizens {
        let known = material.town.citizens.get(order);
        let (name, sex) = match known {
            Some(known) => (known.name.clone(), known.sex),
            None => named(&material.names, chance)?,
        };
        let late = if chance.happens(EARLY) { EARLY_DAYS } else { clock.count() - 1 };
        let day = if known.is_some() { 1 } else { chance.between(1, late) };
        let house = match known {
            Some(known) => houses.iter().position(|house| house.district == known.district).unwrap_or(0),
            None => chance.index(houses.len()),
        };
        let flat = known.map_or_else(|| chance.between(1, FLATS).to_string(), |known| known.flat.clone());
        let papers = papers(known, (name, sex), (order as u64, flat), clock, chance)?;
        residents.push(Resident {
            address: houses.get(house).map_or_else(String::new, |house| address(house, &papers.flat)),
            papers,
            house,
            login: known.map(|known| Login::parse(&known.login).map_err(unfit)).transpose()?,
            known: known.map(|_| order),
            registered: clock.in_office(day, chance),
            registrar: chance.pick(&counter).copied().unwrap_or(0),
        });
    }
    residents.sort_by_key(|resident| (resident.registered, resident.papers.snils));
    Ok(residents)
}

/// The places in the list of employees of those who fit.
pub(super) fn places(town: &Town, fits: impl Fn(&super::material::Employee) -> bool) -> Vec<usize> {
    (0..).zip(&town.employees).filter(|(_, employee)| fits(employee)).map(|(place, _)| place).collect()
}

fn unfit(message: Message) -> crate::terms::Error {
    Fault::new("making up a citizen", message.id.into_owned()).into()
}

fn address(house: &Dwelling, flat: &str) -> String {
    let Dwelling { street, number, district: _ } = house;
    if flat.is_empty() { format!("{street}, {number}") } else { format!("{street}, {number}, кв. {flat}") }
}

fn papers(known: Option<&Known>, who: (FullName, Sex), at: (u64, String), clock: &Clock, chance: &mut Chance) -> Result<Papers> {
    let ((name, sex), (order, flat)) = (who, at);
    let age = known.and_then(|known| known.age).unwrap_or_else(|| age(chance));
    let by_age = clock.today().saturating_sub(age.years()).saturating_sub(chance.between(1, 364).days());
    let birth = BirthDate::new(known.and_then(|known| known.born).unwrap_or(by_age), clock.today()).map_err(unfit)?;
    let mut has = |percent: i64| known.is_some() || chance.happens(percent);
    let (inn, phone, account) = (has(70), has(92), has(50));
    let email = has(if age < 60 { 65 } else { 15 });
    Ok(Papers {
        birth,
        sex,
        snils: numbers::snils(order)?,
        inn: inn.then(|| numbers::inn(order)).transpose()?,
        passport: Some(numbers::passport(order, chance)?),
        house: None,
        flat,
        phone: phone.then(|| numbers::phone(order)).transpose()?,
        email: email.then(|| numbers::email(name.name(), name.surname(), order)).transpose()?,
        account: account.then(|| numbers::account(chance)).transpose()?,
        name,
    })
}

/// Years: most who come to the counter are parents or pensioners.
fn age(chance: &mut Chance) -> i64 {
    let (from, to) =
        chance.pick(&[(18, 24), (25, 34), (25, 39), (30, 49), (40, 59), (55, 74), (60, 79), (75, 93)]).copied().unwrap_or((30, 60));
    chance.between(from, to)
}

/// Somebody's full name.
///
/// # Errors
/// The material has a name that is none.
pub(super) fn named(names: &[People], chance: &mut Chance) -> Result<(FullName, Sex)> {
    let sex = if chance.happens(58) { Sex::Female } else { Sex::Male };
    let people = drawn(names, chance)?;
    let surname = chance.pick(&people.surnames).map_or("", |surname| surname.of(sex)).to_owned();
    Ok((with_surname(people, &surname, sex, chance)?, sex))
}

/// A relative of theirs: the same surname, in the form for a woman or a man.
///
/// # Errors
/// The material has a name that is none.
pub(super) fn relative(names: &[People], of: &FullName, chance: &mut Chance) -> Result<FullName> {
    let pair = names.iter().find_map(|people| {
        let of_them = |sex| people.surnames.iter().find(move |pair| pair.of(sex) == of.surname());
        of_them(Sex::Female).or_else(|| of_them(Sex::Male)).map(|pair| (people, pair))
    });
    let sex = if chance.happens(50) { Sex::Female } else { Sex::Male };
    match pair {
        Some((people, pair)) => with_surname(people, pair.of(sex), sex, chance),
        None => with_surname(drawn(names, chance)?, of.surname(), sex, chance),
    }
}

fn drawn<'n>(names: &'n [People], chance: &mut Chance) -> Result<&'n People> {
    let mut left = chance.between(1, names.iter().map(|people| people.share).sum());
    let found = names.iter().find(|people| {
        left -= people.share;
        left <= 0
    });
    found.ok_or_else(|| Fault::new("making up a citizen", "demo/names.toml has no names").into())
}

fn with_surname(people: &People, surname: &str, sex: Sex, chance: &mut Chance) -> Result<FullName> {
    let name = match sex {
        Sex::Female => chance.text(&people.women),
        Sex::Male => chance.text(&people.men),
    };
    let patronymic = chance.pick(&people.patronymics).map_or("", |patronymic| patronymic.of(sex));
    FullName::from_parts(surname, &name, patronymic)
        .map_err(|_| Fault::new("making up a citizen", format!("“{surname} {name} {patronymic}” is no name")).into())
}
