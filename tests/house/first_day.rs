//! From an empty installation, by the commands of the real program, to an Agent's administrator who signs in.

use crate::page::{Browser, Page};
use crate::town::{OWNER, Town, line};
use expect_test::expect;
use jiff::tz::TimeZone;
use kabinet::ops::installation;
use rand::random;
use reqwest::StatusCode;
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

const OWN: &str = "тихая река, старый мост";

/// What the program says and whether it succeeded.
pub fn kabinet(words: &[&str], place: (&str, &Path)) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kabinet")).args(words).args([place.0]).arg(place.1).env("LC_ALL", "ru_RU.UTF-8").output();
    let output = output.unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.success(), said)
}

pub fn one_time_password(said: &str) -> String {
    let word = said
        .split(|letter: char| letter.is_whitespace() || ",.".contains(letter))
        .find(|word| word.len() == 19 && word.matches('-').count() == 3);
    word.unwrap_or_else(|| panic!("the password is printed: {said}")).to_owned()
}

fn shown(page: &Page) -> String {
    page.texts().into_iter().find(|text| text.len() == 19 && text.matches('-').count() == 3).expect("the password is shown")
}

async fn enter(browser: &Browser, login: &str, typed: &str) {
    let entered = browser.submit("/sign-in", "/sign-in", &[("login", login), ("password", typed)]).await;
    assert_eq!(entered.location(), "/password", "{}", entered.texts().join(" | "));
    browser.go("/password", "/password", &[("current", typed), ("new", OWN), ("again", OWN)]).await;
}

#[tokio::test]
async fn from_an_empty_folder_to_an_administrator_who_signs_in() {
    let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let config = elsewhere.path().join("kabinet.toml");
    let text = format!(
        "data = {:?}\n[installation]\nname = \"Зареченск\"\ntime_zone = \"Europe/Moscow\"\n[listen]\nhttps = \"127.0.0.1:0\"\n",
        folder.path().to_str().unwrap()
    );
    fs::write(&config, text).unwrap();
    let at = ("--config", config.as_path());
    let agent = ["agent", "add", "social", "--name", "Отдел социальной защиты", "--short", "Соцзащита", "--inn", "7707083893"];
    let user = ["user", "add", "3-petrova", "--name", "Петрова Нина Львовна", "--agent", "social", "--role", "administrator"];
    let (done, said) = kabinet(&agent, at);
    assert!(!done && said.contains("kabinet init"), "{said}");
    let (done, said) = kabinet(&["init", "--login", "admin", "--name", "Орлова Вера Ивановна"], at);
    assert!(done, "{said}");
    let supervisor = one_time_password(&said);

    assert_eq!(kabinet(&agent, at), (true, "Агент создан, его номер 2\n".to_owned()));
    for (words, wrong) in [
        (["agent", "add", "social", "--name", "Второй", "--short", "Второй"].as_slice(), "--code: Агент с таким кодом уже есть"),
        (&["agent", "add", "other", "--name", "Второй", "--short", "Второй", "--inn", "1"], "--inn: "),
        (&["user", "add", "4-petrova", "--name", "Петрова Нина", "--agent", "social"], "--login: Логин начинается с 1, 2 или 3"),
        (&["user", "add", "3-petrova", "--name", "Петрова", "--agent", "social"], "--name: "),
        (&["user", "add", "3-petrova", "--name", "Петрова Нина", "--agent", "nothing"], "--agent: Агента с кодом nothing нет"),
        (&["user", "add", "3-petrova", "--name", "Петрова Нина", "--agent", "owner"], "--agent: У Владельца системы"),
        (&["user", "add", "3-petrova", "--name", "Петрова Нина", "--agent", "social", "--role", "tsar"], "--role: Такой роли нет"),
    ] {
        let (done, said) = kabinet(words, at);
        assert!(!done && said.contains(wrong), "{words:?}: {said}");
    }
    let (done, said) = kabinet(&user, at);
    assert!(done && said.contains("3-petrova"), "{said}");
    let petrova = one_time_password(&said);
    let path = folder.path().to_owned();
    let data = ("--data", path.as_path());
    expect![[r#"
        1	owner	Зареченск	открыт
        2	social	Отдел социальной защиты	открыт
    "#]]
    .assert_eq(&kabinet(&["agent", "list"], data).1);
    expect![[r#"
        1	1-admin	Орлова Вера Ивановна	owner: Супервизор	активен
        2	3-petrova	Петрова Нина Львовна	social: Администратор	активен
    "#]]
    .assert_eq(&kabinet(&["user", "list"], data).1);
    for help in [["agent", "--help"], ["user", "--help"]] {
        let said = Command::new(env!("CARGO_BIN_EXE_kabinet")).args(help).output().unwrap();
        assert!(String::from_utf8(said.stdout).unwrap().contains("The server must not run"));
    }

    let town = Town::serve_opened(folder, |path| {
        installation::open(path, "Зареченск", TimeZone::get("Europe/Moscow").unwrap(), random()).unwrap()
    });
    let (done, said) = kabinet(&["agent", "add", "late", "--name", "Опоздавший", "--short", "Опоздавший"], at);
    assert!(!done && said.contains("Остановите его или сделайте то же в браузере"), "{said}");
    assert!(kabinet(&["user", "list"], data).0, "who only reads reads beside the server");

    let owner = town.browser();
    enter(&owner, "1-admin", &supervisor).await;
    let made = owner.submit("/agents/new", "/agents/new", &[("code", "housing"), ("name", "ООО «Гавань»"), ("short", "Гавань")]).await;
    assert_eq!(made.location(), "/agents/3", "{}", made.texts().join(" | "));
    let form = [
        ("kind", "3"),
        ("login", "frolov"),
        ("surname", "Фролов"),
        ("name", "Пётр"),
        ("agent", "3"),
        ("role", "administrator"),
        ("active", "yes"),
    ];
    let notice = owner.submit("/users/new?agent=3", "/users/new", &[]).await;
    assert_eq!(notice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let once = owner.get("/users/new?agent=3").await.once("/users/new");
    let fields: Vec<_> = [("once", once.as_str())].into_iter().chain(form).collect();
    let notice = owner.post("/users/new", &fields).await;
    let frolov = town.browser();
    enter(&frolov, "3-frolov", &shown(&notice)).await;
    assert!(frolov.get("/rights").await.says("Фролов Пётр"));
    let of_social = town.browser();
    enter(&of_social, "3-petrova", &petrova).await;
    assert!(of_social.get("/rights").await.says("Петрова Нина Львовна"));

    let journal: Vec<_> = town.journal(OWNER).iter().filter(|entry| entry.roles == "operator").map(line).collect();
    assert!(journal.iter().any(|line| line.contains("identity.user.create Refused [user-agents-others]")), "{journal:#?}");
    let whole = format!("{:?}{:?}", town.journal(OWNER), town.journal(2));
    assert!(whole.contains("kabinet agent add") && whole.contains("kabinet user add"));
    assert!(!whole.contains(&petrova) && !whole.contains(&supervisor), "no journal has a password");
}
