//! The list of roles, a role's card, its form, two roles compared.

use super::{Head, preview::function_name};
use crate::{
    access::{Function, Role, RoleCard, RoleCode, Section, changes::Draft},
    terms::{FieldError, OnceToken, Text, Words, message},
    web::{
        parts::{
            Choice, Column, Control, Fact, Field, Fit, Icon, Need, Row, Table, Tone, Weight, Width, action, actions, button, error_summary,
            facts, hidden, icon, link_button, once, opens, record_history, table, tag,
        },
        url,
    },
};
use maud::{Markup, html};

/// One role of the list.
pub struct Line<'l> {
    /// Its code.
    pub code: &'l RoleCode,
    /// The role.
    pub role: &'l Role,
    /// How many hold it in the Agent.
    pub holders: usize,
}

/// The list.
pub struct List<'l> {
    /// Above it.
    pub head: Head<'l>,
    /// The roles.
    pub lines: &'l [Line<'l>],
    /// Whether the reader sees histories.
    pub history: bool,
    /// Whether the reader makes roles.
    pub defines: bool,
    /// Whether the reader audits them.
    pub audits: bool,
}

impl List<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let column = |id: &'static str, fit| Column::new(words.text(id), fit);
        let columns = [
            column("roles-name", Fit::Key),
            column("roles-code", Fit::Keep),
            column("roles-abbreviation", Fit::Keep),
            column("roles-kind", Fit::Keep),
            column("roles-functions", Fit::Number),
            column("roles-holders", Fit::Number),
            column("roles-note", Fit::Flow),
        ];
        let rows: Vec<_> = self.lines.iter().map(|line| self.row(words, line)).collect();
        html! {
            div.stack-5 {
                (self.head.show(words, true))
                (actions(html! {
                    @if self.defines { (link_button(Weight::Primary, &words.text("roles-new"), &self.head.address("/rights/roles/new", ""))) }
                    @if self.lines.len() > 1 { (link_button(Weight::Plain, &words.text("roles-compare"), &self.head.address("/rights/roles/compare", ""))) }
                    @if self.audits { (link_button(Weight::Plain, &words.text("roleaudit-title"), &self.head.address(url::ROLE_AUDIT, ""))) }
                }))
                (table(words, &Table { caption: &words.text("rights-tab-roles"), columns: &columns, rows: &rows, tick: None }))
            }
        }
    }

    fn row(&self, words: &Words, line: &Line<'_>) -> Row<'static> {
        let role = line.role;
        Row::new(vec![
            html! {
                a href=(self.head.address(&format!("/rights/roles/{}", line.code), "")) { (role.name.read(words.language)) }
                @if let Some(id) = role.id.filter(|_| self.history && (role.agent.is_some() || !self.head.agents.is_empty())) { " " (record_history(words, role.name.read(words.language), "role", id)) }
            },
            html! { code { (line.code) } },
            html! { (role.abbreviation.read(words.language)) },
            kind(words, role),
            html! { (role.functions.count()) },
            html! { (line.holders) },
            html! { (role.note.read(words.language)) },
        ])
    }
}

fn kind(words: &Words, role: &Role) -> Markup {
    if role.agent.is_none() { tag(Tone::Neutral, &words.text("roles-system")) } else { tag(Tone::Work, &words.text("roles-agent")) }
}

/// The parts of a card with the names of their fields.
fn parts(card: &RoleCard) -> [(&'static str, &Text); 6] {
    [
        ("duties", &card.duties),
        ("rights", &card.rights),
        ("criteria", &card.criteria),
        ("responsibility", &card.responsibility),
        ("competences", &card.competences),
        ("control", &card.control),
    ]
}

/// A role's card.
pub struct Sheet<'s> {
    /// Above it.
    pub head: Head<'s>,
    /// Its code.
    pub code: &'s str,
    /// The role.
    pub role: &'s Role,
    /// How many hold it in the Agent.
    pub holders: usize,
    /// Whether the reader may change it.
    pub changes: bool,
    /// Its history.
    pub history: Option<String>,
    /// The roles to compare with.
    pub others: &'s [(String, String)],
    /// Whether the reader may give its holders another.
    pub merges: bool,
    /// For the form that removes it.
    pub once: OnceToken,
}

