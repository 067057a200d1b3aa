//! Groups of users and of Agents.

use super::{Head, rules::plain};
use crate::{
    access::{AgentGroup, Function, UserGroup},
    terms::{FieldError, OnceToken, Refusal, Words},
    web::{
        parts::{
            Column, Control, Field, Fit, Icon, Need, Row, Table, Weight, Width, actions, button, button_named, empty, error_summary,
            hidden, link_button, once, record_history, refused, table,
        },
        url,
    },
};
use maud::{Markup, html};

/// What a group holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Users.
    Users,
    /// Agents.
    Agents,
}

impl Kind {
    /// Where its form is.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Users => "/rights/groups/users",
            Self::Agents => "/rights/groups/agents",
        }
    }

    /// What whoever changes one must have.
    pub const fn function(self) -> Function {
        match self {
            Self::Users => Function::GroupDefine,
            Self::Agents => Function::AgentGroupDefine,
        }
    }

    /// The record's kind.
    const fn record(self) -> &'static str {
        match self {
            Self::Users => "user-group",
            Self::Agents => "agent-group",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Users => "groups-users",
            Self::Agents => "groups-agents",
        }
    }
}

/// Both lists.
pub struct List<'l> {
    /// Above them.
    pub head: Head<'l>,
    /// Groups of users.
    pub users: &'l [UserGroup],
    /// Groups of Agents; empty for who sees one Agent.
    pub agents: &'l [AgentGroup],
    /// Whether the reader sees histories.
    pub history: bool,
    /// Whether the reader makes groups of users.
    pub defines: bool,
    /// Whether the reader makes groups of Agents.
    pub defines_agents: bool,
}

impl List<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let users = self.users.iter().map(|group| (group.id.number(), group.name.as_str(), group.users.len())).collect();
        let agents = self.agents.iter().map(|group| (group.id.number(), group.name.as_str(), group.agents.len())).collect();
        html! {
            div.stack-5 {
                (self.head.show(words, true))
                (self.head.rule_pages(words, url::GROUPS))
                h2 { (words.text("groups-title")) @if !self.head.agent_name().is_empty() { ": " (self.head.agent_name()) } }
                p.soft.prose { (words.text("groups-about")) }
                (self.one(words, Kind::Users, self.defines, users))
                @if self.defines_agents { (self.one(words, Kind::Agents, true, agents)) }
            }
        }
    }

    fn one(&self, words: &Words, kind: Kind, defines: bool, groups: Vec<(u64, &str, usize)>) -> Markup {
        let columns = [("groups-name", Fit::Key), ("groups-count", Fit::Number)].map(|(id, fit)| Column::new(words.text(id), fit));
        let row = |(id, name, count): &(u64, &str, usize)| {
            let address = self.head.address(kind.address(), &format!("id={id}"));
            let clock = html! { @if self.history { " " (record_history(words, name, kind.record(), id)) } };
            Row::new(vec![html! { @if defines { a href=(address) { (name) } } @else { (name) } (clock) }, html! { (count) }])
        };
        let rows: Vec<_> = groups.iter().map(row).collect();
        let title = words.text(kind.title());
        html! {
            section.stack {
                div.between { h3 { (title) } @if defines { (link_button(Weight::Plain, &words.text("groups-new"), &self.head.address(kind.address(), ""))) } }
                @if rows.is_empty() { (empty(Icon::Users, &words.text("groups-empty"), "", html! {})) }
                @else { (table(words, &Table { caption: &title, columns: &columns, rows: &rows, tick: None })) }
            }
        }
    }
}

/// The form of a group.
pub struct Editor<'e> {
    /// Above it.
    pub head: Head<'e>,
    /// What it holds.
    pub kind: Kind,
    /// Its number; none of a new one.
    pub id: Option<u64>,
    /// Its name.
    pub name: &'e str,
    /// Who may be ticked: the members, or all Agents.
    pub members: &'e [(String, String)],
    /// Who is.
    pub ticked: &'e [String],
    /// The logins that were typed.
    pub add: &'e str,
    /// Employees to choose from, as login and name.
    pub offered: &'e [(String, String)],
    /// The version on which it was opened.
    pub seen: &'e str,
    /// What somebody else has saved since.
    pub changed: Markup,
    /// What was refused.
    pub refusal: Option<&'e Refusal>,
    /// What is wrong with fields.
    pub errors: &'e [FieldError],
    /// Its token.
    pub once: OnceToken,
}

impl Editor<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let offered = plain(self.offered);
        let (name, add, hint) = (words.text("groups-name"), words.text("groups-add"), words.text("groups-add-hint"));
        let line = Field { value: self.name, width: Width::Half, errors: self.errors, ..Field::new("name", &name) };
        let (control, need) = (Control::Suggest(&offered), Need::Optional);
        let logins = Field { value: self.add, hint: &hint, control, need, errors: self.errors, ..Field::new("add", &add) };
        let labels = [("name", &*name), ("add", &*add), ("agent", &*words.text("groups-members")), ("user", &*add)];
        html! {
            div.stack-5.prose {
                p.small { a href=(self.head.address(url::GROUPS, "")) { "← " (words.text("groups-title")) } }
                h1 { (words.text(self.kind.title())) }
                @match self.refusal { Some(_) if !self.changed.0.is_empty() => { (self.changed) }, Some(refusal) if self.errors.is_empty() => { (refused(words, refusal)) }, _ => { (error_summary(words, self.errors, &labels)) } }
                form.stack method="post" action=(self.kind.address()) {
                    (once(self.once)) (hidden("seen", self.seen))
                    @if let Some(id) = self.id { (hidden("id", &id.to_string())) }
                    @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                    (line.show(words))
                    @if !self.members.is_empty() { (self.members(words)) }
                    @if self.kind == Kind::Users { (logins.show(words)) }
                    @let save = if self.changed.0.is_empty() { "principals-save" } else { "versions-save-mine" };
                    (actions(html! {
                        (button(Weight::Primary, &words.text(save)))
                        @if self.id.is_some() { (button_named(Weight::Danger, &words.text("groups-remove"), "do", "remove")) }
                        a href=(self.head.address(url::GROUPS, "")) { (words.text("rights-leave")) }
                    }))
                }
            }
        }
    }

    fn members(&self, words: &Words) -> Markup {
        html! {
            fieldset.stack-2 {
                legend id="field-agent" { (words.text("groups-members")) }
                div.choices { @for (value, label) in self.members { div.choice {
                    input type="checkbox" id=(format!("member-{value}")) name="member" value=(value) checked[self.ticked.contains(value)];
                    label for=(format!("member-{value}")) { (label) }
                } } }
            }
        }
    }
}
