//! Stories of the Owner's desk: Agents by a client's request, users with their access notices, base fields that only the
//! Owner changes, and what two who change the same card are told.

use crate::{
    chromium::{Driver, Scripts, Width},
    mail::{letters_to, text_of_letter},
    page::{Browser, Page},
    town::{OWNER, Town},
};
use expect_test::expect;
use reqwest::StatusCode;

const AGENT: [(&str, &str); 9] = [
    ("code", "vodokanal"),
    ("name", "МУП «Водоканал»"),
    ("short", "Водоканал"),
    ("inn", "7707083893"),
    ("kpp", "770701001"),
    ("phone", "8 (900) 123-45-67"),
    ("email", "office@vodokanal.example"),
    ("request", "№ 12 от 3 ноября 2026"),
    ("reserved", "300000-349999, 100000-199999"),
];

const USER: [(&str, &str); 14] = [
    ("kind", "3"),
    ("login", "sedova"),
    ("surname", "Седова"),
    ("name", "Мария"),
    ("patronymic", "Олеговна"),
    ("position", "Администратор"),
    ("phone", "8 900 765-43-21"),
    ("email", "sedova@vodokanal.example"),
    ("messenger", "@sedova"),
    ("agent", "4"),
    ("role", "administrator"),
    ("active", "yes"),
    ("from", "2026-01-01"),
    ("description", "По заявке № 12"),
];

/// The same form with other values; a field that is not in it is added.
fn with<'f>(form: &[(&'f str, &'f str)], other: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = form.iter().filter(|(name, _)| other.iter().all(|(known, _)| known != name));
    kept.chain(other).copied().filter(|(_, value)| !value.is_empty()).collect()
}

pub fn one_time_password(page: &Page) -> Option<String> {
    page.texts().into_iter().find(|text| text.len() == 19 && text.matches('-').count() == 3)
}

pub fn told(page: &Page) -> String {
    page.texts().join(" | ")
}

