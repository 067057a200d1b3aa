use super::super::note::SigningKey;
use super::super::tree::{Growth, inclusion};
use super::*;
use crate::terms::{Language, Words};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const SIZE: u64 = 7;

fn key() -> SigningKey {
    // The same key for every run: a bare seed wrapped as PKCS#8 (RFC 8410 §7).
    let mut bytes = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    bytes.extend_from_slice(&[42; 32]);
    SigningKey::from_pkcs8(Name::parse("kabinet.example").unwrap(), &bytes).unwrap()
}

fn entry(index: u64) -> Vec<u8> {
    format!("запись {index}").into_bytes()
}

fn tree() -> Growth {
    let mut growth = Growth::new();
    for index in 0..SIZE {
        growth.append(leaf(&entry(index)));
    }
    growth
}

fn kept() -> Checkpoint {
    let origin = Name::parse("kabinet.example/agent-1").unwrap();
    Checkpoint { origin, size: SIZE, root: tree().root(), time: "2026-11-23T10:00:00Z".parse().unwrap() }
}

fn proof(index: u64) -> Proof {
    let hashes = inclusion(&tree(), index, SIZE).unwrap();
    Proof { entry: entry(index), index, hashes, checkpoint: checkpoint::sign(&kept(), &key()) }
}

fn proved(number: u64) -> Verdict {
    Verdict::Proved { journal: kept().origin, number, size: SIZE, time: kept().time }
}

fn say(verdict: &Verdict, language: Language) -> String {
    Words::new(language, TimeZone::UTC).say(&verdict.message())
}

#[test]
fn a_file_proves_its_entry() {
    for index in 0..SIZE {
        let file = proof(index).write();
        assert_eq!(Proof::parse(file.as_bytes()), Ok(proof(index)));
        assert_eq!(check(file.as_bytes(), key().verifying()), proved(index + 1));
    }
    assert_eq!(
        say(&proved(3), Language::Russian),
        "Запись подлинная: она стоит в журнале «kabinet.example/agent-1» под № 3 и не изменена. \
         Контрольная точка журнала: 23.11.2026 10:00:00 UTC, 7 записей"
    );
}

