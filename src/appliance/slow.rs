//! Slow pure work (hashing a password, inspecting a document) on threads of its own, few at a time and behind everything else:
//! however many sign in at once, pages go on.

use crate::terms::{Fault, Kind, Refusal, Result, message};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};
use tokio::sync::{Semaphore, oneshot};

/// Passwords hashed and documents inspected at the same time, where there are so many cores and one more; each takes tens of
/// megabytes. One core is always the pages'.
const AT_ONCE: usize = 4;
/// At work or waiting for it; one more is told to come again.
const MOST: usize = 66;
/// How far the threads stand back: the nice value of Linux, from 0 (as everybody) to 19 (behind all).
const NICENESS: i32 = 10;

type Job = Box<dyn FnOnce() + Send>;

/// The threads.
pub struct Slow {
    jobs: Sender<Job>,
    places: Arc<Semaphore>,
}

impl Slow {
    /// Starts them; they end with it.
    pub fn start() -> Self {
        let (jobs, todo) = unbounded::<Job>();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..cores.saturating_sub(1).clamp(1, AT_ONCE) {
            let todo = todo.clone();
            std::thread::spawn(move || work(&todo));
        }
        Self { jobs, places: Arc::new(Semaphore::new(MOST)) }
    }

    /// Does this work when its turn comes.
    ///
    /// # Errors
    /// Too many wait, or the work died.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        const DOING: &str = "working off the web threads";
        let too_many = |_| Refusal::new(Kind::Unavailable, message("refusal-too-many"));
        let place = self.places.clone().try_acquire_owned().map_err(too_many)?;
        let (tell, told) = oneshot::channel();
        let job = move || {
            // Whoever asked may go away; the work goes on, and holds its place until it is done.
            let _place = place;
            drop(tell.send(work()));
        };
        self.jobs.send(Box::new(job)).map_err(|_| Fault::new(DOING, "the threads have ended"))?;
        Ok(told.await.map_err(|_| Fault::new(DOING, "the work died"))?)
    }
}

fn work(todo: &Receiver<Job>) {
    // Without it the work is as quick, and pages wait longer.
    if let Err(cause) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::warn!(%cause, "slow work is not put behind the pages");
    }
    for job in todo {
        // What panicked has been told on standard error; whoever waits learns that it died.
        drop(catch_unwind(AssertUnwindSafe(job)));
    }
}
