//! After something went wrong nobody stands at a dead end, and what was written is still to be read.

use crate::{main_job::case_of, page::Page, town::Town};
use kabinet::{access::Function, web::route::Method};
use reqwest::StatusCode;

/// Where the switch of the language leads from this page.
fn switch_of(page: &Page) -> String {
    let text = page.text();
    let (_, form) = text.split_once("action=\"/preferences\"").expect("every page has its switches");
    form.split_once("name=\"back\" value=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test]
async fn the_citizen_reads_what_was_asked_what_they_answered_and_what_they_wrote_in_the_form() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    operator.go(&case, &format!("{case}/take"), &[]).await;
    let question = "Уточните два вопроса:\n1. Чем топят сарай?\n2. Где чек?";
    operator.go(&format!("{case}?tab=talk"), &format!("{case}/ask"), &[("question", question)]).await;
    let asked = belova.get(&application).await;
    assert!(asked.says("Уточните два вопроса:<br>1. Чем топят сарай?<br>2. Где чек?"), "{}", asked.text());
    belova.go(&application, &format!("{application}/answer"), &[("answer", "Сараем не топят.\nЧек приложен.")]).await;
    let page = belova.get(&application).await;
    for said in [
        "Переписка",
        "Мы спросили",
        "Уточните два вопроса:<br>1. Чем топят сарай?<br>2. Где чек?",
        "Вы ответили",
        "Сараем не топят.<br>Чек приложен.",
        "Что вы написали в заявлении",
        "Белова Анна Сергеевна",
        "18\u{a0}400,50 ₽",
        "Дровами",
    ] {
        assert!(page.says(said), "{said}: {}", page.texts().join(" | "));
    }
    assert!(page.says(&format!("<a href=\"{application}/documents/2\">Справка.jpg</a>")), "{}", page.text());
}

#[tokio::test]
async fn from_a_form_that_came_back_the_switches_lead_to_the_page_where_it_stands() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    operator.go(&case, &format!("{case}/take"), &[]).await;
    let talk = format!("{case}?tab=talk");
    let empty = operator.submit(&talk, &format!("{case}/ask"), &[("question", "")]).await;
    assert_eq!((empty.status, switch_of(&empty)), (StatusCode::UNPROCESSABLE_ENTITY, case.clone()));
    // The browser tells from which page the form came: the tab stays open too.
    let once = operator.get(&talk).await.once(&format!("{case}/ask"));
    let told = operator.client.post(format!("{}{case}/ask", operator.base)).header("referer", format!("{}{talk}", operator.base));
    let told = told.header("content-type", "application/x-www-form-urlencoded").body(format!("once={once}&question="));
    assert!(told.send().await.unwrap().text().await.unwrap().contains(&format!("name=\"back\" value=\"{talk}\"")));
    operator.go(&talk, &format!("{case}/ask"), &[("question", "Где чек?")]).await;
    let empty = belova.submit(&application, &format!("{application}/answer"), &[("answer", "")]).await;
    assert_eq!((empty.status, switch_of(&empty)), (StatusCode::UNPROCESSABLE_ENTITY, application.clone()));
    let english = belova.post("/preferences", &[("language", "en"), ("back", &switch_of(&empty))]).await;
    assert_eq!(belova.get(&english.location()).await.status, StatusCode::OK);
}

/// By the rule, not one by one: whatever form is refused, the page that tells it leads to a page that opens.
#[tokio::test]
async fn the_address_of_no_form_is_taken_for_a_page() {
    let town = Town::open();
    let guest = town.browser();
    let routes = kabinet::server::site::routes();
    let is_page = |path: &str| routes.iter().any(|route| route.method == Method::Get && route.path == path);
    let forms = routes.iter().filter(|route| route.method == Method::Post && !is_page(route.path));
    let forms: Vec<_> = forms.filter(|route| route.function != Function::PageView && !route.path.contains("{field}")).collect();
    assert!(forms.len() > 40, "there are {} forms", forms.len());
    for form in forms {
        let address = form.path.replace("{code}", "heating-compensation").replace("{kind}", "application");
        let address = address.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/");
        let page = guest.post(&address, &[("once", "0199e4a2d7f07c0a8a3e0123456789ab")]).await;
        if page.status.is_client_error() && page.says("action=\"/preferences\"") {
            let back = switch_of(&page);
            assert_ne!(back, address, "{}", form.path);
            let opened = guest.get(&back).await;
            assert_ne!(opened.status, StatusCode::METHOD_NOT_ALLOWED, "{} leads to {back}", form.path);
        }
        // It stood in the address bar after a mistake: opened once more, it leads to the page of the form.
        let kept = guest.get(&address).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", form.path);
        assert_ne!(kept.location(), address, "{}", form.path);
    }
}

#[tokio::test]
async fn whoever_was_signed_out_while_typing_signs_in_to_the_page_of_the_form_and_can_copy_what_they_wrote() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    operator.go(&case, &format!("{case}/take"), &[]).await;
    operator.go(&format!("{case}?tab=talk"), &format!("{case}/ask"), &[("question", "Где чек?")]).await;
    let answer = format!("{application}/answer");
    let once = belova.get(&application).await.once(&answer);
    belova.go(&application, "/sign-out", &[]).await;
    let page = belova.post(&answer, &[("once", &once), ("answer", "Чек у соседа,\nпринесу завтра.")]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.says("Чек у соседа,<br>принесу завтра."), "{}", page.texts().join(" | "));
    let way = page.links().into_iter().find(|link| link.starts_with("/sign-in?next=")).expect("the promise is kept");
    let form = belova.get(&way).await;
    let fields =
        [("once", &*form.once("/sign-in")), ("next", &form.value("next")), ("login", "4-belova"), ("password", crate::town::PASSWORD)];
    assert_eq!(belova.post("/sign-in", &fields).await.location(), application);
}

#[tokio::test]
async fn a_form_that_came_too_late_leads_back_and_shows_what_was_written() {
    let town = Town::open();
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    let application = belova.apply_for_heating().await;
    let case = case_of(&application);
    operator.go(&case, &format!("{case}/take"), &[]).await;
    let talk = format!("{case}?tab=talk");
    let late = operator.get(&talk).await.once(&format!("{case}/ask"));
    operator.go(&talk, &format!("{case}/ask"), &[("question", "Где чек?")]).await;
    let again = operator.post(&format!("{case}/ask"), &[("once", &late), ("question", "Чем топят?")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.says("Дело уже в другом состоянии") && again.says("Чем топят?"), "{}", again.texts().join(" | "));
    // The same on the citizen's side: answered on the telephone, answered again on the computer.
    let once = belova.get(&application).await.once(&format!("{application}/answer"));
    belova.go(&application, &format!("{application}/answer"), &[("answer", "У соседа.")]).await;
    for token in [&once, &belova.get("/applications").await.once("/sign-out")] {
        let page = belova.post(&format!("{application}/answer"), &[("once", token), ("answer", "Нашла под диваном.")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.says("Нашла под диваном.") && page.says("Что происходит"), "{}", page.texts().join(" | "));
    }
    // A step of a form that was handed in leads to the application.
    let step = belova.get(&format!("{application}/steps/home")).await;
    assert_eq!(step.status, StatusCode::CONFLICT);
    assert!(step.says(&format!("href=\"{application}\"")) && step.says("Вернуться к заявлению"), "{}", step.texts().join(" | "));
}
