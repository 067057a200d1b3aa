//! The registry of principals.

use crate::{
    access::PrincipalId,
    housing::{Principal, changes::Typed},
    terms::{AgentId, FieldError, OnceToken, Words},
    web::{
        parts::{
            Column, Entry, Field, Fit, Icon, Need, Place, Row, Table, Weight, Width, actions, button, chips, empty, error_summary, hidden,
            link_button, once, record_history, table,
        },
        url,
    },
};
use maud::{Markup, html};

/// The list.
pub struct List<'l> {
    /// The principals.
    pub principals: &'l [Principal],
    /// Whose they are.
    pub agent: AgentId,
    /// The Agents to choose from; empty where there is no choice.
    pub agents: &'l [(AgentId, String)],
    /// Whether the reader enters principals.
    pub registers: bool,
    /// Whether the reader sees histories.
    pub history: bool,
}

impl List<'_> {
    fn query(&self, more: &str) -> String {
        let agent = if self.agents.is_empty() { String::new() } else { format!("agent={}", self.agent) };
        let joined = [agent.as_str(), more].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&");
        if joined.is_empty() { String::new() } else { format!("?{joined}") }
    }

    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let place = |agent| if agent == self.agent { Place::Here } else { Place::Elsewhere };
        let entry =
            |(agent, name): &(AgentId, String)| Entry::new(name.clone(), format!("{}?agent={agent}", url::PRINCIPALS)).at(place(*agent));
        let agents: Vec<_> = self.agents.iter().map(entry).collect();
        let columns = [
            ("principals-name", Fit::Key),
            ("principals-inn", Fit::Keep),
            ("principals-kpp", Fit::Keep),
            ("principals-account", Fit::Keep),
            ("principals-bic", Fit::Keep),
            ("principals-history", Fit::Keep),
        ]
        .map(|(id, fit)| Column::new(words.text(id), fit));
        let rows: Vec<_> = self.principals.iter().map(|principal| self.row(words, principal)).collect();
        html! {
            div.stack-5 {
                h1 { (words.text("principals-title")) }
                p.soft.prose { (words.text("principals-about")) }
                @if !agents.is_empty() { (chips(words, &words.text("rights-agents"), &agents)) }
                @if self.registers { (actions(link_button(Weight::Primary, &words.text("principals-new"), &format!("/principals/edit{}", self.query(""))))) }
                @if rows.is_empty() { (empty(Icon::Wallet, &words.text("principals-empty"), "", html! {})) }
                @else { (table(words, &Table { caption: &words.text("principals-title"), columns: &columns, rows: &rows, tick: None })) }
            }
        }
    }

    fn row(&self, words: &Words, principal: &Principal) -> Row<'static> {
        let edit = format!("/principals/edit{}", self.query(&format!("id={}", principal.id)));
        Row::new(vec![
            html! { @if self.registers { a href=(edit) { (principal.name) } } @else { (principal.name) } },
            html! { (principal.inn) },
            html! { @if let Some(kpp) = &principal.kpp { (kpp) } },
            html! { (principal.account.number()) },
            html! { (principal.account.bic()) },
            html! { @if self.history { (record_history(words, &principal.name, "principal", principal.id)) } },
        ])
    }
}

/// The form.
pub struct Editor<'e> {
    /// The principal; none of a new one.
    pub id: Option<PrincipalId>,
    /// What was typed.
    pub typed: &'e Typed,
    /// The Agent, where the reader may choose one.
    pub agent: Option<AgentId>,
    /// The version on which it was opened.
    pub seen: &'e str,
    /// What somebody else has saved since.
    pub changed: Markup,
    /// What is wrong.
    pub errors: &'e [FieldError],
    /// Its token.
    pub once: OnceToken,
}

impl Editor<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let typed = self.typed;
        let fields = [
            ("name", &typed.name, Width::Line, Need::Required),
            ("inn", &typed.inn, Width::Number, Need::Required),
            ("kpp", &typed.kpp, Width::Number, Need::Optional),
            ("account", &typed.account, Width::Half, Need::Required),
            ("bic", &typed.bic, Width::Number, Need::Required),
        ];
        let labels: Vec<_> = fields.iter().map(|(name, ..)| (*name, words.text(&format!("principals-{name}")).into_owned())).collect();
        let pairs: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_str())).collect();
        let back = self.agent.map_or_else(|| url::PRINCIPALS.to_owned(), |agent| format!("{}?agent={agent}", url::PRINCIPALS));
        html! {
            div.stack-5.prose {
                p.small { a href=(back) { "← " (words.text("principals-title")) } }
                h1 { (words.text(if self.id.is_some() { "principals-edit" } else { "principals-new" })) }
                (error_summary(words, self.errors, &pairs))
                (self.changed)
                form.stack method="post" action="/principals/edit" {
                    (once(self.once)) (hidden("seen", self.seen))
                    @if let Some(id) = self.id { (hidden("id", &id.to_string())) }
                    @if let Some(agent) = self.agent { (hidden("agent", &agent.to_string())) }
                    @for ((name, value, width, need), (_, label)) in fields.iter().zip(&labels) {
                        (Field { value, width: *width, need: *need, errors: self.errors, ..Field::new(name, label) }.show(words))
                    }
                    @let save = if self.changed.0.is_empty() { "principals-save" } else { "versions-save-mine" };
                    (actions(html! { (button(Weight::Primary, &words.text(save))) a href=(back) { (words.text("rights-leave")) } }))
                }
            }
        }
    }
}
