//! Questions to the index and their answers.

use super::case::{Fingerprint, number_key};
use super::schema::{AGENT, FINGERPRINT, Fields, HOUSE, ID, SUBMITTED, stem};
use super::words::{Wanted, has_digit, is_digits, read};
use crate::terms::error::Doing;
use crate::terms::{AgentId, ApplicationId, HouseId, Result, Sight, UserId};
use std::collections::{BTreeSet, BinaryHeap};
use std::{cmp::Reverse, fmt, num::ParseIntError, ops::Bound, str::FromStr};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, PhraseQuery, Query, RangeQuery, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, IndexReader, SegmentReader, TERMINATED, Term};

const DOING: &str = "searching";

/// As many letters of a name or address find it.
pub const NAME_PREFIX_LEAST: usize = 2;
/// An answer is never longer.
pub const LIMIT_MOST: usize = 1000;

/// Which houses the actor's scope reaches.
pub type Houses<'a> = dyn Fn(HouseId) -> bool + Send + Sync + 'a;

/// A question: what is looked for, and how far the one who asks may see. The reach cuts inside the search, so that the answer
/// is full as long as there is anything to fill it with.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// Text as it was typed; any text is understood. Every word must be found; words in quotes, in a row.
    pub words: &'a str,
    /// Whose applications. None: all agents' (the Owner).
    pub agent: Option<AgentId>,
    /// The scope. None: the whole agent. With a scope, a case without a house is out of reach.
    pub houses: Option<&'a Houses<'a>>,
    /// Only this citizen's own.
    pub applicant: Option<UserId>,
    /// Whether the one who asks may see personal data. Masked: only numbers and services are searched; else the answer would tell
    /// whether a name or an address that was guessed is right.
    pub sight: Sight,
    /// How many, at most [`LIMIT_MOST`].
    pub limit: usize,
    /// Only what comes after this place: [`Answer::last`] of the page before.
    pub before: Option<Place>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Newest first.
    pub ids: Vec<ApplicationId>,
    /// Whether there is more after these.
    pub more: bool,
    /// The place of the last one, where the next page begins.
    pub last: Option<Place>,
}

/// A place in the order of answers. Text for a link: `Display` and `FromStr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Microseconds of the Unix epoch.
    submitted: i64,
    id: ApplicationId,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.submitted, self.id)
    }
}
impl FromStr for Place {
    type Err = ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (submitted, id) = text.split_once('_').unwrap_or((text, ""));
        Ok(Self { submitted: submitted.parse()?, id: id.parse()? })
    }
}

/// The reading end of the index. Cheap to clone, for any number of threads; waits for nobody.
#[derive(Clone)]
pub struct SearchReader {
    reader: IndexReader,
    fields: Fields,
}

impl SearchReader {
    pub(super) const fn new(reader: IndexReader, fields: Fields) -> Self {
        Self { reader, fields }
    }

    pub(super) fn reload(&self) -> tantivy::Result<()> {
        self.reader.reload()
    }

    /// Answers a question. No words, no answer: an empty one.
    ///
    /// # Errors
    /// The disk fails.
    pub fn ask(&self, question: &Question<'_>) -> Result<Answer> {
        let wanted = read(question.words);
        let limit = question.limit.min(LIMIT_MOST);
        if wanted.is_empty() || limit == 0 {
            return Ok(Answer::default());
        }
        self.newest(self.query(question, &wanted).as_ref(), question, limit).doing(DOING)
    }

    fn query(&self, question: &Question<'_>, wanted: &[Wanted]) -> Box<dyn Query> {
        let agent = question.agent.map(|agent| term(Term::from_field_u64(self.fields.agent, agent.number())));
        let applicant = question.applicant.map(|user| term(Term::from_field_u64(self.fields.applicant_user, user.number())));
        let found = wanted.iter().map(|wanted| self.wanted(wanted, question.sight));
        all(agent.into_iter().chain(applicant).chain(found).collect())
    }

