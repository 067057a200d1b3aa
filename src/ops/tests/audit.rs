use super::town::{FIRST, SECOND, Town, damage, flip, read, request};
use crate::{
    journal::{
        Proof,
        audit::{CheckpointFlaw, Verdict, verify},
        entry, proof, prove,
        table::{self, BUNDLES, CHECKPOINTS, HEADS, StoredTiles, TAIL, TILES, numbered, tile_key},
        tree::{self, Frontier, leaf},
    },
    storage::{Engine, Order, Overlay, View, codec, copy, view::Keys},
    terms::{AgentId, Language, Words},
};
use jiff::tz::TimeZone;
use std::{ops::ControlFlow, path::Path};

/// The verdicts on both journals.
fn verdicts(town: &Town, folder: &Path) -> (Verdict, Verdict) {
    let report = verify(&read(folder), &town.key, &mut |_| ()).unwrap();
    let of = |agent: AgentId| report.agents.iter().find(|found| found.agent == agent).unwrap().verdict.clone();
    (of(FIRST), of(SECOND))
}

/// 350 entries in each journal: one bundle and a tail of 94. Act number n is entry (n + 1) / 2 of its Agent.
fn town() -> Town {
    let mut town = Town::new();
    town.live(698);
    town
}

fn whole(entries: u64) -> Verdict {
    Verdict::Whole { entries, signed: entries }
}

/// The kept bytes of one entry made into others of the same length.
fn tampered(bytes: &[u8]) -> Vec<u8> {
    let mut entry = table::decode(bytes).unwrap();
    entry.request = entry.request.replace("story", "STORY");
    codec::encode(entry::VERSION, &entry).unwrap()
}

#[test]
fn a_journal_made_by_acts_is_whole_and_so_is_its_copy() {
    let town = town();
    let mut told = Vec::new();
    let report = verify(&read(town.path()), &town.key, &mut |entries| told.push(entries)).unwrap();
    assert!(report.is_whole(), "{report:?}");
    assert_eq!((report.entries, report.agents.len()), (700, 2));
    assert_eq!(told.last(), Some(&700));
    assert!(report.agents.iter().all(|agent| agent.entries == 350 && agent.checkpoints > 5), "{report:?}");
    let restored = tempfile::tempdir().unwrap();
    copy::to_folder(&read(town.path()), restored.path()).unwrap();
    assert_eq!(verdicts(&town, restored.path()), (whole(350), whole(350)));
}

#[test]
fn one_altered_byte_names_its_entry() {
    let town = town();
    for (act, number) in [(1, 1), (121, 61), (511, 256), (513, 257), (599, 300), (699, 350)] {
        let copy = town.copy();
        assert!(flip(copy.path(), request(act).as_bytes()) > 0);
        assert_eq!(verdicts(&town, copy.path()), (Verdict::EntryAltered { number }, whole(350)), "act {act}");
    }
    let copy = town.copy();
    flip(copy.path(), request(400).as_bytes());
    assert_eq!(verdicts(&town, copy.path()), (whole(350), Verdict::EntryAltered { number: 200 }));
}

#[test]
fn an_altered_length_names_the_entry_that_it_stands_before() {
    let town = town();
    let place = |bundle: &[u8], entry| table::unframe(bundle).take(entry).map(|bytes| bytes.len() + 4).sum::<usize>();
    for (byte, number) in [(0, 11), (3, 11)] {
        let copy = town.copy();
        damage(copy.path(), BUNDLES, &numbered(FIRST, 0), |mut bundle| {
            let at = place(&bundle, 10) + byte;
            bundle[at] ^= 1;
            Some(bundle)
        });
        let found = verdicts(&town, copy.path()).0;
        assert!(matches!(found, Verdict::EntryAltered { number: n } | Verdict::EntryUnreadable { number: n } if n == number), "{found:?}");
    }
}

#[test]
fn a_removed_or_a_swapped_bundle_is_noticed() {
    let mut town = Town::new();
    town.live(1998); // three bundles each, and a tail
    let copy = town.copy();
    damage(copy.path(), BUNDLES, &numbered(FIRST, 1), |_| None);
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::EntryMissing { number: 257 });
    let copy = town.copy();
    damage(copy.path(), BUNDLES, &numbered(FIRST, 2), |_| None);
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::EntryMissing { number: 513 });
    let copy = town.copy();
    let (one, two) = (bundle(copy.path(), 1), bundle(copy.path(), 2));
    damage(copy.path(), BUNDLES, &numbered(FIRST, 1), |_| Some(two.clone()));
    damage(copy.path(), BUNDLES, &numbered(FIRST, 2), |_| Some(one.clone()));
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::EntryAltered { number: 257 });
    let copy = town.copy();
    damage(copy.path(), BUNDLES, &numbered(FIRST, 1), |mut bytes| {
        bytes.push(0);
        Some(bytes)
    });
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::EntryUnreadable { number: 513 });
}

