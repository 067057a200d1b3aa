//! What the reader asks of the journal. All of it stands in the address, so that a link can be sent to a colleague.

use super::{
    bounds::{self, Numbers},
    column::Column,
    line::folded,
};
use crate::{
    applications::Number,
    journal::{Entry, Outcome, export},
    people::day,
    terms::{AgentId, FieldError, Message, Words, message},
};
use jiff::civil::Date;

/// Rows of a page to choose from.
pub const SIZES: [usize; 3] = [20, 50, 100];
const USUAL_SIZE: usize = 50;
/// Characters of a filter.
const LONGEST: usize = 200;
/// Parameters of an address that are read.
const MOST_PARAMETERS: usize = 60;

/// How the actions ended that are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Those that succeeded.
    Success,
    /// Those that did not.
    Unsuccessful,
    /// Those that the rules refused.
    Refused,
    /// Those that failed.
    Failed,
}

impl Ending {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Success, Self::Unsuccessful, Self::Refused, Self::Failed];

    /// As the address has it; also the end of the wording's id, `journal-ending-refused`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Unsuccessful => "unsuccessful",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    fn holds(self, outcome: Outcome) -> bool {
        match self {
            Self::Success => outcome == Outcome::Success,
            Self::Unsuccessful => outcome != Outcome::Success,
            Self::Refused => outcome == Outcome::Refused,
            Self::Failed => outcome == Outcome::Failed,
        }
    }
}

/// Which record is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The application with this registration number.
    Case(Number),
    /// Records with this number, of one kind where it is named.
    Numbered(Option<String>, u64),
    /// Records that are called so in their column.
    Called(String),
}

impl Sought {
    fn parse(text: &str) -> Option<Self> {
        let parts: Vec<_> = text.split_whitespace().filter(|part| *part != "№").collect();
        if let Some(number) = parts.last().and_then(|part| part.parse().ok()) {
            return Some(Self::Case(number));
        }
        let Some((last, kind)) = parts.split_last() else { return (!text.is_empty()).then(|| Self::Called(text.to_owned())) };
        let kind = (!kind.is_empty()).then(|| kind.join(" ").to_lowercase());
        let numbered = last.parse().ok().map(|number| Self::Numbered(kind, number));
        numbered.or_else(|| Some(Self::Called(text.to_owned())))
    }
}

/// Where the page begins, by numbers from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// With the newest entry.
    #[default]
    Newest,
    /// With those older than this one.
    Before(u64),
    /// With those newer than this one.
    After(u64),
}

/// A question to the journal.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Whose journal; the reader's own where none is named.
    pub agent: Option<AgentId>,
    /// A text in any column.
    pub text: String,
    /// A part of the login or the name.
    pub user: String,
    /// A part of a role's name.
    pub role: String,
    /// A part of a scope's name.
    pub scope: String,
    /// A part of the network address.
    pub ip: String,
    /// The code of a section.
    pub section: String,
    /// The code of a subsection, behind that of its section and a point.
    pub subsection: String,
    /// The code of a function.
    pub function: String,
    /// A part of the request line.
    pub request: String,
    /// How it ended.
    pub ending: Option<Ending>,
    /// A part of the text of the error.
    pub error: String,
    /// The shortest duration in seconds, as typed.
    pub duration: String,
    /// The shortest duration in microseconds.
    pub least: Option<u64>,
    /// The numbers of the entries, as typed.
    pub number: String,
    /// The numbers of the entries.
    pub numbers: Option<Numbers>,
    /// The record, as typed.
    pub record: String,
    /// The record, as read.
    pub sought: Option<Sought>,
    /// The first day, as typed.
    pub from: String,
    /// The last day, as typed.
    pub to: String,
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// Rows of the page.
    pub rows: usize,
    /// Where it begins.
    pub start: Start,
}

/// A filter that is in force: its field and what it holds to.
pub type InForce<'q> = (&'static str, &'q str);

