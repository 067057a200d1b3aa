use super::*;
use crate::terms::Language;
use lopdf::Object;
use proptest::prelude::*;

fn words(language: Language) -> Words {
    Words::new(language, jiff::tz::TimeZone::UTC)
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Уведомление о приёме заявления".to_owned(),
        number: "2026-000417".to_owned(),
        issuer: "Управление социальной защиты населения администрации города Светлогорска".to_owned(),
        made: "2026-11-23T09:30:00Z".parse().unwrap(),
        check: "Проверить документ: kabinet.svetlogorsk.example/proverka, код 7F3A-92C1".to_owned(),
        blocks,
    }
}

fn made(paper: &Paper) -> Vec<u8> {
    render(paper, &words(Language::Russian)).unwrap()
}

/// What a reader can copy from all pages, without spaces: lines may break anywhere.
fn text(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

/// The same as poppler reads it, where poppler-utils is installed.
fn text_by_poppler(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = std::process::Command::new("pdftotext").arg(&file).arg("-").output().ok()?;
    Some(packed(&String::from_utf8_lossy(&output.stdout)))
}

fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn what_was_put_in_can_be_read_out() {
    let long = "Вы подали заявление через личный кабинет. Мы проверим документы и ответим не позднее пятого рабочего дня.";
    let pdf = made(&paper(vec![
        Block::Heading("Что дальше".to_owned()),
        Block::Paragraph(long.to_owned()),
        Block::Facts(vec![("Услуга".to_owned(), "Субсидия на оплату жилья".to_owned()), ("Кому".to_owned(), String::new())]),
        Block::List(vec!["паспорт".to_owned(), "справка о доходах".to_owned()]),
        Block::Signature { label: "Начальник отдела".to_owned(), name: "И. И. Иванова".to_owned() },
    ]));
    let parts = [
        "Уведомление о приёме заявления",
        "№ 2026-000417",
        "Что дальше",
        long,
        "Субсидия на оплату жилья",
        "справка о доходах",
        "И. И. Иванова",
        "Составлено 23 ноября 2026 года",
        "код 7F3A-92C1",
        "стр. 1 из 1",
        "администрации города Светлогорска",
    ];
    for text in [Some(text(&pdf)), text_by_poppler(&pdf)].into_iter().flatten() {
        for part in parts {
            assert!(text.contains(&packed(part)), "{part} is not in {text}");
        }
    }
}

#[test]
fn a_reading_program_finds_language_title_and_structure() {
    let rows = vec![("Услуга".to_owned(), "Субсидия".to_owned())];
    let pdf = made(&paper(vec![Block::Heading("Суть".to_owned()), Block::Facts(rows), Block::List(vec!["раз".to_owned()])]));
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"ru");
    assert!(catalog.has(b"StructTreeRoot"));
    assert!(catalog.has(b"Outlines"));
    let mark = catalog.get_deref(b"MarkInfo", &document).unwrap().as_dict().unwrap();
    assert_eq!(mark.get(b"Marked").unwrap(), &Object::Boolean(true));
    let info = document.trailer.get_deref(b"Info", &document).unwrap().as_dict().unwrap();
    assert_eq!(lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap(), "Уведомление о приёме заявления");
    let kinds: Vec<Vec<u8>> =
        document.objects.values().filter_map(|object| Some(object.as_dict().ok()?.get(b"S").ok()?.as_name().ok()?.to_vec())).collect();
    for kind in ["H1", "H2", "P", "Table", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody"] {
        assert!(kinds.iter().any(|found| found == kind.as_bytes()), "{kind}");
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = paper(vec![Block::Facts((0..40).map(|row| (format!("Поле {row}"), "значение".repeat(row))).collect())]);
    assert_eq!(made(&paper), made(&paper));
    assert_ne!(made(&paper), made(&Paper { made: paper.made + jiff::SignedDuration::from_secs(1), ..paper.clone() }));
}

#[test]
fn a_thousand_lines_and_a_word_of_ten_thousand_letters_fit() {
    let lines = (1..=1000).map(|line| format!("Строка {line}")).collect::<Vec<_>>().join("\n");
    let pdf = made(&paper(vec![
        Block::Paragraph(lines.clone()),
        Block::Facts(vec![("Ъ".repeat(10_000), "Щ".repeat(10_000))]),
        Block::List(vec!["Ж".repeat(10_000)]),
    ]));
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let pages = document.get_pages().len();
    assert!(pages > 25, "{pages}");
    let text = text(&pdf);
    assert!(text.contains("Строка1000"));
    for letter in ['Ъ', 'Щ', 'Ж'] {
        assert_eq!(text.matches(letter).count(), 10_000);
    }
}

#[test]
fn no_text_makes_it_fail() {
    let strange = "漢字 😀 עברית \u{202e}\0\u{1b} \u{e000} \u{fffe} \u{10ffff} e\u{301} 👨‍👩‍👧";
    let blocks = |text: &str| {
        vec![
            Block::Heading(text.to_owned()),
            Block::Paragraph(text.to_owned()),
            Block::Facts(vec![(text.to_owned(), text.to_owned())]),
            Block::Facts(Vec::new()),
            Block::List(vec![text.to_owned()]),
            Block::List(Vec::new()),
            Block::Signature { label: text.to_owned(), name: text.to_owned() },
            Block::Space,
            Block::Heading(text.to_owned()),
        ]
    };
    for text in [strange, "", "\n\n", " "] {
        let all = Paper {
            title: text.to_owned(),
            number: text.to_owned(),
            issuer: text.to_owned(),
            check: text.to_owned(),
            ..paper(blocks(text))
        };
        assert!(lopdf::Document::load_mem(&made(&all)).is_ok());
    }
    let long = "очень длинное наименование ".repeat(400);
    made(&Paper { title: long.clone(), number: long.clone(), issuer: long.clone(), check: long, ..paper(Vec::new()) });
    assert!(text(&made(&paper(vec![Block::Paragraph(strange.to_owned())]))).contains('漢'));
}

#[test]
fn a_signature_is_never_alone_and_a_heading_never_last() {
    for lines in 30..60 {
        let body = vec!["строка"; lines].join("\n");
        let pdf = made(&paper(vec![
            Block::Paragraph(body),
            Block::Signature { label: "Начальник".to_owned(), name: "Иванова".to_owned() },
            Block::Heading("Приложение".to_owned()),
            Block::Paragraph("опись\nдокументов".to_owned()),
        ]));
        let document = lopdf::Document::load_mem(&pdf).unwrap();
        for page in document.get_pages().into_keys() {
            let text = document.extract_text(&[page]).unwrap();
            assert!(!text.contains("Начальник") || text.contains("строка"), "{lines}: {text}");
            assert_eq!(text.contains("Приложение"), text.contains("опись"), "{lines}: {text}");
        }
    }
}

#[test]
fn english_papers_say_so() {
    let pdf = render(&paper(vec![Block::Paragraph("Hello".to_owned())]), &words(Language::English)).unwrap();
    assert!(text(&pdf).contains("page1of1"));
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    assert_eq!(document.catalog().unwrap().get(b"Lang").unwrap().as_str().unwrap(), b"en");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_text_can_be_put_on_paper(text in any::<String>(), cell in "[ а-яё\\-—№\n]{0,3000}") {
        let blocks = vec![Block::Paragraph(text.clone()), Block::Facts(vec![(cell.clone(), text)]), Block::List(vec![cell])];
        prop_assert!(lopdf::Document::load_mem(&made(&paper(blocks))).is_ok());
    }
}
