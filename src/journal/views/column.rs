//! The columns of the journal (`domain.md` §5).

use crate::web::parts::Fit;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Number of the entry, from 1.
    Number,
    /// When.
    Time,
    /// Where from.
    Address,
    /// Who.
    User,
    /// Under which login.
    Login,
    /// Roles in force at that time.
    Roles,
    /// The scope in force at that time.
    Scope,
    /// Section.
    Section,
    /// Subsection.
    Subsection,
    /// Function.
    Function,
    /// Request line.
    Request,
    /// How it ended.
    Outcome,
    /// Which record it was about.
    Record,
    /// What was said to the person.
    Error,
    /// How long it took.
    Duration,
}

impl Column {
    /// All, in their order.
    pub const ALL: [Self; 15] = [
        Self::Number,
        Self::Time,
        Self::Address,
        Self::User,
        Self::Login,
        Self::Roles,
        Self::Scope,
        Self::Section,
        Self::Subsection,
        Self::Function,
        Self::Request,
        Self::Outcome,
        Self::Record,
        Self::Error,
        Self::Duration,
    ];

    /// Those that are shown until the reader chooses.
    pub const USUAL: [Self; 9] =
        [Self::Number, Self::Time, Self::User, Self::Login, Self::Roles, Self::Function, Self::Outcome, Self::Record, Self::Error];

    /// As the address has it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Time => "time",
            Self::Address => "ip",
            Self::User => "user",
            Self::Login => "login",
            Self::Roles => "role",
            Self::Scope => "scope",
            Self::Section => "section",
            Self::Subsection => "subsection",
            Self::Function => "function",
            Self::Request => "request",
            Self::Outcome => "result",
            Self::Record => "record",
            Self::Error => "error",
            Self::Duration => "duration",
        }
    }

    /// The column with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.code() == code)
    }

    /// The id of its heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Number => "export-number",
            Self::Time => "export-time",
            Self::Address => "export-address",
            Self::User => "export-user",
            Self::Login => "export-login",
            Self::Roles => "export-roles",
            Self::Scope => "export-scope",
            Self::Section => "export-section",
            Self::Subsection => "export-subsection",
            Self::Function => "export-function",
            Self::Request => "export-request",
            Self::Outcome => "export-outcome",
            Self::Record => "export-record",
            Self::Error => "export-error",
            Self::Duration => "export-duration",
        }
    }

    /// How its values sit.
    pub const fn fit(self) -> Fit {
        match self {
            Self::Number => Fit::Key,
            Self::Time | Self::User | Self::Login | Self::Address | Self::Request => Fit::Keep,
            Self::Duration => Fit::Number,
            Self::Roles | Self::Scope | Self::Section | Self::Subsection | Self::Function | Self::Outcome | Self::Record | Self::Error => {
                Fit::Flow
            }
        }
    }
}
