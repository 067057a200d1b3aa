//! Stories of the history of a record: each shows only its own, and any record is shown as it was at a moment.

use crate::page::{Browser, Page};
use crate::town::{SOCIAL, Town, now};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kabinet::{
    access::{Actor, Function, Scope, ScopeId, grant::OfScope},
    act::{Act, Call},
    applications::Application,
    identity::{Login, User, table as identity_table},
    ops::{demo::Size, showing},
    terms::{AgentId, Result},
};
use reqwest::StatusCode;
use std::path::Path;

/// Records that one action changes.
const MANY: u64 = 100;

fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

/// As a browser's own control sends a moment, in the town's time.
fn typed(at: Timestamp) -> String {
    at.to_zoned(TimeZone::get("Europe/Moscow").unwrap()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Does something to the folder's town at this time, as the program itself.
fn at<T>(folder: &Path, at: Timestamp, verb: impl FnOnce(&mut Act<'_>) -> Result<T>) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
    let actor = Actor::operator("story");
    let call = Call { actor: &actor, function: Function::ScopeDefine, at, once: None };
    let answer = installation.bench.act(&call, verb).unwrap();
    installation.bench.close().unwrap();
    answer
}

fn make_all(act: &mut Act<'_>) -> Result<u64> {
    let mut first = 0;
    for place in 1..=MANY {
        let name = format!("Район-{place}-старый");
        let made = act.next_id::<OfScope>()?;
        first = if place == 1 { made.number() } else { first };
        act.add(Scope { id: made, agent: AgentId::new(SOCIAL), name, houses: Vec::new() })?;
    }
    Ok(first)
}

fn rename_all(act: &mut Act<'_>, first: u64) -> Result<()> {
    for place in 1..=MANY {
        let before: Scope = act.load(&ScopeId::new(first + place - 1).key())?;
        act.save(&before, Scope { name: format!("Район-{place}-новый"), ..before.clone() })?;
    }
    Ok(())
}

/// A town in which one action made a hundred groups of houses thirty days ago, one renamed all of them twenty days ago, and
/// one removed the last of them ten days ago. The first of their numbers.
fn town() -> (Town, u64) {
    let mut first = 0;
    let town = Town::open_with(|folder| {
        first = at(folder, days_ago(30), make_all);
        at(folder, days_ago(20), |act| rename_all(act, first));
        at(folder, days_ago(10), |act| {
            let last: Scope = act.load(&ScopeId::new(first + MANY - 1).key())?;
            act.remove(&last)
        });
    });
    (town, first)
}

/// The names of such groups that the page says, each once, without its title.
fn named(page: &Page) -> Vec<String> {
    let mut names: Vec<_> = page.texts().into_iter().filter(|text| text.starts_with("Район-")).collect();
    names.sort();
    names.dedup();
    names
}

fn entry_links(page: &Page, of: &str) -> Vec<String> {
    let text = page.text();
    let links = text.split("href=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap()].replace("&amp;", "&"));
    links.filter(|link| link.starts_with(of) && link.contains("entry=")).collect()
}

#[tokio::test]
async fn of_an_action_that_changed_a_hundred_records_each_shows_only_its_own_part() {
    let (town, first) = town();
    let administrator = town.signed_in("3-orlova").await;
    for place in (1..=MANY).step_by(9) {
        let history = format!("/history/scope/{}", first + place - 1);
        let page = administrator.get(&history).await;
        let links = entry_links(&page, &history);
        let expected = if place == MANY { 3 } else { 2 };
        assert_eq!(links.len(), expected, "{history}: {}", page.texts().join(" | "));
        let change = administrator.get(links[expected - 2].split('#').next().unwrap()).await;
        assert_eq!(named(&change), [format!("Район-{place}-новый"), format!("Район-{place}-старый")]);
        let preview = administrator.get(&format!("{history}?field=name&preview=1")).await;
        let other = if place == 1 { 2 } else { 1 };
        assert!(!preview.says(&format!("Район-{other}-")), "{}", preview.texts().join(" | "));
    }
}

async fn then(reader: &Browser, history: &str, moment: &str) -> Page {
    let query = serde_urlencoded::to_string([("at", moment)]).unwrap();
    reader.get(&format!("{history}?{query}")).await
}

#[tokio::test]
async fn any_record_is_shown_as_it_was_at_a_moment() {
    let (town, first) = town();
    let administrator = town.signed_in("3-orlova").await;
    let history = format!("/history/scope/{}", first + 4);
    let page = administrator.get(&history).await;
    assert!(page.says("type=\"datetime-local\"") && page.says(&format!("action=\"{history}\"")), "{}", page.text());
    let before = then(&administrator, &history, &typed(days_ago(31))).await;
    assert!(before.status == StatusCode::OK && before.says("Записи ещё не было"), "{}", before.texts().join(" | "));
    assert_eq!(named(&before), Vec::<String>::new());
    let old = then(&administrator, &history, &typed(days_ago(25))).await;
    assert_eq!(named(&old), ["Район-5-старый"], "{}", old.texts().join(" | "));
    // The minute in which it was changed counts with all that was done in it; a day with its evening.
    let new = then(&administrator, &history, &typed(days_ago(20))).await;
    assert_eq!(named(&new), ["Район-5-новый"], "{}", new.texts().join(" | "));
    let day = days_ago(20).to_zoned(TimeZone::get("Europe/Moscow").unwrap()).strftime("%d.%m.%Y").to_string();
    assert_eq!(named(&then(&administrator, &history, &day).await), ["Район-5-новый"]);
    // A change leads to the whole record as it left it.
    let links = entry_links(&page, &history);
    let change = administrator.get(links.last().unwrap().split('#').next().unwrap()).await;
    let whole = change.links().into_iter().find(|link| link.starts_with(&format!("{history}?at="))).expect("the whole record");
    assert_eq!(named(&administrator.get(&whole).await), ["Район-5-старый"]);

    let removed = format!("/history/scope/{}", first + MANY - 1);
    assert_eq!(named(&then(&administrator, &removed, &typed(days_ago(15))).await), ["Район-100-новый"]);
    assert!(then(&administrator, &removed, &typed(days_ago(5))).await.says("Записи уже не было"));

    for (bad, said) in [
        ("вчера", "Ошибка"),
        ("31.02.2026 10:00", "Ошибка"),
        ("01.03.2026 25:00", "Укажите время так"),
        ("01.01.2126 10:00", "ещё не наступил"),
        ("", "Ошибка"),
        ("<b>", "Ошибка"),
    ] {
        let page = then(&administrator, &history, bad).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(page.error_at("at").contains(said), "{bad}: {}", page.error_at("at"));
        assert!(page.value("at") == bad && !page.says("<b>31"), "{bad}");
    }
    // Who may not read the history reads no moment of it; for the other Agent there is no such record.
    let moment = typed(days_ago(25));
    assert_eq!(then(&town.signed_in("3-morozov").await, &history, &moment).await.status, StatusCode::FORBIDDEN);
    let stranger = then(&town.signed_in("3-demidov").await, &history, &moment).await;
    assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&stranger.status) && !stranger.says("Район-5"));
}

#[tokio::test]
async fn the_past_hides_what_the_present_hides() {
    // The head is one who must not see personal data.
    let town = Town::open_with(|folder| {
        at(folder, now(), |act| {
            let user = identity_table::user_by_login(&*act, &Login::parse("3-belyaeva").unwrap())?.unwrap();
            act.save(&user, User { hide_personal_data: true, ..user.clone() }).map(|_| ())
        });
    });
    let cases: Vec<Application> = town.applications();
    let case = cases.iter().find(|case| case.agent.number() == SOCIAL && case.number.is_some()).unwrap();
    let (history, name) = (format!("/history/application/{}", case.id), case.name.reveal().surname().to_owned());
    let moment = typed(now());
    let (open, masked) = (town.signed_in("3-orlova").await, town.signed_in("3-belyaeva").await);

    let from = town.journal_size(SOCIAL);
    let plain = then(&open, &history, &moment).await;
    assert!(plain.says(&name), "{}", plain.texts().join(" | "));
    // The trace is on disk before the page leaves.
    let looked = town.journal(SOCIAL).split_off(from);
    let line = looked.iter().find(|entry| entry.function == "journal.history.view").expect("the line is there at once");
    assert_eq!(line.disclosed, [case.person]);

    let stars = then(&masked, &history, &moment).await;
    assert!(stars.status == StatusCode::OK && stars.says("Регистрационный номер"), "{}", stars.texts().join(" | "));
    assert!(!stars.says(&name) && stars.says("class=\"masked\""));

    let user = town.number_of("3-morozov");
    let secret = then(&town.signed_in("1-gromov").await, &format!("/history/user/{user}"), &moment).await;
    assert!(secret.says("3-morozov") && secret.says("скрыто") && !secret.says("argon2"), "{}", secret.texts().join(" | "));
}
