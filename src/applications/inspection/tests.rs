use super::*;
use crate::applications::paper::{Block, Paper, render};
use crate::terms::{Language, Words};
use image::{ExtendedColorType, ImageEncoder};
use lopdf::{Document, Object, Stream, dictionary};
use proptest::prelude::*;
use std::sync::LazyLock;

fn words(language: Language) -> Words {
    Words::new(language, jiff::tz::TimeZone::UTC)
}

fn taken(bytes: &[u8]) -> Inspected {
    inspect("файл", bytes, &Limits::default()).unwrap()
}

/// The id of the refusal, whose words are whole in both languages.
fn refused_within(bytes: &[u8], limits: &Limits) -> String {
    let refusal = inspect("скан 1.pdf", bytes, limits).unwrap_err();
    for language in Language::ALL {
        let said = words(language).say(&refusal.message);
        assert!(said.contains("скан 1.pdf") && !said.contains('{'), "{said}");
    }
    refusal.message.id.into_owned()
}

fn refused(bytes: &[u8]) -> String {
    refused_within(bytes, &Limits::default())
}

static PDF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let paper = Paper {
        title: "Справка".to_owned(),
        number: String::new(),
        issuer: "Паспортный стол".to_owned(),
        made: jiff::Timestamp::UNIX_EPOCH,
        check: String::new(),
        blocks: vec![Block::Paragraph("строка\n".repeat(80))],
    };
    render(&paper, &words(Language::Russian)).unwrap()
});

fn noise(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8]))
}

static JPEG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes).write_image(&noise(60, 40), 60, 40, ExtendedColorType::Rgb8).unwrap();
    bytes
});

static PNG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes).write_image(&noise(60, 40), 60, 40, ExtendedColorType::Rgb8).unwrap();
    bytes
});

/// A PDF of so many pages, changed before it is saved.
fn pdf(pages: usize, compressed: bool, change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let root = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let content = document.add_object(Stream::new(dictionary! {}, b"BT ET".to_vec()));
            document.add_object(dictionary! { "Type" => "Page", "Parent" => root, "Contents" => content }).into()
        })
        .collect();
    document.objects.insert(root, dictionary! { "Type" => "Pages", "Count" => pages as i64, "Kids" => kids }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    document.trailer.set("Root", catalog);
    change(&mut document);
    let mut bytes = Vec::new();
    if compressed {
        document.save_modern(&mut bytes).unwrap()
    } else {
        document.save_to(&mut bytes).unwrap()
    }
    bytes
}

fn with_catalog(compressed: bool, name: &str, value: impl Into<Object>) -> Vec<u8> {
    pdf(1, compressed, |document| document.catalog_mut().unwrap().set(name, value))
}

#[test]
fn good_files_are_taken_for_what_they_are_whatever_their_name() {
    let found = taken(&PDF);
    assert_eq!((found.kind, found.pages, found.pixels, found.size), (FileType::Pdf, Some(2), None, PDF.len() as u64));
    assert_eq!(found.digest, Digest::of(&PDF));
    let found = taken(&JPEG);
    assert_eq!((found.kind, found.pages, found.pixels), (FileType::Jpeg, None, Some((60, 40))));
    assert_eq!((taken(&PNG).kind, taken(&PNG).pixels), (FileType::Png, Some((60, 40))));
    for compressed in [false, true] {
        assert_eq!(taken(&pdf(3, compressed, |_| ())).pages, Some(3));
    }
    assert_eq!(taken(&[b"\xef\xbb\xbf".as_slice(), &pdf(1, false, |_| ())].concat()).pages, Some(1));
    assert_eq!(taken(&[JPEG.as_slice(), b"a film from the phone"].concat()).kind, FileType::Jpeg);
}

#[test]
fn what_opens_at_a_page_is_not_active() {
    for compressed in [false, true] {
        let first = with_catalog(compressed, "OpenAction", vec![Object::Reference((3, 0)), "Fit".into()]);
        assert_eq!(taken(&first).pages, Some(1));
        let link = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org") };
        assert_eq!(taken(&with_catalog(compressed, "Test", link)).pages, Some(1));
    }
}

#[test]
fn limits_are_held() {
    assert_eq!(refused(b""), "file-empty");
    let small = Limits { size: 100, pages: 2, pixels: 2000 };
    assert_eq!(refused_within(&PDF, &small), "file-too-large");
    let narrow = Limits { size: FILE_SIZE, ..small };
    assert_eq!(refused_within(&pdf(3, false, |_| ()), &narrow), "file-pdf-long");
    assert_eq!(inspect("", &pdf(2, true, |_| ()), &narrow).unwrap().pages, Some(2));
    assert_eq!(refused_within(&JPEG, &narrow), "file-image-large");
    assert_eq!(refused_within(&PNG, &narrow), "file-image-large");
    assert_eq!(inspect("", &vec![b'x'; FILE_SIZE as usize + 1], &Limits::default()).unwrap_err().kind, Kind::TooLarge);
}

