//! How the Owner's desk for Agents looks.

use crate::{
    identity::{
        Agent,
        agent::OWNER,
        changes::{Activity, TypedAgent},
    },
    terms::{FieldError, OnceToken, Refusal, Words, message},
    web::{
        parts::{
            Column, Control, Fact, Field, Fit, Fixed, Need, Row, Table, Tone, Weight, Width, actions, button, button_named, error_summary,
            facts, hidden, link_button, note, once, record_history, refused, table, tag,
        },
        url,
    },
};
use maud::{Markup, html};

/// Names of the form's fields, with the ids of their labels.
const LABELS: [(&str, &str); 11] = [
    ("code", "field-agent-code"),
    ("name", "field-agent-name-ru"),
    ("name-en", "field-agent-name-en"),
    ("short", "field-agent-short_name-ru"),
    ("short-en", "field-agent-short_name-en"),
    ("inn", "field-agent-inn"),
    ("kpp", "field-agent-kpp"),
    ("phone", "field-agent-phone"),
    ("email", "field-agent-email"),
    ("request", "field-agent-request"),
    ("reserved", "field-agent-reserved"),
];

/// An Agent of the list, with how many employees it has.
pub struct Line {
    /// The Agent.
    pub agent: Agent,
    /// How many users.
    pub users: usize,
}

/// All Agents.
pub fn list(words: &Words, lines: &[Line], creates: bool, history: bool) -> Markup {
    let columns = [
        ("agents-name", Fit::Key),
        ("field-agent-code", Fit::Keep),
        ("field-agent-inn", Fit::Keep),
        ("field-agent-kpp", Fit::Keep),
        ("field-agent-reserved", Fit::Flow),
        ("agents-users", Fit::Number),
        ("agents-state", Fit::Keep),
    ]
    .map(|(id, fit)| Column::new(words.text(id), fit));
    let rows: Vec<_> = lines.iter().map(|line| row(words, line, history)).collect();
    html! {
        div.stack-5 {
            div.between {
                h1 { (words.text("agents-title")) }
                @if creates { (link_button(Weight::Primary, &words.text("agents-new"), url::NEW_AGENT)) }
            }
            p.soft.prose { (words.text("agents-about")) }
            (table(words, &Table { caption: &words.text("agents-title"), columns: &columns, rows: &rows, tick: None }))
        }
    }
}

fn row(words: &Words, line: &Line, history: bool) -> Row<'static> {
    let (agent, name) = (&line.agent, line.agent.short_name.read(words.language));
    Row::new(vec![
        html! { a href=(url::agent(agent.id)) { (name) } @if history { " " (record_history(words, name, "agent", agent.id)) } },
        html! { (agent.code) },
        html! { (agent.inn) },
        html! { (agent.kpp) },
        html! { (reserved(agent)) },
        html! { (line.users) },
        state(words, agent),
    ])
}

fn state(words: &Words, agent: &Agent) -> Markup {
    match &agent.closed {
        None => tag(Tone::Good, &words.text("agents-open")),
        Some(_) => tag(Tone::Bad, &words.text("agents-closed")),
    }
}

fn reserved(agent: &Agent) -> String {
    agent.reserved.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// An Agent with its parameters.
pub struct Card<'c> {
    /// The Agent.
    pub agent: &'c Agent,
    /// How many users.
    pub users: usize,
    /// Who closed it, where it is closed.
    pub closed_by: &'c str,
    /// Whether the reader changes it.
    pub edits: bool,
    /// Whether the reader makes users.
    pub makes_users: bool,
    /// Whether they may read its history.
    pub history: bool,
    /// What was refused.
    pub refusal: Option<&'c Refusal>,
    /// Its token.
    pub once: OnceToken,
}

