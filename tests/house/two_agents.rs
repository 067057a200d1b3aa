//! Somebody who works in two Agents works in one at a time: chooses it in the header, sees its cases alone, and is put into
//! the other where the one is closed to them.

use crate::{
    chromium::{Driver, Scripts, Width},
    page::{Browser, Page},
    rights::change,
    town::{HOUSING, OWNER, SOCIAL, Town},
};
use expect_test::expect;
use kabinet::{applications::State, terms::AgentId};
use reqwest::StatusCode;

/// The housing company's operator, to whom the Owner gives the same role in social protection.
async fn of_both(town: &Town) -> Browser {
    let owner = town.signed_in("1-gromov").await;
    change(&owner, town.number_of("3-ermakov"), "agent=2&do=add-role&role=operator").await;
    town.signed_in("3-ermakov").await
}

/// The address of a case of this Agent.
fn case_in(town: &Town, agent: u64) -> String {
    let cases = town.applications();
    let case = cases.iter().find(|case| case.agent == AgentId::new(agent) && case.state != State::Draft).unwrap();
    format!("/cases/{}", case.id)
}

async fn choose(browser: &Browser, agent: &str) -> Page {
    let once = browser.get("/desk").await.once("/workplace");
    browser.post("/workplace", &[("once", &once), ("agent", agent)]).await
}

/// In which Agent the header says one works.
async fn works_in(browser: &Browser) -> String {
    let page = browser.get("/password").await.text();
    let name = page.split("</svg><span><b>").nth(1).unwrap_or_else(|| panic!("{page}"));
    name.split("</b>").next().unwrap().to_owned()
}

async fn statuses(browser: &Browser, paths: [&String; 2]) -> [u16; 2] {
    [browser.get(paths[0]).await.status.as_u16(), browser.get(paths[1]).await.status.as_u16()]
}

#[tokio::test]
async fn the_agent_is_chosen_in_the_header_and_the_others_cases_do_not_exist() {
    let town = Town::open();
    let both = of_both(&town).await;
    let (social, housing) = (case_in(&town, SOCIAL), case_in(&town, HOUSING));
    let cases = [&social, &housing];
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("Соцзащита", [200, 404]));
    let take = format!("{social}/take");
    let stale = both.get(&social).await.once("/sign-out");
    let mut stream = both.follow(&format!("{social}/stream")).await;
    town.settled().await;
    let from = [OWNER, SOCIAL, HOUSING].map(|agent| town.journal_size(agent));
    let since = |place: usize| town.told_since([OWNER, SOCIAL, HOUSING][place], from[place]);
    assert_eq!(choose(&both, "3").await.location(), "/");
    stream.ends().await;
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("УК «Тихая гавань»", [404, 200]));
    // What stood open is the other Agent's still.
    assert_eq!(both.post(&take, &[("once", &stale)]).await.status, StatusCode::NOT_FOUND);
    town.settled().await;
    expect!["3-ermakov identity.session.choose-scope Success session Changed session: agent Added workplace: agent, user"]
        .assert_eq(&since(0));
    assert!(!since(1).contains("choose") && !since(2).contains("choose"), "neither learns of the other: {} | {}", since(1), since(2));
    assert!(since(2).contains("3-ermakov applications.case.take Refused [refusal-missing]"), "{}", since(2));
    assert!(!since(1).contains("case.view") && since(2).contains("3-ermakov applications.case.view Success application"), "{}", since(2));
    // Only where one works: not the Owner's, not one that is not there.
    for agent in ["1", "77", "", "2,3"] {
        assert_eq!(choose(&both, agent).await.status, StatusCode::NOT_FOUND, "{agent}");
    }
    let one = town.signed_in("3-morozov").await;
    let page = one.get("/desk").await;
    assert!(!page.says("action=\"/workplace\""), "there is nothing to choose");
    let once = page.once("/sign-out");
    assert_eq!(one.post("/workplace", &[("once", &once), ("agent", "3")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(works_in(&one).await, "Соцзащита");
    // The next sign-in opens where one worked last, and stands in that journal.
    let from = town.journal_size(HOUSING);
    let again = town.signed_in("3-ermakov").await;
    assert_eq!((works_in(&again).await.as_str(), statuses(&again, cases).await), ("УК «Тихая гавань»", [404, 200]));
    assert!(town.posted_since(HOUSING, from).contains("identity.session.open Success user"));
    assert_eq!(choose(&again, "2").await.location(), "/");
    assert_eq!(
        (works_in(&again).await.as_str(), works_in(&both).await.as_str()),
        ("Соцзащита", "УК «Тихая гавань»"),
        "each session its own"
    );
}

#[tokio::test]
async fn whoever_is_shut_out_of_one_agent_works_on_in_the_other() {
    let town = Town::open();
    let both = of_both(&town).await;
    let (owner, administrator) = (town.signed_in("1-gromov").await, town.signed_in("3-orlova").await);
    let (social, housing) = (case_in(&town, SOCIAL), case_in(&town, HOUSING));
    let cases = [&social, &housing];
    choose(&both, "3").await;
    let activity = async |deed: &str| {
        let shown = owner.submit("/agents/3", "/agents/3/activity", &[("do", deed)]).await;
        assert!(shown.says("Что изменится") && shown.says("3-ermakov"), "{deed}: {}", shown.texts().join(" | "));
        let answer = owner.submit("/agents/3", "/agents/3/activity", &[("do", deed), ("step", "save")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.texts().join(" | "));
    };
    activity("close").await;
    town.settled().await;
    let from = (town.journal_size(SOCIAL), town.journal_size(HOUSING));
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("Соцзащита", [200, 404]));
    assert!(!both.get("/desk").await.says("action=\"/workplace\""), "only one is left");
    assert_eq!(works_in(&town.signed_in("3-ermakov").await).await, "Соцзащита", "nor is a sign-in led to a closed door");
    town.settled().await;
    assert!(town.told_since(SOCIAL, from.0).contains("3-ermakov applications.case.view Success"));
    assert!(!town.told_since(HOUSING, from.1).contains("3-ermakov"), "{}", town.told_since(HOUSING, from.1));
    activity("open").await;
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("УК «Тихая гавань»", [404, 200]), "the chosen one again");
    // A role that is gone, a period that is over: the same.
    choose(&both, "2").await;
    assert_eq!(statuses(&both, cases).await, [200, 404]);
    let ermakov = town.number_of("3-ermakov");
    change(&administrator, ermakov, "do=remove-role&role=operator").await;
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("УК «Тихая гавань»", [404, 200]));
    change(&administrator, ermakov, "do=add-role&role=operator").await;
    change(&administrator, ermakov, "do=period&from=&to=01.06.2026").await;
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("УК «Тихая гавань»", [404, 200]));
    // With nothing left the door is closed, and opens with the first.
    activity("close").await;
    assert!(both.get("/cases").await.location().starts_with("/sign-in"));
    change(&administrator, ermakov, "do=period&from=&to=").await;
    assert_eq!((works_in(&both).await.as_str(), statuses(&both, cases).await), ("Соцзащита", [200, 404]));
}

