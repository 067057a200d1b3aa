//! The journal as a workbook. It is made whole before it leaves, so that it holds fewer lines than the CSV file; all of it
//! is done off the web threads, in parts, so that others who wait there come in between.

use super::{PART, Reading, asked};
use crate::{
    appliance::Appliance,
    journal::views::{column::Column, line::Line},
    terms::Error,
    web::{
        Answer, Failure, Visit, respond,
        sheets::{self, Cell, Grid},
    },
};
use actix_web::web::Data;
use rust_decimal::Decimal;

/// Lines of one workbook: all of them are in memory while it is made.
const MOST_ROWS: usize = 20_000;
/// Entries that are read for it.
const MOST_READ: u64 = 200_000;

pub(in super::super) async fn workbook(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let reading = asked(&kabinet, &visit, MOST_READ).await?;
    let (reading, rows) = gathered(&kabinet, &visit, reading).await?;
    let (title, made) = (visit.words.text("journal-title").into_owned(), kabinet.now());
    let grid = grid(&reading, rows);
    let bytes = kabinet.slowly(move || sheets::book(&title, &[grid], made)).await??;
    reading.still_may(&kabinet, &visit)?;
    Ok(respond::file(sheets::MIME, &format!("journal-{}.xlsx", reading.agent), false).body(bytes))
}

/// Reads all that fits.
async fn gathered(kabinet: &Data<Appliance>, visit: &Visit, mut reading: Reading) -> Result<(Reading, Vec<Vec<Cell>>), Failure> {
    let mut rows = Vec::new();
    while !reading.is_over() && rows.len() < MOST_ROWS {
        reading.still_may(kabinet, visit)?;
        let (own, most) = (kabinet.clone(), PART.min(MOST_ROWS - rows.len()));
        let read = move || {
            let lines = reading.part(&own, most)?;
            let cells = lines.iter().map(|line| reading.question.columns.iter().map(|column| cell(line, *column)).collect());
            let cells: Vec<Vec<Cell>> = cells.collect();
            Ok::<_, Error>((reading, cells))
        };
        let (back, cells) = kabinet.slowly(read).await??;
        reading = back;
        rows.extend(cells);
    }
    Ok((reading, rows))
}

/// A number where one counts with it, otherwise the text of the page.
fn cell(line: &Line, column: Column) -> Cell {
    match column {
        Column::Number => Cell::Number(Decimal::from(line.number)),
        Column::Duration => line.took.map_or(Cell::Blank, Cell::Number),
        Column::Time
        | Column::Address
        | Column::User
        | Column::Login
        | Column::Roles
        | Column::Scope
        | Column::Section
        | Column::Subsection
        | Column::Function
        | Column::Request
        | Column::Outcome
        | Column::Record
        | Column::Error => Some(line.cell(column)).filter(|text| !text.is_empty()).map_or(Cell::Blank, Cell::text),
    }
}

/// The sheet; where it was cut its tab says so, and so does its last row.
fn grid(reading: &Reading, mut rows: Vec<Vec<Cell>>) -> Grid {
    let words = &reading.words;
    if reading.is_cut() {
        rows.push(vec![Cell::text(words.text("journal-export-cut"))]);
    }
    let name = words.text(if reading.is_cut() { "journal-export-part" } else { "journal-title" }).into_owned();
    Grid { name, headings: reading.headings(), rows }
}
