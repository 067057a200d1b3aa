//! What the Owner does to the reference data of the installation.

use super::table;
use crate::{
    access::{Function, Target, changes::unchanged},
    act::Act,
    people::day,
    terms::{
        FieldError, Refusal, Result,
        calendar::{Calendar, Decree, Move, WrongMove},
        message,
    },
};
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// Characters in the name of a decree.
const LONGEST_SOURCE: usize = 300;
/// Moves in one decree; the Government has never made more than six.
pub const MOST_MOVES: usize = 20;
/// Years of which a decree is entered: so many before this one and after it.
const YEARS_BACK: i16 = 1;
const YEARS_AHEAD: i16 = 2;

/// A decree as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The act.
    pub source: String,
    /// What it moves, from and to; a line may be empty.
    pub moves: Vec<[String; 2]>,
}

impl Typed {
    /// What is stored, as the form shows it.
    pub fn of(decree: &Decree) -> Self {
        Self { source: decree.source.clone(), moves: decree.moved.iter().map(|one| [one.from.to_string(), one.to.to_string()]).collect() }
    }

    /// Reads it; all that is wrong is told at once, at its line.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(&self, year: i16, calendar: &Calendar) -> Result<Decree, Vec<FieldError>> {
        let mut errors = Vec::new();
        let source = self.source.split_whitespace().collect::<Vec<_>>().join(" ");
        if source.is_empty() || source.chars().count() > LONGEST_SOURCE || source.chars().any(char::is_control) {
            errors.push(FieldError {
                field: "source".to_owned(),
                message: message("decree-source-wrong").with("most", LONGEST_SOURCE as i64),
            });
        }
        let (mut moved, mut lines) = (Vec::new(), Vec::new());
        for (line, [from, to]) in self.moves.iter().enumerate() {
            if from.trim().is_empty() && to.trim().is_empty() {
                continue;
            }
            let read = [("from", from), ("to", to)]
                .map(|(side, text)| day::parse(text).map_err(|message| errors.push(FieldError { field: field(side, line), message })));
            if let [Ok(from), Ok(to)] = read {
                moved.push(Move { from, to });
                lines.push(line);
            }
        }
        let decree = Decree { year, source, moved };
        errors.extend(calendar.wrong(&decree).into_iter().map(|(place, why)| told(lines[place], why, year)));
        if errors.is_empty() { Ok(decree) } else { Err(errors) }
    }
}

/// The name of a field: `from-1` of the first line.
pub fn field(side: &str, line: usize) -> String {
    format!("{side}-{}", line + 1)
}

fn told(line: usize, why: WrongMove, year: i16) -> FieldError {
    let (side, id) = match why {
        WrongMove::Nothing => ("from", "decree-wrong-nothing"),
        WrongMove::Idle => ("to", "decree-wrong-idle"),
        WrongMove::OtherYear => ("from", "decree-wrong-year"),
        WrongMove::Again => ("from", "decree-wrong-again"),
    };
    FieldError { field: field(side, line), message: message(id).with("year", year.to_string()) }
}

/// The years of which a decree can be entered, and a calendar is shown.
pub fn years(today: Date) -> RangeInclusive<i16> {
    today.year() - YEARS_BACK..=today.year() + YEARS_AHEAD
}

/// Enters the decree of a year, in place of the one that was known. Due dates that were promised stay: they were counted by the
/// calendar of their day.
///
/// # Errors
/// The author is an Agent's; the year is too far away; a move cannot be; somebody has changed it since.
pub fn save_decree(act: &mut Act<'_>, shipped: &Calendar, year: i16, typed: &Typed, seen: Option<&str>) -> Result<()> {
    act.unbarred(Function::CalendarDefine, Target::Other)?;
    if !years(act.today()).contains(&year) {
        return Err(Refusal::missing().into());
    }
    let decree = typed.parse(year, shipped).map_err(Refusal::fields)?;
    match table::decree(&*act, year)? {
        Some(before) => {
            act.concern(&before);
            unchanged(&before, seen)?;
            act.save(&before, decree)?;
        }
        // It was opened on a decree that somebody has taken back since.
        None if seen.is_some_and(|seen| !seen.is_empty()) => return Err(Refusal::conflict("record-changed").into()),
        None => drop(act.add(decree)?),
    }
    Ok(())
}

/// Takes a decree back that the Owner entered: the year is reckoned again by what the program brings along.
///
/// # Errors
/// The author is an Agent's; there is none; somebody has changed it since.
pub fn remove_decree(act: &mut Act<'_>, year: i16, seen: Option<&str>) -> Result<()> {
    act.unbarred(Function::CalendarDefine, Target::Other)?;
    let decree = table::decree(&*act, year)?.ok_or_else(Refusal::missing)?;
    act.concern(&decree);
    unchanged(&decree, seen)?;
    act.remove(&decree)
}
