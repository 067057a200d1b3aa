//! The thread that owns the bench. It takes the waiting Acts, runs each in turn, hands them to the committer, and runs the
//! next ones on top while those are being written; then answers all: throughput grows with load while every answer is durable.

use super::{
    batch::Touched,
    bench::{Bench, Call},
    committer::Committer,
    writing::{Shared, Thread},
};
use crate::{
    access::{Actor, Function, Policy},
    journal::Entry,
    storage::{Overlay, View},
    terms::{Error, Fault, Kind, Once, Refusal, Result, message},
};
use arc_swap::ArcSwap;
use crossbeam_channel::{Sender, TrySendError, bounded};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
};
use tokio::sync::{broadcast, oneshot};

/// Acts that may wait; one more is told to come again.
const MOST_WAITING: usize = 4096;
/// Entries of page views that may wait for a commit; one more view is told to come again.
pub(super) const MOST_VIEWS: usize = 20_000;
/// Records told to those who follow live, before the slowest of them is told only that it missed some.
const MOST_TOLD: usize = 1024;

/// Answers one waiting Act once its commit has gone well or wrong.
pub(super) type Reply = Box<dyn FnOnce(&std::result::Result<(), Lost>) + Send>;
/// One waiting Act.
pub(super) type Job = Box<dyn FnOnce(&mut Bench) -> Option<Reply> + Send>;

/// The commit failed; nothing in it was done.
pub(super) struct Lost;

/// What was written by one commit.
pub type Published = Arc<Vec<Touched>>;

/// The way to the writer thread, shared by everyone.
pub struct Writer {
    jobs: Sender<Job>,
    stopping: Arc<AtomicBool>,
    failing: Arc<AtomicBool>,
    views: Arc<AtomicUsize>,
    published: broadcast::Sender<Published>,
    waiting: Arc<AtomicUsize>,
    policy: Arc<ArcSwap<Policy>>,
    zone: TimeZone,
}

/// What one Act takes to the writer thread.
pub struct Errand<V> {
    /// Who acts.
    pub actor: Actor,
    /// What they want to do.
    pub function: Function,
    /// When.
    pub at: Timestamp,
    /// The once-token of the form.
    pub once: Option<Once>,
    /// What is done.
    pub verb: V,
}

fn too_many() -> Error {
    Refusal::new(Kind::Unavailable, message("refusal-too-many")).into()
}

/// One future for all verbs of an answer's type, not one for each.
async fn answered<T>(handed_over: Result<oneshot::Receiver<Result<T>>>) -> Result<T> {
    handed_over?.await.map_err(|_| nothing_done())?
}

fn nothing_done() -> Error {
    Refusal::new(Kind::Unavailable, message("refusal-not-written")).into()
}

impl Writer {
    /// Starts the thread; it ends, after a last commit, when [`Writer::stop`] is called.
    ///
    /// # Errors
    /// The operating system gives no thread.
    pub fn start(bench: Bench) -> Result<(Self, JoinHandle<()>)> {
        let (jobs, waiting_jobs) = bounded::<Job>(MOST_WAITING);
        let (published, _) = broadcast::channel(MOST_TOLD);
        let (stopping, failing) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (views, waiting) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (policy, zone) = (bench.policy().clone(), bench.zone.clone());
        let committer = Committer::start(bench.engine().clone())?;
        let shared = Shared {
            stopping: stopping.clone(),
            failing: failing.clone(),
            views: views.clone(),
            published: published.clone(),
            waiting: waiting.clone(),
        };
        let thread = Thread::new(bench, waiting_jobs, committer, shared);
        let handle = std::thread::Builder::new().name("writer".to_owned()).spawn(move || thread.run());
        let handle = handle.map_err(|cause| Fault::new("starting the writer", cause))?;
        Ok((Self { jobs, stopping, failing, views, published, waiting, policy, zone }, handle))
    }

