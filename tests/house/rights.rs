//! Пользователи ‣ Права доступа: who is given what, what is hidden from whom, and why; shown before it is saved.

use crate::page::{Browser, Page};
use crate::rights_bounds::hide;
use crate::town::Town;
use expect_test::expect;
use reqwest::StatusCode;

/// Shows a change of a grant and presses "Принять" on what was shown; the preview.
pub async fn change(administrator: &Browser, user: u64, query: &str) -> Page {
    let path = format!("/rights/users/{user}/change");
    let preview = administrator.get(&format!("{path}?{query}")).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.texts().join(" | "));
    let answer = press(administrator, &preview, &path).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.texts().join(" | "));
    preview
}

/// Sends the form with this action as it stands on the page.
pub async fn press(browser: &Browser, page: &Page, action: &str) -> Page {
    let html = page.text();
    let form =
        html.find(&format!("method=\"post\" action=\"{action}\"")).unwrap_or_else(|| panic!("{action}: {}", page.texts().join(" | ")));
    let form = &html[form..form + html[form..].find("</form>").unwrap()];
    let mut fields = Vec::new();
    for tag in form.split("<input type=\"hidden\"").skip(1) {
        let of = |mark: &str| {
            let rest = &tag[tag.find(mark).unwrap() + mark.len()..];
            rest[..rest.find('"').unwrap()].replace("&quot;", "\"").replace("&amp;", "&")
        };
        fields.push((of("name=\""), of("value=\"")));
    }
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(action, &fields).await
}

