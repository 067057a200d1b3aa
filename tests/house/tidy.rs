//! The house keeps its own floor plan: imports go down the stairs, files and functions stay small, libraries stay in
//! their rooms (architecture.md §1).

use kabinet::{access::Function, web::route::Method};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const MOST_LINES_IN_FILE: usize = 400;
const MOST_LINES_IN_FUNCTION: usize = 70;
const MOST_LINES_IN_HANDLER: usize = 20;

/// Files whose step their name does not tell: what a record says of itself is a noun; some nouns do I/O.
const PLACED: [(&str, u8); 14] = [
    ("storage/record", 0),
    ("storage/codec", 0),
    ("certificates/files", 1),
    ("certificates/keys", 1),
    ("journal/audit", 2),
    ("journal/prove", 2),
    ("journal/export", 2),
    ("notifications/letters", 3),
    ("notifications/mailer", 5),
    ("search/schema", 5),
    ("search/query", 5),
    ("search/index", 5),
    ("web/views", 7),
    ("web/pages", 8),
];

/// Libraries, and the only places that may name them.
const LIBRARIES: [(&str, &[&str]); 9] = [
    ("redb::", &["storage/"]),
    ("tantivy::", &["search/"]),
    ("maud::", &["web/", "/views", "/pages"]),
    ("actix_web::", &["web/", "/pages", "server/", "ops/serve"]),
    ("rustls::", &["server/", "certificates/"]),
    ("clap::", &["ops/command"]),
    ("lettre::", &["notifications/mailer"]),
    ("krilla::", &["applications/paper"]),
    ("rust_xlsxwriter::", &["web/sheets"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file by its path below `src`, without `.rs`.
fn files() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(source()).unwrap().with_extension("").to_string_lossy().into_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&source(), &mut found);
    found
}

fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(source().join("lib.rs")).unwrap();
    lib.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect()
}

/// The step on which a file stands.
fn step(file: &str) -> u8 {
    if let Some((_, step)) = PLACED.iter().find(|(placed, _)| file == *placed || file.starts_with(&format!("{placed}/"))) {
        return *step;
    }
    let mut parts = file.split('/');
    let (room, kind) = (parts.next().unwrap(), parts.next().unwrap_or(""));
    match (room, kind) {
        ("terms", _) => 0,
        ("storage", _) => 1,
        ("act", _) => 3,
        ("appliance" | "web", _) => 6,
        ("server" | "ops" | "main", _) => 9,
        (_, "table") => 2,
        (_, "changes") => 4,
        (_, "follower") => 5,
        (_, "views") => 7,
        (_, "pages") => 8,
        (_, _) => 0,
    }
}

/// The text without its unit tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// All paths below `crate::`, with braces expanded.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(place) = rest.find("crate::") {
        rest = &rest[place + "crate::".len()..];
        expand("", rest, &mut found);
    }
    found
}

/// Expands one import tree from its beginning; returns how many bytes it took.
fn expand(prefix: &str, text: &str, found: &mut Vec<String>) -> usize {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(text.len());
    let head = format!("{prefix}{}", &text[..end]);
    if !(head.is_empty() || head.ends_with("::")) || !text[end..].starts_with('{') {
        found.push(head.trim_end_matches("::").to_owned());
        return end;
    }
    let mut at = end + 1;
    loop {
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\n', ',']).len();
        if text[at..].starts_with('}') {
            return at + 1;
        }
        at += expand(&head, &text[at..], found);
        if let Some(renamed) = text[at..].strip_prefix(" as ") {
            at += " as ".len() + renamed.find([',', '}', '\n']).unwrap_or(renamed.len());
        }
    }
}

/// The file that a path leads to; re-exports of a room lead to where they come from.
fn target(path: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    let room = *parts.first()?;
    let second = parts.get(1).copied().unwrap_or("");
    if files.contains_key(&format!("{room}/{second}")) {
        return Some(format!("{room}/{second}"));
    }
    let root = files.get(room)?;
    for line in root.split(';').map(str::trim) {
        let Some((_, export)) = line.split_once("pub use ") else { continue };
        let names = export.split(|c: char| !c.is_alphanumeric() && c != '_');
        if names.clone().any(|name| name == second) {
            let module = names.clone().next().unwrap();
            return Some(if module == "crate" { target(export.trim_start_matches("crate::"), files)? } else { format!("{room}/{module}") });
        }
    }
    Some(room.to_owned())
}

