//! Справочники ‣ Дома: the addresses that groups of objects are made of, entered by hand and not by a demonstration.

use crate::{
    rights_bounds::{refused, told},
    town::{OWNER, Town},
};
use expect_test::expect;
use reqwest::StatusCode;

const EDIT: &str = "/houses/edit";
const MANY: &str = "/houses/enter";

#[tokio::test]
async fn the_owner_enters_the_houses_of_a_town_one_by_one_and_as_a_list() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let from = town.journal_size(OWNER);
    let list = owner.get("/houses").await;
    assert!(list.says("Дома") && list.says("Внести списком") && list.says("ул. "), "{}", told(&list));

    let wrong = owner.submit(EDIT, EDIT, &[("street", "12"), ("number", "дом")]).await;
    refused(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "Впишите улицу словами");
    assert!(wrong.says("Номер дома начинается с цифры") && wrong.text().contains("value=\"дом\""), "what was typed stays");
    let entered = owner.submit(EDIT, EDIT, &[("street", "ул.  Новая "), ("number", "1")]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", told(&entered));
    assert!(owner.get(&entered.location()).await.says("ул. Новая"));
    refused(
        &owner.submit(EDIT, EDIT, &[("street", "УЛ. НОВАЯ"), ("number", "1")]).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "Такой дом уже есть",
    );

    let lines = "ул. Новая; 1\nул. Новая; 2\nул. Новая\t3а\n";
    let broken = owner.submit(MANY, MANY, &[("houses", &format!("{lines}просто текст\n"))]).await;
    refused(&broken, StatusCode::UNPROCESSABLE_ENTITY, "Проверьте строку 4");
    assert!(broken.says("просто текст"), "what was typed stays");
    assert!(!owner.get("/houses?street=ул. Новая").await.says("3а"), "nothing is half done");
    assert_eq!(owner.submit(MANY, MANY, &[("houses", lines)]).await.status, StatusCode::SEE_OTHER);
    let street = owner.get("/houses?q=новая&street=ул. Новая").await;
    assert!(street.says("3а"), "{}", told(&street));
    refused(&owner.submit(MANY, MANY, &[("houses", " \n")]).await, StatusCode::UNPROCESSABLE_ENTITY, "хотя бы один дом");

    // An address is mended, with its history; who was slower is told.
    let number = street.links().into_iter().find_map(|link| Some(link.strip_prefix("/houses/edit?id=")?.to_owned())).unwrap();
    let address = format!("{EDIT}?id={number}");
    let (slow, seen) = (owner.get(&address).await, owner.get(&address).await.value("seen"));
    let mend = [("id", number.as_str()), ("street", "ул. Новейшая"), ("number", "1"), ("seen", &seen)];
    assert_eq!(owner.submit(&address, EDIT, &mend).await.status, StatusCode::SEE_OTHER);
    let late = [("id", number.as_str()), ("street", "ул. Старая"), ("number", "1"), ("seen", &slow.value("seen"))];
    let beside = owner.submit(&address, EDIT, &late).await;
    refused(&beside, StatusCode::CONFLICT, "ул. Новейшая");
    let history = owner.get(&format!("/history/house/{number}")).await;
    assert!(history.says("Дом ул. Новейшая, 1") && history.says("Внесение дома в реестр"), "{}", told(&history));
    expect![[r#"
        1-gromov housing.house.register Refused [house-street]
        1-gromov housing.house.register Success house Added house: id, number, street
        1-gromov housing.house.register Refused [house-taken]"#]]
    .assert_eq(&crate::rights_bounds::deeds(&town, OWNER, from).lines().take(3).collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn the_technologist_of_an_agent_keeps_the_register_and_an_operator_does_not_see_it() {
    let town = Town::open_to(&["3-mironov", "3-frolova"]);
    let technologist = town.signed_in("3-mironov").await;
    assert!(technologist.get("/houses").await.says("Внести дом"));
    assert_eq!(technologist.submit(EDIT, EDIT, &[("street", "пер. Тихий"), ("number", "7")]).await.status, StatusCode::SEE_OTHER);
    let operator = town.signed_in("3-morozov").await;
    assert_eq!(operator.get("/houses").await.status, StatusCode::FORBIDDEN);
    assert_eq!(operator.get(EDIT).await.status, StatusCode::FORBIDDEN);
    // A new group of objects is made of it at once.
    let administrator = town.signed_in("3-frolova").await;
    assert!(administrator.get("/rights/scopes/new?q=тихий").await.says("пер. Тихий"));
}