fn bundle(folder: &Path, number: u64) -> Vec<u8> {
    read(folder).get(BUNDLES, &numbered(FIRST, number)).unwrap().unwrap()
}

#[test]
fn a_tail_that_was_cut_is_noticed() {
    let town = town();
    let last = last_key(&town, TAIL);
    let copy = town.copy();
    damage(copy.path(), TAIL, &last, |mut part| {
        part.truncate(part.len() - 1);
        Some(part)
    });
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::EntryUnreadable { number: 350 });
    let copy = town.copy();
    damage(copy.path(), TAIL, &last, |_| None);
    let first_lost = table::number_in(&last).unwrap() + 1;
    let found = verdicts(&town, copy.path()).0;
    assert!(matches!(found, Verdict::EntriesCut { number, signed: 350 } if number == first_lost), "{found:?}");
    // The head and the checkpoint of the end are cut off with it: what an older checkpoint confirms is still known.
    damage(copy.path(), CHECKPOINTS, &numbered(FIRST, 350), |_| None);
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::EntryMissing { number: first_lost });
}

fn last_key(town: &Town, table: crate::storage::Table) -> Vec<u8> {
    let mut last = Vec::new();
    read(town.path())
        .visit(table, &Keys::with_prefix(&FIRST.key()), Order::Descending, &mut |key, _| {
            last = key.to_vec();
            ControlFlow::Break(())
        })
        .unwrap();
    last
}

#[test]
fn an_entry_altered_together_with_its_hash_is_within_what_the_checkpoints_leave() {
    let mut town = Town::new();
    town.live(4998); // nine bundles and a tail; a checkpoint at most every ten entries
    let copy = town.copy();
    let (mut altered, mut hash) = (Vec::new(), [0; 32]);
    damage(copy.path(), BUNDLES, &numbered(FIRST, 1), |bytes| {
        for (place, entry) in table::unframe(&bytes).enumerate() {
            let entry = if place == 44 { tampered(entry) } else { entry.to_vec() };
            hash = if place == 44 { leaf(&entry) } else { hash };
            table::frame(&mut altered, &entry);
        }
        Some(altered.clone())
    });
    damage(copy.path(), TILES, &tile_key(FIRST, 0, 1), |mut tile| {
        tile[44 * 32..45 * 32].copy_from_slice(&hash);
        Some(tile)
    });
    let found = verdicts(&town, copy.path()).0;
    let Verdict::RangeAltered { from, to } = found else { panic!("{found:?}") };
    assert!((from..=to).contains(&301) && to - from < 20, "{found:?}");
    // Fewer checkpoints: the bundle is still proved by the hashes above it.
    let keys: Vec<_> = (1..2400).map(|size| numbered(FIRST, size)).collect();
    let engine = Engine::open(copy.path()).unwrap();
    let mut overlay = Overlay::default();
    keys.into_iter().for_each(|key| overlay.remove(CHECKPOINTS, key));
    engine.commit(&overlay).unwrap();
    drop(engine);
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::RangeAltered { from: 257, to: 512 });
    // And with the hashes above altered as well, only the checkpoints are left.
    damage(copy.path(), TILES, &tile_key(FIRST, 1, 0), |mut tile| {
        tile[32] ^= 1;
        Some(tile)
    });
    let found = verdicts(&town, copy.path()).0;
    assert!(matches!(found, Verdict::RangeAltered { from: 1, to: 2400.. }), "{found:?}");
}

#[test]
fn kept_hashes_and_heads_that_were_altered_are_told_from_entries() {
    let town = town();
    let copy = town.copy();
    damage(copy.path(), TILES, &tile_key(FIRST, 0, 0), |mut tile| {
        tile[32 * 99] ^= 1;
        Some(tile)
    });
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::HashAltered { number: 100 });
    for change in [
        |_| None,
        |mut tile: Vec<u8>| {
            tile[5] ^= 1;
            Some(tile)
        },
    ] as [fn(Vec<u8>) -> Option<Vec<u8>>; 2]
    {
        let copy = town.copy();
        damage(copy.path(), TILES, &tile_key(FIRST, 1, 0), change);
        assert_eq!(verdicts(&town, copy.path()).0, Verdict::TileDamaged { level: 1, tile: 0 });
        let copy = town.copy();
        damage(copy.path(), HEADS, &FIRST.key(), change);
        let found = verdicts(&town, copy.path()).0;
        assert!(matches!(found, Verdict::HeadDamaged | Verdict::EntryMissing { number: 351 }), "{found:?}");
    }
    let copy = town.copy();
    damage(copy.path(), HEADS, &FIRST.key(), |mut head| {
        head[20] ^= 1;
        Some(head)
    });
    assert_eq!(verdicts(&town, copy.path()).0, Verdict::HeadDamaged);
}