#[tokio::test]
async fn the_scope_is_remembered_in_each_agent() {
    let town = Town::open();
    let kuznetsova = town.signed_in("3-kuznetsova").await;
    let chosen = |page: &Page| {
        let text = page.text();
        let switch = text.split("<select class=\"entry\" id=\"scope\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
        let line = switch.split("<option").find(|option| option.contains(" selected")).unwrap().to_owned();
        line.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let page = kuznetsova.get("/desk").await;
    assert_eq!(chosen(&page), "Заречный район");
    let value =
        page.text().split("<option value=\"").find(|option| option.contains(">Центр<")).unwrap().split('"').next().unwrap().to_owned();
    let from = town.journal_size(SOCIAL);
    let answer = kuznetsova.post("/scope", &[("once", &page.once("/scope")), ("scope", &value), ("back", "/cases")]).await;
    assert_eq!(answer.location(), "/cases");
    expect!["3-kuznetsova identity.session.choose-scope Success session Changed session: scope Added workplace: agent, scopes.1.agent, scopes.1.scope, user"]
        .assert_eq(&town.posted_since(SOCIAL, from));
    let again = town.signed_in("3-kuznetsova").await;
    assert_eq!(chosen(&again.get("/desk").await), "Центр", "with the next sign-in");
    // Taken away, it is not fallen back into.
    let administrator = town.signed_in("3-orlova").await;
    change(&administrator, town.number_of("3-kuznetsova"), &format!("do=remove-scope&scope={value}")).await;
    assert!(again.get("/desk").await.says("Заречный район") && !again.get("/desk").await.says("Центр</"));
    assert!(town.signed_in("3-kuznetsova").await.get("/desk").await.says("Заречный район"));
}

#[tokio::test]
async fn the_agent_is_chosen_on_a_telephone_and_at_a_desk_with_and_without_scripts() {
    let (town, driver) = (Town::open(), Driver::start());
    drop(of_both(&town).await);
    let mut works_for = "Соцзащита";
    for (width, scripts) in [(Width::Least, Scripts::Off), (Width::Phone, Scripts::On), (Width::Desk, Scripts::On)] {
        let screen = driver.screen(&town, width, scripts, "ru").await;
        screen.sign_in("3-ermakov").await;
        screen.visit("/desk").await;
        assert!(screen.text().await.contains(works_for), "the last choice is remembered: {works_for}");
        if width != Width::Desk {
            screen.press_at(".phone-menu summary").await;
        }
        screen.passes("the choice of the Agent").await;
        screen.picture("agent-switch").await;
        let chosen = if works_for == "Соцзащита" { "УК «Тихая гавань»" } else { "Соцзащита" };
        let form = if width == Width::Desk { ".wide-only form[action='/workplace']" } else { ".phone-menu form[action='/workplace']" };
        screen.find(&format!("{form} select")).await.send_keys(chosen).await.unwrap();
        screen.submit(form).await;
        assert!(screen.path().await.starts_with("/desk"), "another Agent has other pages: {}", screen.path().await);
        screen.says(chosen).await;
        screen.picture("agent-chosen").await;
        works_for = chosen;
        screen.close().await;
    }
}
