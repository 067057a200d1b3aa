use super::*;
use crate::{
    journal::{Outcome, audit, note::Name},
    storage::Engine,
};
use proptest::prelude::*;

const AGENT: AgentId = AgentId::new(3);

fn entry(at: Timestamp) -> Entry {
    Entry {
        at,
        agent: AGENT,
        address: "127.0.0.1".to_owned(),
        user: None,
        login: String::new(),
        roles: String::new(),
        scope: None,
        function: "public.page.view".to_owned(),
        request: "GET /".to_owned(),
        outcome: Outcome::Success,
        error: None,
        record: None,
        field: None,
        micros: 0,
        changes: Vec::new(),
        disclosed: Vec::new(),
        repeats: 0,
        program: None,
    }
}

/// Commits: how many entries each has (none: just as many as fill the bundle, the place that is easiest to get wrong), and
/// whether the process was killed after it.
fn commits() -> impl Strategy<Value = Vec<(Option<u64>, bool)>> {
    prop::collection::vec((prop_oneof![2 => (1_u64..300).prop_map(Some), 1 => Just(None)], any::<bool>()), 1..12)
}

fn run(commits: &[(Option<u64>, bool)]) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    let key = SigningKey::generate(Name::parse("kabinet.example").unwrap()).unwrap();
    let key_bytes = key.to_pkcs8().unwrap();
    let verifying = key.verifying().clone();
    let mut ledger = Ledger::new(key);
    let (mut size, mut now) = (0, Timestamp::UNIX_EPOCH);
    for (asked, killed) in commits {
        let (base, mut over) = (engine.snapshot().unwrap(), Overlay::default());
        for _ in 0..asked.unwrap_or(BUNDLE - size % BUNDLE) {
            assert_eq!(ledger.append(&base, &mut over, &entry(now)).unwrap(), size);
            size += 1;
        }
        ledger.settle(&mut over, now, false).unwrap();
        engine.commit(&over).unwrap();
        now += SignedDuration::from_millis(300);
        if *killed {
            ledger = Ledger::new(SigningKey::from_pkcs8(Name::parse("kabinet.example").unwrap(), &key_bytes).unwrap());
        }
        let report = audit::verify(&engine.snapshot().unwrap(), &verifying, &mut |_| {}).unwrap();
        assert!(report.is_whole(), "{report:?}");
        assert_eq!(report.entries, size);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_journal_is_whole_after_every_commit(commits in commits()) {
        run(&commits);
    }
}

#[test]
fn a_commit_that_just_fills_a_bundle_stores_the_head() {
    run(&[(Some(250), false), (None, false), (Some(1), false), (None, true), (Some(3), false)]);
}
