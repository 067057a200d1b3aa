//! A disk that fails as it is told to, under the store.

use kabinet::storage::Engine;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use redb::StorageBackend;
use std::{
    fs::{self, File},
    io::{Error as Trouble, ErrorKind},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

/// Unsynced writes that survive a power cut are drawn from this seed.
const SEED: u64 = 0xD15C;

/// What goes wrong, and at which call from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Sound,
    /// This call fails; those after it do not.
    Error(u64),
    /// From this call on nothing can be written, until the disk is mended.
    Full(u64),
    /// Before this call the file is kept as it is then, as after a kill and as after a power cut.
    Images(u64),
}

/// A change of the file that no sync has made sure yet.
enum Change {
    Write(u64, Vec<u8>),
    Length(u64),
}

/// The file as it would be found by the next start.
pub struct Images {
    /// Killed: the system still writes what it was given.
    pub killed: Vec<u8>,
    /// The power went: of what was not synced, some is there and some is not.
    pub unpowered: Vec<u8>,
}

struct Inside {
    plan: Plan,
    calls: u64,
    synced: Vec<u8>,
    unsynced: Vec<Change>,
    images: Option<Images>,
    random: StdRng,
}

/// A disk that fails as it is told to.
pub struct Disk {
    path: PathBuf,
    file: File,
    state: Mutex<Inside>,
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Length(length) => bytes.resize(usize::try_from(*length).unwrap(), 0),
        Change::Write(offset, data) => {
            let from = usize::try_from(*offset).unwrap();
            bytes.resize(bytes.len().max(from + data.len()), 0);
            bytes[from..from + data.len()].copy_from_slice(data);
        }
    }
}

impl Disk {
    pub fn over(folder: &Path) -> Arc<Self> {
        let path = folder.join("kabinet.redb");
        let file = File::options().read(true).write(true).open(&path).unwrap();
        let synced = fs::read(&path).unwrap();
        let random = StdRng::seed_from_u64(SEED);
        let state = Inside { plan: Plan::Sound, calls: 0, synced, unsynced: Vec::new(), images: None, random };
        Arc::new(Self { path, file, state: Mutex::new(state) })
    }

    pub fn engine(self: &Arc<Self>, folder: &Path) -> Engine {
        let disk = self.clone();
        Engine::open_through(folder, move || Ok(Handle(disk.clone()))).unwrap()
    }

    pub fn plan(&self, plan: Plan) {
        let mut state = self.state.lock().unwrap();
        (state.plan, state.calls) = (plan, 0);
    }

    /// Mends the disk; tells how many calls there were since the plan.
    pub fn mend(&self) -> u64 {
        let mut state = self.state.lock().unwrap();
        state.plan = Plan::Sound;
        state.calls
    }

    /// Takes the images of a plan; where it was never reached, those of now.
    pub fn images(&self) -> Images {
        let kept = self.state.lock().unwrap().images.take();
        kept.unwrap_or_else(|| {
            let state = self.state.lock().unwrap();
            Images { killed: fs::read(&self.path).unwrap(), unpowered: state.synced.clone() }
        })
    }

    /// Counts a call and lets it go wrong where it is its turn.
    fn call(&self, writes: bool) -> std::io::Result<()> {
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        let calls = state.calls;
        match state.plan {
            Plan::Error(at) if calls == at => Err(Trouble::other("the disk failed")),
            Plan::Full(at) if calls >= at && writes => Err(ErrorKind::StorageFull.into()),
            Plan::Images(at) if calls == at => {
                let mut unpowered = state.synced.clone();
                let Inside { unsynced, random, .. } = &mut *state;
                unsynced.iter().filter(|_| random.random()).for_each(|change| apply(&mut unpowered, change));
                state.images = Some(Images { killed: fs::read(&self.path).unwrap(), unpowered });
                Ok(())
            }
            Plan::Sound | Plan::Error(_) | Plan::Full(_) | Plan::Images(_) => Ok(()),
        }
    }
}

/// The disk, as the engine holds it.
#[derive(Debug)]
struct Handle(Arc<Disk>);

impl StorageBackend for Handle {
    fn len(&self) -> std::io::Result<u64> {
        self.0.call(false)?;
        Ok(self.0.file.metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        self.0.call(false)?;
        self.0.file.read_exact_at(out, offset)
    }

    fn set_len(&self, length: u64) -> std::io::Result<()> {
        self.0.call(true)?;
        self.0.file.set_len(length)?;
        self.0.state.lock().unwrap().unsynced.push(Change::Length(length));
        Ok(())
    }

    fn sync_data(&self) -> std::io::Result<()> {
        self.0.call(false)?;
        let mut state = self.0.state.lock().unwrap();
        let Inside { synced, unsynced, .. } = &mut *state;
        unsynced.drain(..).for_each(|change| apply(synced, &change));
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> std::io::Result<()> {
        self.0.call(true)?;
        self.0.file.write_all_at(data, offset)?;
        self.0.state.lock().unwrap().unsynced.push(Change::Write(offset, data.to_vec()));
        Ok(())
    }
}
