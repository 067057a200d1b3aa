//! The start page of an employee: the widgets of the role in force, within what they may see.

use crate::{
    page::{Browser, Page},
    rights::change,
    town::{SOCIAL, Town},
};
use jiff::{ToSpan, tz::TimeZone};
use reqwest::StatusCode;
use std::collections::BTreeSet;

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

const ENDING: &str = "Доступ скоро закончится";

/// The numbers of the users whose cards a list leads to.
fn cards(page: &Page) -> BTreeSet<u64> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.texts().join(" | "));
    let of = |link: String| link.strip_prefix("/rights/users/")?.split('?').next()?.parse().ok();
    page.links().into_iter().filter_map(of).collect()
}

/// The list behind the number of those whose access ends soon; it holds as many as the number says.
async fn behind(reader: &Browser) -> Page {
    let desk = reader.get("/desk").await;
    let link = desk.links().into_iter().find(|link| link.starts_with("/rights?ending")).unwrap_or_else(|| panic!("{:?}", desk.links()));
    let list = reader.get(&link).await;
    assert_eq!(figure(&desk.text(), ENDING), Some(cards(&list).len()), "{}", list.texts().join(" | "));
    list
}

#[tokio::test]
async fn the_number_of_those_whose_access_ends_soon_leads_to_exactly_them() {
    let town = Town::open();
    let (owner, administrator) = (town.signed_in("1-gromov").await, town.signed_in("3-orlova").await);
    let [morozov, zaytsev, demidov, larina] = ["3-morozov", "3-zaytsev", "3-demidov", "1-larina"].map(|login| town.number_of(login));
    let before = [cards(&behind(&owner).await), cards(&behind(&administrator).await)];
    let none = administrator.get("/rights?ending=1&q=morozov").await;
    assert!(none.says("Никого не нашлось") && none.says("доступ ни у кого из них не заканчивается"), "{}", none.texts().join(" | "));
    let until = |days: i64| crate::town::now().to_zoned(TimeZone::get("Europe/Moscow").unwrap()).date() + days.days();
    change(&owner, morozov, "agent=3&do=add-role&role=viewer").await;
    for (user, agent, days) in [(morozov, 2, 30), (morozov, 3, 5), (zaytsev, 2, 31), (demidov, 3, 0), (larina, 1, 10)] {
        change(&owner, user, &format!("agent={agent}&do=period&from=&to={}", until(days))).await;
    }
    let with = |known: &BTreeSet<u64>, more: &[u64]| known.iter().chain(more).copied().collect::<BTreeSet<_>>();

    // The Owner's employee sees them in all Agents, each once, with every Agent where it ends.
    let list = behind(&owner).await;
    assert_eq!(cards(&list), with(&before[0], &[morozov, demidov, larina]));
    for (user, agent) in [(morozov, 2), (morozov, 3), (demidov, 3), (larina, 1)] {
        assert!(list.links().contains(&format!("/rights/users/{user}?agent={agent}")), "{user} {agent}: {:?}", list.links());
    }
    assert!(!list.links().contains(&format!("/rights/users/{morozov}?agent=1")));
    // One Agent can be chosen, and the filter stays until it is taken off.
    let links = list.links();
    assert!(links.contains(&"/rights?agent=3&ending=1".to_owned()) && list.says("Все Агенты"), "{links:?}");
    let there = owner.get("/rights?agent=3&ending=1").await;
    assert!(cards(&there).is_superset(&[morozov, demidov].into()) && !cards(&there).contains(&larina));
    assert!(there.links().contains(&"/rights?ending=1".to_owned()) && there.links().contains(&"/rights?agent=3".to_owned()));
    assert!(there.says(ENDING) && cards(&owner.get("/rights?agent=3").await).len() > cards(&there).len());
    assert_eq!(cards(&owner.get("/rights?ending=1&q=3-demidov").await), [demidov].into(), "and is kept when a name is sought");

    // An administrator sees those of the own Agent alone.
    let list = behind(&administrator).await;
    assert_eq!(cards(&list), with(&before[1], &[morozov]));
    assert!(list.links().contains(&"/rights".to_owned()) && !list.says("Все Агенты"));
    let all = administrator.get("/rights").await;
    assert!(all.links().contains(&"/rights?ending=1".to_owned()) && cards(&all).len() > cards(&list).len());
    assert_eq!(administrator.get("/rights?ending=1&agent=3").await.status, StatusCode::NOT_FOUND);
}
