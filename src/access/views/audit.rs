//! The role audit: what was found, with the way to mend each, and every role with its functions and holders.

use super::Head;
use crate::{
    terms::{Words, message},
    web::{
        parts::{Column, Entry, Fit, Icon, Place, Row, Table, Tone, Weight, actions, chips, icon, link_button, note, opens, table, tag},
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// Findings of one kind that the page shows; the files have more.
const MOST_SHOWN: usize = 100;
/// Holders of one role that the page names.
const MOST_NAMED: usize = 20;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Roles with equal sets of functions.
    Equal,
    /// Roles that lie in others.
    Nested,
    /// Functions that no holder used.
    Unused,
    /// Roles that their holder does not use.
    Excess,
    /// Functions that were often refused to who does not have them.
    Lacking,
    /// Conflicts of duties.
    Conflict,
    /// Employees without a role.
    Roleless,
    /// Rights that outlived their time.
    Ended,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 8] =
        [Self::Conflict, Self::Ended, Self::Roleless, Self::Lacking, Self::Excess, Self::Unused, Self::Equal, Self::Nested];

    /// The id of its name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Equal => "roleaudit-equal",
            Self::Nested => "roleaudit-nested",
            Self::Unused => "roleaudit-unused",
            Self::Excess => "roleaudit-excess",
            Self::Lacking => "roleaudit-lacking",
            Self::Conflict => "roleaudit-conflict",
            Self::Roleless => "roleaudit-roleless",
            Self::Ended => "roleaudit-ended",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Conflict | Self::Ended => Tone::Bad,
            Self::Roleless | Self::Lacking | Self::Excess | Self::Unused => Tone::Warn,
            Self::Equal | Self::Nested => Tone::Neutral,
        }
    }
}

/// A link to the change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What it does.
    pub label: String,
    /// Where it is shown before it is done.
    pub address: String,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub kind: Kind,
    /// The role or the employee.
    pub about: String,
    /// What was found.
    pub said: String,
    /// The functions that it names.
    pub functions: Vec<String>,
    /// The last day of what is over.
    pub until: Option<Date>,
    /// The changes that mend it and that the reader may make.
    pub ways: Vec<Way>,
}

/// A role in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleLine {
    /// Its name.
    pub name: String,
    /// Its card, where the reader may open it.
    pub address: Option<String>,
    /// Whether it is the Agent's own.
    pub own: bool,
    /// Its functions by number in the list of all.
    pub functions: Vec<crate::access::Function>,
    /// Its holders with the last day of their grant.
    pub holders: Vec<(String, Option<Date>)>,
}

/// The whole audit in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The Agent's full name.
    pub agent: String,
    /// Over how many days use is looked at.
    pub days: i64,
    /// The first day whose entries were all read.
    pub since: Date,
    /// Whether that is later than was asked for.
    pub short: bool,
    /// The day of the audit.
    pub today: Date,
    /// How many entries were read.
    pub read: u64,
    /// Every role that can be given.
    pub roles: Vec<RoleLine>,
    /// What was found.
    pub findings: Vec<Told>,
}

impl Report {
    /// The findings of this kind.
    pub fn of(&self, kind: Kind) -> Vec<&Told> {
        self.findings.iter().filter(|told| told.kind == kind).collect()
    }

    /// Over which time it speaks: "По журналу с … по …".
    pub fn period(&self, words: &Words) -> String {
        let read = i64::try_from(self.read).unwrap_or(i64::MAX);
        let said = message("roleaudit-period").with("from", self.since).with("to", self.today).with("count", read);
        let short = message("roleaudit-period-short").with("days", self.days).with("from", self.since);
        if self.short { format!("{} {}", words.say(&said), words.say(&short)) } else { words.say(&said) }
    }
}

/// The page.
pub struct Page<'p> {
    /// Above it.
    pub head: Head<'p>,
    /// The choices of days.
    pub periods: &'p [i64],
    /// What it shows.
    pub report: &'p Report,
}

