//! Writes that are not written yet, and reading through them.

use super::{
    Table,
    blob::StagedFile,
    view::{Flow, Keys, Order, View},
};
use crate::terms::Result;
use std::{
    collections::{BTreeMap, HashMap},
    ops::ControlFlow,
    sync::Arc,
};

/// Rows of one table by their key: to write, or to remove.
pub type Rows = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// Rows to write (`Some`) and to remove (`None`), by table and key, and files to take in as blobs.
#[derive(Default)]
pub struct Overlay {
    tables: HashMap<Table, Rows>,
    files: Vec<Arc<StagedFile>>,
}

impl Overlay {
    /// Writes a row.
    pub fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        self.tables.entry(table).or_default().insert(key, Some(value));
    }

    /// Removes a row.
    pub fn remove(&mut self, table: Table, key: Vec<u8>) {
        self.tables.entry(table).or_default().insert(key, None);
    }

    /// Takes a file in; its bytes are read when the batch is written.
    pub fn take_in(&mut self, file: Arc<StagedFile>) {
        if !self.files.iter().any(|known| known.digest == file.digest) {
            self.files.push(file);
        }
    }

    /// Puts all of `above` over this layer: a finished Act joins its batch.
    pub fn absorb(&mut self, above: Self) {
        for (table, rows) in above.tables {
            self.tables.entry(table).or_default().extend(rows);
        }
        above.files.into_iter().for_each(|file| self.take_in(file));
    }

    /// Nothing to write.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.files.is_empty()
    }

    /// Whether a row of this table is written or removed.
    pub fn touches(&self, table: Table) -> bool {
        self.tables.contains_key(&table)
    }

    /// The keys of this table that are written or removed.
    pub fn keys_of(&self, table: Table) -> impl Iterator<Item = &[u8]> {
        self.tables.get(&table).into_iter().flat_map(|rows| rows.keys().map(Vec::as_slice))
    }

    /// All rows by table, for the engine and for who watches it.
    pub fn tables(&self) -> impl Iterator<Item = (Table, &Rows)> {
        self.tables.iter().map(|(table, rows)| (*table, rows))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &StagedFile> {
        self.files.iter().map(|file| &**file)
    }
}

/// A view through an overlay down to what lies beneath it.
pub struct Layered<'a> {
    /// What lies beneath.
    pub base: &'a dyn View,
    /// What covers it.
    pub over: &'a Overlay,
}

impl View for Layered<'_> {
    fn read(&self, table: Table, key: &[u8], use_value: &mut dyn FnMut(&[u8])) -> Result<bool> {
        match self.over.tables.get(&table).and_then(|rows| rows.get(key)) {
            Some(Some(value)) => {
                use_value(value);
                Ok(true)
            }
            Some(None) => Ok(false),
            None => self.base.read(table, key, use_value),
        }
    }

    fn visit(&self, table: Table, keys: &Keys, order: Order, visit: &mut dyn FnMut(&[u8], &[u8]) -> Flow) -> Result<()> {
        let Some(rows) = self.over.tables.get(&table) else { return self.base.visit(table, keys, order, visit) };
        let Some(bounds) = keys.bounds() else { return Ok(()) };
        let range = rows.range::<[u8], _>(bounds);
        let mut above: Box<dyn Iterator<Item = (&Vec<u8>, &Option<Vec<u8>>)>> = match order {
            Order::Ascending => Box::new(range),
            Order::Descending => Box::new(range.rev()),
        };
        let mut next = above.next();
        let mut stopped = false;
        self.base.visit(table, keys, order, &mut |key, value| {
            while let Some((own_key, own_value)) = next {
                let own_first = match order {
                    Order::Ascending => own_key.as_slice() <= key,
                    Order::Descending => own_key.as_slice() >= key,
                };
                if !own_first {
                    break;
                }
                let covers = own_key.as_slice() == key;
                next = above.next();
                if let Some(own_value) = own_value
                    && visit(own_key, own_value).is_break()
                {
                    stopped = true;
                    return ControlFlow::Break(());
                }
                if covers {
                    return ControlFlow::Continue(());
                }
            }
            let flow = visit(key, value);
            stopped = flow.is_break();
            flow
        })?;
        while !stopped && let Some((own_key, own_value)) = next {
            next = above.next();
            stopped = own_value.as_ref().is_some_and(|value| visit(own_key, value).is_break());
        }
        Ok(())
    }
}
