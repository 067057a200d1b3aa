//! The index from the outside: what is put in, what is found, who finds it, and what a disk may do to it.

use super::index::HEAP_LEAST;
use super::*;
use crate::terms::{AgentId, ApplicationId, HouseId, Sight, UserId};
use jiff::Timestamp;
use proptest::prelude::*;
use std::{fs, path::Path};
use tempfile::TempDir;

const NONE: [u64; 0] = [];

fn case(id: u64) -> CaseDocument {
    CaseDocument {
        id: ApplicationId::new(id),
        agent: AgentId::new(2),
        house: Some(HouseId::new(id % 10)),
        applicant_user: Some(UserId::new(id % 3)),
        number: format!("2026-{id:06}"),
        applicant: "Белова Анна Сергеевна".into(),
        address: "ул. Константинопольская-Преображенская, д. 12а/3, кв. 45".into(),
        service: "Компенсация расходов на отопление. Heating allowance".into(),
        text: "Заявление принято. «Жилое помещение» получено по договору 17/2024".into(),
        submitted: Timestamp::from_second(1_770_000_000 + id as i64).unwrap(),
    }
}

fn question(words: &str) -> Question<'_> {
    let agent = Some(AgentId::new(2));
    Question { words, agent, houses: None, applicant: None, sight: Sight::Plain, limit: 20, before: None }
}

fn open(dir: &Path) -> SearchIndex {
    SearchIndex::open(dir, HEAP_LEAST).unwrap()
}

fn filled(cases: impl IntoIterator<Item = CaseDocument>) -> (TempDir, SearchIndex) {
    let dir = TempDir::new().unwrap();
    let mut index = open(dir.path());
    index.apply(cases.into_iter().map(Change::Put)).unwrap();
    index.commit(b"1").unwrap();
    (dir, index)
}

fn found(index: &SearchIndex, question: &Question<'_>) -> Vec<u64> {
    index.reader().ask(question).unwrap().ids.into_iter().map(ApplicationId::number).collect()
}

/// For each question whether the one case is found.
fn finds(case: CaseDocument, sight: Sight, questions: &[&str], expected: bool) {
    let (_dir, index) = filled([case]);
    for words in questions {
        let answer = found(&index, &Question { sight, ..question(words) });
        assert_eq!(!answer.is_empty(), expected, "{words}");
    }
}

#[test]
fn any_grammatical_form_is_found() {
    let asked = ["отоплением", "ОТОПЛЕНИЯ", "заявления", "заявлениями", "компенсаций", "компенсацию отопления", "allowance", "Heating"];
    finds(case(1), Sight::Plain, &asked, true);
    finds(case(1), Sight::Plain, &["отпуск", "отопление отпуск", "allo"], false);
    let english = CaseDocument { text: "The applicant clarified: burns pellets, corrects the receipt ab12ings".into(), ..case(1) };
    let asked = ["pellet", "Pellets", "clarify", "correct", "corrected receipts", "\"burning pellet\"", "allowances", "ab12ings"];
    finds(english.clone(), Sight::Plain, &asked, true);
    finds(english, Sight::Plain, &["pell", "ab12", "ab12ing"], false);
}

#[test]
fn a_number_is_found_in_every_form() {
    let asked = ["2026-004512", "004512", "4512", "2026-4512", "№ 4512", "№2026/004512", "\"2026-004512\"", "2026", "2026-0045", "451"];
    finds(case(4512), Sight::Plain, &asked, true);
    finds(case(4512), Sight::Plain, &["2025-004512", "512", "12-004512", "45120"], false);
    finds(case(1_234_567), Sight::Plain, &["2026-1234567", "1234567", "2026-12345"], true);
}

#[test]
fn digits_joined_are_looked_for_in_a_row() {
    finds(case(1), Sight::Plain, &["17/2024", "12а/3", "д.12а", "кв.45"], true);
    finds(case(1), Sight::Plain, &["2024/17", "17/45"], false);
}

#[test]
fn names_and_addresses_are_found_by_their_beginnings() {
    let asked = ["бе", "Бел", "белова анна", "анн сер", "Константинопольская-Преображенская", "конст-преобр", "преображенской", "беловой"];
    finds(case(1), Sight::Plain, &asked, true);
    finds(case(1), Sight::Plain, &["б", "елова", "белович", "белова мария"], false);
}

#[test]
fn yo_is_ye() {
    let one = CaseDocument { applicant: "Пётр Ёлкин".into(), text: "утеплённый счётчик".into(), ..case(1) };
    finds(one, Sight::Plain, &["петр", "Пётр", "ЁЛКИН", "елк", "Пе\u{308}тр", "утеплённого", "утепленного счетчика"], true);
    finds(CaseDocument { applicant: "Петр Елкин".into(), ..case(1) }, Sight::Plain, &["Пётр", "ёлк"], true);
}

