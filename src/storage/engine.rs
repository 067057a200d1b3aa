//! The redb file: opened in the mode in which other processes may read while this one writes, committed so that a start
//! after a crash takes milliseconds (`facts.md` §7).

use super::{
    Table, beside, blob,
    overlay::Overlay,
    view::{Flow, Keys, Order, View},
};
use crate::terms::{Error, Fault, Kind, Refusal, Result, error::Doing, message};
use arc_swap::ArcSwapOption;
use redb::{
    ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadOnlyTable, ReadTransaction, ReadableDatabase, StorageBackend,
    TableDefinition, TableError,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Pages of the file kept in memory, in bytes.
const CACHE: usize = 64 * 1024 * 1024;
/// How many commits there were: what tells, after a failed one, whether it was written all the same.
const COMMITS: Table = Table("commits");
const LAST: &[u8] = b"last";
/// The file in the data folder.
pub const FILE: &str = "kabinet.redb";

type Rows = ReadOnlyTable<&'static [u8], &'static [u8]>;

pub(super) const fn definition(table: Table) -> TableDefinition<'static, &'static [u8], &'static [u8]> {
    TableDefinition::new(table.0)
}

/// How the file was opened.
enum Handle {
    /// The one writer of the installation.
    Writer(Database),
    /// Another process beside it: `backup`, `check`, `journal verify`.
    Reader(ReadOnlyDatabase),
    /// The last write failed; the file is opened again before the next one.
    Broken,
}

/// Opens the file again after a failed write; redb refuses everything until then.
type Reopen = Box<dyn Fn() -> Result<Database> + Send + Sync>;

/// Sees every batch before it is written.
pub type Watch = Box<dyn Fn(&Overlay) + Send + Sync>;

/// The one file of the installation.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    handle: RwLock<Handle>,
    /// Commits and failures of this run: what was read before the last of them is old.
    epoch: AtomicU64,
    /// The newest read transaction, shared by all who read between two commits.
    latest: ArcSwapOption<Latest>,
    reopen: Option<Reopen>,
    watch: Option<Watch>,
    folder: PathBuf,
}

/// A read transaction, and the epoch before which it was begun.
struct Latest {
    epoch: u64,
    reading: Arc<Reading>,
}

/// A read transaction with the tables that were opened in it.
struct Reading {
    transaction: ReadTransaction,
    tables: Mutex<HashMap<Table, Option<Arc<Rows>>>>,
}

impl Inner {
    fn new(handle: Handle, reopen: Option<Reopen>, watch: Option<Watch>, folder: &Path) -> Self {
        let (epoch, latest) = (AtomicU64::new(0), ArcSwapOption::empty());
        Self { handle: RwLock::new(handle), epoch, latest, reopen, watch, folder: folder.to_owned() }
    }

    /// What was read until now is old.
    fn pass(&self) {
        self.epoch.fetch_add(1, Ordering::SeqCst);
        self.latest.store(None);
    }
}

pub(super) fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE).set_concurrency_mode(ConcurrencyMode::SingleWriter);
    builder
}

/// A file that another process has open is no fault: whoever started the second one is told.
pub(super) fn unopened(cause: DatabaseError) -> Error {
    if matches!(cause, DatabaseError::DatabaseAlreadyOpen) {
        return Refusal::new(Kind::Unavailable, message("store-is-served")).into();
    }
    Fault::new("opening the data file", cause).into()
}