impl Card<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let agent = self.agent;
        let lines = [
            ("field-agent-code", agent.code.clone()),
            ("field-agent-name-ru", agent.name.ru.clone()),
            ("field-agent-name-en", agent.name.en.clone()),
            ("field-agent-inn", agent.inn.clone()),
            ("field-agent-kpp", agent.kpp.clone()),
            ("field-agent-phone", agent.phone.clone()),
            ("field-agent-email", agent.email.clone()),
            ("field-agent-request", agent.request.clone()),
            ("field-agent-reserved", reserved(agent)),
        ];
        let known: Vec<_> =
            lines.iter().filter(|(_, value)| !value.is_empty()).map(|(id, value)| Fact::new(words.text(id), value.as_str())).collect();
        let query = format!("?agent={}", agent.id);
        html! {
            div.stack-5.prose {
                p.small { a href=(url::AGENTS) { "← " (words.text("agents-title")) } }
                div.between { h1 { (agent.short_name.read(words.language)) } (state(words, agent)) }
                @if let Some(refusal) = self.refusal { (refused(words, refusal)) }
                @if let Some(closed) = &agent.closed {
                    (note(Tone::Warn, "", html! { p { (words.say(&message("agents-closed-since").with("moment", words.exact(closed.at)).with("by", self.closed_by))) } }))
                }
                (facts(&known))
                ul {
                    li { a href=(format!("{}{query}", url::RIGHTS)) { (words.say(&message("agents-to-users").with("count", i64::try_from(self.users).unwrap_or(i64::MAX)))) } }
                    li { a href=(format!("{}{query}", url::JOURNAL)) { (words.text("menu-journal")) } }
                    @if self.history { li { a href=(url::history("agent", agent.id)) { (words.text("card-history")) } } }
                }
                (actions(html! {
                    @if self.edits { (link_button(Weight::Primary, &words.text("agents-edit"), &format!("{}/edit", url::agent(agent.id)))) }
                    @if self.makes_users { (link_button(Weight::Plain, &words.text("user-new"), &format!("{}{query}", url::NEW_USER))) }
                }))
                @if self.edits && agent.id != OWNER { (self.activity(words)) }
            }
        }
    }

    fn activity(&self, words: &Words) -> Markup {
        let (activity, weight, about, label) = match self.agent.closed {
            None => (Activity::Closed, Weight::Danger, "agents-close-about", "agents-close"),
            Some(_) => (Activity::Open, Weight::Plain, "agents-open-about", "agents-open-again"),
        };
        html! {
            section.stack {
                p.soft { (words.text(about)) }
                form.bare method="post" action=(format!("{}/activity", url::agent(self.agent.id))) {
                    (once(self.once)) (button_named(weight, &words.text(label), "do", activity.code()))
                }
            }
        }
    }
}

/// The form of an Agent.
pub struct Editor<'e> {
    /// The Agent; none of a new one.
    pub agent: Option<&'e Agent>,
    /// What stands in it.
    pub typed: &'e TypedAgent,
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
        let labels = LABELS.map(|(name, id)| (name, words.text(id)));
        let pairs: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_ref())).collect();
        let action = self.agent.map_or_else(|| url::NEW_AGENT.to_owned(), |agent| format!("{}/edit", url::agent(agent.id)));
        let back = self.agent.map_or_else(|| url::AGENTS.to_owned(), |agent| url::agent(agent.id));
        let fields: Vec<_> = pairs.iter().map(|(name, label)| self.field(words, name, label)).collect();
        html! {
            div.stack-5.prose {
                p.small { a href=(back) { "← " (words.text("agents-title")) } }
                h1 { (words.text(if self.agent.is_some() { "agents-edit" } else { "agents-new" })) }
                (error_summary(words, self.errors, &pairs))
                (self.changed)
                form.stack method="post" action=(action) {
                    (once(self.once)) (hidden("seen", self.seen))
                    @for field in &fields { (field) }
                    @let save = if self.changed.0.is_empty() { "principals-save" } else { "versions-save-mine" };
                    (actions(html! { (button(Weight::Primary, &words.text(save))) a href=(back) { (words.text("rights-leave")) } }))
                }
            }
        }
    }

    fn field(&self, words: &Words, name: &str, label: &str) -> Markup {
        let typed = self.typed;
        let (value, width, need) = match name {
            "code" => (&typed.code, Width::Number, Need::Starred),
            "name" => (&typed.name, Width::Line, Need::Starred),
            "name-en" => (&typed.name_en, Width::Line, Need::Optional),
            "short" => (&typed.short, Width::Half, Need::Starred),
            "short-en" => (&typed.short_en, Width::Half, Need::Optional),
            "inn" => (&typed.inn, Width::Number, Need::Optional),
            "kpp" => (&typed.kpp, Width::Number, Need::Optional),
            "phone" => (&typed.phone, Width::Number, Need::Optional),
            "email" => (&typed.email, Width::Half, Need::Optional),
            "request" => (&typed.request, Width::Half, Need::Optional),
            _ => (&typed.reserved, Width::Line, Need::Optional),
        };
        let hint = match name {
            "code" if self.agent.is_some() => words.text("agents-code-stays"),
            "code" => words.text("agents-code-hint"),
            "request" => words.text("agents-request-hint"),
            "reserved" => words.text("agents-reserved-hint"),
            _ => "".into(),
        };
        let fixed = if name == "code" && self.agent.is_some() { Fixed::Known } else { Fixed::No };
        let control = match name {
            "email" => Control::Line("email"),
            "phone" => Control::Line("tel"),
            _ => Control::Line("text"),
        };
        Field { value, hint: &hint, need, width, control, fixed, errors: self.errors, ..Field::new(name, label) }.show(words)
    }
}
