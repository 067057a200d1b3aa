//! What a clerk and a citizen stumbled over who had nothing but the pages.

use crate::{
    chromium::{Driver, Scripts, Width},
    rights_bounds::hide,
    town::Town,
};
use reqwest::StatusCode;

#[tokio::test]
async fn a_sign_in_is_found_in_the_journal_by_login_and_actions_by_surname_role_and_address() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    assert_eq!(operator.get("/cases").await.status, StatusCode::OK);
    town.settled().await;
    let found = async |query: &str| {
        let page = administrator.get(&format!("/journal?{query}&cols=user,login,role,ip,function,record")).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        text.split_once("<tbody").map_or_else(String::new, |(_, rows)| rows.split("</tbody>").next().unwrap().to_owned())
    };
    assert!(found("user=3-morozov&function=identity.session.open").await.contains("3-morozov"), "whoever signs in is nobody yet");
    for query in ["user=%D0%BC%D0%BE%D1%80%D0%BE%D0%B7%D0%BE%D0%B2", "user=3-morozov&role=%D0%BE%D0%BF%D0%B5%D1%80%D0%B0%D1%82%D0%BE%D1%80"]
    {
        let rows = found(query).await;
        assert!(rows.contains("Очередь дел") && !rows.contains("3-orlova"), "{query}: {rows}");
    }
    assert!(found("user=3-morozov&ip=127.0.0").await.contains("Очередь дел"));
    for nothing in ["user=3-morozov&ip=10.0.0.1", "user=3-morozov&role=%D0%98%D0%BD%D1%81%D0%BF%D0%B5%D0%BA%D1%82%D0%BE%D1%80"] {
        assert!(!found(nothing).await.contains("Очередь дел"), "{nothing}");
    }
}

#[tokio::test]
async fn who_loses_the_queue_loses_the_ways_into_it() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    assert!(operator.get("/desk").await.links().contains(&"/cases?show=mine".to_owned()));
    assert_eq!(hide(&administrator, "agent-2", "applications.case.list", &[("user", "3-morozov")]).await.status, StatusCode::SEE_OTHER);
    let left = operator.get("/desk").await;
    assert!(left.links().iter().all(|link| !link.starts_with("/cases?show=")), "{:?}", left.links());
    assert_eq!(operator.get("/cases?show=mine").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_was_typed_and_ticked_stays_while_another_street_is_looked_for() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let form = "/rights/scopes/new";
    let fields = [("name", "Две улицы"), ("street", "ул. Набережная"), ("q", "лен"), ("step", "find")];
    let looked = administrator.submit(form, form, &fields).await;
    assert_eq!((looked.status, looked.value("name")), (StatusCode::OK, "Две улицы".to_owned()));
    let text = looked.text();
    let ticked: Vec<_> = text.split("<input type=\"checkbox\"").filter(|tag| tag.split('>').next().unwrap().contains(" checked")).collect();
    assert!(ticked.len() == 1 && ticked[0].contains("ул. Набережная"), "{ticked:?}");
    assert!(looked.says("ул. Ленина"), "{}", looked.texts().join(" | "));
    let both = [("name", "Две улицы"), ("street", "ул. Набережная"), ("street", "ул. Ленина"), ("q", "лен")];
    let made = administrator.submit(form, form, &both).await;
    assert!(made.location().starts_with("/rights/scopes/"), "{}", made.texts().join(" | "));
    let made = administrator.get(&made.location()).await;
    assert!(made.says("ул. Набережная") && made.says("ул. Ленина"));
}

#[tokio::test]
async fn the_list_of_applications_promises_the_day_that_the_application_promises() {
    let town = Town::open();
    let citizen = town.signed_in("4-belova").await;
    let address = citizen.apply_for_heating().await;
    let own = town.applications().into_iter().find(|case| address == format!("/applications/{}", case.id)).unwrap();
    let promised = own.promised.unwrap();
    assert!(own.due.unwrap() < promised, "the next step of the office is due before the answer");
    let words = kabinet::terms::Words::new(kabinet::terms::Language::Russian, jiff::tz::TimeZone::UTC);
    let list = citizen.get("/applications").await.text();
    let (_, row) = list.split_once(&format!("href=\"{address}\"")).expect("it is in the list");
    let row = row.split("</li>").next().unwrap();
    assert!(row.contains(&format!("Ответ до {}", words.day_and_month(promised))), "{row}");
    assert!(citizen.get(&address).await.says(&format!("Ответ до {}", words.date(promised))));
}

#[tokio::test]
async fn the_table_of_rules_and_the_journal_fit_the_desk() {
    let (town, driver) = (Town::open(), Driver::start());
    let administrator = town.signed_in("3-orlova").await;
    let conditions = [("user", "3-morozov"), ("role", "operator")];
    assert_eq!(hide(&administrator, "agent-2", "applications.case.list", &conditions).await.status, StatusCode::SEE_OTHER);
    let screen = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    screen.sign_in("3-orlova").await;
    for (name, page) in
        [("rules-desk", "/rights/rules"), ("journal-desk", "/journal"), ("users-desk", "/rights"), ("scopes-new", "/rights/scopes/new")]
    {
        screen.visit(page).await;
        screen.picture(name).await;
    }
    let beyond = screen.run("return [...document.querySelectorAll('#rules ~ * td, .scroll td')].some(cell => cell.getBoundingClientRect().right > innerWidth)").await;
    assert_eq!(beyond, false, "a whole row is seen");
    screen.close().await;
}
