//! Stories of the filters of the journal: every column has one, and the page, its older pages, the files and a saved search
//! all answer by it alike.

use crate::{
    journal_files::{crowd, lines},
    page::{Browser, Page},
    town::Town,
};
use kabinet::ops::{demo::Size, showing};
use reqwest::StatusCode;

const ALL: &str = "cols=number,time,ip,user,login,role,scope,section,subsection,function,request,result,record,error,duration";
/// Where they stand in a row of [`ALL`].
const NUMBER: usize = 0;
const SUBSECTION: usize = 8;
const REQUEST: usize = 10;
const ERROR: usize = 13;
const DURATION: usize = 14;

/// The rows of the file that answers this question in this language, cell by cell.
async fn rows(reader: &Browser, language: &str, query: &str) -> Vec<Vec<String>> {
    let file = reader.get_in(language, &format!("/journal/export.csv?{ALL}&{query}")).await;
    assert_eq!(file.status, StatusCode::OK, "{query}: {}", file.texts().join(" | "));
    let delimiter = if language == "ru" { b';' } else { b',' };
    let text = file.text();
    let mut cells = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    cells.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn number(row: &[String]) -> u64 {
    row[NUMBER].parse().unwrap()
}

/// Milliseconds as a Russian reader sees them.
fn took(row: &[String]) -> f64 {
    row[DURATION].replace(['\u{a0}', '\u{202f}', ' '], "").replace(',', ".").parse().unwrap()
}

/// The numbers of the lines on a page that shows them alone.
fn numbers(page: &Page) -> Vec<u64> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.texts().join(" | "));
    let of = |link: String| link.strip_prefix("/journal/")?.split('?').next()?.parse().ok();
    page.links().into_iter().filter_map(of).collect()
}

