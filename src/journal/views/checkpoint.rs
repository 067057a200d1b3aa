//! The newest checkpoint of a journal, to be printed and kept.

use super::list::counted;
use crate::{
    journal::Checkpoint,
    terms::{Words, message},
    web::{
        parts::{Entry, Fact, Icon, Weight, actions, crumbs, empty, facts, link_button},
        url,
    },
};
use maud::{Markup, html};

/// What the page shows.
pub struct Slip<'s> {
    /// The Agent whose journal it is.
    pub agent: &'s str,
    /// `?agent=2`, or nothing.
    pub query: &'s str,
    /// The signed text and what it says; none where nothing is signed yet.
    pub signed: Option<(&'s str, &'s Checkpoint)>,
    /// The key that proves it.
    pub key: &'s str,
}

/// See [`Slip`].
pub fn page(words: &Words, slip: &Slip<'_>) -> Markup {
    html! {
        div.stack-5.prose {
            div.head {
                (crumbs(words, &[Entry::new(words.text("journal-title"), format!("{}{}", url::JOURNAL, slip.query))]))
                h1 { (words.text("checkpoint-title")) }
                p.soft { (words.text("checkpoint-lead")) }
            }
            @match slip.signed {
                None => { (empty(Icon::Shield, &words.text("checkpoint-none"), &words.text("checkpoint-none-text"), html! {})) }
                Some((note, checkpoint)) => { (signed(words, slip, note, checkpoint)) }
            }
        }
    }
}

fn signed(words: &Words, slip: &Slip<'_>, note: &str, checkpoint: &Checkpoint) -> Markup {
    let file = format!("/journal/checkpoint{}{}file=1", slip.query, if slip.query.is_empty() { "?" } else { "&" });
    html! {
        (facts(&[
            Fact::new(words.text("checkpoint-agent"), slip.agent),
            Fact::new(words.text("checkpoint-size"), counted(words, checkpoint.size)),
            Fact::new(words.text("checkpoint-time"), words.exact(checkpoint.time)),
        ]))
        section.stack {
            h2 { (words.text("checkpoint-text")) }
            div.sheet { div.pad { @for line in note.lines() { code { (line) } br; } } }
        }
        section.stack {
            h2 { (words.text("checkpoint-key")) }
            div.sheet { div.pad { code { (slip.key) } } }
        }
        section.stack {
            h2 { (words.text("checkpoint-how")) }
            ol {
                li { (words.text("checkpoint-how-keep")) }
                li { (words.text("checkpoint-how-proof")) }
                li { (words.text("checkpoint-how-verify")) br; code { "kabinet journal verify --data " (words.text("checkpoint-folder")) } }
                li { (words.say(&message("checkpoint-how-meaning").with("size", counted(words, checkpoint.size)))) }
            }
        }
        (actions(link_button(Weight::Plain, &words.text("checkpoint-download"), &file)))
    }
}
