//! Reads a bounded stretch of the journal for what was asked.

use super::{names::Names, reach};
use crate::{
    act::Look,
    applications::table as applications_table,
    journal::{
        Entry, RecordRef,
        entry::Outcome,
        export::{EntryLine, took},
        table as journal_table,
        views::{
            line::{Line, folded},
            question::{Question, Sought},
        },
    },
    storage::{Order, Record, View, view::Flow},
    terms::{AgentId, Result, Words},
};
use jiff::civil::Date;
use std::ops::ControlFlow;

/// Entries that one request reads; then the reader is asked whether to search on. A text is looked for in every column of
/// each, and what a record is called is looked up, which takes ten times as long.
const MOST: u64 = 20_000;
const MOST_WITH_TEXT: u64 = 5_000;

/// What is asked, made ready to hold entries against.
pub(super) struct Asked<'q> {
    pub(super) question: &'q Question,
    pub(super) words: &'q Words,
    text: String,
    /// The application whose number was asked for.
    case: Option<u64>,
}

impl<'q> Asked<'q> {
    /// Looks the application up whose number is asked for.
    pub(super) fn new(look: &Look, question: &'q Question, words: &'q Words) -> Result<Self> {
        let found = match &question.sought {
            Some(Sought::Case(number)) => applications_table::by_number(look, *number, &look.permit().reach)?,
            Some(Sought::Numbered(..) | Sought::Called(_)) | None => None,
        };
        Ok(Self::again(question, words, found.map(|application| application.id.number())))
    }

    /// The same question, whose application was looked up before.
    pub(super) fn again(question: &'q Question, words: &'q Words, case: Option<u64>) -> Self {
        Self { question, words, text: folded(&question.text), case }
    }

    /// Entries that one request reads for it.
    pub(super) const fn most(&self) -> u64 {
        let called = matches!(self.question.sought, Some(Sought::Called(_)));
        if self.text.is_empty() && !called { MOST } else { MOST_WITH_TEXT }
    }

    /// The application whose number was asked for.
    pub(super) const fn case(&self) -> Option<u64> {
        self.case
    }

    fn is_case(&self, record: Option<&RecordRef>) -> bool {
        self.case.is_some_and(|case| {
            record.is_some_and(|record| record.kind == crate::applications::Application::NAME && record.number() == Some(case))
        })
    }

    fn fits_record(&self, names: &Names<'_>, record: Option<&RecordRef>) -> bool {
        match &self.question.sought {
            None => true,
            // What it is called is looked up with its line.
            Some(Sought::Called(_)) => record.is_some(),
            Some(Sought::Case(_)) => self.is_case(record),
            Some(Sought::Numbered(kind, number)) => record.is_some_and(|record| {
                let is_kind = |kind: &String| record.kind == *kind || folded(&names.kind(&record.kind)) == folded(kind);
                record.number() == Some(*number) && kind.as_ref().is_none_or(is_kind)
            }),
        }
    }

    /// Whoever signs in is nobody yet: then the record says who it was.
    fn fits_people(&self, line: &EntryLine) -> bool {
        let Question { user, role, scope, .. } = self.question;
        let [user, role, scope] = [user, role, scope].map(|part| folded(part));
        let has = |text: &String| folded(text).contains(&user);
        let is_theirs = user.is_empty() || has(&line.login) || has(&line.user) || (line.login.is_empty() && has(&line.record));
        is_theirs && folded(&line.roles).contains(&role) && folded(&line.scope).contains(&scope)
    }

    fn fits_called(&self, line: &EntryLine) -> bool {
        match &self.question.sought {
            Some(Sought::Called(text)) => folded(&line.record).contains(&folded(text)),
            Some(Sought::Case(_) | Sought::Numbered(..)) | None => true,
        }
    }

    /// Whether a line of which only the number is known answers: nothing else of it may be asked for.
    fn answers_unread(&self, line: &Line) -> bool {
        let is_known = self.question.in_force().into_iter().all(|(field, _)| ["number", "error"].contains(&field));
        is_known && folded(&line.text.error).contains(&folded(&self.question.error))
    }

    /// Whether no entry further on this way has one of the numbers that were asked for. `number` counts from 0.
    fn is_past(&self, order: Order, number: u64) -> bool {
        self.question.numbers.is_some_and(|numbers| match order {
            Order::Ascending => number + 1 > numbers.last,
            Order::Descending => number + 1 < numbers.first,
        })
    }

    /// The line of this entry, where it answers the question. `number` counts from 0.
    pub(super) fn line(&self, names: &mut Names<'_>, number: u64, bytes: &[u8]) -> Result<Option<Line>> {
        if !self.question.numbers.is_none_or(|numbers| numbers.holds(number + 1)) {
            return Ok(None);
        }
        let Ok(entry) = journal_table::decode(bytes) else {
            let line = Line {
                number: number + 1,
                outcome: None,
                about: None,
                history: None,
                took: None,
                text: EntryLine::unreadable(number, self.words),
            };
            return Ok(self.answers_unread(&line).then_some(line));
        };
        if !self.question.fits(&entry, self.words) || !self.fits_record(names, entry.record.as_ref()) {
            return Ok(None);
        }
        let line = line_of(names, number, entry, self.words)?;
        if !self.fits_people(&line.text) || !self.fits_called(&line.text) {
            return Ok(None);
        }
        Ok((self.text.is_empty() || line.has(&self.text)).then_some(line))
    }
}