#[tokio::test]
async fn a_role_is_given_as_it_was_shown_and_holds_at_once() {
    let town = Town::open();
    let (administrator, viewer) = (town.signed_in("3-orlova").await, town.signed_in("3-petrenko").await);
    let user = town.number_of("3-petrenko");
    assert!(administrator.get("/").await.status.is_redirection());
    let list = administrator.get("/rights").await;
    for said in [
        "Права доступа",
        "Управление правами",
        "Роли",
        "Группы объектов",
        "Доступность отчётов / разделов",
        "Петренко Юлия Романовна",
        "персональные данные скрыты",
    ] {
        assert!(list.says(said), "{said}");
    }
    assert_eq!(viewer.get("/persons/new").await.status, StatusCode::FORBIDDEN);
    let from = town.journal_size(2);
    let preview = change(&administrator, user, "do=add-role&role=passport-officer").await;
    for said in ["Добавить роль «Паспортист»", "Изменятся права 1 пользователя", "Появятся 2 функции", "Регистрация заявителя"]
    {
        assert!(preview.says(said), "{said}: {}", preview.texts().join(" | "));
    }
    assert_eq!(viewer.get("/persons/new").await.status, StatusCode::OK, "with the next request");
    expect![[r#"3-orlova access.grant.make Success grant Changed grant: roles.2"#]].assert_eq(&town.posted_since(2, from));
    let card = administrator.get(&format!("/rights/users/{user}?function=people.person.register")).await;
    for said in ["Может: ", "Функцию дают роли: «Паспортист»", "Правил доступности для неё нет"]
    {
        assert!(card.says(said), "{said}: {}", card.texts().join(" | "));
    }
    change(&administrator, user, "do=remove-role&role=passport-officer").await;
    assert_eq!(viewer.get("/persons/new").await.status, StatusCode::FORBIDDEN);
    let notice = administrator.get(&format!("/rights/users/{user}/notice")).await;
    assert!(notice.says("Уведомление о предоставлении доступа") && notice.says("3-petrenko") && notice.says("Просмотр"));
}

#[tokio::test]
async fn a_rule_hides_a_section_and_the_refused_page_names_it() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let user = town.number_of("3-morozov");
    assert_eq!(operator.get("/search?q=1").await.status, StatusCode::OK);
    let rule = |kind: &'static str, login: &'static str| {
        let administrator = &administrator;
        async move {
            let once = administrator.get("/rights/rules/edit?section=search").await.once("/rights/rules/edit");
            let role = if login.is_empty() { "operator" } else { "" };
            let fields = [
                ("once", once.as_str()),
                ("step", "preview"),
                ("area", "agent-2"),
                ("section", "search"),
                ("role", role),
                ("user", login),
                ("filter", "matching"),
                ("visibility", kind),
            ];
            let preview = administrator.post("/rights/rules/edit", &fields).await;
            let saved = press(administrator, &preview, "/rights/rules/edit").await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
            preview
        }
    };
    let preview = rule("hidden", "").await;
    assert!(preview.says("Морозов А. И., 3-morozov") && preview.says("Пропадёт 1 функция"), "{}", preview.texts().join(" | "));
    let refused = operator.get("/search?q=1").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for said in ["Раздел скрывает правило № 1", "Орлова Т. В."] {
        assert!(refused.says(said), "{said}: {}", refused.texts().join(" | "));
    }
    assert!(!operator.get("/cases").await.says("action=\"/search\""), "what is hidden is not offered");
    // The user is the more specific condition.
    rule("available", "3-morozov").await;
    assert_eq!(operator.get("/search?q=1").await.status, StatusCode::OK);
    let why = administrator.get(&format!("/rights/users/{user}?function=search.case.find")).await;
    for said in ["Раздел открывает правило № 2", "Уступили по приоритету правила: № 1"]
    {
        assert!(why.says(said), "{said}: {}", why.texts().join(" | "));
    }
    let tree = administrator.get("/rights/rules?role=operator&section=search").await;
    assert!(tree.says("недоступно") && tree.says("Приоритет: Роль") && tree.says("Приоритет: Пользователь"));
    assert!(!administrator.get("/rights/rules?role=operator&only=available").await.says("недоступно"));
}

#[tokio::test]
async fn what_must_not_be_is_refused_in_words() {
    let town = Town::open();
    let (administrator, owner) = (town.signed_in("3-orlova").await, town.signed_in("1-gromov").await);
    let said = |page: Page, words: &str| assert!(page.says(words), "{words}: {}", page.texts().join(" | "));
    let at = |login: &str, query: &str| format!("/rights/users/{}/change?{query}", town.number_of(login));
    said(administrator.get(&at("3-morozov", "do=add-role&role=controller")).await, "«Контролёр» вместе во всех домах Агента");
    said(administrator.get(&at("3-orlova", "do=add-role&role=operator")).await, "Свои права расширить нельзя");
    said(administrator.get(&at("3-orlova", "do=remove-role&role=administrator")).await, "последний администратор");
    said(administrator.get(&at("3-morozov", "do=add-role&role=supervisor")).await, "только для сотрудников Владельца");
    said(administrator.get(&at("3-morozov", "do=add-role&role=citizen")).await, "Такой роли нет");
    said(administrator.get(&at("3-morozov", "do=period&from=2026-12-31&to=2026-01-01")).await, "Окончание раньше начала");
    said(administrator.get("/rights/rules/edit?section=access").await, "Новое правило");
    let fields = [
        ("once", "0199e4a2-d7f0-7c0a-8a3e-0123456789ab"),
        ("step", "preview"),
        ("area", "agent-2"),
        ("section", "access"),
        ("role", "administrator"),
        ("filter", "matching"),
        ("visibility", "hidden"),
    ];
    said(administrator.post("/rights/rules/edit", &fields).await, "последний администратор");
    let everywhere: Vec<_> = fields.iter().map(|(name, value)| (*name, if *name == "area" { "all" } else { value })).collect();
    said(administrator.post("/rights/rules/edit", &everywhere).await, "ведёт Владелец системы");
    assert_eq!(administrator.get("/rights/roles/operator/edit").await.status, StatusCode::FORBIDDEN);
    said(owner.get("/rights/roles/operator/edit").await, "Изменить роль");
    // Another Agent's employee is not there at all.
    let stranger = format!("/rights/users/{}", town.number_of("3-frolova"));
    assert_eq!(administrator.get(&stranger).await.status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.get("/rights?agent=3").await.status, StatusCode::NOT_FOUND);
    assert_eq!(owner.get(&format!("{stranger}?agent=3")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_agents_role_is_made_changed_over_anothers_change_and_removed() {
    let town = Town::open();
    let (one, other) = (town.signed_in("3-orlova").await, town.signed_in("1-gromov").await);
    let form = [("step", "preview"), ("name", "Читатель"), ("abbreviation", "Чит"), ("note", ""), ("function", "applications.case.list")];
    let once = one.get("/rights/roles/new").await.once("/rights/roles/new");
    let blank = one.post("/rights/roles/new", &[("once", &once), ("step", "preview"), ("name", "Читатель"), ("abbreviation", "Чит")]).await;
    assert_eq!(blank.error_at("function"), "");
    assert!(blank.says("Отметьте хотя бы одну функцию"), "{}", blank.texts().join(" | "));
    let fields: Vec<_> = [("once", once.as_str())].into_iter().chain(form).collect();
    let preview = one.post("/rights/roles/new", &fields).await;
    assert!(preview.says("Ни у кого ничего не изменится"), "{}", preview.texts().join(" | "));
    let made = press(&one, &preview, "/rights/roles/new").await.location();
    assert_eq!(made, "/rights/roles/role-1");
    let edit = "/rights/roles/role-1/edit";
    let mine = one.get(edit).await;
    let theirs = other.get(&format!("{edit}?agent=2")).await;
    for (browser, page, name) in [(&other, theirs, "Наблюдатель"), (&one, mine, "Читатель дел")] {
        let (once, seen) = (page.once(edit), page.value("seen"));
        let fields = [
            ("once", once.as_str()),
            ("seen", &seen),
            ("step", "preview"),
            ("agent", "2"),
            ("name", name),
            ("abbreviation", "Чит"),
            ("function", "applications.case.list"),
        ];
        let preview = browser.post(edit, &fields).await;
        let saved = press(browser, &preview, edit).await;
        if name == "Наблюдатель" {
            assert_eq!(saved.status, StatusCode::SEE_OTHER);
            continue;
        }
        assert_eq!(saved.status, StatusCode::CONFLICT);
        for said in ["Пока вы заполняли форму", "Наблюдатель", "Читатель дел", "Сохранено сейчас", "В вашей форме"]
        {
            assert!(saved.says(said), "{said}: {}", saved.texts().join(" | "));
        }
        assert_eq!(press(browser, &saved, edit).await.status, StatusCode::SEE_OTHER, "save anyway");
    }
    let card = one.get("/rights/roles/role-1").await;
    assert!(card.says("Читатель дел") && card.says("Версия 3"), "{}", card.texts().join(" | "));
    assert!(one.get("/rights/roles/compare?one=role-1&other=operator").await.says("Только у роли «Оператор»"));
    assert_eq!(press(&one, &card, "/rights/roles/role-1/remove").await.location(), "/rights/roles");
    assert_eq!(one.get("/rights/roles/role-1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_group_of_houses_changes_what_its_holder_sees() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-kuznetsova").await);
    let list = administrator.get("/rights/scopes").await;
    let east = list.links().into_iter().find(|link| list.says(&format!("<a href=\"{link}\">Заречный район</a>"))).unwrap();
    let shown = administrator.get(&east).await;
    let (once, seen) = (shown.once(&east), shown.value("seen"));
    let remove = |street: &'static str| vec![("once", once.as_str()), ("seen", seen.as_str()), ("do", "remove-street"), ("street", street)];
    let preview = administrator.post(&east, &remove("ул. Набережная")).await;
    assert!(preview.says("Уйдут из вида дома") && preview.says("3-kuznetsova"), "{}", preview.texts().join(" | "));
    let before = operator.get("/cases").await.text();
    assert_eq!(press(&administrator, &preview, &east).await.status, StatusCode::SEE_OTHER);
    let after = operator.get("/cases").await.text();
    assert!(before.contains("ул. Набережная") && !after.contains("ул. Набережная"));
    let again = press(&administrator, &preview, &east).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "the same form again is the first answer");
    let empty = administrator.get("/rights/scopes/new").await.once("/rights/scopes/new");
    let empty = administrator.post("/rights/scopes/new", &[("once", &empty), ("name", "Пусто")]).await;
    assert_eq!((empty.status, empty.says("Добавьте хотя бы один дом")), (StatusCode::UNPROCESSABLE_ENTITY, true));
    let once = administrator.get("/rights/scopes/new").await.once("/rights/scopes/new");
    let made = administrator.post("/rights/scopes/new", &[("once", &once), ("name", "Набережная"), ("street", "ул. Набережная")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_group_of_users_is_what_a_rule_hides_from_and_a_principal_is_checked() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let (form, list) = ("/rights/groups/users", "/rights/groups");
    let wrong = administrator.submit(form, form, &[("name", "Новички"), ("add", "3-nobody")]).await;
    assert!(wrong.error_at("add").contains("Такого пользователя у Агента нет"), "{}", wrong.texts().join(" | "));
    assert_eq!(administrator.submit(form, form, &[("name", "Новички"), ("add", "3-morozov")]).await.location(), list);
    let intent =
        [("step", "save"), ("area", "agent-2"), ("section", "people"), ("group", "1"), ("filter", "matching"), ("visibility", "hidden")];
    assert_eq!(operator.get("/persons/new").await.status, StatusCode::OK);
    let saved = administrator.submit("/rights/rules/edit", "/rights/rules/edit", &intent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    assert_eq!(operator.get("/persons/new").await.status, StatusCode::FORBIDDEN);
    let held = administrator.submit(&format!("{form}?id=1"), form, &[("id", "1"), ("name", "Новички"), ("do", "remove")]).await;
    assert!(held.says("Группа названа в правиле № 1"), "{}", held.texts().join(" | "));
    let emptied = administrator.submit(&format!("{form}?id=1"), form, &[("id", "1"), ("name", "Новички")]).await;
    assert!(emptied.says("Что изменится") && emptied.says("Морозов"), "{}", emptied.texts().join(" | "));
    assert_eq!(press(&administrator, &emptied, form).await.location(), list);
    assert_eq!(operator.get("/persons/new").await.status, StatusCode::OK, "out of the group");

    let particulars =
        [("name", "ООО «Тепло»"), ("inn", "7707083894"), ("kpp", "7"), ("account", "40702810138250123018"), ("bic", "044525225")];
    let wrong = administrator.submit("/principals/edit", "/principals/edit", &particulars).await;
    for field in ["inn", "kpp", "account"] {
        assert!(!wrong.error_at(field).is_empty(), "{field}: {}", wrong.texts().join(" | "));
    }
    let right =
        [("name", "ООО «Тепло»"), ("inn", "7707083893"), ("kpp", "773601001"), ("account", "40702810138250123017"), ("bic", "044525225")];
    assert_eq!(administrator.submit("/principals/edit", "/principals/edit", &right).await.location(), "/principals");
    let again = administrator.submit("/principals/edit", "/principals/edit", &right).await;
    assert!(again.error_at("inn").contains("уже есть"), "{}", again.texts().join(" | "));
    let id =
        administrator.get("/principals").await.links().iter().find_map(|link| link.strip_prefix("/principals/edit?id=").map(str::to_owned));
    let user = town.number_of("3-morozov");
    let preview = change(&administrator, user, &format!("do=add-principal&principal={}", id.unwrap())).await;
    assert!(preview.says("Добавить принципала «ООО «Тепло»»"), "{}", preview.texts().join(" | "));
    let owner = town.signed_in("1-gromov").await;
    assert_eq!(
        owner.submit("/rights/groups/agents", "/rights/groups/agents", &[("name", "Город"), ("member", "2")]).await.location(),
        format!("{list}?agent=1")
    );
    assert_eq!(administrator.get("/rights/groups/agents").await.status, StatusCode::FORBIDDEN);
}

#[test]
fn the_command_line_says_why() {
    let folder = crate::town::copied_hamlet();
    let words = kabinet::terms::Words::new(kabinet::terms::Language::Russian, jiff::tz::TimeZone::UTC);
    let ask = |login, function| {
        let mut said = Vec::new();
        let question = kabinet::ops::why::Question { login, function, object: None, agent: None };
        let today = jiff::Zoned::now().date();
        kabinet::ops::why::why(folder.path(), &question, &words, today, &mut said).map(|()| String::from_utf8(said).unwrap())
    };
    expect![[r#"
        Соцзащита: Может: Решение по делу
          Функцию дают роли: «Оператор»
          Правил доступности для неё нет
          Действует группа объектов «Заречный район»
          Это ответ вообще. Для отдельного объекта он может быть другим; назвать можно: дело (номер), дом (адрес), принципал (название или ИНН)
        Соцзащита: Может: Решение по делу
          Функцию дают роли: «Оператор»
          Правил доступности для неё нет
          Действует группа объектов «Центр»
          Это ответ вообще. Для отдельного объекта он может быть другим; назвать можно: дело (номер), дом (адрес), принципал (название или ИНН)
    "#]]
    .assert_eq(&ask("3-kuznetsova", "applications.case.decide").unwrap());
    assert!(ask("3-petrenko", "applications.case.decide").unwrap().contains("Ни одна из действующих ролей не даёт эту функцию"));
    assert!(ask("3-nobody", "applications.case.decide").is_err() && ask("3-petrenko", "nothing").is_err());
}

/// Every entry of the menu stands in the tree under the same group, and what can be hidden leads to its rules.
async fn the_tree_is_the_menu(administrator: &Browser, page: &Page) {
    let html = page.text();
    let tree = &html[html.find("id=\"tree\"").unwrap()..html.find("id=\"rules\"").unwrap()];
    for group in ["Работа", "Жители", "Пользователи", "Справочники", "Меню жителя", "Вне меню", "Разделы целиком"]
    {
        assert!(tree.contains(&format!("<summary>{group}</summary>")), "{group}: {tree}");
    }
    let menu = administrator.get("/desk").await;
    let entries: Vec<_> =
        menu.texts().into_iter().skip_while(|text| text != "Работа").take_while(|text| !text.starts_with("Орлова")).collect();
    assert!(entries.len() > 10, "{entries:?}");
    for entry in entries {
        assert!(tree.contains(&format!(">{entry}<")), "{entry} of the menu stands in the tree");
    }
    for (part, section) in
        [("Управление правами", "access.grant"), ("Журнал действий", "journal"), ("Решение по делу", "applications.case.decide")]
    {
        assert!(tree.contains(&format!("href=\"/rights/rules?section={section}#rules\">{part}</a>")), "{part}");
    }
}

#[tokio::test]
async fn rules_are_found_by_their_area_role_group_and_user() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let page = administrator.get("/rights/rules").await;
    for said in ["Область действия / Агент", "Только доступные отчёты / разделы", "Дерево меню", "Правил нет"]
    {
        assert!(page.says(said) || page.texts().join(" ").contains(said), "{said}: {}", page.texts().join(" | "));
    }
    the_tree_is_the_menu(&administrator, &page).await;
    for (number, conditions) in [("1", [("role", "operator")]), ("2", [("user", "петренко")])] {
        let saved = hide(&administrator, "agent-2", "search", &conditions).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{number}: {}", saved.texts().join(" | "));
    }
    let shown = async |query: &str| {
        let page = administrator.get(&format!("/rights/rules?{query}")).await;
        let links = page.links();
        ["1", "2"].into_iter().filter(|id| links.contains(&format!("/rights/rules/edit?id={id}"))).collect::<Vec<_>>().join(" ")
    };
    for (query, rules) in [
        ("", "1 2"),
        ("agent=2", "1 2"),
        ("role=operator", "1 2"),
        ("role=inspector", "2"),
        ("user=3-morozov", "1"),
        ("user=Морозов+А", "1"),
        ("user=Петренко", "2"),
        ("section=journal", ""),
    ] {
        assert_eq!(shown(query).await, rules, "{query}");
    }
    let list = administrator.get("/rights/rules").await.texts().join(" | ");
    for heading in ["Роль", "Группа пользователей", "Пользователь", "Режим фильтрации", "Видимость раздела", "Петренко"]
    {
        assert!(list.contains(heading), "{heading}: {list}");
    }
    let wrong = administrator.get("/rights/rules?user=Никтотов").await;
    assert!(wrong.error_at("user").contains("Такого пользователя у Агента нет"), "{}", wrong.texts().join(" | "));
    // Two of the town's have this letter; the Owner's form says who they are.
    let owner = town.signed_in("1-gromov").await;
    let said = "Таких пользователей несколько. Укажите логин: ";
    for wrong in [owner.get("/rights/rules?user=М").await, hide(&owner, "all", "search", &[("user", "м")]).await] {
        let told = wrong.error_at("user");
        assert!(told.contains(said) && told.contains("Миронов С. Я. (3-mironov)"), "{told}: {}", wrong.texts().join(" | "));
    }
    // Another Agent's employee is nobody here.
    assert!(administrator.get("/rights/rules?user=3-frolova").await.error_at("user").contains("Такого пользователя у Агента нет"));
}
