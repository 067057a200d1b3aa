//! Stories of programs that read cases with an employee's key.

use crate::{
    certificates::{DOOR, at_main, holding, released, signs_in},
    disclosure::masked_town,
    live_changes::scope_named,
    owner_desk::save_card,
    page::{Browser, Page},
    rights::change,
    town::{PASSWORD, SOCIAL, Town},
};
use expect_test::expect;
use kabinet::{storage::Engine, web::route::Method};
use reqwest::{StatusCode, header};
use serde_json::Value;
use std::collections::BTreeSet;

fn json(page: &Page) -> Value {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/json");
    serde_json::from_slice(&page.bytes).unwrap()
}

/// What a program was told instead of an answer: status and code.
fn problem(page: &Page) -> (u16, String) {
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/problem+json", "{}", page.text());
    let told: Value = serde_json::from_slice(&page.bytes).unwrap();
    assert_eq!(told["status"], page.status.as_u16());
    assert!(told["title"].as_str().is_some_and(|title| !title.is_empty()));
    (page.status.as_u16(), told["code"].as_str().unwrap().to_owned())
}

async fn all_cases(program: &Browser, first: &str) -> Vec<Value> {
    let (mut address, mut all) = (first.to_owned(), Vec::new());
    loop {
        let page = json(&program.get(&address).await);
        all.extend(page["cases"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut address),
            None => break all,
        }
    }
}

#[tokio::test]
async fn a_program_reads_what_its_employee_reads_and_the_journal_has_every_request() {
    let town = Town::open();
    let (belova, head) = (town.signed_in("4-belova").await, town.signed_in("3-belyaeva").await);
    let application = belova.apply_for_heating().await;
    let id = application.trim_start_matches("/applications/").to_owned();
    let key = head.new_key("Отчёт для сайта").await;
    let program = town.program(&key);
    town.settled().await;
    let from = town.journal_size(SOCIAL);

    let holder = json(&program.get("/api/v1").await);
    assert_eq!([&holder["login"], &holder["key"], &holder["agent"]], ["3-belyaeva", "Отчёт для сайта", "social"]);
    assert_eq!((&holder["scope"], &holder["masked"]), (&Value::Null, &Value::Bool(false)));
    assert_eq!(holder["addresses"], serde_json::json!(["/api/v1/cases", "/api/v1/search"]));

    // Page by page the same cases as on one, and as in the queue.
    let open = all_cases(&program, "/api/v1/cases?size=100").await;
    let by_three = all_cases(&program, "/api/v1/cases?size=3").await;
    assert!(open.len() > 6 && open == by_three, "{} and {}", open.len(), by_three.len());
    let queue = head.get("/cases?size=100").await;
    for case in &open {
        assert!(queue.says(case["number"].as_str().unwrap()) && queue.says(case["applicant"].as_str().unwrap()), "{case}");
    }
    let mine = open.iter().find(|case| case["id"] == id.as_str()).expect("the new one is there");
    assert_eq!((&mine["service"], &mine["state"]), (&"heating-compensation".into(), &"submitted".into()));

    let case = json(&program.get(&format!("/api/v1/cases/{id}")).await);
    assert_eq!((&case["number"], &case["applicant"]), (&mine["number"], &mine["applicant"]));
    assert!(case["answers"].as_array().unwrap().len() > 3 && case["decision"].is_null(), "{case}");
    let document = &case["documents"][0];
    let file = program.get(&format!("/api/v1/cases/{id}/documents/{}", document["number"])).await;
    assert_eq!(file.headers[header::CONTENT_TYPE].to_str().unwrap(), document["media_type"].as_str().unwrap());
    let digest = kabinet::terms::Digest::of(&file.bytes).to_string();
    assert_eq!((document["sha256"].as_str(), document["size"].as_u64()), (Some(&*digest), Some(file.bytes.len() as u64)));

    let found = json(&program.get("/api/v1/search?q=Беловой").await);
    assert!(found["cases"].as_array().unwrap().iter().any(|case| case["id"] == id.as_str()), "{found}");
    town.settled().await;
    let entries: Vec<_> =
        town.journal(SOCIAL)[from..].iter().map(|entry| format!("{} {} {}", entry.login, entry.request, entry.function)).collect();
    for line in [
        "3-belyaeva GET /api/v1 identity.api-key.use".to_owned(),
        "3-belyaeva GET /api/v1/cases applications.case.list".to_owned(),
        format!("3-belyaeva GET /api/v1/cases/{id} applications.case.view"),
        format!("3-belyaeva GET /api/v1/cases/{id}/documents/1 applications.case.open-document"),
        "3-belyaeva GET /api/v1/search search.case.find".to_owned(),
    ] {
        assert!(entries.contains(&line), "{line}:\n{}", entries.join("\n"));
    }
    let of_program = town.journal(SOCIAL).into_iter().rev().find(|entry| entry.request.starts_with("GET /api/")).unwrap();
    assert_eq!(of_program.program.as_deref(), Some("Отчёт для сайта"));
    let journal = town.signed_in("3-orlova").await.get("/journal?cols=number,login,request&q=ключ «отчёт для сайта»").await;
    assert!(journal.says("GET /api/v1/cases · ключ «Отчёт для сайта»"), "{}", journal.texts().join(" | "));
    let trace = belova.get("/profile/trace").await;
    assert!(trace.says("Беляева") && trace.says("программой по ключу"), "the citizen reads who looked: {}", trace.texts().join(" | "));
    let shown = head.get("/api-keys").await;
    assert!(shown.says("Отчёт для сайта") && shown.says("последнее обращение") && !shown.says(&key), "{}", shown.texts().join(" | "));
}

