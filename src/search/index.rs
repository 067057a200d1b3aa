//! The index on disk and its one writer.

use super::case::{CaseDocument, Change};
use super::query::SearchReader;
use super::schema::{self, Fields};
use crate::terms::error::Doing;
use crate::terms::{ApplicationId, Fault, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::{fs, io, path::Path};
use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyError, Term};

const DOING: &str = "searching";

/// tantivy takes no less memory for a writer, bytes.
pub const HEAP_LEAST: usize = 15_000_000;

/// A part of the index with a greater share of replaced documents is written anew.
const REPLACED_SHARE_MOST: f32 = 0.3;

/// The writing end of the index; one in the world at a time. Readers ([`SearchIndex::reader`]) are many and never wait for it.
pub struct SearchIndex {
    index: Index,
    writer: IndexWriter,
    reader: SearchReader,
    fields: Fields,
}

impl SearchIndex {
    /// Opens the index in this folder, and makes it where there is none. A damaged one, or one of another
    /// [`schema::SCHEMA_VERSION`], is discarded and comes back empty, without a position. `heap` is the memory for documents
    /// not yet committed, bytes; at least [`HEAP_LEAST`] is taken.
    ///
    /// # Errors
    /// Another writer holds the folder, or the disk fails.
    pub fn open(dir: &Path, heap: usize) -> Result<Self> {
        fs::create_dir_all(dir).doing(DOING)?;
        match Self::opened(dir, heap) {
            Ok(index) => Ok(index),
            Err(locked @ TantivyError::LockFailure(..)) => Err(Fault::new(DOING, locked).into()),
            Err(damage) => {
                tracing::warn!(%damage, "the search index is discarded and will be rebuilt");
                discard(dir)?;
                Self::opened(dir, heap).doing(DOING)
            }
        }
    }

    fn opened(dir: &Path, heap: usize) -> tantivy::Result<Self> {
        let (wanted, fields) = schema::schema();
        let index = if Index::exists(&MmapDirectory::open(dir)?)? {
            Index::open_in_dir(dir)?
        } else {
            Index::builder().schema(wanted.clone()).settings(schema::settings()).create_in_dir(dir)?
        };
        let options =
            IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).memory_budget_per_thread(heap.max(HEAP_LEAST));
        let writer: IndexWriter = index.writer_with_options(options.build())?;
        // Only now, under the writer's lock: what another process is writing is not damaged.
        if index.schema() != wanted || *index.settings() != schema::settings() {
            return Err(TantivyError::SchemaError("it is of another version".into()));
        }
        check(&index)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(REPLACED_SHARE_MOST);
        writer.set_merge_policy(Box::new(merging));
        let reader = read(&index, fields)?;
        Ok(Self { index, writer, reader, fields })
    }

    /// Takes these changes in, in their order. They are found after the next [`SearchIndex::commit`].
    ///
    /// # Errors
    /// The disk fails. The writer is then of no more use: drop it and open the index anew.
    pub fn apply(&mut self, changes: impl Iterator<Item = Change>) -> Result<()> {
        for change in changes {
            match change {
                Change::Put(case) => self.put(&case).doing(DOING)?,
                Change::Remove(id) => self.remove(id),
            }
        }
        Ok(())
    }

    fn put(&mut self, case: &CaseDocument) -> tantivy::Result<()> {
        self.remove(case.id);
        self.writer.add_document(schema::document(&self.fields, case)).map(drop)
    }

    fn remove(&mut self, id: ApplicationId) {
        self.writer.delete_term(Term::from_field_u64(self.fields.id, id.number()));
    }

    /// Makes all applied changes durable together with the follower's position, and shows them to every reader. Takes about
    /// 10 ms: commit once a second or per thousand changes, not per change.
    ///
    /// # Errors
    /// The disk fails. The last commit stands; drop the writer and open the index anew.
    pub fn commit(&mut self, position: &[u8]) -> Result<()> {
        self.committed(Some(position)).doing(DOING)
    }

    fn committed(&mut self, position: Option<&[u8]>) -> tantivy::Result<()> {
        let mut prepared = self.writer.prepare_commit()?;
        if let Some(position) = position {
            prepared.set_payload(&STANDARD.encode(position));
        }
        prepared.commit()?;
        self.reader.reload()
    }

    /// The position of the last commit. None: the index knows nothing for sure; clear it and follow from the beginning.
    pub fn position(&self) -> Option<Vec<u8>> {
        position_of(&self.index)
    }

    /// The reading end. It sees every later commit.
    pub fn reader(&self) -> SearchReader {
        self.reader.clone()
    }

    /// Forgets all documents, also those not committed, and the position; readers find nothing from now on.
    ///
    /// # Errors
    /// The disk fails.
    pub fn clear(&mut self) -> Result<()> {
        self.cleared().doing(DOING)
    }

    fn cleared(&mut self) -> tantivy::Result<()> {
        // What is still on its way to the writing thread would outlive the deletion.
        self.writer.rollback()?;
        self.writer.delete_all_documents()?;
        self.committed(None)
    }
}

