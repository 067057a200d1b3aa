//! What the page of the search promises: any word of the case, as people read it, in any grammatical form.

use crate::{
    appeals::{Office, REFUSAL},
    first_day::kabinet,
    main_job::case_of,
    page::Browser,
    town::Town,
    walk::sought,
};
use kabinet::{
    applications::{Application, table},
    search::schema::SCHEMA_VERSION,
};
use std::fs;

/// Whoever may finds the case by each of these; whoever must not see personal data by none of them.
async fn found_by(town: &Town, case: &str, asked: &[&str]) {
    let (head, masked) = (town.signed_in("3-belyaeva").await, town.signed_in("3-petrenko").await);
    for words in asked {
        head.until_says(&sought(words), &link(case)).await;
        assert!(!finds(&masked, case, words).await, "{words}: who must not see personal data does not find by it");
    }
}

fn link(case: &str) -> String {
    format!("href=\"{case}\"")
}

async fn finds(browser: &Browser, case: &str, words: &str) -> bool {
    browser.get(&sought(words)).await.says(&link(case))
}

#[tokio::test]
async fn a_search_finds_what_was_chosen_and_attached_as_it_is_read_in_both_languages() {
    let town = Town::open();
    let case = case_of(&town.signed_in("4-belova").await.apply_for_heating().await);
    let chosen = ["ветерана", "вдова ветераном", "дровами", "почтой", "widower", "veterans", "family", "post office"];
    let attached = ["квитанция", "центральное отопление", "receipt", "certificates of central heating"];
    found_by(&town, &case, &[&chosen[..], &attached, &["17.05.1984", "1984-05-17"]].concat()).await;
    // Codes of the choice and of yes and no, and a choice that was not made.
    let head = town.signed_in("3-belyaeva").await;
    for words in ["own", "bottled", "инвалидность", "найма"] {
        assert!(!finds(&head, &case, words).await, "{words}");
    }
}

#[tokio::test]
async fn a_search_finds_a_decision_by_its_title_in_both_languages() {
    let town = Town::open();
    let case = case_of(&town.signed_in("4-belova").await.apply_for_heating().await);
    let office = Office::of(&town).await;
    office.prepare(&case).await;
    let decision = format!("{case}?tab=decision");
    let granted = [("template", "granted-partly"), ("reason", "Частью."), ("sum", "100")];
    office.operator.go(&decision, &format!("{case}/decide"), &granted).await;
    let head = town.signed_in("3-belyaeva").await;
    head.go(&decision, &format!("{case}/rework"), &[("remark", "Чек без даты.")]).await;
    office.operator.go(&decision, &format!("{case}/decide"), &REFUSAL).await;
    let decided = ["«Расходы не подтверждены»", "подтверждённых расходов", "\"expenses are not confirmed\"", "expense"];
    found_by(&town, &case, &decided).await;
    // What was proposed and given back is read on the same page.
    found_by(&town, &case, &["«назначить часть суммы»"]).await;
}

#[tokio::test]
async fn a_search_finds_what_was_typed_where_the_form_is_gone() {
    let town = Town::open();
    let case = case_of(&town.signed_in("4-belova").await.apply_for_heating().await);
    let id = case.trim_start_matches("/cases/").parse().unwrap();
    let town = town.meanwhile(|act| {
        let application = table::application(&*act, id)?.unwrap();
        act.save(&application, Application { version: 99, ..application.clone() }).map(drop)
    });
    found_by(&town, &case, &["«18400.50»", "Чеки.pdf"]).await;
    assert!(!finds(&town.signed_in("3-belyaeva").await, &case, "дровами").await);
}

#[tokio::test]
async fn a_search_of_another_version_of_the_program_is_no_mismatch_and_is_made_anew() {
    let town = Town::open();
    let case = case_of(&town.signed_in("4-belova").await.apply_for_heating().await);
    let folder = town.close();
    let meta = folder.path().join("search/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replace(&format!("stemmed-{SCHEMA_VERSION}"), "stemmed-1")).unwrap();
    let (done, said) = kabinet(&["check"], ("--data", folder.path()));
    assert!(done && said.contains("Всё в порядке"), "{said}");
    let town = Town::over(folder);
    found_by(&town, &case, &["ветерана"]).await;
    let (done, said) = kabinet(&["check"], ("--data", town.close().path()));
    assert!(done && said.contains("Всё в порядке"), "{said}");
}
