//! The role audit: what it finds in the hamlet and in what the story makes, each mended through its own link, and the same
//! as a document and a workbook, read by other programs.

use crate::{
    page::{Browser, Page},
    rights::{change, press},
    town::{SOCIAL, Town, line, now},
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use kabinet::server::reference;
use reqwest::StatusCode;
use std::{fs, process::Command};
use tempfile::TempDir;

const AUDIT: &str = "/role-audit";

fn plain(text: &str) -> String {
    text.replace("&amp;", "&").replace("&quot;", "\"")
}

/// What is said of each finding: "Петренко Ю. Р., 3-petrenko — нет ни одной роли".
fn findings(page: &Page) -> Vec<String> {
    let text = page.text();
    let told = text.split("<p><b>").skip(1).filter_map(|rest| rest.split_once("</p>"));
    told.map(|(told, _)| plain(&told.replace("</b>", ""))).collect()
}

/// Where the link leads that mends this finding about this role or employee.
fn way(page: &Page, about: &str, said: &str, label: &str) -> String {
    let text = page.text();
    let row = text.split("<p><b>").find(|row| row.starts_with(about) && row.contains(said));
    let row = row.unwrap_or_else(|| panic!("{about}: {said}: {:?}", findings(page)));
    let link = row.split("<a href=\"").skip(1).find(|link| link.split_once('>').is_some_and(|(_, read)| read.starts_with(label)));
    plain(link.unwrap_or_else(|| panic!("{about}: {label}: {row}")).split('"').next().unwrap())
}

fn says(page: &Page, about: &str, said: &str) -> bool {
    findings(page).iter().any(|told| told.starts_with(about) && told.contains(said))
}

/// Follows a link to what it will do, and does it.
async fn mend(browser: &Browser, address: &str) -> Page {
    let preview = browser.get(address).await;
    assert_eq!(preview.status, StatusCode::OK, "{address}: {}", preview.texts().join(" | "));
    let answer = press(browser, &preview, address.split('?').next().unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.texts().join(" | "));
    preview
}

/// The functions that are ticked in the form of a role.
fn ticked(page: &Page) -> Vec<String> {
    let text = page.text();
    let boxes = text.split("name=\"function\" value=\"").skip(1).filter_map(|rest| rest.split_once('>'));
    boxes.filter(|(tag, _)| tag.ends_with("checked")).map(|(tag, _)| tag.split('"').next().unwrap().to_owned()).collect()
}

/// Saves a role with these functions in the form at this address: shown first, then pressed. What was shown, and its code.
pub async fn save_role(browser: &Browser, address: &str, name: &str, functions: &[String]) -> (Page, String) {
    let action = address.split('?').next().unwrap();
    let form = browser.get(address).await;
    assert_eq!(form.status, StatusCode::OK, "{address}");
    let (once, seen) = (form.once(action), form.value("seen"));
    let short: String = name.chars().take(8).collect();
    let mut fields = vec![("once", once.as_str()), ("seen", &seen), ("step", "preview"), ("name", name), ("abbreviation", &short)];
    fields.extend(functions.iter().map(|code| ("function", code.as_str())));
    let preview = browser.post(action, &fields).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.texts().join(" | "));
    let saved = press(browser, &preview, action).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    (preview, saved.location().trim_start_matches("/rights/roles/").to_owned())
}

pub fn functions_of(role: &str) -> Vec<String> {
    let roles = reference::roles().unwrap();
    roles.get(role).unwrap().functions.iter().map(|function| function.code().to_owned()).collect()
}

