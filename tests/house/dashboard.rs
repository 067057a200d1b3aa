//! The start page of an employee: the widgets of the role in force, within what they may see.

use crate::town::{SOCIAL, Town};
use reqwest::StatusCode;

/// The figure of this widget, as the page says it.
fn figure(text: &str, title: &str) -> Option<usize> {
    let before = &text[..text.find(&format!("<span>{title}</span>"))?];
    let digits = before.rsplit("<b class=\"figure\">").next()?.split('<').next()?;
    digits.trim_end_matches('+').parse().ok()
}

#[tokio::test]
async fn each_role_has_its_own_start_page() {
    let town = Town::open();
    let open = async |login: &str| {
        let employee = town.signed_in(login).await;
        assert_eq!(employee.get("/").await.location(), "/desk", "{login} begins there");
        employee.get("/desk").await.text()
    };
    let (operator, inspector, head) = (open("3-morozov").await, open("3-zaytsev").await, open("3-belyaeva").await);
    let (administrator, supervisor) = (open("3-orlova").await, open("1-gromov").await);
    for (page, shown, hidden) in [
        (&operator, "Новые заявления", "Ждут решения"),
        (&inspector, "Проверка документов", "Новые заявления"),
        (&head, "Ждут решения", "Мои дела"),
        (&administrator, "Отказы и ошибки за сутки", "Мои ближайшие сроки"),
        (&supervisor, "Сертификаты на проверке", "Мои ближайшие сроки"),
    ] {
        assert!(page.contains(&format!(">{shown}<")), "{shown}: {page}");
        assert!(!page.contains(&format!(">{hidden}<")), "{hidden}: {page}");
    }
    let security = open("1-larina").await;
    assert!(!security.contains("Все открытые дела"), "who may not see the queue has no figures of it");
    assert!(security.contains("Сертификаты на проверке"));
    let guest = town.browser().get("/desk").await;
    assert!(guest.status == StatusCode::NOT_FOUND || guest.location().starts_with("/sign-in"), "{}", guest.status);
    assert_eq!(town.signed_in("4-belova").await.get("/desk").await.status, StatusCode::NOT_FOUND, "a citizen has another");
}

#[tokio::test]
async fn the_figures_are_those_of_the_lists_in_reach() {
    let town = Town::open();
    let head = town.signed_in("3-belyaeva").await;
    let page = head.get("/desk").await;
    let cases: Vec<_> = town.applications().into_iter().filter(|case| case.agent.number() == SOCIAL && case.state.is_open()).collect();
    let open = cases.iter().filter(|case| case.number.is_some()).count();
    assert_eq!(figure(&page.text(), "Все открытые дела"), Some(open.min(99)), "{}", page.text());
    let stranger = town.signed_in("3-demidov").await;
    let theirs = stranger.get("/desk").await.text();
    let numbers: Vec<_> = cases.iter().filter_map(|case| case.number).map(|number| number.to_string()).collect();
    assert!(numbers.iter().all(|number| !theirs.contains(number)), "another Agent's cases are not on it");
    // Every figure leads to its list.
    for link in page.links().into_iter().filter(|link| link.starts_with("/cases")) {
        assert_eq!(head.get(&link).await.status, StatusCode::OK, "{link}");
    }
}
