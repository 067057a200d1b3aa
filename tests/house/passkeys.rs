//! Stories of passkeys: Chromium holds the key.

use crate::{
    chromium::{Driver, Scripts, Width},
    page::Page,
    second_factor::halfway,
    town::{PASSWORD, SOCIAL, Town},
};
use reqwest::StatusCode;
use std::process::Command;
use tempfile::TempDir;

/// Browsers at home here trust the town's authority: WebAuthn works over trusted connections only.
pub fn trusting(town: &Town) -> TempDir {
    let home = TempDir::new().unwrap();
    let store = home.path().join(".pki/nssdb");
    std::fs::create_dir_all(&store).unwrap();
    let store = format!("sql:{}", store.display());
    let authority = town.folder().join("keys/authority.crt");
    let run = |arguments: &[&str]| Command::new("certutil").args(arguments).status().expect("tests/run installs it").success();
    assert!(run(&["-N", "-d", &store, "--empty-password"]));
    assert!(run(&["-A", "-d", &store, "-n", "town", "-t", "C,,", "-i", authority.to_str().unwrap()]));
    home
}

/// The question of this page, and its sealed state.
fn asked(page: &Page) -> (String, String) {
    let text = page.text();
    let options = text.split("data-passkey=\"").nth(1).unwrap_or_else(|| panic!("it asks for a passkey: {text}"));
    (options[..options.find('"').unwrap()].replace("&quot;", "\""), page.value("state"))
}

/// The browser's answer to a question, from whatever page it shows.
const ANSWER: &str = r#"
    const [question, done] = arguments, publicKey = JSON.parse(question);
    const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
    const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    publicKey.challenge = bytes(publicKey.challenge);
    publicKey.allowCredentials.forEach(known => { known.id = bytes(known.id); });
    navigator.credentials.get({ publicKey }).then(one => done(JSON.stringify({ id: one.id, rawId: text(one.rawId), type: one.type, extensions: {},
        response: { authenticatorData: text(one.response.authenticatorData), clientDataJSON: text(one.response.clientDataJSON),
            signature: text(one.response.signature) } })), error => done('' + error));"#;

#[tokio::test]
async fn chromium_adds_a_passkey_and_signs_in_with_it() {
    let town = Town::open();
    let home = trusting(&town);
    let driver = Driver::start_at(home.path());
    let screen = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    screen.add_authenticator().await;
    screen.sign_in("3-morozov").await;
    screen.visit("/factors/passkeys").await;
    screen.picture("passkey").await;
    screen.fill("name", "Рабочий компьютер").await;
    screen.send("/factors/passkeys").await;
    screen.says("Второй фактор включён").await;
    screen.visit("/factors").await;
    screen.says("Рабочий компьютер").await;
    screen.picture("passkeys").await;
    screen.leave().await;
    screen.open("/sign-in").await;
    screen.fill("login", "3-morozov").await;
    screen.fill("password", PASSWORD).await;
    screen.send("/sign-in").await;
    screen.passes("the second step with a passkey").await;
    screen.picture("second-passkey").await;
    screen.send("/sign-in/code").await;
    assert!(!screen.path().await.starts_with("/sign-in"), "the key signs in");

    // The same key asked from another origin: the answer is of another site.
    let browser = town.browser();
    halfway(&browser, "3-morozov").await;
    let (question, state) = asked(&browser.get("/sign-in/code").await);
    let answer = async |path: &str| {
        screen.open(path).await;
        screen.run_until_done(ANSWER, vec![question.clone().into()]).await.as_str().unwrap().to_owned()
    };
    let send = async |answer: &str| browser.submit("/sign-in/code", "/sign-in/code", &[("state", &state), ("passkey", answer)]).await;
    let here = answer("/help").await;
    screen.open_at(town.certificate.port(), "/help/certificate").await;
    let elsewhere = screen.run_until_done(ANSWER, vec![question.clone().into()]).await.as_str().unwrap().to_owned();
    assert!(elsewhere.starts_with('{'), "{elsewhere}");
    assert_eq!(send(&elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY, "an answer to another origin");
    assert_eq!(send("{}").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // An answer belongs to the doorstep that was asked.
    let other = town.browser();
    halfway(&other, "3-morozov").await;
    let stolen = other.submit("/sign-in/code", "/sign-in/code", &[("state", &state), ("passkey", &here)]).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&here).await.status, StatusCode::SEE_OTHER);

    browser.go("/factors", "/factors/codes/offer", &[]).await;
    let nameless = browser.submit("/factors/passkeys", "/factors/passkeys", &[("name", " "), ("state", "x"), ("passkey", "{}")]).await;
    assert!(nameless.error_at("name").contains("Назовите"), "{}", nameless.texts().join(" | "));
    let foreign = browser.submit("/factors/passkeys", "/factors/passkeys", &[("name", "a"), ("state", "x"), ("passkey", "{}")]).await;
    assert!(foreign.status == StatusCode::CONFLICT && foreign.says("Ответ ключа не подошёл"));
    let key = browser.get("/factors").await.value("key");
    browser.go("/factors", "/factors/passkeys/remove", &[("key", &key)]).await;
    town.signed_in("3-morozov").await;
    screen.close().await;
    town.settled().await;
    let journal = format!("{:?}", town.journal(SOCIAL));
    assert!(journal.contains("passkeys") && !journal.contains("cred_id"), "the history names the key and does not hold it");
}
