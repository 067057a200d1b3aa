//! Stories of hidden personal data: one field at a time is shown to who may, the journal and the citizen know which; and no
//! stars come back in place of a value.

use crate::page::Browser;
use crate::town::{HOUSING, SOCIAL, Town, now};
use kabinet::{
    access::{Actor, Function},
    act::Call,
    identity::{Login, User, table as identity_table},
    ops::{demo::Size, showing},
    people::{Person, table as people_table},
    storage::Engine,
};
use reqwest::StatusCode;

/// A town in which personal data is hidden from these.
pub fn masked_town(logins: &[&str]) -> Town {
    Town::open_with(|folder| {
        let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
        let actor = Actor::operator("story");
        for login in logins {
            let call = Call { actor: &actor, function: Function::UserEdit, at: now(), once: None };
            let hidden = installation.bench.act(&call, |act| {
                let user = identity_table::user_by_login(&*act, &Login::parse(login).unwrap())?.unwrap();
                act.save(&user, User { hide_personal_data: true, ..user.clone() }).map(|_| ())
            });
            hidden.unwrap();
        }
        installation.bench.close().unwrap();
    })
}

fn belova(town: &Town) -> Person {
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let user = identity_table::user_by_login(&view, &Login::parse("4-belova").unwrap()).unwrap().unwrap();
    people_table::person_of_user(&view, user.id).unwrap().unwrap()
}

async fn case(citizen: &Browser) -> String {
    citizen.apply_for_heating().await.replace("/applications/", "/cases/")
}

#[tokio::test]
async fn one_hidden_field_is_shown_to_who_may_and_everybody_knows_which() {
    let town = masked_town(&["3-zaytsev"]);
    let citizen = town.signed_in("4-belova").await;
    let case = case(&citizen).await;
    let (inspector, viewer) = (town.signed_in("3-zaytsev").await, town.signed_in("3-petrenko").await);
    let person = belova(&town);
    let (snils, phone) = (person.snils.reveal().to_string(), person.phone.unwrap().reveal().to_string());
    let (surname, disclose) = (person.name.reveal().surname().to_owned(), format!("{case}/disclose/person.snils"));

    let page = inspector.get(&case).await;
    assert!(page.says(&format!("action=\"{disclose}\"")) && !page.says(&snils), "{}", page.texts().join(" | "));
    let from = town.journal_size(SOCIAL);
    let shown = inspector.get(&disclose).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.texts().join(" | "));
    assert!(shown.says(&snils), "{}", shown.texts().join(" | "));
    assert!(!shown.says(&phone) && !shown.says(&surname) && !shown.says("18\u{a0}400"), "all other fields stay hidden");
    // The line names record and field before the value leaves.
    let told = town.journal(SOCIAL).split_off(from);
    let line = told.iter().find(|entry| entry.function == "people.data.disclose").expect("the line is on disk");
    assert_eq!((line.field.as_deref(), line.disclosed.as_slice()), (Some("person.snils"), &[person.id][..]));
    assert_eq!(line.record.as_ref().map(|record| record.kind.as_str()), Some("application"));
    assert!(!inspector.get(&case).await.says(&snils) && !inspector.get(&format!("{case}/part")).await.says(&snils), "it was shown once");
    let answer = inspector.get(&format!("{case}/disclose/answers.paid-sum")).await;
    assert!(answer.says("18\u{a0}400,50") && !answer.says(&snils), "{}", answer.texts().join(" | "));

    // What is not there, of another office, or not handed in, is not there; and nothing is noted as shown.
    let from = town.journal_size(SOCIAL);
    for path in ["person.user", "answers.nothing", "answers.", "documents.1.name", "person.inn.x", "password"] {
        assert_eq!(inspector.get(&format!("{case}/disclose/{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let draft = citizen.start("child-allowance").await;
    let draft = draft.trim_start_matches("/applications/").split('/').next().unwrap().to_owned();
    assert_eq!(inspector.get(&format!("/cases/{draft}/disclose/name")).await.status, StatusCode::NOT_FOUND);
    let stranger = town.signed_in("3-ermakov").await;
    assert_eq!(stranger.get(&disclose).await.status, StatusCode::NOT_FOUND);
    town.settled().await;
    let entries = [town.journal(SOCIAL).split_off(from), town.journal(HOUSING)].concat();
    let tried: Vec<_> = entries.iter().filter(|entry| entry.function == "people.data.disclose").collect();
    assert!(tried.len() >= 8 && tried.iter().all(|entry| entry.disclosed.is_empty() && entry.field.is_none()));

    // Without the right there is no button, and the address refuses.
    let hidden = viewer.get(&case).await;
    assert!(hidden.says("class=\"masked\"") && !hidden.says("/disclose/"), "{}", hidden.texts().join(" | "));
    let refused = viewer.get(&disclose).await;
    assert!(refused.status == StatusCode::FORBIDDEN && !refused.says(&snils));
    // Who sees everything needs no button.
    assert!(!town.signed_in("3-morozov").await.get(&case).await.says("/disclose/"));

    let trace = citizen.get("/profile/trace").await;
    assert!(trace.says("Показ скрытого поля") && trace.says("поле «СНИЛС»"), "{}", trace.texts().join(" | "));
    let journal = town.signed_in("3-orlova").await.get("/journal?function=people.data.disclose").await;
    assert!(journal.says("СНИЛС"), "{}", journal.texts().join(" | "));
}

#[tokio::test]
async fn stars_never_come_back_in_place_of_a_value() {
    let town = masked_town(&["4-belova"]);
    let citizen = town.signed_in("4-belova").await;
    let home = format!("{}/steps/home", citizen.fill_in_heating().await);
    let fields =
        |address: &'static str| [("address", address), ("area", "54,3"), ("residents", "3"), ("heating", "firewood"), ("ownership", "own")];
    let before = town.applications();
    let refused = citizen.submit(&home, &home, &fields("**. **********, *")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Вместо значения пришли звёздочки"), "{}", refused.texts().join(" | "));
    assert_eq!(town.applications(), before, "nothing was changed");
    // Stars that hide nothing of it are a text like any other.
    citizen.go(&home, &home, &fields("ул. Набережная, 1 *")).await;
}