    fn wanted(&self, wanted: &Wanted, sight: Sight) -> Box<dyn Query> {
        match wanted {
            Wanted::Word(word) => self.word(word, sight),
            Wanted::Digits(digits) => self.digits(digits, sight),
            Wanted::Joined(words) => any(vec![self.number(words), all(words.iter().map(|word| self.word(word, sight)).collect())]),
            Wanted::Row(words) if words.iter().any(|word| has_digit(word)) => any(vec![self.number(words), self.row(words, sight)]),
            Wanted::Row(words) => self.row(words, sight),
        }
    }

    fn word(&self, word: &str, sight: Sight) -> Box<dyn Query> {
        let mut places = vec![text(self.readable(sight), &stem(word))];
        if sight == Sight::Plain && word.chars().count() >= NAME_PREFIX_LEAST && !is_digits(word) {
            places.push(prefix(self.fields.names, word));
        }
        if has_digit(word) {
            places.push(text(self.fields.number, word));
        }
        any(places)
    }

    /// A СНИЛС as it is written in groups, a telephone with its +7, or just this number.
    fn digits(&self, digits: &str, sight: Sight) -> Box<dyn Query> {
        let national = digits.strip_prefix(['7', '8']).filter(|rest| rest.len() == 10).unwrap_or(digits);
        let mut places = vec![self.word(digits, sight)];
        if national.len() == 10 {
            places.push(self.word(&format!("7{national}"), sight));
        }
        if let (11, Some((one, rest))) = (digits.len(), digits.split_at_checked(3)) {
            let groups = rest.split_at_checked(3).and_then(|(two, rest)| Some((two, rest.split_at_checked(3)?)));
            places.extend(groups.map(|(two, (three, key))| self.row(&[one, two, three, key].map(str::to_owned), sight)));
        }
        any(places)
    }

    fn row(&self, words: &[String], sight: Sight) -> Box<dyn Query> {
        let field = self.readable(sight);
        Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, &stem(word))).collect()))
    }

    fn number(&self, words: &[String]) -> Box<dyn Query> {
        text(self.fields.number, &number_key(words))
    }

    const fn readable(&self, sight: Sight) -> Field {
        match sight {
            Sight::Plain => self.fields.text,
            Sight::Masked => self.fields.service,
        }
    }

    fn newest(&self, query: &dyn Query, question: &Question<'_>, limit: usize) -> tantivy::Result<Answer> {
        let searcher = self.reader.searcher();
        let weight = query.weight(EnableScoring::disabled_from_searcher(&searcher))?;
        let mut newest = Newest { room: limit + 1, places: BinaryHeap::with_capacity(limit + 2) };
        let mut parts = searcher.segment_readers().iter().map(Columns::of).collect::<tantivy::Result<Vec<_>>>()?;
        parts.sort_by_key(|part| Reverse(part.times.max_value()));
        for part in parts {
            part.collect(weight.as_ref(), question, &mut newest)?;
        }
        Ok(newest.answer(limit))
    }

    /// Every application in the index, for comparison with the records.
    ///
    /// # Errors
    /// The disk fails.
    pub fn ids(&self, agent: Option<AgentId>) -> Result<BTreeSet<ApplicationId>> {
        Ok(self.contents(agent)?.into_iter().map(|(id, _)| id).collect())
    }

    /// Every application in the index, in order, with the fingerprint of what was put. Must equal the records' own list: an
    /// application that stands here twice is an error too.
    ///
    /// # Errors
    /// The disk fails.
    pub fn contents(&self, agent: Option<AgentId>) -> Result<Vec<(ApplicationId, Fingerprint)>> {
        let mut contents = Vec::new();
        for segment in self.reader.searcher().segment_readers() {
            contents.extend(segment_contents(segment, agent).doing(DOING)?);
        }
        contents.sort_unstable();
        Ok(contents)
    }
}

