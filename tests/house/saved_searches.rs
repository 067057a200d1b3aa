//! Stories of the saved searches of the journal.

use crate::page::Page;
use crate::town::{SOCIAL, Town};
use reqwest::StatusCode;

const SEARCHES: &str = "/journal/searches";

/// The names of the searches above the journal or on their page, with the addresses they lead to.
fn kept(page: &Page) -> Vec<(String, String)> {
    let text = page.text();
    let links = text.split("<a href=\"/journal?").skip(1).filter_map(|rest| {
        let (query, rest) = rest.split_once('"')?;
        let name = rest[..rest.find("</a>")?].replace("<span>", ">").replace("</span>", "").rsplit('>').next()?.to_owned();
        Some((name, query.replace("&amp;", "&")))
    });
    links.filter(|(name, _)| ["отказы", "входы"].iter().any(|known| name.to_lowercase().starts_with(known))).collect()
}

#[tokio::test]
async fn a_question_is_kept_under_a_name_by_its_reader_alone() {
    let town = Town::open();
    let reader = town.signed_in("3-orlova").await;
    let question = "/journal?cols=number%2Cip&result=refused&q=belova";
    let from = town.journal_size(SOCIAL);
    let page = reader.get(question).await;
    assert!(kept(&page).is_empty() && page.says("Сохранить этот поиск"), "{}", page.texts().join(" | "));
    let query = page.value("query");
    let once = page.once(SEARCHES);
    let saved = reader.post(SEARCHES, &[("once", &once), ("name", " Отказы  жителям "), ("query", &query)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    let opened = reader.get(&saved.location()).await;
    assert_eq!(opened.status, StatusCode::OK);
    let one = kept(&opened);
    assert_eq!(one, [("Отказы жителям".to_owned(), one[0].1.clone())]);
    // Opened from anywhere it asks the same: filters and columns.
    let again = reader.get(&format!("/journal?{}", kept(&reader.get("/journal").await)[0].1)).await;
    assert!(again.value("query") == query && again.says("checked>IP</label>") && !again.says("Продолжительность выполнения, мс</th>"));

    // The same name takes the new question.
    let save = |name: &'static str, query: &'static str| {
        let reader = &reader;
        async move {
            let once = reader.get("/journal").await.once(SEARCHES);
            reader.post(SEARCHES, &[("once", &once), ("name", name), ("query", query)]).await
        }
    };
    assert_eq!(save("отказы жителям", "result=failed&rows=20").await.status, StatusCode::SEE_OTHER);
    assert_eq!(kept(&reader.get("/journal").await), [("отказы жителям".to_owned(), "rows=20&result=failed".to_owned())]);
    assert_eq!(save("Входы", "function=identity.session.open").await.status, StatusCode::SEE_OTHER);

    // Bad names are told at their place, with the question kept.
    for (name, said) in [("", "Назовите поиск"), ("  ", "Назовите поиск"), ("я\u{7}", "не длиннее")] {
        let wrong = save(name, "result=refused").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.error_at("name").contains(said) && wrong.value("query") == "result=refused", "{}", wrong.error_at("name"));
    }
    let long: &'static str = Box::leak("я".repeat(61).into_boxed_str());
    assert!(save(long, "").await.error_at("name").contains("не длиннее 60"));

    // Renamed, never onto another's name; removed.
    let rename = format!("{SEARCHES}/1/rename");
    let taken = reader.submit(SEARCHES, &rename, &[("name", "ВХОДЫ")]).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.error_at("name").contains("уже есть"), "{}", taken.error_at("name"));
    reader.go(SEARCHES, &rename, &[("name", "Отказы")]).await;
    assert_eq!(kept(&reader.get(SEARCHES).await).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Отказы", "Входы"]);

    // Nobody else sees or touches it, the Owner neither.
    let other = town.signed_in("1-gromov").await;
    assert!(kept(&other.get("/journal").await).is_empty());
    let once = other.get("/journal").await.once(SEARCHES);
    assert_eq!(other.post(&rename, &[("once", &once), ("name", "Мой")]).await.status, StatusCode::NOT_FOUND);
    let once = other.get("/journal").await.once(SEARCHES);
    assert_eq!(other.post(&format!("{SEARCHES}/1/remove"), &[("once", &once)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.signed_in("3-morozov").await.get(SEARCHES).await.status, StatusCode::FORBIDDEN);

    reader.go(SEARCHES, &format!("{SEARCHES}/1/remove"), &[]).await;
    assert_eq!(kept(&reader.get("/journal").await).len(), 1);
    // What was sought stands in no journal: it may be a name.
    let entries = town.journal(SOCIAL).split_off(from);
    assert!(!format!("{entries:?}").contains("belova"));
    expect_test::expect![[r#"
        3-orlova journal.search.keep Success journal-search Added journal-search: name, number, query, saved_at, user
        3-orlova journal.search.keep Success journal-search Changed journal-search: name, query, saved_at
        3-orlova journal.search.keep Success journal-search Added journal-search: name, number, query, saved_at, user
        3-orlova journal.search.keep Refused [journal-search-nameless]
        3-orlova journal.search.keep Refused [journal-search-nameless]
        3-orlova journal.search.keep Refused [journal-search-long]
        3-orlova journal.search.keep Refused [journal-search-long]
        3-orlova journal.search.keep Refused [journal-search-taken]
        3-orlova journal.search.keep Success journal-search Changed journal-search: name
        3-orlova journal.search.keep Success journal-search Removed journal-search: name, number, query, saved_at, user"#]]
    .assert_eq(
        &entries
            .iter()
            .filter(|entry| entry.request.starts_with("POST") && entry.function == "journal.search.keep")
            .map(crate::town::line)
            .collect::<Vec<_>>()
            .join("\n"),
    );
}

#[tokio::test]
async fn nobody_keeps_more_searches_than_can_be_read() {
    let town = Town::open();
    let reader = town.signed_in("3-orlova").await;
    for number in 1..=31 {
        let once = reader.get("/journal").await.once(SEARCHES);
        let name = format!("Входы {number}");
        let saved = reader.post(SEARCHES, &[("once", &once), ("name", &name), ("query", "")]).await;
        assert_eq!(saved.status == StatusCode::SEE_OTHER, number <= 30, "{number}: {}", saved.error_at("name"));
        assert!(number <= 30 || saved.error_at("name").contains("уже 30"), "{}", saved.error_at("name"));
    }
}