impl Page<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let report = self.report;
        html! {
            div.stack-5 {
                (self.head.show(words, false))
                div.head { h1 { (words.text("roleaudit-title")) } p.soft { (report.agent) } }
                (self.choices(words))
                @if report.short { (note(Tone::Warn, "", html! { p { (report.period(words)) } })) } @else { p { (report.period(words)) } }
                (actions(html! {
                    (link_button(Weight::Plain, &words.text("roleaudit-pdf"), &self.file("/role-audit/roles.pdf")))
                    (link_button(Weight::Plain, &words.text("roleaudit-xlsx"), &self.file("/role-audit/roles.xlsx")))
                }))
                @if report.findings.is_empty() { (note(Tone::Good, "", html! { p { (words.text("roleaudit-nothing")) } })) }
                @for kind in Kind::ALL { (Self::findings(words, kind, &report.of(kind))) }
                (self.roles(words))
            }
        }
    }

    fn file(&self, path: &str) -> String {
        self.head.address(path, &format!("days={}", self.report.days))
    }

    fn choices(&self, words: &Words) -> Markup {
        let days = |days: &i64| {
            let place = if *days == self.report.days { Place::Here } else { Place::Elsewhere };
            let title = words.say(&message("roleaudit-days").with("days", *days));
            Entry::new(title, self.head.address(url::ROLE_AUDIT, &format!("days={days}"))).at(place)
        };
        let agents = self.head.agents.iter().map(|(agent, name)| {
            let place = if *agent == self.head.agent { Place::Here } else { Place::Elsewhere };
            Entry::new(name.as_str(), format!("{}?agent={agent}&days={}", url::ROLE_AUDIT, self.report.days)).at(place)
        });
        html! {
            @if !self.head.agents.is_empty() { (chips(words, &words.text("rights-agents"), &agents.collect::<Vec<_>>())) }
            (chips(words, &words.text("roleaudit-use"), &self.periods.iter().map(days).collect::<Vec<_>>()))
        }
    }

    fn findings(words: &Words, kind: Kind, told: &[&Told]) -> Markup {
        let more = i64::try_from(told.len().saturating_sub(MOST_SHOWN)).unwrap_or(i64::MAX);
        let count = told.len().to_string();
        html! {
            @if !told.is_empty() {
                section.stack-2 aria-labelledby=(kind.title()) {
                    h2 id=(kind.title()) { (words.text(kind.title())) " " (tag(kind.tone(), &count)) }
                    ul.sheet.rows { @for one in told.iter().take(MOST_SHOWN) { li { div.stack-2 {
                        p { b { (one.about) } " — " (one.said) }
                        @if !one.functions.is_empty() { (opens(&words.text("card-may-list"), html! { ul { @for function in &one.functions { li { (function) } } } })) }
                        @if !one.ways.is_empty() { div.inline { @for way in &one.ways { a href=(way.address) { (way.label) span.unseen { ": " (one.about) } } } } }
                    } } } }
                    @if more > 0 { p.soft { (words.say(&message("roleaudit-more").with("count", more))) } }
                }
            }
        }
    }

    fn roles(&self, words: &Words) -> Markup {
        let column = |id: &'static str, fit| Column::new(words.text(id), fit);
        let columns = [
            column("roles-name", Fit::Key),
            column("roles-kind", Fit::Keep),
            column("roleaudit-functions", Fit::Flow),
            column("roleaudit-holders", Fit::Flow),
        ];
        let rows: Vec<_> = self.report.roles.iter().map(|role| Self::role(words, role)).collect();
        html! {
            section.stack-2 aria-labelledby="all-roles" {
                h2 id="all-roles" { (words.text("rights-tab-roles")) }
                (table(words, &Table { caption: &words.text("rights-tab-roles"), columns: &columns, rows: &rows, tick: None }))
            }
        }
    }

    fn role(words: &Words, role: &RoleLine) -> Row<'static> {
        let count = i64::try_from(role.functions.len()).unwrap_or(i64::MAX);
        let named: Vec<_> = role.holders.iter().take(MOST_NAMED).map(|(name, _)| name.as_str()).collect();
        let more = i64::try_from(role.holders.len().saturating_sub(MOST_NAMED)).unwrap_or(i64::MAX);
        Row::new(vec![
            html! { @if let Some(address) = &role.address { a href=(address) { (role.name) } } @else { (role.name) } },
            html! { @if role.own { (tag(Tone::Work, &words.text("roles-agent"))) } @else { (tag(Tone::Neutral, &words.text("roles-system"))) } },
            opens(
                &words.say(&message("role-functions-count").with("count", count)),
                html! { ul { @for function in &role.functions { li { (super::preview::function_name(words, *function)) } } } },
            ),
            html! {
                @if named.is_empty() { span.soft { (words.text("roleaudit-nobody")) } }
                @else { (icon(Icon::Users)) " " (named.join("; ")) @if more > 0 { " " (words.say(&message("roleaudit-more").with("count", more))) } }
            },
        ])
    }
}
