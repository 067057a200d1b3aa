//! What an employee asks the queue for: which cases, how many on a page, from where on. It all stands in the address, so
//! that a link can be sent to a colleague.

use super::State;
use std::fmt::Write;

/// Rows on a page to choose from; the first is the usual.
pub const SIZES: [usize; 3] = [20, 50, 100];

/// Which cases are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All open ones.
    #[default]
    Open,
    /// The open ones of whoever looks.
    Mine,
    /// The open ones past their due date.
    Overdue,
    /// Those in one state.
    In(State),
    /// Those that are done.
    Done,
}

impl Show {
    /// Those that stand above the queue, in their order.
    pub const CHIPS: [Self; 9] = [
        Self::Open,
        Self::In(State::Submitted),
        Self::Mine,
        Self::Overdue,
        Self::In(State::WaitingForApplicant),
        Self::In(State::DocumentCheck),
        Self::In(State::Decision),
        Self::In(State::Appealed),
        Self::Done,
    ];

    /// The value in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::In(State::Submitted) => "new",
            Self::In(state) => state.code(),
            Self::Done => "done",
        }
    }

    /// What this value of the address means; drafts are nobody's cases.
    pub fn parse(code: &str) -> Option<Self> {
        let states = State::ALL.into_iter().filter(|state| *state != State::Draft).map(Self::In);
        [Self::Open, Self::Mine, Self::Overdue, Self::Done].into_iter().chain(states).find(|show| show.code() == code)
    }
}

/// Where a page of a list begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// At the first row.
    #[default]
    First,
    /// Behind this key.
    After(Vec<u8>),
    /// It ends before this key.
    Before(Vec<u8>),
}

impl Start {
    /// Behind the key that an address or an answer before this one named.
    pub fn parse_after(text: &str) -> Option<Self> {
        bytes(text).map(Self::After)
    }
}

/// All that the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which cases.
    pub show: Show,
    /// Rows on a page.
    pub size: usize,
    /// From where on.
    pub start: Start,
    /// The code of the Agent whose cases they are: only somebody who sees several can choose.
    pub agent: Option<String>,
}

impl Wanted {
    /// Reads the pairs of a query. What is not understood is as if it were not there.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let size = get("size").and_then(|size| size.parse().ok()).filter(|size| SIZES.contains(size));
        let after = get("after").and_then(Start::parse_after);
        let before = get("before").and_then(bytes).map(Start::Before);
        Self {
            show: get("show").and_then(Show::parse).unwrap_or_default(),
            size: size.unwrap_or(SIZES[0]),
            start: after.or(before).unwrap_or_default(),
            agent: get("agent").filter(|code| is_code(code)).map(str::to_owned),
        }
    }

    /// The same list from another place on.
    #[must_use]
    pub fn from(&self, start: Start) -> Self {
        Self { start, ..self.clone() }
    }

    /// The query of an address, with its "?"; empty where everything is as usual.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            let mark = if query.is_empty() { '?' } else { '&' };
            // Writing into a string cannot fail.
            let _ = write!(query, "{mark}{name}={value}");
        };
        if self.show != Show::Open {
            add("show", self.show.code());
        }
        if self.size != SIZES[0] {
            add("size", &self.size.to_string());
        }
        if let Some(agent) = &self.agent {
            add("agent", agent);
        }
        match &self.start {
            Start::First => {}
            Start::After(key) => add("after", &hex(key)),
            Start::Before(key) => add("before", &hex(key)),
        }
        query
    }
}

/// The code of an Agent stands in an address as it is.
fn is_code(code: &str) -> bool {
    !code.is_empty() && code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A key as addresses and answers have it.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    const LONGEST: usize = 128;
    let pairs = hex.as_bytes().chunks(2);
    if hex.is_empty() || hex.len() > LONGEST || !hex.len().is_multiple_of(2) || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Wanted {
        let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        Wanted::read(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn an_address_says_all_and_is_read_back() {
        for show in Show::CHIPS {
            assert_eq!(Show::parse(show.code()), Some(show));
        }
        let wanted = Wanted { show: Show::Mine, size: 50, start: Start::After(vec![0, 255, 16]), agent: Some("social".into()) };
        assert_eq!(wanted.query(), "?show=mine&size=50&agent=social&after=00ff10");
        assert_eq!(read(&wanted.query()), wanted);
        assert_eq!(read("").query(), "");
    }

    #[test]
    fn what_is_not_understood_is_as_if_it_were_not_there() {
        let usual = read("");
        for odd in ["show=draft", "show=all", "size=7", "size=1000000", "after=zz", "after=0", "agent=../x", "agent="] {
            assert_eq!(read(odd), usual, "{odd}");
        }
        assert_eq!(read(&format!("after={}", "00".repeat(65))), usual);
    }
}
