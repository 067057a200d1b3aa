//! The thread that writes batches to the disk, one after the other, while the writer fills the next.

use crate::{
    storage::{Engine, Overlay},
    terms::{Error, Fault, Result},
};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::{sync::Arc, thread::JoinHandle};

/// The way to the committer.
pub(super) struct Committer {
    departing: Option<Sender<Arc<Overlay>>>,
    /// Tells how writing the last batch went.
    pub(super) landed: Receiver<Result<()>>,
    thread: Option<JoinHandle<()>>,
}

/// The committer is no more: a bug took it down.
pub(super) fn ended() -> Error {
    Fault::new("writing the data file", "the committer has ended").into()
}

impl Committer {
    /// Starts it over this store.
    ///
    /// # Errors
    /// The operating system gives no thread.
    pub(super) fn start(engine: Engine) -> Result<Self> {
        let (departing, departed) = bounded::<Arc<Overlay>>(1);
        let (tell, landed) = bounded(1);
        let run = move || {
            for over in departed {
                if tell.send(engine.commit(&over)).is_err() {
                    break;
                }
            }
        };
        let thread = std::thread::Builder::new().name("committer".to_owned()).spawn(run);
        let thread = thread.map_err(|cause| Fault::new("starting the committer", cause))?;
        Ok(Self { departing: Some(departing), landed, thread: Some(thread) })
    }

    /// Begins to write this batch; the last one has landed.
    ///
    /// # Errors
    /// The committer is no more.
    pub(super) fn write(&self, over: Arc<Overlay>) -> Result<()> {
        let departing = self.departing.as_ref().ok_or_else(ended)?;
        departing.send(over).map_err(|_| ended())
    }

    /// Waits until the batch is written.
    ///
    /// # Errors
    /// It was not.
    pub(super) fn wait(&self) -> Result<()> {
        self.landed.recv().unwrap_or_else(|_| Err(ended()))
    }
}

impl Drop for Committer {
    /// The file is free after that.
    fn drop(&mut self) {
        self.departing = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the committer died");
        }
    }
}
