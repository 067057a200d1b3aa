//! How the citizen's own profile looks: what the office knows of them, and since when.

use crate::{
    terms::{Personal, Sight, Words, message},
    web::{
        parts::{self, Fact, Icon, Tone, Weight, actions, facts, link_button, note},
        url,
    },
};
use maud::{Markup, html};

/// One value of the profile; none where it is not known.
pub struct Known {
    label: &'static str,
    value: Option<Personal<String>>,
}

impl Known {
    /// The value under the label with this id.
    pub const fn new(label: &'static str, value: Option<Personal<String>>) -> Self {
        Self { label, value }
    }
}

/// What is known of a citizen.
pub struct Card {
    /// Name, birth, sex.
    pub myself: Vec<Known>,
    /// Documents.
    pub papers: Vec<Known>,
    /// Where they are found.
    pub contact: Vec<Known>,
    /// Where payments go.
    pub payment: Vec<Known>,
    /// The day when an employee last compared the values with the documents.
    pub confirmed: Option<String>,
}

/// See [`Card`].
pub fn page(words: &Words, sight: Sight, card: &Card) -> Markup {
    let source = match &card.confirmed {
        Some(day) => words.say(&message("profile-confirmed").with("day", day.as_str())),
        None => words.text("profile-unconfirmed").into_owned(),
    };
    let group = |title: &'static str, known: &[Known]| {
        html! {
            section.stack {
                h2 { (words.text(title)) }
                div.sheet { div.pad { (facts(&known.iter().map(|one| fact(words, sight, one)).collect::<Vec<_>>())) } }
                p.small.soft { @if card.confirmed.is_some() { (parts::icon(Icon::CircleCheck)) " " } (source) }
            }
        }
    };
    html! {
        div.stack-6.narrow {
            div.head { h1 { (words.text("profile-title")) } p.soft { (words.text("profile-lead")) } }
            (group("profile-myself", &card.myself))
            (group("profile-papers", &card.papers))
            (group("profile-contact", &card.contact))
            (group("profile-payment", &card.payment))
            (note(Tone::Neutral, &words.text("profile-change"), html! { p { (words.text("profile-change-text")) } }))
            (actions(html! {
                (link_button(Weight::Plain, &words.text("profile-to-trace"), url::TRACE))
                (link_button(Weight::Plain, &words.text("profile-to-password"), url::PASSWORD))
            }))
        }
    }
}

fn fact(words: &Words, sight: Sight, known: &Known) -> Fact<'static> {
    let value = match &known.value {
        Some(value) => parts::personal(words, sight, value),
        None => html! { span.faint { (words.text("profile-unknown")) } },
    };
    Fact::new(words.text(known.label).into_owned(), value)
}