#[test]
fn strangers_are_called_by_their_name() {
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0".repeat(10);
    let mut docx = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xdf\xa4\xd2\x6c\x5a\x01\0\0\x20\x05\0\0\x13\0\x08\x02[Content_Types].xml".to_vec();
    docx.extend([0; 200]);
    let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    heic.extend([0; 40]);
    let ole = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    let cases: [(&[u8], &str); 13] = [
        (&zip, "file-archive"),
        (b"Rar!\x1a\x07\x01\x00rest of it", "file-archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "file-archive"),
        (&ole, "file-office"),
        (b"{\\rtf1\\ansi hello}", "file-office"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", "file-program"),
        (b"<!DOCTYPE html><html><body>%PDF-1.4</body></html>", "file-page"),
        (&heic, "file-heic"),
        (b"GIF89a\x01\0\x01\0\x80\0\0", "file-picture"),
        (b"II*\0\x08\0\0\0\0\0", "file-picture"),
        (b"ID3\x04\0\0\0\0\0\0", "file-media"),
        ("Прошу принять".as_bytes(), "file-text"),
        (b"\x01\x02\x03\x04\x05\x06", "file-unknown"),
    ];
    for (bytes, id) in cases {
        assert_eq!(refused(bytes), id, "{}", String::from_utf8_lossy(bytes));
    }
    assert!(["file-archive", "file-office"].contains(&refused(&docx).as_str()));
    let refusal = inspect("справка.pdf", &zip, &Limits::default()).unwrap_err();
    assert_eq!(
        words(Language::Russian).say(&refusal.message),
        "В файле «справка.pdf» архив ZIP. Распакуйте его и приложите документы по одному: PDF, JPEG или PNG"
    );
}

#[test]
fn a_pdf_that_acts_or_hides_is_refused() {
    let script = || dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    for compressed in [false, true] {
        assert_eq!(refused(&with_catalog(compressed, "OpenAction", script())), "file-pdf-script");
        assert_eq!(refused(&with_catalog(compressed, "Names", dictionary! { "JavaScript" => dictionary! {} })), "file-pdf-script");
        let launch = dictionary! { "O" => dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe") } };
        assert_eq!(refused(&with_catalog(compressed, "AA", launch)), "file-pdf-launch");
        let file = dictionary! { "Type" => "Filespec", "EF" => dictionary! { "F" => Object::Reference((9, 0)) } };
        assert_eq!(refused(&with_catalog(compressed, "Test", vec![Object::from(file)])), "file-pdf-attachment");
        assert_eq!(refused(&with_catalog(compressed, "AcroForm", dictionary! { "XFA" => Object::string_literal("x") })), "file-pdf-form");
        let far = pdf(2, compressed, |document| {
            document.add_object(script());
        });
        assert_eq!(refused(&far), "file-pdf-script");
    }
    // A name may be spelled with escapes; the longer one here leaves room for them.
    let mut spelled = with_catalog(false, "OpenAction", dictionary! { "S" => "JavaScriptXX" });
    let at = spelled.windows(12).position(|window| window == b"JavaScriptXX").unwrap();
    spelled[at..at + 12].copy_from_slice(b"Java#53cript");
    assert_eq!(refused(&spelled), "file-pdf-script");
}

#[test]
fn a_locked_pdf_is_refused() {
    for (owner, user) in [("owner", "user"), ("owner", "")] {
        let locked = pdf(1, false, |document| {
            let id = Object::string_literal("0123456789abcdef");
            document.trailer.set("ID", vec![id.clone(), id]);
            let version = lopdf::EncryptionVersion::V2 {
                document,
                owner_password: owner,
                user_password: user,
                key_length: 128,
                permissions: lopdf::Permissions::all(),
            };
            let state = lopdf::EncryptionState::try_from(version).unwrap();
            document.encrypt(&state).unwrap();
        });
        assert_eq!(refused(&locked), "file-pdf-locked");
    }
}

#[test]
fn a_pdf_without_pages_is_refused() {
    assert_eq!(refused(&pdf(0, false, |_| ())), "file-pdf-blank");
    assert_eq!(refused(&pdf(0, true, |_| ())), "file-pdf-blank");
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for bytes in [&*PDF, &*JPEG, &*PNG, &pdf(2, false, |_| ()), &pdf(2, true, |_| ())] {
        // The last bytes of a PDF may be missing: line feeds, and part of the mark of its end.
        for length in (1..bytes.len() - 6).step_by(bytes.len() / 150 + 1) {
            let id = refused(&bytes[..length]);
            assert!(["file-pdf-broken", "file-image-broken", "file-unknown", "file-text"].contains(&id.as_str()), "{id} at {length}");
        }
        assert!(inspect("", bytes, &Limits::default()).is_ok());
    }
}

#[test]
fn damaged_pictures_are_refused() {
    let mut png = PNG.clone();
    let middle = png.len() / 2;
    png[middle] ^= 1;
    assert_eq!(refused(&png), "file-image-broken");
    let scans = [&JPEG[..JPEG.len() - 2], &b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00".repeat(200), b"\xff\xd9"].concat();
    assert_eq!(refused(&scans), "file-too-complex");
}

#[test]
fn a_picture_that_is_small_in_the_file_and_huge_in_memory_is_refused() {
    // The width and height of the header become 60 000 each, and its sum is made right.
    let mut png = PNG.clone();
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(refused(&png), "file-image-large");
    // Within the limit of pixels, and still far more than the file has.
    png[16..24].copy_from_slice(&[0, 0, 0x0f, 0xa0, 0, 0, 0x0f, 0xa0]);
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(refused(&png), "file-image-broken");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes
        .iter()
        .fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())))
}

/// A PDF of one page and one container with these members, packed.
fn container(members: &[u8], first: usize) -> Vec<u8> {
    let mut stream = Stream::new(dictionary! { "Type" => "ObjStm", "N" => 1, "First" => first as i64 }, members.to_vec());
    stream.compress().unwrap();
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, body) in [(1, "<</Type/Catalog/Pages 2 0 R>>"), (2, "<</Type/Pages/Kids[3 0 R]>>"), (3, "<</Type/Page>>")] {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj{body}endobj\n").bytes());
    }
    places.push(bytes.len());
    let filter = if stream.dict.has(b"Filter") { "/Filter/FlateDecode" } else { "" };
    let length = stream.content.len();
    bytes.extend(format!("4 0 obj<</Type/ObjStm/N 1/First {first}/Length {length}{filter}>>stream\n").bytes());
    bytes.extend(&stream.content);
    bytes.extend(b"\nendstream endobj\n");
    let start = bytes.len();
    let mut rows: Vec<u8> = places.iter().flat_map(|at| [&[1][..], &(*at as u32).to_be_bytes()].concat()).collect();
    rows.extend([2, 0, 0, 0, 4]);
    bytes.extend(format!("5 0 obj<</Type/XRef/Size 6/Index[1 5]/W[1 4 0]/Root 1 0 R/Length {}>>stream\n", rows.len()).bytes());
    bytes.extend(rows);
    bytes.extend(format!("\nendstream endobj\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

#[test]
fn a_pdf_made_to_exhaust_us_is_refused_soon() {
    assert_eq!(taken(&container(b"5 0 <</A 1>>", 4)).pages, Some(1));
    assert_eq!(refused(&container(&vec![b' '; 33 << 20], 4)), "file-too-complex");
    assert_eq!(refused(&container(&[b"5 0 [".as_slice(), &b"0 ".repeat(1_000_000), b"]"].concat(), 4)), "file-too-complex");
    assert_eq!(refused(&container(&[b"5 0 ".as_slice(), &b"[".repeat(100_000)].concat(), 4)), "file-too-complex");
    // Thousands of members in one place: each would be a copy of all the rest.
    let index: String = (10..5_010).map(|number| format!("{number} 0 ")).collect();
    let shared = [index.as_bytes(), b"[", &b"0 ".repeat(10_000), b"]"].concat();
    assert_eq!(pdf::pages(&container(&shared, index.len()), 10, 1 << 20), Err(Trouble::Exhausting));
}

#[test]
fn a_page_tree_that_bites_its_tail_is_refused() {
    let ring = pdf(1, false, |document| {
        let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(root).unwrap().set("Kids", vec![Object::Reference(root)]);
    });
    assert_eq!(refused(&ring), "file-pdf-broken");
}

#[test]
fn a_panic_is_a_refusal() {
    assert_eq!(guarded(|| -> Result<(), Trouble> { panic!("a library") }), Err(Trouble::Broken));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bytes_at_random_never_panic(start in 0_usize..6, bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let signatures: [&[u8]; 6] = [b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];
        let _ = inspect("x", &[signatures[start], &bytes].concat(), &Limits::default());
    }

    #[test]
    fn good_files_with_changes_never_panic(which in 0_usize..5, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = match which {
            0 => PDF.clone(),
            1 => JPEG.clone(),
            2 => PNG.clone(),
            3 => pdf(2, false, |_| ()),
            _ => pdf(2, true, |_| ()),
        };
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(found) = inspect("x", &bytes, &Limits::default()) {
            prop_assert_eq!(found.size, bytes.len() as u64);
        }
    }
}
