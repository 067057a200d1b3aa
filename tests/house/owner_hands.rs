//! What the Owner's and an Agent's administrators do with a user's card, and what they cannot: where somebody may work at all, until
//! when, and what is said before it is done.

use crate::{
    live_changes::scope_named,
    page::{Browser, Page},
    rights::{change, press},
    rights_bounds::{deeds, hide, refused, told},
    town::{OWNER, SOCIAL, Town},
};
use expect_test::expect;
use jiff::{ToSpan, civil::Date};
use kabinet::{
    storage::Engine,
    terms::{Language, Words},
};
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
    // And the Owner's employees work nowhere else.
    let shown = asked(&owner, town.number_of("1-larina"), "agent=2&do=add-role&role=viewer").await;
    assert!(shown.says("Сотрудник (1) работает только у Владельца системы") && !shown.says("Принять"), "{}", told(&shown));
}

#[tokio::test]
async fn nobody_lengthens_their_own_access() {
    let town = Town::open();
    let (owner, orlova) = (town.signed_in("1-gromov").await, town.number_of("3-orlova"));
    let (first, last) = (today() - 30.days(), today() + 30.days());
    change(&owner, orlova, &format!("agent={SOCIAL}&do=period&from={first}&to={last}")).await;
    let administrator = town.signed_in("3-orlova").await;
    let from = town.journal_size(SOCIAL);
    let (later, earlier) = (last + 1.days(), first - 1.days());
    for period in [
        "from=&to=".to_owned(),
        format!("from={first}&to="),
        format!("from={first}&to={later}"),
        format!("from=&to={last}"),
        format!("from={earlier}&to={last}"),
    ] {
        let shown = asked(&administrator, orlova, &format!("do=period&{period}")).await;
        assert!(shown.says("Свои права расширить нельзя") && !shown.says("Принять"), "{period}: {}", told(&shown));
    }
    town.settled().await;
    assert_eq!(town.told_since(SOCIAL, from).matches("access.grant.make Refused grant [delegation-own]").count(), 5);
    // Less is theirs to take, and another's access is longer than their own where they say so.
    let sooner = last - 1.days();
    let shown = asked(&administrator, orlova, &format!("do=period&from={first}&to={sooner}")).await;
    assert!(shown.says("Принять"), "{}", told(&shown));
    change(&administrator, town.number_of("3-morozov"), &format!("do=period&to={later}")).await;
}

#[tokio::test]
async fn a_period_is_shown_with_what_it_takes_and_from_which_day() {
    let town = Town::open();
    let (administrator, morozov) = (town.signed_in("3-orlova").await, town.number_of("3-morozov"));
    let words = Words::new(Language::Russian, jiff::tz::TimeZone::UTC);
    let said = |after: i64| words.date(today() + after.days());
    let until = |after: i64| format!("do=period&from=&to={}", today() + after.days());
    let ends = asked(&administrator, morozov, &until(4)).await;
    let period = format!("Доступ: без ограничения → по {}", said(4));
    for told_of in [&*period, "Сегодня ничего не изменится", &format!("С {}", said(5)), "Пропад", "Больше не сможет здесь ничего"]
    {
        assert!(ends.says(told_of), "{told_of}: {}", told(&ends));
    }
    assert!(!ends.says("Ни у кого"), "{}", told(&ends));
    let begins = asked(&administrator, morozov, &format!("do=period&from={}&to=", today() + 9.days())).await;
    for told_of in
        [&*format!("без ограничения → с {}", said(9)), "Больше не сможет здесь ничего", &format!("С {} доступ вернётся", said(9))]
    {
        assert!(begins.says(told_of), "{told_of}: {}", told(&begins));
    }
    // What is given for longer comes on the day on which the rest would have ended, and what is taken goes on its day.
    change(&administrator, morozov, &until(4)).await;
    let longer = asked(&administrator, morozov, &until(20)).await;
    assert!(longer.says(&format!("С {}", said(5))) && longer.says("Появ") && !longer.says(&said(21)), "{}", told(&longer));
    change(&administrator, morozov, &format!("do=period&from={}&to=", today() + 9.days())).await;
    let later = asked(&administrator, morozov, "do=remove-role&role=operator").await;
    assert!(later.says("Сегодня ничего не изменится") && later.says(&format!("С {}", said(9))), "{}", told(&later));
}

