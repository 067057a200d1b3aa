//! The frame of a page (header, menus, foot) is kept between pages: it is its reader's own, and follows what changes.

use crate::town::Town;
use reqwest::StatusCode;

#[tokio::test]
async fn the_frame_of_each_reader_is_their_own_on_every_page() {
    let town = Town::open();
    let (morozov, kuznetsova) = (town.signed_in("3-morozov").await, town.signed_in("3-kuznetsova").await);
    for _ in 0..3 {
        let (one, other) = (morozov.get("/cases").await, kuznetsova.get("/cases").await);
        assert!(one.says("Морозов А. И.") && !one.says("span class=\"who\">Кузнецова"), "{}", one.text());
        assert!(other.says("Кузнецова И. П.") && !other.says("span class=\"who\">Морозов"), "{}", other.text());
    }
    let english = morozov.client.get(format!("{}/cases", morozov.base)).header("accept-language", "en").send().await.unwrap();
    assert!(english.text().await.unwrap().contains("Sign out"), "in the language of whoever asks");
}

#[tokio::test]
async fn each_page_has_its_own_title_address_and_token() {
    let town = Town::open();
    let morozov = town.signed_in("3-morozov").await;
    let mut tokens = std::collections::BTreeSet::new();
    for query in ["", "?show=mine", "?show=%22%3E%3Cb%3E", "?a=1&b=2", "?show=mine"] {
        let page = morozov.get(&format!("/cases{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let back = format!("name=\"back\" value=\"/cases{}\"", query.replace('&', "&amp;"));
        assert!(page.text().matches(&back).count() >= 3, "the way back from every switch: {back}");
        assert!(!page.says("\"><b>"), "what stands in the address stays text");
        let once = page.once("/sign-out");
        assert_eq!(once.len(), 32, "{once}");
        assert!(tokens.insert(once), "a token of its own");
    }
    assert!(morozov.get("/password").await.says("<title>Изменение пароля"), "another page has another title");
    assert!(morozov.get("/cases?show=mine").await.says("<title>Мои дела"), "and the same page its own");
}

#[tokio::test]
async fn the_frame_follows_what_changes() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let read = async || assert_eq!(belova.submit("/notices", "/notices", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!belova.get("/services").await.says("Уведомления, новых нет"), "a year has passed");
    read().await;
    assert!(belova.get("/services").await.says("Уведомления, новых нет"), "read on one page, gone from the next");
    town.signed_in("4-belova").await;
    town.sign_in(town.browser_at("203.0.113.9", "Mozilla/5.0 Firefox/140.0"), "4-belova").await;
    belova.until_says("/services", "Уведомления: 1 новое").await;
    read().await;
    assert!(belova.get("/services").await.says("Уведомления, новых нет"));
}
