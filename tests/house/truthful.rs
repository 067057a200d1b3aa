//! What a page says of a value is true of that value, and what is wrong is named where it stands.

use crate::{
    appeals::Office,
    chromium::{Driver, Scripts, Width},
    main_job::case_of,
    page::Page,
    town::Town,
    walk::sought,
};
use jiff::ToSpan;
use reqwest::StatusCode;

fn title(page: &Page) -> String {
    let text = page.text();
    text.split_once("<title>").unwrap().1.split("</title>").next().unwrap().to_owned()
}

/// What stands under this field about where its value comes from.
fn has_source(page: &Page, field: &str) -> bool {
    page.says(&format!("id=\"source-{field}\""))
}

#[tokio::test]
async fn a_value_that_is_not_the_profiles_is_not_said_to_be_and_the_clerk_sees_both() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let first = belova.start("heating-compensation").await;
    let page = belova.get(&first).await;
    assert!(has_source(&page, "birth-date") && page.says("Мы взяли эти сведения из вашего профиля"));
    let known = ["full-name", "snils", "phone", "email"].map(|name| (name, page.value(name)));
    let with =
        |born: &str| known.iter().map(|(name, value)| (*name, value.clone())).chain([("birth-date", born.to_owned())]).collect::<Vec<_>>();
    let send = async |born: &str| {
        let fields = with(born);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        belova.submit(&first, &first, &fields).await
    };
    // A child does not apply; the value of the profile is still said to be it, the changed one is not.
    let yesterday = crate::town::now().to_zoned(jiff::tz::TimeZone::UTC).date().checked_sub(1.day()).unwrap();
    let child = send(&yesterday.strftime("%d.%m.%Y").to_string()).await;
    assert!(child.error_at("birth-date").contains("с 14 лет"), "{}", child.error_at("birth-date"));
    assert!(!has_source(&child, "birth-date") && has_source(&child, "snils"));
    assert!(title(&child).starts_with("Ошибка:"));
    assert_eq!(send("29.05.1946").await.status, StatusCode::SEE_OTHER);
    let saved = belova.get(&first).await;
    assert!(!has_source(&saved, "birth-date") && has_source(&saved, "full-name"));
    assert!(saved.says("Вы поправили: Дата рождения") && !saved.says("Мы взяли эти сведения"), "{}", saved.texts().join(" | "));

    // The same date stays in the case, marked.
    let application = first.strip_suffix("/steps/applicant").unwrap().to_owned();
    belova.hand_in_heating(&application).await;
    let case = case_of(&application);
    let card = operator.get(&case).await;
    for said in ["29 мая 1946", "не как в профиле", "17 мая 1984"] {
        assert!(card.says(said), "{said}: {}", card.texts().join(" | "));
    }
    // So does the address that she gave, and what is the same is not marked.
    assert!(card.says("В профиле: ул. Набережная, 7к1"), "{}", card.texts().join(" | "));
    assert_eq!(card.text().matches("не как в профиле").count(), 2, "{}", card.texts().join(" | "));
    // The tab of the browser says which case it is, and that a form came back.
    let number = card.texts().into_iter().find(|text| text.starts_with("№ 20") && text.chars().count() == 13).unwrap();
    assert!(title(&card).starts_with(&format!("{number} · Компенсация")), "{}", title(&card));
    operator.go(&case, &format!("{case}/take"), &[]).await;
    let empty = operator.submit(&format!("{case}?tab=talk"), &format!("{case}/ask"), &[("question", "")]).await;
    assert!(title(&empty).starts_with("Ошибка: №"), "{}", title(&empty));
    assert!(operator.get_in("en", &case).await.says(&number.replace('№', "No.")), "an English desk says No.");
}

#[tokio::test]
async fn a_wrong_bic_is_named_as_the_bic() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let application = belova.start("heating-compensation").await.strip_suffix("/steps/applicant").unwrap().to_owned();
    let step = format!("{application}/steps/expenses");
    let fields = [
        ("paid-sum", "0"),
        ("received-elsewhere", "no"),
        ("payment-way", "bank"),
        ("account", "40817810099910004312"),
        ("account-bic", "12"),
    ];
    let wrong = belova.submit(&step, &step, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let summary = wrong.texts();
    let at = summary.iter().position(|text| text.starts_with("БИК")).expect("the summary names the BIC");
    assert!(!summary.iter().any(|text| text.starts_with("Номер счёта") && text.contains("В БИК")), "{at}: {}", summary.join(" | "));
    assert!(wrong.error_at("paid-sum").contains("Сумма не меньше 1 ₽"), "{}", wrong.error_at("paid-sum"));
}

