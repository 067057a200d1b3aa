//! Workbooks for a spreadsheet (XLSX, ISO/IEC 29500): named sheets of headings and rows of texts, numbers and days. One way
//! only: nothing is read. A text stays a text, whatever it begins with: nobody's name becomes a formula.

use crate::terms::{Result, error::Doing};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// The type of such a file.
pub const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Rows of one sheet with its headings (ISO/IEC 29500); what is beyond is cut off.
const MOST_ROWS: usize = 1_048_576;
/// Columns of one sheet.
const MOST_COLUMNS: usize = 16_384;
/// Characters of one cell, in units of UTF-16.
const LONGEST_CELL: usize = 32_767;
/// Characters in the name of a sheet, in units of UTF-16.
const LONGEST_NAME: usize = 31;
/// Pixels of the widest column: about 60 letters.
const WIDEST: u32 = 430;
/// How a day is shown.
const DAY: &str = "dd.mm.yyyy";
const DOING: &str = "writing a workbook";

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text, never a formula.
    Text(String),
    /// A number to count with.
    Number(Decimal),
    /// A day of the calendar.
    Day(Date),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// How many.
    pub fn count(count: usize) -> Self {
        Self::Number(Decimal::from(count))
    }
}

/// One sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Its name on the tab.
    pub name: String,
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows, each in the order of the headings.
    pub rows: Vec<Vec<Cell>>,
}

struct Looks {
    heading: Format,
    text: Format,
    day: Format,
}

/// The workbook of these sheets as a file. `made` is the only time in it: the same sheets give the same bytes.
///
/// # Errors
/// A fault if the library cannot write it: two sheets of one name.
pub fn book(title: &str, grids: &[Grid], made: Timestamp) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let at = ExcelDateTime::parse_from_str(&made.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string()).doing(DOING)?;
    workbook.set_properties(&DocProperties::new().set_title(cut(title, LONGEST_CELL)).set_creation_datetime(&at));
    // With the mark of a text a cell stays one also where it is edited, or saved as CSV and opened again.
    let looks = Looks {
        heading: Format::new().set_bold().set_text_wrap().set_quote_prefix(),
        text: Format::new().set_text_wrap().set_quote_prefix(),
        day: Format::new().set_num_format(DAY),
    };
    for grid in grids {
        let mut sheet = Worksheet::new();
        write(&mut sheet, grid, &looks)?;
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer().doing(DOING)
}

fn write(sheet: &mut Worksheet, grid: &Grid, looks: &Looks) -> Result<()> {
    sheet.set_name(tab(&grid.name)).doing(DOING)?;
    for (column, heading) in (0..).zip(grid.headings.iter().take(MOST_COLUMNS)) {
        sheet.write_string_with_format(0, column, cut(heading, LONGEST_CELL), &looks.heading).doing(DOING)?;
    }
    for (row, cells) in (1..).zip(grid.rows.iter().take(MOST_ROWS - 1)) {
        for (column, cell) in (0..).zip(cells.iter().take(MOST_COLUMNS)) {
            put(sheet, (row, column), cell, looks)?;
        }
    }
    sheet.set_freeze_panes(1, 0).doing(DOING)?;
    if let (Ok(rows), Some(last)) =
        (u32::try_from(grid.rows.len().min(MOST_ROWS - 1)), grid.headings.len().min(MOST_COLUMNS).checked_sub(1))
    {
        sheet.autofilter(0, 0, rows, u16::try_from(last).unwrap_or(u16::MAX)).doing(DOING)?;
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, looks: &Looks) -> Result<()> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => drop(sheet.write_string_with_format(row, column, cut(text, LONGEST_CELL), &looks.text).doing(DOING)?),
        Cell::Number(number) => drop(sheet.write_number(row, column, number.to_f64().unwrap_or_default()).doing(DOING)?),
        Cell::Day(day) => {
            let (year, month, date) = (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
            match ExcelDateTime::from_ymd(year, month, date) {
                Ok(at) => drop(sheet.write_datetime_with_format(row, column, &at, &looks.day).doing(DOING)?),
                // The calendar of a spreadsheet begins with 1900.
                Err(_) => drop(sheet.write_string_with_format(row, column, day.to_string(), &looks.text).doing(DOING)?),
            }
        }
    }
    Ok(())
}

/// As much of the text as fits into so many units of UTF-16.
fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units <= most
    };
    text.chars().take_while(fits).collect()
}

/// A name for a tab: without the signs that the format forbids there.
fn tab(name: &str) -> String {
    let plain: String = name.chars().map(|letter| if "[]:*?/\\'".contains(letter) || letter.is_control() { ' ' } else { letter }).collect();
    let short = cut(plain.trim(), LONGEST_NAME);
    if short.is_empty() { "1".to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_same_sheets_give_the_same_bytes_and_limits_cut_instead_of_failing() {
        let made = "2026-11-23T08:00:00Z".parse().unwrap();
        let long = "ю".repeat(40_000);
        let cells =
            vec![Cell::text("=1+2"), Cell::Number(Decimal::new(-125, 2)), Cell::Day(date(2026, 11, 23)), Cell::text(long), Cell::Blank];
        let old = vec![Cell::Day(date(1812, 9, 7)), Cell::count(7), Cell::Day(date(-44, 3, 15)), Cell::text("\u{1}\u{fffe}&<\"")];
        let grid = |name: &str| Grid {
            name: name.to_owned(),
            headings: vec!["@a".to_owned(), String::new()],
            rows: vec![cells.clone(), old.clone()],
        };
        let grids = [grid("a/b:[c]?*"), grid("'очень длинное название листа, которое не помещается'"), grid("  ")];
        let one = book("Книга", &grids, made).unwrap();
        assert_eq!(one, book("Книга", &grids, made).unwrap());
        assert!(one.starts_with(b"PK"));
        assert!(book("Книга", &[grid("a"), grid("a")], made).is_err(), "two sheets of one name are a bug of the caller");
        assert!(book("", &[Grid { name: "a".to_owned(), headings: vec![], rows: vec![] }], made).is_ok());
    }
}
