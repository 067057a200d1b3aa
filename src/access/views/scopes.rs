//! Groups of houses: the list, a new one, one by street.

use super::{Head, preview};
use crate::{
    access::{HouseSet, Scope},
    housing::House,
    terms::{FieldError, OnceToken, Refusal, Words, message},
    web::{
        parts::{
            Column, Entry, Field, Fit, Icon, Need, Place, Row, Table, Weight, Width, action, actions, button, button_named, chips, empty,
            error_summary, hidden, icon, link_button, once, opens, quiet_button, record_history, refused, table,
        },
        url,
    },
};
use maud::{Markup, html};

/// What the button of a form says that looks for another street.
pub const FIND: &str = "find";

/// One scope of the list.
pub struct Line<'l> {
    /// The scope.
    pub scope: &'l Scope,
    /// How many hold it.
    pub holders: usize,
}

/// The list.
pub struct List<'l> {
    /// Above it.
    pub head: Head<'l>,
    /// The scopes.
    pub lines: &'l [Line<'l>],
    /// Part of a name.
    pub sought: &'l str,
    /// Whether the reader sees histories.
    pub history: bool,
    /// Whether the reader makes scopes.
    pub defines: bool,
}

fn find(words: &Words, head: &Head<'_>, path: &str, sought: &str, label: &str) -> Markup {
    html! {
        form.stack.no-print method="get" action=(path) {
            @if !head.agents.is_empty() { (hidden("agent", &head.agent.to_string())) }
            div.filter { (Field { value: sought, width: Width::Half, ..Field::new("q", label) }.show(words)) }
            (actions(button(Weight::Plain, &words.text("rights-show"))))
        }
    }
}

impl List<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let columns = [("scopes-name", Fit::Key), ("scopes-houses", Fit::Number), ("roles-holders", Fit::Number)]
            .map(|(id, fit)| Column::new(words.text(id), fit));
        let rows: Vec<_> = self
            .lines
            .iter()
            .map(|line| {
                let address = self.head.address(&format!("/rights/scopes/{}", line.scope.id), "");
                Row::new(vec![
                    html! { a href=(address) { (line.scope.name) } @if self.history { " " (record_history(words, &line.scope.name, "scope", line.scope.id)) } },
                    html! { (line.scope.houses.len()) },
                    html! { (line.holders) },
                ])
            })
            .collect();
        html! {
            div.stack-5 {
                (self.head.show(words, true))
                p.soft.prose { (words.text("scopes-about")) }
                @if self.defines { (actions(link_button(Weight::Primary, &words.text("scopes-new"), &self.head.address("/rights/scopes/new", "")))) }
                (find(words, &self.head, url::SCOPES, self.sought, &words.text("scopes-find")))
                @if rows.is_empty() { (empty(Icon::Home, &words.text("scopes-empty"), &words.text("scopes-empty-text"), html! {})) }
                @else { (table(words, &Table { caption: &words.text("rights-tab-scopes"), columns: &columns, rows: &rows, tick: None })) }
            }
        }
    }
}

/// A street of the picker.
#[derive(Clone, Debug)]
pub struct Street {
    /// Its name.
    pub name: String,
    /// How many houses it has.
    pub houses: usize,
    /// How many of them are in the scope.
    pub chosen: usize,
}

/// The form of a new scope: a name and whole streets; single houses come afterwards.
pub struct NewScope<'n> {
    /// Above it.
    pub head: Head<'n>,
    /// What was typed.
    pub name: &'n str,
    /// Part of a street's name.
    pub sought: &'n str,
    /// The streets.
    pub streets: &'n [Street],
    /// Those that were ticked.
    pub ticked: &'n [String],
    /// Whether there are more than are shown.
    pub more: bool,
    /// What is wrong.
    pub errors: &'n [FieldError],
    /// Its token.
    pub once: OnceToken,
}

