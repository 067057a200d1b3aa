//! Damage of every kind at every place, and how fast the audit is.

use super::town::{FIRST, Town, damage, read};
use crate::{
    act::ledger::Ledger,
    journal::{
        Entry, Outcome,
        audit::verify,
        entry,
        table::{BUNDLES, CHECKPOINTS, HEADS, TAIL, TILES, numbered},
    },
    storage::{Engine, Overlay, codec, engine::FILE},
};
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
};

fn town() -> Town {
    let mut town = Town::new();
    town.live(698);
    town
}

#[test]
fn whatever_bytes_lie_there_the_audit_answers() {
    let town = town();
    // A walk through the file with big steps; every page is met sooner or later.
    let original = fs::read(town.path().join(FILE)).unwrap();
    let copy = town.copy();
    for round in 0..60_usize {
        let mut bytes = original.clone();
        let at = (round * 7919 * 97) % bytes.len();
        let end = (at + 64).min(bytes.len());
        bytes[at..end].fill(u8::try_from(round * 5).unwrap_or(0xff));
        fs::write(copy.path().join(FILE), bytes).unwrap();
        // Whether a damaged file can be opened at all is the engine's question.
        let opened = catch_unwind(|| Engine::open_to_read(copy.path()).and_then(|engine| engine.snapshot()));
        if let Ok(Ok(snapshot)) = opened {
            let audited = catch_unwind(AssertUnwindSafe(|| verify(&snapshot, &town.key, &mut |_| ())));
            assert!(audited.is_ok(), "the audit panicked in round {round}");
        }
    }
}

#[test]
fn rows_of_any_length_are_damage_and_no_panic() {
    let town = town();
    for table in [BUNDLES, TAIL, TILES, HEADS, CHECKPOINTS] {
        for key in [
            vec![],
            vec![1],
            FIRST.key().to_vec(),
            [0xff; 8].to_vec(),
            [0xff; 16].to_vec(),
            numbered(FIRST, u64::MAX),
            [&numbered(FIRST, 0)[..], &[0]].concat(),
        ] {
            for value in [vec![], vec![0xff; 40], vec![0; 5000]] {
                let copy = town.copy();
                damage(copy.path(), table, &key, |_| Some(value.clone()));
                let report = verify(&read(copy.path()), &town.key, &mut |_| ()).unwrap();
                assert!(!report.is_whole() || table == TILES, "{table:?} {key:?}");
            }
        }
    }
}

/// Prints how fast the audit is: `cargo test --lib audit_speed -- --ignored --nocapture`.
#[test]
#[ignore = "a measure, not a test"]
fn audit_speed() {
    const ENTRIES: u64 = 400_000;
    let town = Town::new();
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    let mut ledger = Ledger::new(town.signing());
    let sample = sample();
    let length = codec::encode(entry::VERSION, &sample).unwrap().len();
    for commit in 0..ENTRIES / 1000 {
        let (snapshot, mut overlay) = (engine.snapshot().unwrap(), Overlay::default());
        let at = sample.at + jiff::SignedDuration::from_secs(i64::try_from(commit).unwrap());
        for _ in 0..1000 {
            ledger.append(&snapshot, &mut overlay, &Entry { at, ..sample.clone() }).unwrap();
        }
        ledger.settle(&mut overlay, at, false).unwrap();
        engine.commit(&overlay).unwrap();
    }
    for _ in 0..3 {
        let began = std::time::Instant::now();
        let report = verify(&engine.snapshot().unwrap(), &town.key, &mut |_| ()).unwrap();
        assert!(report.is_whole());
        let rate = report.entries as f64 / began.elapsed().as_secs_f64();
        println!("{} entries of {length} bytes: {rate:.0} entries/s", report.entries);
    }
}

fn sample() -> Entry {
    Entry {
        at: "2026-11-23T06:00:00Z".parse().unwrap(),
        agent: FIRST,
        address: "192.0.2.17".to_owned(),
        user: None,
        login: "3-kuznetsova".to_owned(),
        roles: "operator inspector".to_owned(),
        scope: None,
        function: "applications.case.view".to_owned(),
        request: format!("GET /work/cases/184?page={}", "x".repeat(200)),
        outcome: Outcome::Success,
        error: None,
        record: None,
        field: None,
        micros: 812,
        changes: Vec::new(),
        disclosed: Vec::new(),
        repeats: 0,
        program: None,
    }
}
