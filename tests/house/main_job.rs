//! The main job: a citizen's application from the catalogue to the decision, and what everybody sees of it on the way.

use crate::{
    page::Page,
    town::{OWNER, SOCIAL, Town},
    walk::{heating_answers, packed, pdf, sought, text_of},
};
use expect_test::expect;
use kabinet::{
    journal::views::column::Column,
    ops::{books, copies},
    storage::Engine,
    terms::{AgentId, Error, Language, Words},
};
use reqwest::StatusCode;

const SERVICE: &str = "Компенсация расходов на отопление";

/// The registration number that a page tells.
fn number_in(page: &Page) -> String {
    let text = page.text();
    let at = text.find("№ 20").expect("the page tells the number") + "№ ".len();
    text[at..at + "2026-000001".len()].to_owned()
}

/// A citizen's page of an application and an employee's page of the same case.
pub fn case_of(application: &str) -> String {
    application.replace("/applications/", "/cases/")
}

#[tokio::test]
async fn a_citizen_finds_the_service_by_topic_by_life_situation_and_by_words() {
    let town = Town::open();
    let guest = town.browser();
    let link = "href=\"/services/heating-compensation\"";
    for (path, found) in [
        ("/services", true),
        ("/services?category=housing", true),
        ("/services?situation=own-house", true),
        ("/services?q=%D0%BE%D1%82%D0%BE%D0%BF%D0%BB%D0%B5%D0%BD%D0%B8%D1%8F", true), // отопления
        ("/services?category=family", false),
        ("/services?situation=child-in-family", false),
        ("/services?q=%D0%BF%D0%B0%D1%80%D0%BE%D1%85%D0%BE%D0%B4", false), // пароход
    ] {
        let page = guest.get(path).await;
        assert_eq!((page.status, page.says(link)), (StatusCode::OK, found), "{path}");
    }
    let service = guest.get("/services/heating-compensation").await;
    for said in ["Кому положено", "Вы живёте и зарегистрированы в доме", "рабочих дн", "Войти и подать заявление"]
    {
        assert!(service.says(said), "{said}: {}", service.texts().join(" | "));
    }
    let english = guest.get_in("en", "/services/heating-compensation").await;
    assert!(english.texts().contains(&"Compensation of heating costs".to_owned()));
}