impl Question {
    /// Reads the part of an address behind its `?`; what is wrong comes back by field, and stays as it was typed.
    pub fn parse(query: &str) -> (Self, Vec<FieldError>) {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut asked = Self { rows: USUAL_SIZE, ..Self::default() };
        let mut chosen = Vec::new();
        for (name, value) in pairs.into_iter().take(MOST_PARAMETERS) {
            let value = value.trim().to_owned();
            match name.as_str() {
                "agent" => asked.agent = value.parse().ok(),
                "q" => asked.text = value,
                "user" => asked.user = value,
                "role" => asked.role = value,
                "scope" => asked.scope = value,
                "ip" => asked.ip = value,
                "section" => asked.section = value,
                "subsection" => asked.subsection = value,
                "function" => asked.function = value,
                "request" => asked.request = value,
                "error" => asked.error = value,
                "duration" => asked.duration = value,
                "number" => asked.number = value,
                "result" => asked.ending = Ending::ALL.into_iter().find(|ending| ending.code() == value),
                "record" => asked.record = value,
                "from" => asked.from = value,
                "to" => asked.to = value,
                "cols" => chosen.extend(value.split(',').filter_map(Column::parse)),
                "rows" => asked.rows = value.parse().ok().filter(|rows| SIZES.contains(rows)).unwrap_or(USUAL_SIZE),
                "before" => asked.start = value.parse().map_or(Start::Newest, Start::Before),
                "after" => asked.start = value.parse().map_or(Start::Newest, Start::After),
                _ => {}
            }
        }
        asked.columns = Column::ALL.into_iter().filter(|column| chosen.contains(column)).collect();
        if asked.columns.is_empty() {
            asked.columns = Column::USUAL.to_vec();
        }
        let errors = asked.check();
        (asked, errors)
    }

    fn check(&mut self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, message: Message| errors.push(FieldError { field: field.to_owned(), message });
        let people = [("q", &self.text), ("user", &self.user), ("role", &self.role), ("scope", &self.scope), ("ip", &self.ip)];
        let texts = [("request", &self.request), ("error", &self.error), ("record", &self.record), ("from", &self.from), ("to", &self.to)];
        let typed = people.into_iter().chain(texts);
        for (field, _) in typed.filter(|(_, value)| value.chars().count() > LONGEST) {
            wrong(field, message("journal-filter-long").with("max", LONGEST as i64));
        }
        self.sought = Sought::parse(&self.record);
        for (field, typed, day) in [("from", &self.from, &mut self.first), ("to", &self.to, &mut self.last)] {
            match day::parse(typed) {
                Ok(read) => *day = Some(read),
                Err(_) if typed.is_empty() => {}
                Err(message) => wrong(field, message),
            }
        }
        if !self.number.is_empty() {
            self.numbers = Numbers::parse(&self.number).map_err(|message| wrong("number", message)).ok();
        }
        if !self.duration.is_empty() {
            self.least = bounds::duration(&self.duration).map_err(|message| wrong("duration", message)).ok();
        }
        if self.first.zip(self.last).is_some_and(|(first, last)| last < first) {
            wrong("to", message("journal-filter-order"));
        }
        errors
    }

    /// Whether an entry answers the question, as far as its own fields tell; the number, the user, the role, the
    /// scope, the record and the text are asked apart.
    pub fn fits(&self, entry: &Entry, words: &Words) -> bool {
        let day = || words.day_of(entry.at);
        self.ending.is_none_or(|ending| ending.holds(entry.outcome))
            && (self.function.is_empty() || entry.function == self.function)
            && (self.section.is_empty() || entry.function.split('.').next() == Some(self.section.as_str()))
            && (self.ip.is_empty() || entry.address.contains(&self.ip))
            && (self.subsection.is_empty() || subsection(&entry.function) == self.subsection)
            && self.least.is_none_or(|least| least <= entry.micros)
            && self.first.is_none_or(|first| first <= day())
            && self.last.is_none_or(|last| day() <= last)
            && (self.request.is_empty() || folded(&export::request(entry, words)).contains(&folded(&self.request)))
            && (self.error.is_empty() || folded(&export::error(entry, words)).contains(&folded(&self.error)))
    }

