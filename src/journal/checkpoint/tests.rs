use super::*;
use proptest::prelude::*;

fn checkpoint() -> Checkpoint {
    Checkpoint {
        origin: Name::parse("kabinet.example/agent-1").unwrap(),
        size: 20_852_163,
        root: [7; 32],
        time: "2026-11-23T10:00:00Z".parse().unwrap(),
    }
}

fn key() -> SigningKey {
    SigningKey::generate(Name::parse("kabinet.example").unwrap()).unwrap()
}

#[test]
fn four_lines_and_a_signature() {
    let key = key();
    let note = sign(&checkpoint(), &key);
    let text = "kabinet.example/agent-1\n20852163\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\ntime 2026-11-23T10:00:00Z\n";
    assert!(note.starts_with(&format!("{text}\n— kabinet.example ")), "{note}");
    assert_eq!(open(&note, key.verifying()), Ok(checkpoint()));
    assert_eq!(open(&note, super::tests::key().verifying()), Err(NoteError::UnknownKey));
}

#[test]
fn what_is_signed_but_not_a_checkpoint_is_refused_at_its_line() {
    let key = key();
    let good = checkpoint().text();
    let cases = [
        ("\n".to_owned(), 1),
        (good.replacen("kabinet", "kabi net", 1), 1),
        (good.replacen("20852163", "020852163", 1), 2),
        (good.replacen("20852163", "+20852163", 1), 2),
        (good.replacen("20852163", "-1", 1), 2),
        (good.replacen("20852163", "", 1), 2),
        (good.replacen("20852163", "4611686018427387905", 1), 2),
        (good.replacen("20852163", "99999999999999999999", 1), 2),
        (good.replacen("Bwc=", "Bwc", 1), 3),
        (good.replacen("Bwc=", "Bwd=", 1), 3),
        (good.replacen("BwcH", "", 1), 3),
        (good.replacen("time ", "Time ", 1), 4),
        (good.replacen("10:00:00Z", "13:00:00+03:00", 1), 4),
        (good.replacen("2026", "", 1), 4),
        ("a\n0\n".to_owned(), 3),
        (format!("{good}\n"), 5),
        (format!("{good}\nlater\n"), 5),
    ];
    for (text, line) in cases {
        let note = note::sign(&text, &key).unwrap();
        assert_eq!(open(&note, key.verifying()), Err(NoteError::NotACheckpoint(line)), "{text}");
    }
    let later = note::sign(&format!("{good}a later extension\n"), &key).unwrap();
    assert_eq!(open(&later, key.verifying()), Ok(checkpoint()));
}

proptest! {
    #[test]
    fn what_is_signed_opens(name in "[a-zа-я0-9./-]{1,40}", size in 0..=SIZE_LIMIT, root in any::<Hash>(), second in -62_135_596_800_i64..253_402_207_200) {
        let key = key();
        let checkpoint = Checkpoint { origin: Name::parse(&name).unwrap(), size, root, time: Timestamp::from_second(second).unwrap() };
        prop_assert_eq!(open(&sign(&checkpoint, &key), key.verifying()), Ok(checkpoint));
    }

    #[test]
    fn any_text_is_a_checkpoint_or_refused(text in "(\\PC|[0-9]|\n){0,80}") {
        let _ = Checkpoint::parse(&text);
    }
}
