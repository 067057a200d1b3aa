//! The pages of the journal: its entries, their proofs, the history of a record and the record as it was, who looked at a
//! citizen's data.

mod book;
mod checkpoint;
mod entry;
mod export;
mod history;
mod moment;
mod names;
mod reach;
mod scan;
mod searches;
mod trace;
mod values;

use crate::{
    access::Function,
    web::{Route, url},
};

/// The routes of this room. What has a name of its own stands before the entries with their numbers.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::JournalList, url::JOURNAL, book::list),
        Route::get(Function::JournalExport, url::JOURNAL_CSV, export::csv),
        Route::get(Function::JournalExport, url::JOURNAL_XLSX, export::workbook),
        Route::get(Function::JournalProve, "/journal/checkpoint", checkpoint::show_newest),
        Route::get(Function::JournalKeep, url::JOURNAL_SEARCHES, searches::list),
        Route::post(Function::JournalKeep, url::JOURNAL_SEARCHES, searches::save),
        Route::post(Function::JournalKeep, "/journal/searches/{number}/rename", searches::rename),
        Route::post(Function::JournalKeep, "/journal/searches/{number}/remove", searches::remove),
        Route::get(Function::JournalView, "/journal/{number}", entry::view),
        Route::get(Function::JournalProve, "/journal/{number}/proof", entry::prove),
        Route::get(Function::HistoryView, "/history/{kind}/{number}", history::view),
        Route::get(Function::TraceView, url::TRACE, trace::view),
    ]
}
