//! Who comes in, and who does not: whoever may work nowhere today is not led in circles, and whoever has no role yet is let in
//! to make a password of their own.

use crate::{
    certificates::signs_in,
    owner_desk::one_time_password,
    page::Browser,
    second_factor::{early_in_a_step, halfway, turn_on},
    town::{HOUSING, OWNER, PASSWORD, SOCIAL, Town},
};
use expect_test::expect;
use reqwest::StatusCode;

/// Follows the redirections of this address: where they end, and with what.
async fn leads(browser: &Browser, address: &str) -> (String, StatusCode) {
    let mut at = address.to_owned();
    for _ in 0..5 {
        let page = browser.get(&at).await;
        if page.status != StatusCode::SEE_OTHER {
            return (at, page.status);
        }
        at = page.location();
    }
    panic!("{address} leads in circles: {at}")
}

#[tokio::test]
async fn whose_agent_is_closed_or_whose_time_has_not_come_signs_in_no_more_than_with_a_wrong_password() {
    let town = Town::open();
    let (owner, ermakov) = (town.signed_in("1-gromov").await, town.signed_in("3-ermakov").await);
    let agent = format!("/agents/{HOUSING}");
    owner.go(&agent, &format!("{agent}/activity"), &[("do", "close"), ("step", "save")]).await;
    assert_eq!(leads(&ermakov, "/cases").await, ("/sign-in?next=%2Fcases".to_owned(), StatusCode::OK), "the open session is over");
    let again = signs_in(&town.browser(), "3-ermakov", PASSWORD).await;
    let wrong = signs_in(&town.browser(), "3-ermakov", "not-the-password").await;
    let alert = |page: &crate::page::Page| page.text().split("role=\"alert\"").nth(1).unwrap()[..300].to_owned();
    assert_eq!((again.status, alert(&again)), (StatusCode::UNPROCESSABLE_ENTITY, alert(&wrong)));
    owner.go(&agent, &format!("{agent}/activity"), &[("do", "open"), ("step", "save")]).await;
    assert_eq!(leads(&ermakov, "/cases").await.1, StatusCode::OK, "and goes on where the Agent opens again");
    // The same where the grant begins later.
    let path = format!("/rights/users/{}/change", town.number_of("3-zaytsev"));
    let zaytsev = town.signed_in("3-zaytsev").await;
    let tomorrow = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get("Europe/Moscow").unwrap()).date().tomorrow().unwrap();
    crate::rights::change(&owner, town.number_of("3-zaytsev"), &format!("agent={SOCIAL}&do=period&from={tomorrow}&to=")).await;
    assert_eq!(leads(&zaytsev, "/cases").await, ("/sign-in?next=%2Fcases".to_owned(), StatusCode::OK), "{path}");
    assert_eq!(signs_in(&town.browser(), "3-zaytsev", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whose_time_has_ended_is_out_and_the_journal_says_that_they_tried() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let sokolov = town.signed_in("3-sokolov").await;
    crate::rights::change(&owner, town.number_of("3-sokolov"), &format!("agent={SOCIAL}&do=period&from=&to=01.06.2020")).await;
    assert_eq!(leads(&sokolov, "/cases").await, ("/sign-in?next=%2Fcases".to_owned(), StatusCode::OK));
    town.settled().await;
    let from = town.journal_size(OWNER);
    assert_eq!(signs_in(&town.browser(), "3-sokolov", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    town.settled().await;
    expect!["guest identity.session.open Refused user [sign-in-wrong]"].assert_eq(&town.told_since(OWNER, from));
}

#[tokio::test]
async fn whose_agent_closes_between_the_password_and_the_code_stays_out() {
    let town = Town::open();
    let (owner, ermakov) = (town.signed_in("1-gromov").await, town.signed_in("3-ermakov").await);
    let (app, _) = turn_on(&ermakov).await;
    let browser = town.browser();
    halfway(&browser, "3-ermakov").await;
    let agent = format!("/agents/{HOUSING}");
    owner.go(&agent, &format!("{agent}/activity"), &[("do", "close"), ("step", "save")]).await;
    early_in_a_step().await;
    let given = browser.submit("/sign-in/code?next=/notices", "/sign-in/code", &[("code", &app.code(1)), ("next", "/notices")]).await;
    assert_ne!(given.location(), "/notices");
    assert_eq!(leads(&browser, "/cases").await.0, "/sign-in?next=%2Fcases", "{}", given.texts().join(" | "));
}

#[tokio::test]
async fn whoever_has_no_role_yet_comes_in_makes_a_password_and_goes_out() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let fields = [
        ("agent", "2"),
        ("kind", "3"),
        ("login", "bezroli"),
        ("surname", "Безролина"),
        ("name", "Мария"),
        ("email", "bezroli@social.example"),
        ("active", "yes"),
    ];
    let made = owner.submit("/users/new?agent=2", "/users/new", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.texts().join(" | "));
    let password = one_time_password(&made).unwrap();
    let browser = town.browser();
    let came = signs_in(&browser, "3-bezroli", &password).await;
    assert_eq!((came.status, came.location()), (StatusCode::SEE_OTHER, "/password".to_owned()), "{}", came.texts().join(" | "));
    let own = "berezovaya-roscha-19";
    browser.go("/password", "/password", &[("current", &password), ("new", own), ("again", own)]).await;
    let desk = browser.get("/desk").await;
    assert!(desk.status == StatusCode::OK && desk.says("Сотрудник") && desk.says("Роли ещё не назначены"), "{}", desk.texts().join(" | "));
    assert_eq!(browser.get("/cases").await.status, StatusCode::FORBIDDEN);
    browser.go("/desk", "/sign-out", &[]).await;
    assert_eq!(leads(&browser, "/password").await.0, "/sign-in?next=%2Fpassword");
}
