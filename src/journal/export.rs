//! Entries as people read them: every column of `domain.md` §5 in words, and as a CSV file for a spreadsheet.

use super::{
    entry::{Entry, Outcome, RecordRef},
    table,
};
use crate::{
    access::{
        Function, Roles,
        function::{section_wording, subsection_wording},
        policy::OPERATOR,
    },
    storage::{Order, View},
    terms::{AgentId, Argument, Language, Message, Result, Words, error::Doing, message},
};
use rust_decimal::Decimal;
use std::{
    borrow::Cow,
    collections::HashMap,
    io::Write,
    ops::{ControlFlow, Range},
};

/// Columns of an entry.
pub const COLUMNS: usize = 15;
/// Ids of the headings, in the order of the columns.
const HEADINGS: [&str; COLUMNS] = [
    "export-number",
    "export-time",
    "export-address",
    "export-user",
    "export-login",
    "export-roles",
    "export-scope",
    "export-section",
    "export-subsection",
    "export-function",
    "export-request",
    "export-outcome",
    "export-record",
    "export-error",
    "export-duration",
];
/// By this mark Excel knows that the file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Bytes that a row is gathered in.
const ROW: usize = 512;
const DOING: &str = "exporting the journal";

/// One entry in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryLine {
    /// Its number, from 1.
    pub number: String,
    /// When.
    pub time: String,
    /// Where from.
    pub address: String,
    /// Number of the user; nobody's for a guest and for the program itself.
    pub user: String,
    /// Login.
    pub login: String,
    /// Codes of the roles in force, or their names ([`EntryLine::name_roles`]).
    pub roles: String,
    /// The number of the scope in force, or its name.
    pub scope: String,
    /// Section.
    pub section: String,
    /// Subsection.
    pub subsection: String,
    /// Function.
    pub function: String,
    /// Request line.
    pub request: String,
    /// How it ended.
    pub outcome: String,
    /// Kind and number of the record that it was about.
    pub record: String,
    /// What was said to the person, and for how many like it the entry stands.
    pub error: String,
    /// How long it took, in milliseconds.
    pub duration: String,
}

impl EntryLine {
    /// The entry with this number (from 0, as in [`table`]), in the reader's words.
    pub fn new(number: u64, entry: &Entry, words: &Words) -> Self {
        let code = entry.function.as_str();
        Self {
            number: (number + 1).to_string(),
            time: words.exact(entry.at),
            address: entry.address.clone(),
            user: entry.user.map(|user| user.to_string()).unwrap_or_default(),
            login: entry.login.clone(),
            roles: entry.roles.clone(),
            scope: entry.scope.clone().unwrap_or_default(),
            section: named(words, &section_wording(code), code.split('.').next()),
            subsection: named(words, &subsection_wording(code), code.split('.').nth(1)),
            function: function(entry, words),
            request: request(entry, words),
            outcome: words.text(outcome_wording(entry.outcome)).into_owned(),
            record: entry.record.as_ref().map(record).unwrap_or_default(),
            error: error(entry, words),
            duration: words.number(took(entry.micros)),
        }
    }

    /// Puts the names of the roles in place of their codes. The program itself, and whoever runs its commands, is nobody's
    /// operator of cases.
    pub fn name_roles(&mut self, entry: &Entry, names: String, words: &Words) {
        self.roles = names;
        if entry.user.is_none() && entry.login == OPERATOR {
            (self.login, self.roles) = (words.text("journal-by-program").into_owned(), String::new());
        }
    }

    /// A line for an entry that cannot be read: all that is known is its number.
    pub fn unreadable(number: u64, words: &Words) -> Self {
        let error = words.text("export-unreadable").into_owned();
        Self { number: (number + 1).to_string(), error, ..Self::default() }
    }

    /// The cells, in the order of [`headings`].
    pub fn cells(&self) -> [&str; COLUMNS] {
        [
            &self.number,
            &self.time,
            &self.address,
            &self.user,
            &self.login,
            &self.roles,
            &self.scope,
            &self.section,
            &self.subsection,
            &self.function,
            &self.request,
            &self.outcome,
            &self.record,
            &self.error,
            &self.duration,
        ]
    }
}

/// These microseconds in milliseconds.
pub fn took(micros: u64) -> Decimal {
    Decimal::new(i64::try_from(micros).unwrap_or(i64::MAX), 3).normalize()
}

/// The id of how an action ended.
pub const fn outcome_wording(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Success => "export-success",
        Outcome::Refused => "export-refused",
        Outcome::Failed => "export-failed",
    }
}

/// What was done; of a form that was only opened, or showed what it would do, that it was opened: nothing was changed by that.
fn function(entry: &Entry, words: &Words) -> String {
    let code = entry.function.as_str();
    let name = named(words, &format!("function-{}", code.replace('.', "-")), Some(code));
    let is_plain = entry.outcome == Outcome::Success && entry.changes.is_empty();
    let opened = is_plain && Function::parse(code).is_some_and(Function::has_form);
    if opened { words.say(&message("journal-form-opened").with("function", name)) } else { name }
}