#[tokio::test]
async fn every_column_has_a_filter_that_the_file_answers_by() {
    let town = Town::open();
    let (reader, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    assert_eq!(operator.get("/journal").await.status, StatusCode::FORBIDDEN);
    assert_eq!(operator.get("/cases").await.status, StatusCode::OK);
    town.settled().await;
    // Looking is entered too: what came later is left aside.
    let all = rows(&reader, "ru", "").await;
    let newest = number(&all[0]);
    let asked = async |query: &str| {
        let mut found = rows(&reader, "ru", query).await;
        found.retain(|row| number(row) <= newest);
        found.iter().map(|row| number(row)).collect::<Vec<_>>()
    };
    let fitting = |fits: &dyn Fn(&[String]) -> bool| {
        let found: Vec<_> = all.iter().filter(|row| fits(row)).map(|row| number(row)).collect();
        assert!(!found.is_empty() && found.len() < all.len(), "the town has some that fit and some that do not");
        found
    };
    let cases = fitting(&|row| row[SUBSECTION] == "Дела" && row[7] == "Заявления");
    assert_eq!(asked("subsection=applications.case").await, cases);
    assert_eq!(asked("request=get+%2FJOURNAL").await, fitting(&|row| row[REQUEST].starts_with("GET /journal")));
    let refused = all.iter().find(|row| row[4] == "3-morozov" && !row[ERROR].is_empty()).unwrap();
    let word = refused[ERROR].split(' ').find(|word| word.chars().count() > 4).unwrap();
    let encoded = serde_urlencoded::to_string([("error", word.to_uppercase())]).unwrap();
    assert_eq!(asked(&encoded).await, fitting(&|row| row[ERROR].to_lowercase().contains(&word.to_lowercase())));
    // As long as one of them took, that one with them.
    let mut durations: Vec<_> = all.iter().map(|row| took(row)).collect();
    durations.sort_by(f64::total_cmp);
    let least = durations[durations.len() / 2];
    let seconds = format!("{:.6}", least / 1000.0);
    let long = fitting(&|row| took(row) >= least);
    for typed in [seconds.clone(), seconds.replace('.', ",")] {
        assert_eq!(asked(&format!("duration={typed}")).await, long, "{typed}");
    }
    assert_eq!(asked("number=5").await, [5]);
    assert_eq!(asked("number=5-9").await, [9, 8, 7, 6, 5]);
    assert_eq!(
        asked("number=5+%E2%80%93+9&subsection=applications.case").await.len(),
        cases.iter().filter(|n| (5..=9).contains(*n)).count()
    );
    assert_eq!(asked(&format!("number={}-", newest - 1)).await, [newest, newest - 1]);
    assert!(asked("number=100000000").await.is_empty());

    // The error is sought as this reader's language says it.
    let english = rows(&reader, "en", &format!("number={}", number(refused))).await;
    let word = english[0][ERROR].split(' ').find(|word| word.len() > 4).unwrap();
    let found = rows(&reader, "en", &format!("error={word}&number=1-{newest}")).await;
    assert!(found.iter().any(|row| number(row) == number(refused)) && found.iter().all(|row| row[ERROR].contains(word)), "{found:?}");
    assert!(asked(&format!("error={word}")).await.is_empty(), "and not as another says it");

    // Each column has its field in the form; the login and the surname share one.
    let form = reader.get("/journal").await;
    for field in "number from to ip user role scope section subsection function request result record error duration".split(' ') {
        assert!(form.says(&format!("name=\"{field}\"")) && form.says(&format!("field-{field}")), "{field}");
    }
    assert!(form.says(">Заявления: Дела</option>"));
}

#[tokio::test]
async fn a_filter_holds_on_older_pages_in_the_workbook_and_in_a_saved_search_and_can_be_taken_off() {
    let town = Town::open();
    let reader = town.signed_in("3-orlova").await;
    let query = "cols=number&rows=20&duration=0%2C000001&number=3-40";
    let first = reader.get(&format!("/journal?{query}")).await;
    assert_eq!(numbers(&first), (21..=40).rev().collect::<Vec<_>>());
    let link = |page: &Page, mark: &str| page.links().into_iter().find(|link| link.starts_with("/journal?") && link.contains(mark));
    let older = reader.get(&link(&first, "before=21").unwrap()).await;
    assert_eq!(numbers(&older), (3..=20).rev().collect::<Vec<_>>());
    assert_eq!(link(&older, "before=3"), None, "there is nothing older to read");
    assert_eq!(numbers(&reader.get(&link(&older, "after=20").unwrap()).await), numbers(&first));
    assert_eq!(lines(&reader.get(&format!("/journal/export.csv?{query}")).await).len(), 1 + 38);
    let book = crate::role_audit::cells_of(&reader.get(&format!("/journal/export.xlsx?{query}")).await.bytes);
    assert_eq!(book.lines().count(), 2 + 38, "{book}");

    for shown in ["Продолжительность не меньше, с: 0,000001", "3-40"] {
        assert!(first.says(shown), "{shown}");
    }
    let without = "/journal?cols=number&rows=20&duration=0%2C000001";
    assert!(first.links().iter().any(|link| link == without), "the numbers are taken off alone: {:?}", first.links());

    let saved = [("once", first.once("/journal/searches")), ("name", "Первые".to_owned()), ("query", first.value("query"))];
    let saved = reader.post("/journal/searches", &saved.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    assert_eq!(numbers(&reader.get(&saved.location()).await), numbers(&first));
    let kept = reader.get("/journal/searches").await;
    assert!(kept.links().iter().any(|link| link.contains("number=3-40") && link.contains("duration=0%2C000001")), "{:?}", kept.links());
}

#[tokio::test]
async fn what_no_entry_can_have_is_told_at_its_field() {
    let town = Town::open();
    let reader = town.signed_in("3-orlova").await;
    for (query, field, said) in [
        ("number=abc", "number", "Напишите номер записи"),
        ("number=0", "number", "Напишите номер записи"),
        ("number=-5", "number", "Напишите номер записи"),
        ("number=9-5", "number", "Последний номер меньше первого"),
        ("duration=долго", "duration", "Напишите число секунд"),
        ("duration=-1", "duration", "Напишите число секунд"),
    ] {
        let wrong = reader.get(&format!("/journal?{query}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(wrong.error_at(field).contains(said), "{query}: {}", wrong.error_at(field));
        assert_eq!(wrong.value(field), query.split_once('=').unwrap().1, "it stays as typed");
        assert_eq!(reader.get(&format!("/journal/export.csv?{query}")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    for field in ["request", "error"] {
        let long = reader.get(&format!("/journal?{field}={}", "a".repeat(201))).await;
        assert!(long.error_at(field).contains("не больше 200"), "{}", long.error_at(field));
    }
}

#[tokio::test]
async fn an_old_entry_is_opened_by_its_number_without_reading_all_that_came_since() {
    let town = Town::open_with(|folder| {
        let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
        crowd(&mut installation.bench, 20_001, 1);
        installation.bench.close().unwrap();
    });
    let reader = town.signed_in("3-orlova").await;
    let page = reader.get("/journal?cols=number&number=7").await;
    assert!(numbers(&page) == [7] && !page.says("Искать дальше") && !page.says("Просмотрено записей"), "{}", page.texts().join(" | "));
    let page = reader.get("/journal?cols=number&number=5-7&q=zzz").await;
    assert!(numbers(&page).is_empty() && page.says("Таких записей нет"), "it ends with the numbers: {}", page.texts().join(" | "));
}