impl NewScope<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let label = words.text("scopes-name");
        let houses = words.text("scopes-streets");
        html! {
            div.stack-5 {
                p.small { a href=(self.head.address(url::SCOPES, "")) { "← " (words.text("rights-tab-scopes")) } }
                h1 { (words.text("scopes-new")) }
                (error_summary(words, self.errors, &[("name", &label), ("houses", &houses)]))
                form.stack-5 method="post" action="/rights/scopes/new" {
                    (once(self.once))
                    @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                    (Field { value: self.name, width: Width::Half, errors: self.errors, ..Field::new("name", &label) }.show(words))
                    div.filter {
                        (Field { value: self.sought, width: Width::Half, need: Need::Optional, ..Field::new("q", &words.text("scopes-find-street")) }.show(words))
                        (button_named(Weight::Plain, &words.text("rights-show"), "step", FIND))
                    }
                    fieldset.stack-2 {
                        legend { h2 id="field-houses" { (houses) } }
                        @for error in self.errors.iter().filter(|error| error.field == "houses") { p.error { (words.say(&error.message)) } }
                        div.choices { @for (place, street) in self.streets.iter().enumerate() { div.choice {
                            input type="checkbox" id=(format!("street-{place}")) name="street" value=(street.name) checked[self.ticked.contains(&street.name)];
                            label for=(format!("street-{place}")) { (street.name) " " span.soft { (street.houses) } }
                        } } }
                        @if self.more { p.soft { (words.text("scopes-more-streets")) } }
                    }
                    (actions(html! { (button(Weight::Primary, &words.text("scopes-create"))) a href=(self.head.address(url::SCOPES, "")) { (words.text("rights-leave")) } }))
                }
            }
        }
    }
}

/// One scope with its houses by street.
pub struct Editor<'e> {
    /// Above it.
    pub head: Head<'e>,
    /// The scope.
    pub scope: &'e Scope,
    /// Its version.
    pub seen: &'e str,
    /// How many hold it.
    pub holders: usize,
    /// Part of a street's name.
    pub sought: &'e str,
    /// Only streets with chosen houses.
    pub only_chosen: bool,
    /// The streets.
    pub streets: &'e [Street],
    /// Whether there are more than are shown.
    pub more: bool,
    /// The street whose houses are shown.
    pub street: &'e str,
    /// Its houses.
    pub houses: &'e [&'e House],
    /// Which of them are in the scope.
    pub ticked: &'e [bool],
    /// The next page of houses.
    pub next: Option<usize>,
    /// Whether the reader may change it.
    pub changes: bool,
    /// Its history.
    pub history: Option<String>,
    /// What was refused.
    pub refusal: Option<&'e Refusal>,
    /// For the forms.
    pub once: OnceToken,
}

