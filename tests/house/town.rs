//! The house in which the stories happen: a small demo town served over real TLS on real sockets, and browsers without a
//! screen that walk through it.

use crate::page::Browser;
use actix_web::dev::ServerHandle;
use jiff::{SignedDuration, Timestamp};
use kabinet::{
    access::{Actor, Function},
    act::{Act, Bench, Call},
    appliance::Clock,
    certificates::HostNames,
    identity::{Login, Session, User, table as identity_table},
    journal::{Entry, table as journal_table},
    notifications::mailer,
    ops::{
        books,
        demo::Size,
        installation::{self, Installation},
        showing,
    },
    server::site::{self, Listen},
    storage::{Engine, Order as Direction},
    terms::{AgentId, Language, Result, Words},
};
use reqwest::{Certificate, Client, StatusCode, header, redirect::Policy};
use std::{
    fs,
    net::SocketAddr,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, Once,
        atomic::{AtomicI64, Ordering},
        mpsc,
    },
    thread::JoinHandle,
};
use tempfile::TempDir;

/// The password of everybody in the demo who has one.
pub const PASSWORD: &str = "tikhaya-reka-7";

/// The Agents of the hamlet: the Owner's, in whose journal citizens sign in; social protection; the housing company.
pub const OWNER: u64 = 1;
pub const SOCIAL: u64 = 2;
pub const HOUSING: u64 = 3;

/// Any free port.
const ANYWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

static PROVIDER: Once = Once::new();

/// A town that was made once for this build of the tests and this day; each story gets a copy. Whoever copies holds the lock: another
/// build makes its own town and removes this one.
fn template() -> (PathBuf, fs::File) {
    let program = fs::metadata(std::env::current_exe().unwrap()).unwrap().modified().unwrap();
    let stamp = program.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Its year ends today: tomorrow's stories want another one.
    let today = now().to_zoned(jiff::tz::TimeZone::get("Europe/Moscow").unwrap()).date();
    let (made, lock) = (root.join(format!("hamlet-{stamp}-{today}")), root.join("hamlet.lock"));
    let lock = fs::File::create(lock).unwrap();
    lock.lock().unwrap();
    if !made.exists() {
        for old in fs::read_dir(root).unwrap().flatten().filter(|old| old.file_name().to_string_lossy().starts_with("hamlet-")) {
            let _ = fs::remove_dir_all(old.path());
        }
        let making = root.join(format!("hamlet-making-{}", std::process::id()));
        let (mut opened, _) = showing::open(&making, Size::HAMLET).unwrap();
        opened.bench.close().unwrap();
        drop(opened);
        fs::remove_file(making.join("reserve")).unwrap();
        fs::rename(making, &made).unwrap();
    }
    (made, lock)
}

/// A plain copy of a folder, file by file: `cp -r`.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The one provider of cryptography of this process, for whoever makes a client.
pub fn provider() {
    PROVIDER.call_once(|| drop(rustls::crypto::aws_lc_rs::default_provider().install_default()));
}

/// A copy of the hamlet in a folder of its own.
pub fn copied_hamlet() -> TempDir {
    let folder = TempDir::new().unwrap();
    let (made, lock) = template();
    copy(&made, folder.path());
    drop(lock);
    folder
}