    /// The filters in force, by the names of their fields.
    pub fn in_force(&self) -> Vec<InForce<'_>> {
        let ending = self.ending.map_or("", Ending::code);
        let all = [
            ("q", self.text.as_str()),
            ("user", &self.user),
            ("role", &self.role),
            ("scope", &self.scope),
            ("ip", &self.ip),
            ("section", &self.section),
            ("subsection", &self.subsection),
            ("function", &self.function),
            ("request", &self.request),
            ("result", ending),
            ("error", &self.error),
            ("duration", &self.duration),
            ("number", &self.number),
            ("record", &self.record),
            ("from", &self.from),
            ("to", &self.to),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Whose journal, which columns, how many rows: what stays when the filters change.
    pub fn frame(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<_> = self.agent.iter().map(|agent| ("agent", agent.to_string())).collect();
        if self.columns != Column::USUAL {
            pairs.push(("cols", self.columns.iter().map(|column| column.code()).collect::<Vec<_>>().join(",")));
        }
        if self.rows != USUAL_SIZE {
            pairs.push(("rows", self.rows.to_string()));
        }
        pairs
    }

    /// The same question at this address, from this place on.
    pub fn address(&self, path: &str, start: Start) -> String {
        self.with(path, start, |_| true)
    }

    /// The same without one filter, from the newest entry on.
    pub fn address_without(&self, path: &str, field: &str) -> String {
        self.with(path, Start::Newest, |name| name != field)
    }

    fn with(&self, path: &str, start: Start, keep: impl Fn(&str) -> bool) -> String {
        let mut pairs = self.frame();
        pairs.extend(self.in_force().into_iter().filter(|(name, _)| keep(name)).map(|(name, value)| (name, value.to_owned())));
        match start {
            Start::Newest => {}
            Start::Before(number) => pairs.push(("before", number.to_string())),
            Start::After(number) => pairs.push(("after", number.to_string())),
        }
        match serde_urlencoded::to_string(&pairs) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            Ok(_) | Err(_) => path.to_owned(),
        }
    }
}

/// The first two parts of a function's code.
pub fn subsection(function: &str) -> &str {
    function.match_indices('.').nth(1).map_or(function, |(end, _)| &function[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_stands_in_its_address() {
        let query = "q=%D1%91%D0%B6&user=3-orlova&result=refused&record=2026-004377&from=03.03.2026&to=2026-03-05&cols=ip&cols=number,x&rows=20&before=17&agent=2";
        let (asked, errors) = Question::parse(query);
        assert_eq!(errors, []);
        assert_eq!((asked.first.unwrap().to_string().as_str(), asked.last.unwrap().to_string().as_str()), ("2026-03-03", "2026-03-05"));
        assert_eq!(asked.columns, [Column::Number, Column::Address]);
        assert_eq!(asked.sought, Some(Sought::Case("2026-004377".parse().unwrap())));
        let address = asked.address("/journal", Start::Before(17));
        assert_eq!(
            address,
            "/journal?agent=2&cols=number%2Cip&rows=20&q=%D1%91%D0%B6&user=3-orlova&result=refused&record=2026-004377&from=03.03.2026&to=2026-03-05&before=17"
        );
        let again = Question::parse(address.split_once('?').unwrap().1).0;
        assert_eq!(again.address("/journal", again.start), address);
        assert!(!asked.address_without("/journal", "q").contains("q="));
        assert_eq!(Question::parse("").0.address("/journal", Start::Newest), "/journal");
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field_and_stays_as_typed() {
        let ids = |query: &str| {
            let (_, errors) = Question::parse(query);
            errors.iter().map(|error| format!("{} {}", error.field, error.message.id)).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(ids("from=31.02.2026"), "from people-day-absent");
        assert_eq!(ids("to=tomorrow"), "to people-day-unreadable");
        assert_eq!(ids("from=2026-03-05&to=2026-03-03"), "to journal-filter-order");
        assert_eq!(ids(&format!("q={}", "a".repeat(201))), "q journal-filter-long");
        assert_eq!(Question::parse("from=31.02.2026").0.from, "31.02.2026");
        assert_eq!(ids("rows=1000000&before=-1&agent=x&result=maybe&cols=;&%FF=%FF"), "");
        assert_eq!(Question::parse("rows=1000000").0.rows, 50);
    }

    #[test]
    fn a_record_is_named_by_number_by_kind_or_by_case() {
        assert_eq!(Sought::parse("12"), Some(Sought::Numbered(None, 12)));
        assert_eq!(Sought::parse("Application  12"), Some(Sought::Numbered(Some("application".into()), 12)));
        assert_eq!(Sought::parse("Заявление № 2026-004377"), Some(Sought::Case("2026-004377".parse().unwrap())));
        assert_eq!(Sought::parse("Правило доступности 1"), Some(Sought::Numbered(Some("правило доступности".into()), 1)));
        assert_eq!(Sought::parse("Пользователь 3-fomin"), Some(Sought::Called("Пользователь 3-fomin".into())));
        assert_eq!((Sought::parse(""), Sought::parse("№")), (None, Some(Sought::Called("№".into()))));
    }
}
