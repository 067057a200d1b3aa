//! What must not be taken is refused in words that help, and the refusal stands in the journal.

use crate::page::Page;
use crate::town::{OWNER, SOCIAL, Town};
use expect_test::expect;
use reqwest::{StatusCode, header};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A refused form: its status, and what the page says at each of these fields.
fn told(page: &Page, fields: &[&str]) -> String {
    let said = fields.iter().map(|field| format!("{field}: {}", page.error_at(field).trim_start_matches("Ошибка: ")));
    format!("{}\n{}", page.status.as_u16(), said.collect::<Vec<_>>().join("\n"))
}

#[tokio::test]
async fn fields_that_are_empty_too_long_invisible_or_of_an_impossible_day() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let from = town.journal_size(SOCIAL);
    let first = belova.start("heating-compensation").await;
    let application = first.strip_suffix("/steps/applicant").unwrap().to_owned();
    let steps = |step: &str| format!("{application}/steps/{step}");

    let names = ["full-name", "birth-date", "snils", "phone", "email"];
    let long = "а".repeat(3000);
    for (typed, expected) in [
        (
            ["", "", "", "", ""],
            expect![[r#"
            422
            full-name: Укажите фамилию, имя и отчество, например: Белова Анна Сергеевна
            birth-date: Укажите день, месяц и год, например 17.05.1984
            snils: Укажите СНИЛС, например 112-233-445 95
            phone: Укажите телефон, например +7 912 345-67-89
            email: "#]],
        ),
        (
            [long.as_str(), "31.02.1984", "112-233-445 96", "12", "анна@"],
            expect![[r#"
            422
            full-name: Укажите фамилию и имя полностью, например: Белова Анна Сергеевна
            birth-date: Такого числа нет: в этом месяце 29 дней
            snils: В этом СНИЛС ошибка: последние две цифры не сходятся с остальными. Сверьте с документом
            phone: После +7 должно быть 10 цифр, а здесь 2. Например, +7 912 345-67-89
            email: Проверьте часть адреса после знака @, например anna@mail.ru"#]],
        ),
        (
            ["Белова\u{202e} Анна", "01.01.2999", "1\u{0}2", "+7\u{7}", "a\u{1}@b.ru"],
            expect![[r#"
            422
            full-name: 
            birth-date: Эта дата не может быть позже сегодняшней
            snils: В тексте есть знаки, которых не видно. Наберите его вручную
            phone: В тексте есть знаки, которых не видно. Наберите его вручную
            email: В тексте есть знаки, которых не видно. Наберите его вручную"#]],
        ),
    ] {
        let fields: Vec<_> = names.into_iter().zip(typed).collect();
        expected.assert_eq(&told(&belova.submit(&steps("applicant"), &steps("applicant"), &fields).await, &names));
    }
    let names = ["address", "area", "residents", "heating", "ownership"];
    for (typed, expected) in [
        (
            ["", "", "", "", ""],
            expect![[r#"
                422
                address: Укажите адрес, например: Суздаль, улица Ленина, дом 12, квартира 3
                area: Укажите число, например 54,3
                residents: Укажите число, например 3
                heating: Выберите один из ответов
                ownership: Выберите один из ответов"#]],
        ),
        (
            [long.as_str(), "0", "2,5", "atom", "own"],
            expect![[r#"
            422
            address: Здесь 3000 знаков, а помещается 200. Сократите текст
            area: Число не меньше 1. Проверьте
            residents: Напишите целое число, например 3
            heating: Выберите один из ответов, которые есть на странице
            ownership: "#]],
        ),
        (
            ["ул.\u{0}", "1e9", "-1", "other", "own"],
            expect![[r#"
            422
            address: В тексте есть знаки, которых не видно. Наберите его вручную
            area: Напишите число цифрами, например 54,3
            residents: Число не меньше 1. Проверьте
            heating: 
            ownership: "#]],
        ),
    ] {
        let fields: Vec<_> = names.into_iter().zip(typed).collect();
        expected.assert_eq(&told(&belova.submit(&steps("home"), &steps("home"), &fields).await, &names));
    }
    let names = ["paid-sum", "paid-date", "received-elsewhere", "payment-way"];
    let typed = ["18,405", "01.01.2999", "maybe", ""];
    let fields: Vec<_> = names.into_iter().zip(typed).collect();
    expect![[r#"
        422
        paid-sum: После запятой не больше двух цифр: это копейки. Например, 1 840,50
        paid-date: Эта дата не может быть позже сегодняшней
        received-elsewhere: Выберите один из ответов, которые есть на странице
        payment-way: Выберите один из ответов"#]]
    .assert_eq(&told(&belova.submit(&steps("expenses"), &steps("expenses"), &fields).await, &names));
    expect![[r#"
        4-belova applications.application.start Success application Added application: address, agent, applicant, began_at, house, id, name, next_document, person, service, state, version
        4-belova applications.application.edit Refused application [form-empty-full-name]
        4-belova applications.application.edit Refused application [people-name-incomplete]
        4-belova applications.application.edit Refused application [form-date-future]
        4-belova applications.application.edit Refused application [form-empty-address]
        4-belova applications.application.edit Refused application [form-too-long]
        4-belova applications.application.edit Refused application [form-control-characters]
        4-belova applications.application.edit Refused application [form-money-decimals]"#]].assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn texts_of_employees_that_are_empty_too_long_or_invisible() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let case = belova.apply_for_heating().await.replace("/applications/", "/cases/");
    operator.go(&case, &format!("{case}/take"), &[]).await;
    let from = town.journal_size(SOCIAL);
    let talk = format!("{case}?tab=talk");
    for (question, said) in [
        ("", "Заполните это поле"),
        (" \n ", "Заполните это поле"),
        (&*"ы".repeat(4001), "Сократите текст: помещается не больше 4000 знаков"),
        ("Где\u{0}?", "В тексте есть знаки, которых не видно. Наберите его вручную"),
    ] {
        let page = operator.submit(&talk, &format!("{case}/ask"), &[("question", question)]).await;
        assert_eq!((page.status, page.error_at("question")), (StatusCode::UNPROCESSABLE_ENTITY, format!("Ошибка: {said}")));
        assert_eq!(page.value("question").trim(), question.trim().trim_matches('\0'), "what was typed stays");
    }
    expect![[r#"
        3-morozov applications.case.ask Refused application [text-empty]
        3-morozov applications.case.view Success application
        3-morozov applications.case.ask Refused application [text-empty]
        3-morozov applications.case.view Success application
        3-morozov applications.case.ask Refused application [text-long]
        3-morozov applications.case.view Success application
        3-morozov applications.case.ask Refused application [text-control]
        3-morozov applications.case.view Success application"#]]
    .assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn the_same_once_token_with_other_content() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let step = belova.start("heating-compensation").await.replace("applicant", "ground");
    let (from, owner) = (town.journal_size(SOCIAL), town.journal_size(OWNER));
    let once = belova.get(&step).await.once(&step);
    let first = belova.post(&step, &[("once", &once), ("ground", "veteran-widow")]).await;
    let again = belova.post(&step, &[("once", &once), ("ground", "veteran-widow")]).await;
    assert_eq!((first.status, again.status, first.location()), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER, again.location()));
    let other = belova.post(&step, &[("once", &once), ("ground", "veteran")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.says("Эта форма уже отправлена с другим содержанием"), "{}", other.texts().join(" | "));
    let stranger = town.signed_in("4-akhmetov").await.post(&step, &[("once", &once), ("ground", "veteran-widow")]).await;
    assert_eq!(stranger.status, StatusCode::CONFLICT, "somebody else's token gives nobody's answer");
    assert_eq!(belova.get(&step).await.value("ground"), "veteran-widow", "the first answer stands");
    assert_eq!(town.told_since(OWNER, owner).matches("applications.application.edit Refused [refusal-once-other]").count(), 2);
    expect![[r#"
        4-belova applications.application.edit Success application Changed application: answers.ground"#]]
    .assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn a_cookie_that_was_altered_opens_nothing() {
    let town = Town::open();
    let browser = town.browser();
    let page = browser.get("/sign-in").await;
    let fields = [("once", &*page.once("/sign-in")), ("login", "4-belova"), ("password", crate::town::PASSWORD)];
    let opened = browser.post("/sign-in", &fields).await;
    let cookie = opened
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap())
        .find(|value| value.contains("session"))
        .unwrap();
    assert!(["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"].iter().all(|part| cookie.contains(part)), "{cookie}");
    let key = cookie.split(';').next().unwrap().to_owned();
    let plain = town.browser();
    let ask = async |cookie: &str| {
        let request = plain.client.get(format!("{}/applications", plain.base)).header(header::COOKIE, cookie).send().await.unwrap();
        let (status, to) = (request.status(), request.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()));
        (status, to, request.text().await.unwrap())
    };
    assert_eq!(ask(&key).await.0, StatusCode::OK, "the cookie as it is opens the cabinet");
    let last = key.len() - 2;
    let flipped = format!("{}{}{}", &key[..last], if &key[last..=last] == "A" { "B" } else { "A" }, &key[last + 1..]);
    let name = key.split('=').next().unwrap();
    let strange = ["".to_owned(), "4-belova".to_owned(), "%%%".to_owned(), "A".repeat(5000)].map(|value| format!("{name}={value}"));
    for altered in [flipped, key[..last].to_owned()].iter().chain(&strange) {
        let (status, to, text) = ask(altered).await;
        assert_eq!((status, to.as_deref()), (StatusCode::SEE_OTHER, Some("/sign-in?next=%2Fapplications")), "{altered}");
        assert!(!text.contains("Белова") && !text.contains("Анна"));
    }
}

/// What is answered to these bytes on the plain port.
async fn raw(town: &Town, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(town.http).await.unwrap();
    socket.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(40), socket.read_to_end(&mut answer)).await.expect("the connection is closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_path_that_climbs_leads_nowhere() {
    let town = Town::open();
    for path in [
        "/../../../../etc/passwd",
        "/assets/../keys/sealing.key",
        "/assets/..%2f..%2fkeys%2fsealing.key",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..\\..\\keys",
        "//etc/passwd",
        "/assets/%00",
        "/applications/../cases",
        "/services/..%2f..%2fdata",
        "/assets/kabinet.css",
    ] {
        let answer = raw(&town, format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes()).await;
        let status = answer.split(' ').nth(1).unwrap_or("");
        assert!(["404", "400", "303"].contains(&status), "{path}: {answer}");
        assert!(!answer.contains("root:") && !answer.contains("Оглавление"), "{path}");
    }
}

#[tokio::test]
async fn what_trickles_in_is_cut() {
    let town = Town::open();
    let began = Instant::now();
    let body =
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nAccept-Language: ru\r\nConnection: close\r\n\r\nlogin=";
    let (head, body) = tokio::join!(raw(&town, b"GET / HTTP/1.1\r\nHo"), raw(&town, body));
    assert!(head.is_empty() || head.starts_with("HTTP/1.1 408"), "{head}");
    assert!(body.starts_with("HTTP/1.1 400"), "{body}");
    assert!(body.contains("Форма шла слишком долго"), "{body}");
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[tokio::test]
async fn two_operators_take_the_same_case_and_one_has_it() {
    let town = Town::open();
    let application = town.signed_in("4-belova").await.apply_for_heating().await;
    let case = application.replace("/applications/", "/cases/");
    let (one, two) = (town.signed_in("3-morozov").await, town.signed_in("3-kuznetsova").await);
    let take = format!("{case}/take");
    let (first, second) = (one.get(&case).await.once(&take), two.get(&case).await.once(&take));
    let from = town.journal_size(SOCIAL);
    let (first_fields, second_fields) = ([("once", first.as_str())], [("once", second.as_str())]);
    let (first, second) = tokio::join!(one.post(&take, &first_fields), two.post(&take, &second_fields));
    let (won, lost, name) = if first.status == StatusCode::SEE_OTHER {
        (first, second, "Морозов А. И.")
    } else {
        (second, first, "Кузнецова И. П.")
    };
    assert_eq!((won.status, lost.status), (StatusCode::SEE_OTHER, StatusCode::CONFLICT));
    assert!(lost.says(&format!("Дело уже в работе: исполнитель {name}")), "{}", lost.texts().join(" | "));
    let told = town.posted_since(SOCIAL, from);
    let mut outcomes: Vec<_> = told
        .lines()
        .filter(|line| line.contains("case.take"))
        .map(|line| line.split_once(' ').unwrap().1.split(" Changed").next().unwrap())
        .collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["applications.case.take Refused application [case-taken-by]", "applications.case.take Success application"]);
}

#[tokio::test]
async fn forms_of_another_site_without_a_token_or_in_no_known_shape() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let start = "/services/heating-compensation/start";
    let once = belova.get("/services/heating-compensation").await.once(start);
    let from = town.journal_size(OWNER);
    let before = town.applications().len();
    let send = async |path: &str, headers: &[(&str, &str)], body: Vec<u8>| {
        let mut request = belova.client.post(format!("{}{path}", belova.base)).header(header::ACCEPT_LANGUAGE, "ru").body(body);
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let whole = format!("once={once}").into_bytes();
    let foreign = "Форма отправлена с другого сайта";
    let many = (0..600).map(|field| format!("f{field}=1&")).collect::<String>().into_bytes();
    let huge = [b"text=".as_slice(), &vec![b'a'; 200 << 10]].concat();
    let cases: [(&[(&str, &str)], Vec<u8>, u16, &str); 10] = [
        (&[("Sec-Fetch-Site", "cross-site")], whole.clone(), 403, foreign),
        (&[("Sec-Fetch-Site", "same-site")], whole.clone(), 403, foreign),
        (&[("Origin", "https://evil.example")], whole.clone(), 403, foreign),
        (&[("Origin", "null")], whole.clone(), 403, foreign),
        (&[], b"x=1".to_vec(), 400, "Форма устарела или повреждена"),
        (&[], b"once=zzz".to_vec(), 400, "Форма устарела или повреждена"),
        (&[], b"once=%ff".to_vec(), 400, "Форма устарела или повреждена"),
        (&[], b"once=\xff\xfe".to_vec(), 400, "Форма пришла в неизвестной кодировке"),
        (&[], many, 400, "Форма пришла не в том виде"),
        (&[], huge, 413, "Форма слишком большая"),
    ];
    for (headers, body, status, said) in cases {
        let (got, text) = send(start, headers, body).await;
        assert_eq!((got, text.contains(said)), (status, true), "{headers:?} {said}: {text}");
    }
    assert_eq!(town.applications().len(), before);
    let own = belova.base.clone();
    assert_eq!(send(start, &[("Origin", &own)], whole).await.0, 303, "our own page is no stranger");
    let wrong_method = belova.client.delete(format!("{}/services", belova.base)).send().await.unwrap();
    assert!([404, 405].contains(&wrong_method.status().as_u16()));
    town.settled().await;
    expect![[r#"
        4-belova applications.application.start Refused [refusal-foreign-form]
        4-belova applications.application.start Refused [refusal-foreign-form]
        4-belova applications.application.start Refused [refusal-foreign-form]
        4-belova applications.application.start Refused [refusal-foreign-form]
        4-belova applications.application.start Refused [refusal-no-once]
        4-belova applications.application.start Refused [refusal-no-once]
        4-belova applications.application.start Refused [refusal-no-once]
        4-belova applications.application.start Refused [refusal-form-encoding]
        4-belova applications.application.start Refused [refusal-form-fields]
        4-belova applications.application.start Refused [refusal-form-large]"#]]
    .assert_eq(&town.posted_since(OWNER, from));
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let town = Town::open();
    for elsewhere in
        ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"]
    {
        let browser = town.browser();
        let query = serde_urlencoded::to_string([("next", elsewhere)]).unwrap();
        let page = browser.get(&format!("/sign-in?{query}")).await;
        assert_eq!(page.value("next"), "/", "{elsewhere:?}");
        let fields = [("once", &*page.once("/sign-in")), ("login", "4-belova"), ("password", crate::town::PASSWORD), ("next", elsewhere)];
        assert_eq!(browser.post("/sign-in", &fields).await.location(), "/", "{elsewhere:?}");
        let chosen = browser.post("/preferences", &[("theme", "dark"), ("back", elsewhere)]).await;
        assert!(chosen.location() == "/" || chosen.status == StatusCode::NOT_FOUND, "{elsewhere:?} {}", chosen.status);
    }
    assert_eq!(town.browser().get("/sign-in?next=%2Fprofile").await.value("next"), "/profile");
    let belova = town.signed_in("4-belova").await;
    for (next, led) in [("%2Fprofile", "/profile"), ("https%3A%2F%2Fevil.example", "/")] {
        assert_eq!(belova.get(&format!("/sign-in?next={next}")).await.location(), led, "who has signed in is led on");
    }
}

#[tokio::test]
async fn ids_that_are_no_ids() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    for id in ["0", "-1", "18446744073709551616", "abc", "1.5", "%D0%B0", "1%00", "99999999"] {
        for (browser, path) in [(&belova, "/applications"), (&operator, "/cases"), (&belova, "/services")] {
            let page = browser.get(&format!("{path}/{id}")).await;
            assert!([StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&page.status), "{path}/{id}: {}", page.status);
            assert!(page.says("<html"), "{path}/{id} is answered with a page: {}", page.text());
        }
    }
    for query in ["?start=zzz", "?size=999999", "?show=everything", "?agent=1%27--", "?before=%00", "?tab=x&tab=y"] {
        assert_eq!(operator.get(&format!("/cases{query}")).await.status, StatusCode::OK, "{query}");
    }
}