/// Whoever looks at what a role would change goes back to the form as it was filled in; and what only the Owner's employees do,
/// no role of an Agent grants.
#[tokio::test]
async fn a_preview_leads_back_to_the_form_and_a_role_promises_nothing_of_the_owners() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let new = "/rights/roles/new";
    let once = administrator.get(new).await.once(new);
    let typed = [("name", "Помощник"), ("abbreviation", "Пом"), ("function", "applications.case.list")];
    let preview = administrator.post(new, &[[("once", once.as_str()), ("step", "preview")].as_slice(), &typed].concat()).await;
    assert!(preview.says("Вернуться к правке"), "{}", preview.texts().join(" | "));
    let form = administrator.post(new, &[[("once", once.as_str()), ("step", "edit")].as_slice(), &typed].concat()).await;
    assert_eq!((form.status, form.value("name").as_str()), (StatusCode::OK, "Помощник"));
    let ticked = "value=\"applications.case.list\" checked";
    assert!(form.text().contains(ticked), "{}", form.texts().join(" | "));
    let owners = [("name", "Помощник"), ("abbreviation", "Пом"), ("function", "certificates.request.decide"), ("step", "preview")];
    let refused = administrator.post(new, &[[("once", once.as_str())].as_slice(), &owners].concat()).await;
    assert!(refused.says("может дать только тот"), "{}", refused.texts().join(" | "));
}

#[tokio::test]
async fn an_equal_role_is_merged_and_its_holders_lose_nothing() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let fomin = town.number_of("3-fomin");
    let (_, code) = save_role(&administrator, "/rights/roles/new", "Второй инспектор", &functions_of("inspector")).await;
    change(&administrator, fomin, &format!("do=add-role&role={code}")).await;
    let page = administrator.get(AUDIT).await;
    assert!(page.says("Роли с одинаковыми функциями"), "{}", page.texts().join(" | "));
    let merge = way(&page, "Второй инспектор", "те же функции, что у роли «Инспектор»", "Вместо «Второй инспектор» дать «Инспектор»");
    let from = town.journal_size(SOCIAL);
    // Somebody else gives the role in between: nothing is done to whom nobody was shown.
    let stale = administrator.get(&merge).await;
    change(&administrator, town.number_of("3-petrenko"), &format!("do=add-role&role={code}")).await;
    let refused = press(&administrator, &stale, merge.split('?').next().unwrap()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("Пока вы заполняли форму"), "{}", refused.texts().join(" | "));
    let preview = mend(&administrator, &merge).await;
    assert!(preview.says("Роль «Второй инспектор» будет удалена") && preview.says("Ни у кого ничего не изменится"), "{preview:?}");
    let told = town.posted_since(SOCIAL, from);
    let ended = "Success role Changed grant: roles.2 Changed grant: roles.2 Removed role: ";
    assert!(told.lines().nth(1).is_some_and(|line| line == "3-orlova access.role.merge Refused [record-changed]"), "{told}");
    assert!(told.lines().last().is_some_and(|line| line.starts_with(&format!("3-orlova access.role.merge {ended}"))), "{told}");
    let after = administrator.get(AUDIT).await;
    assert!(!after.says("Второй инспектор"), "the role is gone");
    let card = administrator.get(&format!("/rights/users/{fomin}")).await;
    assert!(card.says("Инспектор"), "{}", card.texts().join(" | "));
    assert_eq!(administrator.get(&format!("/rights/roles/{code}")).await.status, StatusCode::NOT_FOUND);
    // A role cannot take its own place, nor that of one that is not there, nor be merged into one that nobody is given.
    for into in ["operator", "", "role-99", "citizen"] {
        let page = administrator.get(&format!("/rights/roles/operator/merge?into={into}")).await;
        assert!(page.says("Выберите другую роль из списка"), "{into}: {}", page.texts().join(" | "));
    }
}

