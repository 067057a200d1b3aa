use super::town::{FIRST, Town, damage, read, user};
use crate::{
    journal::{
        export::{COLUMNS, Called, csv},
        table::{TAIL, numbered},
    },
    server::reference,
    terms::{Language, Refusal, Words},
};
use jiff::tz::TimeZone;
use std::collections::HashMap;

#[test]
fn entries_are_exported_with_all_columns_in_words() {
    let mut town = Town::new();
    town.live(40);
    town.open();
    assert!(town.try_act(FIRST, |act| act.add(user(900)).and_then(|_| Err::<(), _>(Refusal::missing().into()))).is_err());
    town.close();
    let (roles, scopes) = (reference::roles().unwrap(), HashMap::new());
    let called = Called { roles: &roles, scopes: &scopes };
    let export = |language, range| {
        let mut out = Vec::new();
        let written = csv(&read(town.path()), (FIRST, range), &Words::new(language, TimeZone::UTC), called, &mut out).unwrap();
        (written, String::from_utf8(out).unwrap())
    };
    let (written, text) = export(Language::Russian, 0..u64::MAX);
    assert_eq!(written, 22);
    let lines: Vec<_> = text.split("\r\n").collect();
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    assert_eq!(lines[0].split(';').next(), Some("\u{feff}№"));
    assert_eq!(lines[0].matches(';').count(), COLUMNS - 1, "{}", lines[0]);
    assert!(lines[2].starts_with("2;23.11.2026 06:00:00;127.0.0.1;;Программа или её команда;;"), "{}", lines[2]);
    assert!(lines[2].contains("POST /story/act-0000003-end;Успешно;user 3;;"), "{}", lines[2]);
    assert!(lines[22].contains("Ошибка: отказано;user 900;Такой страницы нет, или она вам не видна;"), "{}", lines[22]);
    let (written, text) = export(Language::English, 5..7);
    assert_eq!(written, 2);
    assert!(text.lines().nth(1).unwrap().starts_with("6,") && text.lines().nth(2).unwrap().starts_with("7,"), "{text}");
}

#[test]
fn an_entry_that_cannot_be_read_has_its_line_too() {
    let mut town = Town::new();
    town.live(4);
    damage(town.path(), TAIL, &numbered(FIRST, 0), |mut part| {
        part[36] = 99; // the version of the first entry
        Some(part)
    });
    let (mut out, roles, scopes) = (Vec::new(), reference::roles().unwrap(), HashMap::new());
    let called = Called { roles: &roles, scopes: &scopes };
    csv(&read(town.path()), (FIRST, 0..2), &Words::new(Language::English, TimeZone::UTC), called, &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("1,,,,,,,,,,,,,The entry cannot be read,\r\n2,"));
}
