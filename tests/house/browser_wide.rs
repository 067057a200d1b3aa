//! Tables at a desk: all their columns are on the screen, without scrolling sideways.

use crate::{
    chromium::{Driver, Scripts, Width},
    rights_bounds::hide,
    town::Town,
};
use serde_json::json;

#[tokio::test]
async fn the_rules_and_the_journal_fit_a_desk() {
    let (town, driver) = (Town::open(), Driver::start());
    let owner = town.signed_in("1-gromov").await;
    let conditions = [("role", "operator"), ("kind", "3"), ("user", "3-morozov"), ("agent", "2")];
    hide(&owner, "agent-2", "applications.case.check-documents", &conditions).await;
    hide(&owner, "agent-2", "access.grant", &[("role", "administrator"), ("user", "3-morozov"), ("agent", "2")]).await;
    owner.get("/agents/424242").await;
    let screen = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    screen.sign_in("1-gromov").await;
    for page in ["/rights/rules?agent=2", "/journal", "/journal?agent=2"] {
        screen.visit(page).await;
        let beyond =
            screen.run("return Math.max(...[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth))").await;
        screen.picture(&format!("wide{}", page.replace(['/', '?', '='], "-"))).await;
        assert_eq!(beyond, json!(0), "{page}");
    }
    screen.close().await;
}
