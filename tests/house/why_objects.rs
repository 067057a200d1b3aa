//! Why, for any function and any object: the answer names the object, and is the one that the deed itself gets.

use crate::{
    live_changes::scope_named,
    main_job::case_of,
    page::Page,
    rights::change,
    rights_bounds::told,
    town::{Town, copied_hamlet},
};
use expect_test::expect;
use kabinet::{
    ops::why::{Question, why},
    storage::Engine,
    terms::{Language, Words},
};
use reqwest::StatusCode;
use std::path::Path;

fn asked(folder: &Path, login: &str, function: &str, object: &str) -> String {
    let words = Words::new(Language::Russian, jiff::tz::TimeZone::UTC);
    let question = Question { login, function, object: Some(object), agent: None };
    let mut said = Vec::new();
    match why(folder, &question, &words, jiff::Zoned::now().date(), &mut said) {
        Ok(()) => String::from_utf8(said).unwrap(),
        Err(kabinet::terms::Error::Refused(refusal)) => format!("{}\n", words.say(&refusal.message)),
        Err(fault) => panic!("{fault}"),
    }
}

#[test]
fn the_answer_is_about_the_object_that_is_named() {
    let town = copied_hamlet();
    let said: String = [
        ("3-orlova", "identity.user.give-password", "3-morozov"),
        ("3-orlova", "identity.user.give-password", "Орлова"),
        ("3-orlova", "identity.user.give-password", "1-gromov"),
        ("3-orlova", "identity.user.give-password", "4-belova"),
        ("3-orlova", "identity.user.give-password", "3-ermakov"),
        ("3-orlova", "access.grant.make", "4-belova"),
        ("3-orlova", "access.role.define", "Оператор"),
        ("1-gromov", "access.role.define", "оператор"),
        ("3-orlova", "access.scope.define", "Центр"),
        ("3-orlova", "journal.entry.list", "Соцзащита"),
        ("3-orlova", "journal.entry.list", "УК «Тихая гавань»"),
        ("3-belyaeva", "journal.history.view", "Центр"),
        ("3-orlova", "identity.session.close", "Центр"),
        ("3-orlova", "access.role.define", "Плотник"),
    ]
    .map(|(login, function, object)| asked(town.path(), login, function, object))
    .concat();
    expect![[r#"
        Соцзащита: Может: Выдача одноразового пароля — Морозов А. И., 3-morozov
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
        Соцзащита: Не может: Выдача одноразового пароля — Орлова Т. В., 3-orlova
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
          Себе пароль не выдают: свой меняют на странице «Изменение пароля»
        Соцзащита: Не может: Выдача одноразового пароля — Громов П. А., 1-gromov
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
          Объект принадлежит другому Агенту
        Соцзащита: Может: Выдача одноразового пароля — 4-belova
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
        Соцзащита: Не может: Выдача одноразового пароля — Ермаков В. Н., 3-ermakov
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
          Объект принадлежит другому Агенту
        Соцзащита: Не может: Назначение ролей и областей видимости — 4-belova
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
          Жителям права не назначают: у каждого жителя свой кабинет
        Соцзащита: Не может: Изменение ролей — «Оператор»
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
          Системные роли изменяет только Владелец системы
        Инфоцентр: Может: Изменение ролей — «Оператор»
          Функцию дают роли: «Супервизор»
          Правил доступности для неё нет
        Соцзащита: Может: Создание и изменение группы объектов (области видимости) — «Центр»
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
        Соцзащита: Может: Список записей журнала — «Соцзащита»
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
        Соцзащита: Не может: Список записей журнала — «УК «Тихая гавань»»
          Функцию дают роли: «Администратор»
          Правил доступности для неё нет
          Объект принадлежит другому Агенту
        Соцзащита: Не может: Просмотр истории изменений — «Центр»
          Функцию дают роли: «Руководитель»
          Правил доступности для неё нет
          Истории всего, кроме дел, — часть журнала, а журнал пользователю не открыт
        Эта функция не об отдельном объекте: оставьте поле пустым
        «Плотник» не найдено или вам не видно. Назвать можно: роль (название)
    "#]]
    .assert_eq(&said);
}

#[tokio::test]
async fn on_the_card_the_answer_follows_the_case_and_tells_nothing_of_what_the_reader_does_not_reach() {
    let town = Town::open();
    let application = town.signed_in("4-belova").await.apply_for_heating().await;
    let case = case_of(&application);
    let number = town.applications().iter().find(|known| application.ends_with(&format!("/{}", known.id))).unwrap().number.unwrap();
    let (administrator, morozov) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let card = format!("/rights/users/{}", town.number_of("3-morozov"));
    let ask = async |function: &str, object: &str| administrator.get(&format!("{card}?function={function}&object={object}")).await;
    let says = |page: &Page, yes: bool, words: &[&str]| {
        let answered = page.says("Может: ") && !page.says("Не может: ");
        assert!(answered == yes && words.iter().all(|words| page.says(words)), "{words:?}: {}", told(page));
    };
    let number = number.to_string();
    let take = format!("{case}/take");
    let (one, two) = (morozov.get(&case).await.once(&take), morozov.get(&case).await.once(&take));
    says(&ask("applications.case.take", &number).await, true, &[&format!("Может: Очередь: Взятие дела в работу — № {number}")]);
    says(&ask("applications.case.deliver", &number).await, false, &["Дело в состоянии «новое»"]);
    assert_eq!(morozov.post(&take, &[("once", &one)]).await.status, StatusCode::SEE_OTHER);
    // Now it is his: somebody else's card says so, and the deed says the same.
    let other = format!("/rights/users/{}?function=applications.case.take&object={number}", town.number_of("3-kuznetsova"));
    says(&administrator.get(&other).await, false, &["Не может: Очередь: Взятие дела в работу"]);
    let late = town.signed_in("3-kuznetsova").await.post(&take, &[("once", &two)]).await;
    assert!(late.status != StatusCode::SEE_OTHER, "{}", told(&late));
    says(&ask("applications.case.return", &number).await, true, &[]);

    // Without an object the answer says that it is in general, and what can be named.
    says(&ask("applications.case.take", "").await, true, &["Для отдельного объекта он может быть другим", "дело (номер), дом (адрес)"]);
    for (function, object) in [
        ("identity.user.give-password", "1-gromov"),
        ("identity.user.give-password", "3-ermakov"),
        ("access.scope.define", "Участок № 1: Заречье"),
        ("journal.entry.list", "УК «Тихая гавань»"),
        ("applications.case.take", "2020-999999"),
    ] {
        let page = ask(function, object).await;
        assert!(page.error_at("object").contains(&format!("«{object}» не найдено или вам не видно")), "{object}: {}", told(&page));
        assert!(!page.says("Может: ") && page.value("object") == object, "{object}: {}", told(&page));
    }
    assert!(ask("identity.session.close", "Центр").await.error_at("object").contains("не об отдельном объекте"));
}

/// What the card says of each deed is what happens to it.
#[tokio::test]
async fn the_answer_is_what_the_deed_gets() {
    let town = Town::open();
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let centre = scope_named(&view, "Центр");
    drop(view);
    let number = |login| town.number_of(login);
    let password = |login| format!("/users/{}/password", number(login));
    for (login, function, object, page) in [
        ("3-orlova", "identity.user.give-password", "3-morozov", password("3-morozov")),
        ("3-orlova", "identity.user.give-password", "3-orlova", password("3-orlova")),
        ("3-orlova", "access.role.define", "Оператор", "/rights/roles/operator/edit".to_owned()),
        ("1-gromov", "access.role.define", "Оператор", "/rights/roles/operator/edit?agent=2".to_owned()),
        ("3-orlova", "housing.house.register", "", "/houses/edit".to_owned()),
        ("3-orlova", "journal.history.view", "Центр", format!("/history/scope/{centre}")),
    ] {
        let reader = town.signed_in(login).await;
        let said = reader.get(&format!("/rights/users/{}?function={function}&object={object}", number(login))).await;
        let form = reader.get(&page).await;
        let is_done = match function {
            "identity.user.give-password" => reader.submit(&page, &page, &[]).await.status == StatusCode::OK,
            _ => form.status == StatusCode::OK,
        };
        assert!(said.says("Может: ") || said.says("Не может: "), "{function} {object}: {}", told(&said));
        assert_eq!(!said.says("Не может: "), is_done, "{function} {object}: {}", told(&form));
    }
}

/// Whoever works for some principals may do nothing about another: the answer says so, and so does the register.
#[tokio::test]
async fn a_principal_that_somebody_does_not_work_for_cuts_off() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let fields = [("inn", "7707083893"), ("kpp", "773601001"), ("account", "40702810138250123017"), ("bic", "044525225")];
    for (name, kpp) in [("ООО «Тепло»", "773601001"), ("ООО «Газ»", "773601002")] {
        let fields = fields.map(|(field, value)| (field, if field == "kpp" { kpp } else { value }));
        let fields = [[("name", name)].as_slice(), &fields].concat();
        administrator.go("/principals/edit", "/principals/edit", &fields).await;
    }
    let zaytsev = town.number_of("3-zaytsev");
    let card = format!("/rights/users/{zaytsev}");
    let choices = administrator.get(&card).await.text();
    let (before, _) = choices.split_once(">ООО «Тепло»").unwrap();
    let warm = before.rsplit("value=\"").next().unwrap().trim_end_matches(['"', ' ']).to_owned();
    change(&administrator, zaytsev, "do=add-role&role=technologist").await;
    change(&administrator, zaytsev, &format!("do=add-principal&principal={warm}")).await;
    for (object, yes) in [("ООО «Тепло»", true), ("ООО «Газ»", false)] {
        let said = administrator.get(&format!("{card}?function=housing.principal.register&object={object}")).await;
        assert_eq!(!said.says("Не может: "), yes, "{object}: {}", told(&said));
        assert_eq!(said.says("к принципалу, с которым пользователь не работает"), !yes, "{object}: {}", told(&said));
    }
}