#[tokio::test]
async fn whoever_brings_no_good_key_is_told_so_and_sees_nothing() {
    let town = Town::open();
    let (head, operator, other) = (town.signed_in("3-belyaeva").await, town.signed_in("3-morozov").await, town.signed_in("1-gromov").await);
    let key = head.new_key("Отчёт").await;
    let program = town.program(&key);
    let case = all_cases(&program, "/api/v1/cases").await.remove(0);
    let address = format!("/api/v1/cases/{}", case["id"].as_str().unwrap());

    for address in ["/api/v1", "/api/v1/cases", &address, "/api/v1/search?q=Белова"] {
        for (browser, code) in [
            (&town.browser(), "api-no-key"),
            // A cookie opens nothing here: a site that somebody visits can call nothing in their name.
            (&head, "api-no-key"),
            (&town.program(""), "api-no-key"),
            (&town.program("kabinet_short"), "api-no-key"),
            (&town.program(&format!("kabinet_{}", "A".repeat(43))), "api-key-unknown"),
        ] {
            let page = browser.get(address).await;
            assert_eq!(problem(&page), (401, code.to_owned()), "{address}");
            let challenge = if code == "api-no-key" { "Bearer" } else { "Bearer error=\"invalid_token\"" };
            assert_eq!(page.headers[header::WWW_AUTHENTICATE], challenge);
        }
    }
    // And a key opens no page.
    assert!(program.get("/cases").await.location().starts_with("/sign-in"));

    // An operator may not make keys; the Owner's employee reads the cases of an Agent that they name.
    assert_eq!(operator.get("/api-keys").await.status, StatusCode::FORBIDDEN);
    assert!(!operator.get("/desk").await.says("/api-keys") && head.get("/desk").await.says("/api-keys"));
    let of_owner = town.program(&other.new_key("Надзор").await);
    assert_eq!(problem(&of_owner.get("/api/v1/cases").await), (422, "refusal-fields".to_owned()));
    assert!(!all_cases(&of_owner, "/api/v1/cases?agent=housing").await.is_empty());
    // What is another Agent's is not told apart from what is nobody's.
    let foreign = all_cases(&of_owner, "/api/v1/cases?agent=housing").await.remove(0);
    let foreign = foreign["id"].as_str().unwrap();
    assert_eq!(problem(&program.get(&format!("/api/v1/cases/{foreign}")).await), problem(&program.get("/api/v1/cases/999999").await));
    let [theirs, nobodys] = ["housing", "nowhere"].map(async |agent| program.get(&format!("/api/v1/cases?agent={agent}")).await);
    assert_eq!(theirs.await.text(), nobodys.await.text());

    let wrong = program.get("/api/v1/cases?show=all&size=1000&page=2").await;
    assert_eq!(problem(&wrong), (422, "refusal-fields".to_owned()));
    let told: Value = serde_json::from_slice(&wrong.bytes).unwrap();
    expect![[r#"show: Такого отбора нет: open, mine, overdue, new, done или код состояния
size: Целое число от 1 до 100
page: Такого параметра нет"#]]
    .assert_eq(
        &told["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{}: {}", one["parameter"].as_str().unwrap(), one["title"].as_str().unwrap()))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    let english = program.get_in("en", "/api/v1/cases?size=0").await;
    assert!(english.says("A whole number from 1 to 100"), "{}", english.text());
    for (address, status) in [
        ("/api/v1/search", 422),
        ("/api/v1/search?q=%20", 422),
        ("/api/v1/search?q=x&before=zzz", 422),
        ("/api/v1/cases?after=xyz", 422),
        ("/api/v1/cases?show=%FF%FE", 422),
        ("/api/v1/cases/one", 404),
        ("/api/v1/cases/0", 404),
        ("/api/v1/cases/../journal", 404),
        ("/api/v1/nothing", 404),
        ("/api/v2", 404),
    ] {
        assert_eq!(problem(&program.get(address).await).0, status, "{address}");
    }
    let posted = program.post("/api/v1/cases", &[("once", "0199e4a2d7f07c0a8a3e0123456789ab")]).await;
    assert_eq!((problem(&posted), posted.headers[header::ALLOW].to_str().unwrap()), ((405, "api-only-read".to_owned()), "GET, HEAD"));
    // A place in one list is none in another: whoever follows it would go round for ever.
    let next = json(&program.get("/api/v1/cases?size=1").await)["next"].as_str().unwrap().to_owned();
    assert_eq!(program.get(&next).await.status, StatusCode::OK);
    assert_eq!(problem(&program.get(&format!("{next}&show=done")).await), (422, "refusal-fields".to_owned()));
    assert_eq!(problem(&program.get(&format!("/api/v1/cases?{}", "a=1&".repeat(30))).await), (400, "api-parameters-many".to_owned()));
    // What is entered of a key that is nobody's is not entered under the name of whose browser it was.
    head.client.get(format!("{}/api/v1/cases", head.base)).bearer_auth(format!("kabinet_{}", "B".repeat(43))).send().await.unwrap();
    town.settled().await;
    assert!(!town.journal(SOCIAL).iter().any(|entry| entry.login == "3-belyaeva"
        && entry.request == "GET /api/v1/cases"
        && entry.error.as_ref().is_some_and(|error| error.id.starts_with("api-key"))));
}

#[tokio::test]
async fn a_key_ends_with_its_day_and_with_what_it_was_made_under() {
    let town = Town::open();
    let (head, administrator) = (town.signed_in("3-belyaeva").await, town.signed_in("3-orlova").await);
    let program = town.program(&head.new_key("Отчёт").await);
    assert_eq!(program.get("/api/v1").await.status, StatusCode::OK);
    // Who may not use keys any more is refused under their name.
    let number = town.number_of("3-belyaeva");
    change(&administrator, number, "do=add-role&role=operator").await;
    change(&administrator, number, "do=remove-role&role=head").await;
    assert_eq!(problem(&program.get("/api/v1/cases").await), (403, "refusal-no-function".to_owned()));
    town.settled().await;
    let last = town.journal(SOCIAL).into_iter().rev().find(|entry| entry.request == "GET /api/v1/cases").unwrap();
    assert_eq!((last.login.as_str(), last.error.unwrap().id.as_ref()), ("3-belyaeva", "refusal-no-function"));
    change(&administrator, number, "do=add-role&role=head").await;
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::OK);

    town.set_clock(jiff::SignedDuration::from_hours(24 * 90));
    assert_eq!(program.get("/api/v1").await.status, StatusCode::OK, "the last day is good still");
    town.set_clock(jiff::SignedDuration::from_hours(24 * 91));
    assert_eq!(problem(&program.get("/api/v1").await), (401, "api-key-unknown".to_owned()));
    town.settled().await;
    let last = town.journal(SOCIAL).into_iter().rev().find(|entry| entry.request == "GET /api/v1").unwrap();
    assert_eq!(
        (last.login.as_str(), last.error.unwrap().id.as_ref()),
        ("3-belyaeva", "api-key-unknown"),
        "its maker's administrator reads it"
    );
}

#[tokio::test]
async fn a_key_of_one_scope_says_nothing_of_another_and_sleeps_while_its_scope_is_gone() {
    let town = Town::open();
    let (head, administrator) = (town.signed_in("3-belyaeva").await, town.signed_in("3-orlova").await);
    let all = all_cases(&town.program(&head.new_key("Всё").await), "/api/v1/cases?size=100").await;
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let [east, centre] = ["Заречный район", "Центр"].map(|name| scope_named(&view, name));
    let number = town.number_of("3-belyaeva");
    for scope in [east, centre] {
        change(&administrator, number, &format!("do=add-scope&scope={scope}")).await;
    }
    head.submit("/cases", "/scope", &[("scope", &east.to_string())]).await;
    let program = town.program(&head.new_key("Заречный").await);
    assert_eq!(json(&program.get("/api/v1").await)["scope"], "Заречный район");
    let mut there = 0;
    for case in &all {
        let page = program.get(&format!("/api/v1/cases/{}", case["id"].as_str().unwrap())).await;
        there += usize::from(page.status == StatusCode::OK);
        assert!(page.status == StatusCode::OK || problem(&page) == (404, "refusal-missing".to_owned()), "{}", page.text());
    }
    assert!(there > 0 && there < all.len(), "{there} of {}", all.len());
    change(&administrator, number, &format!("do=remove-scope&scope={east}")).await;
    assert_eq!(problem(&program.get("/api/v1").await), (401, "api-key-unknown".to_owned()), "it does not reach into the other");
    assert!(head.get("/api-keys").await.says("Сейчас не действует"));
    assert!(head.get("/sessions").await.says("ключа программ"), "whoever ends sessions reads that keys stay");

    // Whoever was dismissed and comes back makes new ones.
    let owner = town.signed_in("1-gromov").await;
    let path = format!("/users/{number}/edit");
    for active in ["", "yes"] {
        let saved = save_card(&owner, &owner.get(&path).await, &path, &[("active", active)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    }
    let head = town.signed_in("3-belyaeva").await;
    assert!(head.get("/api-keys").await.says("У вас нет ключей"));
}

#[tokio::test]
async fn a_key_that_was_made_under_a_certificate_ends_with_it() {
    let town = Town::open();
    let plain = town.program(&town.signed_in("3-belyaeva").await.new_key("Без сертификата").await);
    let (pem, card) = released(&town, "3-belyaeva", 7).await;
    let browser = holding(&town, Some(&pem));
    browser.get(&format!("{DOOR}?next=/cases")).await;
    let main = at_main(&town, &browser);
    assert_eq!(signs_in(&main, "3-belyaeva", PASSWORD).await.status, StatusCode::SEE_OTHER);
    let program = town.program(&main.new_key("С сертификатом").await);
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::OK);
    let supervisor = town.signed_in("1-gromov").await;
    let holder = town.number_of("3-belyaeva").to_string();
    supervisor.go(&card, "/certificates/demand", &[("user", &holder), ("demand", "certificate"), ("back", &card)]).await;
    assert_eq!(problem(&plain.get("/api/v1/cases").await), (401, "api-key-unknown".to_owned()), "a certificate is demanded now");
    assert_eq!(program.get("/api/v1/cases").await.status, StatusCode::OK);
    supervisor.go(&card, &format!("{card}/revoke"), &[("why", "key-compromise")]).await;
    assert_eq!(problem(&program.get("/api/v1/cases").await), (401, "api-key-unknown".to_owned()));
}

#[tokio::test]
async fn from_whom_personal_data_is_hidden_their_program_has_stars() {
    let town = masked_town(&["3-belyaeva"]);
    let application = town.signed_in("4-belova").await.apply_for_heating().await;
    let id = application.trim_start_matches("/applications/").to_owned();
    let program = town.program(&town.signed_in("3-belyaeva").await.new_key("Отчёт").await);
    let case = json(&program.get(&format!("/api/v1/cases/{id}")).await);
    assert!(case["applicant"].as_str().unwrap().starts_with("******"), "{case}");
    for said in ["Белова", "Анна"] {
        assert!(!case.to_string().contains(said), "{case}");
    }
    assert_eq!(json(&program.get("/api/v1").await)["masked"], true);
    assert!(case["documents"][0]["sha256"].is_null(), "a guessed file is not confirmed");
    let document = program.get(&format!("/api/v1/cases/{id}/documents/1")).await;
    assert_eq!(problem(&document), (403, "document-hidden".to_owned()));
    assert_eq!(json(&program.get("/api/v1/search?q=Белова").await)["cases"], serde_json::json!([]), "a guessed name is not confirmed");
}

/// Names of the properties that a schema describes, with those of the schemas that it is made of.
fn properties(description: &Value, schema: &Value) -> BTreeSet<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return properties(description, &description["components"]["schemas"][name.rsplit('/').next().unwrap()]);
    }
    let parts = schema["allOf"].as_array().into_iter().flatten().flat_map(|part| properties(description, part));
    let own = schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys().cloned());
    parts.chain(own).collect()
}