/// The request line, with the key where a program sent it.
pub fn request(entry: &Entry, words: &Words) -> String {
    let Some(program) = &entry.program else { return entry.request.clone() };
    words.say(&message("journal-by-key").with("request", entry.request.as_str()).with("key", program.as_str()))
}

/// A refusal keeps the code of the function that it was about; people read its name.
pub fn spoken(said: &Message, words: &Words) -> String {
    let mut said = said.clone();
    for (name, value) in &mut said.arguments {
        if let Argument::Text(code) = value
            && name == "function"
            && let Some(function) = Function::parse(code)
        {
            *value = Argument::Wording(function.wording());
        }
    }
    words.say(&said)
}

/// The wording of a code, or the code of a function that is no more.
fn named(words: &Words, id: &str, code: Option<&str>) -> String {
    if words.knows(id) { words.text(id).into_owned() } else { code.unwrap_or_default().to_owned() }
}

/// "application 12"; the key in hexadecimal where it is not a number.
fn record(record: &RecordRef) -> String {
    match record.number() {
        Some(number) => format!("{} {number}", record.kind),
        None => record.key.iter().fold(format!("{} ", record.kind), |text, byte| format!("{text}{byte:02x}")),
    }
}

/// What was said to the person, and for how many like it the entry stands.
pub fn error(entry: &Entry, words: &Words) -> String {
    let said = entry.error.as_ref().map(|error| spoken(error, words)).unwrap_or_default();
    if entry.repeats == 0 {
        return said;
    }
    let repeats = message("export-repeats").with("count", i64::try_from(entry.repeats).unwrap_or(i64::MAX));
    [said, words.say(&repeats)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The headings of the columns.
pub fn headings(words: &Words) -> [String; COLUMNS] {
    HEADINGS.map(|id| words.text(id).into_owned())
}

/// What roles and scopes are called now.
#[derive(Clone, Copy, Debug)]
pub struct Called<'c> {
    /// The roles.
    pub roles: &'c Roles,
    /// The names of the scopes by their numbers as the journal keeps them.
    pub scopes: &'c HashMap<String, String>,
}

/// Writes these entries of an Agent (numbers from 0) as CSV: RFC 4180, UTF-8 with a byte order mark, headings first, roles and
/// scopes by the names that they have now. Tells how many entries it wrote. Holds one entry in memory at a time.
///
/// # Errors
/// A fault of the engine or of where it writes to.
pub fn csv(
    view: &dyn View,
    (agent, numbers): (AgentId, Range<u64>),
    words: &Words,
    called: Called<'_>,
    out: &mut dyn Write,
) -> Result<u64> {
    out.write_all(BYTE_ORDER_MARK.as_bytes()).doing(DOING)?;
    row(out, words.language, headings(words).iter().map(String::as_str))?;
    let (mut written, mut failed) = (0, Ok(()));
    table::visit_bytes(view, agent, numbers.start, Order::Ascending, &mut |number, bytes| {
        if number >= numbers.end {
            return ControlFlow::Break(());
        }
        let line = match table::decode(bytes) {
            Ok(entry) => {
                let mut line = EntryLine::new(number, &entry, words);
                line.name_roles(&entry, called.roles.named(&entry.roles, words.language), words);
                line.scope = called.scopes.get(&line.scope).cloned().unwrap_or(line.scope);
                line
            }
            Err(_) => EntryLine::unreadable(number, words),
        };
        failed = row(out, words.language, line.cells().into_iter());
        written += 1;
        if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed.map(|()| written)
}

/// Writes one row of CSV, as the spreadsheet of a reader of this language opens it: where the comma separates decimals,
/// Excel expects a semicolon between cells.
///
/// # Errors
/// Where it writes to failed.
pub fn row<'c>(out: &mut dyn Write, language: Language, cells: impl Iterator<Item = &'c str>) -> Result<()> {
    let delimiter = match language {
        Language::Russian => b';',
        Language::English => b',',
    };
    let mut builder = csv::WriterBuilder::new();
    builder.delimiter(delimiter).terminator(csv::Terminator::CRLF).buffer_capacity(ROW);
    let mut writer = builder.from_writer(out);
    writer.write_record(cells.map(guarded).map(Cow::into_owned)).doing(DOING)?;
    writer.flush().doing(DOING)
}

/// A spreadsheet would take these for a formula, also behind a delimiter of its own (OWASP, "CSV injection").
fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_is_never_a_formula() {
        let of = |language| {
            let mut out = Vec::new();
            row(&mut out, language, ["a", "", "b,\"c\"", "d;e", "=1+2", "-5", "@x", "+7", "two\nlines", "=\"a\",b"].into_iter()).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(of(Language::English), "a,,\"b,\"\"c\"\"\",d;e,'=1+2,'-5,'@x,'+7,\"two\nlines\",\"'=\"\"a\"\",b\"\r\n");
        assert_eq!(of(Language::Russian), "a;;\"b,\"\"c\"\"\";\"d;e\";'=1+2;'-5;'@x;'+7;\"two\nlines\";\"'=\"\"a\"\",b\"\r\n");
    }
}