fn segment_contents(segment: &SegmentReader, agent: Option<AgentId>) -> tantivy::Result<Vec<(ApplicationId, Fingerprint)>> {
    let columns = segment.fast_fields();
    let (ids, agents, fingerprints) = (columns.u64(ID)?, columns.u64(AGENT)?, columns.u64(FINGERPRINT)?);
    let within = |document: &DocId| agent.is_none_or(|agent| agents.first(*document) == Some(agent.number()));
    let of = |document: DocId| Some((ApplicationId::new(ids.first(document)?), Fingerprint(fingerprints.first(document)?)));
    Ok(segment.doc_ids_alive().filter(within).filter_map(of).collect())
}

/// What is read of each match in one part of the index. Within a part documents stand newest first ([`super::schema::settings`]).
struct Columns<'a> {
    segment: &'a SegmentReader,
    ids: Column<u64>,
    times: Column<i64>,
    /// There is no such column where no case has a house.
    houses: Option<Column<u64>>,
}

impl<'a> Columns<'a> {
    fn of(segment: &'a SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self { segment, ids: columns.u64(ID)?, times: columns.i64(SUBMITTED)?, houses: columns.column_opt(HOUSE)? })
    }

    fn place(&self, document: DocId) -> Option<Place> {
        let id = ApplicationId::new(self.ids.first(document)?);
        self.times.first(document).map(|submitted| Place { submitted, id })
    }

    fn within(&self, document: DocId, question: &Question<'_>) -> bool {
        let house = || self.houses.as_ref().and_then(|column| column.first(document)).map(HouseId::new);
        question.houses.is_none_or(|reaches| house().is_some_and(reaches))
    }

    /// The first document that may come after this place.
    fn begin(&self, before: Place) -> DocId {
        let (mut low, mut high) = (0, self.segment.max_doc());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.times.first(middle).is_some_and(|submitted| submitted > before.submitted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Passes the matches through the reach until the rest can only be older than what was found already.
    fn collect(&self, weight: &dyn Weight, question: &Question<'_>, newest: &mut Newest) -> tantivy::Result<()> {
        let begin = question.before.map_or(0, |before| self.begin(before));
        let mut matches = weight.scorer(self.segment, 1.0)?;
        let mut document = matches.doc();
        if document < begin {
            document = matches.seek(begin);
        }
        while document != TERMINATED {
            let Some(place) = self.place(document) else { break };
            if newest.is_newer_than(place.submitted) {
                break;
            }
            let follows = question.before.is_none_or(|before| place < before);
            if follows && !self.segment.is_deleted(document) && self.within(document, question) {
                newest.take(place);
            }
            document = matches.advance();
        }
        Ok(())
    }
}

/// The newest places so far, the oldest of them on top.
struct Newest {
    room: usize,
    places: BinaryHeap<Reverse<Place>>,
}

impl Newest {
    /// Whether there is no room left for anything of this time.
    fn is_newer_than(&self, submitted: i64) -> bool {
        self.places.len() == self.room && self.places.peek().is_some_and(|oldest| oldest.0.submitted > submitted)
    }

    fn take(&mut self, place: Place) {
        self.places.push(Reverse(place));
        if self.places.len() > self.room {
            self.places.pop();
        }
    }

    /// There was room for one more than is shown: whether it is there tells whether there is more.
    fn answer(self, limit: usize) -> Answer {
        let more = self.places.len() > limit;
        let places: Vec<Place> = self.places.into_sorted_vec().into_iter().take(limit).map(|Reverse(place)| place).collect();
        Answer { ids: places.iter().map(|place| place.id).collect(), more, last: places.last().copied() }
    }
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn text(field: Field, word: &str) -> Box<dyn Query> {
    term(Term::from_field_text(field, word))
}

/// All words that begin so: no character of a word comes after the last one of Unicode.
fn prefix(field: Field, word: &str) -> Box<dyn Query> {
    let end = format!("{word}{}", char::MAX);
    Box::new(RangeQuery::new(Bound::Included(Term::from_field_text(field, word)), Bound::Excluded(Term::from_field_text(field, &end))))
}

fn all(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Must, query)).collect()))
}

fn any(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Should, query)).collect()))
}