#[tokio::test]
async fn the_form_knows_the_profile_keeps_what_was_typed_and_goes_on_in_another_browser() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let from = town.journal_size(SOCIAL);
    let first = belova.start("heating-compensation").await;
    let page = belova.get(&first).await;
    assert_eq!(page.value("full-name"), "Белова Анна Сергеевна");
    assert_eq!(page.value("birth-date"), "17.05.1984");
    assert!(page.says("Из вашего профиля"), "{}", page.texts().join(" | "));
    // Mistakes stand at their fields, and what was typed is still there.
    let typed = [("full-name", "Белова"), ("birth-date", "31.02.1984"), ("snils", "123"), ("phone", "телефон"), ("email", "")];
    let wrong = belova.submit(&first, &first, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.error_at("birth-date").contains("Такого числа нет"), "{}", wrong.error_at("birth-date"));
    for (field, value) in typed {
        assert_eq!(wrong.value(field), value);
        assert_eq!(wrong.error_at(field).is_empty(), field == "email", "{field}");
    }
    // Mended, it goes on to the next step; the answers are there in another browser.
    let mended = ["full-name", "birth-date", "snils", "phone"].map(|name| (name, page.value(name)));
    let mended: Vec<_> = mended.iter().map(|(name, value)| (*name, value.as_str())).chain([("email", "anna@example.ru")]).collect();
    let second = belova.go(&first, &first, &mended).await;
    assert_eq!(second, first.replace("/applicant", "/home"));
    let phone = town.signed_in("4-belova").await;
    assert_eq!(phone.get(&first).await.value("email"), "anna@example.ru");
    let list = phone.get("/applications").await;
    assert!(list.says(&format!("href=\"{second}\"")), "the draft is in the list, and goes on where it was left");
    // Beginning again takes the same draft up.
    assert_eq!(phone.start("heating-compensation").await, first);
    expect![[r#"
        4-belova applications.application.start Success application Added application: address, agent, applicant, began_at, house, id, name, next_document, person, service, state, version
        4-belova applications.application.edit Refused application [people-name-incomplete]
        4-belova applications.application.edit Success application Changed application: answers.birth-date, answers.email, answers.full-name, answers.phone, answers.snils
        4-belova applications.application.start Success application"#]].assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn an_application_goes_from_the_draft_to_the_money_on_its_way() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let (operator, inspector, head) =
        (town.signed_in("3-morozov").await, town.signed_in("3-zaytsev").await, town.signed_in("3-belyaeva").await);
    let from = town.journal_size(SOCIAL);
    let mut queue = operator.follow("/cases/stream").await;

    // The citizen.
    let application = belova.fill_in_heating().await;
    let check = belova.get(&format!("{application}/check")).await;
    for said in ["Белова Анна Сергеевна", "18\u{a0}400,50 ₽", "Дровами", "Чеки.pdf", "Справка.jpg"] {
        assert!(check.says(said), "{said}: {}", check.texts().join(" | "));
    }
    let submit = format!("{application}/submit");
    let once = check.once(&submit);
    let before = town.applications().len();
    let fields = [("once", once.as_str())];
    let (one, two) = tokio::join!(belova.post(&submit, &fields), belova.post(&submit, &fields));
    assert_eq!((one.status, one.location()), (StatusCode::SEE_OTHER, application.clone()));
    assert_eq!((two.status, two.location()), (StatusCode::SEE_OTHER, application.clone()));
    assert_eq!(town.applications().len(), before, "pressed twice, it is one application");
    let page = belova.get(&application).await;
    let number = number_in(&page);
    for said in ["Номер заявления", "number-big", "Что дальше", "мы зарегистрируем заявление", "проверим документы и ответим"]
    {
        assert!(page.says(said), "{said}: {}", page.texts().join(" | "));
    }
    assert!(page.says("Заявление отправлено") && page.says("Мы получили заявление"), "{}", page.texts().join(" | "));
    let paper = belova.get(&format!("{application}/application.pdf")).await;
    assert!(paper.bytes.starts_with(b"%PDF"));
    let text = text_of(&paper.bytes);
    for said in [number.as_str(), "Белова Анна Сергеевна", SERVICE, "Чеки.pdf", "54,3"] {
        assert!(text.contains(&packed(said)), "{said} in {text}");
    }
    let given = belova.get(&format!("{application}/documents/1")).await;
    assert_eq!(given.bytes, pdf("Квитанция"), "the file comes back as it was given");

    // The operator.
    queue.hear("event: changed").await;
    let case = case_of(&application);
    assert!(operator.get("/cases/rows?show=submitted").await.says(&number));
    operator.go(&case, &format!("{case}/take"), &[]).await;
    let mut live = belova.follow(&format!("{application}/stream")).await;
    let talk = format!("{case}?tab=talk");
    let empty = operator.submit(&talk, &format!("{case}/ask"), &[("question", " ")]).await;
    assert_eq!((empty.status, empty.error_at("question")), (StatusCode::UNPROCESSABLE_ENTITY, "Ошибка: Заполните это поле".to_owned()));
    operator.go(&talk, &format!("{case}/ask"), &[("question", "Сколько топят сараем с котельной?")]).await;
    live.hear("event: changed").await;
    let part = belova.get(&format!("{application}/part")).await;
    assert!(part.says("Сколько топят сараем с котельной?") && !part.says("<html"), "{}", part.text());

    // She answers; the documents are checked.
    belova.go(&application, &format!("{application}/answer"), &[("answer", "Котельной нет, печь в доме.")]).await;
    assert!(operator.get(&talk).await.says("Котельной нет, печь в доме."));
    operator.go(&case, &format!("{case}/send"), &[]).await;
    let documents = format!("{case}?tab=documents");
    let early = inspector.submit(&documents, &format!("{case}/finish"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("Проверены не все документы"), "{}", early.texts().join(" | "));
    for number in [1, 2] {
        let scan = inspector.get(&format!("{case}/documents/{number}")).await;
        assert_eq!(scan.status, StatusCode::OK);
        inspector.go(&documents, &format!("{case}/documents/{number}/check"), &[("finding", "confirmed")]).await;
    }
    inspector.go(&documents, &format!("{case}/finish"), &[]).await;

    // The decision: one proposes, another confirms.
    let decision = format!("{case}?tab=decision");
    let unreasoned = operator.submit(&decision, &format!("{case}/decide"), &[("template", "granted-partly"), ("reason", "")]).await;
    assert_eq!(unreasoned.error_at("reason"), "Ошибка: Заполните это поле");
    assert!(unreasoned.error_at("sum").contains("сумм"), "{}", unreasoned.error_at("sum"));
    for (wrong, said) in [("много", "цифр"), ("-5", "0,01 ₽"), ("12,345", "копе"), ("999999999999", "100\u{a0}000\u{a0}000 ₽")]
    {
        let fields = [("template", "granted-partly"), ("reason", "Сверх норматива."), ("sum", wrong)];
        let refused = operator.submit(&decision, &format!("{case}/decide"), &fields).await;
        assert!(refused.error_at("sum").contains(said), "{wrong}: {}", refused.error_at("sum"));
        assert_eq!(refused.value("sum"), wrong);
    }
    let fields = [("template", "granted-partly"), ("reason", "Доставка сверх норматива не возмещается."), ("sum", "1 840,50 ₽")];
    operator.go(&decision, &format!("{case}/decide"), &fields).await;
    // The second pair of eyes sends it back first; the applicant learns nothing of that.
    let rework = format!("{case}/rework");
    assert!(!head.submit(&decision, &rework, &[("remark", " ")]).await.error_at("remark").is_empty());
    head.go(&decision, &rework, &[("remark", "Проверьте сумму.")]).await;
    let returned = operator.get(&decision).await;
    assert!(returned.says("Решение возвращено на доработку") && returned.says("Проверьте сумму."), "{}", returned.texts().join(" | "));
    assert!(!belova.get(&application).await.says("Проверьте сумму"));
    let once = head.get(&decision).await.once("/sign-out");
    let late = [("once", once.as_str()), ("remark", "Ещё раз.")];
    assert_eq!(head.post(&rework, &late).await.status, StatusCode::CONFLICT, "nothing is proposed any more");
    operator.go(&decision, &format!("{case}/decide"), &fields).await;
    assert!(!belova.get(&application).await.says("Доставка сверх норматива"), "a proposal is not yet a decision");
    assert_eq!(belova.get(&format!("{application}/decision.pdf")).await.status, StatusCode::NOT_FOUND);
    head.go(&decision, &format!("{case}/confirm"), &[]).await;
    live.hear("event: changed").await;
    let page = belova.get(&application).await;
    assert!(page.says("Решение положительное") && page.says("Доставка сверх норматива не возмещается."));
    let paper = belova.get(&format!("{application}/decision.pdf")).await;
    assert!(text_of(&paper.bytes).contains(&packed("Доставка сверх норматива не возмещается.")) && text_of(&paper.bytes).contains(&number));
    let text = text_of(&paper.bytes);
    for said in ["Морозов", "Беляева", "Решение: Компенсация"] {
        assert!(text.contains(&packed(said)), "both sign, and the head names the service: {text}");
    }
    assert!(text.contains(&packed("1 840,50 ₽")) && !text.contains('{'), "the sum stands in the decision: {text}");
    operator.go(&case, &format!("{case}/deliver"), &[]).await;
    assert!(belova.until_says("/notices", &format!("По заявлению № {number} всё готово")).await.status.is_success());

    found_by_words_number_and_name(&town, &case, &number).await;
    told_in_the_journal(&town, &case, &number).await;
    expect![[r#"
        4-belova applications.application.start Success application Added application: address, agent, applicant, began_at, house, id, name, next_document, person, service, state, version
        4-belova applications.application.edit Success application Changed application: answers.birth-date, answers.email, answers.full-name, answers.phone, answers.snils
        4-belova applications.application.edit Success application Changed application: answers.address, answers.area, answers.heating, answers.ownership, answers.residents
        4-belova applications.application.edit Success application Changed application: answers.ground
        4-belova applications.application.edit Success application Changed application: answers.paid-date, answers.paid-sum, answers.payment-way, answers.received-elsewhere
        4-belova applications.document.attach Success application Changed application: documents.1.digest, documents.1.file, documents.1.kind, documents.1.mark.at, documents.1.mark.by, documents.1.name, documents.1.number, documents.1.pages, documents.1.size, next_document
        4-belova applications.document.attach Success application Changed application: documents.2.digest, documents.2.file, documents.2.kind, documents.2.mark.at, documents.2.mark.by, documents.2.name, documents.2.number, documents.2.size, next_document
        4-belova applications.application.submit Success application Changed application: due, milestones.1.mark.at, milestones.1.mark.by, milestones.1.state, number, promised, state, submitted_at
        3-morozov applications.case.take Success application Changed application: assignee, due, milestones.2.mark.at, milestones.2.mark.by, milestones.2.state, milestones.3.mark.at, milestones.3.mark.by, milestones.3.state, state
        3-morozov applications.case.ask Refused application [text-empty]
        3-morozov applications.case.view Success application
        3-morozov applications.case.ask Success application Changed application: due, inquiries.1.from, inquiries.1.mark.at, inquiries.1.mark.by, inquiries.1.text, milestones.4.mark.at, milestones.4.mark.by, milestones.4.state, state
        4-belova applications.application.answer Success application Changed application: due, inquiries.1.reply.mark.at, inquiries.1.reply.mark.by, inquiries.1.reply.text, milestones.5.mark.at, milestones.5.mark.by, milestones.5.state, state
        3-morozov applications.case.send-to-check Success application Changed application: due, milestones.6.mark.at, milestones.6.mark.by, milestones.6.state, state
        3-zaytsev applications.case.check-documents Refused application [check-unfinished]
        3-zaytsev applications.case.view Success application
        3-zaytsev applications.case.check-documents Success application Changed application: documents.1.check.finding, documents.1.check.mark.at, documents.1.check.mark.by
        3-zaytsev applications.case.check-documents Success application Changed application: documents.2.check.finding, documents.2.check.mark.at, documents.2.check.mark.by
        3-zaytsev applications.case.check-documents Success application Changed application: due, milestones.7.mark.at, milestones.7.mark.by, milestones.7.state, state
        3-morozov applications.case.decide Refused application [text-empty]
        3-morozov applications.case.view Success application
        3-morozov applications.case.decide Refused application [form-money-unreadable]
        3-morozov applications.case.view Success application
        3-morozov applications.case.decide Refused application [form-money-small]
        3-morozov applications.case.view Success application
        3-morozov applications.case.decide Refused application [form-money-decimals]
        3-morozov applications.case.view Success application
        3-morozov applications.case.decide Refused application [form-money-large]
        3-morozov applications.case.view Success application
        3-morozov applications.case.decide Success application Changed application: decision.mark.at, decision.mark.by, decision.outcome, decision.reason, decision.sum, decision.template
        3-belyaeva applications.case.decide Refused application [text-empty]
        3-belyaeva applications.case.view Success application
        3-belyaeva applications.case.decide Success application Changed application: decision.mark.at, decision.mark.by, decision.outcome, decision.reason, decision.sum, decision.template, reworks.1.mark.at, reworks.1.mark.by, reworks.1.remark, reworks.1.template
        3-belyaeva applications.case.decide Refused application [case-moved-on]
        3-belyaeva applications.case.view Success application
        3-morozov applications.case.decide Success application Changed application: decision.mark.at, decision.mark.by, decision.outcome, decision.reason, decision.sum, decision.template
        3-belyaeva applications.case.decide Success application Changed application: decision.confirmation.at, decision.confirmation.by, due, milestones.8.mark.at, milestones.8.mark.by, milestones.8.state, state
        3-morozov applications.case.deliver Success application Changed application: due, milestones.9.mark.at, milestones.9.mark.by, milestones.9.state, state
        3-belyaeva identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user
        3-petrenko identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        3-orlova identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user"#]].assert_eq(&town.posted_since(SOCIAL, from));
}

/// Whoever may finds the case; for the others there is none.
async fn found_by_words_number_and_name(town: &Town, case: &str, number: &str) {
    let (head, masked, other) = (town.signed_in("3-belyaeva").await, town.signed_in("3-petrenko").await, town.signed_in("3-ermakov").await);
    let link = format!("href=\"{case}\"");
    for words in ["котельные", "печью", "отоплений", number, number.trim_start_matches("2026-"), "Белову", "анна белова"]
    {
        head.until_says(&sought(words), &link).await;
        let nothing = other.get(&sought(words)).await;
        assert!(nothing.status == StatusCode::OK && !nothing.says(&link), "{words}: the other Agent finds nothing");
    }
    assert!(masked.get(&sought(number)).await.says(&link), "a number is no personal data");
    for words in ["Белову", "котельные"] {
        assert!(!masked.get(&sought(words)).await.says(&link), "{words}: who must not see names does not find by them");
    }
    let citizen = town.signed_in("4-akhmetov").await.get(&sought("котельные")).await;
    assert_eq!(citizen.status, StatusCode::FORBIDDEN);
    assert!(citizen.says("Доступ закрыт") && citizen.says("Оператор"), "{}", citizen.texts().join(" | "));
}

/// The administrator finds each action, and what it changed from what to what.
async fn told_in_the_journal(town: &Town, case: &str, number: &str) {
    let administrator = town.signed_in("3-orlova").await;
    town.settled().await;
    let columns = Column::ALL.map(Column::code).join(",");
    let journal = administrator.get(&format!("/journal?record={number}&rows=100&cols={columns}")).await;
    for said in
        ["Подача заявления", "Взятие дела в работу", "Вопрос заявителю", "Ответ на вопрос", "Проверка документов", "Решение по делу"]
    {
        assert!(journal.says(said), "{said}: {}", journal.texts().join(" | "));
    }
    for who in ["4-belova", "3-morozov", "3-zaytsev", "3-belyaeva", "127.0.0.1", "Инспектор", &format!("POST {case}/take")] {
        assert!(journal.says(who), "{who}");
    }
    let history = administrator.get(&case.replace("/cases/", "/history/application/")).await;
    assert_eq!(history.status, StatusCode::OK, "{}", history.texts().join(" | "));
    let steps: Vec<_> = history.links().into_iter().filter(|link| link.starts_with("/history/application/")).collect();
    let mut said = String::new();
    for step in steps.iter().take(40) {
        said.push_str(&administrator.get(step).await.texts().join(" | "));
    }
    for value in ["предоставляется", "завершено", "Сколько топят сараем с котельной?"] {
        assert!(said.contains(value), "{value}: {said}");
    }
}

#[tokio::test]
async fn a_refusal_is_appealed_and_the_case_is_looked_at_again() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let (inspector, head) = (town.signed_in("3-zaytsev").await, town.signed_in("3-belyaeva").await);
    let other_head = town.signed_in("3-sokolov").await;
    let application = belova.apply_for_heating().await;
    let (case, from) = (case_of(&application), town.journal_size(SOCIAL));
    operator.go(&case, &format!("{case}/take"), &[]).await;
    operator.go(&case, &format!("{case}/send"), &[]).await;
    let documents = format!("{case}?tab=documents");
    let silent = inspector.submit(&documents, &format!("{case}/documents/1/check"), &[("finding", "rejected"), ("note-1", "")]).await;
    assert_eq!(silent.error_at("note-1"), "Ошибка: Заполните это поле");
    inspector.go(&documents, &format!("{case}/documents/1/check"), &[("finding", "rejected"), ("note-1", "Не видно даты.")]).await;
    inspector.go(&documents, &format!("{case}/documents/2/check"), &[("finding", "confirmed")]).await;
    inspector.go(&documents, &format!("{case}/finish"), &[]).await;
    let decision = format!("{case}?tab=decision");
    let granted = operator.submit(&decision, &format!("{case}/decide"), &[("template", "granted")]).await;
    assert!(granted.status == StatusCode::UNPROCESSABLE_ENTITY && granted.says("Среди документов есть отклонённые"));
    operator.go(&decision, &format!("{case}/decide"), &[("template", "refused-receipts"), ("reason", "На чеке нет даты.")]).await;
    let own = operator.post(&format!("{case}/confirm"), &[("once", &operator.get(&decision).await.once("/sign-out"))]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody confirms their own decision");
    let decided = format!("По заявлению № {} принято решение", number_in(&belova.get(&application).await));
    assert!(!belova.get("/notices").await.says(&decided), "one signature of two decides nothing");
    head.go(&decision, &format!("{case}/confirm"), &[]).await;
    assert!(belova.until_says("/notices", &decided).await.status.is_success());

    let page = belova.get(&application).await;
    assert!(page.says("Мы отказали") && page.says("На чеке нет даты."), "{}", page.texts().join(" | "));
    assert!(page.says("Обжаловать можно до"), "{}", page.texts().join(" | "));
    let text = text_of(&belova.get(&format!("{application}/decision.pdf")).await.bytes);
    assert_eq!(text.matches("обжал").count(), 1, "it is said once: {text}");
    assert!(text.contains(&packed("Подать жалобу в личном кабинете можно до")) && !text.contains(&packed("Проверить документ")), "{text}");
    belova.go(&application, &format!("{application}/appeal"), &[("appeal", "Дата на обороте чека.")]).await;
    assert!(head.get("/cases?show=appealed").await.says(&format!("href=\"{case}\"")));
    let once = head.get(&decision).await.once("/sign-out");
    let own = head.post(&format!("{case}/appeal"), &[("once", &once), ("verdict", "uphold"), ("answer", "Мы правы.")]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody judges a refusal that they signed");
    let empty = other_head.submit(&decision, &format!("{case}/appeal"), &[("verdict", ""), ("answer", "Согласны.")]).await;
    assert!(!empty.error_at("verdict").is_empty(), "{}", empty.texts().join(" | "));
    other_head.go(&decision, &format!("{case}/appeal"), &[("verdict", "return"), ("answer", "Согласны, смотрим заново.")]).await;
    let page = belova.get(&application).await;
    assert!(page.says("Согласны, смотрим заново.") && page.says("Мы рассматриваем заявление"), "{}", page.texts().join(" | "));
    assert!(operator.get(&case).await.says(&format!("action=\"{case}/take\"")), "it is free to be taken again");
    expect![[r#"
        3-morozov applications.case.take Success application Changed application: assignee, due, milestones.2.mark.at, milestones.2.mark.by, milestones.2.state, milestones.3.mark.at, milestones.3.mark.by, milestones.3.state, state
        3-morozov applications.case.send-to-check Success application Changed application: due, milestones.4.mark.at, milestones.4.mark.by, milestones.4.state, state
        3-zaytsev applications.case.check-documents Refused application [text-empty]
        3-zaytsev applications.case.view Success application
        3-zaytsev applications.case.check-documents Success application Changed application: documents.1.check.finding, documents.1.check.mark.at, documents.1.check.mark.by, documents.1.check.note
        3-zaytsev applications.case.check-documents Success application Changed application: documents.2.check.finding, documents.2.check.mark.at, documents.2.check.mark.by
        3-zaytsev applications.case.check-documents Success application Changed application: due, milestones.5.mark.at, milestones.5.mark.by, milestones.5.state, state
        3-morozov applications.case.decide Refused application [decide-rejected-document]
        3-morozov applications.case.view Success application
        3-morozov applications.case.decide Success application Changed application: decision.mark.at, decision.mark.by, decision.outcome, decision.reason, decision.template
        3-morozov applications.case.decide Refused application [confirm-own]
        3-morozov applications.case.view Success application
        3-belyaeva applications.case.decide Success application Changed application: decision.confirmation.at, decision.confirmation.by, due, milestones.6.mark.at, milestones.6.mark.by, milestones.6.state, state
        4-belova applications.application.appeal Success application Changed application: appeals.1.mark.at, appeals.1.mark.by, appeals.1.text, assignee, due, milestones.7.mark.at, milestones.7.mark.by, milestones.7.state, state
        3-belyaeva applications.case.resolve-appeal Refused application [appeal-own-decision]
        3-belyaeva applications.case.view Success application
        3-sokolov applications.case.resolve-appeal Refused application [appeal-no-verdict]
        3-sokolov applications.case.view Success application
        3-sokolov applications.case.resolve-appeal Success application Changed application: appeals.1.answer, appeals.1.ruling, appeals.1.ruling.Returned.at, appeals.1.ruling.Returned.by, milestones.8.mark.at, milestones.8.mark.by, milestones.8.state, state"#]].assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn the_journal_of_all_this_is_whole_and_names_an_entry_that_was_altered() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    belova.apply_for_heating().await;
    let copy = tempfile::tempdir().unwrap();
    copies::backup(town.folder(), copy.path()).unwrap();
    let words = Words::new(Language::Russian, jiff::tz::TimeZone::UTC);
    let mut said = Vec::new();
    assert_eq!(books::verify(copy.path(), &words, &mut said).unwrap(), books::Soundness::Whole, "{}", String::from_utf8_lossy(&said));

    const OLD: u64 = 40;
    let engine = Engine::open_to_read(copy.path()).unwrap();
    let entry = kabinet::journal::table::bytes(&engine.snapshot().unwrap(), AgentId::new(SOCIAL), OLD - 1).unwrap().unwrap();
    drop(engine);
    let file = std::fs::read_dir(copy.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "redb"));
    let file = file.expect("the store is a file");
    let mut bytes = std::fs::read(&file).unwrap();
    let places: Vec<_> = (0..bytes.len() - entry.len()).filter(|at| bytes[*at..].starts_with(&entry)).collect();
    assert!(!places.is_empty(), "the entry lies in the file as it is");
    places.iter().for_each(|at| bytes[at + entry.len() / 2] ^= 1);
    std::fs::write(&file, bytes).unwrap();
    said.clear();
    assert_eq!(books::verify(copy.path(), &words, &mut said).unwrap(), books::Soundness::Damaged);
    let said = String::from_utf8(said).unwrap();
    assert!(said.lines().any(|line| line.starts_with("Соцзащита (2): ") && line.contains(&format!("№ {OLD} "))), "{said}");
    assert!(said.lines().filter(|line| line.contains("цел")).count() == 2, "the other journals are whole: {said}");
    let place = copy.path().join("restored");
    let Err(Error::Refused(refusal)) = copies::restore(copy.path(), &place) else { panic!("a damaged backup is restored") };
    assert!(words.say(&refusal.message).contains("повреждена: журналы в ней не целы") && !place.exists(), "{refusal:?}");
}

/// Not every heating answer is in the journal in clear: what was typed stays sealed.
#[tokio::test]
async fn what_a_citizen_typed_lies_sealed_in_the_journal() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    belova.apply_for_heating().await;
    let typed = heating_answers();
    let sum = &typed[2].1[0].1;
    let told = serde_json::to_string(&town.journal(SOCIAL)).unwrap() + &serde_json::to_string(&town.journal(OWNER)).unwrap();
    for personal in [sum.as_str(), "18400.5", "Набережная, 1\"", "Чеки.pdf"] {
        assert!(!told.contains(personal), "{personal} lies open in the journal");
    }
}
