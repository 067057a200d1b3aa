//! The working calendar: the Owner enters the decree that moves days off, and terms are counted by it from then on.

use crate::{
    chromium::{Driver, Scripts, Width},
    page::{Browser, Page},
    rights::press,
    town::{OWNER, SOCIAL, Town},
};
use expect_test::expect;
use jiff::{ToSpan, civil::Date};
use reqwest::StatusCode;

const EDIT: &str = "/calendar/edit";
const DECREE: &str = "Постановление Правительства РФ от 01.10.2026 № 1";

fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get("Europe/Moscow").unwrap()).date()
}

/// The first day from this one on of which this holds.
fn first(from: Date, holds: impl Fn(Date) -> bool) -> Date {
    from.series(1.day()).find(|day| holds(*day)).unwrap()
}

async fn send(browser: &Browser, year: i16, fields: &[(&str, &str)]) -> Page {
    let form = browser.get(&format!("{EDIT}?year={year}")).await;
    let (once, seen, year) = (form.once(EDIT), form.value("seen"), year.to_string());
    let own = [("once", once.as_str()), ("seen", &seen), ("year", &year)];
    browser.post(EDIT, &own.into_iter().chain(fields.iter().copied()).collect::<Vec<_>>()).await
}

/// The working days of the year, as the page says them.
async fn working_days(browser: &Browser, year: i16) -> u32 {
    let page = browser.get(&format!("/calendar?year={year}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.texts().join(" ");
    let (_, rest) = text.split_once("В году ").expect("the page counts working days");
    rest.split(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_owner_enters_a_decree_and_new_terms_are_counted_by_it() {
    let town = Town::open();
    let (owner, operator) = (town.signed_in("1-gromov").await, town.signed_in("3-morozov").await);
    let next = today().year() + 1;
    let shown = operator.get(&format!("/calendar?year={next}")).await;
    assert!(shown.says("не внесено") && !shown.says(EDIT), "an employee reads it");
    let before = working_days(&owner, next).await;
    // The first Saturday and Sunday of the New Year holidays go to two working days, as every autumn.
    let year_start = Date::new(next, 1, 1).unwrap();
    let is_weekend = |day: Date| day.weekday().to_monday_zero_offset() >= 5;
    let (saturday, worked) = (first(year_start, is_weekend), first(Date::new(next, 7, 1).unwrap(), |day| !is_weekend(day)));
    let from = [town.journal_size(OWNER), town.journal_size(SOCIAL)];
    let moves = [saturday, worked].map(|day| day.to_string());
    let wrong =
        send(&owner, next, &[("source", ""), ("from-1", &moves[1]), ("to-1", &moves[0]), ("from-2", "31.02.2027"), ("to-2", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.error_at("source").contains("Впишите постановление"), "{}", wrong.texts().join(" | "));
    assert!(wrong.error_at("from-1").contains("с субботы или воскресенья"), "{}", wrong.texts().join(" | "));
    assert!(wrong.error_at("from-2").contains("28") && !wrong.error_at("to-2").is_empty(), "{}", wrong.texts().join(" | "));
    assert_eq!((wrong.value("to-1"), wrong.value("from-2")), (moves[0].clone(), "31.02.2027".to_owned()), "what was typed stays");
    let elsewhere = send(&owner, next, &[("source", DECREE), ("from-1", &moves[0]), ("to-1", &today().to_string())]).await;
    assert!(elsewhere.error_at("from-1").contains(&next.to_string()), "{}", elsewhere.texts().join(" | "));
    let saved = send(&owner, next, &[("source", DECREE), ("from-1", &moves[0]), ("to-1", &moves[1])]).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, format!("/calendar?year={next}")));
    assert!(operator.get(&format!("/calendar?year={next}")).await.says(DECREE));
    let holiday = saturday <= Date::new(next, 1, 8).unwrap();
    assert!(holiday, "a Saturday of the New Year holidays stays a holiday: only its day off goes");
    assert_eq!(working_days(&owner, next).await, before - 1);

    // Whoever saves over it sees both; and the history has them.
    let stale = [("once", "0199e4a2d7f07c0a8a3e0123456789ab"), ("seen", "0"), ("year", &next.to_string()), ("source", "Черновик")];
    let beside = owner.post(EDIT, &stale).await;
    assert!(beside.status == StatusCode::CONFLICT && beside.says(DECREE), "{}", beside.texts().join(" | "));
    let history = owner.get(&format!("/history/decree/{next}")).await;
    assert!(history.says("Переносы выходных дней") && history.says("Внесение переносов"), "{}", history.texts().join(" | "));
    let administrator = town.signed_in("3-orlova").await;
    assert_eq!(administrator.get(&format!("/history/decree/{next}")).await.status, StatusCode::NOT_FOUND, "the Owner's journal has it");
    let refused = operator.post(EDIT, &[("once", "0199e4a2d7f07c0a8a3e0123456789ac"), ("year", &next.to_string())]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for year in ["1999", "9999", "99999", "x", ""] {
        assert_eq!(owner.get(&format!("/calendar?year={year}")).await.status, StatusCode::NOT_FOUND, "{year:?}");
    }
    // Taking it back asks first, and takes back only what was shown.
    let asked = async || {
        let once = owner.get(&format!("/calendar?year={next}")).await.once("/calendar/remove");
        owner.post("/calendar/remove", &[("once", &once), ("year", &next.to_string())]).await
    };
    let stale = asked().await;
    assert!(stale.says(DECREE) && working_days(&owner, next).await == before - 1, "{}", stale.texts().join(" | "));
    assert_eq!(
        send(&owner, next, &[("source", "Поправка"), ("from-1", &moves[0]), ("to-1", &moves[1])]).await.status,
        StatusCode::SEE_OTHER
    );
    let stopped = press(&owner, &stale, "/calendar/remove").await;
    assert!(stopped.status == StatusCode::CONFLICT && stopped.says("Поправка"), "{}", stopped.texts().join(" | "));
    assert_eq!(press(&owner, &asked().await, "/calendar/remove").await.status, StatusCode::SEE_OTHER);
    assert_eq!(working_days(&owner, next).await, before);
    town.settled().await;
    let told: Vec<_> = [town.told_since(OWNER, from[0]), town.told_since(SOCIAL, from[1])]
        .join("\n")
        .lines()
        .filter(|line| line.contains("calendar.define"))
        .map(str::to_owned)
        .collect();
    expect![[r#"
        1-gromov catalog.calendar.define Success
        1-gromov catalog.calendar.define Refused [decree-source-wrong]
        1-gromov catalog.calendar.define Success
        1-gromov catalog.calendar.define Refused [decree-wrong-year]
        1-gromov catalog.calendar.define Success
        1-gromov catalog.calendar.define Success decree Added decree: moved.1.from, moved.1.to, source, year
        1-gromov catalog.calendar.define Refused decree [record-changed]
        1-gromov catalog.calendar.define Success
        1-gromov catalog.calendar.define Success
        1-gromov catalog.calendar.define Success decree Changed decree: source
        1-gromov catalog.calendar.define Refused decree [record-changed]
        1-gromov catalog.calendar.define Success
        1-gromov catalog.calendar.define Success decree Removed decree: moved.1.from, moved.1.to, source, year
        3-morozov catalog.calendar.define Refused [refusal-no-function]"#]]
    .assert_eq(&told.join("\n"));
}

/// The day by which a case that this citizen begins now must leave its first state, and the case's address.
async fn due_of_a_new_case(town: &Town, login: &str) -> (Date, String) {
    let citizen = town.signed_in(login).await;
    let address = citizen.apply_for_heating().await;
    let case = town.applications().into_iter().find(|case| address == format!("/applications/{}", case.id)).unwrap();
    (case.due.unwrap(), address)
}

/// What the queue says of the time that is left for this case.
async fn days_left(operator: &Browser, application: &str) -> String {
    let (page, case) = (operator.get("/cases?show=new&size=100").await.text(), application.replace("/applications/", "/cases/"));
    let (_, row) = page.split_once(&format!("href=\"{case}\"")).unwrap_or_else(|| panic!("{case} is in the queue"));
    row.split_once("</tr>").map_or(row, |(row, _)| row).to_owned()
}

#[tokio::test]
async fn a_case_that_begins_after_the_decree_is_due_a_day_later_and_the_old_one_stays() {
    let town = Town::open();
    let (first_due, own) = due_of_a_new_case(&town, "4-belova").await;
    let (owner, citizen) = (town.signed_in("1-gromov").await, town.signed_in("4-belova").await);
    let promised = citizen.get(&own).await.texts();
    let operator = town.signed_in("3-morozov").await;
    let left = days_left(&operator, &own).await;
    let mut queue = operator.follow("/cases/stream").await;
    // The day on which it is due becomes a day off; a weekend's day of the same year, long after, becomes a working day.
    let year = first_due.year();
    let is_weekend = |day: Date| day.weekday().to_monday_zero_offset() >= 5;
    let given = Date::new(year, 12, 31).unwrap().series(-1.day()).find(|day| is_weekend(*day) && *day > first_due);
    let given = given.unwrap_or_else(|| first(Date::new(year, 7, 1).unwrap(), is_weekend));
    let known = owner.get(&format!("{EDIT}?year={year}")).await;
    let mut fields = vec![("source".to_owned(), DECREE.to_owned())];
    for line in 1..=2 {
        for side in ["from", "to"] {
            fields.push((format!("{side}-{line}"), known.value(&format!("{side}-{line}"))));
        }
    }
    fields.push(("from-3".to_owned(), given.to_string()));
    fields.push(("to-3".to_owned(), first_due.to_string()));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(send(&owner, year, &fields).await.status, StatusCode::SEE_OTHER);
    queue.hear("event:").await;
    assert_ne!(days_left(&operator, &own).await, left, "the open queue counts by the new calendar");
    let (second_due, _) = due_of_a_new_case(&town, "4-akhmetov").await;
    assert!(second_due > first_due, "{first_due} {second_due}");
    let dues: Vec<_> = town.applications().into_iter().filter_map(|case| case.due).collect();
    assert!(dues.contains(&first_due), "what was promised stays");
    let still = citizen.get(&own).await.texts();
    let day = |texts: &[String]| texts.iter().filter(|text| text.contains("до ")).cloned().collect::<Vec<_>>();
    assert!(!day(&promised).is_empty() && day(&promised) == day(&still), "and so does the day that the citizen reads: {still:?}");
}

#[tokio::test]
async fn the_calendar_fits_every_screen() {
    let (town, driver) = (Town::open(), Driver::start());
    for (width, scripts) in [(Width::Least, Scripts::Off), (Width::Phone, Scripts::On), (Width::Desk, Scripts::On)] {
        let screen = driver.screen(&town, width, scripts, "ru").await;
        screen.sign_in("1-gromov").await;
        let next = today().year() + 1;
        for (name, page) in [
            ("calendar", "/calendar".to_owned()),
            ("calendar-next", format!("/calendar?year={next}")),
            ("calendar-edit", format!("{EDIT}?year={next}")),
        ] {
            screen.visit(&page).await;
            screen.picture(name).await;
        }
        screen.fill("source", DECREE).await;
        screen.send(EDIT).await;
        screen.says(DECREE).await;
        screen.passes("the calendar with a decree").await;
        screen.picture("calendar-decree").await;
        screen.close().await;
    }
}
