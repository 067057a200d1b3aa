//! Visibility of sections and reports: filter, tree, rules of the chosen node, the form of a rule.

use super::Head;
use crate::{
    access::{Filter, FunctionSet, RuleId, Section, Visibility, rule::Level},
    terms::{FieldError, OnceToken, Words, message},
    web::{
        parts::{
            Choice, Column, Control, Field, Fit, Icon, Need, Row, Table, Tone, Weight, Width, actions, button, empty, error_summary,
            hidden, link_button, once, quiet_button, record_history, table, tag,
        },
        url,
    },
};
use maud::{Markup, html};

/// What there is to choose from.
pub struct Chosen {
    /// Areas, as value and name.
    pub areas: Vec<(String, String)>,
    /// Roles.
    pub roles: Vec<(String, String)>,
    /// Groups of users.
    pub groups: Vec<(String, String)>,
}

/// One rule in words.
pub struct Line {
    /// Its number.
    pub id: RuleId,
    /// Where it acts.
    pub area: String,
    /// The section.
    pub section: String,
    /// The role; empty for any.
    pub role: String,
    /// The type of user; empty for any.
    pub kind: String,
    /// The group; empty for any.
    pub group: String,
    /// The user; empty for any.
    pub user: String,
    /// The filter mode.
    pub filter: Filter,
    /// What it does.
    pub visibility: Visibility,
    /// How specific it is.
    pub level: Level,
    /// Whether it is the Agent's own, or the reader the Owner's: others have no history of it.
    pub is_own: bool,
    /// Whether the reader may change it.
    pub changes: bool,
}

/// The page.
pub struct Page<'p> {
    /// Above it.
    pub head: Head<'p>,
    /// What there is to choose from.
    pub chosen: &'p Chosen,
    /// The chosen role.
    pub role: &'p str,
    /// The chosen group.
    pub group: &'p str,
    /// The login of the chosen user.
    pub user: &'p str,
    /// Only what is available.
    pub only_available: bool,
    /// What is wrong with the filter.
    pub wrong: &'p [FieldError],
    /// What the filter's user sees.
    pub open: FunctionSet,
    /// The chosen node.
    pub section: Option<&'p Section>,
    /// The rules about it that the page shows.
    pub lines: &'p [Line],
    /// The last of them, where more follow.
    pub more: Option<RuleId>,
    /// Whether the reader sees histories.
    pub history: bool,
    /// Whether the reader writes rules.
    pub defines: bool,
    /// For the forms.
    pub once: OnceToken,
}

fn choices<'c>(any: &'c str, named: &'c [(String, String)]) -> Vec<Choice<'c>> {
    let named = named.iter().map(|(value, label)| Choice { value, label, hint: "" });
    [Choice { value: " ", label: any, hint: "" }].into_iter().chain(named).collect()
}

/// The list's own line for "any" is never the part's empty one.
fn or_any(value: &str) -> &str {
    if value.is_empty() { " " } else { value }
}

