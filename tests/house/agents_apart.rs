//! Agents never see each other: for an employee of another Agent there is no such case, at any of its addresses.

use crate::{
    main_job::case_of,
    town::{HOUSING, SOCIAL, Town},
    walk::jpeg,
};
use expect_test::expect;
use reqwest::StatusCode;

/// Every address of a case, with what an employee would send there.
fn addresses(case: &str) -> (Vec<String>, Vec<(String, Vec<(&'static str, &'static str)>)>) {
    let seen = ["", "/part", "/stream", "/application.pdf", "/decision.pdf", "/documents/1"].map(|part| format!("{case}{part}"));
    let sent: [(&str, &[(&str, &str)]); 13] = [
        ("register", &[]),
        ("take", &[]),
        ("return", &[]),
        ("assign", &[("to", "3")]),
        ("ask", &[("question", "Кто вы?")]),
        ("send", &[]),
        ("documents/1/check", &[("finding", "confirmed")]),
        ("finish", &[]),
        ("decide", &[("template", "granted")]),
        ("confirm", &[]),
        ("rework", &[("remark", "Нет")]),
        ("deliver", &[]),
        ("appeal", &[("verdict", "return"), ("answer", "Да")]),
    ];
    (seen.to_vec(), sent.iter().map(|(part, fields)| (format!("{case}/{part}"), fields.to_vec())).collect())
}

#[tokio::test]
async fn for_the_other_agent_there_is_no_such_case() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    let (operator, head) = (town.signed_in("3-ermakov").await, town.signed_in("3-demidov").await);
    let (seen, sent) = addresses(&case);
    let (mine, from) = (town.journal_size(SOCIAL), town.journal_size(HOUSING));
    let before = town.applications();
    for stranger in [&operator, &head] {
        for path in &seen {
            let page = stranger.get(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!page.says("Белова"), "{path}");
        }
        for (path, fields) in &sent {
            let once = stranger.get("/cases").await.once("/sign-out");
            let fields: Vec<_> = [("once", once.as_str())].into_iter().chain(fields.iter().copied()).collect();
            let answer = stranger.post(path, &fields).await;
            // Where a role lacks the function, that is what is said; it tells nothing about the case.
            assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status), "{path}: {}", answer.status);
        }
        let others = stranger.get(&case.replace("/cases/", "/history/application/")).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&others.status));
    }
    // Another citizen has none of it either.
    let stranger = town.signed_in("4-akhmetov").await;
    for part in ["", "/part", "/stream", "/application.pdf", "/decision.pdf", "/documents/1", "/steps/home", "/check"] {
        assert_eq!(stranger.get(&format!("{application}{part}")).await.status, StatusCode::NOT_FOUND, "{part}");
    }
    for (part, field) in [
        ("withdraw", "x"),
        ("answer", "answer"),
        ("appeal", "appeal"),
        ("submit", "x"),
        ("steps/home", "area"),
        ("documents/1/remove", "x"),
    ] {
        let once = stranger.get("/").await.once("/sign-out");
        let answer = stranger.post(&format!("{application}/{part}"), &[("once", &once), (field, "1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}");
    }
    let once = stranger.get("/").await.once("/sign-out");
    let answer = stranger.upload(&format!("{application}/documents"), &once, "receipts", "a.jpg", jpeg(1)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(town.applications(), before, "nothing was changed");
    town.settled().await;
    let in_mine = town.told_since(SOCIAL, mine);
    assert!(!in_mine.contains("3-ermakov") && !in_mine.contains("4-akhmetov"), "attempts stand in the journal of who made them: {in_mine}");
    expect![[r#"
        3-ermakov applications.case.register Refused [refusal-missing]
        3-ermakov applications.case.take Refused [refusal-missing]
        3-ermakov applications.case.return Refused [refusal-missing]
        3-ermakov applications.case.assign Refused [refusal-no-function]
        3-ermakov applications.case.ask Refused [refusal-missing]
        3-ermakov applications.case.send-to-check Refused [refusal-missing]
        3-ermakov applications.case.check-documents Refused [refusal-no-function]
        3-ermakov applications.case.check-documents Refused [refusal-no-function]
        3-ermakov applications.case.decide Refused [refusal-missing]
        3-ermakov applications.case.decide Refused [refusal-missing]
        3-ermakov applications.case.decide Refused [refusal-missing]
        3-ermakov applications.case.deliver Refused [refusal-missing]
        3-ermakov applications.case.resolve-appeal Refused [refusal-no-function]
        3-demidov applications.case.register Refused [refusal-missing]
        3-demidov applications.case.take Refused [refusal-no-function]
        3-demidov applications.case.return Refused [refusal-no-function]
        3-demidov applications.case.assign Refused [refusal-missing]
        3-demidov applications.case.ask Refused [refusal-no-function]
        3-demidov applications.case.send-to-check Refused [refusal-no-function]
        3-demidov applications.case.check-documents Refused [refusal-no-function]
        3-demidov applications.case.check-documents Refused [refusal-no-function]
        3-demidov applications.case.decide Refused [refusal-missing]
        3-demidov applications.case.decide Refused [refusal-missing]
        3-demidov applications.case.decide Refused [refusal-missing]
        3-demidov applications.case.deliver Refused [refusal-no-function]
        3-demidov applications.case.resolve-appeal Refused [refusal-missing]"#]]
    .assert_eq(&town.posted_since(HOUSING, from));
}
