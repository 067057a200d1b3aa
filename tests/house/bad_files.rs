//! Files that are not what they say, too large, broken, locked: each is refused in words that help, and the refusal stands
//! in the journal.

use crate::{
    page::{Browser, Page},
    town::{OWNER, SOCIAL, Town},
    walk::{jpeg, pdf},
};
use expect_test::expect;
use reqwest::{Body, StatusCode, header};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A zip that holds one file.
fn archive() -> Vec<u8> {
    let (head, tail) =
        ([b"PK\x03\x04\x14\0".as_slice(), &[0; 20], b"\x05\0\0\0a.txthello"].concat(), [b"PK\x05\x06".as_slice(), &[0; 18]].concat());
    [head, tail].concat()
}

/// A PDF that asks for a password.
fn locked() -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&pdf("Справка")).unwrap();
    let id = lopdf::Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

async fn give(citizen: &Browser, application: &str, kind: &str, name: &str, bytes: Vec<u8>) -> Page {
    let address = format!("{application}/documents");
    let once = citizen.get(&format!("{application}/steps/documents")).await.once(&address);
    citizen.upload(&address, &once, kind, name, bytes).await
}

#[tokio::test]
async fn files_that_are_no_documents() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let application = belova.start("heating-compensation").await.strip_suffix("/steps/applicant").unwrap().to_owned();
    let (social, owner) = (town.journal_size(SOCIAL), town.journal_size(OWNER));
    let whole = pdf("Справка");
    let files: [(&str, Vec<u8>, StatusCode, &str); 8] = [
        ("пусто.pdf", Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, "Файл «пусто.pdf» пустой, в нём 0 байт"),
        ("архив.pdf", archive(), StatusCode::UNPROCESSABLE_ENTITY, "В файле «архив.pdf» архив"),
        ("замок.pdf", locked(), StatusCode::UNPROCESSABLE_ENTITY, "защищён паролем"),
        ("половина.pdf", whole[..whole.len() / 2].to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "не открывается до конца"),
        ("снимок.jpg", jpeg(3)[..700].to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "не открывается до конца"),
        ("программа.pdf", [b"MZ\x90\0".as_slice(), &[0; 2000]].concat(), StatusCode::UNPROCESSABLE_ENTITY, "программа"),
        ("страница.pdf", b"<!DOCTYPE html><html><script>alert(1)</script></html>".to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "страница"),
        ("большой.pdf", [whole.clone(), vec![b'%'; 21 << 20]].concat(), StatusCode::PAYLOAD_TOO_LARGE, "Файл больше 20 МБ"),
    ];
    for (name, bytes, status, said) in files {
        let answer = give(&belova, &application, "receipts", name, bytes).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert!(answer.says(said) && answer.text().starts_with("<p class=\"error\">"), "{name}: {}", answer.text());
    }
    let unknown = give(&belova, &application, "passport-of-a-cat", "a.jpg", jpeg(1)).await;
    assert_eq!((unknown.status, unknown.says("такой документ не нужен")), (StatusCode::UNPROCESSABLE_ENTITY, true));
    // A name that climbs is only a name; the same file twice is told.
    let climbing = give(&belova, &application, "receipts", "../../keys/journal.key\u{202e}gpj", jpeg(5)).await;
    assert_eq!(climbing.status, StatusCode::OK);
    assert!(climbing.says("journal.keygpj") && !climbing.says(".."), "{}", climbing.text());
    let twice = give(&belova, &application, "receipts", "another.jpg", jpeg(5)).await;
    assert_eq!((twice.status, twice.says("Этот файл уже приложен")), (StatusCode::CONFLICT, true));
    assert_eq!(std::fs::read_dir(town.folder().join("incoming")).unwrap().count(), 0, "nothing that was refused is left on the disk");
    town.settled().await;
    expect![[r#"
        4-belova applications.document.attach Refused application [file-empty]
        4-belova applications.document.attach Refused application [file-archive]
        4-belova applications.document.attach Refused application [file-pdf-locked]
        4-belova applications.document.attach Refused application [file-pdf-broken]
        4-belova applications.document.attach Refused application [file-image-broken]
        4-belova applications.document.attach Refused application [file-program]
        4-belova applications.document.attach Refused application [file-page]
        4-belova applications.document.attach Refused application [file-over-limit]
        4-belova applications.document.attach Refused application [document-kind-unknown]
        4-belova applications.document.attach Success application Changed application: documents.1.digest, documents.1.file, documents.1.kind, documents.1.mark.at, documents.1.mark.by, documents.1.name, documents.1.number, documents.1.size, next_document
        4-belova applications.document.attach Refused application [document-already-there]"#]].assert_eq(&town.posted_since(SOCIAL, social));
    assert_eq!(town.posted_since(OWNER, owner), "", "all of it stands in the journal of the Agent whose case it is");
}

#[tokio::test]
async fn a_hundred_megabytes_are_refused_before_they_came() {
    const CHUNK: usize = 64 << 10;
    const WHOLE: u64 = 100 << 20;
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let application = belova.start("heating-compensation").await.strip_suffix("/steps/applicant").unwrap().to_owned();
    let address = format!("{application}/documents");
    let once = belova.get(&format!("{application}/steps/documents")).await.once(&address);
    let sent = Arc::new(AtomicU64::new(0));
    let counted = sent.clone();
    let chunks = (0..WHOLE / CHUNK as u64).map(move |_| {
        counted.fetch_add(CHUNK as u64, Ordering::Relaxed);
        Ok::<_, std::io::Error>(vec![b'%'; CHUNK])
    });
    let part = reqwest::multipart::Part::stream(Body::wrap_stream(futures_util::stream::iter(chunks))).file_name("огромный.pdf");
    let form = reqwest::multipart::Form::new().text("once", once).text("kind", "receipts").part("file", part);
    let request =
        belova.client.post(format!("{}{address}", belova.base)).header("X-Requested-With", "kabinet").header(header::ACCEPT_LANGUAGE, "ru");
    let answer = request.multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().await.unwrap().contains("Файл больше 20 МБ"));
    assert!(sent.load(Ordering::Relaxed) < WHOLE / 2, "refused after {} bytes", sent.load(Ordering::Relaxed));
}
