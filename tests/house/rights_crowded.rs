//! Stories of many at the rights: two administrators at once, ten thousand rules.

use crate::{
    page::{Browser, Page},
    rights::{change, press},
    rights_bounds::{deeds, hide, refused, told},
    town::{SOCIAL, Town, now},
};
use expect_test::expect;
use kabinet::{
    access::{
        Actor, Area, Filter, Function, RoleCode, Seat, Section, Visibility, Who,
        changes::{self, Intent},
    },
    act::Call,
    ops::{demo::Size, showing},
    terms::{AgentId, Error, Language, UserId},
};
use reqwest::StatusCode;
use std::sync::Arc;

#[tokio::test]
async fn of_two_administrators_who_grant_at_once_what_conflicts_one_is_refused() {
    let town = Town::open();
    let (one, other) = (town.signed_in("3-orlova").await, town.signed_in("1-gromov").await);
    let fomin = town.number_of("3-fomin");
    let path = format!("/rights/users/{fomin}/change");
    let mine = one.get(&format!("{path}?do=add-role&role=operator")).await;
    let theirs = other.get(&format!("{path}?agent=2&do=add-role&role=controller")).await;
    assert!(mine.says("Принять") && theirs.says("Принять"), "each alone is allowed");
    let from = town.journal_size(SOCIAL);
    let answers = tokio::join!(press(&one, &mine, &path), press(&other, &theirs, &path));
    let pair = |page: &Page| page.says("Конфликт обязанностей") && page.says("«Оператор» и «Контролёр»");
    exactly_one(&answers, pair);
    let lines = deeds(&town, SOCIAL, from);
    assert_eq!(
        (lines.matches(" Changed grant: roles.2").count(), lines.matches(" Refused grant [record-changed]").count()),
        (1, 1),
        "{lines}"
    );

    // Nor by two records: one administrator widens the scope of the one duty, the other that of the other, to the same street.
    let scope = async |name: &str, street: &str| {
        let made = one.submit("/rights/scopes/new", "/rights/scopes/new", &[("name", name), ("street", street)]).await.location();
        made.rsplit('/').next().unwrap().to_owned()
    };
    let (west, east) = (scope("Запад", "ул. Набережная").await, scope("Восток", &a_street(&one, 1).await).await);
    let petrenko = town.number_of("3-petrenko");
    for edit in [
        format!("do=add-scope&scope={west}"),
        format!("do=add-scope&scope={east}"),
        format!("do=add-role&role=operator&scope={west}"),
        format!("do=add-role&role=controller&scope={east}"),
    ] {
        change(&one, petrenko, &edit).await;
    }
    let common = a_street(&one, 2).await;
    let (mine, theirs) = (format!("/rights/scopes/{west}"), format!("/rights/scopes/{east}"));
    let from = town.journal_size(SOCIAL);
    let answers = tokio::join!(widen(&one, &mine, "", &common), widen(&other, &theirs, "2", &common));
    exactly_one(&answers, |page| page.says("Конфликт обязанностей") && page.says("«Оператор» и «Контролёр» вместе в "));
    let lines = deeds(&town, SOCIAL, from);
    assert_eq!(
        (lines.matches(" Changed scope: ").count(), lines.matches(" Refused scope [conflict-in-houses]").count()),
        (1, 1),
        "{lines}"
    );
}

fn exactly_one((one, other): &(Page, Page), tells: impl Fn(&Page) -> bool) {
    let saved = [one, other].iter().filter(|page| page.status == StatusCode::SEE_OTHER).count();
    let refused: Vec<_> = [one, other].into_iter().filter(|page| page.status == StatusCode::CONFLICT).collect();
    assert_eq!((saved, refused.len()), (1, 1), "{} | {}", told(one), told(other));
    assert!(tells(refused[0]), "{}", told(refused[0]));
}

