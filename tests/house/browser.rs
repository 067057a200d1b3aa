//! The main ways through in real Chromium, at the width of a phone and of a desk.

use crate::{
    chromium::{Driver, Screen, Scripts, Width},
    page::{Browser, Page},
    town::{Town, now},
};
use jiff::{ToSpan, tz::TimeZone};
use kabinet::{
    applications::paper::{Block, Paper, render},
    terms::{Language, Words},
};
use reqwest::StatusCode;
use std::{
    fs,
    path::{Path, PathBuf},
};

const SERVICE: &str = "/services/heating-compensation";
const QUESTION: &str = "Пришлите чек за доставку дров.";
const ANSWER: &str = "Доставка была бесплатной.";

/// Two real files to give: a PDF and a photograph that is large enough to be seen on its way.
fn papers(folder: &Path) -> [PathBuf; 2] {
    let paper = Paper {
        title: "Квитанция".to_owned(),
        number: "17".to_owned(),
        issuer: "ООО «Дрова и уголь»".to_owned(),
        made: "2026-09-14T08:00:00Z".parse().unwrap(),
        check: String::new(),
        blocks: vec![Block::Paragraph("Дрова берёзовые, 6 кубометров.".to_owned())],
    };
    let (receipt, photograph) = (folder.join("Квитанция за дрова.pdf"), folder.join("IMG_0412.jpg"));
    fs::write(&receipt, render(&paper, &Words::new(Language::Russian, TimeZone::UTC)).unwrap()).unwrap();
    let noise = |x: u32, y: u32| image::Luma([(x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes()[2]]);
    image::GrayImage::from_fn(1200, 900, noise).save(&photograph).unwrap();
    [receipt, photograph]
}

/// Fills in everything up to the documents; the address of the application.
async fn fill_in(screen: &Screen) -> String {
    screen.open(SERVICE).await;
    screen.passes(SERVICE).await;
    screen.send(&format!("{SERVICE}/start")).await;
    let first = screen.path().await;
    let address = first.strip_suffix("/steps/applicant").unwrap().to_owned();
    let step = |code: &str| format!("{address}/steps/{code}");
    screen.passes("the step that the profile fills in").await;
    screen.send(&first).await;
    // Nothing filled in: the errors stand at their fields and in the list above.
    screen.send(&step("home")).await;
    assert!(screen.count("#errors a").await >= 3 && screen.count("main .error").await >= 3);
    screen.passes("a step with errors").await;
    for (name, value) in [("area", "54,3"), ("residents", "3")] {
        screen.fill(name, value).await;
    }
    screen.choose("heating", "firewood").await;
    screen.choose("ownership", "own").await;
    screen.send(&step("home")).await;
    screen.choose("ground", "veteran-widow").await;
    screen.send(&step("ground")).await;
    let paid = now().to_zoned(TimeZone::UTC).date().checked_sub(30.days()).unwrap();
    screen.fill("paid-sum", "18 400,50").await;
    screen.fill("paid-date", &paid.strftime("%d.%m.%Y").to_string()).await;
    screen.choose("received-elsewhere", "no").await;
    screen.choose("payment-way", "post").await;
    screen.passes("a step with answers").await;
    screen.send(&step("expenses")).await;
    screen.passes("the step with the documents").await;
    address
}

/// From the documents to the number.
async fn hand_in(screen: &Screen, address: &str) -> String {
    screen.send(&format!("{address}/steps/documents")).await;
    screen.says("Квитанция за дрова.pdf").await;
    screen.passes("the check of the answers").await;
    screen.send(&format!("{address}/submit")).await;
    screen.says("Заявление отправлено").await;
    screen.passes("the application that was handed in").await;
    let text = screen.text().await;
    let (_, number) = text.split_once("№ ").expect("the page tells the number");
    number.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn an_application_from_the_phone_to_the_desk_and_back() {
    let (town, driver) = (Town::open(), Driver::start());
    let phone = driver.screen(&town, Width::Phone, Scripts::On, "ru").await;
    let desk = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    desk.sign_in("3-morozov").await;
    desk.passes("the start page").await;
    desk.open("/cases").await;
    phone.sign_in("4-belova").await;
    let address = fill_in(&phone).await;
    // The script sends each file with its progress, and shows the list that comes back.
    phone.run("window.bars = 0; new MutationObserver(seen => seen.forEach(one => one.addedNodes.forEach(row => { if (row.querySelector?.('progress')) window.bars += 1; })))
        .observe(document.body, { childList: true, subtree: true })").await;
    for (kind, file) in ["receipts", "no-central-heating"].into_iter().zip(papers(town.folder())) {
        phone.give(kind, &file).await;
        phone.find(&format!("#files-{kind} .file a.name")).await;
    }
    phone.until("nothing is on its way", async || phone.count("[data-upload-rows] > li").await == 0).await;
    assert_eq!(phone.run("return window.bars").await, 2, "each file had its bar");
    phone.passes("the documents that were given").await;
    let number = hand_in(&phone, &address).await;
    take_and_ask(&desk, &number).await;
    phone.says(QUESTION).await; // by itself
    phone.passes("the application with a question").await;
    phone.fill("answer", ANSWER).await;
    phone.send(&format!("{address}/answer")).await;
    phone.says("Ответ отправлен").await;
    desk.says(ANSWER).await; // by itself
    check_and_decide(&phone, &desk).await;
    phone.says("Решение положительное").await;
    phone.passes("the application that is decided").await;
    phone.close().await;
    desk.close().await;
}

/// The operator sees the new case come, takes it and asks.
async fn take_and_ask(desk: &Screen, number: &str) {
    desk.says(number).await; // without reloading
    desk.passes("the queue").await;
    desk.press(number).await;
    let case = desk.path().await;
    desk.passes("a new case").await;
    desk.send(&format!("{case}/take")).await;
    desk.open(&format!("{case}?tab=talk")).await;
    desk.fill("question", QUESTION).await;
    desk.passes("the question").await;
    desk.send(&format!("{case}/ask")).await;
    desk.says("Вопрос отправлен").await;
}

/// The documents are checked, two people decide; the phone is silent while it is paused.
async fn check_and_decide(phone: &Screen, desk: &Screen) {
    let case = desk.path().await;
    phone.find("[data-live-switch]").await.click().await.unwrap();
    phone.says("Обновить").await;
    desk.open(&case).await;
    desk.send(&format!("{case}/send")).await;
    desk.says("Документы переданы на проверку").await;
    desk.sign_in("3-zaytsev").await;
    desk.open(&format!("{case}?tab=documents")).await;
    desk.passes("the documents to check").await;
    for number in [1, 2] {
        let form = format!("{case}/documents/{number}/check");
        desk.find(&format!("[formaction^='{form}#'][value='confirmed']")).await.click().await.unwrap();
        desk.says("Проверка документа записана").await;
        desk.open(&format!("{case}?tab=documents")).await;
    }
    desk.send(&format!("{case}/finish")).await;
    let silent = phone.text().await;
    assert!(!silent.contains("Мы проверяем документы") && !silent.contains("Мы готовим решение"), "paused: {silent}");
    phone.find("[data-live-switch]").await.click().await.unwrap();
    phone.says("Мы готовим решение").await;
    desk.sign_in("3-morozov").await;
    desk.open(&format!("{case}?tab=decision")).await;
    desk.choose("template", "granted").await;
    desk.fill("sum", "1 840,50").await;
    desk.passes("the decision").await;
    desk.send(&format!("{case}/decide")).await;
    desk.sign_in("3-belyaeva").await;
    desk.open(&format!("{case}?tab=decision")).await;
    desk.passes("the decision to confirm").await;
    desk.send(&format!("{case}/confirm")).await;
    desk.says("Решение подтверждено").await;
    desk.passes("the decided case").await;
}

async fn ask_by_hand(operator: &Browser, address: &str) {
    let case = address.replace("/applications/", "/cases/");
    for (page, action, fields) in [(case.clone(), "take", vec![]), (format!("{case}?tab=talk"), "ask", vec![("question", QUESTION)])] {
        let answer: Page = operator.submit(&page, &format!("{case}/{action}"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", answer.text());
    }
}

#[tokio::test]
async fn without_scripts_a_citizen_applies_and_answers_all_the_same() {
    let (town, driver) = (Town::open(), Driver::start());
    let phone = driver.screen(&town, Width::Phone, Scripts::Off, "ru").await;
    phone.sign_in("4-belova").await;
    let address = fill_in(&phone).await;
    for (kind, file) in ["receipts", "no-central-heating"].into_iter().zip(papers(town.folder())) {
        phone.give(kind, &file).await;
        phone.submit(&format!("form[data-upload-list='#files-{kind}']")).await;
        phone.find(&format!("#files-{kind} .file a.name")).await;
    }
    hand_in(&phone, &address).await;
    ask_by_hand(&town.signed_in("3-morozov").await, &address).await;
    phone.press("Обновить").await;
    phone.says(QUESTION).await;
    phone.fill("answer", ANSWER).await;
    phone.send(&format!("{address}/answer")).await;
    phone.says("Ответ отправлен").await;
    phone.close().await;
}

const GUEST: [&str; 8] = [
    "/",
    "/services",
    "/services?q=%D0%B4%D1%80%D0%BE%D0%B2%D0%B0",
    "/services?q=zzz",
    "/services/child-allowance",
    "/sign-in",
    "/help",
    "/nowhere",
];
const CITIZEN: [&str; 8] =
    ["/", "/services?category=housing", "/applications", "/notices", "/profile", "/profile/trace", "/password", "/journal"];
const OPERATOR: [&str; 7] = [
    "/cases",
    "/cases?show=done",
    "/cases?show=overdue",
    "/search?q=%D1%81%D1%83%D0%B1%D1%81%D0%B8%D0%B4%D0%B8%D1%8F",
    "/search?q=zzz",
    "/persons/new",
    "/notices",
];
const TABS: [&str; 6] = ["", "?tab=documents", "?tab=talk", "?tab=decision", "?tab=others", "?tab=history"];
const ADMINISTRATOR: [&str; 3] = ["/journal", "/journal/checkpoint", "/journal/3"];

/// Visits the main pages as a guest, a citizen, an operator and an administrator.
async fn visit_all(screen: &Screen) {
    for path in GUEST {
        screen.visit(path).await;
    }
    screen.sign_in("4-belova").await;
    for path in CITIZEN {
        screen.visit(path).await;
    }
    screen.open("/applications").await;
    let all = screen.run("return [...document.querySelectorAll('main .rows a')].map(link => link.getAttribute('href'))").await;
    for path in all.as_array().unwrap() {
        screen.visit(path.as_str().unwrap()).await;
    }
    screen.sign_in("3-kuznetsova").await;
    for path in OPERATOR {
        screen.visit(path).await;
    }
    screen.open("/cases").await;
    let case = screen.find("main table a").await.attr("href").await.unwrap().unwrap();
    for tab in TABS {
        screen.visit(&format!("{case}{tab}")).await;
    }
    screen.sign_in("3-orlova").await;
    for path in ADMINISTRATOR {
        screen.visit(path).await;
    }
    let history = case.replace("/cases/", "/history/application/");
    screen.visit(&history).await;
}

#[tokio::test]
async fn the_main_pages_pass_on_a_phone() {
    let (town, driver) = (Town::open(), Driver::start());
    let phone = driver.screen(&town, Width::Phone, Scripts::On, "ru").await;
    visit_all(&phone).await;
    phone.close().await;
}

#[tokio::test]
async fn the_main_pages_pass_at_a_desk() {
    let (town, driver) = (Town::open(), Driver::start());
    let desk = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    visit_all(&desk).await;
    desk.close().await;
}

#[tokio::test]
async fn in_english_on_the_narrowest_screen_too() {
    let (town, driver) = (Town::open(), Driver::start());
    let screen = driver.screen(&town, Width::Least, Scripts::On, "en").await;
    screen.visit("/").await;
    screen.says("Town services without a queue").await;
    screen.visit(SERVICE).await;
    screen.says("Who is entitled").await;
    screen.sign_in("4-belova").await;
    screen.passes("the citizen's start page").await;
    screen.says("Hello").await;
    screen.open("/applications").await;
    screen.find("main .rows a").await.click().await.unwrap();
    screen.says("What is happening").await;
    screen.passes("the application").await;
    assert_eq!(screen.run("return document.documentElement.lang").await, "en");
    screen.sign_in("3-kuznetsova").await;
    screen.says("Hello").await;
    screen.passes("the start page").await;
    screen.open("/cases").await;
    screen.passes("the queue").await;
    screen.find("main table a").await.click().await.unwrap();
    screen.says("Application").await;
    screen.passes("the case").await;
    screen.close().await;
}
