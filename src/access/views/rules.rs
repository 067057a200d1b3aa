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
        shell::menu::{self, Branch, Node},
        url,
    },
};
use maud::{Markup, html};

/// What there is to choose from.
pub struct Chosen {
    /// The Agents whose rules the reader looks at.
    pub agents: Vec<(String, String)>,
    /// Areas, as value and name.
    pub areas: Vec<(String, String)>,
    /// Roles.
    pub roles: Vec<(String, String)>,
    /// Groups of users.
    pub groups: Vec<(String, String)>,
    /// Employees, as login and name; none where they are too many for a list.
    pub users: Vec<(String, String)>,
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

/// What the filter asks for.
#[derive(Clone, Debug, Default)]
pub struct Sifted {
    /// The code of a role.
    pub role: String,
    /// The number of a group of users.
    pub group: String,
    /// The login or name of a user, as it was typed.
    pub user: String,
    /// Only what is available.
    pub only_available: bool,
}

/// The page.
pub struct Page<'p> {
    /// Above it.
    pub head: Head<'p>,
    /// What there is to choose from.
    pub chosen: &'p Chosen,
    /// The filter.
    pub sifted: &'p Sifted,
    /// What is wrong with the filter.
    pub wrong: &'p [FieldError],
    /// The menu as a tree.
    pub tree: &'p [Branch],
    /// What is available to whom the filter names.
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

pub(super) fn choices<'c>(any: &'c str, named: &'c [(String, String)]) -> Vec<Choice<'c>> {
    let named = named.iter().map(|(value, label)| Choice { value, label, hint: "" });
    [Choice { value: " ", label: any, hint: "" }].into_iter().chain(named).collect()
}

pub(super) fn plain(named: &[(String, String)]) -> Vec<Choice<'_>> {
    named.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect()
}

/// The list's own line for "any" is never the part's empty one.
pub(super) fn or_any(value: &str) -> &str {
    if value.is_empty() { " " } else { value }
}