/// The form of a card as the browser has it, sent with other values.
pub async fn save_card(browser: &Browser, page: &Page, path: &str, other: &[(&str, &str)]) -> Page {
    let mut fields: Vec<(String, String)> = vec![("once".to_owned(), page.once(path))];
    for name in ["seen", "surname", "name", "patronymic", "position", "phone", "email", "messenger", "from", "to", "description"] {
        fields.push((name.to_owned(), page.value(name)));
    }
    fields.push(("active".to_owned(), "yes".to_owned()));
    fields.retain(|(name, _)| other.iter().all(|(known, _)| known != name));
    fields.extend(other.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

#[tokio::test]
async fn the_owner_makes_an_agent_and_its_administrator_who_signs_in_with_the_notice() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    assert!(owner.get("/agents").await.says("Соцзащита"));
    let made = owner.submit("/agents/new", "/agents/new", &AGENT).await;
    assert_eq!(made.location(), "/agents/4", "{}", told(&made));
    let card = owner.get("/agents/4").await;
    for said in ["Водоканал", "7707083893", "100000-199999, 300000-349999", "№ 12 от 3 ноября 2026", "0 пользователей", "открыт"]
    {
        assert!(card.says(said), "{said}: {}", told(&card));
    }
    let form = owner.get("/users/new?agent=4").await;
    let fields: Vec<_> =
        [("once", form.once("/users/new"))].into_iter().chain(USER.map(|(name, value)| (name, value.to_owned()))).collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let from = town.journal_size(OWNER);
    let notice = owner.post("/users/new", &fields).await;
    let typed = one_time_password(&notice).unwrap_or_else(|| panic!("the password is shown: {}", told(&notice)));
    for said in ["Уведомление о предоставлении доступа", "3-sedova", "Администратор", "Водоканал", "/sign-in", "sedova@vodokanal.example"]
    {
        assert!(notice.says(said), "{said}: {}", told(&notice));
    }
    let again = owner.post("/users/new", &fields).await;
    assert!(again.says("уже отправлена") && one_time_password(&again).is_none(), "the same form is the same user: {}", told(&again));
    let lines = town.told_since(OWNER, from);
    let made: Vec<_> = lines.lines().filter(|line| line.contains("identity.user.create") && line.contains("Added")).collect();
    assert_eq!(made.len(), 1, "{lines}");
    let start = "1-gromov identity.user.create Success user Added user: active, description, email,";
    assert!(made[0].starts_with(start) && made[0].contains("Added grant: agent, roles.1, user Added letter: "), "{lines}");
    assert!(!format!("{:?}", town.journal(OWNER)).contains(&typed), "no journal has the password");
    let letters = letters_to(&town, "Уведомление о предоставлении доступа").await;
    let letter = text_of_letter(&letters[0]);
    assert!(
        letter.contains("Агент: ") && letter.contains("3-sedova") && letter.contains("Администратор") && letter.contains(&typed),
        "{letter}"
    );

    let sedova = town.browser();
    let entered = sedova.submit("/sign-in", "/sign-in", &[("login", "3-sedova"), ("password", &typed)]).await;
    assert_eq!(entered.location(), "/password");
    let own = "тихая река, старый мост";
    sedova.go("/password", "/password", &[("current", &typed), ("new", own), ("again", own)]).await;
    let rights = sedova.get("/rights").await;
    assert!(rights.says("Седова Мария Олеговна") && !rights.says("Орлова"), "{}", told(&rights));
    // The base fields are the Owner's: an administrator reads them.
    let id = town.number_of("3-sedova");
    let own_card = sedova.get(&format!("/rights/users/{id}")).await;
    assert!(own_card.says("+7 900 765-43-21") && own_card.says("настраивает Владелец") && !own_card.says("/edit"), "{}", told(&own_card));
    for path in
        [format!("/users/{id}/edit"), "/users/new".to_owned(), "/agents".to_owned(), "/agents/4".to_owned(), "/agents/4/edit".to_owned()]
    {
        assert_eq!(sedova.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    // Closed, the Agent lets nobody on; opened again, it does.
    for (deed, status) in [("close", StatusCode::SEE_OTHER), ("open", StatusCode::OK)] {
        assert_eq!(owner.submit("/agents/4", "/agents/4/activity", &[("do", deed), ("step", "save")]).await.location(), "/agents/4");
        assert_eq!(sedova.get("/rights").await.status, status, "{deed}");
    }
    assert!(owner.get("/agents/1").await.status.is_success());
    let once = owner.get("/agents/4").await.once("/agents/4/activity");
    let refused = owner.post("/agents/1/activity", &[("once", &once), ("do", "close"), ("step", "save")]).await;
    assert!(refused.says("Доступ Владельца системы закрыть нельзя"), "{}", told(&refused));
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_what_was_typed_stays() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let agent = |other: &'static [(&'static str, &'static str)]| {
        let owner = &owner;
        async move { owner.submit("/agents/new", "/agents/new", &with(&AGENT, other)).await }
    };
    for (field, value, said) in [
        ("code", "Водоканал", "Код начинается с латинской"),
        ("code", "social", "Агент с таким кодом уже есть"),
        ("name", "", "Впишите название"),
        ("inn", "7707083894", "ИНН"),
        ("kpp", "12", "КПП состоит из 9 знаков"),
        ("email", "office", "@"),
        ("reserved", "5-1", "последний номер меньше первого"),
        ("reserved", "1-9, 9-12", "пересекается"),
    ] {
        let page = owner.submit("/agents/new", "/agents/new", &with(&AGENT, &[(field, value)])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.error_at(field).contains(said), "{field}={value}: {}", told(&page));
        assert_eq!((page.value(field).as_str(), page.value("request").as_str()), (value, "№ 12 от 3 ноября 2026"));
    }
    // The code is told with all the rest, whatever is wrong with either.
    for code in ["Водоканал", "social", ""] {
        let page = owner.submit("/agents/new", "/agents/new", &with(&AGENT, &[("code", code), ("name", ""), ("kpp", "12")])).await;
        for field in ["code", "name", "kpp"] {
            assert!(!page.error_at(field).is_empty(), "{code} {field}: {}", told(&page));
        }
    }
    assert_eq!(agent(&[]).await.location(), "/agents/4");
    let again = agent(&[]).await;
    assert!(!again.error_at("code").is_empty() && !again.error_at("inn").is_empty() && !again.error_at("reserved").is_empty());
    let twin = agent(&[("code", "twin"), ("reserved", "199999-250000")]).await;
    assert!(twin.error_at("inn").contains("Водоканал") && twin.error_at("reserved").contains("Водоканал"), "{}", told(&twin));

    for (field, other, said) in [
        ("login", [("login", "gromov"), ("kind", "1"), ("agent", "1")].as_slice(), "Такой логин уже занят"),
        ("login", &[("login", "1-sedova")], "начинается с 3"),
        ("login", &[("login", "седова")], "латинские"),
        ("kind", &[("kind", "4")], "Выберите"),
        ("surname", &[("surname", "")], ""),
        ("email", &[("email", "sedova@vodokanal")], ""),
        ("phone", &[("phone", "12")], ""),
        ("to", &[("to", "2025-12-31")], "Окончание раньше начала"),
        ("from", &[("from", "2026-02-31")], "28"),
        ("agent", &[("agent", "")], "Отметьте хотя бы одного Агента"),
        ("agent", &[("agent", "1")], "только сотрудники (1)"),
        ("agent", &[("agent", "77")], "Выберите"),
        ("agent", &[("kind", "1")], "только у Владельца"),
        ("role", &[("role", "citizen")], "Такой роли нет"),
        ("role", &[("role", "nothing")], "Такой роли нет"),
    ] {
        let page = owner.submit("/users/new", "/users/new", &with(&USER, other)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", told(&page));
        assert!(!page.error_at(field).is_empty() && page.error_at(field).contains(said), "{field} {other:?}: {}", told(&page));
        assert_eq!((page.value("position").as_str(), one_time_password(&page)), ("Администратор", None));
    }
    assert!(letters_now(&town).is_empty(), "nobody was written to");
}

fn letters_now(town: &Town) -> Vec<String> {
    let outbox = std::fs::read_dir(town.folder().join("outbox")).into_iter().flatten().flatten();
    outbox.map(|file| std::fs::read_to_string(file.path()).unwrap()).filter(|text| text.contains("sedova")).collect()
}

#[tokio::test]
async fn the_card_decides_over_the_open_session_and_nobody_shuts_themselves_out() {
    let town = Town::open();
    let (owner, operator) = (town.signed_in("1-gromov").await, town.signed_in("3-morozov").await);
    let path = format!("/users/{}/edit", town.number_of("3-morozov"));
    let card = owner.get(&path).await;
    assert_eq!((card.value("login").as_str(), card.value("email").as_str()), ("3-morozov", "morozov@social.example"));
    let from = town.journal_size(OWNER);
    assert_eq!(save_card(&owner, &card, &path, &[("hides", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert!(operator.get("/cases").await.says("*"), "personal data is hidden with the next request");
    for (fields, status) in [
        ([("active", "")].as_slice(), StatusCode::SEE_OTHER),
        (&[], StatusCode::OK),
        (&[("to", "2020-01-01")], StatusCode::SEE_OTHER),
        (&[("to", "")], StatusCode::OK),
        (&[("certificate", "yes")], StatusCode::SEE_OTHER),
    ] {
        let card = owner.get(&path).await;
        let saved = save_card(&owner, &card, &path, fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{fields:?}: {}", told(&saved));
        assert_eq!(operator.get("/cases").await.status, status, "{fields:?}");
    }
    expect![[r#"
        1-gromov identity.user.edit Success user Changed user: hide_personal_data
        1-gromov identity.user.edit Success user Changed user: active, hide_personal_data
        1-gromov identity.user.edit Success user Changed user: active
        1-gromov identity.user.edit Success user Changed user: period.to
        1-gromov identity.user.edit Success user Changed user: period.to
        1-gromov identity.user.edit Success user Changed user: certificate_required Removed session: address, agent, browser, key, login, opened_at, until, user"#]]
    .assert_eq(&town.posted_since(OWNER, from));
    let own = format!("/users/{}/edit", town.number_of("1-gromov"));
    let card = owner.get(&own).await;
    let refused = save_card(&owner, &card, &own, &[("active", ""), ("certificate", "yes")]).await;
    assert!(!refused.error_at("active").is_empty() && !refused.error_at("certificate").is_empty(), "{}", told(&refused));
    let renamed = save_card(&owner, &card, &own, &[("email", "pavel@owner.example")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", told(&renamed));
    // A citizen's card is the citizen's, and what is no user is not there.
    for login in ["4-belova"] {
        assert_eq!(owner.get(&format!("/users/{}/edit", town.number_of(login))).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(owner.get("/users/99999/edit").await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.signed_in("3-orlova").await.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn pages_of_the_owners_desk_fit_every_screen_and_every_reader() {
    let (town, driver) = (Town::open(), Driver::start());
    let card = format!("/users/{}/edit", town.number_of("3-morozov"));
    for width in [Width::Least, Width::Phone, Width::Desk] {
        let screen = driver.screen(&town, width, Scripts::On, "ru").await;
        screen.sign_in("1-gromov").await;
        for page in ["/agents", "/agents/2", "/agents/2/edit", "/agents/new", "/users/new?agent=2", &card] {
            screen.visit(page).await;
            screen.picture(&format!("desk{}", page.split('?').next().unwrap().replace('/', "-"))).await;
        }
        screen.open("/users/new?agent=2").await;
        screen.send("/users/new").await;
        screen.passes("a new user with nothing filled in").await;
        let login = format!("screen-{width:?}").to_lowercase();
        for (name, value) in [("login", login.as_str()), ("surname", "Седова"), ("name", "Мария"), ("email", "sedova@social.example")]
        {
            screen.fill(name, value).await;
        }
        screen.send("/users/new").await;
        screen.says("Уведомление о предоставлении доступа").await;
        screen.passes("the access notice of a new user").await;
        screen.picture("desk-notice").await;
        // Somebody else saves the card while the form stands open.
        screen.open(&card).await;
        let other = town.signed_in("1-gromov").await;
        let position = format!("Специалист {login}");
        assert_eq!(save_card(&other, &other.get(&card).await, &card, &[("position", &position)]).await.status, StatusCode::SEE_OTHER);
        screen.fill("position", "Главный специалист отдела социальных выплат и компенсаций").await;
        screen.send(&card).await;
        screen.says("Две версии").await;
        screen.passes("two versions of a card").await;
        screen.picture("desk-versions").await;
        screen.close().await;
    }
}
