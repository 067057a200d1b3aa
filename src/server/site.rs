//! Assembles the running site: writer, followers, listeners; and takes it apart again without losing anything.

use super::{
    description,
    doorway::{Addresses, Sockets},
    installation::{self, Installation},
    renewal::{Renewal, TownCertificate},
    tls::{self, Oldest},
};
use crate::{
    act::Writer,
    appliance::{Appliance, Clock, Parts},
    applications::Office,
    certificates::{HostNames, chain, follower as ends},
    notifications::{
        follower as notices,
        mailer::{self, Mailer, Round},
    },
    search::{SearchIndex, follower},
    storage::Engine,
    terms::{Refusal, Result, error::Doing},
    web::{
        Failure, Route,
        guard::guard,
        metrics::Metrics,
        pages,
        posted::{self, MOST_BYTES},
        shell::kept::Frames,
    },
};
use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    http::KeepAlive,
    middleware::{Compress, from_fn},
    web::{self, Data, PathConfig, PayloadConfig, QueryConfig},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// How often the followers look at the journal.
const FOLLOWING: Duration = Duration::from_millis(250);
/// Threads that answer requests.
const WORKERS: usize = 2;
/// How long a connection may take to send the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(60);
/// How often the files of the server's certificate are looked at.
const LOOKING: Duration = Duration::from_secs(5);
/// How often the ends of personal certificates are looked at.
const TERMS: SignedDuration = SignedDuration::from_mins(30);
/// How long the last requests may take when the site stops, in seconds.
const LAST_REQUESTS: u64 = 5;

/// Where the site is reached.
#[derive(Clone, Debug)]
pub struct Listen {
    /// HTTPS.
    pub https: SocketAddr,
    /// HTTPS that asks for a personal certificate.
    pub certificate: Option<SocketAddr>,
    /// Plain HTTP on a loopback address.
    pub http: Option<SocketAddr>,
    /// Plain HTTP that only leads to HTTPS and publishes the list of revoked certificates.
    pub redirect: Option<SocketAddr>,
    /// The port of HTTPS that browsers use, where something before the server passes it on.
    pub outside_https: Option<u16>,
    /// The same for the port that asks for a certificate.
    pub outside_certificate: Option<u16>,
    /// The oldest version of TLS.
    pub oldest: Oldest,
    /// A server certificate that the town has from elsewhere.
    pub town_certificate: Option<TownCertificate>,
    /// Names that people type.
    pub names: HostNames,
    /// How letters go out.
    pub mail: mailer::Settings,
}

impl Listen {
    /// HTTPS at this address under these names, and nothing else.
    pub fn at(https: SocketAddr, names: HostNames) -> Self {
        Self {
            https,
            certificate: None,
            http: None,
            redirect: None,
            outside_https: None,
            outside_certificate: None,
            oldest: Oldest::Tls13,
            town_certificate: None,
            names,
            mail: mailer::Settings::default(),
        }
    }
}

/// A site that takes requests.
pub struct Running {
    /// Where it is reached.
    pub addresses: Addresses,
    /// Stops it.
    pub handle: ServerHandle,
}

/// What to do with a site as soon as it takes requests. Boxed: whoever serves it does not compile the server anew.
pub type Ready = Box<dyn FnOnce(Running)>;

