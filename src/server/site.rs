//! Assembles the running site: writer, followers, listeners; and takes it apart again without losing anything.

use super::{
    installation::{self, Installation, keys_folder},
    tls,
};
use crate::{
    act::Writer,
    appliance::{Appliance, Clock, Parts},
    applications::Office,
    certificates::{HostNames, ensure_server_certificate},
    notifications::follower as notices,
    search::{SearchIndex, follower},
    storage::Engine,
    terms::{Refusal, Result, error::Doing},
    web::{
        Failure, Route,
        guard::guard,
        metrics::Metrics,
        pages,
        posted::{self, MOST_BYTES},
    },
};
use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    http::KeepAlive,
    middleware::{Compress, from_fn},
    web::{self, Data, PathConfig, PayloadConfig, QueryConfig},
};
use std::{
    net::{SocketAddr, TcpListener},
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
/// How long the last requests may take when the site stops, in seconds.
const LAST_REQUESTS: u64 = 5;

/// Where the site is reached.
pub struct Listen {
    /// HTTPS.
    pub https: SocketAddr,
    /// Plain HTTP on a loopback address.
    pub http: Option<SocketAddr>,
    /// Names that people type.
    pub names: HostNames,
}

/// A site that takes requests.
pub struct Running {
    /// Where HTTPS is reached.
    pub https: SocketAddr,
    /// Where plain HTTP is reached.
    pub http: Option<SocketAddr>,
    /// Stops it.
    pub handle: ServerHandle,
}

/// All routes of all rooms.
pub fn routes() -> Vec<Route> {
    [
        pages::routes(),
        crate::identity::pages::routes(),
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
pub async fn serve(installation: Installation, listen: Listen, clock: Clock, ready: impl FnOnce(Running)) -> Result<()> {
    let Installation { bench, office, roles, signing, vault, folder, town } = installation;
    let now = clock();
    let authorities = installation::authorities(&folder, &town, now)?;
    let identity = ensure_server_certificate(&keys_folder(&folder), &authorities, &listen.names, now, &mut rand::rng())?;
    let presented = Arc::new(tls::Presented::new(&identity)?);
    let (engine, policy) = (bench.engine().clone(), bench.policy().clone());
    let (writer, writing) = Writer::start(bench)?;
    let writer = Arc::new(writer);
    let index = SearchIndex::open(&folder.join("search"), follower::HEAP)?;
    let searching = follower::Follower::start(index, &engine.snapshot()?, &office)?;
    let search = searching.reader();
    let stopping = Arc::new(AtomicBool::new(false));
    let followers = [
        follow_search(searching, engine.clone(), office.clone(), stopping.clone()),
        follow_notices(writer.clone(), engine.clone(), stopping.clone()),
    ];
    let parts = Parts { engine, policy, vault, writer: writer.clone(), office, roles, signing, search, clock, town };
    let outcome = listen_and_answer(Data::new(Appliance::new(parts)), &listen, presented, ready).await;
    stopping.store(true, Ordering::Relaxed);
    for follower in followers {
        // A follower that died has been logged; what it missed it makes up for at the next start.
        let _ = follower.join();
    }
    writer.stop();
    let _ = writing.join();
    outcome
}

async fn listen_and_answer(
    kabinet: Data<Appliance>,
    listen: &Listen,
    presented: Arc<tls::Presented>,
    ready: impl FnOnce(Running),
) -> Result<()> {
    let bind = |address: SocketAddr| {
        TcpListener::bind(address).map_err(|cause| crate::terms::Fault::new("listening", format!("{address}: {cause}")))
    };
    let https = bind(listen.https)?;
    let http = listen.http.map(bind).transpose()?;
    let addresses = (https.local_addr().doing("listening")?, http.as_ref().map(TcpListener::local_addr).transpose().doing("listening")?);
    let metrics = Data::new(Metrics::default());
    let routes = Arc::new(routes());
    let mut server = HttpServer::new(move || {
        let routes = routes.clone();
        App::new()
            .app_data(kabinet.clone())
            .app_data(metrics.clone())
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
    .listen_rustls_0_23(https, tls::configuration(presented)?)
    .doing("listening")?;
    if let Some(http) = http {
        server = server.listen(http).doing("listening")?;
    }
    let server = server.run();
    ready(Running { https: addresses.0, http: addresses.1, handle: server.handle() });
    server.await.doing("answering requests")
}

fn follow_search(mut follower: follower::Follower, engine: Engine, office: Arc<Office>, stopping: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        while !stopping.load(Ordering::Relaxed) {
            match engine.snapshot().and_then(|snapshot| follower.step(&snapshot, &office)) {
                Ok(true) => {}
                Ok(false) => std::thread::sleep(FOLLOWING),
                Err(error) => {
                    tracing::error!(%error, "the search index does not follow");
                    std::thread::sleep(FOLLOWING * 20);
                }
            }
        }
    })
}

fn follow_notices(writer: Arc<Writer>, engine: Engine, stopping: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        while !stopping.load(Ordering::Relaxed) {
            match engine.snapshot().and_then(|snapshot| notices::step(&snapshot, &writer)) {
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
