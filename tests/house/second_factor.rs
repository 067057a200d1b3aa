//! Stories of a second factor: one-time codes of an app, codes on paper. `oathtool` stands for the telephone.

use crate::{
    chromium::{Driver, Scripts, Width},
    mail::letters_to,
    page::{Browser, Page},
    town::{OWNER, PASSWORD, SOCIAL, Town, now},
};
use expect_test::expect;
use reqwest::StatusCode;
use std::{process::Command, time::Duration};

/// Seconds for which a code is shown.
const STEP: i64 = 30;
/// Seconds that a story may take after it looked at the clock.
const HASTE: i64 = 12;
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/// The app on somebody's telephone.
pub struct App {
    secret: String,
}

impl App {
    /// The code of this step, counted from the present one.
    pub fn code(&self, step: i64) -> String {
        let moment = format!("@{}", now().as_second() + STEP * step);
        let shown = Command::new("oathtool").args(["--totp", "--base32", &self.secret, "--now", &moment]).output();
        let shown = shown.expect("oathtool is installed (tests/run does it)");
        assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
        String::from_utf8(shown.stdout).unwrap().trim().to_owned()
    }
}

/// Waits for a step of the clock that is long enough for a few requests.
pub async fn early_in_a_step() {
    let spent = now().as_second().rem_euclid(STEP);
    if spent > STEP - HASTE {
        tokio::time::sleep(Duration::from_secs(u64::try_from(STEP - spent).unwrap())).await;
    }
}

/// The secret on the page.
fn app_of(page: &Page) -> App {
    let secret = page.texts().into_iter().find(|text| text.len() == 39 && text.split(' ').all(|group| group.len() == 4));
    App { secret: secret.unwrap_or_else(|| panic!("the secret is on the page: {}", page.texts().join(" | "))) }
}

/// The codes on paper that the page shows.
fn papers_of(page: &Page) -> Vec<String> {
    page.texts().into_iter().filter(|text| text.len() == 19 && text.matches('-').count() == 3).collect()
}

/// Turns codes on with the code of the step before this one; the app and the codes on paper.
pub async fn turn_on(browser: &Browser) -> (App, Vec<String>) {
    early_in_a_step().await;
    assert_eq!(browser.go("/factors", "/factors/codes/offer", &[]).await, "/factors/codes");
    let page = browser.get("/factors/codes").await;
    let app = app_of(&page);
    let on = browser.post("/factors/codes", &[("once", &page.once("/factors/codes")), ("code", &app.code(-1))]).await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.texts().join(" | "));
    (app, papers_of(&on))
}

/// Gives the right password, and lands on the doorstep.
pub async fn halfway(browser: &Browser, login: &str) {
    let to = browser.go("/sign-in?next=/notices", "/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/notices")]).await;
    assert_eq!(to, "/sign-in/code?next=%2Fnotices");
    assert_eq!(browser.get("/notices").await.location(), "/sign-in?next=%2Fnotices", "nothing is open yet");
}

async fn second(browser: &Browser, field: &str, value: &str) -> Page {
    browser.submit("/sign-in/code?next=/notices", "/sign-in/code", &[(field, value), ("next", "/notices")]).await
}

