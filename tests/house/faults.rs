//! A disk that fails. One submission, and every call that it makes of the disk goes wrong in turn: an error, no space, the
//! process or the power gone. Each time it is done wholly or not at all, the answer says which, and the house goes on.

use crate::{
    applying::{self, Pattern},
    disk::{Disk, Images, Plan},
    page::Browser,
    town::{Town, copied_hamlet},
};
use jiff::{Timestamp, tz::TimeZone};
use kabinet::{
    access::{Actor, Function, Seat, Who},
    act::{Writer, writer::Errand},
    applications::{
        Application, Document, FileType, Office, State,
        application::Mark,
        changes::{self, Given},
        table,
    },
    catalog::Code,
    identity::{Login, agent::OWNER, table as identity_table},
    journal::audit,
    ops::{check, installation, showing},
    people::Person,
    storage::{Engine, Order, StagedFile, rows::each, space, view::Keys},
    terms::{ApplicationId, Digest, Error, Language, Once, OnceToken, Personal, Result, Words, message},
};
use reqwest::StatusCode;
use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;

/// More calls than one submission makes of the disk.
const MOST_CALLS: u64 = 2000;
/// Citizens who hand in at the same time, and calls of the disk that are broken for them, one each time.
const AT_ONCE: usize = 8;
const AT_ONCE_CALLS: u64 = 40;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Moscow").unwrap()
}

fn plenty() -> installation::Space {
    Box::new(|| Ok(u64::MAX))
}

/// A citizen before a writer whose disk fails.
#[derive(Clone)]
struct Citizen {
    actor: Actor,
    writer: Arc<Writer>,
    office: Arc<Office>,
    pattern: Pattern,
    scan: Vec<u8>,
    incoming: PathBuf,
}

impl Citizen {
    fn over(engine: Engine, folder: &Path) -> Self {
        let scan = applying::scan(&engine);
        let opened = installation::with_engine(engine, plenty(), folder, showing::TOWN, zone(), [1; 32]).unwrap();
        let snapshot = opened.bench.engine().snapshot().unwrap();
        let user = identity_table::user_by_login(&snapshot, &Login::parse("4-belova").unwrap()).unwrap().unwrap();
        let patterns = applying::patterns(&snapshot, &opened.office);
        drop(snapshot);
        let pattern = patterns.into_iter().min_by_key(|pattern| pattern.kinds.len()).unwrap();
        let seat = Seat { user: user.id, login: Arc::from("4-belova"), agent: OWNER, scope: None };
        let actor = Actor { who: Who::User(seat), ..Actor::operator("POST /applications") };
        let office = opened.office.clone();
        let writer = Arc::new(Writer::start(opened.bench).unwrap().0);
        Self { actor, writer, office, pattern, scan, incoming: folder.join("incoming") }
    }

