//! The history in words: what left a list and what came, names in place of numbers and codes, and what the clock says.

use crate::{
    live_changes::scope_named,
    page::{Browser, Page},
    rights::{change, press},
    rights_bounds::{hide, told},
    town::{SOCIAL, Town},
};
use kabinet::{access::ScopeId, storage::Engine};
use reqwest::StatusCode;

fn scope_in(town: &Town, name: &str) -> ScopeId {
    scope_named(&Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap(), name)
}

/// The page of the newest change of this history.
async fn newest(browser: &Browser, history: &str) -> Page {
    let list = browser.get(history).await;
    assert_eq!(list.status, StatusCode::OK, "{history}: {}", told(&list));
    let entry = list.links().into_iter().find(|link| link.starts_with(history) && link.contains("entry="));
    browser.get(entry.unwrap_or_else(|| panic!("{history}: {}", told(&list))).split('#').next().unwrap()).await
}

/// The rows of the fields: name, old value, new value; none where a cell is empty.
fn rows(page: &Page) -> Vec<String> {
    let text = page.text();
    let (_, fields) = text.split_once("id=\"fields\"").unwrap_or_else(|| panic!("{}", told(page)));
    let bare = |cell: &str| {
        let mut words = String::new();
        let mut tag = false;
        for letter in cell.chars() {
            match letter {
                '<' => tag = true,
                '>' => tag = false,
                letter if !tag => words.push(letter),
                _ => {}
            }
        }
        words.trim().to_owned()
    };
    let body = fields.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap();
    let cells = |row: &str| {
        let mut cells = Vec::new();
        for cell in row.split("<t").skip(1).filter(|cell| cell.starts_with("d") || cell.starts_with("h")) {
            cells.push(bare(&format!("<t{}", cell.split("</td>").next().unwrap().split("</th>").next().unwrap())));
        }
        cells.join("|")
    };
    body.split("<tr").skip(1).map(cells).collect()
}

#[tokio::test]
async fn of_a_list_the_history_says_what_was_taken_out_and_what_was_put_in() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let scope = scope_in(&town, "Заречный район");
    let (address, history) = (format!("/rights/scopes/{scope}"), format!("/history/scope/{scope}"));
    let shown = administrator.get(&address).await;
    let (once, seen) = (shown.once(&address), shown.value("seen"));
    let fields = [("once", once.as_str()), ("seen", &seen), ("do", "remove-street"), ("street", "ул. Набережная")];
    let preview = administrator.post(&address, &fields).await;
    assert_eq!(press(&administrator, &preview, &address).await.status, StatusCode::SEE_OTHER);
    let left = rows(&newest(&administrator, &history).await);
    assert!(!left.is_empty() && left.iter().all(|row| row.starts_with("Дом: убрано|ул. Набережная") && row.ends_with('|')), "{left:?}");
    // The list of changes counts the same rows, and the entry of the journal shows them.
    let list = administrator.get(&history).await;
    assert!(list.says(&format!("<div>{}</div>", left.len())), "{}", list.text());
    let entry = town.journal_size(SOCIAL);
    let mut pages = Vec::new();
    for number in (1..=entry).rev().take(10) {
        pages.push(administrator.get(&format!("/journal/{number}")).await);
    }
    assert!(pages.iter().any(|page| page.says("Дом: убрано") && !page.says("Дом, № ")), "the entry says the same");

    let user = town.number_of("3-fomin");
    let own = format!("/history/grant/{user}-{SOCIAL}");
    change(&administrator, user, "do=add-role&role=inspector").await;
    assert_eq!(rows(&newest(&administrator, &own).await), ["Роль: добавлено||Инспектор"]);
    change(&administrator, user, "do=remove-role&role=analyst").await;
    assert_eq!(rows(&newest(&administrator, &own).await), ["Роль: убрано|Аналитик|"]);
}

