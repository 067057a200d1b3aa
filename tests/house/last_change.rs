//! Last change wins: whoever saves over a newer version sees both and chooses.

use crate::{
    owner_desk::{save_card, told},
    page::{Browser, Page},
    rights::press,
    town::Town,
};
use reqwest::StatusCode;

#[tokio::test]
async fn who_saves_over_another_sees_both_versions_and_chooses() {
    let town = Town::open();
    let (one, other) = (town.signed_in("1-gromov").await, town.signed_in("1-gromov").await);
    let path = format!("/users/{}/edit", town.number_of("3-morozov"));
    let (mine, theirs) = (one.get(&path).await, other.get(&path).await);
    assert_eq!(
        save_card(&other, &theirs, &path, &[("position", "Главный специалист"), ("to", "2027-12-31")]).await.status,
        StatusCode::SEE_OTHER
    );
    // A slip in the form does not make it a form over the newer version.
    let slipped = save_card(&one, &mine, &path, &[("position", "Консультант"), ("email", "morozov")]).await;
    assert!(!slipped.error_at("email").is_empty(), "{}", told(&slipped));
    let stopped = save_card(&one, &slipped, &path, &[("position", "Консультант"), ("email", "new@social.example")]).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", told(&stopped));
    for said in [
        "Пока вы заполняли форму",
        "Главный специалист",
        "Консультант",
        "31 декабря 2027",
        "morozov@social.example",
        "Взять сохранённое",
        "Кто и что изменил",
    ] {
        assert!(stopped.says(said), "{said}: {}", told(&stopped));
    }
    assert!(!stopped.says("Мессенджер | ") && stopped.value("position") == "Консультант", "what was typed stays");
    assert_eq!(one.get(&path).await.value("position"), "Главный специалист", "theirs, taken");
    assert_eq!(save_card(&one, &stopped, &path, &[]).await.status, StatusCode::SEE_OTHER, "saved anyway");
    assert_eq!(one.get(&path).await.value("position"), "Консультант");

    let path = "/agents/2/edit";
    let (mine, theirs) = (one.get(path).await, other.get(path).await);
    let send = |browser: &Browser, page: &Page, request: &'static str| {
        let (once, seen, name, short) = (page.once(path), page.value("seen"), page.value("name"), page.value("short"));
        let (client, base) = (browser.client.clone(), browser.base.clone());
        async move {
            let fields = [("once", once), ("seen", seen), ("name", name), ("short", short), ("request", request.to_owned())];
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Browser { client, base }.post(path, &fields).await
        }
    };
    assert_eq!(send(&other, &theirs, "№ 1").await.status, StatusCode::SEE_OTHER);
    let stopped = send(&one, &mine, "№ 2").await;
    assert!(stopped.says("№ 1") && stopped.says("№ 2") && stopped.says("Заявка Клиента"), "{}", told(&stopped));
    assert_eq!(send(&one, &stopped, "№ 2").await.location(), "/agents/2");
}