impl Editor<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let chosen: HouseSet = self.scope.houses.iter().copied().collect();
        let holders = words.say(&message("role-holders-count").with("count", i64::try_from(self.holders).unwrap_or(i64::MAX)));
        html! {
            div.stack-5 {
                p.small { a href=(self.head.address(url::SCOPES, "")) { "← " (words.text("rights-tab-scopes")) } }
                div.between {
                    div.head { h1 { (self.scope.name) } p.soft { (preview::houses(words, Some(&chosen))) " · " (holders) } }
                    @if let Some(history) = &self.history { a href=(history) { (icon(Icon::History)) " " (words.text("card-history")) } }
                }
                @if let Some(refusal) = self.refusal {
                    (refused(words, refusal))
                    @for field in &refusal.fields { p.error { (words.say(&field.message)) } }
                }
                @if self.changes { (self.rename(words)) }
                (find(words, &self.head, &self.path(), self.sought, &words.text("scopes-find-street")))
                (self.narrow(words))
                @if !self.houses.is_empty() { (self.houses(words)) }
                (self.streets(words))
            }
        }
    }

    fn path(&self) -> String {
        format!("/rights/scopes/{}", self.scope.id)
    }

    fn address(&self, more: &[(&str, &str)]) -> String {
        self.head.address(&self.path(), &serde_urlencoded::to_string(more).unwrap_or_default())
    }

    /// What every form of the page carries.
    fn carried(&self, deed: &str) -> Markup {
        html! {
            (once(self.once)) (hidden("do", deed)) (hidden("seen", self.seen))
            @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
        }
    }

    fn rename(&self, words: &Words) -> Markup {
        let label = words.text("scopes-name");
        html! {
            div.actions {
                (opens(&words.text("scopes-rename"), html! {
                    form.stack method="post" action=(self.path()) {
                        (self.carried("rename")) (Field { value: &self.scope.name, width: Width::Half, ..Field::new("name", &label) }.show(words))
                        (actions(button(Weight::Primary, &words.text("card-next"))))
                    }
                }))
                @if self.holders == 0 { (action(&format!("{}/remove", self.path()), self.once, html! { (button(Weight::Danger, &words.text("scopes-remove"))) })) }
            }
        }
    }

    fn narrow(&self, words: &Words) -> Markup {
        let place = |here| if here { Place::Here } else { Place::Elsewhere };
        let entries = [
            Entry::new(words.text("scopes-all-streets"), self.address(&[("q", self.sought)])).at(place(!self.only_chosen)),
            Entry::new(words.text("scopes-chosen-streets"), self.address(&[("q", self.sought), ("only", "chosen")]))
                .at(place(self.only_chosen)),
        ];
        chips(words, &words.text("scopes-streets"), &entries)
    }

    fn streets(&self, words: &Words) -> Markup {
        let columns = [("scopes-street", Fit::Key), ("scopes-chosen", Fit::Number), ("scopes-deed", Fit::Flow)]
            .map(|(id, fit)| Column::new(words.text(id), fit));
        let rows: Vec<_> = self.streets.iter().map(|street| self.street(words, street)).collect();
        let last = self.streets.last().map_or("", |street| street.name.as_str());
        html! {
            (table(words, &Table { caption: &words.text("scopes-streets"), columns: &columns, rows: &rows, tick: None }))
            @if self.more { p { a rel="next" href=(self.address(&[("q", self.sought), ("after", last)])) { (words.text("web-next-page")) " →" } } }
        }
    }

    fn street(&self, words: &Words, street: &Street) -> Row<'static> {
        let deed = |deed: &str, title: &'static str| {
            html! { form.bare method="post" action=(self.path()) { (self.carried(deed)) (hidden("street", &street.name)) (quiet_button(&words.text(title), &street.name)) } }
        };
        Row::new(vec![
            html! { a href=(self.address(&[("street", &street.name), ("q", self.sought)])) { (street.name) } },
            html! { (street.chosen) "/" (street.houses) },
            html! { @if self.changes { div.inline {
                @if street.chosen < street.houses { (deed("add-street", "scopes-add-street")) }
                @if street.chosen > 0 { (deed("remove-street", "scopes-remove-street")) }
            } } },
        ])
    }

    fn houses(&self, words: &Words) -> Markup {
        let shown = self.houses.iter().map(|house| house.id.to_string()).collect::<Vec<_>>().join(",");
        html! {
            section.sheet aria-labelledby="houses" { div.pad.stack-2 {
                h2 id="houses" { (self.street) }
                form.stack method="post" action=(self.path()) {
                    (self.carried("houses")) (hidden("street", self.street)) (hidden("shown", &shown))
                    div.choices { @for (house, ticked) in self.houses.iter().zip(self.ticked) { div.choice {
                        input type="checkbox" id=(format!("house-{}", house.id)) name="house" value=(house.id) checked[*ticked] disabled[!self.changes];
                        label for=(format!("house-{}", house.id)) { (house.number) }
                    } } }
                    @if self.changes { (actions(button(Weight::Primary, &words.text("card-next")))) }
                }
                @if let Some(next) = self.next { p { a href=(self.address(&[("street", self.street), ("page", &next.to_string())])) { (words.text("scopes-next-houses")) " →" } } }
            } }
        }
    }
}