#[test]
fn quotes_ask_for_a_row() {
    let asked = ["\"жилое помещение\"", "«жилого помещения» заявление", "\"белова анна", "помещение жилое"];
    finds(case(1), Sight::Plain, &asked, true);
    // «Отопление» ends one field and «Белова» begins the next.
    finds(case(1), Sight::Plain, &["\"помещение жилое\"", "\"allowance белова\"", "\"заявление помещение\""], false);
}

#[test]
fn who_may_not_see_names_cannot_ask_for_them() {
    finds(case(4512), Sight::Masked, &["4512", "отоплением", "2026-004512 компенсация", "\"heating allowance\""], true);
    finds(case(4512), Sight::Masked, &["Белова", "бел", "Преображенская", "заявление", "\"жилое помещение\"", "17/2024"], false);
}

#[test]
fn no_words_no_answer() {
    finds(case(1), Sight::Plain, &["", "   ", "«»", "— * ?"], false);
}

#[test]
fn agents_never_see_each_other() {
    let (_dir, index) = filled((1..=9).map(|id| CaseDocument { agent: AgentId::new(1 + id % 3), ..case(id) }));
    assert_eq!(found(&index, &question("заявление")), [7, 4, 1]);
    assert_eq!(found(&index, &Question { agent: Some(AgentId::new(9)), ..question("заявление") }), NONE);
    assert_eq!(found(&index, &Question { agent: None, ..question("заявление") }), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn the_scope_cuts_before_the_limit() {
    let (_dir, index) = filled((1..=1000).map(|id| CaseDocument { house: (id % 100 != 50).then(|| HouseId::new(id % 100)), ..case(id) }));
    let street = |house: HouseId| house.number() == 3 || house.number() == 50;
    let answer = index.reader().ask(&Question { houses: Some(&street), limit: 8, ..question("заявление") }).unwrap();
    assert_eq!(answer.ids, [903, 803, 703, 603, 503, 403, 303, 203].map(ApplicationId::new));
    assert!(answer.more);
    let next = Question { houses: Some(&street), limit: 20, before: answer.last, ..question("заявление") };
    let answer = index.reader().ask(&next).unwrap();
    assert_eq!((answer.ids, answer.more), ([103, 3].map(ApplicationId::new).to_vec(), false));
    // A case without a house is seen by those without a scope.
    assert!(found(&index, &Question { limit: 1000, ..question("заявление") }).contains(&950));
    let nowhere = |_: HouseId| false;
    assert_eq!(found(&index, &Question { houses: Some(&nowhere), ..question("заявление") }), NONE);
}

#[test]
fn a_citizen_searches_their_own() {
    let (_dir, index) = filled((1..=9).map(case));
    assert_eq!(found(&index, &Question { applicant: Some(UserId::new(2)), agent: None, ..question("отопление") }), [8, 5, 2]);
    let (_dir, index) = filled([CaseDocument { applicant_user: None, ..case(1) }]);
    assert_eq!(found(&index, &Question { applicant: Some(UserId::new(0)), agent: None, ..question("отопление") }), NONE);
}

#[test]
fn pages_follow_each_other() {
    // Three of each moment: the identity decides.
    let moment = |id: u64| Timestamp::from_second(id as i64 / 3).unwrap();
    let (_dir, mut index) = filled((0..30).map(|id| CaseDocument { submitted: moment(id), ..case(id) }));
    // Several parts of the index, in an order of their own.
    index.apply((30..50).rev().map(|id| Change::Put(CaseDocument { submitted: moment(id), ..case(id) }))).unwrap();
    index.commit(b"2").unwrap();
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let answer = index.reader().ask(&Question { limit: 7, before, ..question("бел") }).unwrap();
        all.extend(answer.ids.iter().map(|id| id.number()));
        before = answer.last.map(|place| place.to_string().parse().unwrap());
        if !answer.more {
            break;
        }
        assert_eq!(answer.ids.len(), 7);
    }
    assert_eq!(all, (0..50).rev().collect::<Vec<u64>>());
    assert!(index.reader().ask(&Question { limit: 49, ..question("бел") }).unwrap().more);
    assert!(!index.reader().ask(&Question { limit: 50, ..question("бел") }).unwrap().more);
    assert_eq!(found(&index, &Question { limit: 0, ..question("бел") }), NONE);
    for broken in ["", "1", "_", "1_", "x_1", "1_-1"] {
        assert!(broken.parse::<Place>().is_err(), "{broken}");
    }
}

#[test]
fn a_change_replaces_and_a_removal_removes() {
    let (_dir, mut index) = filled([case(1), case(2), case(3)]);
    let reader = index.reader();
    let changed = CaseDocument { text: "Отказано".into(), agent: AgentId::new(5), ..case(1) };
    let twice = [Change::Put(CaseDocument { text: "промежуточное".into(), ..changed.clone() }), Change::Put(changed.clone())];
    index.apply(twice.into_iter().chain([Change::Remove(ApplicationId::new(2)), Change::Remove(ApplicationId::new(77))])).unwrap();
    assert_eq!(reader.ids(None).unwrap().len(), 3, "not before the commit");
    index.commit(b"2").unwrap();
    assert_eq!(found(&index, &question("заявление")), [3]);
    assert_eq!(found(&index, &Question { agent: None, ..question("отказать") }), [1]);
    assert_eq!(found(&index, &Question { agent: None, ..question("промежуточное") }), NONE);
    let expected = [(changed.id, changed.fingerprint()), (case(3).id, case(3).fingerprint())];
    assert_eq!(reader.contents(None).unwrap(), expected);
    assert_eq!(reader.ids(Some(AgentId::new(5))).unwrap(), [ApplicationId::new(1)].into());
}

#[test]
fn the_position_is_kept_with_the_commit() {
    let dir = TempDir::new().unwrap();
    let mut index = open(dir.path());
    assert_eq!(index.position(), None);
    for position in [&b"\0\xff\"\n"[..], b"", b"4096"] {
        index.apply([Change::Put(case(position.len() as u64))].into_iter()).unwrap();
        index.commit(position).unwrap();
        assert_eq!(index.position().as_deref(), Some(position));
    }
    // What was applied after the last commit is forgotten with the position it would have had.
    index.apply([Change::Put(case(100))].into_iter()).unwrap();
    drop(index);
    let index = open(dir.path());
    assert_eq!(index.position().as_deref(), Some(&b"4096"[..]));
    assert_eq!(found(&index, &question("заявление")), [4, 0]);
}

#[test]
fn clearing_forgets_everything() {
    let (dir, mut index) = filled((1..=5).map(case));
    index.apply([Change::Put(case(6))].into_iter()).unwrap();
    index.clear().unwrap();
    assert_eq!((index.position(), index.reader().ids(None).unwrap().len()), (None, 0));
    index.apply([Change::Put(case(7))].into_iter()).unwrap();
    index.commit(b"7").unwrap();
    assert_eq!(found(&index, &question("заявление")), [7]);
    drop(index);
    assert_eq!(found(&open(dir.path()), &question("заявление")), [7]);
}

#[test]
fn a_damaged_index_comes_back_empty() {
    let damages: [fn(&Path); 6] = [
        |dir| fs::write(dir.join("meta.json"), "{").unwrap(),
        |dir| fs::remove_file(dir.join("meta.json")).unwrap(),
        |dir| fs::write(dir.join(".managed.json"), "").unwrap(),
        |dir| fs::remove_file(dir.join(".managed.json")).unwrap(),
        |dir| segment_files(dir).iter().for_each(|file| fs::remove_file(file).unwrap()),
        |dir| {
            let file = segment_files(dir).into_iter().max_by_key(|file| fs::metadata(file).unwrap().len()).unwrap();
            let mut bytes = fs::read(&file).unwrap();
            bytes[3] ^= 0x10;
            fs::write(file, bytes).unwrap();
        },
    ];
    for (number, damage) in damages.iter().enumerate() {
        let (dir, index) = filled((1..=5).map(case));
        drop(index);
        fs::write(dir.path().join("letter.pdf"), "not ours").unwrap();
        damage(dir.path());
        let mut index = open(dir.path());
        assert_eq!((index.position(), index.reader().ids(None).unwrap().len()), (None, 0), "damage {number}");
        index.apply((1..=2).map(case).map(Change::Put)).unwrap();
        index.commit(b"2").unwrap();
        assert_eq!(found(&index, &question("заявление")), [2, 1], "damage {number}");
        assert!(dir.path().join("letter.pdf").exists(), "damage {number}");
    }
}

fn segment_files(dir: &Path) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| file.file_stem().is_some_and(|stem| stem.len() == 32)).collect()
}

