//! Files that go with an answer, and files that are refused without scripts.

use crate::{
    appeals::Office,
    main_job::case_of,
    page::{Browser, Page},
    town::{SOCIAL, Town},
    walk::{jpeg, packed, pdf, text_of},
};
use expect_test::expect;
use reqwest::{StatusCode, header};

/// Sends files as a browser without scripts does.
async fn send(citizen: &Browser, page: &str, application: &str, kind: &str, files: &[(&str, Vec<u8>)]) -> Page {
    let address = format!("{application}/documents");
    let once = citizen.get(page).await.once(&address);
    let mut form = reqwest::multipart::Form::new().text("once", once).text("kind", kind.to_owned());
    for (name, bytes) in files {
        form = form.part("file", reqwest::multipart::Part::bytes(bytes.clone()).file_name((*name).to_owned()));
    }
    let request = citizen.client.post(format!("{}{address}", citizen.base)).header(header::ACCEPT_LANGUAGE, "ru").multipart(form);
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Page { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
}

#[tokio::test]
async fn files_go_with_an_answer_and_the_clerk_sees_them_beside_it() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let office = Office::of(&town).await;
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    office.operator.go(&case, &format!("{case}/take"), &[]).await;
    office.operator.go(&format!("{case}?tab=talk"), &format!("{case}/ask"), &[("question", "Пришлите чек с датой.")]).await;
    let (from, scans) = (town.journal_size(SOCIAL), [("Чек.pdf", pdf("Чек")), ("Оборот.jpg", jpeg(9))]);

    // Refused at the field, on the page of the application; nothing of it is kept.
    let broken = send(&belova, &application, &application, "with-answer", &[("снимок.jpg", jpeg(3)[..700].to_vec())]).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.error_at("with-answer").contains("не открывается до конца"), "{}", broken.texts().join(" | "));
    assert!(broken.says("Пришлите чек с датой."));
    let sent = send(&belova, &application, &application, "with-answer", &scans).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, format!("{application}#answer")));
    let page = belova.get(&application).await;
    assert!(page.says("Чек.pdf") && page.says("Оборот.jpg"));
    // With scripts one more, which she takes back.
    let documents = format!("{application}/documents");
    let list = belova.upload(&documents, &page.once(&documents), "with-answer", "Лишний.jpg", jpeg(11)).await;
    assert!(list.status == StatusCode::OK && list.says("Лишний.jpg") && list.says("Чек.pdf"), "{}", list.text());
    belova.go(&application, &format!("{application}/documents/5/remove"), &[]).await;
    // What came with the form stays.
    let kept = [("once", &*belova.get(&application).await.once("/sign-out"))];
    assert_eq!(belova.post(&format!("{application}/documents/1/remove"), &kept).await.status, StatusCode::CONFLICT);
    belova.go(&application, &format!("{application}/answer"), &[("answer", "Чек приложила.")]).await;

    let talk = office.operator.get(&format!("{case}?tab=talk")).await;
    for number in [3, 4] {
        assert!(talk.says(&format!("href=\"{case}/documents/{number}\"")), "{}", talk.texts().join(" | "));
    }
    assert!(!talk.says("Лишний.jpg"));
    assert_eq!(office.operator.get(&format!("{case}/documents/3")).await.bytes, scans[0].1);
    office.operator.go(&case, &format!("{case}/send"), &[]).await;
    let list = office.inspector.get(&format!("{case}?tab=documents")).await;
    assert!(list.says("Приложены к ответам") && list.says("Чек.pdf"));
    let own = belova.get(&application).await;
    assert!(own.says(&format!("<a href=\"{application}/documents/3\">Чек.pdf</a>")), "it stands under her answer: {}", own.text());
    let late = [("once", &*own.once("/sign-out"))];
    assert_eq!(belova.post(&format!("{application}/documents/3/remove"), &late).await.status, StatusCode::CONFLICT, "it was handed in");
    let paper = text_of(&belova.get(&format!("{application}/application.pdf")).await.bytes);
    assert!(paper.contains(&packed("Чеки.pdf")) && !paper.contains("Оборот"), "the paper tells what was handed in: {paper}");
    expect![[r#"
        4-belova applications.document.attach Refused application [file-image-broken]
        4-belova applications.document.attach Success application Changed application: documents.3.digest, documents.3.file, documents.3.inquiry, documents.3.kind, documents.3.mark.at, documents.3.mark.by, documents.3.name, documents.3.number, documents.3.pages, documents.3.size, documents.4.digest, documents.4.file, documents.4.inquiry, documents.4.kind, documents.4.mark.at, documents.4.mark.by, documents.4.name, documents.4.number, documents.4.size, next_document
        4-belova applications.document.attach Success application Changed application: documents.5.digest, documents.5.file, documents.5.inquiry, documents.5.kind, documents.5.mark.at, documents.5.mark.by, documents.5.name, documents.5.number, documents.5.size, next_document
        4-belova applications.document.remove Success application Changed application: documents.5.digest, documents.5.file, documents.5.inquiry, documents.5.kind, documents.5.mark.at, documents.5.mark.by, documents.5.name, documents.5.number, documents.5.size
        4-belova applications.document.remove Refused application [case-moved-on]
        4-belova applications.application.answer Success application Changed application: due, inquiries.1.reply.mark.at, inquiries.1.reply.mark.by, inquiries.1.reply.text, milestones.5.mark.at, milestones.5.mark.by, milestones.5.state, state
        3-morozov applications.case.send-to-check Success application Changed application: due, milestones.6.mark.at, milestones.6.mark.by, milestones.6.state, state
        4-belova applications.document.remove Refused application [case-moved-on]"#]].assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn without_scripts_the_form_comes_back_with_the_error_at_its_field() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let application = belova.start("heating-compensation").await.strip_suffix("/steps/applicant").unwrap().to_owned();
    let step = format!("{application}/steps/documents");
    let large = [pdf("Чек"), vec![b'%'; 21 << 20]].concat();
    for (files, status, said) in [
        (vec![], StatusCode::UNPROCESSABLE_ENTITY, "Выберите файл"),
        (vec![("пусто.pdf", Vec::new())], StatusCode::UNPROCESSABLE_ENTITY, "пустой"),
        (vec![("большой.pdf", large)], StatusCode::PAYLOAD_TOO_LARGE, "больше 20 МБ"),
    ] {
        let page = send(&belova, &step, &application, "receipts", &files).await;
        assert_eq!(page.status, status, "{said}");
        assert!(page.error_at("receipts").contains(said), "{said}: {}", page.texts().join(" | "));
        assert!(page.says("<title>Ошибка:") && page.says(&format!("action=\"{application}/documents\"")), "{said}");
    }
    let given = send(&belova, &step, &application, "receipts", &[("Чек.pdf", pdf("Чек"))]).await;
    assert_eq!((given.status, given.location()), (StatusCode::SEE_OTHER, step.clone()));
    let twice = send(&belova, &step, &application, "receipts", &[("Чек.pdf", pdf("Чек"))]).await;
    assert!(twice.error_at("receipts").contains("уже приложен"), "{}", twice.texts().join(" | "));
}

#[tokio::test]
async fn a_press_at_one_document_keeps_what_was_typed_at_another() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let office = Office::of(&town).await;
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    office.operator.go(&case, &format!("{case}/take"), &[]).await;
    office.operator.go(&case, &format!("{case}/send"), &[]).await;
    let (documents, check) = (format!("{case}?tab=documents"), |number: u32| format!("{case}/documents/{number}/check"));
    let both = [("note-1", "Не видно даты."), ("note-2", "Справка старая."), ("finding", "rejected")];
    let kept = office.inspector.submit(&documents, &check(1), &both).await;
    assert_eq!((kept.status, kept.value("note-2")), (StatusCode::OK, "Справка старая.".to_owned()));
    assert!(kept.says("Проверка документа записана") && kept.says("отклонён"), "{}", kept.texts().join(" | "));
    assert!(kept.says(&format!("formaction=\"{}#document-2\"", check(2))) && kept.says("id=\"document-2\""), "{}", kept.text());
    let once = kept.once(&check(2));
    let done = office.inspector.post(&check(2), &[("once", &once), ("note-2", "Справка старая."), ("finding", "rejected")]).await;
    assert_eq!(done.location(), format!("{documents}#document-2"));
    let page = office.inspector.get(&documents).await;
    assert!(page.says("Не видно даты.") && page.says("Справка старая."), "{}", page.texts().join(" | "));
}