/// The n-th street of the register besides the embankment.
async fn a_street(browser: &Browser, place: usize) -> String {
    let page = browser.get("/rights/scopes/new").await.text();
    let streets = page.split("name=\"street\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    streets.filter(|street| street != "ул. Набережная").nth(place).unwrap()
}

async fn widen(browser: &Browser, path: &str, agent: &str, street: &str) -> Page {
    let page = browser.get(&if agent.is_empty() { path.to_owned() } else { format!("{path}?agent={agent}") }).await;
    let (once, seen) = (page.once(path), page.value("seen"));
    let fields = [("once", once.as_str()), ("seen", &seen), ("step", "save"), ("agent", agent), ("do", "add-street"), ("street", street)];
    let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    browser.post(path, &fields).await
}

#[tokio::test]
async fn ten_thousand_rules_on_one_section_are_a_thousand_and_a_refusal() {
    let town = Town::open();
    let (orlova, morozov) = (UserId::new(town.number_of("3-orlova")), UserId::new(town.number_of("3-morozov")));
    let folder = town.close();
    let (mut installation, _) = showing::open(folder.path(), Size::HAMLET).unwrap();
    let agent = AgentId::new(SOCIAL);
    let seat = Seat { user: orlova, login: Arc::from("3-orlova"), agent, scope: None };
    let (address, request) = ([127, 0, 0, 1].into(), "POST /story".to_owned());
    let actor = Actor { who: Who::User(seat), address, request, language: Language::Russian, proved_at: Some(now()), program: None };
    // The first is about the user, who sees the section after all; the others are about the role.
    let (mut made, mut refused_so) = (0, 0);
    for place in 0..10_000 {
        let intent = Intent {
            area: Area::Agent(agent),
            role: (place > 0).then(|| RoleCode::new("operator")),
            kind: None,
            group: None,
            user: (place == 0).then_some(morozov),
            filter: Filter::Matching,
            visibility: if place == 0 { Visibility::Available } else { Visibility::Hidden },
            section: Section::parse("search").unwrap(),
        };
        let call = Call { actor: &actor, function: Function::RuleDefine, at: now(), once: None };
        match installation.bench.act(&call, |act| changes::save_rule(act, None, intent, None)) {
            Ok(_) => made += 1,
            Err(Error::Refused(refusal)) if refusal.message.id == "rules-most" => refused_so += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((made, refused_so), (1_000, 9_000));
    installation.bench.close().unwrap();
    drop(installation);

    let town = Town::over(folder);
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    assert_eq!(operator.get("/search?q=1").await.status, StatusCode::OK, "the one about the user decides");
    assert_eq!(town.signed_in("3-kuznetsova").await.get("/search?q=1").await.status, StatusCode::FORBIDDEN);
    let why = administrator.get(&format!("/rights/users/{}?function=search.case.find", morozov.number())).await;
    for said in ["Раздел открывает правило № 1", "№ 2, № 3, ", " и ещё 987"] {
        assert!(why.says(said), "{said}: {}", told(&why));
    }
    // The list comes by the hundred, each rule once.
    let (mut address, mut seen) = ("/rights/rules?section=search".to_owned(), Vec::new());
    loop {
        let page = administrator.get(&address).await;
        assert!(page.status == StatusCode::OK && page.bytes.len() < 400_000, "{}", page.bytes.len());
        let links = page.links();
        seen.extend(links.iter().filter(|link| link.starts_with("/rights/rules/edit?id=")).cloned());
        let Some(next) = links.into_iter().find(|link| link.contains("after=")) else { break };
        address = next;
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (1_000, 1_000));
    let from = town.journal_size(SOCIAL);
    refused(
        &hide(&administrator, "agent-2", "journal", &[("role", "viewer")]).await,
        StatusCode::CONFLICT,
        "Больше 1000 правил в одной области не помещается",
    );
    expect!["3-orlova access.rule.define Refused [rules-most]"].assert_eq(&deeds(&town, SOCIAL, from));
    // Another area has room, and so has this one when one is gone.
    let owner = town.signed_in("1-gromov").await;
    assert_eq!(hide(&owner, "agent-3", "journal", &[("role", "viewer")]).await.status, StatusCode::SEE_OTHER);
    let once = administrator.get("/rights/rules?section=search").await.once("/rights/rules/1/remove");
    let shown = administrator.post("/rights/rules/1/remove", &[("once", &once)]).await;
    assert!(shown.says("Удалить правило № 1"), "what it does is shown first: {}", told(&shown));
    assert_eq!(press(&administrator, &shown, "/rights/rules/1/remove").await.status, StatusCode::SEE_OTHER);
    assert_eq!(operator.get("/search?q=1").await.status, StatusCode::FORBIDDEN, "now the others decide");
    assert_eq!(hide(&administrator, "agent-2", "journal", &[("role", "viewer")]).await.status, StatusCode::SEE_OTHER);
}