impl Sheet<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let (role, language) = (self.role, words.language);
        let lines: Vec<_> = parts(&role.card)
            .into_iter()
            .filter(|(_, text)| !text.read(language).is_empty())
            .map(|(part, text)| Fact::new(words.text(&format!("role-{part}")).into_owned(), lines(text.read(language))))
            .collect();
        html! {
            div.stack-5 {
                p.small { a href=(self.head.address(url::ROLES, "")) { "← " (words.text("rights-tab-roles")) } }
                div.between {
                    div.head { h1 { (role.name.read(language)) } p.soft { (role.abbreviation.read(language)) " · " (kind(words, role)) } p { (role.note.read(language)) } }
                    div.inline {
                        @let version = words.say(&message("card-version").with("version", i64::from(role.version)));
                        @if let Some(history) = &self.history { a href=(history) { (icon(Icon::History)) " " (version) ", " (words.text("role-versions")) } } @else { span.soft { (version) } }
                    }
                }
                @if self.changes { (self.deeds(words)) }
                div.two {
                    section.sheet aria-labelledby="role-card" { div.pad.stack-2 {
                        h2 id="role-card" { (words.text("role-card")) }
                        @if lines.is_empty() { p.soft { (words.text("role-card-empty")) } } @else { (facts(&lines)) }
                    } }
                    section.sheet aria-labelledby="role-functions" { div.pad.stack-2 {
                        h2 id="role-functions" { (words.say(&message("role-functions-count").with("count", i64::from(role.functions.count())))) }
                        p { (words.say(&message("role-holders-count").with("count", i64::try_from(self.holders).unwrap_or(i64::MAX)))) }
                        ul { @for function in role.functions.iter() { li { (function_name(words, function)) } } }
                    } }
                }
                (self.comparison(words))
                @if self.merges { (self.merging(words)) }
            }
        }
    }

    fn deeds(&self, words: &Words) -> Markup {
        let edit = self.head.address(&format!("/rights/roles/{}/edit", self.code), "");
        html! {
            div.actions {
                (link_button(Weight::Primary, &words.text("rights-edit"), &edit))
                @if self.role.agent.is_some() && self.holders == 0 {
                    (action(&format!("/rights/roles/{}/remove", self.code), self.once, html! {
                        @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                        (button(Weight::Danger, &words.text("roles-remove")))
                    }))
                }
            }
        }
    }

    fn comparison(&self, words: &Words) -> Markup {
        let label = words.text("roles-compare-with");
        let others = self.others.iter().filter(|(code, _)| code != self.code);
        let choices: Vec<_> = others.map(|(value, label)| Choice { value, label, hint: "" }).collect();
        let other = Field { control: Control::Select(&choices), width: Width::Half, ..Field::new("other", &label) };
        opens(
            &words.text("roles-compare"),
            html! { form.stack method="get" action="/rights/roles/compare" {
                @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                (hidden("one", self.code)) (other.show(words)) (actions(button(Weight::Plain, &words.text("roles-compare"))))
            } },
        )
    }
}

impl Sheet<'_> {
    /// Another role instead of this one, for all its holders.
    fn merging(&self, words: &Words) -> Markup {
        let label = words.text("roleaudit-merge-into");
        let others = self.others.iter().filter(|(code, _)| code != self.code);
        let choices: Vec<_> = others.map(|(value, label)| Choice { value, label, hint: "" }).collect();
        let into = Field { control: Control::Select(&choices), width: Width::Half, ..Field::new("into", &label) };
        opens(
            &words.text("roleaudit-merge"),
            html! { form.stack method="get" action=(format!("/rights/roles/{}/merge", self.code)) {
                @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                (into.show(words)) (actions(button(Weight::Plain, &words.text("card-next"))))
            } },
        )
    }
}

fn lines(text: &str) -> Markup {
    html! { @for line in text.lines() { p { (line) } } }
}

/// Two roles side by side.
pub struct Compared<'c> {
    /// Above them.
    pub head: Head<'c>,
    /// The roles to choose from.
    pub all: &'c [(String, String)],
    /// The codes of both.
    pub codes: (&'c str, &'c str),
    /// The one.
    pub one: &'c Role,
    /// The other.
    pub other: &'c Role,
}

impl Compared<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let (one, other) = (self.one.name.read(words.language), self.other.name.read(words.language));
        let parts = [
            (words.say(&message("compare-only").with("role", one)), self.one.functions.minus(self.other.functions)),
            (words.say(&message("compare-only").with("role", other)), self.other.functions.minus(self.one.functions)),
            (words.text("compare-both").into_owned(), self.one.functions.common(self.other.functions)),
        ];
        html! {
            div.stack-5 {
                p.small { a href=(self.head.address(url::ROLES, "")) { "← " (words.text("rights-tab-roles")) } }
                h1 { (one) " ↔ " (other) }
                (self.choice(words))
                div.cards { @for (title, functions) in &parts { section.sheet { div.pad.stack-2 {
                    h2 { (title) ": " (functions.count()) }
                    ul { @for function in functions.iter() { li { (function_name(words, function)) } } }
                } } } }
            }
        }
    }
}

impl Compared<'_> {
    fn choice(&self, words: &Words) -> Markup {
        let labels = ["rights-role", "roles-compare-with"].map(|id| words.text(id));
        let choices: Vec<_> = self.all.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
        let select =
            |name, label, value| Field { value, control: Control::Select(&choices), width: Width::Half, ..Field::new(name, label) };
        html! {
            form.stack.no-print method="get" action="/rights/roles/compare" {
                @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                div.filter { (select("one", &labels[0], self.codes.0).show(words)) (select("other", &labels[1], self.codes.1).show(words)) }
                (actions(button(Weight::Plain, &words.text("roles-compare"))))
            }
        }
    }
}