impl Engine {
    /// Opens the file of this data folder for writing, making it where there is none.
    ///
    /// # Errors
    /// The file is damaged, of another program, or open for writing elsewhere.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::open_watched(folder, None)
    }

    /// Opens it for somebody who sees every batch: how the bench gets the rows that it writes again without Kabinet.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_watched(folder: &Path, watch: Option<Watch>) -> Result<Self> {
        let path = folder.join(FILE);
        let reopen: Reopen = Box::new(move || builder().create(&path).map_err(unopened));
        let handle = Handle::Writer(reopen()?);
        Ok(Self(Arc::new(Inner::new(handle, Some(reopen), watch, folder))))
    }

    /// Opens a file whose every call passes through `backend`: how the fault tests break one call after the other.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_through<B: StorageBackend>(folder: &Path, backend: impl Fn() -> Result<B> + Send + Sync + 'static) -> Result<Self> {
        let reopen: Reopen = Box::new(move || {
            let mut builder = Database::builder();
            builder.set_cache_size(CACHE).create_with_backend(backend()?).doing("opening the data file")
        });
        let handle = Handle::Writer(reopen()?);
        Ok(Self(Arc::new(Inner::new(handle, Some(reopen), None, folder))))
    }

    /// Opens the file to read only: beside the running server, or where there is none ([`beside`]).
    ///
    /// # Errors
    /// There is no such file, it is damaged, or a crash left it open and it cannot be written here.
    pub fn open_to_read(folder: &Path) -> Result<Self> {
        let database = beside::open(folder)?;
        Ok(Self(Arc::new(Inner::new(Handle::Reader(database), None, None, folder))))
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// What is stored at this moment. Hold it for one page, never over a stream: it pins pages. All who ask between two
    /// commits read the same one: beginning it costs more than most pages read.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn snapshot(&self) -> Result<Snapshot> {
        // Asked first: what is committed from here on makes what is begun here old, at worst needlessly.
        let epoch = self.0.epoch.load(Ordering::SeqCst);
        if let Some(latest) = self.0.latest.load().as_ref().filter(|latest| latest.epoch == epoch) {
            return Ok(Snapshot(latest.reading.clone()));
        }
        self.mend()?;
        let handle = self.0.handle.read().map_err(|_| poisoned())?;
        let (transaction, is_shared) = match &*handle {
            Handle::Writer(database) => (database.begin_read().doing("reading the data file")?, true),
            // Another process writes: nobody tells when.
            Handle::Reader(database) => (database.begin_read().doing("reading the data file")?, false),
            Handle::Broken => return Err(broken()),
        };
        let reading = Arc::new(Reading { transaction, tables: Mutex::default() });
        if is_shared {
            self.0.latest.store(Some(Arc::new(Latest { epoch, reading: reading.clone() })));
        }
        Ok(Snapshot(reading))
    }

    /// Writes the whole batch durably, or nothing of it.
    ///
    /// # Errors
    /// A full or broken disk. The file is opened anew for the next batch; nothing of this one is in it, unless that failed
    /// too: then what was written is known when it can be opened again.
    pub fn commit(&self, batch: &Overlay) -> Result<()> {
        if let Some(watch) = &self.0.watch {
            watch(batch);
        }
        let number = self.snapshot()?.commits()? + 1;
        let written = self.write(batch, number);
        self.0.pass();
        let Err(cause) = written else { return Ok(()) };
        self.breaks()?;
        match self.snapshot().and_then(|snapshot| snapshot.commits()) {
            // It reached the disk and only the disk's word for it was lost: one more commit gets that word.
            Ok(last) if last == number => {
                let again = self.write(&Overlay::default(), number + 1);
                self.0.pass();
                again.or_else(|again| self.breaks().and(Err(again)))
            }
            Ok(_) | Err(_) => Err(cause),
        }
    }

    fn write(&self, batch: &Overlay, number: u64) -> Result<()> {
        let handle = self.0.handle.read().map_err(|_| poisoned())?;
        match &*handle {
            Handle::Writer(database) => write(database, batch, number),
            Handle::Reader(_) => Err(Fault::new("writing the data file", "it was opened to read only").into()),
            Handle::Broken => Err(broken()),
        }
    }

    /// The last write failed: redb takes no more before the file is opened anew.
    fn breaks(&self) -> Result<()> {
        *self.0.handle.write().map_err(|_| poisoned())? = Handle::Broken;
        self.0.pass();
        Ok(())
    }

    /// Opens the file again where the last write failed.
    fn mend(&self) -> Result<()> {
        if !matches!(&*self.0.handle.read().map_err(|_| poisoned())?, Handle::Broken) {
            return Ok(());
        }
        let mut handle = self.0.handle.write().map_err(|_| poisoned())?;
        if let Handle::Broken = &*handle {
            let reopen = self.0.reopen.as_ref().ok_or_else(broken)?;
            *handle = Handle::Writer(reopen()?);
        }
        Ok(())
    }
}