#[tokio::test]
async fn who_is_in_a_group_that_a_rule_names_is_shown_with_what_it_changes() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let morozov = town.number_of("3-morozov").to_string();
    let (form, own) = ("/rights/groups/users", "/rights/groups/users?id=1");
    assert_eq!(administrator.submit(form, form, &[("name", "Новички")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(hide(&administrator, "agent-2", "people", &[("group", "1")]).await.status, StatusCode::SEE_OTHER);
    let open = async || operator.get("/persons/new").await.status == StatusCode::OK;
    let joins = administrator.submit(own, form, &[("id", "1"), ("name", "Новички"), ("add", "3-morozov")]).await;
    for told_of in ["Что изменится", "Морозов", "Пропад", "Регистрация заявителя", "Принять"]
    {
        assert!(joins.says(told_of), "{told_of}: {}", told(&joins));
    }
    assert!(open().await, "it is only shown");
    assert_eq!(press(&administrator, &joins, form).await.location(), "/rights/groups");
    assert!(!open().await, "in the group");
    // Another name changes nobody's rights.
    let renamed = [("id", "1"), ("name", "Стажёры"), ("member", morozov.as_str())];
    assert_eq!(administrator.submit(own, form, &renamed).await.status, StatusCode::SEE_OTHER);
    let leaves = administrator.submit(own, form, &[("id", "1"), ("name", "Стажёры")]).await;
    assert!(leaves.says("Появ") && leaves.says("Морозов"), "{}", told(&leaves));
    assert_eq!(press(&administrator, &leaves, form).await.location(), "/rights/groups");
    assert!(open().await, "out of the group");

    let owner = town.signed_in("1-gromov").await;
    let (form, own) = ("/rights/groups/agents", "/rights/groups/agents?id=1");
    assert_eq!(owner.submit(form, form, &[("name", "Город"), ("member", "3")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(hide(&owner, "group-1", "people", &[("role", "operator")]).await.status, StatusCode::SEE_OTHER);
    let both = [("id", "1"), ("name", "Город"), ("member", "2"), ("member", "3")];
    let joins = owner.submit(own, form, &both).await;
    assert!(joins.says("Что изменится") && joins.says("Морозов") && open().await, "{}", told(&joins));
    assert_eq!(press(&owner, &joins, form).await.location(), "/rights/groups?agent=1");
    assert!(!open().await, "the Agent is in the group");
}

#[tokio::test]
async fn whoever_chose_an_agent_comes_back_to_it_from_its_groups() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let (form, back) = ("/rights/groups/agents", "/rights/groups?agent=3");
    let way = owner.get(back).await.links().into_iter().find(|link| link.starts_with(form)).unwrap();
    assert_eq!(owner.get(&way).await.value("agent"), "3");
    let saved = owner.submit(&way, form, &[("agent", "3"), ("name", "Город"), ("member", "3")]).await;
    assert_eq!(saved.location(), back, "{}", told(&saved));
    assert!(owner.get(back).await.links().contains(&format!("{form}?agent=3&id=1")));
    assert_eq!(hide(&owner, "group-1", "people", &[("role", "operator")]).await.status, StatusCode::SEE_OTHER);
    let own = format!("{form}?agent=3&id=1");
    let joins = owner.submit(&own, form, &[("agent", "3"), ("id", "1"), ("name", "Город"), ("member", "2"), ("member", "3")]).await;
    assert_eq!(press(&owner, &joins, form).await.location(), back, "from what it changes, too: {}", told(&joins));
    let strange = owner.submit(&own, form, &[("agent", "99"), ("name", "Другой"), ("member", "3")]).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_owner_gives_another_agent_on_the_card_and_takes_all_away_there() {
    let town = Town::open();
    let (owner, morozov) = (town.signed_in("1-gromov").await, town.number_of("3-morozov"));
    let card = format!("/rights/users/{morozov}");
    let page = owner.get(&card).await;
    assert!(page.says("Агенты пользователя") && page.says("Добавить Агента"), "{}", told(&page));
    let text = page.text();
    assert!(text.contains(&format!("href=\"{card}?agent=2\" aria-current")), "{text}");
    assert!(text.contains("<option value=\"3\"") && !text.contains(">Инфоцентр</option>"), "not the Owner's own: {text}");
    // The choice leads to the card there, where roles are given.
    let there = owner.get(&format!("{card}?agent=3")).await;
    assert!(there.says("Ролей нет") && !there.says("Снять все права"), "nothing to take yet: {}", told(&there));
    change(&owner, morozov, "agent=3&do=add-role&role=viewer").await;
    let there = owner.get(&format!("{card}?agent=3")).await;
    let (first, second) = (format!("href=\"{card}?agent=2\""), format!("href=\"{card}?agent=3\" aria-current"));
    assert!(there.text().contains(&first) && there.text().contains(&second) && there.says("Снять все права"), "{}", told(&there));
    let ends = change(&owner, morozov, "agent=3&do=end").await;
    assert!(ends.says("Больше не сможет здесь ничего"), "{}", told(&ends));
    assert!(!owner.get(&card).await.text().contains(&second));
    // An employee of the Owner works there only; an administrator has no choice of Agents, and takes away on the card too.
    let own = owner.get(&format!("/rights/users/{}", town.number_of("1-larina"))).await;
    assert!(own.text().contains("?agent=1\" aria-current") && !own.says("Добавить Агента"), "{}", told(&own));
    let administrator = town.signed_in("3-orlova").await;
    let seen = administrator.get(&card).await;
    assert!(seen.says("Снять все права") && !seen.says("Агенты пользователя"), "{}", told(&seen));
}

#[tokio::test]
async fn a_refusal_names_the_group_of_houses_in_which_the_answer_is_yes() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let kuznetsova = town.number_of("3-kuznetsova");
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let [river, centre] = ["Заречный район", "Центр"].map(|name| scope_named(&view, name));
    change(&administrator, kuznetsova, &format!("do=add-role&role=head&scope={river}")).await;
    let why = |seat| format!("/rights/users/{kuznetsova}?function=applications.case.assign&seat={seat}");
    let elsewhere = "В группе объектов «Заречный район» может: её выбирают в шапке";
    let no = administrator.get(&why(centre)).await;
    assert!(no.says("Не может") && no.says(elsewhere), "{}", told(&no));
    let yes = administrator.get(&why(river)).await;
    assert!(!yes.says("Не может") && !yes.says("выбирают в шапке"), "{}", told(&yes));
}

#[tokio::test]
async fn a_section_goes_by_one_name() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let fields = [("area", "agent-2"), ("section", "applications.case"), ("role", "operator"), ("filter", "matching")];
    let fields = [fields.as_slice(), &[("visibility", "hidden"), ("step", "preview")]].concat();
    let preview = administrator.submit("/rights/rules/edit", "/rights/rules/edit", &fields).await;
    assert!(preview.says("Работа ‣ Очередь") && preview.says("Очередь: Решение по делу"), "{}", told(&preview));
    press(&administrator, &preview, "/rights/rules/edit").await;
    let rules = administrator.get("/rights/rules").await;
    assert!(rules.says("Работа ‣ Очередь") && !rules.texts().iter().any(|text| text == "Дела"), "{}", told(&rules));
}