    /// Performs one action and answers when it is durable.
    ///
    /// # Errors
    /// Why it was refused, or what failed.
    pub fn act<T, V>(&self, errand: Errand<V>) -> impl Future<Output = Result<T>> + use<T, V>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        V: FnOnce(&mut super::Act<'_>) -> Result<T> + Send + 'static,
    {
        answered(self.hand_over(errand))
    }

    /// The same for a follower, whose thread waits for the answer.
    ///
    /// # Errors
    /// As [`Writer::act`].
    pub fn act_and_wait<T, V>(&self, errand: Errand<V>) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        V: FnOnce(&mut super::Act<'_>) -> Result<T> + Send + 'static,
    {
        self.hand_over(errand)?.blocking_recv().map_err(|_| nothing_done())?
    }

    fn hand_over<T, V>(&self, errand: Errand<V>) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        V: FnOnce(&mut super::Act<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.send(Box::new(move |bench| {
            let Errand { actor, function, at, once, verb } = errand;
            let result = bench.act(&Call { actor: &actor, function, at, once }, verb);
            Some(Box::new(move |kept| {
                let result = if kept.is_ok() { result } else { Err(nothing_done()) };
                // The one who asked may have gone away; what was done stays done.
                let _ = answer.send(result);
            }))
        }))?;
        Ok(answered)
    }

    /// Writes the entry of a page view and answers when it is durable.
    ///
    /// # Errors
    /// The journal cannot be written, so the page may not leave.
    pub async fn enter(&self, entry: Entry) -> Result<()> {
        let (answer, answered) = oneshot::channel();
        self.send(Box::new(move |bench| {
            let result = bench.enter(entry);
            Some(Box::new(move |kept| {
                let _ = answer.send(if kept.is_ok() { result } else { Err(nothing_done()) });
            }))
        }))?;
        answered.await.map_err(|_| nothing_done())?
    }

    /// Hands over the entry of a page view; it is durable with the next commit.
    ///
    /// # Errors
    /// The journal cannot be written, or too many entries wait.
    pub fn enter_soon(&self, entry: Entry) -> Result<()> {
        if self.failing.load(Ordering::Relaxed) {
            return Err(nothing_done());
        }
        if self.views.fetch_add(1, Ordering::Relaxed) >= MOST_VIEWS {
            self.views.fetch_sub(1, Ordering::Relaxed);
            return Err(too_many());
        }
        let views = self.views.clone();
        self.send(Box::new(move |bench| {
            views.fetch_sub(1, Ordering::Relaxed);
            if let Err(error) = bench.enter(entry) {
                tracing::error!(%error, "an entry of the journal was not written");
            }
            None
        }))
    }

    /// Lets a follower write its derived records; answers when they are durable.
    ///
    /// # Errors
    /// The follower's own, or nothing was written.
    pub fn derive(&self, write: impl FnOnce(&dyn View, &mut Overlay) -> Result<Vec<Touched>> + Send + 'static) -> Result<()> {
        let (answer, answered) = std::sync::mpsc::channel();
        self.send(Box::new(move |bench| {
            let result = bench.derive(write);
            Some(Box::new(move |kept| {
                let _ = answer.send(if kept.is_ok() { result } else { Err(nothing_done()) });
            }))
        }))?;
        answered.recv().map_err(|_| nothing_done())?
    }

    /// The same without waiting: it is durable with the next commit, and lost where there is none.
    ///
    /// # Errors
    /// Too many wait.
    pub fn derive_soon(&self, write: impl FnOnce(&dyn View, &mut Overlay) -> Result<Vec<Touched>> + Send + 'static) -> Result<()> {
        self.send(Box::new(move |bench| {
            if let Err(error) = bench.derive(write) {
                tracing::error!(%error, "a derived record was not written");
            }
            None
        }))
    }

    fn send(&self, job: Job) -> Result<()> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err(Refusal::new(Kind::Unavailable, message("refusal-stopping")).into());
        }
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.jobs.try_send(job).map_err(|error| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match error {
                TrySendError::Full(_) => too_many(),
                TrySendError::Disconnected(_) => nothing_done(),
            }
        })
    }

    /// The rights of everybody, as they are now: for a follower that tells people what waits for them.
    pub fn policy(&self) -> Arc<Policy> {
        self.policy.load_full()
    }

    /// The day here at this moment.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// Follows what each commit wrote.
    pub fn follow(&self) -> broadcast::Receiver<Published> {
        self.published.subscribe()
    }

    /// Acts that wait at this moment.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether the last commit failed.
    pub fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    /// Takes nothing new; what waits is still done.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }
}