impl Page<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        html! {
            div.stack-5 {
                (self.head.show(words, true))
                (self.head.rule_pages(words, url::RULES))
                (self.filter(words))
                div.two.tree-beside {
                    section.stack-2 aria-labelledby="tree" { h2 id="tree" { (words.text("rules-tree")) } (self.tree(words)) }
                    section.stack-2 aria-labelledby="rules" { (self.rules(words)) }
                }
            }
        }
    }

    fn address(&self, section: &str, after: &str) -> String {
        let sifted = self.sifted;
        let only = if sifted.only_available { "available" } else { "" };
        let asked = [
            ("section", section),
            ("role", &sifted.role),
            ("group", &sifted.group),
            ("user", &sifted.user),
            ("only", only),
            ("after", after),
        ];
        let asked: Vec<_> = asked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.head.address(url::RULES, &serde_urlencoded::to_string(asked).unwrap_or_default())
    }

    fn filter(&self, words: &Words) -> Markup {
        let labels = ["rules-area", "rights-role", "level-user-group", "level-user", "rules-only"].map(|id| words.text(id).into_owned());
        let (any, hint, sifted) = (words.text("rights-any"), words.text("rules-user-hint"), self.sifted);
        let (agents, roles, groups) = (plain(&self.chosen.agents), choices(&any, &self.chosen.roles), choices(&any, &self.chosen.groups));
        let (users, agent) = (plain(&self.chosen.users), self.head.agent.to_string());
        let select =
            |name, value, choices, label| Field { value, control: Control::Select(choices), width: Width::Half, ..Field::new(name, label) };
        let user = Field {
            value: &sifted.user,
            hint: &hint,
            control: Control::Suggest(&users),
            width: Width::Half,
            errors: self.wrong,
            need: Need::Optional,
            ..Field::new("user", &labels[3])
        };
        let only = if sifted.only_available { "available" } else { "" };
        let only = Field { value: only, control: Control::Tick("available"), need: Need::Optional, ..Field::new("only", &labels[4]) };
        html! {
            (error_summary(words, self.wrong, &[("user", &labels[3])]))
            form.stack.no-print method="get" action=(url::RULES) {
                @if let Some(section) = self.section { (hidden("section", section.as_str())) }
                div.filter {
                    (select("agent", &agent, &agents, &labels[0]).show(words))
                    (select("role", or_any(&sifted.role), &roles, &labels[1]).show(words))
                    (select("group", or_any(&sifted.group), &groups, &labels[2]).show(words))
                    (user.show(words))
                }
                (only.show(words))
                (actions(html! { (button(Weight::Plain, &words.text("rights-show"))) a href=(self.head.address(url::RULES, "")) { (words.text("rights-show-all")) } }))
            }
        }
    }

    /// The menu with all that is done in it; what is hidden is grey and says so. Branches with the chosen section are open.
    fn tree(&self, words: &Words) -> Markup {
        html! {
            div.sheet.sections {
                @for branch in self.tree {
                    @let nodes: Vec<_> = branch.shown(self.open).filter(|(_, available)| *available || !self.sifted.only_available).collect();
                    @let is_chosen = |node: &Node| node.section.is_some() && node.section.as_ref() == self.section;
                    @let available = nodes.iter().any(|(_, available)| *available);
                    @if !nodes.is_empty() {
                        details open[nodes.iter().any(|(node, _)| is_chosen(node))] {
                            summary class=[(!available).then_some("faint")] { (words.text(branch.wording)) (closed(words, available)) }
                            ul { @for (node, available) in nodes { (self.node(words, node, available)) } }
                        }
                    }
                }
            }
        }
    }

    fn node(&self, words: &Words, node: &Node, available: bool) -> Markup {
        let title = words.text(&node.wording);
        let section = node.section.as_ref();
        let chosen = section.is_some() && section == self.section;
        html! {
            li class=(format!("depth-{}{}", node.depth, if available { "" } else { " faint" })) {
                @match section {
                    Some(section) => a href=(format!("{}#rules", self.address(section.as_str(), ""))) aria-current=[chosen.then_some("true")] { (title) },
                    None => span { (title) },
                }
                (closed(words, available))
            }
        }
    }

    fn rules(&self, words: &Words) -> Markup {
        let title = self.section.map_or_else(|| words.text("rules-all").into_owned(), |section| menu::path(words, section));
        let section = self.section.map_or("", Section::as_str);
        let new = self.head.address("/rights/rules/edit", &format!("section={section}"));
        let columns = [
            ("rules-section", Fit::Key),
            ("rules-area", Fit::Flow),
            ("rules-whom", Fit::Flow),
            ("field-rule-visibility", Fit::Keep),
            ("scopes-deed", Fit::Flow),
        ]
        .map(|(id, fit)| Column::new(words.text(id), fit));
        let rows: Vec<_> = self.lines.iter().map(|line| self.line(words, line)).collect();
        html! {
            div.between {
                h2 id="rules" { (title) }
                @if self.defines { (link_button(Weight::Primary, &format!("+ {}", words.text("rules-add")), &new)) }
            }
            p.small.soft { (words.text("rules-priority")) }
            @if rows.is_empty() { (empty(Icon::Eye, &words.text("rules-none"), &words.text("rules-none-text"), html! {})) }
            @else { (table(words, &Table { caption: &words.text("rules-table"), columns: &columns, rows: &rows, tick: None })) }
            @if let Some(last) = self.more { p { a rel="next" href=(self.address(section, &last.to_string())) { (words.text("web-next-page")) " →" } } }
        }
    }

    fn line(&self, words: &Words, line: &Line) -> Row<'static> {
        let id = line.id.to_string();
        let level = words.say(&message("rules-level").with("level", words.text(line.level.wording()).into_owned()));
        Row::new(vec![
            html! {
                b { (line.section) } " " span.small.soft { "№ " (id) }
                @if self.history && line.is_own { " " (record_history(words, &format!("№ {id}"), "rule", line.id)) }
                p.small.soft { (level) }
            },
            html! { (line.area) },
            whom(words, line),
            tag(if line.visibility == Visibility::Hidden { Tone::Bad } else { Tone::Good }, &words.text(line.visibility.wording())),
            self.deeds(words, line),
        ])
    }

    fn deeds(&self, words: &Words, line: &Line) -> Markup {
        let (id, edit) = (line.id.to_string(), self.head.address("/rights/rules/edit", &format!("id={}", line.id)));
        html! { @if line.changes { div.stack-2 {
            a href=(edit) { (words.text("rules-change")) span.unseen { " № " (id) } }
            form.bare method="post" action=(format!("/rights/rules/{id}/remove")) {
                (once(self.once)) @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                (quiet_button(&words.text("rules-remove"), &format!("№ {id}")))
            }
        } } }
    }
}

/// Whom a rule names, each condition by its name, and which side of them it is for.
fn whom(words: &Words, line: &Line) -> Markup {
    let named =
        [("level-role", &line.role), ("level-user-group", &line.group), ("level-user-kind", &line.kind), ("level-user", &line.user)];
    let named: Vec<_> = named.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    html! {
        @if named.is_empty() { p { (words.text("rules-everybody")) } } @else {
            @for (id, value) in named { p { span.soft { (words.text(id)) ": " } (value) } }
            p { span.soft { (words.text("field-rule-filter")) ": " } (words.text(line.filter.wording())) }
        }
    }
}

fn closed(words: &Words, available: bool) -> Markup {
    html! { @if !available { " " (tag(Tone::Neutral, &words.text("rules-closed"))) } }
}
