//! The journal as a file: exactly the lines and columns of the page, from the newest to the oldest. It is read part by part:
//! no snapshot is kept between two parts, and the right to it is asked again before each.

mod csv;
mod xlsx;

use super::{
    book::query,
    names::Names,
    reach,
    scan::{Asked, End, Stretch, newest, scan},
};
use crate::{
    access::{Function, Who},
    act::Look,
    appliance::Appliance,
    journal::{
        table as journal_table,
        views::{
            line::Line,
            question::{Question, Start},
        },
    },
    storage::Order,
    terms::{AgentId, Error, Kind, Refusal, Result, Sight, Words, message},
    web::Visit,
};
use std::num::Saturating;

pub(super) use self::csv::csv;
pub(super) use self::xlsx::workbook;

/// Lines of one part, and entries that are read for it.
const PART: usize = 500;
const PART_READ: u64 = 2_000;

/// A file on its way: what is asked, and how far it was read.
struct Reading {
    question: Question,
    words: Words,
    agent: AgentId,
    /// How the reader saw personal data when it began.
    sight: Sight,
    /// The application that the question names, looked up within the reader's reach.
    case: Option<u64>,
    /// The next entry to read, from 0; none at the end.
    next: Option<u64>,
    /// Entries that may still be read for this file.
    left: Saturating<u64>,
}

/// What the address asks for, begun; at most so many entries are read.
async fn asked(kabinet: &Appliance, visit: &Visit, most: u64) -> Result<Reading> {
    let (question, errors) = Question::parse(query(visit));
    if !errors.is_empty() {
        return Err(Refusal::fields(errors).into());
    }
    kabinet.look(&visit.actor, Function::JournalExport, |look| Reading::begin(look, question, &visit.words, most)).await
}

impl Reading {
    /// Begins; at most so many entries are read.
    fn begin(look: &Look, question: Question, words: &Words, most: u64) -> Result<Self> {
        let agent = reach::journal(look, question.agent)?;
        let asked = Asked::new(look, &question, words)?;
        let last = newest(look, agent, journal_table::head(look, agent)?.size(), &asked)?;
        let next = match question.start {
            Start::Newest | Start::After(_) => last,
            Start::Before(number) => number.checked_sub(2).and_then(|before| last.map(|last| last.min(before))),
        };
        let case = asked.case();
        if look.sight() == Sight::Plain {
            look.disclose_list();
        }
        Ok(Self { question, words: words.clone(), agent, sight: look.sight(), case, next, left: Saturating(most) })
    }

    fn headings(&self) -> Vec<String> {
        self.question.columns.iter().map(|column| self.words.text(column.heading()).into_owned()).collect()
    }

    /// Whether there is nothing more to read, or no more may be.
    fn is_over(&self) -> bool {
        self.next.is_none() || self.left.0 == 0
    }

    /// Whether older entries were left out.
    const fn is_cut(&self) -> bool {
        self.next.is_some()
    }

    /// The next lines, at most so many; there may be none although it is not over.
    fn part(&mut self, kabinet: &Appliance, rows: usize) -> Result<Vec<Line>> {
        let Some(start) = self.next else { return Ok(Vec::new()) };
        let snapshot = kabinet.engine().snapshot()?;
        let asked = Asked::again(&self.question, &self.words, self.case);
        let mut names = Names::new(&snapshot, kabinet, &self.words, self.sight);
        let stretch = Stretch { start, order: Order::Descending, rows, most: PART_READ.min(self.left.0) };
        let found = scan(&snapshot, self.agent, stretch, &asked, &mut names)?;
        self.next = match found.end {
            End::Journal => None,
            End::Page => found.lines.last().and_then(|line| line.number.checked_sub(2)),
            End::GaveUp(number) => Some(number),
        };
        self.left -= self.next.map_or(0, |next| start - next);
        Ok(found.lines)
    }

    /// Whether the reader may go on as they began. If not, the journal has its line.
    fn still_may(&self, kabinet: &Appliance, visit: &Visit) -> Result<()> {
        let refused = |refusal: Refusal| {
            kabinet.refused(&visit.actor, Function::JournalExport, &refusal);
            Error::from(refusal)
        };
        let session = visit.session.map_or(Ok(None), |key| kabinet.session(key))?;
        let who = session.map_or(Who::Guest, |session| Who::User(session.seat()));
        let permit = kabinet.permit(&who, Function::JournalExport).map_err(|why| refused(why.refusal(Function::JournalExport)))?;
        if permit.sight == self.sight && reach::reads_journal(&permit.reach, self.agent) {
            return Ok(());
        }
        Err(refused(Refusal::new(Kind::Conflict, message("journal-export-changed"))))
    }
}
