//! With 100,000 cases: searching, the index behind the journal, the start, the verification of the journal.

use crate::{Measure, load, town};
use jiff::Timestamp;
use kabinet::{
    access::{Actor, Function},
    act::{Writer, writer::Errand},
    applications::{Application, Number, Office},
    journal::audit,
    ops::installation::Installation,
    search::{Question, SearchIndex, SearchReader, follower},
    terms::{AgentId, ApplicationId, HouseId, Sight},
};
use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Times that the journal is verified.
const ROUNDS: usize = 3;
const CASES: usize = 100_000;
/// Searches measured.
const SEARCHES: usize = 2000;
/// Shown on one page.
const NEWEST: usize = 20;
/// New cases a second, while the index follows, and for how long.
const STEADY: u64 = 500;
const FOLLOWED: Duration = Duration::from_secs(6);
/// How often the site's follower looks at the journal.
const FOLLOWING: Duration = Duration::from_millis(250);
/// What is typed: common words, rare ones, names, beginnings, several.
const WORDS: [&str; 10] = [
    "отопление",
    "компенсация расходов",
    "Белова",
    "Кудрявцева Зинаида",
    "Ив",
    "субсидия",
    "перерасчёт платы",
    "2026",
    "пособие ребёнка",
    "квитанция",
];

fn percentile(mut times: Vec<Duration>, part: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * part) as usize]
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn search(reader: &SearchReader) -> Measure {
    let houses = |house: HouseId| house.number() % 2 == 0;
    let mut times = Vec::with_capacity(SEARCHES);
    let mut found = 0;
    for words in WORDS.iter().cycle().take(SEARCHES) {
        let question = Question {
            words,
            agent: Some(AgentId::new(2)),
            houses: Some(&houses),
            applicant: None,
            sight: Sight::Plain,
            limit: NEWEST,
            before: None,
        };
        let began = Instant::now();
        found += reader.ask(&question).unwrap().ids.len();
        times.push(began.elapsed());
    }
    let (half, most) = (percentile(times.clone(), 0.5), percentile(times, 0.99));
    let figure = format!("p99 {}, p50 {}, {} found", millis(most), millis(half), found / SEARCHES);
    Measure::new("search over 100,000 cases, 20 newest in scope", figure, "p99 ≤ 10 ms", most <= Duration::from_millis(10))
}

/// New cases at a steady pace; how long each takes to be found.
fn lag(opened: Installation, office: &Arc<Office>, mut following: follower::Follower, like: &Application) -> Measure {
    let (engine, reader) = (opened.bench.engine().clone(), following.reader());
    let (writer, thread) = Writer::start(opened.bench).unwrap();
    let stopping = Arc::new(AtomicBool::new(false));
    let (stop, seen, within) = (stopping.clone(), engine.clone(), office.clone());
    let follower = std::thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            if !following.step(&seen.snapshot().unwrap(), &within).unwrap() {
                std::thread::sleep(FOLLOWING);
            }
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let times = runtime.block_on(async {
        let (began, mut made, mut waiting, mut times) = (Instant::now(), 0, Vec::new(), Vec::new());
        while began.elapsed() < FOLLOWED {
            let due = began.elapsed().as_millis() as u64 * STEADY / 1000;
            let marked = made;
            while made < due {
                let (like, actor) = (like.clone(), Actor::operator("bench"));
                let verb = move |act: &mut kabinet::act::Act<'_>| {
                    let id: ApplicationId = act.next_id()?;
                    let number = like.number.map(|number| Number { serial: 5_000_000 + id.number(), ..number });
                    act.add(Application { id, number, ..like }).map(|application| application.number)
                };
                let errand = Errand { actor, function: Function::ApplicationStart, at: Timestamp::now(), once: None, verb };
                if made == marked {
                    let number = writer.act(errand).await.unwrap().unwrap();
                    waiting.push((number.to_string(), Instant::now()));
                } else {
                    writer.act(errand).await.unwrap();
                }
                made += 1;
            }
            waiting.retain(|(number, since)| {
                let question =
                    Question { words: number, agent: None, houses: None, applicant: None, sight: Sight::Plain, limit: 1, before: None };
                let found = !reader.ask(&question).unwrap().ids.is_empty();
                if found {
                    times.push(since.elapsed());
                }
                !found
            });
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        times.extend(waiting.iter().map(|(_, since)| since.elapsed()));
        times
    });
    stopping.store(true, Ordering::Relaxed);
    follower.join().unwrap();
    writer.stop();
    thread.join().unwrap();
    let (half, most) = (percentile(times.clone(), 0.5), percentile(times, 1.0));
    let figure = format!("at most {}, mostly {}", millis(most), millis(half));
    Measure::new(format!("index behind the journal, {STEADY} new cases/s"), figure, "≤ 1 s", most <= Duration::from_secs(1))
}

/// Kabinet in a process of its own, over this folder.
pub fn started(folder: &Path) -> (Child, Duration) {
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (http, https, config) = (free(), free(), folder.join("bench.toml"));
    let text = format!(
        "data = {folder:?}\n[installation]\nname = \"Тихореченск\"\ntime_zone = \"Europe/Moscow\"\n\
         [listen]\nhttps = \"{https}\"\nhttp = \"{http}\"\n[log]\nlevel = \"error\"\n"
    );
    fs::write(&config, text).unwrap();
    let began = Instant::now();
    let mut command = Command::new(std::env::current_exe().unwrap());
    let child = command.args(["serve", "--config"]).arg(&config).stdout(Stdio::null()).spawn().unwrap();
    let request = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    loop {
        if load::exchange(http, request).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            return (child, began.elapsed());
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it did not start");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn start(folder: &Path) -> Measure {
    let (mut child, took) = started(folder);
    child.kill().unwrap();
    child.wait().unwrap();
    Measure::new("start to first page with 100,000 cases", millis(took), "≤ 1 s", took <= Duration::from_secs(1))
}

/// The best of some rounds counts: the index that was just built is still being merged in the background.
fn verify(opened: &Installation) -> Measure {
    let snapshot = opened.bench.engine().snapshot().unwrap();
    let (mut rate, mut entries) = (0.0_f64, 0);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let report = audit::verify(&snapshot, opened.signing.verifying(), &mut |_| {}).unwrap();
        assert!(report.is_whole());
        entries = report.entries;
        rate = rate.max(entries as f64 / began.elapsed().as_secs_f64());
    }
    Measure::new("journal verify", format!("{rate:.0} entries/s of {entries}"), "200,000/s", rate >= 200_000.0)
}

pub fn measure() -> Vec<Measure> {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let mut opened = town::open(folder);
    let office = opened.office.clone();
    let like = town::handed_in(&opened.bench, &office);
    town::sow(&mut opened.bench, &like, CASES - like.len());
    opened.bench.close().unwrap();
    let index = SearchIndex::open(&folder.join("search"), follower::HEAP).unwrap();
    let began = Instant::now();
    let following = follower::Follower::start(index, &opened.bench.engine().snapshot().unwrap(), &office).unwrap();
    let built = began.elapsed();
    let mut measures = vec![search(&following.reader()), verify(&opened)];
    measures.push(lag(opened, &office, following, &like[0]));
    measures.push(start(folder));
    measures.push(Measure::told("the whole index built anew", format!("{:.1} s", built.as_secs_f64())));
    measures
}
