use super::town::{FIRST, SECOND, Town, damage, read, user};
use crate::{
    identity::{User, user::BY_LOGIN},
    journal::table::{self, DISCLOSURES, HISTORY, numbered},
    ops::check::{Findings, LISTED, check_blobs, everything},
    storage::{Record, StagedFile, Table, rows::full_key},
    terms::{Digest, Language, Words},
};
use jiff::tz::TimeZone;
use std::{fs, path::Path, sync::Arc};

fn town() -> Town {
    let mut town = Town::new();
    town.live(300);
    town
}

fn check(folder: &Path) -> Findings {
    everything(&read(folder), &mut |_| ()).unwrap()
}

/// The ids of what was found, without the summaries.
fn ids(findings: &Findings) -> Vec<String> {
    findings.messages().map(|message| message.id.into_owned()).filter(|id| id != "check-summary").collect()
}

#[test]
fn what_acts_made_fits_together() {
    let town = town();
    let mut kinds = Vec::new();
    let findings = everything(&read(town.path()), &mut |kind| kinds.push(kind)).unwrap();
    assert!(findings.is_clean(), "{:?}", ids(&findings));
    assert_eq!(
        kinds,
        [
            "agent",
            "user",
            "session",
            "api-key",
            "restoration",
            "known-places",
            "workplace",
            "codes",
            "passkeys",
            "recovery",
            "doorstep",
            "grant",
            "scope",
            "role",
            "rule",
            "user-group",
            "agent-group",
            "principal",
            "house",
            "decree",
            "person",
            "certificate",
            "invitation",
            "parcel",
            "proof",
            "application",
            "letter",
            "journal-search",
            "wishes",
            "journal",
            "documents"
        ]
    );
    let words = Words::new(Language::Russian, TimeZone::UTC);
    let said: Vec<_> = findings.messages().map(|message| words.say(&message)).collect();
    assert!(said.contains(&"user: проверено 300, всё в порядке".to_owned()), "{said:?}");
    assert!(said.contains(&"journal: проверено 302, всё в порядке".to_owned()), "{said:?}");
}

#[test]
fn each_damage_of_records_and_indexes_is_found() {
    let town = town();
    let user = user(50);
    let row = full_key(&user.entries().unwrap()[0], &user.key());
    let cases: [(Table, Vec<u8>, Option<Vec<u8>>, &[&str]); 6] = [
        (BY_LOGIN, row.clone(), None, &["check-row-missing"]),
        (BY_LOGIN, row, Some(vec![1]), &["check-row-differs"]),
        (BY_LOGIN, vec![9, 9], Some(vec![]), &["check-row-stranger"]),
        (User::TABLE, user.key(), Some(vec![1, 2, 3]), &["check-record-unreadable", "check-row-stranger"]),
        (User::TABLE, user.key(), None, &["check-row-stranger"]),
        (
            User::TABLE,
            user.key(),
            Some(crate::storage::codec::encode(1, &super::town::user(51)).unwrap()),
            &["check-record-misplaced", "check-row-stranger"],
        ),
    ];
    for (table, key, value, expected) in cases {
        let copy = town.copy();
        damage(copy.path(), table, &key, |_| value);
        let findings = check(copy.path());
        assert_eq!(ids(&findings), expected, "{table:?} {key:?}");
        assert!(!findings.is_clean());
        assert_eq!(findings.wrong(), expected.len() as u64);
        for language in Language::ALL {
            let words = Words::new(language, TimeZone::UTC);
            assert!(findings.messages().all(|message| words.say(&message) != message.id));
        }
    }
}

#[test]
fn history_and_journal_point_at_each_other() {
    let town = town();
    let record = crate::journal::RecordRef { kind: User::NAME.to_owned(), key: user(51).key() };
    let (agent, number) = table::history(&read(town.path()), User::NAME, &record.key, 1).unwrap()[0];
    let cases = [
        (HISTORY, table::history_key(&record, agent, number), None, vec!["check-row-missing"]),
        (HISTORY, table::history_key(&record, agent, 5000), Some(vec![]), vec!["check-row-stranger"]),
        (DISCLOSURES, vec![1], Some(vec![]), vec!["check-row-stranger"]),
    ];
    for (table, key, value, expected) in cases {
        let copy = town.copy();
        damage(copy.path(), table, &key, |_| value);
        assert_eq!(ids(&check(copy.path())), expected);
    }
    let copy = town.copy();
    let last = table::tail(&read(copy.path()), FIRST).unwrap().last().unwrap().0;
    damage(copy.path(), table::TAIL, &numbered(SECOND, 151), |_| {
        let mut part = Vec::new();
        table::frame_hashed(&mut part, &[0; 32], b"no entry");
        table::frame_hashed(&mut part, &[0; 32], &table::bytes(&read(town.path()), FIRST, last).unwrap().unwrap());
        Some(part)
    });
    let found = ids(&check(copy.path()));
    assert!(found.contains(&"check-entry-unreadable".to_owned()) && found.contains(&"check-entry-of-another".to_owned()), "{found:?}");
}

#[test]
fn findings_are_counted_in_full_and_listed_up_to_a_limit() {
    let town = town();
    let engine = crate::storage::Engine::open(town.path()).unwrap();
    let mut overlay = crate::storage::Overlay::default();
    (0..250_u16).for_each(|number| overlay.put(BY_LOGIN, number.to_be_bytes().to_vec(), vec![]));
    engine.commit(&overlay).unwrap();
    drop(engine);
    let findings = check(town.path());
    assert_eq!(findings.wrong(), 250);
    let said = ids(&findings);
    assert_eq!((said.len(), said.last().map(String::as_str)), (LISTED + 1, Some("check-more")));
}

#[test]
fn documents_are_hashed_again() {
    let mut town = town();
    town.open();
    let contents: Vec<Vec<u8>> = [0_usize, 1, 65_536, 200_000].iter().map(|size| vec![b'd'; *size]).collect();
    let files: Vec<_> = contents.iter().map(|content| (Digest::of(content), content.len() as u64)).collect();
    for (place, content) in contents.iter().enumerate() {
        let path = town.path().join(format!("staged-{place}"));
        fs::write(&path, content).unwrap();
        let staged = Arc::new(StagedFile::new(path, Digest::of(content), content.len() as u64));
        town.act(FIRST, |act| {
            act.take_in(staged)?;
            Ok(())
        });
    }
    town.close();
    let found = |folder: &Path, files: Vec<(Digest, u64)>| {
        let mut findings = Findings::default();
        check_blobs(&read(folder), files.into_iter(), &mut findings).unwrap();
        ids(&findings)
    };
    assert_eq!(found(town.path(), files.clone()), [""; 0]);
    assert_eq!(found(town.path(), vec![(Digest::of(b"never"), 1)]), ["check-document-missing"]);
    let chunk = |number: u32| [&files[3].0.0[..], &number.to_be_bytes()].concat();
    let altered = |number, change: fn(Vec<u8>) -> Option<Vec<u8>>| {
        let copy = town.copy();
        damage(copy.path(), Table("blobs"), &chunk(number), change);
        found(copy.path(), files.clone())
    };
    assert_eq!(altered(1, |_| None), ["check-document-size"]);
    assert_eq!(altered(3, |_| None), ["check-document-size"]);
    assert_eq!(altered(0, |_| None), ["check-document-missing"]);
    assert_eq!(
        altered(2, |mut bytes| {
            bytes[7] ^= 1;
            Some(bytes)
        }),
        ["check-document-altered"]
    );
}
