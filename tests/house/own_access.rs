//! Stories of a user's own access: sessions, the password given once more, one-time passwords, a forgotten one.

use crate::{
    mail::{letters_to, text_of_letter},
    page::{Browser, Page},
    town::{PASSWORD, Town},
};
use kabinet::{
    access::table as access_table,
    identity::{Login, table as identity_table},
};
use reqwest::StatusCode;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/// The value of the first hidden field of this name in the form of this session's row.
fn sessions_of(page: &Page) -> Vec<String> {
    let text = page.text();
    text.split("name=\"session\" value=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

/// Sends the form once more to where it was meant for, as a browser does that is led on with 307.
async fn led_on(browser: &Browser, fields: &[(&str, &str)], answer: &Page) -> Page {
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{}", answer.texts().join(" | "));
    browser.post(&answer.location(), fields).await
}

#[tokio::test]
async fn a_user_sees_their_sessions_and_ends_them() {
    let town = Town::open();
    let here = town.signed_in("4-belova").await;
    let phone = town.sign_in(town.browser_at("198.51.100.7", FIREFOX), "4-belova").await;
    let other = town.signed_in("4-belova").await;
    let page = here.get("/sessions").await;
    assert!(page.says("Firefox, Linux") && page.says("198.51.100.7") && page.says("Этот браузер"), "{}", page.texts().join(" | "));
    let keys = sessions_of(&page);
    assert_eq!(keys.len(), 3);
    // Nobody ends a session of somebody else's.
    let stranger = town.signed_in("3-orlova").await;
    assert_eq!(stranger.submit("/sessions", "/sessions/end", &[("session", &keys[1])]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(here.submit("/sessions", "/sessions/end", &[("session", "no key")]).await.status, StatusCode::NOT_FOUND);
    let text = page.text();
    let of_phone = keys.iter().find(|key| {
        text[..text.find(key.as_str()).unwrap()].rfind("Firefox").is_some_and(|at| text[at..].find(key.as_str()).unwrap() < 900)
    });
    here.go("/sessions", "/sessions/end", &[("session", of_phone.unwrap())]).await;
    assert_eq!(phone.get("/applications").await.status, StatusCode::SEE_OTHER, "the phone is out");
    assert_eq!(other.get("/applications").await.status, StatusCode::OK);
    here.go("/sessions", "/sessions/end-others", &[]).await;
    assert_eq!(other.get("/applications").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/applications").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_one_time_password_opens_nothing_but_the_way_to_an_own_one() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let open = town.signed_in("3-morozov").await;
    let path = format!("/users/{}/password", town.number_of("3-morozov"));
    let given = administrator.submit(&path, &path, &[]).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.texts().join(" | "));
    let typed = given.texts().into_iter().find(|text| text.len() == 19 && text.matches('-').count() == 3).expect("the password is shown");
    assert_eq!(open.get("/cases").await.status, StatusCode::SEE_OTHER, "the open session is over");
    // The same form once more gives no second password.
    let once = administrator.get(&path).await.once(&path);
    let first = administrator.post(&path, &[("once", &once)]).await;
    let typed = if first.status == StatusCode::OK {
        first.texts().into_iter().find(|text| text.len() == 19 && text.matches('-').count() == 3).unwrap_or(typed)
    } else {
        typed
    };
    assert!(administrator.post(&path, &[("once", &once)]).await.says("уже отправлена"));

    let morozov = town.browser();
    let entered = morozov.submit("/sign-in", "/sign-in", &[("login", "3-morozov"), ("password", &typed)]).await;
    assert_eq!(entered.location(), "/password");
    for page in ["/cases", "/search?q=2026", "/notices", "/sessions"] {
        assert_eq!(morozov.get(page).await.location(), "/password", "{page}");
    }
    let refused = morozov.submit("/password", "/password", &[("current", &typed), ("new", &typed), ("again", &typed)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "an own password is another one");
    let common =
        morozov.submit("/password", "/password", &[("current", &typed), ("new", "Qwertyuiop2026"), ("again", "Qwertyuiop2026")]).await;
    assert!(common.error_at("new").contains("списках"), "{}", common.error_at("new"));
    let own = "тихая река, старый мост";
    morozov.go("/password", "/password", &[("current", &typed), ("new", own), ("again", own)]).await;
    assert_eq!(morozov.get("/cases").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_gives_a_password_to_who_may_more_or_belongs_elsewhere() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let path = |login: &str| format!("/users/{}/password", town.number_of(login));
    assert_eq!(administrator.get(&path("1-gromov")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.get(&path("3-frolova")).await.status, StatusCode::NOT_FOUND, "another Agent's employee");
    let own = administrator.submit(&path("3-orlova"), &path("3-orlova"), &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT, "{}", own.texts().join(" | "));
    assert_eq!(town.signed_in("3-morozov").await.get(&path("3-petrenko")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_forgotten_password_is_restored_by_a_code_to_the_mailbox() {
    let town = Town::open();
    let open = town.signed_in("4-belova").await;
    let browser = town.browser();
    let new = "старый мост через реку";
    let sent = browser.submit("/restore", "/restore", &[("login", "4-belova")]).await;
    assert_eq!(sent.location(), "/restore/code?login=4-belova");
    // Whoever has no address, and whoever is nobody, sees the same.
    for login in ["4-nobody", "3-orlova"] {
        let nobody = browser.submit("/restore", "/restore", &[("login", login)]).await;
        assert_eq!(nobody.location(), format!("/restore/code?login={login}"));
    }
    let letter = text_of_letter(&letters_to(&town, "Код для нового пароля").await[0]);
    let code = letter.lines().find_map(|line| line.strip_prefix("Код: ")).unwrap().trim().to_owned();
    let page = sent.location();
    let fields = |code: &'static str| [("login", "4-belova"), ("code", code), ("new", new), ("again", new)];
    for wrong in ["00000000", "1234"] {
        let answer = browser.submit(&page, "/restore/code", &fields(wrong)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer.error_at("code").is_empty());
    }
    let weak = [("login", "4-belova"), ("code", code.as_str()), ("new", "belova-2026"), ("again", "belova-2026")];
    assert!(browser.submit(&page, "/restore/code", &weak).await.error_at("new").contains("логин"));
    let fields = [("login", "4-belova"), ("code", code.as_str()), ("new", new), ("again", new)];
    assert_eq!(browser.go(&page, "/restore/code", &fields).await, "/sign-in");
    assert_eq!(open.get("/applications").await.status, StatusCode::SEE_OTHER, "what was open is over");
    let again = browser.submit(&page, "/restore/code", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is used once");
    let entered = browser.submit("/sign-in", "/sign-in", &[("login", "4-belova"), ("password", new)]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    letters_to(&town, "Пароль изменён").await;
    let journal = format!("{:?}", town.journal(1));
    assert!(!journal.contains(&code.replace(' ', "")) && !journal.contains(&code), "the journal never has the code");
}

#[tokio::test]
async fn a_dangerous_action_asks_for_the_password_again_and_keeps_what_was_typed() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let path = format!("/users/{}/password", town.number_of("3-morozov"));
    let once = administrator.get(&path).await.once(&path);
    // Eleven minutes later, as the store sees it.
    let town = town.rewound("3-orlova", 11);
    let administrator = Browser { base: town.browser().base, ..administrator };
    let fields = [("once", once.as_str()), ("note", "остаётся")];
    let asked = administrator.post(&path, &fields).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(asked.says("Подтвердите, что это вы") && asked.value("note") == "остаётся", "{}", asked.texts().join(" | "));
    let confirm = |password: &'static str| {
        let address = path.clone();
        [
            ("once", once.clone()),
            ("note", "остаётся".to_owned()),
            ("confirm_address", address),
            ("confirm_method", "post".to_owned()),
            ("confirm_password", password.to_owned()),
        ]
    };
    let owned = confirm("not-her-password");
    let wrong: Vec<_> = owned.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = administrator.post("/confirm", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.value("note") == "остаётся" && !answer.says("not-her-password"));
    let owned = confirm(PASSWORD);
    let right: Vec<_> = owned.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = administrator.post("/confirm", &right).await;
    let given = led_on(&administrator, &right, &answer).await;
    assert!(given.status == StatusCode::OK && given.says("Одноразовый пароль"), "{}", given.texts().join(" | "));
    // Nobody is led to another site.
    let elsewhere = [("confirm_address", "https://evil.example/"), ("confirm_method", "get"), ("confirm_password", PASSWORD)];
    assert_eq!(administrator.post("/confirm", &elsewhere).await.location(), "/");
}

#[tokio::test]
async fn the_cookie_of_a_user_who_is_no_more_opens_nothing() {
    let town = Town::open();
    let browser = town.signed_in("3-zaytsev").await;
    let town = town.meanwhile(|act| {
        let user = identity_table::user_by_login(&*act, &Login::parse("3-zaytsev").unwrap())?.unwrap();
        access_table::grants_of(&*act, user.id)?.iter().try_for_each(|grant| act.remove(grant))?;
        act.remove(&user)
    });
    let browser = Browser { base: town.browser().base, ..browser };
    for page in ["/cases", "/sessions", "/cases/stream"] {
        assert_eq!(browser.get(page).await.location().split('?').next(), Some("/sign-in"), "{page}");
    }
    let once = "0199e4a2-d7f0-7c0a-8a3e-0123456789ab";
    assert_eq!(
        browser.post("/password", &[("once", once), ("current", PASSWORD), ("new", "a"), ("again", "a")]).await.status,
        StatusCode::UNAUTHORIZED
    );
    let again = browser.submit("/sign-in", "/sign-in", &[("login", "3-zaytsev"), ("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "as with any unknown login");
}
