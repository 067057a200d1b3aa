//! The citizen's own profile.

use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    people::{
        Person, Sex, table,
        views::profile::{self, Card, Known},
    },
    terms::{Personal, Refusal, Result, Words, message},
    web::{Answer, Route, Sheet, Visit, show, url},
};
use actix_web::web::Data;
use jiff::civil::Date;

/// The routes of the profile.
pub fn routes() -> Vec<Route> {
    vec![Route::get(Function::ProfileView, url::PROFILE, view)]
}

async fn view(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::ProfileView, |look| {
        let user = look.actor().user().ok_or_else(Refusal::missing)?;
        let own = table::person_of_user(look, user)?.ok_or_else(Refusal::missing)?;
        let person: Person = look.load(&own.id.key())?;
        let card = card(look, &visit.words, &person)?;
        Ok(Sheet::new(visit.words.text("profile-title"), profile::page(&visit.words, look.sight(), &card)))
    })
    .await
}

/// The values of the profile in the reader's words, still marked as personal.
fn card(look: &Look, words: &Words, person: &Person) -> Result<Card> {
    let birth = person.birth.reveal();
    let age = words.say(&message("profile-age").with("count", i64::from(birth.age_on(look.today()))));
    let sex = match person.sex.reveal() {
        Sex::Female => "profile-sex-female",
        Sex::Male => "profile-sex-male",
    };
    let text = |text: &str| Some(Personal::new(text.to_owned())).filter(|text| !text.reveal().is_empty());
    Ok(Card {
        myself: vec![
            Known::new("profile-name", text(&person.name.reveal().to_string())),
            Known::new("profile-birth", text(&format!("{}, {age}", words.date(birth.date())))),
            Known::new("profile-sex", text(&words.text(sex))),
        ],
        papers: vec![
            Known::new("profile-passport", person.passport.as_ref().and_then(|passport| text(&passport.reveal().to_string()))),
            Known::new("profile-snils", text(&person.snils.reveal().to_string())),
            Known::new("profile-inn", person.inn.as_ref().and_then(|inn| text(&inn.reveal().to_string()))),
        ],
        contact: vec![
            Known::new("profile-address", text(person.address.reveal())),
            Known::new("profile-phone", person.phone.as_ref().and_then(|phone| text(&phone.reveal().to_string()))),
            Known::new("profile-email", person.email.as_ref().and_then(|email| text(&email.reveal().to_string()))),
        ],
        payment: vec![
            Known::new("profile-account", person.account.as_ref().and_then(|account| text(&account.reveal().number().to_string()))),
            Known::new("profile-bic", person.account.as_ref().and_then(|account| text(&account.reveal().bic().to_string()))),
        ],
        confirmed: person.confirmed.map(|day: Date| words.date(day)),
    })
}