#[tokio::test]
async fn the_description_names_every_address_and_every_property_of_the_answers() {
    let town = Town::open();
    let application = town.signed_in("4-belova").await.apply_for_heating().await;
    let id = application.trim_start_matches("/applications/").to_owned();
    let program = town.program(&town.signed_in("3-belyaeva").await.new_key("Отчёт").await);
    let description = json(&town.browser().get("/api/v1/openapi.json").await);
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let described: BTreeSet<_> = description["paths"].as_object().unwrap().keys().cloned().collect();
    let routes = kabinet::server::site::routes();
    let served = routes.iter().filter(|route| route.path.starts_with("/api/") && route.method == Method::Get);
    let served: BTreeSet<_> = served.map(|route| route.path.to_owned()).filter(|path| !path.ends_with("openapi.json")).collect();
    assert_eq!(described, served);
    for (path, address) in [
        ("/api/v1", "/api/v1".to_owned()),
        ("/api/v1/cases", "/api/v1/cases".to_owned()),
        ("/api/v1/search", "/api/v1/search?q=2026".to_owned()),
        ("/api/v1/cases/{id}", format!("/api/v1/cases/{id}")),
    ] {
        let schema = &description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let answer = json(&program.get(&address).await);
        let given: BTreeSet<_> = answer.as_object().unwrap().keys().cloned().collect();
        assert_eq!(given, properties(&description, schema), "{path}");
        assert!(description["paths"][path]["get"]["security"].to_string().contains("key"), "{path}");
    }
    let told: Value = serde_json::from_slice(&program.get("/api/v1/cases?size=0").await.bytes).unwrap();
    let given: BTreeSet<_> = told.as_object().unwrap().keys().cloned().collect();
    assert_eq!(given, properties(&description, &serde_json::json!({"$ref": "#/components/schemas/Problem"})));
}