/// A served town. When the story is over it stops and the whole installation verifies itself.
pub struct Town {
    pub https: SocketAddr,
    pub http: SocketAddr,
    pub certificate: SocketAddr,
    pub redirect: SocketAddr,
    folder: TempDir,
    ahead: Arc<AtomicI64>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Town {
    /// Serves a copy of the hamlet.
    pub fn open() -> Self {
        Self::over(copied_hamlet())
    }

    /// The hamlet, in which these employees sign in too.
    pub fn open_to(logins: &[&str]) -> Self {
        Self::open_with(|folder| {
            let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
            let_in(&mut installation.bench, logins);
            installation.bench.close().unwrap();
        })
    }

    /// Serves a copy of the hamlet, after something was done to its folder.
    pub fn open_with(prepare: impl FnOnce(&Path)) -> Self {
        let folder = copied_hamlet();
        prepare(folder.path());
        Self::over(folder)
    }

    /// Serves this folder.
    pub fn over(folder: TempDir) -> Self {
        Self::with_mail(folder, mailer::Settings::default())
    }

    /// Serves this folder, and sends letters in this way.
    pub fn with_mail(folder: TempDir, mail: mailer::Settings) -> Self {
        Self::listening(folder, |listen| listen.mail = mail)
    }

    /// Serves this folder as this says.
    pub fn listening(folder: TempDir, how: impl FnOnce(&mut Listen) + Send + 'static) -> Self {
        Self::serve(folder, how, |path| showing::open(path, Size::HAMLET).unwrap().0)
    }

    /// Serves a town that was opened in another way: over a disk that fails, or fills.
    pub fn serve_opened(folder: TempDir, open: impl FnOnce(&Path) -> Installation + Send + 'static) -> Self {
        Self::serve(folder, |_| {}, open)
    }

    /// Serves a folder that is opened and listened for as these say.
    pub fn serve(
        folder: TempDir,
        how: impl FnOnce(&mut Listen) + Send + 'static,
        open: impl FnOnce(&Path) -> Installation + Send + 'static,
    ) -> Self {
        provider();
        let (tell, started) = mpsc::channel();
        let (path, ahead) = (folder.path().to_owned(), Arc::new(AtomicI64::new(0)));
        let told = ahead.clone();
        let thread = std::thread::spawn(move || {
            let installation = open(&path);
            let names = HostNames::parse::<&str>([]).unwrap();
            let (certificate, http, redirect) = (Some(ANYWHERE), Some(ANYWHERE), Some(ANYWHERE));
            let mut listen = Listen { certificate, http, redirect, ..Listen::at(ANYWHERE, names) };
            how(&mut listen);
            let clock: Clock = Arc::new(move || Timestamp::now() + SignedDuration::from_secs(told.load(Ordering::Relaxed)));
            let ready = Box::new(move |running| drop(tell.send(running)));
            actix_web::rt::System::new().block_on(site::serve(installation, listen, clock, ready)).unwrap();
        });
        let running = started.recv().expect("the server starts");
        let at = running.addresses;
        let (http, certificate, redirect) = (at.http.unwrap(), at.certificate.unwrap(), at.redirect.unwrap());
        Self { https: at.https, http, certificate, redirect, folder, ahead, handle: running.handle, thread: Some(thread) }
    }

    /// Sets the server's clock so far ahead of the true time, or back to it.
    pub fn set_clock(&self, ahead: SignedDuration) {
        self.ahead.store(ahead.as_secs(), Ordering::Relaxed);
    }

    /// Stops the server and starts it again over the same data.
    pub fn restart(self) -> Self {
        Self::over(self.close())
    }

    /// Stops the server, sets the open sessions of this login back by so many minutes, and starts again.
    pub fn rewound(self, login: &str, minutes: i64) -> Self {
        self.rewound_at(ANYWHERE, login, minutes)
    }

    /// The same at the port of before: a real browser that stands open goes on.
    pub fn rewound_in_place(self, login: &str, minutes: i64) -> Self {
        let https = self.https;
        self.rewound_at(https, login, minutes)
    }

    fn rewound_at(self, https: SocketAddr, login: &str, minutes: i64) -> Self {
        let earlier = SignedDuration::from_mins(minutes);
        self.meanwhile_at(https, |act| {
            let user = identity_table::user_by_login(&*act, &Login::parse(login).unwrap())?.unwrap().id;
            for session in identity_table::sessions_of(&*act, user)? {
                let back = |at: Timestamp| at - earlier;
                let after = Session {
                    opened_at: back(session.opened_at),
                    proved_at: session.proved_at.map(back),
                    used_at: session.used_at.map(back),
                    until: back(session.until),
                    ..session.clone()
                };
                act.save(&session, after)?;
            }
            Ok(())
        })
    }

    /// Stops the server, lets somebody do this to the records, and starts again.
    pub fn meanwhile(self, work: impl FnOnce(&mut Act<'_>) -> Result<()>) -> Self {
        self.meanwhile_at(ANYWHERE, work)
    }

    fn meanwhile_at(self, https: SocketAddr, work: impl FnOnce(&mut Act<'_>) -> Result<()>) -> Self {
        let folder = self.close();
        let (mut installation, _) = showing::open(folder.path(), Size::HAMLET).unwrap();
        let actor = Actor::operator("story");
        let call = Call { actor: &actor, function: Function::SessionProve, at: now(), once: None };
        installation.bench.act(&call, work).unwrap();
        installation.bench.close().unwrap();
        drop(installation);
        Self::listening(folder, move |listen| listen.https = https)
    }

    /// Stops the server; what is left is its folder.
    pub fn close(mut self) -> TempDir {
        self.stop();
        let folder = std::mem::replace(&mut self.folder, TempDir::new().unwrap());
        std::mem::forget(self);
        folder
    }

    fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            std::mem::drop(self.handle.stop(true));
            let stopped = thread.join();
            assert!(stopped.is_ok(), "the server stopped without a panic");
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser {
        self.browser_with(&[])
    }

    /// The same at another address, as a proxy on this machine tells it, and of another make.
    pub fn browser_at(&self, address: &str, make: &str) -> Browser {
        self.browser_with(&[("x-forwarded-for", address), ("user-agent", make)])
    }

    /// A program that brings this key, and no cookie of anybody.
    pub fn program(&self, key: &str) -> Browser {
        self.browser_with(&[("authorization", &format!("Bearer {key}"))])
    }

    fn browser_with(&self, headers: &[(&'static str, &str)]) -> Browser {
        let headers = headers.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap())).collect();
        let authority = fs::read(installation::keys_folder(self.folder()).join("authority.crt")).unwrap();
        let client = Client::builder()
            .tls_certs_only([Certificate::from_pem(&authority).unwrap()])
            .cookie_store(true)
            .default_headers(headers)
            .redirect(Policy::none())
            .build()
            .unwrap();
        Browser { client, base: format!("https://localhost:{}", self.https.port()) }
    }

    /// A browser in which this login is signed in.
    pub async fn signed_in(&self, login: &str) -> Browser {
        self.sign_in(self.browser(), login).await
    }

    /// This browser, signed in as this login.
    pub async fn sign_in(&self, browser: Browser, login: &str) -> Browser {
        let page = browser.get("/sign-in").await;
        let answer = browser.post("/sign-in", &[("once", &page.once("/sign-in")), ("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} signs in: {}", answer.text());
        browser
    }

    /// All entries of this Agent's journal, the oldest first. Reads beside the running server.
    pub fn journal(&self, agent: u64) -> Vec<Entry> {
        let engine = Engine::open_to_read(self.folder()).unwrap();
        let snapshot = engine.snapshot().unwrap();
        let mut entries = Vec::new();
        journal_table::visit_bytes(&snapshot, AgentId::new(agent), 0, Direction::Ascending, &mut |_, bytes| {
            entries.push(journal_table::decode(bytes).unwrap());
            ControlFlow::Continue(())
        })
        .unwrap();
        entries
    }

    /// The number of the user with this login.
    pub fn number_of(&self, login: &str) -> u64 {
        let view = Engine::open_to_read(self.folder()).unwrap().snapshot().unwrap();
        identity_table::user_by_login(&view, &Login::parse(login).unwrap()).unwrap().unwrap().id.number()
    }

    /// How many entries this Agent's journal has.
    pub fn journal_size(&self, agent: u64) -> usize {
        self.journal(agent).len()
    }

    /// The entries after the first `from`, a line each: who, function, outcome, record, error, changed fields. Without
    /// those of the mailer, which come when they come.
    pub fn told_since(&self, agent: u64, from: usize) -> String {
        self.journal(agent)[from..].iter().filter(|entry| entry.request != "mailer").map(line).collect::<Vec<_>>().join("\n")
    }
}

/// One entry as a line of an expectation.
pub fn line(entry: &Entry) -> String {
    let who = if entry.login.is_empty() { "guest" } else { &entry.login };
    let mut line = format!("{who} {} {:?}", entry.function, entry.outcome);
    if let Some(record) = &entry.record {
        line.push_str(&format!(" {}", record.kind));
    }
    if let Some(error) = &entry.error {
        line.push_str(&format!(" [{}]", error.id));
    }
    for change in &entry.changes {
        let fields: Vec<_> = change.fields.iter().map(|field| field.path.as_str()).collect();
        line.push_str(&format!(" {:?} {}: {}", change.deed, change.record.kind, fields.join(", ")));
    }
    line
}

impl Drop for Town {
    fn drop(&mut self) {
        self.stop();
        if std::thread::panicking() {
            return;
        }
        let zone = jiff::tz::TimeZone::get("Europe/Moscow").unwrap();
        let office = kabinet::server::reference::office(self.folder(), zone.clone()).unwrap();
        let mut said = Vec::new();
        let sound = books::check_all(self.folder(), &office, &Words::new(Language::English, zone), &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(sound, books::Soundness::Whole, "the installation verifies itself: {said}");
        assert!(!said.contains("catch up"), "what is closed has a whole index: {said}");
    }
}

/// Gives these employees, whom nobody has told theirs, the password of everybody.
pub fn let_in(bench: &mut Bench, logins: &[&str]) {
    let view = bench.engine().snapshot().unwrap();
    let known = |login: &str| identity_table::user_by_login(&view, &Login::parse(login).unwrap()).unwrap().unwrap();
    let (actor, password) = (Actor::operator("story"), known("3-morozov").password);
    for login in logins {
        let (before, password) = (known(login), password.clone());
        let call = Call { actor: &actor, function: Function::UserEdit, at: now(), once: None };
        bench.act(&call, |act| act.save(&before, User { password, ..before.clone() }).map(|_| ())).unwrap();
    }
}

/// The moment, for those who need one.
pub fn now() -> Timestamp {
    Timestamp::now()
}
