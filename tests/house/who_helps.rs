//! A refusal says what decided, for whom, and who can really help; what is hidden is hidden in the search, too; histories say
//! names where the records keep codes.

use crate::{
    rights_bounds::{hide, refused, told},
    town::{SOCIAL, Town},
};
use reqwest::StatusCode;

#[tokio::test]
async fn what_the_owner_closed_only_the_owner_opens() {
    let town = Town::open();
    let (owner, administrator) = (town.signed_in("1-gromov").await, town.signed_in("3-orlova").await);
    assert_eq!(hide(&owner, "all", "access.audit", &[("kind", "3")]).await.status, StatusCode::SEE_OTHER);
    let closed = administrator.get("/role-audit").await;
    refused(&closed, StatusCode::FORBIDDEN, "Раздел скрывает правило № 1 для типа «Агент (3)»");
    let said = told(&closed);
    let why = said.split("Доступ закрыт").last().unwrap();
    assert!(why.contains("Открыть может: Владелец системы") && !why.contains("Орлова Т. В."), "{why}");
    assert!(!why.contains("функцию дают роли"), "another role would not help: {why}");
}

#[tokio::test]
async fn what_an_administrator_closed_another_opens_and_the_search_does_not_show() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    assert!(operator.get("/search?q=отопление").await.says("Компенсация расходов на отопление"));
    assert_eq!(hide(&administrator, "agent-2", "applications.case", &[("role", "operator")]).await.status, StatusCode::SEE_OTHER);
    let closed = operator.get("/cases").await;
    refused(&closed, StatusCode::FORBIDDEN, "Раздел скрывает правило № 1 для роли «Оператор»");
    assert!(closed.says("Открыть может: Орлова Т. В."), "{}", told(&closed));
    let search = operator.get("/search?q=отопление").await;
    refused(&search, StatusCode::FORBIDDEN, "Раздел скрывает правило № 1");
    assert!(!search.says("Компенсация расходов"), "{}", told(&search));
    assert!(!operator.get("/desk").await.says("Найти дело, человека, адрес"));
}

#[tokio::test]
async fn an_administrator_reads_who_changed_an_employees_card_and_no_strangers() {
    let town = Town::open();
    let (owner, administrator) = (town.signed_in("1-gromov").await, town.signed_in("3-orlova").await);
    let (own, foreign, citizen) = (town.number_of("3-morozov"), town.number_of("3-ermakov"), town.number_of("4-belova"));
    let path = format!("/users/{own}/edit");
    let card = owner.get(&path).await;
    let fields = [
        ("surname", "Морозов"),
        ("name", "Алексей"),
        ("patronymic", "Игоревич"),
        ("position", "Старший специалист"),
        ("email", "morozov@social.example"),
        ("active", "yes"),
        ("seen", &card.value("seen")),
        ("once", &card.once(&path)),
    ];
    let saved = owner.post(&path, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", told(&saved));
    let history = administrator.get(&format!("/history/user/{own}")).await;
    assert!(history.status == StatusCode::OK && history.says("Громов П. А."), "{}", told(&history));
    assert!(administrator.get(&format!("/rights/users/{own}")).await.text().contains(&format!("/history/user/{own}")));
    for number in [foreign, citizen] {
        assert_eq!(administrator.get(&format!("/history/user/{number}")).await.status, StatusCode::NOT_FOUND);
    }
    // A history of a role says functions by their names.
    crate::rights_bounds::new_role(&administrator, "Приёмная").await;
    let role = administrator.get("/rights/roles").await.links().into_iter().find(|link| link.starts_with("/history/role/")).unwrap();
    let list = administrator.get(&role).await;
    let entry = list.links().into_iter().find(|link| link.starts_with(&role) && link.contains("entry=")).unwrap();
    let change = administrator.get(&entry).await;
    assert!(change.says("Просмотр заявителя") && !change.says("people.person.view"), "{}", told(&change));
}

#[tokio::test]
async fn a_sign_in_is_read_and_proved_by_who_reads_the_journal() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    town.settled().await;
    let number = town.journal(SOCIAL).iter().rposition(|entry| entry.function == "identity.session.open").unwrap() + 1;
    let page = administrator.get(&format!("/journal/{number}")).await;
    assert!(page.says("3-orlova") && !page.says("вне вашего доступа"), "{}", told(&page));
    assert_eq!(administrator.get(&format!("/journal/{number}/proof")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn two_roles_are_not_called_alike() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let alike = crate::rights_bounds::new_role(&administrator, "оператор").await;
    refused(&alike, StatusCode::UNPROCESSABLE_ENTITY, "Роль с таким названием уже есть");
}

#[tokio::test]
async fn a_case_of_ones_other_scope_says_where_it_is_and_a_strangers_says_nothing() {
    let town = Town::open();
    let (operator, stranger) = (town.signed_in("3-kuznetsova").await, town.signed_in("3-ermakov").await);
    let cases = town.applications();
    let mut named = 0;
    for case in cases.iter().filter(|case| case.agent.number() == SOCIAL && case.number.is_some() && case.house.is_some()) {
        let path = format!("/cases/{}", case.id);
        let page = operator.get(&path).await;
        if page.status == StatusCode::NOT_FOUND && page.says("Это дело в другой вашей группе объектов: «Центр»")
        {
            named += 1;
        }
        let foreign = stranger.get(&path).await;
        assert!(foreign.status == StatusCode::NOT_FOUND && !foreign.says("группе объектов"), "{}", told(&foreign));
    }
    assert!(named > 0);
}