#[tokio::test]
async fn every_form_of_rights_shows_both_versions_by_the_names_of_the_screen() {
    let town = Town::open();
    let (one, other) = (town.signed_in("3-orlova").await, town.signed_in("3-orlova").await);
    let path = "/rights/groups/users";
    assert_eq!(one.submit(path, path, &[("name", "Новички"), ("add", "3-morozov")]).await.status, StatusCode::SEE_OTHER);
    let edit = format!("{path}?id=1");
    let (mine, theirs) = (one.get(&edit).await, other.get(&edit).await);
    let (morozov, kuznetsova) = (town.number_of("3-morozov").to_string(), town.number_of("3-kuznetsova").to_string());
    let send = |page: &Page, name: &'static str, member: &str, add: &'static str| {
        let pairs = [("once", page.once(path)), ("seen", page.value("seen")), ("id", "1".to_owned()), ("name", name.to_owned())];
        let pairs = pairs.into_iter().chain([("member", member.to_owned()), ("add", add.to_owned())]);
        pairs.filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>()
    };
    let post = |browser: &Browser, pairs: Vec<(&'static str, String)>| {
        let (client, base) = (browser.client.clone(), browser.base.clone());
        async move {
            let fields: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Browser { client, base }.post(path, &fields).await
        }
    };
    assert_eq!(post(&other, send(&theirs, "Новые", &morozov, "3-kuznetsova")).await.status, StatusCode::SEE_OTHER);
    let stopped = post(&one, send(&mine, "Стажёры", &morozov, "")).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", told(&stopped));
    for said in ["Новые", "Стажёры", "Название", "Кузнецова И. П., 3-kuznetsova", "Взять сохранённое"]
    {
        assert!(stopped.says(said), "{said}: {}", told(&stopped));
    }
    // What was ticked stays ticked, and not what the other has added.
    assert!(stopped.says(&format!("value=\"{morozov}\" checked")) && !stopped.says(&format!("value=\"{kuznetsova}\" checked")));
    assert_eq!(post(&one, send(&stopped, "Стажёры", &morozov, "")).await.status, StatusCode::SEE_OTHER);
    assert!(!one.get(&edit).await.says("Кузнецова И. П."), "saved anyway");

    // Of a list it is told what left it, not what moved up to its place.
    let both = one.get(&edit).await;
    assert_eq!(post(&one, send(&both, "Стажёры", &morozov, "3-kuznetsova")).await.status, StatusCode::SEE_OTHER);
    let (mine, theirs) = (one.get(&edit).await, other.get(&edit).await);
    assert_eq!(post(&other, send(&theirs, "Стажёры", &morozov, "")).await.status, StatusCode::SEE_OTHER);
    let stopped = post(&one, send(&mine, "Новички", &morozov, "")).await;
    let done = told(&stopped);
    let done = done.split("Сохранено сейчас").next().unwrap().rsplit("Версия").next().unwrap();
    assert!(done.contains("убрано: Кузнецова И. П., 3-kuznetsova") && !done.contains("Морозов"), "{}", told(&stopped));

    let path = "/principals/edit";
    let fields = [("inn", "7707083893"), ("kpp", "773601001"), ("account", "40702810138250123017"), ("bic", "044525225")];
    let of = |name: &'static str| [("name", name)].into_iter().chain(fields).collect::<Vec<_>>();
    assert_eq!(one.submit(path, path, &of("ООО «Тепло»")).await.status, StatusCode::SEE_OTHER);
    let list = one.get("/principals").await;
    let link = list.links().into_iter().find(|link| list.says(&format!("<a href=\"{link}\">ООО «Тепло»</a>"))).unwrap();
    let id = link.rsplit('=').next().unwrap().to_owned();
    let (mine, theirs) = (one.get(&link).await, other.get(&link).await);
    let with_id = |page: &Page, name: &'static str| {
        let own = [("once", page.once(path)), ("seen", page.value("seen")), ("id", id.clone())];
        own.into_iter().chain(of(name).into_iter().map(|(name, value)| (name, value.to_owned()))).collect::<Vec<_>>()
    };
    let as_fields = |pairs: &[(&'static str, String)]| pairs.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>();
    let saved = as_fields(&with_id(&theirs, "ООО «Свет»"));
    let saved: Vec<_> = saved.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(other.post(path, &saved).await.status, StatusCode::SEE_OTHER);
    let stopped = with_id(&mine, "ООО «Тепло и свет»");
    let stopped: Vec<_> = stopped.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let stopped = one.post(path, &stopped).await;
    assert!(stopped.says("ООО «Свет»") && stopped.says("ООО «Тепло и свет»") && stopped.says("Сохранено сейчас"), "{}", told(&stopped));

    // A rule: the other way round, hidden and available.
    let path = "/rights/rules/edit";
    let rule = |visibility: &'static str, role: &'static str| {
        vec![
            ("step", "save"),
            ("area", "agent-2"),
            ("section", "search"),
            ("role", role),
            ("filter", "matching"),
            ("visibility", visibility),
        ]
    };
    assert_eq!(one.submit(path, path, &rule("hidden", "operator")).await.status, StatusCode::SEE_OTHER);
    let edit = format!("{path}?id=1");
    let (mine, theirs) = (one.get(&edit).await, other.get(&edit).await);
    for (browser, page, visibility, role, status) in
        [(&other, &theirs, "available", "operator", StatusCode::SEE_OTHER), (&one, &mine, "hidden", "inspector", StatusCode::CONFLICT)]
    {
        let (once, seen) = (page.once(path), page.value("seen"));
        let fields: Vec<_> = [("once", once.as_str()), ("seen", &seen), ("id", "1")].into_iter().chain(rule(visibility, role)).collect();
        let answer = browser.post(path, &fields).await;
        assert_eq!(answer.status, status, "{}", told(&answer));
        if status == StatusCode::CONFLICT {
            for said in ["Видимость раздела", "доступен", "скрыт", "Оператор", "Инспектор"] {
                assert!(answer.says(said), "{said}: {}", told(&answer));
            }
        }
    }
}

#[tokio::test]
async fn the_first_change_of_a_system_role_and_the_removal_of_a_rule_overwrite_nothing_untold() {
    let town = Town::open();
    let (one, other) = (town.signed_in("1-gromov").await, town.signed_in("1-gromov").await);
    let path = "/rights/roles/viewer/edit";
    let fields = |note: &'static str| {
        [("step", "preview"), ("name", "Просмотр"), ("abbreviation", "Просм"), ("note", note), ("function", "applications.case.list")]
    };
    let opened = async |browser: &Browser, note| {
        let (page, fields) = (browser.get(path).await, fields(note));
        let (once, seen) = (page.once(path), page.value("seen"));
        browser.post(path, &[("once", once.as_str()), ("seen", &seen)].into_iter().chain(fields).collect::<Vec<_>>()).await
    };
    // Both open the role as it came with the program.
    let (mine, theirs) = (opened(&one, "Моя пометка").await, opened(&other, "Их пометка").await);
    assert_eq!(press(&other, &theirs, path).await.status, StatusCode::SEE_OTHER);
    let stopped = press(&one, &mine, path).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", told(&stopped));
    assert!(stopped.says("Моя пометка") && stopped.says("Их пометка"), "{}", told(&stopped));
    assert_eq!(press(&one, &stopped, path).await.status, StatusCode::SEE_OTHER, "saved anyway");

    let (form, removal) = ("/rights/rules/edit", "/rights/rules/1/remove");
    let rule = |visibility| {
        let named = [("step", "save"), ("area", "agent-2"), ("section", "search"), ("role", "operator")];
        named.into_iter().chain([("filter", "matching"), ("visibility", visibility)]).collect::<Vec<_>>()
    };
    assert_eq!(one.submit(form, form, &rule("hidden")).await.status, StatusCode::SEE_OTHER);
    let shown = one.post(removal, &[("once", &one.get("/rights/rules?agent=2").await.once(removal)), ("agent", "2")]).await;
    let edit = format!("{form}?id=1");
    let (page, changed) = (other.get(&edit).await, rule("available"));
    let (once, seen) = (page.once(form), page.value("seen"));
    let changed: Vec<_> = [("once", once.as_str()), ("seen", &seen), ("id", "1")].into_iter().chain(changed).collect();
    assert_eq!(other.post(form, &changed).await.status, StatusCode::SEE_OTHER);
    let stopped = press(&one, &shown, removal).await;
    assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", told(&stopped));
    assert_eq!(press(&one, &stopped, removal).await.status, StatusCode::SEE_OTHER, "what is shown now is removed");
}
