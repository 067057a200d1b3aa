//! How the pages of rights look.

pub mod audit;
pub mod card;
pub mod groups;
pub mod notice;
pub mod preview;
pub mod roles;
pub mod rule_form;
pub mod rules;
pub mod scopes;
pub mod users;
pub mod versions;
pub mod why;

use super::Function;
use crate::{
    terms::{AgentId, Words},
    web::{
        parts::{Entry, Place, chips, subtabs},
        url,
    },
};
use maud::{Markup, html};

/// One of the four tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Управление правами.
    Users,
    /// Роли.
    Roles,
    /// Группы объектов.
    Scopes,
    /// Доступность отчётов / разделов.
    Rules,
}

impl Tab {
    /// All of them, in the order of the source.
    pub const ALL: [Self; 4] = [Self::Users, Self::Roles, Self::Scopes, Self::Rules];

    /// The function that opens it.
    pub const fn function(self) -> Function {
        match self {
            Self::Users => Function::GrantList,
            Self::Roles => Function::RoleList,
            Self::Scopes => Function::ScopeList,
            Self::Rules => Function::RuleList,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Users => "rights-tab-users",
            Self::Roles => "rights-tab-roles",
            Self::Scopes => "rights-tab-scopes",
            Self::Rules => "rights-tab-rules",
        }
    }

    /// Its address.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Users => url::RIGHTS,
            Self::Roles => url::ROLES,
            Self::Scopes => url::SCOPES,
            Self::Rules => url::RULES,
        }
    }
}

/// What stands above every page of the four.
#[derive(Clone, Copy, Debug)]
pub struct Head<'h> {
    /// The tab that the page belongs to.
    pub tab: Tab,
    /// Those that this reader may open.
    pub tabs: &'h [Tab],
    /// Whose rights these are.
    pub agent: AgentId,
    /// The Agents to choose from, with their names; empty where there is no choice.
    pub agents: &'h [(AgentId, String)],
}

impl Head<'_> {
    /// `?agent=2` where there is a choice.
    pub fn query(&self) -> String {
        if self.agents.is_empty() { String::new() } else { format!("?agent={}", self.agent) }
    }

    /// An address with the choice of the Agent, and with more behind it.
    pub fn address(&self, path: &str, more: &str) -> String {
        let query = self.query();
        match (query.is_empty(), more.is_empty()) {
            (_, true) => format!("{path}{query}"),
            (true, false) => format!("{path}?{more}"),
            (false, false) => format!("{path}{query}&{more}"),
        }
    }

    /// The name of the Agent, where there is a choice.
    pub fn agent_name(&self) -> &str {
        self.agents.iter().find(|(agent, _)| *agent == self.agent).map_or("", |(_, name)| name)
    }

    /// Title, tabs, Agents. `here` says whether the page is the tab's own.
    pub fn show(&self, words: &Words, here: bool) -> Markup {
        let choice = if here && !self.agents.is_empty() { self.choice(words) } else { Markup::default() };
        self.show_with(words, here, &choice)
    }

    /// The same with a choice of Agents that the page makes itself.
    fn show_with(&self, words: &Words, here: bool, choice: &Markup) -> Markup {
        let entry = |tab: &Tab| {
            let place = match (*tab == self.tab, here) {
                (true, true) => Place::Here,
                (true, false) => Place::Around,
                (false, _) => Place::Elsewhere,
            };
            Entry::new(words.text(tab.title()), self.address(tab.address(), "")).at(place)
        };
        let tabs: Vec<_> = self.tabs.iter().map(entry).collect();
        html! {
            @if here { h1 { (words.text("rights-title")) } } @else { p.soft.small { (words.text("rights-title")) } }
            @if !tabs.is_empty() { (subtabs(&words.text("rights-title"), &tabs)) }
            (choice)
        }
    }

    /// The two pages of the fourth tab: the rules, and the groups that they name.
    pub fn rule_pages(&self, words: &Words, here: &str) -> Markup {
        let entry = |(address, title): (&str, &'static str)| {
            let place = if address == here { Place::Here } else { Place::Elsewhere };
            Entry::new(words.text(title), self.address(address, "")).at(place)
        };
        let entries = [(url::RULES, "rules-table"), (url::GROUPS, "groups-title")].map(entry);
        chips(words, &words.text("rights-tab-rules"), &entries)
    }

    fn choice(&self, words: &Words) -> Markup {
        let entries = self.agents.iter().map(|(agent, name)| {
            let place = if *agent == self.agent { Place::Here } else { Place::Elsewhere };
            Entry::new(name.as_str(), format!("{}?agent={agent}", self.tab.address())).at(place)
        });
        chips(words, &words.text("rights-agents"), &entries.collect::<Vec<_>>())
    }
}
