//! Facts, rows, and what stands in their place when there are none.

use super::{Icon, icon};
use crate::terms::{Personal, Sight, Words};
use maud::{Markup, html};
use std::{borrow::Cow, fmt::Display};

/// One line of a description: a name and its value.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    /// The name.
    pub label: Cow<'a, str>,
    /// The value.
    pub value: Markup,
}

impl<'a> Fact<'a> {
    /// A fact with this value, a text or a markup: `Fact::new("Адрес", html! { … })`.
    pub fn new(label: impl Into<Cow<'a, str>>, value: impl maud::Render) -> Self {
        Self { label: label.into(), value: value.render() }
    }
}

/// A description: names on the left, values on the right; one under the other on a phone.
pub fn facts(facts: &[Fact<'_>]) -> Markup {
    html! { dl.facts { @for fact in facts { dt { (fact.label) } dd { (fact.value) } } } }
}

/// The same with a hairline above each fact: for "check your answers", with a link to change each.
pub fn facts_ruled(facts: &[Fact<'_>]) -> Markup {
    html! { dl.facts.ruled { @for fact in facts { dt { (fact.label) } dd { (fact.value) } } } }
}

/// A sheet of rows, each of its own content.
pub fn rows(items: &[Markup]) -> Markup {
    html! { ul.sheet.rows { @for item in items { li { (item) } } } }
}

/// Instead of a list that has nothing: what would be here, and what to do next.
pub fn empty(sign: Icon, title: &str, text: &str, buttons: Markup) -> Markup {
    html! {
        div.empty {
            (icon(sign))
            h2 { (title) }
            @if !text.is_empty() { p { (text) } }
            @if !buttons.0.is_empty() { div.actions { (buttons) } }
        }
    }
}

/// A text that is already masked: stars for the eye, a word for the ear.
pub fn masked(words: &Words, stars: &str) -> Markup {
    html! { span.masked { span aria-hidden="true" { (stars) } span.unseen { (words.text("web-masked")) } } }
}

/// A personal value as this reader sees it.
pub fn personal<T: Display>(words: &Words, sight: Sight, value: &Personal<T>) -> Markup {
    match sight {
        Sight::Plain => html! { (value.seen(sight)) },
        Sight::Masked => masked(words, &value.seen(sight)),
    }
}
