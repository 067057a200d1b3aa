//! Durable Acts: submissions by many who wait, against the same rows written by redb alone, and one by one.

use crate::{Measure, town};
use jiff::Timestamp;
use kabinet::{
    access::{Actor, Function, Seat, Who},
    act::{Bench, Call, Writer, writer::Errand},
    applications::{Application, Office, changes},
    identity::{agent::OWNER, table as identity_table},
    ops::{installation, showing},
    storage::{Engine, space},
    terms::{Digest, Once, OnceToken},
};
use redb::{ConcurrencyMode, Database, TableDefinition};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

/// Who waits for an answer at the same time.
const SUBMITTERS: usize = 256;
/// Submissions in one measurement.
const SUBMISSIONS: usize = 20_000;
/// Submissions with a commit each.
const ALONE: usize = 1_500;
/// Times that each is measured; the best counts, for whatever else the machine does.
const ROUNDS: usize = 2;

/// One who hands in, and what.
type Handing = (Actor, kabinet::terms::ApplicationId);
/// The rows of one commit.
type Batch = Vec<(String, Vec<(Vec<u8>, Option<Vec<u8>>)>)>;

fn once() -> Option<Once> {
    Some(Once { token: OnceToken(uuid::Uuid::now_v7()), content: Digest::of(b"submit") })
}

/// A town with drafts; who hands them in.
fn prepare(folder: &Path) -> Vec<Handing> {
    let mut opened = town::open(folder);
    let like: Vec<Application> = town::handed_in(&opened.bench, &opened.office).into_iter().map(town::draft).collect();
    let made = town::sow(&mut opened.bench, &like, SUBMISSIONS);
    let view = opened.bench.engine().snapshot().unwrap();
    let mut actors = BTreeMap::new();
    let handing = made.into_iter().zip(like.iter().cycle()).map(|(id, draft)| {
        let actor = actors.entry(draft.applicant).or_insert_with(|| {
            let login: Arc<str> = Arc::from(identity_table::user(&view, draft.applicant).unwrap().unwrap().login.as_str());
            let seat = Seat { user: draft.applicant, login, agent: OWNER, scope: None };
            Actor { who: Who::User(seat), ..Actor::operator("POST /applications/{id}/submit") }
        });
        (actor.clone(), id)
    });
    let handing = handing.collect();
    drop(view);
    opened.bench.close().unwrap();
    handing
}

fn bench(folder: &Path, engine: Engine) -> (Bench, Arc<Office>) {
    let measured = folder.to_owned();
    let space: installation::Space = Box::new(move || space::left(&measured));
    let opened = installation::with_engine(engine, space, folder, showing::TOWN, town::zone(), [9; 32]).unwrap();
    (opened.bench, opened.office)
}

/// Many at once through the writer; submissions per second.
fn together(folder: &Path, engine: Engine, handing: &Arc<Vec<Handing>>) -> f64 {
    let (bench, office) = bench(folder, engine);
    let (writer, thread) = Writer::start(bench).unwrap();
    let writer = Arc::new(writer);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    runtime.block_on(async {
        let submitters: Vec<_> = (0..SUBMITTERS)
            .map(|_| {
                let (writer, office, next, handing) = (writer.clone(), office.clone(), next.clone(), handing.clone());
                tokio::spawn(async move {
                    while let Some((actor, id)) = handing.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (office, id) = (office.clone(), *id);
                        let verb = move |act: &mut kabinet::act::Act<'_>| changes::submit(act, &office, id);
                        let (actor, function) = (actor.clone(), Function::ApplicationSubmit);
                        writer.act(Errand { actor, function, at: Timestamp::now(), once: once(), verb }).await.unwrap();
                    }
                })
            })
            .collect();
        for submitter in submitters {
            submitter.await.unwrap();
        }
    });
    let rate = handing.len() as f64 / began.elapsed().as_secs_f64();
    writer.stop();
    thread.join().unwrap();
    rate
}

/// One after the other, a commit each.
fn alone(folder: &Path, handing: &[Handing]) -> f64 {
    let (mut bench, office) = bench(folder, Engine::open(folder).unwrap());
    let began = Instant::now();
    for (actor, id) in handing {
        let call = Call { actor, function: Function::ApplicationSubmit, at: Timestamp::now(), once: once() };
        bench.act(&call, |act| changes::submit(act, &office, *id)).unwrap();
        bench.commit().unwrap();
    }
    handing.len() as f64 / began.elapsed().as_secs_f64()
}

/// The rows of each commit of a run like the measured one.
fn captured(folder: &Path, handing: &Arc<Vec<Handing>>) -> Vec<Batch> {
    let batches: Arc<Mutex<Vec<Batch>>> = Arc::default();
    let kept = batches.clone();
    let engine = Engine::open_watched(
        folder,
        Some(Box::new(move |overlay| {
            let rows = |rows: &kabinet::storage::overlay::Rows| rows.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            kept.lock().unwrap().push(overlay.tables().map(|(table, own)| (table.0.to_owned(), rows(own))).collect());
        })),
    );
    together(folder, engine.unwrap(), handing);
    Arc::try_unwrap(batches).map_or_else(|shared| std::mem::take(&mut *shared.lock().unwrap()), |own| own.into_inner().unwrap())
}

/// The same rows in the same commits, by redb alone with the same settings.
fn raw(folder: &Path, batches: &[Batch]) -> f64 {
    let mut builder = Database::builder();
    builder.set_cache_size(64 * 1024 * 1024).set_concurrency_mode(ConcurrencyMode::SingleWriter);
    let database = builder.create(folder.join("kabinet.redb")).unwrap();
    let began = Instant::now();
    for batch in batches {
        let mut transaction = database.begin_write().unwrap();
        transaction.set_quick_repair(true);
        for (table, rows) in batch {
            let mut open = transaction.open_table(TableDefinition::<&[u8], &[u8]>::new(table)).unwrap();
            for (key, value) in rows {
                match value {
                    Some(value) => drop(open.insert(key.as_slice(), value.as_slice()).unwrap()),
                    None => drop(open.remove(key.as_slice()).unwrap()),
                }
            }
        }
        transaction.commit().unwrap();
    }
    SUBMISSIONS as f64 / began.elapsed().as_secs_f64()
}

pub fn measure() -> Vec<Measure> {
    let place = tempfile::tempdir().unwrap();
    let ground = place.path().join("ground");
    let handing = Arc::new(prepare(&ground));
    let fresh = |name: &str| {
        let folder = place.path().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        town::copy(&ground, &folder);
        folder
    };
    let batches = captured(&fresh("captured"), &handing);
    let (mut kabinet, mut redb) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        let folder = fresh("together");
        kabinet = kabinet.max(together(&folder, Engine::open(&folder).unwrap(), &handing));
        redb = redb.max(raw(&fresh("raw"), &batches));
    }
    let one = alone(&fresh("alone"), &handing[..ALONE]);
    let rows: usize = batches.iter().flatten().map(|(_, rows)| rows.len()).sum();
    vec![
        Measure::told("durable Acts, 256 submitters", format!("{kabinet:.0}/s in commits of {}", SUBMISSIONS / batches.len().max(1))),
        Measure::told("the same rows by redb alone", format!("{redb:.0}/s, {:.1} rows each", rows as f64 / SUBMISSIONS as f64)),
        Measure::new("durable Acts against redb alone", percent(kabinet / redb), "50 % (goal 70 %)", kabinet / redb >= 0.5),
        Measure::new("against one Act in a commit", format!("{:.1} × ({one:.0}/s)", kabinet / one), "6 ×", kabinet / one >= 6.0),
    ]
}

pub fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}