#[tokio::test]
async fn a_snils_is_found_by_its_digits_and_a_service_in_spite_of_a_slip() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let application = belova.apply_for_heating().await;
    let (link, first) = (format!("href=\"{}\"", case_of(&application)), format!("{application}/application.pdf"));
    assert_eq!(belova.get(&first).await.status, StatusCode::OK);
    let own = belova.get(&application).await;
    let snils = own.texts().into_iter().find(|text| text.len() == 14 && text.as_bytes()[3] == b'-').expect("she wrote her SNILS");
    let digits: String = snils.chars().filter(char::is_ascii_digit).collect();
    operator.until_says(&sought(&digits), &link).await;
    assert!(operator.get(&sought(&snils)).await.says(&link));
    assert!(!town.signed_in("3-petrenko").await.get(&sought(&digits)).await.says(&link), "from whom it is hidden finds nothing by it");
    let slip = belova
        .get("/services?q=%D0%BA%D0%BE%D0%BC%D0%BF%D0%B5%D1%81%D0%B0%D1%86%D0%B8%D1%8F+%D0%BE%D1%82%D0%BF%D0%BB%D0%B5%D0%BD%D0%B8%D1%8F")
        .await; // компесация отпления
    assert!(slip.says("Возможно, вы искали"), "{}", slip.texts().join(" | "));
    let meant = slip.links().into_iter().find(|link| link.starts_with("/services?q=")).unwrap();
    assert!(belova.get(&meant).await.says("href=\"/services/heating-compensation\""));
    assert_eq!(belova.get("/sign-in?next=/applications").await.location(), "/applications", "who has signed in is let through");
}

#[tokio::test]
async fn a_question_that_hangs_on_another_answer_is_asked_after_it() {
    let (town, driver) = (Town::open(), Driver::start());
    for scripts in [Scripts::On, Scripts::Off] {
        let screen = driver.screen(&town, Width::Phone, scripts, "ru").await;
        screen.sign_in("4-belova").await;
        let first = town.signed_in("4-belova").await.start("heating-compensation").await;
        screen.visit(&first.replace("/applicant", "/expenses")).await;
        let is_seen =
            async |name: &str| screen.run(&format!("return document.getElementsByName('{name}')[0].offsetParent !== null")).await == true;
        let without = scripts == Scripts::Off;
        assert_eq!(is_seen("account").await, without, "without scripts it is there, with its condition");
        assert_eq!(screen.text().await.contains("Ответьте, только если"), without);
        if without {
            screen.picture("conditions-without-scripts").await;
        } else {
            screen.choose("payment-way", "bank").await;
            assert!(is_seen("account").await && is_seen("account-bic").await);
            screen.passes("a question that was asked after another").await;
            screen.choose("payment-way", "post").await;
            assert!(!is_seen("account").await);
        }
        screen.close().await;
    }
}

#[tokio::test]
async fn the_page_of_an_application_on_a_phone_and_at_a_desk() {
    let (town, driver) = (Town::open(), Driver::start());
    let (belova, office) = (town.signed_in("4-belova").await, Office::of(&town).await);
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    for (name, width) in [("phone", Width::Phone), ("desk", Width::Desk)] {
        let screen = driver.screen(&town, width, Scripts::On, "ru").await;
        screen.sign_in("4-belova").await;
        screen.visit(&application).await;
        if width == Width::Phone {
            screen.passes("an application that was handed in").await;
            screen.picture("application-handed-in-phone").await;
            office.operator.go(&case, &format!("{case}/take"), &[]).await;
            let question = "Пришлите:\n1. чек с датой;\n2. справку о печи.";
            office.operator.go(&format!("{case}?tab=talk"), &format!("{case}/ask"), &[("question", question)]).await;
            screen.visit(&application).await;
            screen.passes("a question with a place for files").await;
            screen.picture("application-asked-phone").await;
            screen.send(&format!("{application}/answer")).await;
            screen.passes("an empty answer").await;
            screen.picture("application-answer-empty-phone").await;
            screen.visit(&application).await;
            let desk = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
            desk.sign_in("3-morozov").await;
            desk.visit("/cases").await;
            let count = async || desk.run("return document.querySelector('.bell b')?.textContent ?? '0'").await;
            let before = count().await;
            belova.go(&application, &format!("{application}/answer"), &[("answer", "Чек приложу завтра.")]).await;
            desk.until("the bell of an open page moves by itself", async || count().await != before).await;
            desk.close().await;
        }
        screen.visit(&application).await;
        screen.run("document.querySelectorAll('details.opens').forEach(one => { one.open = true; })").await;
        screen.passes("the correspondence").await;
        screen.picture(&format!("application-answered-{name}")).await;
        screen.close().await;
    }
    office.operator.go(&case, &format!("{case}/send"), &[]).await;
    let screen = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    screen.sign_in("3-zaytsev").await;
    screen.visit(&format!("{case}?tab=documents")).await;
    screen.passes("the check of documents").await;
    screen.picture("case-check-desk").await;
    screen.fill("note-2", "Справка старая.").await;
    screen.fill("note-1", "Не видно даты.").await;
    screen.press_at("button[formaction$='document-1'][value=rejected]").await;
    screen.says("Проверка документа записана").await;
    assert_eq!(screen.run("return document.getElementsByName('note-2')[0].value").await, "Справка старая.");
    assert_eq!(screen.run("return location.hash").await, "#document-1");
    screen.picture("case-checked-desk").await;
    screen.close().await;
}