/// The line of this entry; `number` counts from 0.
pub(super) fn line_of(names: &mut Names<'_>, number: u64, entry: Entry, words: &Words) -> Result<Line> {
    let mut text = EntryLine::new(number, &entry, words);
    text.user = entry.user.map_or(Ok(String::new()), |user| names.short(user))?;
    text.name_roles(&entry, names.roles(&entry.roles), words);
    text.scope = entry.scope.as_ref().map_or(Ok(String::new()), |scope| names.scope(scope))?;
    text.record = entry.record.as_ref().map_or(Ok(String::new()), |record| names.record(record, entry.agent))?;
    if let Some((record, path)) = entry.record.as_ref().zip(entry.field.as_ref()) {
        text.record = format!("{}, {}", text.record, names.field(record, path)?);
    }
    let outcome: Option<Outcome> = Some(entry.outcome);
    let took = Some(took(entry.micros));
    Ok(Line { number: number + 1, outcome, about: entry.record, history: None, took, text })
}

/// Where a reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At the end of the journal, or of the days or numbers that were asked for.
    Journal,
    /// The page is full.
    Page,
    /// So many were read; this one (from 0) was not.
    GaveUp(u64),
}

/// What was found.
pub(super) struct Found {
    pub(super) lines: Vec<Line>,
    pub(super) end: End,
    /// The day of the last entry that was read.
    pub(super) day: Option<Date>,
}

/// How far to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// The first entry, from 0.
    pub(super) start: u64,
    /// Which way.
    pub(super) order: Order,
    /// Lines to find.
    pub(super) rows: usize,
    /// Entries to read.
    pub(super) most: u64,
}

/// Reads on from an entry until the page is full, the journal ends, or enough was read.
pub(super) fn scan(view: &dyn View, agent: AgentId, stretch: Stretch, asked: &Asked<'_>, names: &mut Names<'_>) -> Result<Found> {
    let mut found = Found { lines: Vec::new(), end: End::Journal, day: None };
    let (mut read, mut failed) = (0, None);
    journal_table::visit_bytes(view, agent, stretch.start, stretch.order, &mut |number, bytes| {
        if asked.is_past(stretch.order, number) {
            return ControlFlow::Break(());
        }
        if found.lines.len() == stretch.rows || read == stretch.most {
            found.end = if found.lines.len() == stretch.rows { End::Page } else { End::GaveUp(number) };
            return ControlFlow::Break(());
        }
        read += 1;
        match asked.line(names, number, bytes) {
            Ok(line) => found.lines.extend(line),
            Err(error) => failed = Some(error),
        }
        if failed.is_some() { ControlFlow::Break(()) } else { days(asked, stretch, read, bytes, &mut found.day) }
    })?;
    failed.map_or(Ok(found), Err)
}

/// Entries between two looks at the day that was reached.
const BETWEEN_DAYS: u64 = 256;

/// Notes the day now and then; the search ends a day before the first one asked for: entries stand nearly in the order of
/// time, for an action is entered when it is done and carries the time when it began.
fn days(asked: &Asked<'_>, stretch: Stretch, read: u64, bytes: &[u8], day: &mut Option<Date>) -> Flow {
    if !read.is_multiple_of(BETWEEN_DAYS) && read != stretch.most {
        return ControlFlow::Continue(());
    }
    let Ok(entry) = journal_table::decode(bytes) else { return ControlFlow::Continue(()) };
    let reached = asked.words.day_of(entry.at);
    *day = Some(reached);
    let before_first = asked.question.first.is_some_and(|first| reached < first.yesterday().unwrap_or(first));
    if before_first && stretch.order == Order::Descending { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The newest entry (from 0) to begin with, so that a question about days long ago, or about entries by their numbers,
/// need not read all that came since.
pub(super) fn newest(view: &dyn View, agent: AgentId, size: u64, asked: &Asked<'_>) -> Result<Option<u64>> {
    let size = asked.question.numbers.map_or(size, |numbers| size.min(numbers.last));
    let Some(after) = asked.question.last.and_then(|last| last.tomorrow().ok()) else { return Ok(size.checked_sub(1)) };
    let (mut low, mut high) = (0, size);
    while low < high {
        let middle = low + (high - low) / 2;
        let is_after = match journal_table::entry(view, agent, middle) {
            Ok(entry) => entry.is_some_and(|entry| asked.words.day_of(entry.at) > after),
            Err(_) => false,
        };
        (low, high) = if is_after { (low, middle) } else { (middle + 1, high) };
    }
    Ok(low.checked_sub(1))
}

/// Links each line to the history of its record, where the reader reaches it.
pub(super) fn link(look: &Look, lines: &mut [Line]) -> Result<()> {
    for line in lines {
        let Some(record) = &line.about else { continue };
        if reach::reached(look, record, reach::Glance::Aside)?.is_some() {
            line.history = reach::history_shown(look, record);
        }
    }
    Ok(())
}