/// The lines of the journal, without what the letters in them are made of.
fn without_letters(told: &str) -> String {
    told.lines().map(|line| line.split(" Added letter:").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// What the page says went wrong.
fn told(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.texts().join(" | "));
    let text = page.text();
    let begin = text.find("role=\"alert\"").expect("the page says that it went wrong");
    text[begin..begin + 200].to_owned()
}

#[tokio::test]
async fn a_citizen_turns_on_codes_and_signs_in_with_them() {
    let town = Town::open();
    let (here, elsewhere) = (town.signed_in("4-belova").await, town.signed_in("4-belova").await);
    let began = town.journal_size(OWNER);
    let (app, papers) = turn_on(&here).await;
    assert_eq!(papers.len(), 10);
    assert_eq!(elsewhere.get("/notices").await.status, StatusCode::SEE_OTHER, "the session that was opened without is over");
    assert!(here.get("/factors").await.says("Осталось 10 кодов"));
    let browser = town.browser();
    halfway(&browser, "4-belova").await;
    let entered = second(&browser, "code", &app.code(0)).await;
    assert_eq!((entered.status, entered.location().as_str()), (StatusCode::SEE_OTHER, "/notices"));
    browser.until_says("/notices", "Ваш второй фактор изменён").await;
    here.go("/factors", "/factors/codes/off", &[]).await;
    town.signed_in("4-belova").await;
    town.settled().await;
    expect![[r#"
        4-belova identity.factor.view Success
        4-belova identity.factor.set Success user Added codes: secret.boxed, secret.nonce, state, state.Offered.until, user
        4-belova identity.factor.set Success
        4-belova identity.factor.set Success user Changed codes: state, state.Offered.until, state.On.since, state.On.step Added recovery: codes.1, codes.10, codes.2, codes.3, codes.4, codes.5, codes.6, codes.7, codes.8, codes.9, left, made_at, user Removed session: address, agent, browser, key, login, opened_at, until, user
        guest notifications.notice.list Refused [refusal-sign-in]
        4-belova identity.factor.view Success
        guest identity.session.open Refused user [sign-in-halfway] Added doorstep: key, since, tries, user
        4-belova identity.session.open Success user Changed codes: state.On.step Removed doorstep: key, since, tries, user Added session: address, agent, browser, key, login, opened_at, until, user
        4-belova notifications.notice.list Success
        4-belova identity.factor.view Success
        4-belova identity.factor.remove Success user Removed codes: secret.boxed, secret.nonce, state, state.On.since, state.On.step, user Removed recovery: codes.1, codes.10, codes.2, codes.3, codes.4, codes.5, codes.6, codes.7, codes.8, codes.9, left, made_at, user
        4-belova identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user"#]].assert_eq(&without_letters(&town.told_since(OWNER, began)));
}

#[tokio::test]
async fn whatever_is_wrong_looks_the_same_and_a_code_is_taken_once() {
    let town = Town::open();
    let (app, papers) = turn_on(&town.signed_in("4-belova").await).await;
    let browser = town.browser_at("203.0.113.9", FIREFOX);
    let first = told(&town.browser().post("/sign-in/code", &[("code", "123456")]).await);
    halfway(&browser, "4-belova").await;
    let wrong = if app.code(0) == "000000" { "000001" } else { "000000" };
    let used = app.code(-1);
    for (field, value) in [("code", wrong), ("code", &*used), ("paper", "abcd-efgh-2345-6789"), ("code", "what?"), ("code", "")] {
        assert_eq!(told(&second(&browser, field, value).await), first, "{field} {value}");
    }
    // Five wrong ones: the password is asked for again, and this address has to wait.
    assert_eq!(told(&second(&browser, "code", &app.code(0)).await), first);
    let held = browser.submit("/sign-in", "/sign-in", &[("login", "4-belova"), ("password", PASSWORD)]).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY, "wrong codes count as wrong sign-ins");
    // The user comes from elsewhere and comes in.
    let home = town.browser_at("198.51.100.7", FIREFOX);
    halfway(&home, "4-belova").await;
    assert_eq!(second(&home, "code", &app.code(0)).await.location(), "/notices");
    let other = town.browser_at("198.51.100.7", FIREFOX);
    halfway(&other, "4-belova").await;
    assert_eq!(told(&second(&other, "code", &app.code(0)).await), first, "the same code again");
    assert_eq!(second(&other, "paper", &papers[0].to_uppercase()).await.location(), "/notices");
    let journal = format!("{:?}", town.journal(OWNER));
    assert!(journal.contains("second-wrong") && journal.contains("sign-in-held"));
}

#[tokio::test]
async fn codes_on_paper_open_once_and_are_made_anew() {
    let town = Town::open();
    let here = town.signed_in("4-belova").await;
    let (_, papers) = turn_on(&here).await;
    let browser = town.browser();
    halfway(&browser, "4-belova").await;
    assert_eq!(second(&browser, "paper", &papers[3]).await.location(), "/notices");
    here.until_says("/notices", "вошли с кодом на бумаге").await;
    assert!(here.get("/factors").await.says("Осталось 9 кодов"));
    let browser = town.browser();
    halfway(&browser, "4-belova").await;
    let again = second(&browser, "paper", &papers[3]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let once = here.get("/factors").await.once("/factors/papers");
    let renewed = here.post("/factors/papers", &[("once", &once)]).await;
    let fresh = papers_of(&renewed);
    assert_eq!(fresh.len(), 10, "{}", renewed.texts().join(" | "));
    let before = here.post("/factors/papers", &[("once", &once)]).await;
    assert!(before.says("Эта форма уже отправлена") && papers_of(&before).is_empty(), "they are shown once");
    assert_eq!(second(&browser, "paper", &papers[4]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the old ones are void");
    assert_eq!(second(&browser, "paper", &fresh[4]).await.location(), "/notices");
    let letters = letters_to(&town, "Второй фактор").await;
    assert_eq!(letters.len(), 3, "on, a code on paper was used, new codes on paper");
}

#[tokio::test]
async fn no_secret_is_in_the_journal_nor_bare_in_the_store() {
    let town = Town::open();
    let (app, papers) = turn_on(&town.signed_in("3-morozov").await).await;
    let browser = town.browser();
    halfway(&browser, "3-morozov").await;
    assert_eq!(second(&browser, "paper", &papers[0]).await.location(), "/notices");
    let typed = app.secret.replace(' ', "");
    let journal = format!("{:?}{:?}", town.journal(OWNER), town.journal(SOCIAL));
    let folder = town.close();
    let store = std::fs::read(folder.path().join("kabinet.redb")).unwrap();
    for secret in [&typed, &app.secret, &papers[0], &papers[1], &papers[1].replace('-', "")] {
        assert!(!journal.contains(secret.as_str()), "in the journal");
        assert!(!store.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()), "in the store");
    }
}

#[tokio::test]
async fn an_own_second_factor_wants_a_fresh_password_and_the_first_code() {
    let town = Town::open();
    let browser = town.signed_in("3-morozov").await;
    let began = town.journal_size(SOCIAL);
    let early = browser.get("/factors/codes").await;
    assert_eq!(early.status, StatusCode::CONFLICT, "no secret was drawn");
    browser.go("/factors", "/factors/codes/offer", &[]).await;
    let page = browser.get("/factors/codes").await;
    for (code, said) in [("12345", "6 цифр"), ("", "6 цифр"), ("000000", "Код не подходит")] {
        let wrong = browser.post("/factors/codes", &[("once", &page.once("/factors/codes")), ("code", code)]).await;
        // One in three hundred thousand: the code is right.
        assert!(wrong.error_at("code").contains(said), "{code}: {}", wrong.texts().join(" | "));
        assert_eq!(app_of(&wrong).secret, app_of(&page).secret, "the same secret, for the same telephone");
    }
    town.signed_in("3-morozov").await; // nothing is demanded yet
    let jar = browser.client.clone();
    let town = town.rewound("3-morozov", 11);
    let browser = Browser { client: jar, base: town.browser().base };
    let page = browser.get("/factors/codes").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.says("Подтвердите, что это вы") && !page.says("<svg class=\"qr\""), "nothing is shown before the password");
    let confirmed =
        browser.post("/confirm", &[("confirm_address", "/factors/codes"), ("confirm_method", "get"), ("confirm_password", PASSWORD)]).await;
    assert_eq!(confirmed.location(), "/factors/codes");
    assert_eq!(browser.get("/factors/codes").await.status, StatusCode::OK);
    town.settled().await;
    expect![[r#"
        3-morozov identity.factor.set Refused [codes-offer-over]
        3-morozov identity.factor.view Success
        3-morozov identity.factor.set Success user Added codes: secret.boxed, secret.nonce, state, state.Offered.until, user
        3-morozov identity.factor.set Success
        3-morozov identity.factor.set Refused user [code-shape]
        3-morozov identity.factor.set Refused user [code-shape]
        3-morozov identity.factor.set Refused user [code-wrong]
        3-morozov identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user
        3-morozov identity.factor.set Refused [refusal-unproved]
        3-morozov identity.session.prove Success user Changed session: proved_at
        3-morozov identity.factor.set Success"#]]
    .assert_eq(&town.told_since(SOCIAL, began));
}

#[tokio::test]
async fn a_new_password_leads_off_the_doorstep() {
    let town = Town::open();
    let here = town.signed_in("4-belova").await;
    let (app, _) = turn_on(&here).await;
    let thief = town.browser();
    halfway(&thief, "4-belova").await;
    let new = "reka-tikhaya-2026";
    here.go("/password", "/password", &[("current", PASSWORD), ("new", new), ("again", new)]).await;
    assert_eq!(second(&thief, "code", &app.code(0)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn chromium_turns_on_codes_and_signs_in_with_and_without_scripts() {
    let (town, driver) = (Town::open(), Driver::start());
    for (width, scripts, login) in [(Width::Phone, Scripts::Off, "4-belova"), (Width::Desk, Scripts::On, "3-morozov")] {
        let screen = driver.screen(&town, width, scripts, "ru").await;
        screen.sign_in(login).await;
        screen.visit("/factors").await;
        screen.picture("factors").await;
        early_in_a_step().await;
        screen.send("/factors/codes/offer").await;
        screen.passes("turning codes on").await;
        screen.picture("factors-codes").await;
        let secret = screen.find("main code").await.text().await.unwrap();
        let app = App { secret };
        screen.fill("code", "000000").await;
        screen.send("/factors/codes").await;
        screen.passes("turning codes on, with an error").await;
        screen.fill("code", &app.code(-1)).await;
        screen.send("/factors/codes").await;
        screen.says("Второй фактор включён").await;
        screen.passes("codes on paper").await;
        screen.picture("factors-papers").await;
        screen.visit("/factors").await;
        screen.picture("factors-on").await;
        screen.leave().await;
        screen.open("/sign-in").await;
        screen.fill("login", login).await;
        screen.fill("password", PASSWORD).await;
        screen.send("/sign-in").await;
        screen.passes("the second step").await;
        screen.fill("code", "000000").await;
        screen.send("/sign-in/code").await;
        screen.says("Не подошло").await;
        screen.passes("the second step, with an error").await;
        screen.picture("second-wrong").await;
        screen.fill("code", &app.code(0)).await;
        screen.send("/sign-in/code").await;
        assert!(!screen.path().await.starts_with("/sign-in"), "{login} is in");
        screen.close().await;
    }
}

#[tokio::test]
async fn of_whom_a_second_factor_is_demanded_sets_it_up_before_anything_else() {
    let demands = "[demanded]\ntypes = [\"owner\"]\nroles = [\"administrator\"]\n";
    let town = Town::open_with(|folder| std::fs::write(folder.join("factors.toml"), demands).unwrap());
    assert_eq!(town.signed_in("3-morozov").await.get("/cases").await.status, StatusCode::OK, "an operator may choose");
    assert_eq!(town.signed_in("1-gromov").await.get("/journal").await.location(), "/factors", "the Owner's employees may not");
    let began = town.journal_size(SOCIAL);
    let orlova = town.signed_in("3-orlova").await;
    for page in ["/", "/rights", "/notices", "/sessions"] {
        let led = orlova.get(page).await;
        assert!(led.location() == "/factors" || page == "/" && led.location() == "/desk", "{page} leads to {}", led.location());
    }
    let once = "0199e4a2-d7f0-7c0a-8a3e-0123456789ab";
    let change = format!("/rights/users/{}/change", town.number_of("3-morozov"));
    assert_eq!(orlova.post(&change, &[("once", once), ("do", "add-role"), ("role", "head")]).await.status, StatusCode::FORBIDDEN);
    assert!(orlova.get("/factors").await.says("Для вашей должности нужен второй фактор"));
    let (app, _) = turn_on(&orlova).await;
    assert_eq!(orlova.get("/rights").await.status, StatusCode::OK, "the very next request");
    let browser = town.browser();
    halfway(&browser, "3-orlova").await;
    assert_eq!(second(&browser, "code", &app.code(0)).await.location(), "/notices");
    // Without it the rights are not in force again, in every open session.
    orlova.go("/factors", "/factors/codes/off", &[]).await;
    assert_eq!(browser.get("/rights").await.location(), "/factors");
    assert!(town.told_since(SOCIAL, began).contains("3-orlova access.grant.make Refused [refusal-must-prove]"));
}

#[tokio::test]
async fn a_lost_second_factor_is_taken_away_by_who_looks_after_the_user() {
    let town = Town::open();
    let (administrator, morozov) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let path = |login: &str| format!("/users/{}/factors", town.number_of(login));
    let own = path("3-morozov");
    assert!(administrator.get(&own).await.says("Второй фактор не включён"));
    turn_on(&morozov).await;
    town.settled().await;
    let began = town.journal_size(SOCIAL);
    assert_eq!(morozov.get(&path("3-petrenko")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(administrator.get(&path("1-gromov")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.get(&path("3-frolova")).await.status, StatusCode::NOT_FOUND, "another Agent's employee");
    let once = administrator.get(&own).await.once(&own);
    let to_self = administrator.post(&path("3-orlova"), &[("once", &once)]).await;
    assert_eq!(to_self.status, StatusCode::CONFLICT, "{}", to_self.texts().join(" | "));
    assert_eq!(administrator.go(&own, &own, &[]).await, own);
    assert_eq!(morozov.get("/cases").await.status, StatusCode::SEE_OTHER, "the open session is over");
    let again = town.signed_in("3-morozov").await;
    again.until_says("/notices", "Ваш второй фактор изменён").await;
    town.settled().await;
    expect![[r#"
        3-morozov identity.user.remove-factor Refused [refusal-no-function]
        3-orlova identity.user.remove-factor Refused [refusal-missing]
        3-orlova identity.user.remove-factor Refused [refusal-missing]
        3-orlova identity.user.remove-factor Success
        3-orlova identity.user.remove-factor Refused user [factor-own-elsewhere]
        3-orlova identity.user.remove-factor Success
        3-orlova identity.user.remove-factor Success user Removed codes: secret.boxed, secret.nonce, state, state.On.since, state.On.step, user Removed recovery: codes.1, codes.10, codes.2, codes.3, codes.4, codes.5, codes.6, codes.7, codes.8, codes.9, left, made_at, user Removed session: address, agent, browser, key, login, opened_at, until, user
        3-morozov identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user
        3-morozov notifications.notice.list Success"#]].assert_eq(&without_letters(&town.told_since(SOCIAL, began)));
}
