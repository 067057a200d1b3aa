//! Stories of "is it you?" before something dangerous: the password of before is too old, and a second factor stands in for it.
//! And of a certificate that stands in for a code at the sign-in.

use crate::{
    certificates::{DOOR, at_main, holding, released, signs_in},
    chromium::{Driver, Scripts, Width},
    page::Browser,
    passkeys::trusting,
    second_factor::{early_in_a_step, turn_on},
    town::{PASSWORD, SOCIAL, Town},
};
use expect_test::expect;
use reqwest::StatusCode;

/// Minutes after which a password is too old.
const TOO_OLD: i64 = 11;

#[tokio::test]
async fn a_code_of_the_app_confirms_in_place_of_the_password() {
    let town = Town::open();
    let orlova = town.signed_in("3-orlova").await;
    let (app, papers) = turn_on(&orlova).await;
    let path = format!("/users/{}/password", town.number_of("3-morozov"));
    let once = orlova.get(&path).await.once(&path);
    let town = town.rewound("3-orlova", TOO_OLD);
    let began = town.journal_size(SOCIAL);
    let orlova = Browser { base: town.browser().base, ..orlova };
    let asked = orlova.post(&path, &[("once", &once), ("note", "остаётся")]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(asked.says("confirm_password") && asked.says("confirm_code") && !asked.says("/confirm/key"), "what she has is offered");
    let confirm = async |code: &str| {
        let waits = [("once", &*once), ("note", "остаётся"), ("confirm_address", &*path), ("confirm_method", "post")];
        orlova.post("/confirm", &[&waits[..], &[("confirm_code", code)]].concat()).await
    };
    early_in_a_step().await;
    let wrong = if app.code(0) == "000000" { "000001" } else { "000000" };
    for code in [wrong, &*app.code(-2), "", "что?"] {
        let refused = confirm(code).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(refused.error_at("confirm_code").contains("Код не подошёл") && refused.value("note") == "остаётся");
    }
    assert_eq!(orlova.post(&path, &[("once", &once)]).await.status, StatusCode::FORBIDDEN, "nothing was opened by that");
    let code = app.code(0);
    let right = confirm(&code).await;
    assert_eq!((right.status, right.location()), (StatusCode::TEMPORARY_REDIRECT, path.clone()));
    let given = orlova.post(&path, &[("once", &once), ("note", "остаётся")]).await;
    assert!(given.status == StatusCode::OK && given.says("Одноразовый пароль"), "{}", given.texts().join(" | "));
    assert_eq!(confirm(&code).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is taken once");
    assert_eq!(confirm(&papers[2]).await.status, StatusCode::TEMPORARY_REDIRECT, "a code on paper, for who has lost the telephone");
    town.settled().await;
    let told = town.told_since(SOCIAL, began);
    let told: Vec<_> = told.lines().map(|line| line.split(" Added ").next().unwrap()).collect();
    expect![[r#"
        3-orlova identity.user.give-password Refused [refusal-unproved]
        3-orlova identity.session.prove Refused user [second-wrong]
        3-orlova identity.session.prove Refused user [second-wrong]
        3-orlova identity.session.prove Refused user [second-wrong]
        3-orlova identity.session.prove Refused user [second-wrong]
        3-orlova identity.user.give-password Refused [refusal-unproved]
        3-orlova identity.session.prove Success user Changed codes: state.On.step Changed session: proved_at
        3-orlova identity.user.give-password Success user Changed user: password, password.OneTime, password.Own
        3-orlova identity.session.prove Refused user [second-wrong]
        3-orlova identity.session.prove Success user Changed recovery: codes.10, codes.3, codes.4, codes.5, codes.6, codes.7, codes.8, codes.9, left"#]].assert_eq(&told.join("\n"));
}

#[tokio::test]
async fn guessing_codes_from_an_open_session_has_to_wait() {
    let town = Town::open();
    let thief = town.signed_in("3-orlova").await;
    let (app, _) = turn_on(&thief).await;
    let town = town.rewound("3-orlova", TOO_OLD);
    let thief = Browser { base: town.browser().base, ..thief };
    let began = town.journal_size(SOCIAL);
    early_in_a_step().await;
    let wrong = if app.code(0) == "000000" { "000001" } else { "000000" };
    let confirm = async |code: &str| {
        let fields = [("confirm_address", "/factors/codes"), ("confirm_method", "get"), ("confirm_code", code)];
        thief.post("/confirm", &fields).await.status
    };
    for _ in 0..10 {
        assert_eq!(confirm(wrong).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(confirm(&app.code(0)).await, StatusCode::UNPROCESSABLE_ENTITY, "even the right one waits now");
    town.settled().await;
    let told = town.told_since(SOCIAL, began);
    assert!(told.contains("[second-wrong]") && told.contains("[sign-in-held]"), "{told}");
}

#[tokio::test]
async fn who_has_no_second_factor_is_offered_none() {
    let town = Town::open();
    let orlova = town.signed_in("3-orlova").await;
    let path = format!("/users/{}/password", town.number_of("3-morozov"));
    let town = town.rewound("3-orlova", TOO_OLD);
    let orlova = Browser { base: town.browser().base, ..orlova };
    let asked = orlova.get(&path).await;
    assert!(asked.says("confirm_password") && !asked.says("confirm_code") && !asked.says("/confirm/key"));
    let fields = [("confirm_address", &*path), ("confirm_method", "get")];
    assert_eq!(orlova.post("/confirm/key", &fields).await.status, StatusCode::CONFLICT);
    let without = orlova.post("/confirm", &fields).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing proves nothing");
    let made_up = [&fields[..], &[("confirm_passkey", "{}"), ("confirm_state", "AAAA")]].concat();
    assert_eq!(orlova.post("/confirm", &made_up).await.status, StatusCode::CONFLICT);
    assert_eq!(orlova.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_does_not_go_on_is_led_back_to_the_page_they_came_from() {
    let town = Town::open();
    let orlova = town.signed_in("3-orlova").await;
    let number = town.number_of("3-morozov");
    let (card, path) = (format!("/rights/users/{number}"), format!("/users/{number}/password"));
    let once = orlova.get(&path).await.once(&path);
    let town = town.rewound("3-orlova", TOO_OLD);
    let orlova = Browser { base: town.browser().base, ..orlova };
    let led = async |from: Option<&str>| {
        let asked = orlova.client.post(format!("{}{path}", orlova.base)).header("content-type", "application/x-www-form-urlencoded");
        let asked = if let Some(from) = from { asked.header("referer", from) } else { asked };
        let asked = asked.body(format!("once={once}")).send().await.unwrap();
        assert_eq!(asked.status(), StatusCode::FORBIDDEN);
        let text = asked.text().await.unwrap();
        text.split("name=\"confirm_back\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let at = |path: &str| format!("{}{path}", orlova.base);
    assert_eq!(led(Some(&at("/rights?name=%D0%BC&page=2"))).await, "/rights?name=%D0%BC&amp;page=2", "with what was looked for");
    assert_eq!(led(Some(&at(&format!("{card}/grant")))).await, card, "an address that only takes forms has its page above it");
    assert_eq!(led(None).await, path, "a browser that does not tell goes back to the form");
    assert_eq!(led(Some("no address")).await, path);
    assert_eq!(led(Some("https://evil.example/away")).await, "/", "nobody is led to another site");
    let fields = [("confirm_address", &*path), ("confirm_method", "post"), ("confirm_back", &*card), ("confirm_password", "не тот")];
    assert!(orlova.post("/confirm", &fields).await.says(&format!("name=\"confirm_back\" value=\"{card}\"")), "a wrong password keeps it");
    let away = [("confirm_address", &*path), ("confirm_back", "//evil.example"), ("confirm_password", "не тот")];
    assert!(!orlova.post("/confirm", &away).await.says("evil.example"));
}

#[tokio::test]
async fn chromium_confirms_with_a_passkey_and_what_was_typed_is_sent_on() {
    let town = Town::open();
    let home = trusting(&town);
    let driver = Driver::start_at(home.path());
    let screen = driver.screen(&town, Width::Phone, Scripts::On, "ru").await;
    screen.add_authenticator().await;
    screen.sign_in("3-orlova").await;
    screen.visit("/factors/passkeys").await;
    screen.fill("name", "Телефон").await;
    screen.send("/factors/passkeys").await;
    screen.says("Второй фактор включён").await;
    let path = format!("/users/{}/password", town.number_of("3-morozov"));
    screen.open(&path).await;
    let _town = town.rewound_in_place("3-orlova", TOO_OLD);
    screen.send(&path).await;
    screen.says("Подтвердите, что это вы").await;
    screen.press("Подтвердить без пароля").await;
    screen.passes("how else to confirm").await;
    screen.picture("confirm").await;
    screen.send("/confirm/key").await;
    screen.says("Приложите ключ").await;
    screen.passes("confirming with a passkey").await;
    screen.picture("confirm-key").await;
    screen.send("/confirm").await;
    assert_eq!(screen.path().await, path);
    screen.says("Пароль показан один раз").await;
    screen.close().await;
}

#[tokio::test]
async fn chromium_without_scripts_confirms_with_a_code() {
    let town = Town::open();
    let orlova = town.signed_in("3-orlova").await;
    let (app, _) = turn_on(&orlova).await;
    let (driver, path) = (Driver::start(), format!("/users/{}/password", town.number_of("3-morozov")));
    let screen = driver.screen(&town, Width::Desk, Scripts::Off, "en").await;
    screen.open("/sign-in").await;
    screen.fill("login", "3-orlova").await;
    screen.fill("password", PASSWORD).await;
    screen.send("/sign-in").await;
    early_in_a_step().await;
    let used = app.code(0);
    screen.fill("code", &used).await;
    screen.send("/sign-in/code").await;
    screen.open(&path).await;
    let _town = town.rewound_in_place("3-orlova", TOO_OLD);
    screen.send(&path).await;
    screen.press("Confirm without the password").await;
    screen.fill("confirm_code", &used).await;
    screen.submit("form:has([name='confirm_code'])").await;
    screen.says("The code did not fit").await;
    screen.passes("a code that was used at the sign-in").await;
    let otherwise = screen.find("form:has([name='confirm_code']) a").await.attr("href").await.unwrap();
    assert_eq!(otherwise.as_deref(), Some(&*path), "who does not go on is back where the form was");
    screen.fill("confirm_code", &app.code(1)).await;
    screen.submit("form:has([name='confirm_code'])").await;
    assert_eq!(screen.path().await, path, "a clock that is half a minute ahead is let through");
    screen.close().await;
}

#[tokio::test]
async fn a_certificate_that_was_presented_stands_in_for_the_code() {
    let town = Town::open();
    turn_on(&town.signed_in("3-morozov").await).await;
    let (pem, _) = released(&town, "3-morozov", 21).await;
    let browser = holding(&town, Some(&pem));
    assert_eq!(browser.get(DOOR).await.status, StatusCode::SEE_OTHER);
    let main = at_main(&town, &browser);
    assert_eq!(signs_in(&main, "3-morozov", PASSWORD).await.location(), "/", "two factors were given: no third is asked for");
    assert_eq!(main.get("/cases").await.status, StatusCode::OK);
    let again = town.browser();
    assert_eq!(signs_in(&again, "3-morozov", PASSWORD).await.location(), "/sign-in/code?next=%2F", "without it the code is asked for");
    // Another's certificate is none of this user's.
    let (other, _) = released(&town, "3-zaytsev", 22).await;
    let stranger = holding(&town, Some(&other));
    assert_eq!(stranger.get(DOOR).await.status, StatusCode::SEE_OTHER);
    let stranger = at_main(&town, &stranger);
    assert_eq!(signs_in(&stranger, "3-morozov", PASSWORD).await.location(), "/sign-in/code?next=%2F");
}

#[tokio::test]
async fn the_journal_is_taken_away_only_after_a_fresh_answer() {
    let town = Town::open();
    let orlova = town.signed_in("3-orlova").await;
    assert!(orlova.get("/journal").await.says("/journal/export.csv"));
    let town = town.rewound("3-orlova", TOO_OLD);
    let began = town.journal_size(SOCIAL);
    let orlova = Browser { base: town.browser().base, ..orlova };
    assert_eq!(orlova.get("/journal").await.status, StatusCode::OK, "reading goes on");
    for file in ["/journal/export.csv?outcome=refused", "/journal/export.xlsx"] {
        let asked = orlova.get(file).await;
        assert!(asked.status == StatusCode::FORBIDDEN && asked.says("Подтвердите, что это вы"), "{file}: {}", asked.status);
    }
    let file = "/journal/export.csv?outcome=refused";
    let confirmed = orlova.post("/confirm", &[("confirm_address", file), ("confirm_method", "get"), ("confirm_password", PASSWORD)]).await;
    assert_eq!((confirmed.status, confirmed.headers["refresh"].to_str().unwrap()), (StatusCode::OK, &*format!("0; url={file}")));
    assert!(confirmed.says("Файл сохраняется") && confirmed.links().contains(&file.to_owned()), "{}", confirmed.texts().join(" | "));
    assert_eq!(orlova.get(file).await.status, StatusCode::OK);
    town.settled().await;
    let told = town.told_since(SOCIAL, began);
    assert_eq!(told.matches("3-orlova journal.entry.export Refused [refusal-unproved]").count(), 2, "{told}");
    assert!(told.contains("3-orlova journal.entry.export Success"), "{told}");
}
