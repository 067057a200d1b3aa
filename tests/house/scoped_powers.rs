//! Rights are weighed where they hold: whoever administers some of the houses rules over nobody who administers all of them,
//! gives nothing beyond these houses, themselves included, and what is shown before saving is what holds where.

use crate::{
    page::{Browser, Page},
    rights::{change, press},
    rights_bounds::{refused, told},
    town::Town,
};
use kabinet::storage::Engine;
use reqwest::StatusCode;

fn scope(town: &Town, name: &str) -> String {
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    crate::live_changes::scope_named(&view, name).to_string()
}

async fn asked(browser: &Browser, user: u64, query: &str) -> Page {
    browser.get(&format!("/rights/users/{user}/change?{query}")).await
}

/// Зайцев administers «Северный посёлок» and «Заречный район», and heads the department in the first of them.
async fn administrator_of_some(town: &Town, administrator: &Browser) -> (u64, String) {
    let zaytsev = town.number_of("3-zaytsev");
    let (north, river) = (scope(town, "Северный посёлок"), scope(town, "Заречный район"));
    change(administrator, zaytsev, "do=remove-role&role=inspector").await;
    change(administrator, zaytsev, &format!("do=add-scope&scope={north}")).await;
    change(administrator, zaytsev, &format!("do=add-scope&scope={river}")).await;
    change(administrator, zaytsev, "do=add-role&role=administrator").await;
    change(administrator, zaytsev, &format!("do=add-role&role=head&scope={north}")).await;
    (zaytsev, river)
}

#[tokio::test]
async fn who_administers_some_houses_rules_over_nobody_who_administers_all() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let orlova = town.number_of("3-orlova");
    let (zaytsev, river) = administrator_of_some(&town, &administrator).await;
    let partial = town.signed_in("3-zaytsev").await;

    let password = format!("/users/{orlova}/password");
    let given = partial.submit(&password, &password, &[]).await;
    refused(&given, StatusCode::CONFLICT, "есть права, которых нет у вас");
    let taken = asked(&partial, orlova, "do=remove-role&role=administrator").await;
    refused(&taken, StatusCode::OK, "там, где его нет у вас");
    assert!(!taken.says("Забрать"), "{}", told(&taken));

    // Nor do they carry their own office to houses where they do not hold it.
    let own = asked(&partial, zaytsev, &format!("do=add-role&role=head&scope={river}")).await;
    refused(&own, StatusCode::OK, "Свои права расширить нельзя");
    // In their houses they give what they have, and nothing beyond.
    let lebedev = town.number_of("3-lebedev");
    change(&partial, lebedev, "do=add-role&role=viewer").await;
    let beyond = asked(&partial, lebedev, &format!("do=add-scope&scope={}", scope(&town, "Центр"))).await;
    assert!(!beyond.says("Принять"), "{}", told(&beyond));
    // Whoever administers all gives a password to who administers some.
    assert_eq!(partial.get("/rights").await.status, StatusCode::OK);
    let password = format!("/users/{zaytsev}/password");
    assert_eq!(administrator.submit(&password, &password, &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_role_in_one_more_scope_is_shown_as_what_it_is() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let kuznetsova = town.number_of("3-kuznetsova");
    let (river, centre) = (scope(&town, "Заречный район"), scope(&town, "Центр"));
    let first = change(&administrator, kuznetsova, &format!("do=add-role&role=head&scope={river}")).await;
    assert!(first.says("Очередь: Назначение исполнителя"), "{}", told(&first));
    let count = first.texts().join(" ");
    assert!(count.contains("Назначение исполнителя : ") || count.contains("Назначение исполнителя: "), "where it holds: {count}");
    let second = change(&administrator, kuznetsova, &format!("do=add-role&role=head&scope={centre}")).await;
    assert!(second.says("В других домах, чем раньше") && second.says("Назначение исполнителя"), "{}", told(&second));
    let card = administrator.get(&format!("/rights/users/{kuznetsova}?function=applications.case.assign&seat={centre}")).await;
    assert!(card.says("Может: "), "{}", told(&card));

    // A scope that is not held binds nothing: unbound, the role would hold everywhere.
    let lebedev = town.number_of("3-lebedev");
    let astray = asked(&administrator, lebedev, &format!("do=add-role&role=head&scope={river}")).await;
    refused(&astray, StatusCode::OK, "У сотрудника нет этой группы объектов");
    assert!(!astray.says("Принять"), "{}", told(&astray));
}

#[tokio::test]
async fn what_is_shown_before_saving_names_houses_and_cases_and_tells_no_more_than_is_lost() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let kuznetsova = town.number_of("3-kuznetsova");
    let less = asked(&administrator, kuznetsova, &format!("do=remove-scope&scope={}", scope(&town, "Центр"))).await;
    assert!(less.says("Уйдут из вида дома: ") && less.says("Открытых дел: ") && less.says("ул. "), "{}", told(&less));

    let past = asked(&administrator, kuznetsova, "do=period&from=2020-01-01&to=2021-01-01").await;
    assert!(past.says("Больше не сможет здесь ничего"), "{}", told(&past));
    assert!(!past.says("все дома Агента") && !past.says("Персональные данные будут скрыты"), "{}", told(&past));

    // Whoever has no role left still signs in, changes the password and reads notices: that is not lost.
    let petrenko = town.number_of("3-petrenko");
    let last = asked(&administrator, petrenko, "do=remove-role&role=viewer").await;
    assert!(last.says("Очередь дел") && !last.says("Смена своего пароля") && !last.says("Вход и сеансы"), "{}", told(&last));
    press(&administrator, &last, &format!("/rights/users/{petrenko}/change")).await;
    let card = administrator.get(&format!("/rights/users/{petrenko}")).await;
    assert!(!card.says("ничего не может"), "{}", told(&card));
}

#[tokio::test]
async fn no_address_of_a_change_tells_the_names_of_another_agents_records() {
    let town = Town::open_to(&["3-frolova"]);
    let (social, housing) = (town.signed_in("3-orlova").await, town.signed_in("3-frolova").await);
    let made = crate::rights_bounds::new_role(&housing, "Секретная роль").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", told(&made));
    let code = made.location().rsplit('/').next().unwrap().to_owned();
    let user = town.number_of("3-kuznetsova");
    let foreign = housing.get("/rights/scopes").await;
    let numbers: Vec<_> =
        foreign.links().into_iter().filter_map(|link| link.strip_prefix("/rights/scopes/")?.parse::<u64>().ok()).collect();
    assert!(!numbers.is_empty());
    let scopes = numbers.iter().map(|number| format!("do=add-scope&scope={number}"));
    let bound = numbers.iter().map(|number| format!("do=add-role&role=viewer&scope={number}"));
    let principals = (1..5).map(|number| format!("do=add-principal&principal={number}"));
    for query in scopes.chain(bound).chain(principals).chain([format!("do=add-role&role={code}")]) {
        let page = asked(&social, user, &query).await;
        for secret in ["Участок", "Секретная роль", "тепловые сети", "Водоканал"] {
            assert!(!page.says(secret), "{query}: {secret}: {}", told(&page));
        }
        assert!(!page.says("Принять"), "{query}: {}", told(&page));
    }
}
