//! The record as it was, the hidden field and the saved search in real Chromium: narrow and wide, without scripts.

use crate::{
    chromium::{Driver, Screen, Scripts, Width},
    disclosure::masked_town,
    town::{SOCIAL, Town, now},
};
use jiff::{SignedDuration, tz::TimeZone};
use kabinet::applications::Application;

/// Presses the last cell of the first change.
const PRESS_ROW: &str = "const place = document.querySelector('dialog table tbody td:last-child').getBoundingClientRect(); \
    document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2).click()";
const SEARCHES: &str = "/journal/searches";

/// A case of the Agent that was handed in hours ago.
fn case(town: &Town) -> String {
    let cases = town.applications();
    let case = cases.iter().rev().find(|case| case.agent.number() == SOCIAL && case.number.is_some() && is_old(case)).unwrap();
    case.id.to_string()
}

fn is_old(case: &Application) -> bool {
    case.milestones.iter().any(|milestone| milestone.mark.at < now() - SignedDuration::from_hours(3))
}

fn typed(hours_ago: i64) -> String {
    let at = now() - SignedDuration::from_hours(hours_ago);
    at.to_zoned(TimeZone::get("Europe/Moscow").unwrap()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The three ways, from the first press to the last.
async fn walk(screen: &Screen, case: &str) {
    let history = format!("/history/application/{case}");
    screen.sign_in("3-orlova").await;
    screen.visit(&history).await;
    screen.picture("history").await;
    // What the control of the browser sends; how it is typed into is the browser's own affair.
    screen.open(&format!("{history}?at={}", typed(1))).await;
    screen.says("Как было").await;
    screen.says("Регистрационный номер").await;
    screen.passes("the record as it was").await;
    screen.picture("history-then").await;
    screen.visit(&format!("{history}?at=01.01.2001")).await;
    screen.says("Записи ещё не было").await;
    screen.open(&format!("{history}?at=01.01.2001+99:99")).await;
    screen.passes("a moment that is none").await;
    screen.picture("history-then-wrong").await;

    screen.visit("/journal?result=refused").await;
    screen.press("Сохранить этот поиск").await;
    screen.fill("name", "Отказы").await;
    screen.send(SEARCHES).await;
    screen.says("Поиск сохранён").await;
    screen.passes("the journal with a saved search").await;
    screen.picture("journal-saved").await;
    screen.press("изменить").await;
    screen.says("Видите только вы").await;
    screen.passes("the saved searches").await;
    screen.press("Переименовать").await;
    screen.fill("name", "").await;
    screen.send(&format!("{SEARCHES}/1/rename")).await;
    screen.says("Назовите поиск").await;
    screen.passes("a search without a name").await;
    screen.picture("searches").await;
    screen.send(&format!("{SEARCHES}/1/remove")).await;
    screen.says("Сохранённых поисков нет").await;
    screen.passes("no saved searches").await;

    screen.sign_in("3-zaytsev").await;
    screen.visit(&format!("/cases/{case}")).await;
    screen.picture("case-hidden").await;
    screen.send(&format!("/cases/{case}/disclose/person.snils")).await;
    screen.says("Показано один раз").await;
    screen.passes("a hidden field that is shown").await;
    screen.picture("case-disclosed").await;
}

#[tokio::test]
async fn the_past_the_hidden_and_the_saved_on_a_phone_without_scripts() {
    let town = masked_town(&["3-zaytsev"]);
    let (driver, case) = (Driver::start(), case(&town));
    let phone = driver.screen(&town, Width::Phone, Scripts::Off, "ru").await;
    walk(&phone, &case).await;
    phone.close().await;
}

#[tokio::test]
async fn the_past_the_hidden_and_the_saved_at_a_desk() {
    let town = masked_town(&["3-zaytsev"]);
    let (driver, case) = (Driver::start(), case(&town));
    let desk = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    walk(&desk, &case).await;
    desk.run("document.cookie = '__Host-look=ru.dark.usual.on; path=/; secure'").await;
    desk.visit(&format!("/cases/{case}/disclose/person.snils")).await;
    desk.picture("case-disclosed-dark").await;
    desk.close().await;
}

#[tokio::test]
async fn every_list_of_records_has_clocks_that_preview_the_last_change() {
    let (town, driver) = (Town::open(), Driver::start());
    let owner = town.signed_in("1-gromov").await;
    crate::rights::change(&owner, town.number_of("3-petrenko"), "agent=2&do=add-role&role=passport-officer").await;
    let member = town.number_of("3-petrenko").to_string();
    let group = [("agent", "2"), ("name", "Первая смена"), ("user", member.as_str())];
    owner.go("/rights/groups/users?agent=2", "/rights/groups/users", &group).await;
    for width in [Width::Phone, Width::Desk] {
        let screen = driver.screen(&town, width, Scripts::On, "ru").await;
        screen.sign_in("1-gromov").await;
        for list in ["/rights?agent=2&q=Петренко", "/rights/scopes?agent=2", "/rights/groups?agent=2", "/agents", "/principals?agent=3"]
        {
            screen.visit(list).await;
            screen.run("document.querySelector('main table .history .clock').focus()").await;
            screen
                .until("the clock previews the last change", async || {
                    let said = screen.run("return document.querySelector('main table .history .pop').innerText").await;
                    said.as_str().is_some_and(|said| !said.is_empty())
                })
                .await;
            screen.passes(list).await;
            screen.picture(&format!("clock{}", list.split('?').next().unwrap().replace('/', "-"))).await;
        }
        screen.close().await;
    }
}

#[tokio::test]
async fn a_history_opens_in_a_window_and_leaves_the_page_where_it_was() {
    let (town, driver) = (Town::open(), Driver::start());
    let owner = town.signed_in("1-gromov").await;
    crate::rights::change(&owner, town.number_of("3-petrenko"), "agent=2&do=add-role&role=passport-officer").await;
    for width in [Width::Phone, Width::Desk] {
        let screen = driver.screen(&town, width, Scripts::On, "ru").await;
        screen.sign_in("1-gromov").await;
        screen.visit("/rights?agent=2&q=Петренко").await;
        let shows =
            async |part: &str| screen.run(&format!("return !!document.querySelector('dialog[data-window][open] {part}')")).await == true;
        screen.press_at("main table .history .clock").await;
        screen.until("the window shows the history", async || shows("h1").await).await;
        assert_eq!(screen.path().await, "/rights", "the list is still there");
        screen.passes("a history in its window").await;
        screen.picture("history-window").await;
        // The fields of a change open in the same window: by its link, and by the row wherever it is pressed.
        match width {
            Width::Least | Width::Phone => screen.press_at("dialog table a").await,
            Width::Desk => drop(screen.run(PRESS_ROW).await),
        }
        screen.until("the change's fields", async || shows("#fields").await).await;
        assert_eq!(screen.path().await, "/rights");
        screen.picture("history-window-fields").await;
        screen.press_at("dialog [data-window-close]").await;
        screen.until("the window is shut", async || !shows("h1").await).await;
        assert_eq!(screen.path().await, "/rights");
        screen.close().await;
    }
}