    /// So many others before the same writer.
    fn neighbours(&self, engine: &Engine, count: usize) -> Vec<Self> {
        let snapshot = engine.snapshot().unwrap();
        let mut neighbours = Vec::new();
        each(&snapshot, &Keys::all(), Order::Ascending, |person: Person| {
            let login = identity_table::user(&snapshot, person.user)?.unwrap().login;
            let seat = Seat { user: person.user, login: Arc::from(login.as_str()), agent: OWNER, scope: None };
            neighbours.push(Self { actor: Actor { who: Who::User(seat), ..self.actor.clone() }, ..self.clone() });
            Ok(if neighbours.len() < count { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
        .unwrap();
        neighbours
    }

    async fn act<T, V>(&self, function: Function, once: Option<Once>, verb: V) -> Result<T>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
        V: FnOnce(&mut kabinet::act::Act<'_>) -> Result<T> + Send + 'static,
    {
        self.writer.act(Errand { actor: self.actor.clone(), function, at: Timestamp::now(), once, verb }).await
    }

    fn given(&self, kind: &str) -> Given {
        let bytes = applying::another(&self.scan, &uuid::Uuid::now_v7().to_string());
        let path = self.incoming.join(uuid::Uuid::now_v7().to_string());
        fs::write(&path, &bytes).unwrap();
        let (digest, size) = (Digest::of(&bytes), bytes.len() as u64);
        let mark = Mark { at: Timestamp::now(), by: self.actor.user().unwrap() };
        let (kind, name) = (Code::parse(kind).unwrap(), Personal::new("scan.pdf".to_owned()));
        let document =
            Document { number: 0, kind, name, file: FileType::Pdf, pages: Some(1), size, digest, mark, check: None, inquiry: None };
        Given { document, file: Arc::new(StagedFile::new(path, digest, size)) }
    }

    /// A draft that lacks nothing.
    async fn draft(&self) -> ApplicationId {
        let (office, pattern) = (self.office.clone(), self.pattern.clone());
        let given: Vec<_> = pattern.kinds.iter().map(|kind| self.given(kind)).collect();
        let verb = move |act: &mut kabinet::act::Act<'_>| {
            let id = changes::start(act, &office, &pattern.service)?;
            for step in &pattern.steps {
                changes::fill(act, &office, id, step, &pattern.fields)?;
            }
            changes::attach(act, &office, id, Ok(given))
        };
        self.act(Function::ApplicationStart, None, verb).await.unwrap()
    }

    async fn submit(&self, id: ApplicationId, once: Once) -> Result<ApplicationId> {
        let office = self.office.clone();
        self.act(Function::ApplicationSubmit, Some(once), move |act| changes::submit(act, &office, id)).await
    }
}

fn once() -> Once {
    Once { token: OnceToken(uuid::Uuid::now_v7()), content: Digest::of(b"submit") }
}

fn stored(engine: &Engine, id: ApplicationId) -> Application {
    table::application(&engine.snapshot().unwrap(), id).unwrap().unwrap()
}

/// Records, indexes, history, documents and journals of a store fit together, and no application is half done.
fn assert_whole(engine: &Engine, folder: &Path, office: &Office, told: &str) {
    let snapshot = engine.snapshot().unwrap();
    let findings = check::everything(&snapshot, &mut |_| {}).unwrap();
    let words = Words::new(Language::English, zone());
    assert!(findings.is_clean(), "{told}: {:?}", findings.messages().map(|message| words.say(&message)).collect::<Vec<_>>());
    let key = installation::signing_key(folder).unwrap();
    assert!(audit::verify(&snapshot, key.verifying(), &mut |_| {}).unwrap().is_whole(), "{told}: the journals");
    each(&snapshot, &Keys::all(), Order::Ascending, |application: Application| {
        applying::is_whole(&application, office).unwrap_or_else(|half| panic!("{told}: {half}"));
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
}

/// Breaks every call of one submission in turn; tells how many there were.
async fn every_call(plan: fn(u64) -> Plan) -> u64 {
    let folder = copied_hamlet();
    let disk = Disk::over(folder.path());
    let engine = disk.engine(folder.path());
    let citizen = Citizen::over(engine.clone(), folder.path());
    let mut done = Vec::new();
    for at in 1..MOST_CALLS {
        let (id, once) = (citizen.draft().await, once());
        disk.plan(plan(at));
        let answer = citizen.submit(id, once).await;
        let calls = disk.mend();
        let now = stored(&engine, id);
        match &answer {
            Ok(_) => assert!(now.number.is_some(), "call {at}: it was acknowledged"),
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.message.id, "refusal-not-written", "call {at}");
                assert_eq!((now.state, now.number), (State::Draft, None), "call {at}: nothing was done");
            }
            Err(Error::Fault(_)) => assert_eq!((now.state, now.number), (State::Draft, None), "call {at}: nothing was done"),
        }
        let again = citizen.submit(id, once).await;
        assert_eq!(again.unwrap(), id, "call {at}: afterwards it works");
        done.push((id, stored(&engine, id).number.unwrap()));
        if calls < at {
            break;
        }
    }
    let numbers: std::collections::BTreeSet<_> = done.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers.len(), done.len(), "no number was given twice");
    for (id, number) in &done {
        assert_eq!(stored(&engine, *id).number, Some(*number));
    }
    assert_whole(&engine, folder.path(), &citizen.office, "after all");
    citizen.writer.stop();
    done.len() as u64 - 1
}

#[tokio::test]
async fn a_submission_is_done_or_not_whichever_call_of_the_disk_fails() {
    let calls = every_call(Plan::Error).await;
    assert!(calls > 3, "the submission reached the disk: {calls}");
}

#[tokio::test]
async fn a_submission_is_done_or_not_whenever_the_disk_is_full() {
    let calls = every_call(Plan::Full).await;
    assert!(calls > 3, "the submission reached the disk: {calls}");
}

/// Many at once: some of them act on top of what is still on its way to the disk, and go with it where that is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_submissions_each_is_done_or_not_while_the_disk_fails() {
    let folder = copied_hamlet();
    let disk = Disk::over(folder.path());
    let engine = disk.engine(folder.path());
    let citizen = Citizen::over(engine.clone(), folder.path());
    let (mut lost, mut done) = (0, 0);
    for at in 1..=AT_ONCE_CALLS {
        let mut handed_in = Vec::new();
        for neighbour in citizen.neighbours(&engine, AT_ONCE) {
            handed_in.push((neighbour.draft().await, once(), neighbour));
        }
        disk.plan(Plan::Error(at));
        let answers = handed_in.iter().map(|(id, once, neighbour)| neighbour.submit(*id, *once));
        let answers = futures_util::future::join_all(answers).await;
        disk.mend();
        for ((id, once, neighbour), answer) in handed_in.iter().zip(answers) {
            let now = stored(&engine, *id);
            match answer {
                Ok(_) => assert!(now.number.is_some(), "call {at}: application {id} was acknowledged"),
                Err(_) => assert_eq!((now.state, now.number), (State::Draft, None), "call {at}: nothing was done to {id}"),
            }
            lost += usize::from(now.number.is_none());
            done += usize::from(now.number.is_some());
            assert_eq!(neighbour.submit(*id, *once).await.unwrap(), *id, "call {at}: afterwards it works");
        }
    }
    assert!(lost > 0 && done > 0, "{lost} were lost and {done} were done");
    assert_whole(&engine, folder.path(), &citizen.office, "after all");
    citizen.writer.stop();
}

/// Opens what a kill or a power cut left, as the next start does.
fn opened(image: &[u8], like: &Path) -> (Engine, TempDir) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("kabinet.redb"), image).unwrap();
    fs::create_dir(folder.path().join("keys")).unwrap();
    for key in fs::read_dir(like.join("keys")).unwrap().flatten() {
        fs::copy(key.path(), folder.path().join("keys").join(key.file_name())).unwrap();
    }
    (Engine::open(folder.path()).unwrap(), folder)
}