#[tokio::test]
async fn what_nobody_uses_is_dropped_from_a_role_and_its_holders_moved_to_a_narrower_one() {
    let town = Town::open();
    let (administrator, zaytsev) = (town.signed_in("3-orlova").await, town.signed_in("3-zaytsev").await);
    zaytsev.get("/cases").await;
    town.settled().await;
    let page = administrator.get(AUDIT).await;
    let nobody = "не пользовался никто из держателей";
    // A system role is not an Agent's to change: a narrower one of its own is made, and given instead.
    let another = way(&page, "Инспектор", nobody, "Создать свою роль без них");
    let kept = ticked(&administrator.get(&another).await);
    let all = functions_of("inspector");
    assert!(kept.len() < all.len() && kept.iter().all(|code| all.contains(code)), "{kept:?}");
    assert!(kept.iter().any(|code| code == "applications.case.list"), "what was used stays: {kept:?}");
    let (preview, code) = save_role(&administrator, &another, "Инспектор приёма", &kept).await;
    assert!(preview.says("Ни у кого ничего не изменится"));
    let page = administrator.get(AUDIT).await;
    let merge = way(&page, "Инспектор приёма", "все функции есть и у роли «Инспектор»", "Вместо «Инспектор» дать «Инспектор приёма»");
    let from = town.journal_size(SOCIAL);
    let preview = mend(&administrator, &merge).await;
    assert!(preview.says("Изменятся права 2 пользователей") && preview.says("Пропад"), "{}", preview.texts().join(" | "));
    let told = town.posted_since(SOCIAL, from);
    assert_eq!(told, "3-orlova access.role.merge Success grant Changed grant: roles.1 Changed grant: roles.1");
    assert_eq!(zaytsev.get("/cases").await.status, StatusCode::OK, "what is used still works");
    let after = administrator.get(AUDIT).await;
    assert!(!says(&after, "Инспектор", nobody), "{:?}", findings(&after));
    // An own role is narrowed in its place.
    let wide: Vec<_> = kept.iter().cloned().chain(["people.person.register".to_owned()]).collect();
    save_role(&administrator, &format!("/rights/roles/{code}/edit"), "Инспектор приёма", &wide).await;
    let page = administrator.get(AUDIT).await;
    let narrow = way(&page, "Инспектор приёма", nobody, "Убрать их из роли");
    let left = ticked(&administrator.get(&narrow).await);
    assert_eq!(left, kept);
    save_role(&administrator, &narrow, "Инспектор приёма", &left).await;
    assert!(!says(&administrator.get(AUDIT).await, "Инспектор приёма", nobody));
}

#[tokio::test]
async fn an_unused_role_a_missing_role_and_an_ended_grant_are_mended() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let page = administrator.get(AUDIT).await;
    assert_eq!(page.status, StatusCode::OK);
    let found = findings(&page);
    for told in [
        "Тимофеев Е. И., 3-timofeev — ни разу не воспользовался ролью «Контролёр»",
        "Просмотр — все функции есть и у роли «Оператор»",
        "Аналитик — 7 функциями не пользовался никто из держателей",
    ] {
        assert!(found.iter().any(|found| found == told), "{told}: {found:?}");
    }
    assert!(!says(&page, "Морозов", "ни разу") && !says(&page, "Зайцев", "ни разу"), "who works is not told: {found:?}");
    assert!(!page.says("Конфликты обязанностей"), "the guard lets no conflict in, and none is claimed");
    let take = way(&page, "Петренко", "ни разу не воспользовался ролью «Просмотр»", "Снять роль «Просмотр»");
    mend(&administrator, &take).await;
    let page = administrator.get(AUDIT).await;
    assert!(!says(&page, "Петренко", "ни разу"), "{:?}", findings(&page));
    let card = way(&page, "Петренко", "нет ни одной роли", "Добавить роль");
    assert_eq!(card, format!("/rights/users/{}", town.number_of("3-petrenko")));
    change(&administrator, town.number_of("3-petrenko"), "do=add-role&role=analyst").await;
    let lebedev = town.number_of("3-lebedev");
    change(&administrator, lebedev, "do=period&from=&to=01.06.2026").await;
    let page = administrator.get(AUDIT).await;
    assert!(!says(&page, "Петренко", "нет ни одной роли"), "{:?}", findings(&page));
    assert!(!says(&page, "Лебедев", "ни разу"), "whose rights are over is not asked what they used");
    let end = way(&page, "Лебедев", "период доступа закончился 1 июня 2026", "Снять все права");
    let from = town.journal_size(SOCIAL);
    mend(&administrator, &end).await;
    let told = town.posted_since(SOCIAL, from);
    assert!(told.starts_with("3-orlova access.grant.make Success grant Removed grant: ") && !told.contains('\n'), "{told}");
    assert!(!administrator.get(AUDIT).await.says("Лебедев"));
    assert_eq!(administrator.get(&format!("/rights/users/{lebedev}")).await.status, StatusCode::NOT_FOUND);
    // The last administrator does not end their own rights.
    let own = administrator.get(&format!("/rights/users/{}/change?do=end", town.number_of("3-orlova"))).await;
    assert!(own.says("последний администратор"), "{}", own.texts().join(" | "));
}

