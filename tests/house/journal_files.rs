//! Stories of the journal as a file: the workbook says what the page and the CSV file say, and to nobody more.

use crate::{
    disclosure::masked_town,
    live_changes::scope_named,
    page::{Browser, Page},
    rights::change,
    role_audit::{cells_of, functions_of, save_role},
    town::{SOCIAL, Town, line},
};
use kabinet::{
    act::Bench,
    journal::{Entry, table as journal_table},
    ops::{demo::Size, showing},
    storage::Engine,
    terms::AgentId,
};
use reqwest::StatusCode;

const XLSX: &str = "/journal/export.xlsx";
const CSV: &str = "/journal/export.csv";
/// What the cells of the two files have in common: texts only.
const TEXTS: &str = "cols=time,ip,user,role,section,function,request,result,record,error";

/// The rows of a workbook with one sheet, without the name of its tab.
fn rows(book: &Page) -> Vec<String> {
    assert_eq!(book.status, StatusCode::OK, "{}", book.texts().join(" | "));
    cells_of(&book.bytes).lines().skip(1).map(str::to_owned).collect()
}

/// The rows of a CSV file in the same shape.
pub fn lines(file: &Page) -> Vec<String> {
    assert_eq!(file.status, StatusCode::OK, "{}", file.texts().join(" | "));
    let text = file.text();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let row = |record: csv::StringRecord| record.iter().map(|cell| cell.strip_prefix('\'').unwrap_or(cell)).collect::<Vec<_>>().join("|");
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Whoever signs in is nobody yet: the record is theirs.
fn is_sign_in(entry: &Entry, user: u64) -> bool {
    entry.function == "identity.session.open" && entry.record.as_ref().is_some_and(|record| record.number() == Some(user))
}

/// Without the cells at the end that are empty: the workbook leaves them out.
fn trimmed(rows: Vec<String>) -> Vec<String> {
    rows.into_iter().map(|row| row.trim_end_matches('|').to_owned()).collect()
}

async fn file(browser: &Browser, address: &str, query: &str) -> Page {
    browser.get(&format!("{address}?{query}")).await
}

#[tokio::test]
async fn the_workbook_says_what_the_page_says_and_nothing_in_it_is_a_formula() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let user = town.number_of("3-petrenko");
    let formula = "=HYPERLINK(\"http://x\")";
    let (_, code) = save_role(&administrator, "/rights/roles/new", formula, &functions_of("viewer")).await;
    change(&administrator, user, &format!("do=add-role&role={code}")).await;
    change(&administrator, user, "do=remove-role&role=viewer").await;
    let analyst = town.signed_in("3-petrenko").await;
    assert_eq!(analyst.get("/cases").await.status, StatusCode::OK);
    assert_eq!(analyst.get("/journal").await.status, StatusCode::FORBIDDEN);
    town.settled().await;

    let page = administrator.get(&format!("/journal?user=3-petrenko&{TEXTS}")).await;
    let query = page.links().into_iter().find_map(|link| link.strip_prefix(&format!("{XLSX}?")).map(str::to_owned));
    let query = query.unwrap_or_else(|| panic!("the page leads to the file: {:?}", page.links()));
    assert!(page.says("Выгрузить в XLSX") && page.says("Выгрузить в CSV"));
    let book = file(&administrator, XLSX, &query).await;
    assert!(book.headers["content-type"].to_str().unwrap().ends_with("spreadsheetml.sheet"));
    let name = book.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment") && name.contains("journal%2D2.xlsx"), "{name}");
    let (found, told) = (rows(&book), lines(&file(&administrator, CSV, &query).await));
    assert_eq!(found.len(), 1 + town.journal(SOCIAL).iter().filter(|entry| entry.login == "3-petrenko" || is_sign_in(entry, user)).count());
    // Time, address and user are filled in each; what is empty in between stays in its place in both.
    let compact = |rows: Vec<String>| -> Vec<String> {
        trimmed(rows).iter().map(|row| row.split('|').filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("|")).collect()
    };
    assert_eq!(compact(found.clone()), compact(told));
    assert!(found.iter().any(|row| row.contains(&format!("|{formula}|"))), "{found:?}");
    assert!(found.iter().any(|row| row.contains("Ошибка: отказано") && row.contains("GET /journal")), "{found:?}");

    // Numbers are numbers: of the entry, and of its milliseconds.
    let counted = rows(&file(&administrator, XLSX, "user=3-petrenko&cols=number,duration").await);
    assert_eq!(counted[0], "№|Продолжительность выполнения, мс");
    for row in &counted[1..] {
        let (number, took) = row.split_once('|').unwrap();
        assert!(number.parse::<u64>().is_ok() && took.parse::<f64>().is_ok(), "{row}");
    }
    let english = administrator.get_in("en", &format!("{XLSX}?user=3-petrenko&cols=number,user")).await;
    assert!(cells_of(&english.bytes).starts_with("# Journal of actions\nNo.|User\n"));
    // What is wrong is told; another Agent has no journal here.
    assert_eq!(file(&administrator, XLSX, "from=tomorrow").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(file(&administrator, XLSX, "agent=3").await.status, StatusCode::NOT_FOUND);
    assert!(cells_of(&file(&administrator, XLSX, "user=nobody").await.bytes).lines().count() == 2, "headings alone");
}

#[tokio::test]
async fn the_workbook_is_journaled_masked_and_for_readers_of_the_journal_alone() {
    let town = masked_town(&["3-orlova"]);
    town.signed_in("4-belova").await.apply_for_heating().await;
    town.settled().await;
    let (masked, owner, operator) = (town.signed_in("3-orlova").await, town.signed_in("1-gromov").await, town.signed_in("3-morozov").await);
    let query = "user=4-belova&cols=user,function,record";
    let open = rows(&file(&owner, XLSX, &format!("{query}&agent=2")).await);
    assert!(open.len() > 5 && open[1..].iter().all(|row| row.starts_with("Белова А. С.|")), "{open:?}");
    let hidden = rows(&file(&masked, XLSX, query).await);
    assert_eq!(hidden.len(), open.len());
    town.settled().await;
    assert!(hidden[1..].iter().all(|row| row.starts_with("****** *. *.|")), "{hidden:?}");
    let from = town.journal_size(SOCIAL);
    assert_eq!(file(&operator, XLSX, query).await.status, StatusCode::FORBIDDEN);
    assert!(town.browser().get(XLSX).await.location().starts_with("/sign-in"));
    rows(&file(&masked, XLSX, query).await);
    town.settled().await;
    let files: Vec<_> = town.journal(SOCIAL)[from..].iter().filter(|entry| entry.request == format!("GET {XLSX}")).map(line).collect();
    assert_eq!(files, ["3-morozov journal.entry.export Refused [refusal-no-function]", "3-orlova journal.entry.export Success"]);
}

/// Somebody has looked at cases of social protection so many times more, each with so many letters in its address.
pub fn crowd(bench: &mut Bench, times: usize, letters: usize) {
    let (view, agent) = (bench.engine().snapshot().unwrap(), AgentId::new(SOCIAL));
    let last = journal_table::head(&view, agent).unwrap().size();
    let mut known = (0..last).rev().filter_map(|place| journal_table::entry(&view, agent, place).unwrap());
    let like = known.find(|entry| entry.login == "3-morozov").unwrap();
    let request = format!("GET /{}", "a".repeat(letters));
    let entry = Entry { request, changes: Vec::new(), disclosed: Vec::new(), record: None, field: None, ..like };
    (0..times).for_each(|_| bench.enter(entry.clone()).unwrap());
}

#[tokio::test]
async fn a_workbook_that_was_cut_says_so_and_the_other_file_is_whole() {
    let town = Town::open_with(|folder| {
        let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
        crowd(&mut installation.bench, 20_001, 1);
        installation.bench.close().unwrap();
    });
    let reader = town.signed_in("3-orlova").await;
    let book = cells_of(&file(&reader, XLSX, "cols=number").await.bytes);
    let rows: Vec<_> = book.lines().collect();
    assert_eq!((rows[0], rows.len()), ("# Журнал действий (не весь)", 20_003), "its tab, headings, 20,000 lines, and the note");
    assert!(rows[20_002].starts_with("Это не все записи"), "{}", rows[20_002]);
    let whole = lines(&file(&reader, CSV, "cols=number").await);
    assert!(whole.len() > 20_002 && whole.last().unwrap() == "1", "{:?}", whole.last());
    // With a filter it fits, and says nothing.
    let one = cells_of(&file(&reader, XLSX, "cols=number&user=3-orlova").await.bytes);
    assert!(one.starts_with("# Журнал действий\n") && !one.contains("не все записи"), "{one}");
}

#[tokio::test]
async fn the_scope_in_force_stands_in_its_column_and_is_asked_for() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let [east, centre] = ["Заречный район", "Центр"].map(|name| scope_named(&view, name));
    let user = town.number_of("3-morozov");
    operator.get("/cases").await;
    // Given while the session is open: in force with the next request, chosen or not.
    for scope in [east, centre] {
        change(&administrator, user, &format!("do=add-scope&scope={scope}")).await;
    }
    operator.get("/cases?show=mine").await;
    operator.submit("/cases", "/scope", &[("scope", &centre.to_string())]).await;
    operator.get("/cases?show=new").await;
    change(&administrator, user, &format!("do=remove-scope&scope={centre}")).await;
    operator.get("/cases?show=done").await;
    town.settled().await;
    let said = async |query: &str| {
        let file =
            file(&administrator, CSV, &format!("cols=login,scope,request&user=3-morozov&function=applications.case.list{query}")).await;
        trimmed(lines(&file)).into_iter().skip(1).collect::<Vec<_>>()
    };
    let row = |scope: &str| format!("3-morozov|{scope}|GET /cases");
    // The last page is read without the scope that was taken away, though it had been chosen.
    assert_eq!(said("").await, [row("Заречный район"), row("Центр"), row("Заречный район"), row("Заречный район"), row("")]);
    assert_eq!(said("&scope=центр").await, [row("Центр")]);
    assert!(said("&scope=севера").await.is_empty());
    let page = administrator.get("/journal?cols=number,login,scope&scope=ЦЕНТР").await;
    assert!(page.says("Область видимости: ЦЕНТР") && page.says(">Центр<"), "{}", page.texts().join(" | "));
}