#[test]
fn an_index_of_another_version_comes_back_empty() {
    let (dir, index) = filled([case(1)]);
    drop(index);
    let meta = fs::read_to_string(dir.path().join("meta.json")).unwrap();
    let name = format!("stemmed-{}", schema::SCHEMA_VERSION);
    assert!(meta.contains(&name));
    fs::write(dir.path().join("meta.json"), meta.replace(&name, "stemmed-0")).unwrap();
    assert!(open_reader(dir.path()).is_err());
    let index = open(dir.path());
    assert_eq!((index.position(), found(&index, &question("заявление"))), (None, vec![]));
}

#[test]
fn a_second_writer_is_refused_and_harms_nothing() {
    let (dir, index) = filled([case(1)]);
    assert!(SearchIndex::open(dir.path(), HEAP_LEAST).is_err());
    fs::write(dir.path().join("meta.json"), "{").unwrap();
    assert!(SearchIndex::open(dir.path(), HEAP_LEAST).is_err());
    assert_eq!(found(&index, &question("заявление")), [1]);
}

#[test]
fn a_reader_beside_the_writer_sees_the_last_commit() {
    let (dir, index) = filled([case(1), case(2)]);
    assert_eq!(open_reader(dir.path()).unwrap().contents(None).unwrap(), index.reader().contents(None).unwrap());
    assert!(open_reader(&dir.path().join("nothing")).is_err());
}

