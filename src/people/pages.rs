//! Registering a citizen at the counter; a citizen's own profile stands beside it.

pub mod profile;

use super::{
    BirthDate, Email, Inn, Passport, Phone, Sex, Snils,
    changes::{self, Papers},
    views::{Counter, Registered},
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    housing::{House, table as housing_table},
    identity::{Password, table as identity_table},
    terms::{FieldError, FullName, HouseId, Message, Refusal, Result, message},
    web::{Answer, Posted, Route, Sheet, Visit, again, show, url},
};
use actix_web::web::Data;
use jiff::civil::Date;

/// Characters of a flat's number.
const LONGEST_FLAT: usize = 10;

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    let mut routes = profile::routes();
    routes.push(Route::get(Function::PersonRegister, url::REGISTER, blank));
    routes.push(Route::post(Function::PersonRegister, url::REGISTER, register));
    routes
}

async fn blank(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PersonRegister, |look| draw(look, &visit, None, None)).await
}

/// Registers the citizen. The answer is a page and not a redirection, since the login is in no address; the once-token
/// makes a reload harmless.
async fn register(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let papers = read(&form, visit.words.day_of(kabinet.now()));
    let name = papers.as_ref().ok().map(|papers| papers.name.clone());
    let verb = move |act: &mut crate::act::Act<'_>| changes::register(act, papers?, None, Password::None);
    match kabinet.act(visit.actor.clone(), Function::PersonRegister, form.once()?, verb).await {
        Ok((_, user)) => {
            show(&kabinet, &visit, Function::PersonRegister, |look| {
                let login = identity_table::user(look, user)?.ok_or_else(Refusal::missing)?.login;
                let registered = Registered { name: name.as_ref(), login: &login };
                Ok(Sheet::new(visit.words.text("person-registered"), registered.page(&visit.words)))
            })
            .await
        }
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw(look, &visit, Some(&form), Some(refusal));
            again(&kabinet, &visit, Function::PersonRegister, error, draw).await
        }
    }
}

fn draw(look: &Look, visit: &Visit, form: Option<&Posted>, refusal: Option<&Refusal>) -> Result<Sheet> {
    let mut houses = housing_table::houses(look)?;
    houses.retain(|house| look.permit().reach.covers_house(Some(house.id)));
    houses.sort_by_cached_key(House::order);
    let houses: Vec<_> = houses.iter().map(|house| (house.id.to_string(), house.to_string())).collect();
    let errors = refusal.map_or(&[][..], |refusal| &refusal.fields);
    let counter = Counter { words: &visit.words, form, errors, houses: &houses, once: visit.once() };
    Ok(Sheet::new(visit.words.text("person-register"), counter.page()))
}

/// What is wrong, gathered from all fields.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    /// The value of a field that must be filled; `empty` says so where it is not.
    fn must<T>(&mut self, form: &Posted, field: &str, empty: &'static str, parse: impl FnOnce(&str) -> Result<T, Message>) -> Option<T> {
        let text = form.get(field).trim();
        let parsed = if text.is_empty() { Err(message(empty)) } else { parse(text) };
        parsed.map_err(|message| self.0.push(FieldError { field: field.to_owned(), message })).ok()
    }

    /// The value of a field that may stay empty.
    fn may<T>(&mut self, form: &Posted, field: &str, parse: impl FnOnce(&str) -> Result<T, Message>) -> Option<T> {
        let text = form.get(field).trim();
        if text.is_empty() {
            return None;
        }
        parse(text).map_err(|message| self.0.push(FieldError { field: field.to_owned(), message })).ok()
    }
}

/// Reads the whole form; all mistakes at once.
fn read(form: &Posted, today: Date) -> Result<Papers, Refusal> {
    let mut wrong = Wrong::default();
    let name = FullName::from_parts(form.get("surname"), form.get("name"), form.get("patronymic"));
    let name = name.map_err(|errors| wrong.0.extend(errors)).ok();
    let birth = wrong.must(form, "birth", "form-empty-date", |text| BirthDate::parse(text, today));
    let sex = wrong.must(form, "sex", "form-empty-choice", sex);
    let snils = wrong.must(form, "snils", "form-empty-snils", Snils::parse);
    let inn = wrong.may(form, "inn", Inn::of_person);
    let passport = wrong.may(form, "passport", Passport::parse);
    let house = wrong.may(form, "house", |text| text.parse::<HouseId>().map_err(|_| message("person-house-unknown")));
    let flat = wrong.may(form, "flat", flat).unwrap_or_default();
    let phone = wrong.may(form, "phone", Phone::parse);
    let email = wrong.may(form, "email", Email::parse);
    match (name, birth, sex, snils) {
        (Some(name), Some(birth), Some(sex), Some(snils)) if wrong.0.is_empty() => {
            Ok(Papers { name, birth, sex, snils, inn, passport, house, flat, phone, email, account: None })
        }
        _ => Err(Refusal::fields(wrong.0)),
    }
}

fn sex(text: &str) -> Result<Sex, Message> {
    match text {
        "female" => Ok(Sex::Female),
        "male" => Ok(Sex::Male),
        _ => Err(message("form-choice-unknown")),
    }
}

fn flat(text: &str) -> Result<String, Message> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | ' ');
    if text.chars().count() <= LONGEST_FLAT && text.chars().all(good) { Ok(text.to_owned()) } else { Err(message("person-flat-wrong")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Posted {
        Posted { once: None, fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let sent =
            form(&[("name", "Анна"), ("birth", "31.02.1960"), ("snils", "1"), ("sex", "x"), ("flat", "12345678901"), ("email", "a")]);
        let refusal = read(&sent, jiff::civil::date(2026, 11, 23)).unwrap_err();
        let fields: Vec<_> = refusal.fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["surname", "birth", "sex", "snils", "flat", "email"]);
    }

    #[test]
    fn what_may_stay_empty_stays_empty() {
        let sent =
            form(&[("surname", "Белова"), ("name", "Анна"), ("birth", "17.05.1984"), ("snils", "112-233-445 95"), ("sex", "female")]);
        let papers = read(&sent, jiff::civil::date(2026, 11, 23)).unwrap();
        assert_eq!(papers.name.to_string(), "Белова Анна");
        assert!(papers.inn.is_none() && papers.passport.is_none() && papers.house.is_none() && papers.flat.is_empty());
    }
}
