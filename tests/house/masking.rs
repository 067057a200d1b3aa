//! Whoever must not see personal data sees none: not in a page, a part, a paper, an answer of the search, not from a
//! cache that somebody else has warmed.

use crate::{
    page::Page,
    role_audit::cells_of,
    town::{SOCIAL, Town},
    walk::{packed, sought, text_of},
};
use kabinet::{
    people::Person,
    storage::{Engine, Order, rows::each, view::Keys},
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// What must not be read, by what it is.
pub struct Secrets(pub BTreeMap<String, &'static str>);

impl Secrets {
    /// The personal data of everybody who has a case in this Agent.
    pub fn of(town: &Town) -> Self {
        let (applicants, engine) = (town.applications(), Engine::open_to_read(town.folder()).unwrap());
        let applicants: Vec<_> = applicants.into_iter().filter(|case| case.agent.number() == SOCIAL && case.number.is_some()).collect();
        let mut secrets = BTreeMap::new();
        each(&engine.snapshot().unwrap(), &Keys::all(), Order::Ascending, |person: Person| {
            if applicants.iter().any(|case| case.person == person.id) {
                let name = person.name.reveal();
                secrets.insert(name.surname().to_owned(), "surname");
                secrets.extend(name.patronymic().map(|_| (name.to_string(), "name")));
                secrets.insert(person.snils.reveal().to_string(), "snils");
                secrets.insert(digits(&person.snils.reveal().to_string()), "snils");
                secrets.insert(person.address.reveal().clone(), "address");
                secrets.extend(person.phone.map(|phone| (phone.reveal().to_string(), "phone")));
                secrets.extend(person.email.map(|email| (email.reveal().to_string(), "email")));
                secrets.extend(person.passport.map(|passport| (passport.reveal().to_string(), "passport")));
                secrets.extend(person.inn.map(|inn| (inn.reveal().to_string(), "inn")));
                secrets.extend(person.account.map(|account| (account.reveal().number().to_string(), "account")));
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        // Employees have names too, and some of them are the same: those are no secret.
        let employees = kabinet::server::reference::shipped("demo/town.toml").unwrap();
        secrets.retain(|secret, what| !secret.is_empty() && (*what != "surname" || !employees.contains(&format!("\"{secret} "))));
        for known in town.applications().iter().filter(|case| case.agent.number() == SOCIAL) {
            secrets.extend(known.documents.iter().map(|document| (document.name.reveal().clone(), "file name")));
            let said = known.inquiries.iter().filter_map(|inquiry| inquiry.reply.as_ref()).map(|reply| reply.text.reveal().clone());
            secrets.extend(said.map(|text| (text, "answer")));
        }
        assert!(secrets.len() > 100, "the hamlet has people");
        Self(secrets)
    }

    /// What of it can be read in this text.
    fn read_in(&self, text: &str) -> Vec<(&str, &str)> {
        let word = |c: char| c.is_alphanumeric();
        let whole = |secret: &str| {
            text.match_indices(secret).any(|(at, _)| {
                !text[..at].chars().next_back().is_some_and(word) && !text[at + secret.len()..].chars().next().is_some_and(word)
            })
        };
        self.0.iter().filter(|(secret, _)| whole(secret)).map(|(secret, what)| (secret.as_str(), *what)).collect()
    }

    /// The same in a paper, whose text has no spaces.
    fn read_in_paper(&self, text: &str) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .filter(|(secret, what)| **what != "surname" && text.contains(&packed(secret)))
            .map(|(secret, what)| (secret.as_str(), *what))
            .collect()
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What of it can be read in this answer: a page, a PDF, a workbook.
pub fn readable(secrets: &Secrets, page: &Page) -> Vec<(String, String)> {
    let owned = |found: Vec<(&str, &str)>| found.into_iter().map(|(secret, what)| (secret.to_owned(), what.to_owned())).collect();
    if page.bytes.starts_with(b"%PDF") {
        return owned(secrets.read_in_paper(&text_of(&page.bytes)));
    }
    if page.bytes.starts_with(b"PK") {
        return owned(secrets.read_in(&cells_of(&page.bytes)));
    }
    owned(secrets.read_in(&page.text()))
}

#[tokio::test]
async fn who_must_not_see_personal_data_sees_none() {
    let town = Town::open();
    let secrets = Secrets::of(&town);
    let cases: Vec<_> = town.applications().into_iter().filter(|case| case.agent.number() == SOCIAL && case.number.is_some()).collect();
    // In small letters: the field of the search says again what was typed.
    let some_name = cases[0].name.reveal().surname().to_lowercase();
    let mut starts =
        vec!["/cases".to_owned(), "/cases/rows".to_owned(), "/notices".to_owned(), sought("2026"), sought(&some_name), sought("субсидия")];
    // Cases in every state, with all that hangs on them.
    for case in cases.iter().rev().take(5) {
        let address = format!("/cases/{}", case.id);
        starts.push(sought(&case.number.unwrap().to_string()));
        let parts = [
            "",
            "/part",
            "/application.pdf",
            "/decision.pdf",
            "/documents/1",
            "/part?tab=talk",
            "/part?tab=decision",
            "/part?tab=documents",
        ];
        starts.extend(parts.iter().map(|part| format!("{address}{part}")));
        starts
            .extend(["application", "documents", "talk", "decision", "others", "history"].iter().map(|tab| format!("{address}?tab={tab}")));
    }
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();

    // Somebody who may see all of it looks first: the oracle finds it there, and whatever is cached is warm.
    let open = town.signed_in("3-belyaeva").await;
    let found: usize = open.walk("ru", &starts, 6).await.iter().map(|(_, page)| readable(&secrets, page).len()).sum();
    assert!(found > 50, "the oracle reads {found} secrets over an open shoulder");

    let masked = town.signed_in("3-petrenko").await;
    for language in ["ru", "en"] {
        let mut seen = 0;
        for (address, page) in masked.walk(language, &starts, 6).await {
            let read = readable(&secrets, &page);
            assert!(read.is_empty(), "{address} shows {read:?}");
            let text = page.text();
            let held = text.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|value| value.contains('*'));
            assert!(held.is_none(), "{address} would send {held:?} back in place of what it hides");
            seen += usize::from(page.status.is_success());
        }
        assert!(seen > 30, "{seen} pages were shown");
    }
}
