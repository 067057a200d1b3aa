//! A right that is taken away is gone with the next request, whatever is open.

use crate::page::Browser;
use crate::town::Town;
use jiff::Timestamp;
use kabinet::{
    access::{Actor, Function, RoleCode, Seat, Who, changes as access_changes, table as access_table},
    act::{Bench, Call},
    applications::{Application, State, changes as case_changes},
    identity::{Login, table as identity_table},
    ops::{demo::Size, showing},
    storage::Snapshot,
    terms::{AgentId, Error, Language, UserId},
};
use reqwest::StatusCode;
use std::{net::IpAddr, path::Path, sync::Arc};

const SOCIAL: AgentId = AgentId::new(2);

fn user(view: &Snapshot, login: &str) -> UserId {
    identity_table::user_by_login(view, &Login::parse(login).unwrap()).unwrap().unwrap().id
}

fn actor(user: UserId, login: &str) -> Actor {
    let seat = Seat { user, login: Arc::from(login), agent: SOCIAL, scope: None };
    let (address, request) = (IpAddr::from([127, 0, 0, 1]), "POST /story".to_owned());
    Actor { who: Who::User(seat), address, request, language: Language::Russian, proved_at: Some(Timestamp::now()), program: None }
}

/// Gives an employee these roles, as an administrator of the Agent does.
fn grant(bench: &mut Bench, to: UserId, roles: &[&str]) {
    let administrator = actor(user(&bench.engine().snapshot().unwrap(), "3-orlova"), "3-orlova");
    let call = Call { actor: &administrator, function: Function::GrantMake, at: Timestamp::now(), once: None };
    let roles = roles.iter().map(|code| RoleCode::new(code)).collect();
    bench.act(&call, |act| access_changes::make_grant(act, to, SOCIAL, roles, Vec::new())).unwrap();
}

/// In the installation of this folder, which nobody serves now.
fn with_bench<T>(folder: &Path, work: impl FnOnce(&mut Bench, &kabinet::applications::Office) -> T) -> T {
    let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
    let office = installation.office.clone();
    let done = work(&mut installation.bench, &office);
    installation.bench.close().unwrap();
    done
}

fn new_cases(town: &Town) -> Vec<Application> {
    town.applications().into_iter().filter(|case| case.agent == SOCIAL && case.state == State::Submitted).collect()
}

#[tokio::test]
async fn the_next_decision_of_the_same_batch_has_the_new_answer() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    belova.apply_for_heating().await;
    let case = new_cases(&town).remove(0).id;
    let folder = town.close();
    with_bench(folder.path(), |bench, office| {
        let morozov = user(&bench.engine().snapshot().unwrap(), "3-morozov");
        let operator = actor(morozov, "3-morozov");
        let call = |function| Call { actor: &operator, function, at: Timestamp::now(), once: None };
        let today = jiff::Zoned::now().date();
        bench.act(&call(Function::CaseTake), |act| case_changes::take(act, office, case)).unwrap();
        grant(bench, morozov, &["viewer"]);
        // Before anything is on disk: within the batch the new right holds, for readers still the old one.
        let refused = bench.act(&call(Function::CaseReturn), |act| case_changes::give_back(act, office, case)).unwrap_err();
        assert!(matches!(&refused, Error::Refused(refusal) if refusal.message.id == "refusal-no-function"), "{refused}");
        assert!(bench.policy().load().permit(&operator.who, Function::CaseReturn, today).is_ok());
        bench.commit().unwrap();
        assert!(bench.policy().load().permit(&operator.who, Function::CaseReturn, today).is_err());
        assert!(bench.policy().load().permit(&operator.who, Function::CaseList, today).is_ok());
        // And given back in the same way.
        grant(bench, morozov, &["operator"]);
        bench.act(&call(Function::CaseReturn), |act| case_changes::give_back(act, office, case)).unwrap();
    });
    drop(Town::over(folder));
}

#[tokio::test]
async fn an_open_session_has_the_new_rights() {
    let town = Town::open();
    let operator = town.signed_in("3-morozov").await;
    town.signed_in("4-belova").await.apply_for_heating().await;
    let case = format!("/cases/{}", new_cases(&town)[0].id);
    let take = format!("{case}/take");
    let page = operator.get(&case).await;
    let once = page.once(&take);

    let folder = town.close();
    with_bench(folder.path(), |bench, _| {
        let morozov = user(&bench.engine().snapshot().unwrap(), "3-morozov");
        grant(bench, morozov, &["viewer"]);
    });
    let town = Town::over(folder);
    let operator = Browser { base: town.browser().base, ..operator };
    let page = operator.get(&case).await;
    assert_eq!(page.status, StatusCode::OK, "the session is open still");
    assert!(!page.says(&format!("action=\"{take}\"")), "what is not allowed is not offered");
    let refused = operator.post(&take, &[("once", &once)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for said in ["Доступ закрыт", "Взятие дела в работу", "Оператор", "записана в журнал"]
    {
        assert!(refused.says(said), "{said}: {}", refused.texts().join(" | "));
    }
    assert_eq!(operator.get("/persons/new").await.status, StatusCode::FORBIDDEN);

    let folder = town.close();
    with_bench(folder.path(), |bench, _| {
        let view = bench.engine().snapshot().unwrap();
        let morozov = user(&view, "3-morozov");
        assert!(access_table::grant(&view, morozov, SOCIAL).unwrap().is_some());
        grant(bench, morozov, &[]);
    });
    let town = Town::over(folder);
    let operator = Browser { base: town.browser().base, ..operator };
    for path in ["/cases", &case, "/search?q=2026", "/cases/stream", &format!("{case}/application.pdf"), &format!("{case}/documents/1")] {
        assert_eq!(operator.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
