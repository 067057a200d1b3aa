use super::*;
use crate::web::parts::{Place, Tone};
use jiff::tz::TimeZone;

fn words() -> Words {
    Words::new(Language::Russian, TimeZone::UTC)
}

fn reader<'a>() -> Reader<'a> {
    Reader {
        name: "Белова <b>",
        own: &[],
        home: "/",
        bell: ("/notifications", 2),
        search: Some(("/search", "Найти услугу", "")),
        sign_out: "/sign-out",
        once: OnceToken(uuid::Uuid::nil()),
    }
}

fn page<'a>(words: &'a Words, frame: Frame<'a>, flash: Option<&'a Flash>) -> Page<'a> {
    Page {
        title: "Главная",
        words,
        look: Look::default(),
        address: "/cases?state=new",
        town: "Тихореченск",
        at: Timestamp::UNIX_EPOCH,
        flash,
        help: "/help",
        version: "0.1",
        frame,
    }
}

/// Every id of the document, to see that none stands twice.
fn ids(document: &str) -> Vec<&str> {
    document.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn a_document_has_its_landmarks_and_no_inline_code() {
    let words = words();
    let menu = [Entry::new("Главная", "/").at(Place::Here), Entry::new("Услуги", "/services")];
    let said = Flash { tone: Tone::Good, message: message("web-file-sent") };
    let shown = page(&words, Frame::Citizen(Citizen { reader: reader(), menu: &menu }), Some(&said)).document(html! { h1 { "Главная" } }).0;
    for part in [
        "<html lang=\"ru\">",
        "<title>Главная — Тихореченск</title>",
        "href=\"#main\"",
        "<main id=\"main\"",
        "<footer",
        "<header",
        "aria-current=\"page\"",
        "role=\"status\"",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    assert!(!shown.contains(" style=") && !shown.contains("<style") && !shown.contains("onclick"), "the policy forbids it");
    assert!(shown.matches("<script").count() == 3 && shown.matches("<script defer src=\"/assets/").count() == 3);
    assert!(shown.contains("Белова &lt;b&gt;") && !shown.contains("Белова <b>"));
    assert!(shown.contains("Уведомления: 2 новых"), "{shown}");
}

#[test]
fn no_id_stands_twice_in_any_frame() {
    let words = words();
    let groups = [MenuGroup { title: "Работа".into(), entries: vec![Entry::new("Очередь", "/queue").count(37)] }];
    let desk = Desk {
        reader: reader(),
        agent: "Отдел",
        role: "Оператор",
        agents: &[("2", "Отдел"), ("3", "Компания")],
        workplace: "2",
        workplace_address: "/workplace",
        scopes: &[("1", "Заречный"), ("2", "Центр")],
        scope: "2",
        scope_address: "/scope",
        menu: &groups,
    };
    for frame in [Frame::Desk(desk), Frame::Citizen(Citizen { reader: reader(), menu: &[] }), Frame::Plain(Plain::Narrow)] {
        let shown = page(&words, frame, None).document(html! { h1 { "Очередь" } }).0;
        let mut all = ids(&shown);
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count, "{all:?}");
    }
}

#[test]
fn the_switches_are_forms_that_come_back() {
    let words = words();
    let mut asked = page(&words, Frame::Plain(Plain::Wide), None);
    asked.look = Look { theme: Theme::Dark, sight: Eyesight::Low, keys: Keys::Off };
    let shown = asked.document(html! { h1 { "Вход" } }).0;
    assert!(shown.contains("<html lang=\"ru\" data-theme=\"dark\" data-sight=\"low\" data-keys=\"off\">"));
    assert!(shown.contains("name=\"theme\" value=\"dark\" aria-pressed=\"true\""));
    assert!(shown.contains("name=\"sight\" value=\"usual\""));
    assert_eq!(shown.matches("name=\"back\" value=\"/cases?state=new\"").count(), shown.matches("action=\"/preferences\"").count());
}

#[test]
fn codes_are_read_back() {
    assert!(Theme::ALL.into_iter().all(|theme| Theme::parse(theme.code()) == Some(theme)));
    assert_eq!(Eyesight::parse("low"), Some(Eyesight::Low));
    assert_eq!(Keys::parse("none"), None);
}
