//! Links in a line: where one is among several places.

use super::{Icon, icon};
use crate::terms::Words;
use maud::{Markup, html};
use std::borrow::Cow;

/// Where a link leads, seen from the page it stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// To another page.
    #[default]
    Elsewhere,
    /// To this very page.
    Here,
    /// To the part of the site this page belongs to.
    Around,
    /// Away from a choice that is in force: pressing it takes the choice back.
    Remove,
}

/// A link with its title: an entry of a menu, a tab, a chip.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// What is read.
    pub title: Cow<'a, str>,
    /// Where it leads.
    pub address: Cow<'a, str>,
    /// Whether it leads here.
    pub place: Place,
    /// How many there are, where that is worth a number.
    pub count: Option<u64>,
    /// Whether there are more than the number says: "99+".
    pub beyond: bool,
}

impl<'a> Entry<'a> {
    /// A link to elsewhere, without a number.
    pub fn new(title: impl Into<Cow<'a, str>>, address: impl Into<Cow<'a, str>>) -> Self {
        Self { title: title.into(), address: address.into(), place: Place::Elsewhere, count: None, beyond: false }
    }

    /// The same at this place.
    #[must_use]
    pub const fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same with a number.
    #[must_use]
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// The same with a number that was counted up to `most`: beyond it stands "99+".
    #[must_use]
    pub const fn count_up_to(mut self, count: u64, most: u64) -> Self {
        self.beyond = count > most;
        self.count = Some(if self.beyond { most } else { count });
        self
    }

    /// The link itself; `current` is what `aria-current` says where it leads here.
    pub(in crate::web) fn link(&self, current: &'static str, words: Option<&Words>) -> Markup {
        let mark = match self.place {
            Place::Here => Some(current),
            Place::Around | Place::Remove => Some("true"),
            Place::Elsewhere => None,
        };
        html! {
            a href=(self.address) aria-current=[mark] {
                span { (self.title) }
                @if let Some(count) = self.count { " " span.count { (count) @if self.beyond { "+" } } }
                @if let (Place::Remove, Some(words)) = (self.place, words) { (icon(Icon::X)) span.unseen { " " (words.text("web-remove-filter")) } }
            }
        }
    }
}

/// Filters of a list, each a link with the whole choice in its address.
pub fn chips(words: &Words, label: &str, entries: &[Entry<'_>]) -> Markup {
    html! { nav aria-label=(label) { ul.chips { @for entry in entries { li { (entry.link("true", Some(words))) } } } } }
}

/// The tabs of a card.
pub fn subtabs(label: &str, entries: &[Entry<'_>]) -> Markup {
    html! { nav.subtabs aria-label=(label) { ul { @for entry in entries { li { (entry.link("page", None)) } } } } }
}

/// The way from the start page down to here, this page left out.
pub fn crumbs(words: &Words, entries: &[Entry<'_>]) -> Markup {
    html! {
        nav aria-label=(words.text("web-crumbs")) { ol.crumbs { @for entry in entries { li { (entry.link("page", None)) } } } }
    }
}

/// The foot of a list that is paged by keys.
#[derive(Clone, Copy, Debug)]
pub struct Pager<'a> {
    /// What is shown: "Показаны 1–50 из 371".
    pub shown: &'a str,
    /// Towards the start of the list.
    pub back: Option<&'a str>,
    /// Towards its end.
    pub on: Option<&'a str>,
    /// 20, 50, 100: the numbers as titles.
    pub sizes: &'a [Entry<'a>],
}

/// See [`Pager`].
pub fn pager(words: &Words, pager: &Pager<'_>) -> Markup {
    html! {
        nav.pager aria-label=(words.text("web-pager")) {
            span { (pager.shown) }
            @if let Some(address) = pager.back { a rel="prev" href=(address) { "← " (words.text("web-back-page")) } }
            @if let Some(address) = pager.on { a rel="next" href=(address) { (words.text("web-next-page")) " →" } }
            @if !pager.sizes.is_empty() {
                div.sizes {
                    span id="rows-per-page" { (words.text("web-page-size")) }
                    ul aria-labelledby="rows-per-page" { @for size in pager.sizes { li { (size.link("true", None)) } } }
                }
            }
        }
    }
}