#[tokio::test]
async fn a_submission_is_done_or_not_whenever_the_process_or_the_power_goes() {
    let folder = copied_hamlet();
    let disk = Disk::over(folder.path());
    let engine = disk.engine(folder.path());
    let citizen = Citizen::over(engine.clone(), folder.path());
    let mut earlier: Vec<(ApplicationId, _)> = Vec::new();
    for at in 1..MOST_CALLS {
        let id = citizen.draft().await;
        disk.plan(Plan::Images(at));
        citizen.submit(id, once()).await.unwrap();
        let answered = disk.mend() < at;
        let Images { killed, unpowered } = disk.images();
        for (image, how) in [(killed, "killed"), (unpowered, "without power")] {
            let told = format!("{how} before call {at}");
            let (found, place) = opened(&image, folder.path());
            assert_whole(&found, place.path(), &citizen.office, &told);
            assert!(!answered || stored(&found, id).number.is_some(), "{told}: it was acknowledged");
            for (earlier, number) in &earlier {
                assert_eq!(stored(&found, *earlier).number, Some(*number), "{told}: application {earlier}");
            }
        }
        if answered {
            break;
        }
        earlier.push((id, stored(&engine, id).number.unwrap()));
    }
    assert!(earlier.len() > 3, "the submission reached the disk");
    citizen.writer.stop();
}