#[tokio::test]
async fn a_history_says_names_and_no_numbers_or_codes() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let groups = "/rights/groups/users";
    administrator.submit(groups, groups, &[("name", "Новички"), ("add", "3-morozov")]).await;
    let made = newest(&administrator, "/history/user-group/1").await;
    let named = |page: &Page, name: &str, login: &str| page.says(&format!("{name}, {login}"));
    assert!(named(&made, "Морозов А. И.", "3-morozov") || made.says(", 3-morozov"), "{}", told(&made));
    let (morozov, kuznetsova) = (town.number_of("3-morozov").to_string(), "3-kuznetsova");
    let add = [("id", "1"), ("name", "Новички"), ("member", morozov.as_str()), ("add", kuznetsova)];
    administrator.submit(&format!("{groups}?id=1"), groups, &add).await;
    let came = rows(&newest(&administrator, "/history/user-group/1").await);
    assert!(came.len() == 1 && came[0].starts_with("Пользователь: добавлено||") && came[0].ends_with(", 3-kuznetsova"), "{came:?}");

    let saved = hide(&administrator, "agent-2", "applications.case", &[("group", "1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", told(&saved));
    let rule = newest(&administrator, "/history/rule/1").await;
    let then = rule.links().into_iter().find(|link| link.contains("?at=")).unwrap();
    for page in [rule, administrator.get(&then).await] {
        assert!(!page.says("applications.case") && !page.says(">2<"), "{}", told(&page));
        assert!(page.says("Новички") && page.says("Дела"), "{}", told(&page));
    }

    let user = town.number_of("3-fomin");
    let scopes = ["Заречный район", "Центр"].map(|name| scope_in(&town, name));
    for scope in scopes {
        change(&administrator, user, &format!("do=add-scope&scope={scope}")).await;
    }
    let own = format!("/history/grant/{user}-{SOCIAL}");
    for (scope, name) in scopes.into_iter().zip(["Заречный район", "Центр"]) {
        change(&administrator, user, &format!("do=add-role&role=inspector&scope={scope}")).await;
        let given = rows(&newest(&administrator, &own).await);
        let said = format!("Роль в части областей: добавлено||Инспектор, только в области «{name}»");
        assert!(given.contains(&said), "{given:?}");
    }
    change(&administrator, user, &format!("do=remove-scope&scope={}", scopes[0])).await;
    let taken = rows(&newest(&administrator, &own).await);
    assert!(taken.contains(&"Роль в части областей: убрано|Инспектор, только в области «Заречный район»|".to_owned()), "{taken:?}");
}

#[tokio::test]
async fn the_clock_names_the_fields_and_what_became_of_them() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let user = town.number_of("3-fomin");
    let clock = format!("/history/grant/{user}-{SOCIAL}?preview=1");
    change(&administrator, user, "do=add-role&role=inspector").await;
    let said = administrator.get(&clock).await;
    assert!(said.says("Роль: добавлено — Инспектор") && !said.says("Изменено 1 поле"), "{}", said.text());
    change(&administrator, user, "do=period&from=01.01.2026&to=31.12.2027").await;
    let said = administrator.get(&clock).await;
    assert!(said.says("Действует по: ") && said.says(" → 31 декабря 2027") && !said.says("и ещё"), "{}", said.text());
    // A new record has more fields than the clock has room for.
    let saved = hide(&administrator, "agent-2", "people", &[("role", "operator")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", told(&saved));
    let rule = administrator.get("/history/rule/1?preview=1").await;
    assert_eq!(rule.text().matches("class=\"soft\"").count(), 4, "three fields and a count: {}", rule.text());
    assert!(rule.says("и ещё "), "{}", rule.text());
}

#[tokio::test]
async fn who_reads_no_journal_reads_the_history_of_cases_alone() {
    let town = Town::open();
    let (administrator, head) = (town.signed_in("3-orlova").await, town.signed_in("3-belyaeva").await);
    let (user, case) =
        (town.number_of("3-fomin"), town.applications().into_iter().find(|case| case.agent.number() == SOCIAL && case.number.is_some()));
    let case = format!("/history/application/{}", case.unwrap().id);
    let closed = [format!("/history/user/{user}"), format!("/history/grant/{user}-{SOCIAL}"), "/history/agent/2".to_owned()];
    for history in &closed {
        for query in ["", "?preview=1", "?at=01.01.2026"] {
            let address = format!("{history}{query}");
            assert_eq!(head.get(&address).await.status, StatusCode::FORBIDDEN, "{address}");
            assert_eq!(administrator.get(&address).await.status, StatusCode::OK, "{address}");
        }
    }
    assert_eq!(head.get(&case).await.status, StatusCode::OK);
    assert_eq!(head.get(&format!("{case}?preview=1")).await.status, StatusCode::OK);

    // A role that sees rights and histories, and no journal: lists and cards have no clocks then.
    let functions = ["access.grant.list", "access.scope.list", "journal.history.view"].map(str::to_owned);
    let (_, code) = crate::role_audit::save_role(&administrator, "/rights/roles/new", "Наблюдатель", &functions).await;
    let petrenko = town.number_of("3-petrenko");
    change(&administrator, petrenko, &format!("do=add-role&role={code}")).await;
    let watcher = town.signed_in("3-petrenko").await;
    for page in ["/rights".to_owned(), "/rights/scopes".to_owned(), format!("/rights/users/{user}")] {
        let shown = watcher.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        assert!(!shown.links().iter().any(|link| link.starts_with("/history/")), "{page}: {:?}", shown.links());
    }
}

#[tokio::test]
async fn the_journal_is_asked_by_what_it_shows() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let (user, own) = (town.number_of("3-fomin"), town.number_of("3-orlova"));
    administrator.get(&format!("/history/user/{user}")).await;
    hide(&administrator, "agent-2", "people", &[("role", "operator")]).await;
    let from = town.journal_size(SOCIAL);
    // What was refused before it was sent is about the grant that it would have changed.
    let refused = administrator.get(&format!("/rights/users/{own}/change?do=remove-role&role=administrator")).await;
    assert!(refused.says("последний администратор"), "{}", told(&refused));
    town.settled().await;
    let lines = town.told_since(SOCIAL, from);
    assert!(lines.lines().any(|line| line == "3-orlova access.grant.make Refused grant [last-administrator]"), "{lines}");

    let case = town.applications().into_iter().find(|case| case.agent.number() == SOCIAL && case.number.is_some()).unwrap();
    administrator.get(&format!("/cases/{}", case.id)).await;
    town.settled().await;
    let ask = async |name: &str, value: &str| {
        let query = serde_urlencoded::to_string([(name, value), ("cols", "number,result,record,ip,duration")]).unwrap();
        administrator.get(&format!("/journal?{query}")).await
    };
    let number = format!("Заявление № {}", case.number.unwrap());
    for called in ["Пользователь 3-fomin", "Правило доступности 1", "Назначение: Орлова", number.as_str()]
    {
        let page = ask("record", called).await;
        assert_eq!(page.status, StatusCode::OK, "{called}");
        let found = page.text().matches("<th class=\"key\" scope=\"row\">").count();
        assert!(found > 0 && page.says("IP") && page.says("Продолжительность выполнения, мс"), "{called}: {}", told(&page));
        let column = page.text().replace("&nbsp;", " ").replace('\u{a0}', " ").matches(called.split_once(' ').unwrap().1).count();
        assert!(column >= found, "{called}: {column} of {found}");
    }
    let wrong = ask("q", "Ошибка").await;
    let text = wrong.text();
    let results: Vec<_> = text.split("data-label=\"Результат\"").skip(1).map(|cell| cell.split("</td>").next().unwrap()).collect();
    assert!(!results.is_empty() && results.iter().all(|cell| cell.contains("Ошибка: ")), "{results:?}");
    let same = ask("result", "unsuccessful").await;
    assert!(same.says("Результат: Ошибка") && same.says("Ошибка: отказано"), "{}", told(&same));
}

#[tokio::test]
async fn a_group_of_objects_is_called_by_its_name_where_it_was_changed() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let scope = scope_in(&town, "Заречный район");
    let address = format!("/rights/scopes/{scope}");
    let shown = administrator.get(&address).await;
    let (once, seen) = (shown.once(&address), shown.value("seen"));
    let fields = [("once", once.as_str()), ("seen", &seen), ("do", "rename"), ("name", "Заречье")];
    let preview = administrator.post(&address, &fields).await;
    assert_eq!(press(&administrator, &preview, &address).await.status, StatusCode::SEE_OTHER, "{}", told(&preview));
    let change = newest(&administrator, &format!("/history/scope/{scope}")).await;
    assert!(change.says("Создание и изменение группы объектов (области видимости)"), "{}", told(&change));
    assert!(change.says("Область видимости «Заречье»") && !change.says(&format!("Область видимости {scope}")), "{}", told(&change));
    let number = town.journal(SOCIAL).iter().rposition(|entry| entry.function == "access.scope.define" && !entry.changes.is_empty());
    let entry = administrator.get(&format!("/journal/{}", number.unwrap() + 1)).await;
    assert!(entry.says("Область видимости «Заречье»</a>"), "{}", entry.text());
}
