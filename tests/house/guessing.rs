//! Stories of those who guess passwords: they wait, and nobody else does.

use crate::{
    mail::letters_to,
    page::{Browser, Page},
    town::{OWNER, PASSWORD, Town, now},
};
use futures_util::{StreamExt, stream};
use kabinet::{
    access::{Actor, Function, Period},
    act::Call,
    identity::{Login, User, table as identity_table},
    ops::{demo::Size, showing},
};
use reqwest::StatusCode;
use std::path::Path;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

async fn try_in(browser: &Browser, login: &str, password: &str) -> Page {
    browser.submit("/sign-in", "/sign-in", &[("login", login), ("password", password)]).await
}

/// What the page says went wrong.
fn told(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    let begin = text.find("role=\"alert\"").expect("the page says that it went wrong");
    text[begin..begin + 200].to_owned()
}

/// Changes the card of this user, as whoever holds the machine could.
fn change(folder: &Path, login: &str, change: impl FnOnce(&User) -> User) {
    let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
    let actor = Actor::operator("story");
    let call = Call { actor: &actor, function: Function::UserCreate, at: now(), once: None };
    let saved = installation.bench.act(&call, |act| {
        let user = identity_table::user_by_login(&*act, &Login::parse(login).unwrap())?.unwrap();
        let after = change(&user);
        act.save(&user, after).map(drop)
    });
    saved.unwrap();
    installation.bench.close().unwrap();
}

#[tokio::test]
async fn a_stranger_elsewhere_does_not_lock_out_the_user() {
    let town = Town::open();
    let stranger = town.browser_at("203.0.113.9", FIREFOX);
    let first = told(&try_in(&stranger, "4-belova", "guess-number-0").await);
    for guess in 1..7 {
        assert_eq!(told(&try_in(&stranger, "4-belova", &format!("guess-number-{guess}")).await), first);
    }
    // Even the right password looks wrong there, and a login that nobody has looks the same.
    assert_eq!(told(&try_in(&stranger, "4-belova", PASSWORD).await), first);
    assert_eq!(told(&try_in(&stranger, "4-nobody", PASSWORD).await), first);
    let home = try_in(&town.browser_at("198.51.100.7", FIREFOX), "4-belova", PASSWORD).await;
    assert_eq!(home.status, StatusCode::SEE_OTHER, "the user comes from elsewhere and comes in");
    let town = town.restart();
    let journal = format!("{:?}", town.journal(OWNER));
    assert!(journal.contains("sign-in-held") && journal.contains("203.0.113.9"), "the journal has it");
}

#[tokio::test]
async fn who_may_not_come_in_looks_like_who_does_not_know_the_password() {
    let town = Town::open_with(|folder| {
        change(folder, "3-morozov", |user| User { active: false, ..user.clone() });
        let yesterday = now().to_zoned(jiff::tz::TimeZone::UTC).date().yesterday().unwrap();
        change(folder, "3-zaytsev", |user| User { period: Period { from: None, to: Some(yesterday) }, ..user.clone() });
    });
    let mut pages = Vec::new();
    for login in ["4-nobody", "not a login", "3-morozov", "3-zaytsev"] {
        pages.push(told(&try_in(&town.browser(), login, PASSWORD).await));
    }
    pages.push(told(&try_in(&town.browser(), "3-belyaeva", "not-the-password").await));
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:#?}");
}

#[tokio::test]
async fn a_flood_of_guesses_from_one_address_keeps_nobody_out_and_does_not_grow_the_journal() {
    let town = Town::open();
    town.sign_in(town.browser_at("198.51.100.7", FIREFOX), "3-morozov").await;
    let (flood, size) = (town.browser_at("203.0.113.9", FIREFOX), town.journal_size(OWNER));
    let guesses = stream::iter(0..10_000).map(|guess| {
        let (flood, login) = (&flood, format!("4-{guess:07}"));
        async move { flood.post("/sign-in", &[("login", &login), ("password", "guess-number-one")]).await.status }
    });
    let guessing = guesses.buffer_unordered(100).collect::<Vec<_>>();
    let others = async {
        for login in ["3-morozov", "4-belova", "3-orlova"] {
            let page = try_in(&town.browser_at("198.51.100.7", FIREFOX), login, PASSWORD).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{login} comes in meanwhile");
        }
    };
    let (statuses, ()) = futures_util::join!(guessing, others);
    assert!(statuses.iter().all(|status| [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::SERVICE_UNAVAILABLE].contains(status)));
    // Whoever has signed in from the guesser's address before is known there, and comes in still.
    town.settled().await;
    let guests = town.journal(OWNER)[size..].iter().filter(|entry| entry.user.is_none() && entry.address == "203.0.113.9").count();
    // One for each login that there is, of those tried before the address counts as guessing (15) or on their way at that
    // moment (48); whatever comes after them is counted.
    assert!(guests <= 80, "ten thousand guesses are {guests} lines of the journal");
}

#[tokio::test]
async fn a_sign_in_from_a_new_place_is_told() {
    let town = Town::open();
    town.sign_in(town.browser_at("198.51.100.7", FIREFOX), "4-belova").await;
    town.sign_in(town.browser_at("198.51.100.7", FIREFOX), "4-belova").await;
    let elsewhere = town.sign_in(town.browser_at("203.0.113.9", FIREFOX), "4-belova").await;
    let page = elsewhere.until_says("/notices", "203.0.113.9").await;
    assert!(page.says("вошли с нового места") && !page.says("198.51.100.7"), "the first place is no news: {}", page.texts().join(" | "));
    let letters = letters_to(&town, "Вход с нового места").await;
    assert_eq!(letters.len(), 1, "one letter, of the second place");
    let sessions = elsewhere.get("/sessions").await;
    assert_eq!(sessions.texts().iter().filter(|text| text.contains("Firefox, Linux")).count(), 6, "three, with their buttons");
}