#[test]
fn the_file_is_written_as_the_specification_says() {
    expect_test::expect![[r#"
        c2sp.org/tlog-proof@v1
        extra 0LfQsNC/0LjRgdGMIDY=
        index 6
        SS5BoojNZbL2vNWLa2Ak3L+JL4jS88ou/piO3YZKpN4=
        5h/tisBcBEhDt5PjhgM7WBlsLB1NiRuiDSZ5RyrcI6o=

        kabinet.example/agent-1
        7
        zh1oXtALLLylIjctxb717z3blKMBoEjHg7I7kOJyWtY=
        time 2026-11-23T10:00:00Z

        — kabinet.example ksY1iM3nf7Q3TJIiNGph5gQjlSoAx/D1yW0UhTNeN0gTrnLkyW21zDY/lrNsA8b3jF8dyyz4DMLcFySCkWpp74Eo3gY=
    "#]]
    .assert_eq(&proof(6).write());
}

#[test]
fn each_alteration_has_its_verdict() {
    let key = key();
    let checked = |proof: Proof| check(proof.write().as_bytes(), key.verifying());
    assert_eq!(checked(Proof { entry: entry(2), ..proof(1) }), Verdict::EntryAltered { number: 2 });
    assert_eq!(checked(Proof { index: 3, ..proof(2) }), Verdict::EntryAltered { number: 4 });
    assert_eq!(checked(Proof { index: SIZE, ..proof(2) }), Verdict::BeyondJournal { number: SIZE + 1, size: SIZE });
    assert_eq!(checked(Proof { index: u64::MAX, ..proof(2) }), Verdict::BeyondJournal { number: u64::MAX, size: SIZE });
    assert_eq!(checked(Proof { hashes: Vec::new(), ..proof(2) }), Verdict::PathCut);
    let checkpoint = proof(2).checkpoint.replacen("10:00", "11:00", 1);
    assert_eq!(checked(Proof { checkpoint, ..proof(2) }), Verdict::CheckpointForged);
    let other = SigningKey::generate(Name::parse("other.example").unwrap()).unwrap();
    let unknown = Verdict::UnknownKey { key: Name::parse("other.example").unwrap() };
    assert_eq!(proof(2).check(other.verifying()), unknown);
    let broken = |line, what| Verdict::NotAProof(NotAProof { line, what });
    assert_eq!(checked(Proof { checkpoint: String::new(), ..proof(2) }), broken(8, Flaw::Checkpoint));
    assert_eq!(checked(Proof { checkpoint: proof(2).checkpoint + "more\n", ..proof(2) }), broken(14, Flaw::Checkpoint));
    assert_eq!(checked(Proof { hashes: vec![[0; 32]; 65], ..proof(2) }), broken(68, Flaw::Hash));
    assert_eq!(checked(Proof { entry: Vec::new(), ..proof(2) }), broken(2, Flaw::Entry));
}

#[test]
fn a_broken_form_is_named_by_its_line() {
    let file = proof(2).write();
    let cases = [
        (String::new(), 1, Flaw::Header),
        (file.replacen("@v1", "@v2", 1), 1, Flaw::Header),
        (file.replacen("extra ", "", 1), 2, Flaw::Entry),
        (file.replacen("index 2", "index 02", 1), 3, Flaw::Index),
        (file.replacen("index 2\n", "", 1), 3, Flaw::Index),
        (file.replacen('=', "", 2), 2, Flaw::Entry),
        (file.replace("\n\n", "\n"), 7, Flaw::Hash),
        (file.replace('\n', "\r\n"), 1, Flaw::Text),
        (file.split_once("\n\n").unwrap().0.to_owned(), 6, Flaw::Checkpoint),
    ];
    for (file, line, what) in cases {
        assert_eq!(Proof::parse(file.as_bytes()), Err(NotAProof { line, what }), "{file}");
    }
    assert_eq!(Proof::parse(b"c2sp.org\n\xff"), Err(NotAProof { line: 2, what: Flaw::Text }));
    assert_eq!(Proof::parse(&vec![b'a'; FILE_BYTES_LIMIT + 1]), Err(NotAProof { line: 1, what: Flaw::TooLong }));
}

#[test]
fn a_kept_checkpoint_finds_a_rewritten_journal() {
    let key = key();
    let against = |kept: Checkpoint| proof(4).check_against(key.verifying(), &kept);
    assert_eq!(against(kept()), proved(5));
    assert_eq!(against(Checkpoint { root: [1; 32], ..kept() }), Verdict::Rewritten { size: SIZE });
    assert_eq!(against(Checkpoint { size: 8, ..kept() }), Verdict::AnotherCheckpoint { size: SIZE, expected: 8 });
    let expected = Name::parse("kabinet.example/agent-2").unwrap();
    let another = Verdict::AnotherJournal { journal: kept().origin, expected: expected.clone() };
    assert_eq!(against(Checkpoint { origin: expected, ..kept() }), another);
    let altered = Proof { entry: entry(3), ..proof(4) };
    assert_eq!(altered.check_against(key.verifying(), &kept()), Verdict::EntryAltered { number: 5 });
}

#[test]
fn every_verdict_is_worded_in_both_languages() {
    let flaws = [Flaw::Header, Flaw::Entry, Flaw::Index, Flaw::Hash, Flaw::Checkpoint, Flaw::Text, Flaw::TooLong];
    let name = kept().origin;
    let mut verdicts = vec![
        proved(1),
        Verdict::EntryAltered { number: 1 },
        Verdict::PathCut,
        Verdict::BeyondJournal { number: 9, size: 2 },
        Verdict::CheckpointForged,
        Verdict::UnknownKey { key: name.clone() },
        Verdict::AnotherJournal { journal: name.clone(), expected: name },
        Verdict::AnotherCheckpoint { size: 21, expected: 5 },
        Verdict::Rewritten { size: 1 },
    ];
    verdicts.extend(flaws.map(|what| Verdict::NotAProof(NotAProof { line: 4, what })));
    for verdict in &verdicts {
        for language in Language::ALL {
            let said = say(verdict, language);
            assert!(!said.starts_with("proof-") && !said.contains(['{', '}', '\n']), "{said}");
        }
    }
    assert_eq!(
        say(&Verdict::AnotherCheckpoint { size: 21, expected: 5 }, Language::Russian),
        "Доказательство построено для 21 записи, а ваша контрольная точка — для 5 записей. \
         Попросите выгрузить доказательство для вашей контрольной точки"
    );
}

#[test]
fn one_bit_anywhere_in_the_file_refuses() {
    let (key, good) = (key(), proof(3).write().into_bytes());
    for place in 0..good.len() {
        for bit in 0..8 {
            let mut file = good.clone();
            file[place] ^= 1 << bit;
            let verdict = check(&file, key.verifying());
            assert!(!matches!(verdict, Verdict::Proved { .. }), "byte {place}, bit {bit}: {verdict:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_proof_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(\\PC|\n|extra |index |[0-9]){0,80}") {
        for file in [&bytes[..], text.as_bytes(), format!("{HEADER}\n{ENTRY}AAAA\n{INDEX}{text}").as_bytes()] {
            if let Ok(proof) = Proof::parse(file) {
                let written = proof.write();
                prop_assert_eq!(written.as_bytes(), file);
                let is_proved = matches!(proof.check(key().verifying()), Verdict::Proved { .. });
                prop_assert!(!is_proved);
            }
        }
    }
}
