//! What the Owner's and an Agent's administrators do with a user's card, and what they cannot: where somebody may work at all, until
//! when, and what is said before it is done.

use crate::{
    page::{Browser, Page},
    rights::change,
    rights_bounds::{deeds, refused, told},
    town::{OWNER, SOCIAL, Town},
};
use expect_test::expect;
use jiff::{ToSpan, civil::Date};
use reqwest::StatusCode;

/// The rights as they would be after this; nothing is saved.
async fn asked(browser: &Browser, user: u64, query: &str) -> Page {
    browser.get(&format!("/rights/users/{user}/change?{query}")).await
}

fn today() -> Date {
    crate::town::now().to_zoned(jiff::tz::TimeZone::get("Europe/Moscow").unwrap()).date()
}

#[tokio::test]
async fn with_the_owner_works_nobody_but_the_owners_employees() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let ermakov = town.number_of("3-ermakov");
    let from = town.journal_size(OWNER);
    let only = "У Владельца системы работают только сотрудники (1)";
    for query in ["do=add-role&role=supervisor", "do=add-role&role=viewer", "do=period&to=2030-01-01"] {
        let shown = asked(&owner, ermakov, &format!("agent=1&{query}")).await;
        assert!(shown.says(only) && !shown.says("Принять"), "{query}: {}", told(&shown));
    }
    // Nor past the preview.
    let path = format!("/rights/users/{ermakov}/change");
    let once = owner.get("/rights/roles/new?agent=1").await.once("/rights/roles/new");
    let fields = [("once", once.as_str()), ("agent", "1"), ("do", "add-role"), ("role", "supervisor")];
    refused(&owner.post(&path, &fields).await, StatusCode::UNPROCESSABLE_ENTITY, only);
    town.settled().await;
    expect!["1-gromov access.grant.make Refused [user-agents-others]"].assert_eq(&deeds(&town, OWNER, from));
    // The card stands open where its holder works.
    let card = owner.get(&format!("/rights/users/{ermakov}")).await;
    assert!(card.text().contains("name=\"agent\" value=\"3\"") && !card.text().contains("value=\"supervisor\""), "{}", told(&card));
    assert_eq!(town.signed_in("3-ermakov").await.get("/agents").await.status, StatusCode::FORBIDDEN);
}