/// What is typed and given, read before the disk is in the hands of a server.
fn learnt(folder: &Path) -> (Pattern, Vec<u8>) {
    let engine = Engine::open_to_read(folder).unwrap();
    let patterns = applying::patterns(&engine.snapshot().unwrap(), &applying::office(folder));
    (patterns.into_iter().min_by_key(|pattern| pattern.kinds.len()).unwrap(), applying::scan(&engine))
}

/// A citizen's draft that lacks nothing, made through the pages.
async fn filled(browser: &Browser, (pattern, scan): &(Pattern, Vec<u8>)) -> String {
    let once = || uuid::Uuid::now_v7().simple().to_string();
    let began = browser.post(&format!("/services/{}/start", pattern.service), &[("once", &once())]).await;
    let id = began.location().split('/').nth(2).unwrap().to_owned();
    for step in &pattern.steps {
        let token = once();
        let fields = pattern.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<_> = fields.chain([("once", token.as_str())]).collect();
        let saved = browser.post(&format!("/applications/{id}/steps/{step}"), &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    }
    for kind in &pattern.kinds {
        let path = format!("/applications/{id}/documents");
        let answer = browser.upload(&path, &once(), kind, "scan.pdf", applying::another(scan, &once())).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    id
}

fn says(id: &'static str) -> String {
    Words::new(Language::Russian, zone()).say(&message(id))
}

#[tokio::test]
async fn a_disk_that_fills_refuses_a_submission_and_lets_an_administrator_in() {
    let left = Arc::new(AtomicU64::new(u64::MAX));
    let (asked, folder) = (left.clone(), copied_hamlet());
    let learnt = learnt(folder.path());
    let town = Town::serve_opened(folder, move |folder| {
        let space: installation::Space = Box::new(move || Ok(asked.load(Ordering::Relaxed)));
        installation::with_engine(Engine::open(folder).unwrap(), space, folder, showing::TOWN, zone(), [2; 32]).unwrap()
    });
    let browser = town.signed_in("4-belova").await;
    let (id, once) = (filled(&browser, &learnt).await, uuid::Uuid::now_v7().simple().to_string());
    let path = format!("/applications/{id}/submit");
    left.store(space::FLOOR - 1, Ordering::Relaxed);
    // The disk is asked when a batch begins; the one that is open now waits for its end.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let refused = browser.post(&path, &[("once", &once)]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.says(&says("refusal-disk-full")), "{}", refused.text());
    town.signed_in("1-gromov").await;
    left.store(u64::MAX, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let submitted = browser.post(&path, &[("once", &once)]).await;
    assert_eq!(submitted.location(), format!("/applications/{id}"), "{}", submitted.text());
}

#[tokio::test]
async fn a_write_that_finds_no_space_says_so_and_the_next_one_works() {
    let folder = copied_hamlet();
    let learnt = learnt(folder.path());
    let disk = Disk::over(folder.path());
    let opened = disk.clone();
    let town = Town::serve_opened(folder, move |folder| {
        installation::with_engine(opened.engine(folder), plenty(), folder, showing::TOWN, zone(), [3; 32]).unwrap()
    });
    let browser = town.signed_in("4-belova").await;
    let (id, once) = (filled(&browser, &learnt).await, uuid::Uuid::now_v7().simple().to_string());
    let path = format!("/applications/{id}/submit");
    disk.plan(Plan::Full(1));
    let refused = browser.post(&path, &[("once", &once)]).await;
    disk.mend();
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.says(&says("refusal-not-written")), "{}", refused.text());
    let again = browser.post(&path, &[("once", &once)]).await;
    assert_eq!(again.location(), format!("/applications/{id}"), "{}", again.text());
}