/// The form of a role.
pub struct Editor<'e> {
    /// Above it.
    pub head: Head<'e>,
    /// The code; none of a new role.
    pub code: Option<&'e str>,
    /// What stands in it.
    pub draft: &'e Draft,
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
        let action = self.code.map_or_else(|| "/rights/roles/new".to_owned(), |code| format!("/rights/roles/{code}/edit"));
        let labels = ["name", "abbreviation", "note", "function"].map(|name| (name, words.text(&format!("role-{name}")).into_owned()));
        let pairs: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_str())).collect();
        let draft = self.draft;
        html! {
            div.stack-5 {
                p.small { a href=(self.head.address(url::ROLES, "")) { "← " (words.text("rights-tab-roles")) } }
                h1 { (words.text(if self.code.is_some() { "roles-edit" } else { "roles-new-title" })) }
                (error_summary(words, self.errors, &pairs))
                form.stack-5 method="post" action=(action) {
                    (once(self.once)) (hidden("step", "preview")) (hidden("seen", self.seen))
                    @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                    div.stack {
                        (self.line(words, "name", &draft.name, Width::Half))
                        (self.line(words, "abbreviation", &draft.abbreviation, Width::Short))
                        (self.line(words, "note", &draft.note, Width::Line))
                    }
                    (self.functions(words))
                    (opens(&words.text("role-card"), html! { div.stack { @for (part, text) in parts(&draft.card) { (self.lines(words, part, text)) } } }))
                    (actions(html! { (button(Weight::Primary, &words.text("card-next"))) a href=(self.head.address(url::ROLES, "")) { (words.text("rights-leave")) } }))
                }
            }
        }
    }

    fn line(&self, words: &Words, name: &'static str, text: &Text, width: Width) -> Markup {
        let (label, english) = (words.text(&format!("role-{name}")).into_owned(), words.text(&format!("role-{name}-en")).into_owned());
        let name_en = format!("{name}-en");
        let need = if name == "note" { Need::Optional } else { Need::Required };
        let russian = Field { value: &text.ru, width, need, errors: self.errors, ..Field::new(name, &label) };
        let other = Field { value: &text.en, width, need: Need::Optional, ..Field::new(&name_en, &english) };
        html! { div.filter { (russian.show(words)) (other.show(words)) } }
    }

    fn lines(&self, words: &Words, name: &'static str, text: &Text) -> Markup {
        let (label, english) = (words.text(&format!("role-{name}")).into_owned(), words.text(&format!("role-{name}-en")).into_owned());
        let name_en = format!("{name}-en");
        let russian =
            Field { control: Control::Lines, value: &text.ru, need: Need::Optional, errors: self.errors, ..Field::new(name, &label) };
        let other = Field { control: Control::Lines, value: &text.en, need: Need::Optional, ..Field::new(&name_en, &english) };
        html! { div.two.even { (russian.show(words)) (other.show(words)) } }
    }

    /// The section tree with a box at every function; the browser's own search finds a name in it, and so does the line above.
    fn functions(&self, words: &Words) -> Markup {
        let wrong: Vec<_> = self.errors.iter().filter(|error| error.field == "function").collect();
        html! {
            fieldset.stack-2 id="field-function" tabindex="-1" {
                legend { h2 { (words.text("role-function")) } }
                @for error in &wrong { p.error { (words.say(&error.message)) } }
                div.field data-narrow hidden { label for="narrow" { (words.text("role-function-find")) } input.entry.w-24 type="search" id="narrow" autocomplete="off"; }
                p.small.soft { (words.text("role-function-always")) }
                @for section in Section::tree().iter().filter(|section| section.depth() == 0) { (self.section(words, section)) }
            }
        }
    }

    fn section(&self, words: &Words, section: &Section) -> Markup {
        let ticked = section.functions().common(self.draft.functions);
        html! {
            details.opens open[!ticked.is_empty()] data-narrowed {
                summary { span.chevron { (icon(Icon::ChevronDown)) } (words.text(&section.wording())) " " span.soft { (ticked.count()) "/" (section.functions().count()) } }
                div.choices {
                    @for function in section.functions().iter() { (self.function(words, function)) }
                }
            }
        }
    }

    fn function(&self, words: &Words, function: Function) -> Markup {
        let id = format!("function-{}", function.code().replace('.', "-"));
        html! {
            div.choice data-narrowed {
                input type="checkbox" id=(id) name="function" value=(function.code()) checked[self.draft.functions.has(function)];
                label for=(id) { (function_name(words, function)) }
            }
        }
    }
}
