//! What is done to the register of citizens.

use super::{BankAccount, BirthDate, Email, Inn, Passport, Person, Phone, Sex, Snils, table};
use crate::{
    access::UserKind,
    act::{Act, door::Numbered},
    housing::table as housing_table,
    identity::{Login, Password, User, changes::add_user},
    terms::{FullName, HouseId, PersonId, Personal, Refusal, Result, UserId, id::of, message},
};

impl Numbered for of::Person {
    const SEQUENCE: &'static str = "person";
}

/// What an employee at the counter reads from a citizen's papers.
#[derive(Clone, Debug)]
pub struct Papers {
    /// Name.
    pub name: FullName,
    /// Birth date.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// СНИЛС.
    pub snils: Snils,
    /// ИНН.
    pub inn: Option<Inn>,
    /// Passport.
    pub passport: Option<Passport>,
    /// The house of registration.
    pub house: Option<HouseId>,
    /// The flat.
    pub flat: String,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
    /// Where payments go.
    pub account: Option<BankAccount>,
}

/// A citizen is registered at the counter, with a user to sign in as.
///
/// # Errors
/// There is a citizen with this SNILS already, the house is not in reach, or the login is taken.
pub fn register(act: &mut Act<'_>, papers: Papers, login: Option<Login>, password: Password) -> Result<(PersonId, UserId)> {
    if table::person_by_snils(&*act, &papers.snils)?.is_some() {
        return Err(Refusal::field("snils", message("person-already-there")).into());
    }
    let house = papers.house.map_or(Ok(None), |house| housing_table::house(&*act, house))?;
    let reached = house.as_ref().is_none_or(|house| act.permit().reach.covers_house(Some(house.id)));
    if house.is_some() != papers.house.is_some() || !reached {
        return Err(Refusal::field("house", message("person-house-unknown")).into());
    }
    let id: PersonId = act.next_id()?;
    let login = match login {
        Some(login) => login,
        None => Login::of(UserKind::Citizen, &format!("{:07}", id.number())).map_err(|words| Refusal::field("login", words))?,
    };
    let card = User {
        id: UserId::new(0),
        kind: UserKind::Citizen,
        login,
        password,
        name: papers.name.clone(),
        position: String::new(),
        phone: String::new(),
        email: String::new(),
        messenger: String::new(),
        active: true,
        period: Default::default(),
        hide_personal_data: false,
        show_test_reports: false,
        certificate_required: false,
        person: Some(id),
        description: String::new(),
    };
    let user = add_user(act, card)?;
    let address = house
        .map_or_else(String::new, |house| if papers.flat.is_empty() { house.to_string() } else { format!("{house}, кв. {}", papers.flat) });
    let confirmed = Some(act.today());
    act.add(Person {
        id,
        user,
        name: Personal::new(papers.name),
        birth: Personal::new(papers.birth),
        sex: Personal::new(papers.sex),
        snils: Personal::new(papers.snils),
        inn: papers.inn.map(Personal::new),
        passport: papers.passport.map(Personal::new),
        house: papers.house,
        address: Personal::new(address),
        phone: papers.phone.map(Personal::new),
        email: papers.email.map(Personal::new),
        account: papers.account.map(Personal::new),
        confirmed,
    })?;
    Ok((id, user))
}
