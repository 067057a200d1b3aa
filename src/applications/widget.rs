//! The widgets of the start page (`data/widgets.toml`): what each shows, for which roles.

use super::queue::Show;
use crate::{
    access::{Function, RoleCode},
    terms::{Fault, Result, Text, error::Doing},
};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Rows of a list that names no number.
const ROWS: usize = 5;
/// Rows of a list at the most.
const MOST_ROWS: usize = 20;
const DOING: &str = "reading data/widgets.toml";

/// What a widget shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// How many cases this filter leads to.
    Cases(Show),
    /// The cases of this filter whose term ends first, so many.
    Nearest(Show, usize),
    /// How many open cases stand in each state.
    States,
    /// Letters that wait or could not be delivered.
    Letters,
    /// Certificates whose signed document waits to be checked.
    Requests,
    /// Employees whose access ends soon.
    Endings,
    /// What was refused or failed within a day.
    Refusals,
}

impl Source {
    /// What its reader must hold.
    pub const fn function(self) -> Function {
        match self {
            Self::Cases(_) | Self::Nearest(..) | Self::States => Function::CaseList,
            Self::Letters => Function::LetterList,
            Self::Requests => Function::CertificateList,
            Self::Endings => Function::GrantList,
            Self::Refusals => Function::JournalList,
        }
    }
}

/// One widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widget {
    /// Its short name, also in the page's ids.
    pub code: String,
    /// As it is headed.
    pub title: Text,
    /// What it shows.
    pub source: Source,
    roles: Vec<RoleCode>,
}

impl Widget {
    /// Whether it is meant for whoever has these roles in force.
    pub fn is_for(&self, roles: &[RoleCode]) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|role| roles.contains(role))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    title: Text,
    #[serde(default)]
    roles: Vec<RoleCode>,
    shows: String,
    filter: Option<String>,
    rows: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    widget: Vec<Written>,
}

impl Written {
    fn source(&self) -> Result<Source, String> {
        let filter = || {
            let code = self.filter.as_deref().ok_or("a filter is missing")?;
            Show::parse(code).ok_or_else(|| format!("there is no filter {code}"))
        };
        let rows = self.rows.unwrap_or(ROWS);
        if !(1..=MOST_ROWS).contains(&rows) {
            return Err(format!("rows are 1 to {MOST_ROWS}"));
        }
        match (self.shows.as_str(), &self.filter) {
            ("cases", _) => Ok(Source::Cases(filter()?)),
            ("nearest", _) => Ok(Source::Nearest(filter()?, rows)),
            ("states", None) => Ok(Source::States),
            ("letters", None) => Ok(Source::Letters),
            ("requests", None) => Ok(Source::Requests),
            ("endings", None) => Ok(Source::Endings),
            ("refusals", None) => Ok(Source::Refusals),
            (_, None) => Err(format!("nothing shows {}", self.shows)),
            (_, Some(_)) => Err(format!("{} has no filter", self.shows)),
        }
    }
}

/// All widgets, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Widgets(Vec<Widget>);

impl Widgets {
    /// Reads the file.
    ///
    /// # Errors
    /// A mistake in it, with the widget's code.
    pub fn parse(text: &str) -> Result<Self> {
        let file: File = toml::from_str(text).doing(DOING)?;
        let mut codes = BTreeSet::new();
        let read = file.widget.into_iter().map(|written| {
            let wrong = |why: String| Fault::new(DOING, format!("{}: {why}", written.code));
            if !codes.insert(written.code.clone()) {
                return Err(wrong("there are two of this code".to_owned()).into());
            }
            let source = written.source().map_err(wrong)?;
            Ok(Widget { code: written.code, title: written.title, source, roles: written.roles })
        });
        read.collect::<Result<_>>().map(Self)
    }

    /// Those for whoever has these roles in force.
    pub fn of<'w>(&'w self, roles: &'w [RoleCode]) -> impl Iterator<Item = &'w Widget> {
        self.0.iter().filter(move |widget| widget.is_for(roles))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUE: &str = "[[widget]]\ncode = \"a\"\ntitle = { ru = \"А\", en = \"A\" }\n";

    fn refused(rest: &str) -> String {
        Widgets::parse(&format!("{QUEUE}{rest}")).unwrap_err().to_string()
    }

    #[test]
    fn a_widget_is_for_its_roles_or_for_everybody() {
        let text = format!(
            "{QUEUE}shows = \"states\"\n[[widget]]\ncode = \"b\"\ntitle = {{ ru = \"Б\", en = \"B\" }}\nroles = [\"head\"]\nshows = \"cases\"\nfilter = \"mine\"\n"
        );
        let widgets = Widgets::parse(&text).unwrap();
        let codes = |roles: &[&str]| {
            let roles: Vec<_> = roles.iter().map(|role| RoleCode::new(role)).collect();
            widgets.of(&roles).map(|widget| widget.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&["operator"]), ["a"]);
        assert_eq!(codes(&["operator", "head"]), ["a", "b"]);
    }

    #[test]
    fn mistakes_are_told() {
        assert!(refused("shows = \"weather\"\n").contains("nothing shows weather"));
        assert!(refused("shows = \"cases\"\n").contains("a filter is missing"));
        assert!(refused("shows = \"cases\"\nfilter = \"all\"\n").contains("there is no filter all"));
        assert!(refused("shows = \"states\"\nfilter = \"mine\"\n").contains("states has no filter"));
        assert!(refused("shows = \"nearest\"\nfilter = \"mine\"\nrows = 99\n").contains("rows are 1 to 20"));
        assert!(refused(&format!("shows = \"states\"\n{QUEUE}shows = \"states\"\n")).contains("two of this code"));
        assert!(refused("shows = \"states\"\ncolour = \"red\"\n").contains("colour"));
    }
}