fn position_of(index: &Index) -> Option<Vec<u8>> {
    let payload = index.load_metas().ok()?.payload?;
    STANDARD.decode(payload).ok()
}

/// The position of the last commit of the index in this folder, read beside its writer ([`SearchIndex::position`]). None, too, for
/// an index of another version, which is made anew at the next start.
///
/// # Errors
/// There is no index, or it is damaged.
pub fn position(dir: &Path) -> Result<Option<Vec<u8>>> {
    let index = Index::open_in_dir(dir).doing(DOING)?;
    Ok(if index.schema() == schema::schema().0 { position_of(&index) } else { None })
}

/// Opens the index beside its writer, to read it and nothing else: for `kabinet check`, in another process.
///
/// # Errors
/// There is no index, it is of another version, or it is damaged.
pub fn open_reader(dir: &Path) -> Result<SearchReader> {
    let (wanted, fields) = schema::schema();
    let index = Index::open_in_dir(dir).doing(DOING)?;
    if index.schema() != wanted {
        return Err(Fault::new(DOING, "the index is of another version").into());
    }
    read(&index, fields).doing(DOING)
}

fn read(index: &Index, fields: Fields) -> tantivy::Result<SearchReader> {
    schema::register(index.tokenizers());
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(1).try_into()?;
    Ok(SearchReader::new(reader, fields))
}

/// Reads every file once (about a second per gigabyte): a damaged one would give wrong answers or a panic in some later search.
fn check(index: &Index) -> tantivy::Result<()> {
    let segments = index.searchable_segment_ids()?;
    if !segments.is_empty() && index.directory().list_managed_files().is_empty() {
        return Err(TantivyError::InternalError("the list of its files is lost".into()));
    }
    match index.validate_checksum()?.into_iter().next() {
        None => Ok(()),
        Some(file) => Err(TantivyError::InternalError(format!("{} is damaged", file.display()))),
    }
}

/// Removes the files of an index and nothing else: a wrong folder in the configuration must not cost anybody their files.
fn discard(dir: &Path) -> Result<()> {
    let _lock = MmapDirectory::open(dir).doing(DOING)?.acquire_lock(&INDEX_WRITER_LOCK).doing(DOING)?;
    for entry in fs::read_dir(dir).doing(DOING)? {
        let entry = entry.doing(DOING)?;
        if is_of_index(&entry.file_name().to_string_lossy()) {
            removed(&entry.path()).doing(DOING)?;
        }
    }
    Ok(())
}

/// `meta.json`, `.managed.json`, and what begins with the 32 hexadecimal digits of a segment: `0f…e1.term`, `0f…e1.17.del`.
fn is_of_index(name: &str) -> bool {
    const SEGMENT_DIGITS: usize = 32;
    let segment = name.split_once('.').map_or("", |(segment, _)| segment);
    matches!(name, "meta.json" | ".managed.json") || (segment.len() == SEGMENT_DIGITS && segment.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn removed(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