#[test]
fn any_question_has_an_answer() {
    let (_dir, index) = filled((1..=20).map(case));
    let reader = index.reader();
    let piece = prop_oneof![
        "\\PC{0,30}",
        "[\"«»„“”]",
        "[0-9/.-]{1,12}",
        "[+\\-!(){}\\[\\]^~*?:\\\\ ]{1,6}",
        Just(" AND NOT (".to_owned()),
        Just("белова ".to_owned()),
        Just("\u{10FFFF}".to_owned()),
        Just("text:\"а\"~9 IN [a TO *]".to_owned()),
        "[а-яё]{120}",
    ];
    proptest!(|(pieces in prop::collection::vec(piece, 0..12), masked in any::<bool>(), limit in 0usize..5000)| {
        let words = pieces.concat();
        let sight = if masked { Sight::Masked } else { Sight::Plain };
        let answer = reader.ask(&Question { sight, limit, ..question(&words) });
        prop_assert!(answer.is_ok_and(|answer| answer.ids.len() <= 20));
    });
}

/// A step in the life of an index: (identity, seconds, word) put, an identity removed, a commit.
#[derive(Clone, Debug)]
enum Step {
    Put(u64, i64, bool),
    Remove(u64),
    Commit,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => (0u64..60, 0i64..40, any::<bool>()).prop_map(|(id, second, word)| Step::Put(id, second, word)),
        4 => (0u64..60).prop_map(Step::Remove),
        2 => Just(Step::Commit),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Many commits, and parts that are merged, answer as a list would that is looked through from end to end.
    #[test]
    fn an_answer_is_what_a_list_would_give(steps in prop::collection::vec(step(), 0..250), limit in 1usize..30, skip in 0usize..30) {
        let (_dir, mut index) = filled([]);
        let mut cases = std::collections::BTreeMap::new();
        for step in steps.iter().chain([&Step::Commit]) {
            let change = match step {
                Step::Put(id, second, word) => {
                    let text = if *word { "жалоба" } else { "просьба" };
                    let put = CaseDocument { text: text.into(), submitted: Timestamp::from_second(*second).unwrap(), ..case(*id) };
                    cases.insert(*id, put.clone());
                    Change::Put(put)
                }
                Step::Remove(id) => {
                    cases.remove(id);
                    Change::Remove(ApplicationId::new(*id))
                }
                Step::Commit => {
                    index.commit(b"").unwrap();
                    continue;
                }
            };
            index.apply([change].into_iter()).unwrap();
        }
        let even = |house: HouseId| house.number().is_multiple_of(2);
        let mut expected: Vec<_> = cases.values().filter(|case| case.text == "жалоба" && case.house.is_some_and(even)).collect();
        expected.sort_by_key(|case| std::cmp::Reverse((case.submitted, case.id)));
        let expected: Vec<_> = expected.into_iter().map(|case| case.id).collect();
        let asked = Question { houses: Some(&even), ..question("жалобы") };
        let before = if skip == 0 { None } else { index.reader().ask(&Question { limit: skip, ..asked }).unwrap().last };
        let answer = index.reader().ask(&Question { limit, before, ..asked }).unwrap();
        let rest = &expected[skip.min(expected.len())..];
        prop_assert_eq!(answer.more, rest.len() > limit);
        prop_assert_eq!(&answer.ids[..], &rest[..limit.min(rest.len())]);
        let contents: Vec<_> = cases.values().map(|case| (case.id, case.fingerprint())).collect();
        prop_assert_eq!(index.reader().contents(None).unwrap(), contents);
    }
}