impl Page<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        html! {
            div.stack-5 {
                (self.head.show(words, true))
                (self.filter(words))
                p { a href=(self.head.address(url::GROUPS, "")) { (words.text("groups-title")) } }
                div.two.even {
                    section.stack-2 aria-labelledby="tree" { h2 id="tree" { (words.text("rules-tree")) } (self.tree(words)) }
                    section.stack-2 aria-labelledby="rules" { (self.rules(words)) }
                }
            }
        }
    }

    fn address(&self, section: &str, after: &str) -> String {
        let only = if self.only_available { "available" } else { "" };
        let asked =
            [("section", section), ("role", self.role), ("group", self.group), ("user", self.user), ("only", only), ("after", after)];
        let asked: Vec<_> = asked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.head.address(url::RULES, &serde_urlencoded::to_string(asked).unwrap_or_default())
    }

    fn filter(&self, words: &Words) -> Markup {
        let labels = ["rights-role", "level-user-group", "rules-login", "rules-only"].map(|id| words.text(id).into_owned());
        let any = words.text("rights-any");
        let (roles, groups) = (choices(&any, &self.chosen.roles), choices(&any, &self.chosen.groups));
        let role =
            Field { value: or_any(self.role), control: Control::Select(&roles), width: Width::Half, ..Field::new("role", &labels[0]) };
        let group =
            Field { value: or_any(self.group), control: Control::Select(&groups), width: Width::Half, ..Field::new("group", &labels[1]) };
        let user =
            Field { value: self.user, width: Width::Number, errors: self.wrong, need: Need::Optional, ..Field::new("user", &labels[2]) };
        let only = if self.only_available { "available" } else { "" };
        let only = Field { value: only, control: Control::Tick("available"), need: Need::Optional, ..Field::new("only", &labels[3]) };
        html! {
            (error_summary(words, self.wrong, &[("user", &labels[2])]))
            form.stack.no-print method="get" action=(url::RULES) {
                @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                @if let Some(section) = self.section { (hidden("section", section.as_str())) }
                div.filter { (role.show(words)) (group.show(words)) (user.show(words)) }
                (only.show(words))
                (actions(html! { (button(Weight::Plain, &words.text("rights-show"))) a href=(self.head.address(url::RULES, "")) { (words.text("rights-show-all")) } }))
            }
        }
    }

    /// The tree of sections; what is hidden is grey and says so.
    fn tree(&self, words: &Words) -> Markup {
        let tree = Section::tree();
        html! {
            div.sheet { ul.sections {
                @for section in &tree {
                    @let available = !section.functions().common(self.open).is_empty();
                    @if available || !self.only_available {
                        li class=(format!("depth-{}{}", section.depth(), if available { "" } else { " faint" })) {
                            a href=(self.address(section.as_str(), "")) aria-current=[(self.section == Some(section)).then_some("true")] { (words.text(&section.wording())) }
                            @if !available { " " (tag(Tone::Neutral, &words.text("rules-closed"))) }
                        }
                    }
                }
            } }
        }
    }

    fn rules(&self, words: &Words) -> Markup {
        let title =
            self.section.map_or_else(|| words.text("rules-all").into_owned(), |section| words.text(&section.wording()).into_owned());
        let section = self.section.map_or("", Section::as_str);
        let new = self.head.address("/rights/rules/edit", &format!("section={section}"));
        let columns =
            [("rules-number", Fit::Key), ("rules-conditions", Fit::Flow), ("rules-visibility", Fit::Keep), ("scopes-deed", Fit::Flow)]
                .map(|(id, fit)| Column::new(words.text(id), fit));
        let rows: Vec<_> = self.lines.iter().map(|line| self.line(words, line)).collect();
        html! {
            div.between {
                h2 id="rules" { (title) }
                @if self.defines { (link_button(Weight::Primary, &words.text("rules-add"), &new)) }
            }
            p.small.soft { (words.text("rules-priority")) }
            @if rows.is_empty() { (empty(Icon::Eye, &words.text("rules-none"), &words.text("rules-none-text"), html! {})) }
            @else { (table(words, &Table { caption: &words.text("rules-table"), columns: &columns, rows: &rows, tick: None })) }
            @if let Some(last) = self.more { p { a rel="next" href=(self.address(section, &last.to_string())) { (words.text("web-next-page")) " →" } } }
        }
    }

    fn line(&self, words: &Words, line: &Line) -> Row<'static> {
        let named =
            [("rights-role", &line.role), ("level-user-kind", &line.kind), ("level-user-group", &line.group), ("level-user", &line.user)];
        let named: Vec<_> = named.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let edit = self.head.address("/rights/rules/edit", &format!("id={}", line.id));
        let id = line.id.to_string();
        Row::new(vec![
            html! { "№ " (line.id) @if self.history && line.is_own { " " (record_history(words, &format!("№ {id}"), "rule", line.id)) } },
            html! {
                p { b { (line.section) } } p { (line.area) }
                @for (label, value) in &named { p.small { (words.text(label)) ": " (value) } }
                @if line.filter == Filter::Others { p.small { (words.text("rules-others")) } }
                p.small.soft { (words.say(&message("rules-level").with("level", words.text(line.level.wording()).into_owned()))) }
            },
            match line.visibility {
                Visibility::Hidden => tag(Tone::Bad, &words.text("rules-hidden")),
                Visibility::Available => tag(Tone::Good, &words.text("rules-available")),
            },
            html! { @if line.changes { div.inline {
                a href=(edit) { (words.text("rules-change")) span.unseen { " № " (id) } }
                form.bare method="post" action=(format!("/rights/rules/{id}/remove")) {
                    (once(self.once)) @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                    (quiet_button(&words.text("rules-remove"), &format!("№ {id}")))
                }
            } } },
        ])
    }
}

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
            ("user", "rules-login"),
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
        let sections: Vec<_> = Section::tree()
            .into_iter()
            .map(|section| {
                let indent = "\u{a0}\u{a0}\u{a0}".repeat(section.depth());
                (section.to_string(), format!("{indent}{}", words.text(&section.wording())))
            })
            .collect();
        let plain = |named: &'_ [(String, String)]| named.iter().map(|(value, label)| (value.clone(), label.clone())).collect::<Vec<_>>();
        let (select, value) = match name {
            "area" => (plain(&self.chosen.areas), self.area),
            "section" => (sections, self.section),
            "role" => (plain(&self.chosen.roles), or_any(self.role)),
            "kind" => (kinds.to_vec(), or_any(self.kind)),
            "group" => (plain(&self.chosen.groups), or_any(self.group)),
            _ => (Vec::new(), ""),
        };
        let options = match name {
            "area" | "section" => select.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect(),
            _ => choices(&any, &select),
        };
        let radios = |named: &[(&'static str, std::borrow::Cow<'_, str>)], value: &str| {
            let options: Vec<_> = named.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
            Field { value, control: Control::Radios(&options), errors: self.errors, ..Field::new(name, label) }.show(words)
        };
        match name {
            "user" => {
                let hint = words.text("rules-login-hint");
                let need = Need::Optional;
                Field { value: self.user, hint: &hint, need, width: Width::Number, errors: self.errors, ..Field::new(name, label) }
                    .show(words)
            }
            "filter" => radios(&modes, if self.filter.is_empty() { "matching" } else { self.filter }),
            "visibility" => radios(&seen, self.visibility),
            _ => Field { value, control: Control::Select(&options), width: Width::Half, errors: self.errors, ..Field::new(name, label) }
                .show(words),
        }
    }
}