/// All routes of all rooms.
pub fn routes() -> Vec<Route> {
    [
        pages::routes(),
        description::routes(),
        crate::identity::pages::routes(),
        crate::access::pages::routes(),
        crate::housing::pages::routes(),
        crate::certificates::pages::routes(),
        crate::catalog::pages::routes(),
        crate::applications::pages::routes(),
        crate::people::pages::routes(),
        crate::journal::pages::routes(),
        crate::search::pages::routes(),
        crate::notifications::pages::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Serves the installation until it is stopped (SIGINT, SIGTERM, or the handle given to `ready`).
///
/// # Errors
/// An address is taken, a certificate cannot be made, or the store is broken.
pub async fn serve(installation: Installation, listen: Listen, clock: Clock, ready: Ready) -> Result<()> {
    let Installation { bench, office, roles: _, signing, vault, folder, town } = installation;
    let now = clock();
    let authorities = installation::authorities(&folder, &town, now)?;
    let renewal = Renewal::begin(&folder, authorities.clone(), listen.names.clone(), listen.town_certificate.clone(), now)?;
    let (engine, policy) = (bench.engine().clone(), bench.policy().clone());
    let (writer, writing) = Writer::start(bench)?;
    let writer = Arc::new(writer);
    let index = SearchIndex::open(&folder.join("search"), follower::HEAP)?;
    let searching = follower::Follower::start(index, &engine.snapshot()?, &office)?;
    let search = searching.reader();
    let stopping = Arc::new(AtomicBool::new(false));
    let sockets = Sockets::open(&listen)?;
    let site = address(&listen, &sockets.addresses()?);
    let around = mailer::Surroundings {
        engine: engine.clone(),
        vault: vault.clone(),
        writer: writer.clone(),
        outbox: folder.join("outbox"),
        site,
        town: town.clone(),
        zone: office.zone.clone(),
    };
    // The index stops last, so that it holds everything that was written.
    let closed = Arc::new(AtomicBool::new(false));
    let indexing = follow_search(searching, engine.clone(), office.clone(), closed.clone());
    let followers = [
        follow_notices(writer.clone(), engine.clone(), clock.clone(), stopping.clone()),
        follow_mail(Mailer::new(listen.mail.clone(), around)?, clock.clone(), stopping.clone()),
    ];
    let presented = renewal.presented();
    let keeping = actix_web::rt::spawn(keep_certificates(renewal, writer.clone(), engine.clone(), clock.clone()));
    let parts = Parts { engine, policy, vault, writer: writer.clone(), office, signing, authorities, search, clock, town };
    let outcome = answer(Data::new(Appliance::new(parts)), &listen, sockets, presented, ready).await;
    keeping.abort();
    stopping.store(true, Ordering::Relaxed);
    for follower in followers {
        // A follower that died has been logged; what it missed it makes up for at the next start.
        let _ = follower.join();
    }
    writer.stop();
    let _ = writing.join();
    closed.store(true, Ordering::Relaxed);
    let _ = indexing.join();
    outcome
}

/// The address of the site, for links in letters.
fn address(listen: &Listen, addresses: &Addresses) -> String {
    let set = listen.mail.site.as_ref().map(|site| site.trim_end_matches('/').to_owned());
    set.unwrap_or_else(|| format!("https://localhost:{}", addresses.https.port()))
}

async fn answer(kabinet: Data<Appliance>, listen: &Listen, sockets: Sockets, presented: Arc<tls::Presented>, ready: Ready) -> Result<()> {
    let addresses = sockets.addresses()?;
    let doors = Data::new(addresses.doors(listen));
    let anchors = chain::anchors(kabinet.authorities())?;
    let metrics = Data::new(Metrics::default());
    let frames = Data::new(Frames::default());
    let routes = Arc::new(routes());
    let mut server = HttpServer::new(move || {
        let routes = routes.clone();
        App::new()
            .app_data(kabinet.clone())
            .app_data(metrics.clone())
            .app_data(doors.clone())
            .app_data(frames.clone())
            .app_data(Data::from(routes.clone()))
            .app_data(PathConfig::default().error_handler(|_, _| Failure::from(Refusal::missing()).into()))
            .app_data(QueryConfig::default().error_handler(|_, _| Failure::from(posted::unreadable()).into()))
            .app_data(PayloadConfig::new(MOST_BYTES))
            .wrap(Compress::default())
            .wrap(from_fn(guard))
            .configure(move |config: &mut web::ServiceConfig| Route::mount(&routes, config))
    })
    .workers(WORKERS)
    .keep_alive(KeepAlive::Timeout(IDLE))
    .client_request_timeout(HEAD_PATIENCE)
    .shutdown_timeout(LAST_REQUESTS)
    .on_connect(move |connection, notes| addresses.note(connection, notes))
    .listen_rustls_0_23(sockets.https, tls::configuration(presented.clone(), listen.oldest)?)
    .doing("listening")?;
    if let Some(socket) = sockets.certificate {
        let asking = tls::configuration_asking(presented, listen.oldest, &anchors)?;
        server = server.listen_rustls_0_23(socket, asking).doing("listening")?;
    }
    for plain in [sockets.http, sockets.redirect].into_iter().flatten() {
        server = server.listen(plain).doing("listening")?;
    }
    let server = server.run();
    ready(Running { addresses, handle: server.handle() });
    server.await.doing("answering requests")
}

/// Keeps the server's certificate right, and tells holders of personal ones that theirs ends.
async fn keep_certificates(mut renewal: Renewal, writer: Arc<Writer>, engine: Engine, clock: Clock) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut asked) = signal(SignalKind::hangup()) else { return tracing::error!("SIGHUP cannot be heard") };
    let mut looks = tokio::time::interval(LOOKING);
    let mut next = Timestamp::MIN;
    loop {
        tokio::select! {
            _ = asked.recv() => { renewal.reload(clock()); }
            _ = looks.tick() => {
                let now = clock();
                renewal.look(now);
                if now >= next {
                    next = now.saturating_add(TERMS).unwrap_or(Timestamp::MAX);
                    if let Err(error) = ends::step(&engine, &writer, now).await {
                        tracing::error!(%error, "the ends of certificates were not looked at");
                    }
                }
            }
        }
    }
}

/// Until everything is written: what is closed is read once more to its end.
fn follow_search(mut follower: follower::Follower, engine: Engine, office: Arc<Office>, closed: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        loop {
            let last = closed.load(Ordering::Relaxed);
            match engine.snapshot().and_then(|snapshot| follower.step(&snapshot, &office)) {
                Ok(true) => {}
                Ok(false) if last => break,
                Ok(false) => std::thread::sleep(FOLLOWING),
                Err(error) if last => {
                    tracing::error!(%error, "the search index does not follow; it is made up for at the next start");
                    break;
                }
                Err(error) => {
                    tracing::error!(%error, "the search index does not follow");
                    std::thread::sleep(FOLLOWING * 20);
                }
            }
        }
    })
}

fn follow_mail(mut mailer: Mailer, clock: Clock, stopping: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        while !stopping.load(Ordering::Relaxed) {
            match mailer.step(clock()) {
                Ok(Round::Sent | Round::Failed) => {}
                Ok(Round::Idle) => std::thread::sleep(FOLLOWING),
                Err(error) => {
                    tracing::error!(%error, "the mailer does not go on");
                    std::thread::sleep(FOLLOWING * 20);
                }
            }
        }
    })
}

fn follow_notices(writer: Arc<Writer>, engine: Engine, clock: Clock, stopping: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        while !stopping.load(Ordering::Relaxed) {
            match engine.snapshot().and_then(|snapshot| notices::step(&snapshot, &writer, clock())) {
                Ok(true) => {}
                Ok(false) => std::thread::sleep(FOLLOWING),
                Err(error) => {
                    tracing::error!(%error, "the notices do not follow");
                    std::thread::sleep(FOLLOWING * 20);
                }
            }
        }
    })
}
