//! What the writer's thread does: it fills a batch with the waiting Acts while the committer writes the one before, and
//! answers each Act when its batch is on the disk.

use super::{
    bench::Bench,
    committer::Committer,
    writer::{Job, Lost, MOST_VIEWS, Published, Reply},
};
use crate::terms::{Error, Result};
use crossbeam_channel::Receiver;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::broadcast;

/// Acts in one commit at the most.
const MOST_IN_COMMIT: usize = 512;
/// Acts after which a batch departs while nothing is being written: the disk should not stand idle for the rest.
const FIRST_OFF: usize = 64;
/// How long the entry of a page view may wait for a commit of its own.
const VIEWS_WAIT: Duration = Duration::from_millis(200);

/// What the thread shares with those who hand it work.
pub(super) struct Shared {
    /// Nothing new is taken.
    pub(super) stopping: Arc<AtomicBool>,
    /// The last commit failed.
    pub(super) failing: Arc<AtomicBool>,
    /// Page views whose entries wait.
    pub(super) views: Arc<AtomicUsize>,
    /// What each commit wrote.
    pub(super) published: broadcast::Sender<Published>,
    /// Acts that wait.
    pub(super) waiting: Arc<AtomicUsize>,
}

/// The writer's thread.
pub(super) struct Thread {
    bench: Bench,
    jobs: Receiver<Job>,
    shared: Shared,
    committer: Committer,
    /// Who waits for the batch that is being filled.
    replies: Vec<Reply>,
    /// Who waits for the batch that is being written, while one is.
    flying: Option<Vec<Reply>>,
    /// Since when something waits for a commit.
    since: Option<Instant>,
}

/// What comes next.
enum Next {
    /// An Act, or the entry of a page view.
    Job(Job),
    /// Word of the batch that was being written.
    Landed(Result<()>),
    /// Nothing came for a while.
    Silence,
    /// Nobody is left who could send anything, or nobody who could write it.
    End,
}

impl Drop for Thread {
    /// However the thread ends, nobody shall believe that it still writes.
    fn drop(&mut self) {
        self.shared.failing.store(true, Ordering::Relaxed);
    }
}

impl Thread {
    /// Over this bench, fed by these jobs.
    pub(super) const fn new(bench: Bench, jobs: Receiver<Job>, committer: Committer, shared: Shared) -> Self {
        Self { bench, jobs, shared, committer, replies: Vec::new(), flying: None, since: None }
    }

    /// Works until it is told to stop.
    pub(super) fn run(mut self) {
        loop {
            match self.next() {
                Next::Job(job) => {
                    self.take(job);
                    while self.has_room()
                        && let Ok(job) = self.jobs.try_recv()
                    {
                        self.take(job);
                    }
                }
                Next::Landed(written) => self.land(written),
                Next::Silence if self.shared.stopping.load(Ordering::Relaxed) && self.flying.is_none() => break,
                Next::Silence => self.probe(),
                Next::End => break,
            }
            if self.flying.is_none() && self.is_due() {
                self.depart();
            }
        }
        self.wait();
        self.depart();
        self.wait();
        if let Err(error) = self.bench.close() {
            tracing::error!(%error, "the last commit failed");
        }
    }

    /// Waits for the batch that is being written, where one is.
    fn wait(&mut self) {
        if self.flying.is_some() {
            let written = self.committer.wait();
            self.land(written);
        }
    }

    /// Waits for the first of them. A full batch waits for the one before it alone.
    fn next(&self) -> Next {
        if self.flying.is_some() && self.replies.len() >= MOST_IN_COMMIT {
            return Next::Landed(self.committer.wait());
        }
        let patience = self.since.map_or(VIEWS_WAIT, |since| VIEWS_WAIT.saturating_sub(since.elapsed()));
        crossbeam_channel::select! {
            recv(self.committer.landed) -> written => written.map_or(Next::End, Next::Landed),
            recv(self.jobs) -> job => job.map_or(Next::End, Next::Job),
            default(patience) => Next::Silence,
        }
    }

    /// Whether more Acts should join the batch before anything else is seen to.
    fn has_room(&self) -> bool {
        let most = if self.flying.is_some() { MOST_IN_COMMIT } else { FIRST_OFF };
        self.replies.len() < most && self.committer.landed.is_empty()
    }

    /// Whether the batch should go: somebody waits for it, or page views have waited long enough or are many.
    fn is_due(&self) -> bool {
        let old = self.since.is_some_and(|since| since.elapsed() >= VIEWS_WAIT);
        !self.replies.is_empty() || old || self.shared.views.load(Ordering::Relaxed) > MOST_VIEWS / 2
    }

    fn take(&mut self, job: Job) {
        self.shared.waiting.fetch_sub(1, Ordering::Relaxed);
        self.since.get_or_insert_with(Instant::now);
        self.replies.extend(job(&mut self.bench));
    }

    /// After a failure somebody must try whether the disk is well again.
    fn probe(&mut self) {
        if self.flying.is_none() && self.shared.failing.load(Ordering::Relaxed) && self.bench.probe().is_ok() {
            self.since.get_or_insert_with(Instant::now);
            self.depart();
        }
    }

    /// Hands the batch to the committer; the next one is filled meanwhile.
    fn depart(&mut self) {
        self.since = None;
        match self.bench.depart(false) {
            Ok(Some(over)) => {
                self.flying = Some(std::mem::take(&mut self.replies));
                if let Err(error) = self.committer.write(over) {
                    self.land(Err(error));
                }
            }
            Ok(None) => self.answer(&Ok(())),
            Err(error) => self.lost(&error),
        }
    }

    fn land(&mut self, written: Result<()>) {
        let replies = self.flying.take().unwrap_or_default();
        let landed = self.bench.land(written);
        let kept = match landed {
            Ok(touched) => {
                self.shared.failing.store(false, Ordering::Relaxed);
                if !touched.is_empty() {
                    // Nobody follows: nobody misses it.
                    let _ = self.shared.published.send(Arc::new(touched));
                }
                Ok(())
            }
            Err(error) => {
                // What was done since stood on what was lost.
                self.lost(&error);
                Err(Lost)
            }
        };
        for reply in replies {
            reply(&kept);
        }
    }

    fn lost(&mut self, error: &Error) {
        tracing::error!(%error, "a commit failed; nothing of it was done");
        self.shared.failing.store(true, Ordering::Relaxed);
        self.since = None;
        self.answer(&Err(Lost));
    }

    /// Answers all who wait for the batch that is being filled.
    fn answer(&mut self, kept: &std::result::Result<(), Lost>) {
        for reply in std::mem::take(&mut self.replies) {
            reply(kept);
        }
    }
}
