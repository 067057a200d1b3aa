//! Services are files: a sixth is added without touching code, and whoever began on an old version is told so.

use crate::page::Browser;
use crate::town::{HOUSING, SOCIAL, Town};
use expect_test::expect;
use kabinet::server::reference;
use reqwest::StatusCode;

/// Our service, as a file of an installation.
fn snow(version: u32) -> String {
    let text = reference::shipped("services/heating-compensation.toml").unwrap();
    let text = text.replacen("code = \"heating-compensation\"", "code = \"snow-removal\"", 1);
    text.replacen("version = 1", &format!("version = {version}"), 1).replacen("Компенсация расходов на отопление", "Уборка снега", 1)
}

#[tokio::test]
async fn a_service_is_added_by_a_file_and_a_form_of_its_old_version_is_told_so() {
    let file = |folder: &std::path::Path| folder.join("services").join("snow-removal.toml");
    let town = Town::open_with(|folder| {
        std::fs::create_dir_all(folder.join("services")).unwrap();
        std::fs::write(file(folder), snow(1)).unwrap();
    });
    let belova = town.signed_in("4-belova").await;
    assert!(belova.get("/services").await.says("Уборка снега"));
    let first = belova.start("snow-removal").await;
    let once = belova.get(&first).await.once(&first);
    let folder = town.close();
    std::fs::write(file(folder.path()), snow(2)).unwrap();
    let town = Town::over(folder);
    let belova = Browser { base: town.browser().base, ..belova };
    let from = town.journal_size(SOCIAL);
    let gone = "Форма этой услуги больше не действует. Начните заявление заново";
    for page in [belova.get(&first).await, belova.post(&first, &[("once", &once), ("full-name", "Белова Анна")]).await] {
        assert_eq!((page.status, page.says(gone)), (StatusCode::CONFLICT, true), "{}", page.texts().join(" | "));
    }
    for page in ["/applications", "/"] {
        assert_eq!(belova.get(page).await.status, StatusCode::OK, "{page} does not break on it");
    }
    assert_ne!(belova.start("snow-removal").await, first, "one begins anew, on the new version");
    expect![[r#"
        4-belova applications.application.edit Refused application [service-version-gone]
        4-belova applications.application.start Success application Added application: address, agent, applicant, began_at, house, id, name, next_document, person, service, state, version"#]].assert_eq(&town.posted_since(SOCIAL, from));
}

#[tokio::test]
async fn an_agent_that_is_closed_takes_no_applications() {
    let town = Town::open();
    let (owner, belova) = (town.signed_in("1-gromov").await, town.signed_in("4-belova").await);
    let (title, service) = ("Перерасчёт", "/services/charges-recount");
    assert!(belova.get("/services").await.says(title));
    let started = belova.submit(service, &format!("{service}/start"), &[]).await;
    let draft = started.location().split("/steps/").next().unwrap().to_owned();
    let once = belova.get(service).await.once(&format!("{service}/start"));
    let agent = format!("/agents/{HOUSING}");
    owner.go(&agent, &format!("{agent}/activity"), &[("do", "close"), ("step", "save")]).await;
    assert!(!belova.get("/services").await.says(title) && !belova.get("/services?q=перерасчёт").await.says(title));
    // Nor does any way lead to it: the start pages offer no category and no life situation that would be empty.
    let guest = town.browser();
    for browser in [&guest, &belova] {
        for address in ["/", "/services"] {
            let page = browser.get(address).await;
            let links: Vec<_> = page.links().into_iter().filter(|link| link.starts_with("/services?")).collect();
            assert!(!links.is_empty() && !page.says(service), "{address}");
            for link in links {
                assert!(browser.get(&link).await.says("href=\"/services/"), "{address} leads to {link}, where nothing is");
            }
        }
    }
    let shown = belova.get(service).await;
    assert!(shown.says("отдел закрыт") && !shown.says(&format!("{service}/start")), "{}", shown.texts().join(" | "));
    let stranger = town.signed_in("4-akhmetov").await;
    let refused = stranger.post(&format!("{service}/start"), &[("once", &once)]).await;
    assert!(refused.status == StatusCode::CONFLICT && refused.says("отдел закрыт"), "{}", refused.texts().join(" | "));
    let handed_in = belova.post(&format!("{draft}/submit"), &[("once", "0199e4a2-d7f0-7c0a-8a3e-0123456789ab")]).await;
    assert!(handed_in.status == StatusCode::CONFLICT && handed_in.says("отдел закрыт"), "{}", handed_in.texts().join(" | "));
    owner.go(&agent, &format!("{agent}/activity"), &[("do", "open"), ("step", "save")]).await;
    assert!(belova.get("/services").await.says(title));
}
