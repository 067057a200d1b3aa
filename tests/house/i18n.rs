//! Everything that is said is said in both languages, in words and not in ids.

use crate::page::Page;
use crate::town::Town;
use kabinet::{
    access::{Function, function},
    applications::State,
    certificates::views as certificates,
    journal::views,
    terms::{Language, Words},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Literals of the source that look like ids and are none: parts of addresses, headers, ids of elements.
const NO_IDS: [&str; 16] = [
    "journal-search",
    "api-key",
    "sign-in",
    "no-store",
    "search-phone",
    "search-page",
    "document-check",
    "error-template",
    "user-group",
    "agent-group",
    "field-agent",
    "field-function",
    "field-houses",
    "scope-phone",
    "seat-phone",
    "role-functions",
];

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn below(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The messages of a language: id, and the names of the values that are put in.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for file in files(&below("assets/locales").join(language.tag()), "ftl") {
        let text = fs::read_to_string(&file).unwrap();
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            let fluent_syntax::ast::Entry::Message(message) = entry else { continue };
            let from = text.find(&format!("{} =", message.id.name)).unwrap();
            let body =
                text[from..].lines().enumerate().take_while(|(row, line)| *row == 0 || line.starts_with([' ', '}'])).map(|(_, line)| line);
            let body = body.collect::<Vec<_>>().join("\n");
            let names = body.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect());
            let known = messages.insert(message.id.name.to_owned(), names.collect());
            assert!(known.is_none(), "{} is said twice ({})", message.id.name, file.display());
        }
    }
    messages
}

/// `one-two-three`: how ids look.
fn looks_like_an_id(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.contains('-') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(part)
}

/// The first words of all ids.
fn families(messages: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&str> {
    messages.keys().filter_map(|id| id.split('-').next()).collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_values() {
    let (russian, english) = (messages(Language::Russian), messages(Language::English));
    let only = |one: &BTreeMap<String, BTreeSet<String>>, other: &BTreeMap<String, BTreeSet<String>>| {
        one.keys().filter(|id| !other.contains_key(*id)).cloned().collect::<Vec<_>>()
    };
    assert_eq!((only(&russian, &english), only(&english, &russian)), (vec![], vec![]));
    // A plural form may leave a value out in one language; what is put in must be known in the other.
    let different: Vec<_> = russian.iter().filter(|(id, names)| english[*id] != **names).map(|(id, _)| id).collect();
    assert!(different.is_empty(), "{different:?}");
    // Russian is written in Russian.
    let latin = |id: &str| Words::new(Language::Russian, jiff::tz::TimeZone::UTC).text(id).chars().all(|c| c.is_ascii() && c != '№');
    let untranslated: Vec<_> = russian.iter().filter(|(id, names)| names.is_empty() && latin(id)).map(|(id, _)| id.as_str()).collect();
    let same_in_both = |id: &&str| !id.starts_with("value-application-documents-file-") && !id.starts_with("export-");
    assert_eq!(untranslated.into_iter().filter(same_in_both).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_id_of_the_source_is_known() {
    let known = messages(Language::Russian);
    let families = families(&known);
    let mut unknown = Vec::new();
    for file in files(&below("src"), "rs") {
        let name = file.to_string_lossy().into_owned();
        if name.ends_with("tests.rs") || name.contains("/tests/") || name.contains("/demo/") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let literals = line.split('"').skip(1).step_by(2);
            let ids = literals.filter(|literal| looks_like_an_id(literal) && families.contains(literal.split('-').next().unwrap()));
            unknown.extend(ids.filter(|id| !known.contains_key(*id) && !NO_IDS.contains(id)).map(|id| format!("{name}: {id}")));
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn ids_that_are_put_together_are_known() {
    let known = messages(Language::Russian);
    let mut ids = Vec::new();
    for state in State::ALL {
        ids.extend([state.label().id.into_owned(), state.label_for_citizen().id.into_owned(), format!("way-{}", state.code())]);
    }
    for one in Function::all() {
        ids.extend([one.wording(), function::section_wording(one.code()), function::subsection_wording(one.code())]);
    }
    ids.extend(certificates::help::ids().into_iter().chain(certificates::factor::Trouble::ids()));
    ids.extend(views::question::Ending::ALL.map(|ending| format!("journal-ending-{}", ending.code())));
    let unknown: Vec<_> = ids.iter().filter(|id| !known.contains_key(*id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Texts and spoken attributes of the page that are ids of messages.
fn raw_ids(page: &Page, families: &BTreeSet<&str>) -> Vec<String> {
    let html = page.text();
    let spoken = ["aria-label=\"", "placeholder=\"", "alt=\"", "title=\""];
    let attributes = spoken.iter().flat_map(|mark| html.split(mark).skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()));
    let said = page.texts().into_iter().chain(attributes);
    let ids = said
        .filter(|text| looks_like_an_id(text.trim_end_matches([':', '.', ','])))
        .filter(|text| families.contains(text.split('-').next().unwrap()));
    ids.collect()
}

#[tokio::test]
async fn no_page_says_an_id() {
    let known = messages(Language::Russian);
    let families = families(&known);
    let town = Town::open();
    let mut found = BTreeSet::new();
    for login in
        ["", "4-belova", "4-pensioner", "4-akhmetov", "1-gromov", "3-orlova", "3-kuznetsova", "3-zaytsev", "3-belyaeva", "3-petrenko"]
    {
        let browser = if login.is_empty() { town.browser() } else { town.signed_in(login).await };
        for language in Language::ALL {
            let starts = [
                "/",
                "/sign-in",
                "/password",
                "/help",
                "/help/certificate",
                "/certificates",
                "/certificates/invite",
                "/services",
                "/notices",
                "/nowhere",
                "/cases",
                "/persons/new",
                "/profile/trace",
            ];
            let pages = browser.walk(language.tag(), &starts, 2).await;
            assert!(pages.len() > 8, "{login} sees {} pages", pages.len());
            for (address, page) in &pages {
                assert!(!page.status.is_server_error(), "{login} {address}: {}", page.status);
                found.extend(raw_ids(page, &families).into_iter().map(|id| format!("{id} (for example {address}, {})", language.tag())));
                if page.says("<html") {
                    assert!(page.says(&format!("<html lang=\"{}\"", language.tag())), "{address}");
                }
            }
        }
    }
    let mut first = BTreeMap::new();
    for line in found {
        first.entry(line.split(' ').next().unwrap().to_owned()).or_insert(line);
    }
    assert!(first.is_empty(), "{}", first.into_values().collect::<Vec<_>>().join("\n"));
}
