//! Stories of signing in.

use crate::page::Browser;
use crate::town::{OWNER, PASSWORD, SOCIAL, Town};
use expect_test::expect;
use jiff::SignedDuration;
use reqwest::StatusCode;

#[tokio::test]
async fn a_citizen_signs_in_sees_the_cabinet_and_signs_out() {
    let town = Town::open();
    let began = town.journal_size(OWNER);
    let browser = town.signed_in("4-belova").await;
    let home = browser.get("/").await;
    assert!(home.says("Анна Сергеевна"), "{}", home.text());
    let out = browser.post("/sign-out", &[("once", &home.once("/sign-out"))]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/applications").await.location(), "/sign-in?next=%2Fapplications");
    town.settled().await;
    expect![[r#"
        guest identity.session.open Success
        4-belova identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        4-belova public.page.view Success
        4-belova identity.session.close Success session Removed session: address, agent, browser, key, login, opened_at, until, user
        guest applications.application.list Refused [refusal-sign-in]"#]]
    .assert_eq(&town.told_since(OWNER, began));
}

#[tokio::test]
async fn a_wrong_login_and_a_wrong_password_look_the_same() {
    let town = Town::open();
    let browser = town.browser();
    let mut pages = Vec::new();
    for (login, password) in [("4-nobody", PASSWORD), ("4-belova", "not-her-password"), ("not a login", PASSWORD)] {
        let page = browser.submit("/sign-in", "/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        assert!(!page.says(password), "what was typed as a password never comes back");
        let told = page.text();
        let begin = told.find("role=\"alert\"").expect("the page says that it went wrong");
        pages.push(told[begin..begin + 200].to_owned());
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:#?}");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_the_old_password() {
    let town = Town::open();
    let (here, elsewhere) = (town.signed_in("4-belova").await, town.signed_in("4-belova").await);
    let new = "reka-tikhaya-2026";
    let wrong = here.submit("/password", "/password", &[("current", "guess"), ("new", new), ("again", new)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let weak = here.submit("/password", "/password", &[("current", PASSWORD), ("new", "belova-12345"), ("again", "belova-12345")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let changed = here.submit("/password", "/password", &[("current", PASSWORD), ("new", new), ("again", new)]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    assert_eq!(here.get("/applications").await.status, StatusCode::OK);
    assert_eq!(elsewhere.get("/applications").await.status, StatusCode::SEE_OTHER, "the other session is over");
    let old = town.browser().submit("/sign-in", "/sign-in", &[("login", "4-belova"), ("password", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!format!("{:?}", town.journal(OWNER)).contains("argon2"), "no hash is in the journal");
}

#[tokio::test]
async fn a_session_survives_a_restart_of_the_server() {
    let town = Town::open();
    let browser = town.signed_in("4-belova").await;
    let cookie_jar = browser.client.clone();
    let town = town.restart();
    let page = cookie_jar.get(format!("https://localhost:{}/applications", town.https.port())).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_clock_that_jumps_lets_nobody_stay_longer_and_breaks_nothing() {
    let town = Town::open();
    let (before, opened) = (town.signed_in("3-morozov").await, async |browser: &Browser| browser.get("/cases").await.status);
    assert_eq!(opened(&before).await, StatusCode::OK);
    town.set_clock(SignedDuration::from_hours(24 * 40));
    assert_eq!(opened(&before).await, StatusCode::SEE_OTHER, "forty days later nobody is signed in");
    let ahead = town.signed_in("3-morozov").await;
    assert_eq!(opened(&ahead).await, StatusCode::OK, "and can sign in");
    town.set_clock(SignedDuration::ZERO);
    assert_eq!(opened(&ahead).await, StatusCode::SEE_OTHER, "what was opened in the future is over once the clock is right");
    let after = town.signed_in("3-morozov").await;
    assert_eq!(opened(&after).await, StatusCode::OK);
    town.set_clock(SignedDuration::from_hours(-3));
    assert_eq!(opened(&town.signed_in("3-zaytsev").await).await, StatusCode::OK, "nor does a clock that is late keep anybody out");
    town.set_clock(SignedDuration::ZERO);
    // Entries stand in the order in which they were written, whatever their time; the town verifies itself at the end.
    let times: Vec<_> = town.journal(SOCIAL).iter().map(|entry| entry.at).collect();
    assert!(!times.is_sorted(), "the journal has the times that the clock told");
}
