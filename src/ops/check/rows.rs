//! Compares the rows that something declares with those that tables have. One look-up a row and one count a table as long
//! as all is well; only where the counts differ are the strangers looked for.

use super::Findings;
use crate::{
    storage::{Order, Table, View, view::Keys},
    terms::{Message, Result, message},
};
use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    ops::ControlFlow,
};

/// A row that must be there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) table: Table,
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
}

/// Takes all rows that one thing declares.
pub(super) type Declare<'d> = dyn FnMut(Vec<Row>, &mut Findings) -> Result<()> + 'd;
/// Goes through everything that declares rows; twice where strangers are looked for.
pub(super) type Declarers<'d> = dyn FnMut(&mut Declare<'_>, &mut Findings) -> Result<()> + 'd;

/// Finds rows that are missing, have another value, or are declared by nobody.
pub(super) fn compare(
    view: &dyn View,
    tables: &[Table],
    kind: &'static str,
    findings: &mut Findings,
    all: &mut Declarers<'_>,
) -> Result<()> {
    let mut present: HashMap<Table, u64> = HashMap::new();
    all(
        &mut |rows, findings| {
            for row in distinct(rows) {
                if check(view, kind, &row, findings)? {
                    *present.entry(row.table).or_default() += 1;
                }
            }
            Ok(())
        },
        findings,
    )?;
    for table in tables {
        if count(view, *table)? != present.get(table).copied().unwrap_or(0) {
            strangers(view, *table, kind, findings, all)?;
        }
    }
    Ok(())
}

/// The same row declared twice by one thing is one row.
fn distinct(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort();
    rows.dedup_by(|later, earlier| (later.table, &later.key) == (earlier.table, &earlier.key));
    rows
}

/// Tells whether the row is there at all.
fn check(view: &dyn View, kind: &'static str, row: &Row, findings: &mut Findings) -> Result<bool> {
    let mut same = false;
    let present = view.read(row.table, &row.key, &mut |value| same = value == row.value)?;
    match (present, same) {
        (true, true) => {}
        (true, false) => findings.found(kind, about("check-row-differs", row.table, &row.key)),
        (false, _) => findings.found(kind, about("check-row-missing", row.table, &row.key)),
    }
    Ok(present)
}

fn count(view: &dyn View, table: Table) -> Result<u64> {
    let mut rows = 0;
    view.visit(table, &Keys::all(), Order::Ascending, &mut |_, _| {
        rows += 1;
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

fn strangers(view: &dyn View, table: Table, kind: &'static str, findings: &mut Findings, all: &mut Declarers<'_>) -> Result<()> {
    let mut declared = HashSet::new();
    // What is wrong with those that declare was noted the first time.
    let mut noted = Findings::default();
    all(
        &mut |rows, _| {
            declared.extend(rows.into_iter().filter(|row| row.table == table).map(|row| row.key));
            Ok(())
        },
        &mut noted,
    )?;
    view.visit(table, &Keys::all(), Order::Ascending, &mut |key, _| {
        if !declared.contains(key) {
            findings.found(kind, about("check-row-stranger", table, key));
        }
        ControlFlow::Continue(())
    })
}

fn about(id: &'static str, table: Table, key: &[u8]) -> Message {
    message(id).with("index", table.0).with("key", shown(key))
}

/// A key in hexadecimal, cut where it is long.
pub(super) fn shown(key: &[u8]) -> String {
    const BYTES: usize = 48;
    let mut text = String::new();
    for byte in key.iter().take(BYTES) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    if key.len() > BYTES {
        text.push('…');
    }
    text
}
