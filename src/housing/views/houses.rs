//! The register of houses.

use crate::{
    housing::{House, changes::MOST_AT_ONCE},
    terms::{FieldError, HouseId, OnceToken, Words, message},
    web::{
        parts::{
            Column, Control, Field, Fit, Icon, Row, Table, Weight, Width, actions, button, empty, error_summary, hidden, link_button, once,
            record_history, table,
        },
        url,
    },
};
use maud::{Markup, html};

/// A street of the register.
pub struct Street<'s> {
    /// Its name.
    pub name: &'s str,
    /// How many houses it has in reach.
    pub houses: usize,
}

/// The streets, and the houses of the one that is open.
pub struct List<'l> {
    /// What was looked for.
    pub sought: &'l str,
    /// The streets of this page.
    pub streets: &'l [Street<'l>],
    /// Whether more follow.
    pub more: bool,
    /// The street that is open.
    pub street: &'l str,
    /// Its houses.
    pub houses: &'l [House],
    /// Whether the reader changes houses.
    pub registers: bool,
    /// Whether the reader enters new ones.
    pub adds: bool,
    /// Whether the reader sees histories.
    pub history: bool,
}

fn address(pairs: &[(&str, &str)]) -> String {
    let asked: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("{}?{}", url::HOUSES, serde_urlencoded::to_string(asked).unwrap_or_default())
}

impl List<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let label = words.text("houses-street");
        let sought = Field { value: self.sought, width: Width::Half, need: crate::web::parts::Need::Optional, ..Field::new("q", &label) };
        html! {
            div.stack-5 {
                h1 { (words.text("houses-title")) }
                p.soft.prose { (words.text("houses-about")) }
                @if self.adds { (actions(html! {
                    (link_button(Weight::Primary, &words.text("houses-new"), "/houses/edit"))
                    (link_button(Weight::Plain, &words.text("houses-many"), "/houses/enter"))
                })) }
                form.filter.no-print method="get" action=(url::HOUSES) { (sought.show(words)) (actions(button(Weight::Plain, &words.text("houses-find")))) }
                @if self.streets.is_empty() { (empty(Icon::Home, &words.text("houses-empty"), "", html! {})) } @else {
                    div.two {
                        div.stack-2 { (self.streets(words)) }
                        @if !self.houses.is_empty() { section.stack-2 aria-labelledby="street" { h2 id="street" { (self.street) } (self.of_street(words)) } }
                    }
                }
            }
        }
    }

    fn streets(&self, words: &Words) -> Markup {
        let columns = [("houses-street", Fit::Key), ("houses-count", Fit::Number)].map(|(id, fit)| Column::new(words.text(id), fit));
        let row = |street: &Street<'_>| {
            let address = address(&[("q", self.sought), ("street", street.name)]);
            let current = (street.name == self.street).then_some("true");
            Row::new(vec![html! { a href=(address) aria-current=[current] { (street.name) } }, html! { (street.houses) }])
        };
        let rows: Vec<_> = self.streets.iter().map(row).collect();
        let last = self.streets.last().map_or("", |street| street.name);
        html! {
            (table(words, &Table { caption: &words.text("houses-streets"), columns: &columns, rows: &rows, tick: None }))
            @if self.more { p { a rel="next" href=(address(&[("q", self.sought), ("after", last)])) { (words.text("web-next-page")) " →" } } }
        }
    }

    fn of_street(&self, words: &Words) -> Markup {
        let columns = [("houses-number", Fit::Key), ("houses-register", Fit::Number)].map(|(id, fit)| Column::new(words.text(id), fit));
        let row = |house: &House| {
            let clock = html! { @if self.history { " " (record_history(words, &house.to_string(), "house", house.id)) } };
            let number = html! { @if self.registers { a href=(format!("/houses/edit?id={}", house.id)) { (house.number) } } @else { (house.number) } (clock) };
            Row::new(vec![number, html! { (house.id) }])
        };
        let rows: Vec<_> = self.houses.iter().map(row).collect();
        table(words, &Table { caption: self.street, columns: &columns, rows: &rows, tick: None })
    }
}

/// The form of one house.
pub struct Editor<'e> {
    /// The house; none of a new one.
    pub id: Option<HouseId>,
    /// Its street.
    pub street: &'e str,
    /// Its number.
    pub number: &'e str,
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
        let labels = ["houses-street", "houses-number"].map(|id| words.text(id).into_owned());
        let hints = ["houses-street-hint", "houses-number-hint"].map(|id| words.text(id).into_owned());
        let field = |name, place: usize, value, width| Field {
            value,
            width,
            hint: &hints[place],
            errors: self.errors,
            ..Field::new(name, &labels[place])
        };
        html! {
            div.stack-5.prose {
                p.small { a href=(url::HOUSES) { "← " (words.text("houses-title")) } }
                h1 { (words.text(if self.id.is_some() { "houses-edit" } else { "houses-new" })) }
                (error_summary(words, self.errors, &[("street", &labels[0]), ("number", &labels[1])]))
                (self.changed)
                form.stack method="post" action="/houses/edit" {
                    (once(self.once)) (hidden("seen", self.seen))
                    @if let Some(id) = self.id { (hidden("id", &id.to_string())) }
                    (field("street", 0, self.street, Width::Line).show(words))
                    (field("number", 1, self.number, Width::Number).show(words))
                    @let save = if self.changed.0.is_empty() { "principals-save" } else { "versions-save-mine" };
                    (actions(html! { (button(Weight::Primary, &words.text(save))) a href=(url::HOUSES) { (words.text("rights-leave")) } }))
                }
            }
        }
    }
}

/// The form of a list of houses.
pub struct Many<'m> {
    /// What was typed.
    pub typed: &'m str,
    /// What is wrong.
    pub errors: &'m [FieldError],
    /// Its token.
    pub once: OnceToken,
}

impl Many<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let label = words.text("houses-many-label");
        let hint = words.say(&message("houses-many-hint").with("most", MOST_AT_ONCE as i64));
        let field = Field { value: self.typed, hint: &hint, control: Control::Lines, errors: self.errors, ..Field::new("houses", &label) };
        html! {
            div.stack-5.prose {
                p.small { a href=(url::HOUSES) { "← " (words.text("houses-title")) } }
                h1 { (words.text("houses-many")) }
                (error_summary(words, self.errors, &[("houses", &label)]))
                form.stack method="post" action="/houses/enter" {
                    (once(self.once)) (field.show(words))
                    (actions(html! { (button(Weight::Primary, &words.text("houses-many-enter"))) a href=(url::HOUSES) { (words.text("rights-leave")) } }))
                }
            }
        }
    }
}
