//! Stories of the keys themselves: made, shown once, listed, revoked.

use crate::{
    page::{Browser, Page},
    rights::change,
    rights_bounds::{deeds, refused, told},
    role_audit::{functions_of, save_role},
    town::{SOCIAL, Town},
};
use expect_test::expect;
use reqwest::StatusCode;
use std::fs;

const KEYS: &str = "/api-keys";

async fn asked(browser: &Browser, name: &str, term: &str) -> Page {
    browser.submit(KEYS, KEYS, &[("name", name), ("term", term)]).await
}

/// Presses the button of the first key on the page.
async fn revoke(browser: &Browser) -> Page {
    let page = browser.get(KEYS).await;
    let (once, key) = (page.once("/api-keys/revoke"), page.value("key"));
    browser.post("/api-keys/revoke", &[("once", &once), ("key", &key)]).await
}

#[tokio::test]
async fn a_key_is_shown_once_and_revoked_by_its_maker() {
    let town = Town::open();
    let head = town.signed_in("3-belyaeva").await;
    town.settled().await;
    let from = town.journal_size(SOCIAL);
    refused(&asked(&head, " ", "90").await, StatusCode::UNPROCESSABLE_ENTITY, "Назовите ключ");
    let wrong = asked(&head, "Отчёт", "9000").await;
    refused(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "Выберите срок из списка");
    assert!(wrong.text().contains("value=\"Отчёт\""), "what was typed stays");

    let once = head.get(KEYS).await.once(KEYS);
    let form = [("once", once.as_str()), ("name", "Отчёт"), ("term", "30")];
    let first = head.post(KEYS, &form).await;
    assert!(first.status == StatusCode::OK && first.says("kabinet_") && first.says("Authorization: Bearer"), "{}", told(&first));
    let again = head.post(KEYS, &form).await;
    assert!(!again.says("kabinet_") && again.says("Эта форма уже отправлена"), "{}", told(&again));
    assert_eq!(head.get(KEYS).await.text().matches("action=\"/api-keys/revoke\"").count(), 1, "the form was sent twice, and made one key");
    refused(&asked(&head, "отчёт", "30").await, StatusCode::UNPROCESSABLE_ENTITY, "Ключ с таким названием у вас уже есть");

    let key = head.new_key("Второй").await;
    let program = town.program(&key);
    assert_eq!(program.get("/api/v1").await.status, StatusCode::OK);
    let gone = revoke(&head).await;
    assert_eq!((gone.status, gone.location()), (StatusCode::SEE_OTHER, KEYS.to_owned()));
    assert_eq!(program.get("/api/v1").await.status, StatusCode::UNAUTHORIZED, "the newest stood first");
    // Somebody else's key is nobody's to them.
    let mine = head.get(KEYS).await.value("key");
    let administrator = town.signed_in("3-orlova").await;
    let once = administrator.get(KEYS).await.once(KEYS);
    let foreign = administrator.post("/api-keys/revoke", &[("once", &once), ("key", &mine)]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let lines = deeds(&town, SOCIAL, from);
    // What else an Act writes (a letter) is not told here.
    let lines: Vec<_> =
        lines.lines().filter(|line| line.contains("api-key")).map(|line| line.split(" Added letter").next().unwrap()).collect();
    expect![[r#"
        3-belyaeva identity.api-key.make Refused [api-key-nameless]
        3-belyaeva identity.api-key.make Refused [api-key-term-unknown]
        3-belyaeva identity.api-key.make Success api-key Added api-key: agent, key, last_day, login, made_at, name, user
        3-belyaeva identity.api-key.make Refused [api-key-twice]
        3-belyaeva identity.api-key.make Success api-key Added api-key: agent, key, last_day, login, made_at, name, user
        3-belyaeva identity.api-key.revoke Success api-key Removed api-key: agent, key, last_day, login, made_at, name, used_at, used_from, user
        3-orlova identity.api-key.revoke Refused [refusal-missing]"#]]
    .assert_eq(&lines.join("\n"));

    // What opens the door lies nowhere: neither as it is typed, nor in bytes.
    let folder = town.close();
    let stored = fs::read(folder.path().join("kabinet.redb")).unwrap();
    let secret = key.trim_start_matches("kabinet_").as_bytes();
    assert!(!stored.windows(secret.len()).any(|window| window == secret));
    drop(Town::over(folder));
}

#[tokio::test]
async fn nobody_has_more_keys_than_they_can_look_after() {
    let town = Town::open();
    let head = town.signed_in("3-belyaeva").await;
    for number in 1..=10 {
        head.new_key(&format!("Программа {number}")).await;
    }
    refused(&asked(&head, "Лишняя", "90").await, StatusCode::CONFLICT, "У вас уже 10 ключей");
    assert_eq!(revoke(&head).await.status, StatusCode::SEE_OTHER);
    head.new_key("Лишняя").await;
    // Those that are over make room by themselves.
    town.set_clock(jiff::SignedDuration::from_hours(24 * 100));
    let head = town.signed_in("3-belyaeva").await;
    assert!(head.get(KEYS).await.says("Больше не действует"));
    head.new_key("Новая").await;
    assert_eq!(head.get(KEYS).await.text().matches("action=\"/api-keys/revoke\"").count(), 1);
}

#[tokio::test]
async fn an_administrator_revokes_the_keys_of_an_employee_and_nobody_does_of_somebody_stronger() {
    let town = Town::open();
    let (head, administrator) = (town.signed_in("3-belyaeva").await, town.signed_in("3-orlova").await);
    let program = town.program(&head.new_key("Отчёт").await);
    let number = town.number_of("3-belyaeva");
    let (card, keys) = (format!("/rights/users/{number}"), format!("/users/{number}/api-keys"));
    assert!(administrator.get(&card).await.links().contains(&keys), "the card leads there");
    let listed = administrator.get(&keys).await;
    assert!(listed.says("Отчёт") && listed.says("ещё не использовался"), "{}", told(&listed));
    assert_eq!(administrator.submit(&keys, &keys, &[]).await.location(), keys);
    assert_eq!(program.get("/api/v1").await.status, StatusCode::UNAUTHORIZED);
    let late = administrator.post(&keys, &[("once", "0199e4a2d7f07c0a8a3e0123456789ab")]).await;
    refused(&late, StatusCode::CONFLICT, "У пользователя нет ключей");

    // Somebody who may do nothing but this, against an administrator.
    let functions: Vec<_> = functions_of("support").into_iter().chain(["identity.user.revoke-api-keys".to_owned()]).collect();
    let (_, code) = save_role(&administrator, "/rights/roles/new", "Сторож", &functions).await;
    change(&administrator, town.number_of("3-zaytsev"), &format!("do=add-role&role={code}")).await;
    let guard = town.signed_in("3-zaytsev").await;
    let owner = town.signed_in("1-gromov").await;
    let other = town.program(&administrator.new_key("Выгрузка").await);
    let keys = format!("/users/{}/api-keys", town.number_of("3-orlova"));
    refused(&guard.submit(&keys, &keys, &[]).await, StatusCode::CONFLICT, "есть права, которых нет у вас");
    assert_eq!(other.get("/api/v1").await.status, StatusCode::OK);
    assert_eq!(owner.submit(&keys, &keys, &[]).await.location(), keys);
    assert_eq!(other.get("/api/v1").await.status, StatusCode::UNAUTHORIZED);
    assert!(owner.get(&keys).await.says("У пользователя нет ключей"));
    assert_eq!(administrator.get(&format!("/users/{}/api-keys", town.number_of("4-belova"))).await.status, StatusCode::OK);
    assert_eq!(administrator.get("/users/999999/api-keys").await.status, StatusCode::NOT_FOUND);
}