fn poisoned() -> Error {
    Fault::new("reaching the data file", "a thread died while it held the file").into()
}

fn broken() -> Error {
    Fault::new("reaching the data file", "the last write failed and the file could not be opened again").into()
}

fn write(database: &Database, batch: &Overlay, number: u64) -> Result<()> {
    const DOING: &str = "writing the data file";
    let mut transaction = database.begin_write().doing(DOING)?;
    transaction.set_quick_repair(true);
    for (table, rows) in batch.tables() {
        let mut open = transaction.open_table(definition(table)).doing(DOING)?;
        for (key, value) in rows {
            match value {
                Some(value) => drop(open.insert(key.as_slice(), value.as_slice()).doing(DOING)?),
                None => drop(open.remove(key.as_slice()).doing(DOING)?),
            }
        }
    }
    for file in batch.files() {
        let mut open = transaction.open_table(definition(blob::TABLE)).doing(DOING)?;
        file.chunks(&mut |key, chunk| open.insert(key, chunk).doing(DOING).map(drop))?;
    }
    let mut commits = transaction.open_table(definition(COMMITS)).doing(DOING)?;
    commits.insert(LAST, number.to_be_bytes().as_slice()).doing(DOING)?;
    drop(commits);
    transaction.commit().doing(DOING)
}

/// What was stored at one moment.
pub struct Snapshot(Arc<Reading>);

impl Snapshot {
    /// The table; none where nothing was ever written to it.
    fn table(&self, table: Table) -> Result<Option<Arc<Rows>>> {
        let mut tables = self.0.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = tables.get(&table) {
            return Ok(open.clone());
        }
        let open = match self.0.transaction.open_table(definition(table)) {
            Ok(rows) => Some(Arc::new(rows)),
            Err(TableError::TableDoesNotExist(_)) => None,
            Err(cause) => return Err(Fault::new("reading the data file", cause).into()),
        };
        tables.insert(table, open.clone());
        Ok(open)
    }

    /// How many commits there were.
    fn commits(&self) -> Result<u64> {
        let last = self.get(COMMITS, LAST)?;
        Ok(last.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
    }

    /// The names of all tables, for a backup and a check.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn tables(&self) -> Result<Vec<String>> {
        use redb::TableHandle;
        let tables = self.0.transaction.list_tables().doing("reading the data file")?;
        Ok(tables.map(|table| table.name().to_owned()).collect())
    }

    pub(super) fn transaction(&self) -> &ReadTransaction {
        &self.0.transaction
    }
}

impl View for Snapshot {
    fn read(&self, table: Table, key: &[u8], use_value: &mut dyn FnMut(&[u8])) -> Result<bool> {
        let Some(rows) = self.table(table)? else { return Ok(false) };
        let found = rows.get(key).doing("reading the data file")?;
        if let Some(value) = &found {
            use_value(value.value());
        }
        Ok(found.is_some())
    }

    fn visit(&self, table: Table, keys: &Keys, order: Order, visit: &mut dyn FnMut(&[u8], &[u8]) -> Flow) -> Result<()> {
        let Some(rows) = self.table(table)? else { return Ok(()) };
        let Some(bounds) = keys.bounds() else { return Ok(()) };
        let mut range = rows.range::<&[u8]>(bounds).doing("reading the data file")?;
        loop {
            let row = match order {
                Order::Ascending => range.next(),
                Order::Descending => range.next_back(),
            };
            let Some(row) = row else { return Ok(()) };
            let (key, value) = row.doing("reading the data file")?;
            if visit(key.value(), value.value()).is_break() {
                return Ok(());
            }
        }
    }
}
