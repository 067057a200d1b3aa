//! What is said to the reader beside the page's own content.

use super::{Tone, arms, icon};
use crate::terms::{Message, Refusal, Words};
use jiff::Timestamp;
use maud::{Markup, html};

/// A state in a word or two.
pub fn tag(tone: Tone, text: &str) -> Markup {
    html! { span class=(format!("tag {}", tone.class()).trim_end()) { (text) } }
}

/// A notice with a title; the body may be paragraphs and [`super::actions`].
pub fn note(tone: Tone, title: &str, body: Markup) -> Markup {
    html! { div class=(format!("note {}", tone.class()).trim_end()) { @if !title.is_empty() { p.title { (title) } } (body) } }
}

/// What the last action came to, shown once on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// In words.
    pub message: Message,
}

/// See [`Flash`]. A failure is an alert; anything else waits its turn.
pub fn flash(words: &Words, flash: &Flash) -> Markup {
    let role = match flash.tone {
        Tone::Bad => "alert",
        Tone::Neutral | Tone::Good | Tone::Warn | Tone::Work => "status",
    };
    html! { div class=(format!("note flash {}", flash.tone.class()).trim_end()) role=(role) { (icon(flash.tone.icon())) p { (words.say(&flash.message)) } } }
}

/// A refusal that concerns no field: what happened, why, what to do.
pub fn refused(words: &Words, refusal: &Refusal) -> Markup {
    html! { div.note.bad role="alert" { p { (words.say(&refusal.message)) } } }
}

/// Why a page or an action is closed to this reader.
#[derive(Clone, Copy, Debug)]
pub struct Blocked<'a> {
    /// What is closed.
    pub title: &'a str,
    /// The function that is missing.
    pub function: &'a str,
    /// The rule that decided.
    pub rule: &'a str,
    /// Who can open it.
    pub help: &'a str,
}

/// The page that says why access is refused.
pub fn blocked(words: &Words, blocked: &Blocked<'_>, buttons: Markup) -> Markup {
    html! {
        div.stack-5 {
            h1 { (blocked.title) }
            div.sheet { div.pad { dl.facts {
                dt { (words.text("web-blocked-function")) } dd { (blocked.function) }
                dt { (words.text("web-blocked-rule")) } dd { (blocked.rule) }
                dt { (words.text("web-blocked-help")) } dd { (blocked.help) }
            } } }
            p.soft.small { (words.text("web-blocked-journaled")) }
            div.actions { (buttons) }
        }
    }
}

/// The head of a printed page: whose it is and when it was printed. Not seen on a screen.
pub fn print_head(words: &Words, town: &str, office: &str, at: Timestamp) -> Markup {
    html! {
        div.print-head.only-print { div {
            (arms())
            p { b { (town) } br; (office) }
            p { (words.text("web-printed")) br; (words.moment(at)) }
        } }
    }
}