#[tokio::test]
async fn the_audit_is_for_its_readers_and_of_their_agent_alone() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let operator = town.signed_in("3-morozov").await;
    let from = town.journal_size(SOCIAL);
    for path in [AUDIT, "/role-audit/roles.pdf", "/role-audit/roles.xlsx", "/rights/roles/operator/merge?into=head"] {
        assert_eq!(operator.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    town.settled().await;
    let refused: Vec<_> = town.journal(SOCIAL)[from..].iter().filter(|entry| entry.login == "3-morozov").map(line).collect();
    assert!(refused.iter().all(|line| line.contains(" Refused [refusal-")), "{refused:?}");
    let functions: Vec<_> = refused.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(functions, ["access.audit.view", "access.audit.view", "access.audit.view", "access.role.merge"]);
    assert_eq!(administrator.get("/role-audit?agent=3").await.status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.get("/role-audit?days=7").await.status, StatusCode::NOT_FOUND);
    let (year, files) = (administrator.get("/role-audit?days=365").await, ["/role-audit/roles.pdf", "/role-audit/roles.xlsx"]);
    // The hamlet's year begins on its first working day: mostly later than 365 days ago.
    let moscow = TimeZone::get("Europe/Moscow").unwrap();
    let day = |at: Timestamp| at.to_zoned(moscow.clone()).date();
    let is_younger = day(town.journal(SOCIAL)[0].at) > day(now()).saturating_sub(365.days());
    assert_eq!(year.says("Это не все 365 дней"), is_younger, "{}", year.texts().join(" | "));
    let page = administrator.get(AUDIT).await;
    assert!(page.says("Зайцев Р. Е., 3-zaytsev") && !page.says("3-frolova") && !page.says("1-gromov"));
    for file in files {
        assert_eq!(administrator.get(&format!("{file}?agent=3")).await.status, StatusCode::NOT_FOUND, "{file}");
    }
    // The Owner sees each; whoever gives no rights reads the audit without the ways to mend.
    let owner = town.signed_in("1-gromov").await;
    let theirs = owner.get("/role-audit?agent=3").await;
    assert!(theirs.says("3-frolova") && !theirs.says("3-zaytsev") && theirs.says("/change?agent=3&amp;do=remove-role"));
    let guard = town.signed_in("1-larina").await;
    let read = guard.get("/role-audit?agent=2").await;
    assert!(read.says("3-zaytsev") && !read.says("/change?") && !read.says("/merge?"), "{}", read.texts().join(" | "));
    assert!(guard.get("/certificates").await.says("href=\"/role-audit\""), "it stands in their menu");
}

/// The cells of all sheets as LibreOffice and Excel find them in the file: a line for each row, `|` between cells, the type
/// of each that is no shared text behind it.
const READER: &str = r#"
import sys, zipfile, xml.etree.ElementTree as tree
n = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
texts = [''.join(t.text or '' for t in s.iter('{%s}t' % n['m'])) for s in tree.fromstring(book.read('xl/sharedStrings.xml'))]
names = [s.get('name') for s in tree.fromstring(book.read('xl/workbook.xml')).find('m:sheets', n)]
for place, name in enumerate(names, 1):
    sheet = tree.fromstring(book.read('xl/worksheets/sheet%d.xml' % place))
    assert not list(sheet.iter('{%s}f' % n['m'])), 'a formula'
    print('#', name)
    for row in sheet.iter('{%s}row' % n['m']):
        cells = []
        for cell in row:
            value = cell.find('m:v', n)
            text = '' if value is None else value.text
            cells.append(texts[int(text)] if cell.get('t') == 's' else text)
        print('|'.join(cells).replace('\n', '; '))
"#;

/// All cells of this workbook.
pub fn cells_of(book: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("book.xlsx");
    fs::write(&path, book).unwrap();
    read_by("python3", &["-c", READER, path.to_str().unwrap()])
}

fn read_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn the_document_and_the_workbook_are_read_by_other_programs() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let (preview, code) = save_role(&administrator, "/rights/roles/new", "=HYPERLINK(\"http://x\")", &functions_of("viewer")).await;
    assert!(preview.says("Ни у кого ничего не изменится"));
    change(&administrator, town.number_of("3-fomin"), &format!("do=add-role&role={code}")).await;
    change(&administrator, town.number_of("3-lebedev"), "do=period&from=&to=01.06.2026").await;
    let folder = TempDir::new().unwrap();
    let pdf = folder.path().join("a.pdf");
    let book = administrator.get("/role-audit/roles.xlsx").await;
    assert!(book.headers["content-type"].to_str().unwrap().ends_with("spreadsheetml.sheet"));
    assert!(book.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let cells = cells_of(&book.bytes);
    for said in [
        "# Замечания\nЗамечание|Роль или сотрудник|Что найдено|Функции|Окончание\n",
        // 1 June 2026 in days of the spreadsheet's calendar.
        "Права, срок которых прошёл|Лебедев Н. С., 3-lebedev|период доступа закончился 1 июня 2026||46174\n",
        "# Роли и функции\nФункции|",
        "=HYPERLINK(\"http://x\")",
        "# Держатели\nРоль|Тип|Держатель|Окончание\n",
        "Инспектор|системная|Зайцев Р. Е., 3-zaytsev\n",
    ] {
        assert!(cells.contains(said), "{said}: {cells}");
    }
    assert!(!cells.contains("3-frolova"));
    let paper = administrator.get("/role-audit/roles.pdf").await;
    assert_eq!(paper.headers["content-type"], "application/pdf");
    fs::write(&pdf, &paper.bytes).unwrap();
    let text = read_by("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]);
    for said in [
        "Аудит ролей",
        "Отдел социальной защиты населения",
        "Права, срок которых прошёл",
        "Лебедев Н. С., 3-lebedev",
        "Конфликты обязанностей",
        "Не найдено",
        "Инспектор (системная)",
        "Зайцев Р. Е., 3-zaytsev",
        "Аудит провёл",
        "Орлова Т. В.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("3-frolova"));
}

#[tokio::test]
async fn what_is_often_refused_is_told_and_given() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let (petrenko, morozov) = (town.signed_in("3-petrenko").await, town.signed_in("3-morozov").await);
    let refuse = async |browser: &Browser, path: &str, times: usize| {
        for _ in 0..times {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        town.settled().await;
    };
    // Twice is a slip; what is typed wrong, or is not there, is no want of rights.
    refuse(&morozov, "/journal", 2).await;
    for _ in 0..4 {
        assert_eq!(morozov.get("/cases/99999").await.status, StatusCode::NOT_FOUND);
    }
    refuse(&petrenko, "/persons/new", 3).await;
    let page = administrator.get(AUDIT).await;
    let said = "3 раза отказано: такой функции у сотрудника нет";
    assert!(page.says("Не хватает прав") && says(&page, "Петренко Ю. Р., 3-petrenko", said), "{:?}", findings(&page));
    assert!(page.says("Регистрация заявителя") && !says(&page, "Морозов", "отказано"), "{:?}", findings(&page));
    let why = way(&page, "Петренко", said, "Почему отказано");
    assert!(administrator.get(&why).await.says("Ни одна из действующих ролей не даёт эту функцию"));
    // The narrowest roles are offered, and none that would clash with what is held.
    let folder = TempDir::new().unwrap();
    let (xlsx, pdf) = (folder.path().join("a.xlsx"), folder.path().join("a.pdf"));
    fs::write(&xlsx, &administrator.get("/role-audit/roles.xlsx").await.bytes).unwrap();
    let cells = read_by("python3", &["-c", READER, xlsx.to_str().unwrap()]);
    let row = format!("Не хватает прав|Петренко Ю. Р., 3-petrenko|{said}|Регистрация заявителя");
    assert!(cells.contains(&row), "{cells}");
    fs::write(&pdf, &administrator.get("/role-audit/roles.pdf").await.bytes).unwrap();
    let text = read_by("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]);
    assert!(text.contains("Не хватает прав") && text.contains("3 раза отказано"), "{text}");
    let give = way(&page, "Петренко", said, "Добавить роль «Паспортист»");
    let preview = mend(&administrator, &give).await;
    assert!(preview.says("Регистрация заявителя"), "{}", preview.texts().join(" | "));
    assert_eq!(petrenko.get("/persons/new").await.status, StatusCode::OK);
    assert!(!says(&administrator.get(AUDIT).await, "Петренко", "отказано"), "what is given is lacked no more");

    // A role of the Agent's own is widened instead.
    let user = town.number_of("3-petrenko");
    let (_, code) = save_role(&administrator, "/rights/roles/new", "Практикант", &["applications.case.list".to_owned()]).await;
    change(&administrator, user, &format!("do=add-role&role={code}")).await;
    change(&administrator, user, "do=remove-role&role=passport-officer").await;
    let page = administrator.get(AUDIT).await;
    let widen = way(&page, "Петренко", said, "Добавить функцию в роль «Практикант»");
    let functions = ticked(&administrator.get(&widen).await);
    assert!(functions.contains(&"people.person.register".to_owned()), "{functions:?}");
    let (preview, _) = save_role(&administrator, &widen, "Практикант", &functions).await;
    assert!(preview.says("Петренко Ю. Р., 3-petrenko"), "{}", preview.texts().join(" | "));
    assert_eq!(petrenko.get("/persons/new").await.status, StatusCode::OK);

    // What a role grants and a rule hides: the rule is named, and changed.
    let conditions = [("area", "agent-2"), ("section", "search"), ("role", "operator"), ("filter", "matching")];
    let rule = [[("step", "save"), ("visibility", "hidden")].as_slice(), &conditions].concat();
    let made = administrator.submit("/rights/rules/edit", "/rights/rules/edit", &rule).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.texts().join(" | "));
    refuse(&morozov, "/search?q=1", 4).await;
    let page = administrator.get(AUDIT).await;
    let open = way(&page, "Морозов", "4 раза отказано: раздел скрывает правило № 1", "Изменить правило № 1");
    assert_eq!(open, "/rights/rules/edit?id=1");
    let opened: Vec<_> = rule.iter().map(|(name, value)| (*name, if *name == "visibility" { "available" } else { value })).collect();
    let seen = administrator.get(&open).await.value("seen");
    let opened = [opened.as_slice(), &[("id", "1"), ("seen", &seen)]].concat();
    assert_eq!(administrator.submit(&open, "/rights/rules/edit", &opened).await.status, StatusCode::SEE_OTHER);
    assert!(!says(&administrator.get(AUDIT).await, "Морозов", "отказано"));
    // In English, too; and whoever changes no rights reads it without the ways.
    let english = administrator.get_in("en", AUDIT).await;
    assert!(!english.says("Не хватает прав"), "{}", english.texts().join(" | "));
}