#[test]
fn checkpoints_that_were_altered_are_named() {
    let town = town();
    let flawed = |change: &dyn Fn(String) -> Option<String>| {
        let copy = town.copy();
        damage(copy.path(), CHECKPOINTS, &numbered(FIRST, 350), |note| change(String::from_utf8(note).unwrap()).map(String::into_bytes));
        verdicts(&town, copy.path()).0
    };
    let damaged = |flaw| Verdict::CheckpointDamaged { size: 350, flaw };
    assert_eq!(flawed(&|note| Some(note.replace("time 2026", "time 2025"))), damaged(CheckpointFlaw::Forged));
    assert_eq!(flawed(&|note| Some(note.replace("\n\n", "\n"))), damaged(CheckpointFlaw::Unreadable));
    assert_eq!(flawed(&|note| Some(note.replace("— kabinet", "— cabinet"))), damaged(CheckpointFlaw::UnknownKey));
    let other = table::latest_checkpoint(&read(town.path()), SECOND).unwrap().unwrap();
    assert_eq!(flawed(&|_| Some(other.clone())), damaged(CheckpointFlaw::AnotherJournal));
    let older = read(town.path()).get(CHECKPOINTS, &older_key(&town)).unwrap().unwrap();
    assert_eq!(flawed(&|_| Some(String::from_utf8(older.clone()).unwrap())), damaged(CheckpointFlaw::Misplaced));
    assert!(matches!(flawed(&|_| None), Verdict::Whole { entries: 350, signed: 300..350 }));
}

fn older_key(town: &Town) -> Vec<u8> {
    let mut keys = Vec::new();
    let mut note = |key: &[u8], _: &[u8]| {
        keys.push(key.to_vec());
        ControlFlow::Continue(())
    };
    read(town.path()).visit(CHECKPOINTS, &Keys::with_prefix(&FIRST.key()), Order::Ascending, &mut note).unwrap();
    keys.swap_remove(2)
}

#[test]
fn every_entry_can_be_proved_and_an_altered_one_cannot() {
    let town = town();
    let snapshot = read(town.path());
    for number in [0, 1, 255, 256, 349] {
        let proof = prove::prove(&snapshot, FIRST, number, &town.key).unwrap();
        let file = proof.write();
        assert_eq!(Proof::parse(file.as_bytes()).unwrap(), proof);
        let verdict = proof::check(file.as_bytes(), &town.key);
        assert!(matches!(verdict, proof::Verdict::Proved { number: n, size: 350, .. } if n == number + 1), "{verdict:?}");
    }
    assert!(matches!(prove::prove(&snapshot, FIRST, 350, &town.key), Err(crate::terms::Error::Refused(_))));
    drop(snapshot);
    let copy = town.copy();
    flip(copy.path(), request(599).as_bytes());
    assert!(matches!(prove::prove(&read(copy.path()), FIRST, 299, &town.key), Err(crate::terms::Error::Fault(_))));
    assert!(prove::prove(&read(copy.path()), FIRST, 298, &town.key).is_ok());
}

#[test]
fn every_verdict_has_words_in_both_languages() {
    let mut all = vec![
        whole(1),
        Verdict::Whole { entries: 5, signed: 2 },
        Verdict::EntryAltered { number: 1 },
        Verdict::EntryUnreadable { number: 1 },
        Verdict::EntryMissing { number: 1 },
        Verdict::EntriesCut { number: 1, signed: 2 },
        Verdict::EntryMisplaced { number: 1 },
        Verdict::RangeAltered { from: 1, to: 2 },
        Verdict::RangeUnproved { from: 1, to: 2 },
        Verdict::HashAltered { number: 1 },
        Verdict::TileDamaged { level: 1, tile: 0 },
        Verdict::HeadDamaged,
        Verdict::CheckpointsMissing,
        Verdict::StoreBroken { number: 1 },
    ];
    use CheckpointFlaw as Flaw;
    let flaws = [Flaw::Unreadable, Flaw::Forged, Flaw::UnknownKey, Flaw::AnotherJournal, Flaw::Misplaced];
    all.extend(flaws.map(|flaw| Verdict::CheckpointDamaged { size: 1, flaw }));
    for language in Language::ALL {
        let words = Words::new(language, TimeZone::UTC);
        for verdict in &all {
            let message = verdict.message();
            assert_ne!(words.say(&message), message.id, "{language:?}");
        }
    }
}

/// The tree functions agree with what the audit found: the stored tiles lead to the head's root.
#[test]
fn the_stored_tiles_lead_to_the_root_of_the_head() {
    let town = town();
    let snapshot = read(town.path());
    let head: Frontier = table::head(&snapshot, FIRST).unwrap();
    assert_eq!(tree::root_at(&StoredTiles { view: &snapshot, agent: FIRST }, head.size()).unwrap(), head.root());
}
