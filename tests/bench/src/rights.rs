//! Rights at 10,000 users: the lists against those at 100, and what one change costs to compile.

use crate::{
    Measure,
    deciding::{self, AGENT},
    load, pages, town,
};
use jiff::Timestamp;
use kabinet::{
    access::{Actor, Function, Grant, RoleCode, ScopeId},
    act::Call,
    identity::{Login, User, table as identity_table},
    terms::{AgentId, UserId},
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

const FEW: usize = 100;
const MANY: usize = 10_000;
/// The Agent in which they are.
const SOCIAL: AgentId = AgentId::new(2);
const LISTS: [&str; 2] = ["/rights", "/rights/roles"];
/// Times that a list is asked for, one after the other.
const ASKED: u32 = 100;
/// Changes that are compiled.
const CHANGES: u32 = 200;

/// The demo's town with so many employees more in one Agent, and its administrator's waits for each list.
fn lists(more: usize) -> Vec<Duration> {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = town::open(folder.path());
    let actor = Actor::operator("bench");
    for place in 0..more {
        let call = Call { actor: &actor, function: Function::UserCreate, at: Timestamp::now(), once: None };
        let added = opened.bench.act(&call, |act| {
            let like = identity_table::user_by_login(&*act, &Login::parse("3-petrenko").unwrap())?.unwrap();
            let login = Login::parse(&format!("3-extra{place}")).unwrap();
            let user = act.next_id()?;
            act.add(User { id: user, login, ..like })?;
            act.add(Grant { roles: vec![RoleCode::new("viewer")], ..Grant::new(user, SOCIAL) }).map(drop)
        });
        added.unwrap();
        if place % 1000 == 999 {
            opened.bench.commit().unwrap();
        }
    }
    opened.bench.close().unwrap();
    drop(opened);
    let address = pages::kabinet(folder.path()).http.unwrap();
    let cookie = pages::cookie(address, "3-orlova");
    LISTS.iter().map(|path| wait(address, path, &cookie)).collect()
}

/// The mean wait for this page.
fn wait(address: SocketAddr, path: &str, cookie: &str) -> Duration {
    let request = pages::get(path, cookie).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    assert!(load::exchange(address, &request).unwrap().starts_with("HTTP/1.1 200"), "{path}");
    let began = Instant::now();
    for _ in 0..ASKED {
        load::exchange(address, &request).unwrap();
    }
    began.elapsed() / ASKED
}

/// What one change of a user's rights costs, from the change to the policy that holds it.
fn change() -> Duration {
    let (mut policy, mut times) = (deciding::policy(deciding::USERS), Vec::new());
    for change in 0..CHANGES {
        let user = u64::from(change) * 37 % deciding::USERS;
        let role = RoleCode::new(&format!("role{}", change % 150));
        let grant = Grant { roles: vec![role], scopes: vec![ScopeId::new(u64::from(change % 90) + 1)], ..Grant::new(UserId::new(user), AGENT) };
        let began = Instant::now();
        let mut next = policy.clone();
        next.place_user(UserId::new(user), deciding::card(), vec![grant]);
        times.push(began.elapsed());
        policy = next;
    }
    times.sort();
    times[times.len() / 2]
}

pub fn measure() -> Vec<Measure> {
    let (few, many, change) = (lists(FEW), lists(MANY), change());
    let lists = LISTS.iter().zip(few.iter().zip(&many)).map(|(path, (few, many))| {
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        let told = format!("{ratio:.2} × ({:.2} ms, {:.2} ms)", many.as_secs_f64() * 1000.0, few.as_secs_f64() * 1000.0);
        Measure::new(format!("{path} with {MANY} users, against {FEW}"), told, "1.5 ×", ratio <= 1.5)
    });
    let mut measures: Vec<_> = lists.collect();
    let micros = change.as_secs_f64() * 1e6;
    measures.push(Measure::new("compiling one change of rights, 10,000 users", format!("{micros:.0} µs"), "1 ms", micros <= 1000.0));
    measures
}
