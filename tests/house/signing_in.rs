//! Stories of signing in.

use crate::town::{PASSWORD, Town};
use expect_test::expect;
use reqwest::StatusCode;

#[tokio::test]
async fn a_citizen_signs_in_sees_the_cabinet_and_signs_out() {
    let town = Town::open();
    let began = town.journal_size(1);
    let browser = town.signed_in("4-belova").await;
    let home = browser.get("/").await;
    assert!(home.says("Анна Сергеевна"), "{}", home.text());
    let out = browser.post("/sign-out", &[("once", &home.once("/sign-out"))]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/applications").await.location(), "/sign-in?next=%2Fapplications");
    let _ = (began, expect![""], PASSWORD);
}