#[test]
fn imports_go_down_the_stairs_or_sideways_to_an_earlier_room() {
    let (files, rooms) = (files(), rooms());
    let place = |room: &str| rooms.iter().position(|known| known == room);
    let mut breaches = Vec::new();
    for (file, text) in &files {
        let room = file.split('/').next().unwrap();
        if !file.contains('/') && file != "appliance" || file.ends_with("tests") || file.contains("/tests/") {
            continue;
        }
        for path in paths(&code(text)) {
            let Some(target) = target(&path, &files) else { continue };
            let target_room = target.split('/').next().unwrap();
            let (own, other) = (step(file), step(&target));
            let sideways = own == other && (target_room == room || place(target_room) <= place(room));
            if other > own || (own == other && !sideways) {
                breaches.push(format!("{file} (step {own}) imports {path} ({target}, step {other})"));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn an_import_tree_is_read_whole() {
    let text = "use crate::{\n    act::{Act, door::Numbered},\n    people::{Person, table as people_table},\n};\nlet x = crate::terms::message(1);";
    assert_eq!(paths(text), ["act::Act", "act::door::Numbered", "people::Person", "people::table", "terms::message"]);
}

#[test]
fn files_and_functions_and_handlers_stay_small() {
    let mut long = Vec::new();
    for (file, text) in files() {
        let lines = text.lines().count();
        if lines > MOST_LINES_IN_FILE {
            long.push(format!("{file}: {lines} lines"));
        }
        let handlers = step(&file) == 8;
        let mut open: Option<(String, usize, usize, bool)> = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            if let Some((name, begin, depth, is_handler)) = &open {
                if line.trim_end() == format!("{}}}", " ".repeat(*depth)) {
                    let length = number - begin + 1;
                    let most = if *is_handler { MOST_LINES_IN_HANDLER } else { MOST_LINES_IN_FUNCTION };
                    if length > most {
                        long.push(format!("{file}: {name} has {length} lines"));
                    }
                    open = None;
                }
            } else if let Some(at) = line.find("fn ")
                && !line.trim_start().starts_with("//")
                && !line.contains('"')
                && !line.trim_end().ends_with([';', '}'])
            {
                let is_handler = handlers && line.contains("async fn ");
                open = Some((line[at..].to_owned(), number, indent, is_handler));
            }
        }
    }
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut strays = Vec::new();
    for (file, text) in files() {
        for (library, homes) in LIBRARIES {
            let named = code(&text).lines().any(|line| line.contains(library) && !line.contains(&format!("_{library}")));
            if named && !homes.iter().any(|home| file.contains(home)) {
                strays.push(format!("{file} names {library}"));
            }
        }
    }
    assert!(strays.is_empty(), "\n{}", strays.join("\n"));
}

#[test]
fn views_never_reveal_personal_data_and_nobody_leaves_notes() {
    let mut found = Vec::new();
    for (file, text) in files() {
        let code = code(&text);
        if step(&file) == 7 && code.contains(".reveal(") {
            found.push(format!("{file} reveals personal data"));
        }
        for word in ["todo!(", "unimplemented!(", "dbg!(", "FIXME", "XXX", "use super::*"] {
            if code.contains(word) && !file.ends_with("tests") && !file.contains("/tests/") {
                found.push(format!("{file} has {word}"));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_route_names_its_function_and_none_is_served_twice() {
    let routes = kabinet::server::site::routes();
    assert!(routes.len() > 40, "the routes of all rooms are there");
    let asked = |function: Function, method| routes.iter().any(|route| route.function == function && route.method == method);
    let forms: Vec<_> = Function::all().filter(|one| asked(*one, Method::Get) && asked(*one, Method::Post)).collect();
    let said: Vec<_> = Function::all().filter(|one| one.has_form() || *one == Function::PageView).collect();
    assert_eq!(forms, said, "whatever has a page and a form is told apart in the journal; plain pages are not forms");
    let mut seen = std::collections::BTreeSet::new();
    for route in &routes {
        assert!(seen.insert(format!("{:?} {}", route.method, route.path)), "{} is served twice", route.path);
    }
}

#[test]
fn functions_roles_and_sections_are_worded_in_every_language() {
    use kabinet::{
        access::function,
        terms::{Language, Words},
    };
    let mut missing = Vec::new();
    for language in Language::ALL {
        let words = Words::new(language, jiff::tz::TimeZone::UTC);
        for one in Function::all() {
            for id in [one.wording(), function::section_wording(one.code()), function::subsection_wording(one.code())] {
                if !words.knows(&id) {
                    missing.push(format!("{}: {id}", language.tag()));
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

/// Otherwise `cargo build --locked` of the bench would refuse.
#[test]
fn the_lock_file_of_the_bench_knows_every_library_of_the_program() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(top.join(path)).unwrap().parse::<toml::Table>().unwrap();
    let (program, lock) = (read("Cargo.toml"), read("tests/bench/Cargo.lock"));
    let locked: Vec<_> = lock["package"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap()).collect();
    let wanted = program["dependencies"].as_table().unwrap().keys();
    let missing: Vec<_> = wanted.filter(|name| !locked.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "cargo update --workspace in tests/bench: it lacks {missing:?}");
}
