//! The real program, killed at random moments under load. After each kill it starts again, its store is whole, every number
//! that was acknowledged is there and none is there twice; a form that got no answer is sent again and makes one application.

use crate::{
    applying::{self, Pattern},
    town::{PASSWORD, copied_hamlet},
};
use kabinet::{
    access::{Function, Reach},
    applications::{Application, Number, Office, table},
    journal::{Outcome, table as journal_table},
    ops::books,
    storage::{Engine, Order, Snapshot, rows::each, view::Keys},
    terms::{ApplicationId, Language, Words},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::{Client, StatusCode, header, redirect::Policy};
use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Times that the process is killed.
const KILLS: u32 = 200;
/// Kills after which the town is a fresh copy: what is checked after each kill stays small.
const FRESH_EVERY: u32 = 20;
/// One kill in so many comes while the process is starting.
const EARLY_EVERY: u32 = 8;
/// Kills after which the program's own `check` is run beside the library's.
const OWN_CHECK_EVERY: u32 = 20;
/// How long there is load before a kill, in milliseconds, at the most.
const LOAD: u64 = 700;
/// How long a start may take, on a machine that builds something else meanwhile.
const START: Duration = Duration::from_secs(60);
/// How long the search index may lag behind the records after a start.
const LAG: Duration = Duration::from_secs(10);
/// Those of the town's citizens who have a password.
const CITIZENS: [&str; 3] = ["4-belova", "4-pensioner", "4-akhmetov"];
/// Services that each citizen applies for at the same time.
const AT_ONCE: usize = 2;

/// The program over a copied town.
pub struct House {
    folder: TempDir,
    config: PathBuf,
    http: SocketAddr,
    office: Office,
}

impl House {
    pub fn fresh() -> Self {
        let folder = copied_hamlet();
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (http, https) = (free(), free());
        let config = folder.path().join("kabinet.toml");
        let text = format!(
            "data = {:?}\n[installation]\nname = \"Тихореченск\"\ntime_zone = \"Europe/Moscow\"\n\
             [listen]\nhttps = \"{https}\"\nhttp = \"{http}\"\n[log]\nlevel = \"warn\"\n",
            folder.path()
        );
        fs::write(&config, text).unwrap();
        let office = applying::office(folder.path());
        Self { folder, config, http, office }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn log(&self) -> PathBuf {
        self.path().join("crash.log")
    }

    fn spawn(&self) -> Child {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        Command::new(env!("CARGO_BIN_EXE_kabinet"))
            .args(["serve", "--config"])
            .arg(&self.config)
            .stdout(log.try_clone().unwrap())
            .stderr(Stdio::from(log))
            .spawn()
            .unwrap()
    }

    /// Starts it and waits until it answers.
    pub async fn start(&self, client: &Client) -> Child {
        let (mut child, began) = (self.spawn(), Instant::now());
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("it did not start ({status}): {}", fs::read_to_string(self.log()).unwrap());
            }
            let ready = client.get(format!("http://{}/readyz", self.http)).send().await;
            if ready.is_ok_and(|answer| answer.status() == StatusCode::OK) {
                return child;
            }
            assert!(began.elapsed() < START, "it did not start in time: {}", fs::read_to_string(self.log()).unwrap());
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// The program's own word on its store.
    fn own_check(&self) {
        let checked = Command::new(env!("CARGO_BIN_EXE_kabinet")).args(["check", "--data"]).arg(self.path()).output().unwrap();
        assert!(checked.status.success(), "kabinet check: {}", String::from_utf8_lossy(&checked.stdout));
    }

    /// The library's word on it; the search index is given the time that it may take.
    fn check(&self, words: &Words) {
        let began = Instant::now();
        loop {
            let mut said = Vec::new();
            let sound = books::check_all(self.path(), &self.office, words, &mut said).unwrap();
            let said = String::from_utf8(said).unwrap();
            assert_eq!(sound, books::Soundness::Whole, "{said}");
            if !said.contains("catch up") {
                return;
            }
            assert!(began.elapsed() < LAG, "{said}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// What the program has answered for: applications that were handed in, with the numbers that the applicant saw.
type Acknowledged = HashMap<ApplicationId, Option<Number>>;

/// Compares what is stored with what was acknowledged.
fn compare(snapshot: &Snapshot, office: &Office, acknowledged: &mut Acknowledged) {
    let mut by_number = BTreeMap::new();
    each(snapshot, &Keys::all(), Order::Ascending, |application: Application| {
        applying::is_whole(&application, office).unwrap();
        if let Some(number) = application.number {
            let twice = by_number.insert(number, application.id);
            assert_eq!(twice, None, "{number} is there twice");
        }
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    let submissions = submissions(snapshot);
    for (id, seen) in acknowledged {
        let stored = table::application(snapshot, *id).unwrap().unwrap_or_else(|| panic!("application {id} was acknowledged"));
        let number = stored.number.unwrap_or_else(|| panic!("application {id} was acknowledged as handed in"));
        assert_eq!(*seen.get_or_insert(number), number, "the number of application {id} has changed");
        let found = table::by_number(snapshot, number, &Reach::EVERYTHING).unwrap();
        assert_eq!(found.map(|found| found.id), Some(*id), "{number} is found");
        assert_eq!(submissions.get(id), Some(&1), "application {id} was handed in once");
    }
}

/// How often each application was handed in, as the journals tell it.
fn submissions(snapshot: &Snapshot) -> HashMap<ApplicationId, u32> {
    let mut counted = HashMap::new();
    for agent in journal_table::agents(snapshot).unwrap() {
        journal_table::visit_bytes(snapshot, agent, 0, Order::Ascending, &mut |_, bytes| {
            let entry = journal_table::decode(bytes).unwrap();
            if entry.function == Function::ApplicationSubmit.code() && entry.outcome == Outcome::Success {
                let id = entry.record.and_then(|record| record.number()).map(ApplicationId::new).unwrap();
                *counted.entry(id).or_insert(0) += 1;
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    counted
}

/// A citizen in one window, who applies for one service again and again.
pub struct Applicant {
    client: Client,
    base: String,
    cookie: String,
    pattern: Pattern,
    scan: Vec<u8>,
    /// A submission that was sent and not answered.
    unanswered: Option<(ApplicationId, String)>,
    acknowledged: Acknowledged,
}

/// The connection broke: the process is gone.
struct Gone;

impl From<reqwest::Error> for Gone {
    fn from(_: reqwest::Error) -> Self {
        Self
    }
}

fn token() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

impl Applicant {
    async fn post(&self, path: &str, fields: &[(String, String)], once: &str) -> Result<(StatusCode, String), Gone> {
        let all: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("once", once)]).collect();
        let request = self.client.post(format!("{}{path}", self.base)).header(header::COOKIE, &self.cookie);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = request.body(serde_urlencoded::to_string(all).unwrap()).send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let location = headers.get(header::LOCATION).map_or_else(String::new, |value| value.to_str().unwrap().to_owned());
        let text = answer.text().await?;
        Ok((status, if location.is_empty() { text } else { location }))
    }

    async fn must(&self, path: &str, fields: &[(String, String)]) -> Result<String, Gone> {
        let (status, said) = self.post(path, fields, &token()).await?;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {said}");
        Ok(said)
    }

    /// Applies until the process is gone.
    async fn apply_again_and_again(mut self) -> Self {
        while self.apply().await.is_ok() {}
        self
    }

    async fn apply(&mut self) -> Result<(), Gone> {
        if self.unanswered.is_some() {
            self.submit().await?;
        }
        let began = self.must(&format!("/services/{}/start", self.pattern.service), &[]).await?;
        let id: ApplicationId = began.split('/').nth(2).unwrap().parse().unwrap();
        for step in &self.pattern.steps {
            self.must(&format!("/applications/{id}/steps/{step}"), &self.pattern.fields).await?;
        }
        for kind in &self.pattern.kinds {
            self.attach(id, kind).await?;
        }
        self.unanswered = Some((id, token()));
        self.submit().await
    }

    /// A draft that was taken up again may have the paper already: then it is refused.
    async fn attach(&self, id: ApplicationId, kind: &str) -> Result<(), Gone> {
        let (once, bytes) = (token(), applying::another(&self.scan, &token()));
        let part = reqwest::multipart::Part::bytes(bytes).file_name("scan.pdf");
        let form = reqwest::multipart::Form::new().text("once", once).text("kind", kind.to_owned()).part("file", part);
        let request = self.client.post(format!("{}/applications/{id}/documents", self.base)).header(header::COOKIE, &self.cookie);
        let answer = request.multipart(form).send().await?;
        let (status, said) = (answer.status(), answer.text().await?);
        assert!(matches!(status, StatusCode::SEE_OTHER | StatusCode::UNPROCESSABLE_ENTITY), "attaching {kind}: {status} {said}");
        Ok(())
    }

    /// Hands it in; the same form again where no answer came.
    async fn submit(&mut self) -> Result<(), Gone> {
        let Some((id, once)) = self.unanswered.clone() else { return Ok(()) };
        let (status, said) = self.post(&format!("/applications/{id}/submit"), &[], &once).await?;
        assert_eq!(status, StatusCode::SEE_OTHER, "handing in {id}: {said}");
        self.unanswered = None;
        self.acknowledged.insert(id, None);
        let request = self.client.get(format!("{}/applications/{id}", self.base)).header(header::COOKIE, &self.cookie);
        let page = request.send().await?.text().await?;
        let number = page.replace('\u{2011}', "-"); // a hyphen that does not break
        let number = number.split(|c: char| !c.is_ascii_digit() && c != '-').find_map(|word| word.parse::<Number>().ok());
        self.acknowledged.insert(id, Some(number.unwrap_or_else(|| panic!("the page shows the number: {page}"))));
        Ok(())
    }
}

async fn signed_in(client: &Client, base: &str, login: &str) -> String {
    let fields = serde_urlencoded::to_string([("once", token().as_str()), ("login", login), ("password", PASSWORD)]).unwrap();
    let request = client.post(format!("{base}/sign-in")).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = request.body(fields).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{login} signs in");
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

pub async fn applicants(house: &House, client: &Client) -> Vec<Applicant> {
    let engine = Engine::open_to_read(house.path()).unwrap();
    let patterns = applying::patterns(&engine.snapshot().unwrap(), &house.office);
    let (scan, base) = (applying::scan(&engine), format!("http://{}", house.http));
    let mut applicants = Vec::new();
    for (place, login) in CITIZENS.into_iter().enumerate() {
        let cookie = signed_in(client, &base, login).await;
        for pattern in patterns.iter().cycle().skip(place).take(AT_ONCE) {
            applicants.push(Applicant {
                client: client.clone(),
                base: base.clone(),
                cookie: cookie.clone(),
                pattern: pattern.clone(),
                scan: scan.clone(),
                unanswered: None,
                acknowledged: Acknowledged::new(),
            });
        }
    }
    applicants
}

fn kill(mut child: Child) {
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
}

/// Load, and a kill in the middle of it.
pub async fn killed_under_load(child: Child, applicants: Vec<Applicant>, after: Duration) -> Vec<Applicant> {
    let working: Vec<_> = applicants.into_iter().map(|applicant| tokio::spawn(applicant.apply_again_and_again())).collect();
    tokio::time::sleep(after).await;
    tokio::task::spawn_blocking(move || kill(child)).await.unwrap();
    let mut applicants = Vec::new();
    for applicant in working {
        applicants.push(applicant.await.unwrap());
    }
    applicants
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_keeps_what_it_acknowledged() {
    let seed: u64 = std::env::var("KABINET_CRASH_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().unwrap());
    println!("KABINET_CRASH_SEED={seed}");
    crate::town::provider();
    let mut random = StdRng::seed_from_u64(seed);
    let client = Client::builder().redirect(Policy::none()).timeout(START).build().unwrap();
    let words = Words::new(Language::English, jiff::tz::TimeZone::UTC);
    let (mut kills, mut submitted, began) = (0, 0, Instant::now());
    while kills < KILLS {
        let house = House::fresh();
        let mut child = house.start(&client).await;
        let mut applicants = applicants(&house, &client).await;
        let mut acknowledged = Acknowledged::new();
        loop {
            if kills % EARLY_EVERY == EARLY_EVERY - 1 {
                kill(child);
                kills += 1;
                child = house.spawn();
                tokio::time::sleep(Duration::from_millis(random.random_range(0..LOAD))).await;
            }
            applicants = killed_under_load(child, applicants, Duration::from_millis(random.random_range(1..LOAD))).await;
            kills += 1;
            for applicant in &mut applicants {
                acknowledged.extend(applicant.acknowledged.drain());
            }
            child = house.start(&client).await;
            house.check(&words);
            compare(&Engine::open_to_read(house.path()).unwrap().snapshot().unwrap(), &house.office, &mut acknowledged);
            if kills % OWN_CHECK_EVERY == 0 {
                house.own_check();
            }
            if kills % FRESH_EVERY == 0 || kills >= KILLS {
                break;
            }
        }
        kill(child);
        submitted += acknowledged.len();
        println!("{kills} kills, {submitted} applications handed in, {} s", began.elapsed().as_secs());
    }
    assert!(submitted > KILLS as usize, "there was load: {submitted}");
}
