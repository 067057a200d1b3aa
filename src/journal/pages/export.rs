//! The journal as a CSV file: exactly the lines and columns of the page, all of them, as a stream. No snapshot is kept over
//! the download, and the right to it is asked again before each part.

use super::{
    book::query,
    names::Names,
    reach,
    scan::{Asked, End, Stretch, newest, scan},
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    journal::{
        export::row,
        table as journal_table,
        views::{
            line::Line,
            question::{Question, Start},
        },
    },
    storage::Order,
    terms::{AgentId, Fault, Refusal, Result, Sight},
    web::{Answer, Visit, respond},
};
use actix_web::web::Data;
use bytes::Bytes;
use futures_util::stream::unfold;

/// Lines of one part of the stream, and entries that are read for it.
const PART: usize = 500;
const PART_READ: u64 = 2_000;
/// Entries that one file is made from.
const MOST: u64 = 1_000_000;
/// By this mark Excel knows that the file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A download on its way.
struct Export {
    kabinet: Data<Appliance>,
    visit: Visit,
    question: Question,
    agent: AgentId,
    sight: Sight,
    /// The application that the question names, looked up within the reader's reach.
    case: Option<u64>,
    /// The next entry to read, from 0; none at the end.
    next: Option<u64>,
    left: u64,
    head: Vec<u8>,
}

pub(super) async fn export(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (question, errors) = Question::parse(query(&visit));
    if !errors.is_empty() {
        return Err(Refusal::fields(errors).into());
    }
    let begun = kabinet.look(&visit.actor, Function::JournalList, |look| begin(look, &question, &visit)).await?;
    let (agent, sight, case, next, head) = begun;
    let name = format!("journal-{agent}.csv");
    let export = Export { kabinet, visit, question, agent, sight, case, next, left: MOST, head };
    let parts = unfold(Some(export), |export| async move {
        let mut export = export?;
        match export.part().await {
            Ok(Some(part)) => Some((Ok(part), Some(export))),
            Ok(None) => None,
            // The file breaks off visibly instead of seeming to be whole.
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    Ok(respond::file("text/csv; charset=utf-8", &name, false).streaming(parts))
}

type Begun = (AgentId, Sight, Option<u64>, Option<u64>, Vec<u8>);

fn begin(look: &Look, question: &Question, visit: &Visit) -> Result<Begun> {
    let agent = reach::journal(look, question.agent)?;
    let asked = Asked::new(look, question, &visit.words)?;
    let last = newest(look, agent, journal_table::head(look, agent)?.size(), &asked)?;
    let start = match question.start {
        Start::Newest | Start::After(_) => last,
        Start::Before(number) => number.checked_sub(2).and_then(|before| last.map(|last| last.min(before))),
    };
    if look.sight() == Sight::Plain {
        look.disclose_list();
    }
    let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
    let headings: Vec<_> = question.columns.iter().map(|column| visit.words.text(column.heading())).collect();
    row(&mut head, visit.words.language, headings.iter().map(AsRef::as_ref))?;
    Ok((agent, look.sight(), asked.case(), start, head))
}

impl Export {
    /// The next part that has lines in it; none at the end.
    async fn part(&mut self) -> Result<Option<Bytes>> {
        let mut out = std::mem::take(&mut self.head);
        while out.is_empty() {
            let (Some(start), true) = (self.next, self.left > 0) else { return Ok(None) };
            self.still_may()?;
            for line in self.read(start)? {
                let cells: Vec<_> = self.question.columns.iter().map(|column| line.cell(*column)).collect();
                row(&mut out, self.visit.words.language, cells.iter().map(AsRef::as_ref))?;
            }
            tokio::task::yield_now().await;
        }
        Ok(Some(out.into()))
    }

    fn read(&mut self, start: u64) -> Result<Vec<Line>> {
        let snapshot = self.kabinet.engine().snapshot()?;
        let words = &self.visit.words;
        let asked = Asked::again(&self.question, words, self.case);
        let mut names = Names::new(&snapshot, &self.kabinet, words, self.sight);
        let stretch = Stretch { start, order: Order::Descending, rows: PART, most: PART_READ };
        let found = scan(&snapshot, self.agent, stretch, &asked, &mut names)?;
        self.next = match found.end {
            End::Journal => None,
            End::Page => found.lines.last().and_then(|line| line.number.checked_sub(2)),
            End::GaveUp(number) => Some(number),
        };
        self.left = self.left.saturating_sub(PART_READ);
        Ok(found.lines)
    }

    fn still_may(&self) -> Result<()> {
        let open = self.visit.session.map_or(Ok(None), |key| self.kabinet.session(key))?.is_some();
        if open && self.kabinet.still_may(&self.visit.actor.who, Function::JournalList) {
            return Ok(());
        }
        Err(Fault::new("exporting the journal", "the reader's right to it ended").into())
    }
}
