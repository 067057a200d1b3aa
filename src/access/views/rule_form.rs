//! The form of a visibility rule.

use super::{
    Head,
    rules::{Chosen, choices, or_any, plain},
};
use crate::{
    access::RuleId,
    terms::{FieldError, OnceToken, Words},
    web::{
        parts::{Choice, Control, Field, Need, Weight, Width, actions, button, error_summary, hidden, once},
        shell::menu,
        url,
    },
};
use maud::{Markup, html};

/// The form of a rule.
pub struct Editor<'e> {
    /// Above it.
    pub head: Head<'e>,
    /// What there is to choose from.
    pub chosen: &'e Chosen,
    /// The rule; none of a new one.
    pub id: Option<RuleId>,
    /// Where it acts.
    pub area: &'e str,
    /// The section.
    pub section: &'e str,
    /// The role.
    pub role: &'e str,
    /// The type of user.
    pub kind: &'e str,
    /// The group.
    pub group: &'e str,
    /// The login of the user.
    pub user: &'e str,
    /// The filter mode.
    pub filter: &'e str,
    /// What it does.
    pub visibility: &'e str,
    /// The version on which it was opened.
    pub seen: &'e str,
    /// What is wrong.
    pub errors: &'e [FieldError],
    /// Its token.
    pub once: OnceToken,
}

impl Editor<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let labels = [
            ("area", "field-rule-area"),
            ("section", "field-rule-section"),
            ("role", "rights-role"),
            ("kind", "level-user-kind"),
            ("group", "level-user-group"),
            ("user", "level-user"),
            ("filter", "field-rule-filter"),
            ("visibility", "field-rule-visibility"),
        ]
        .map(|(name, id)| (name, words.text(id).into_owned()));
        let pairs: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_str())).collect();
        let fields: Vec<_> = pairs.iter().map(|(name, label)| self.field(words, name, label)).collect();
        html! {
            div.stack-5.prose {
                p.small { a href=(self.head.address(url::RULES, "")) { "← " (words.text("rights-tab-rules")) } }
                h1 { (words.text(if self.id.is_some() { "rules-edit" } else { "rules-new" })) }
                (error_summary(words, self.errors, &pairs))
                form.stack method="post" action="/rights/rules/edit" {
                    (once(self.once)) (hidden("step", "preview")) (hidden("seen", self.seen))
                    @if let Some(id) = self.id { (hidden("id", &id.to_string())) }
                    @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                    @for field in &fields { (field) }
                    (actions(html! { (button(Weight::Primary, &words.text("card-next"))) a href=(self.head.address(url::RULES, "")) { (words.text("rights-leave")) } }))
                }
            }
        }
    }

    fn field(&self, words: &Words, name: &str, label: &str) -> Markup {
        let any = words.text(if name == "kind" { "rules-any-kind" } else { "rights-any" });
        let kinds = [("1", "user-kind-owner"), ("2", "user-kind-partner"), ("3", "user-kind-agent"), ("4", "user-kind-citizen")]
            .map(|(value, id)| (value.to_owned(), words.text(id).into_owned()));
        let modes = [("matching", "rules-matching"), ("others", "rules-others")].map(|(value, id)| (value, words.text(id)));
        let seen = [("hidden", "rules-hidden"), ("available", "rules-available")].map(|(value, id)| (value, words.text(id)));
        let sections = offered(words);
        let (options, value) = match name {
            "area" => (plain(&self.chosen.areas), self.area),
            "section" => (plain(&sections), self.section),
            "role" => (choices(&any, &self.chosen.roles), or_any(self.role)),
            "kind" => (choices(&any, &kinds), or_any(self.kind)),
            "group" => (choices(&any, &self.chosen.groups), or_any(self.group)),
            _ => (plain(&self.chosen.users), self.user),
        };
        let radios = |named: &[(&'static str, std::borrow::Cow<'_, str>)], value: &str| {
            let options: Vec<_> = named.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
            Field { value, control: Control::Radios(&options), errors: self.errors, ..Field::new(name, label) }.show(words)
        };
        match name {
            "user" => {
                let (hint, control, need) = (words.text("rules-user-hint"), Control::Suggest(&options), Need::Optional);
                Field { value, hint: &hint, control, need, width: Width::Half, errors: self.errors, ..Field::new(name, label) }.show(words)
            }
            "filter" => radios(&modes, if self.filter.is_empty() { "matching" } else { self.filter }),
            "visibility" => radios(&seen, self.visibility),
            _ => Field { value, control: Control::Select(&options), width: Width::Half, errors: self.errors, ..Field::new(name, label) }
                .show(words),
        }
    }
}

/// What can be chosen, each by its way through the menus: "Работа ‣ Очередь ‣ Решение по делу". What stands in two places is
/// offered at the first.
fn offered(words: &Words) -> Vec<(String, String)> {
    let mut offered: Vec<(String, String)> = Vec::new();
    for section in menu::tree().iter().flat_map(|branch| &branch.nodes).filter_map(|node| node.section.as_ref()) {
        if offered.iter().all(|(known, _)| *known != section.as_str()) {
            offered.push((section.to_string(), menu::path(words, section)));
        }
    }
    offered
}
