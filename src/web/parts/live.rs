//! Parts of a page that follow what happens: with a pause switch, and never over what somebody is typing.

use super::{Icon, icon};
use crate::{
    terms::{Words, message},
    web::url,
};
use maud::{Markup, html};

/// A part that updates itself. The stream sends events named `changed` without content; at each the part is fetched
/// anew. Without scripts there is a plain link instead.
#[derive(Clone, Copy, Debug)]
pub struct Live<'a> {
    /// Tells it apart from others, here and in the memory of the pause switch.
    pub id: &'a str,
    /// The heading; empty for none.
    pub title: &'a str,
    /// The address of the event stream.
    pub stream: &'a str,
    /// The address of the content alone.
    pub fragment: &'a str,
    /// The address of this page, for the reader without scripts.
    pub page: &'a str,
}

/// See [`Live`].
pub fn live(words: &Words, live: &Live<'_>, content: Markup) -> Markup {
    let heading = format!("{}-title", live.id);
    let titled = !live.title.is_empty();
    html! {
        section.live id=(live.id) hx-ext="sse" data-live=(live.stream) aria-labelledby=[titled.then_some(&heading)] {
            div.between {
                @if titled { h2 id=(heading) { (live.title) } }
                div.live-bar {
                    label.switch hidden { input type="checkbox" data-live-switch checked; (words.text("web-live")) }
                    button.quiet type="button" data-live-show data-news=(words.text("web-live-news")) data-refresh=(words.text("web-refresh"))
                        data-done=(words.text("web-live-done")) hidden {}
                    noscript { a href=(live.page) { (words.text("web-refresh")) } }
                    span.unseen role="status" data-live-said {}
                }
            }
            div data-live-body hx-get=(live.fragment) hx-trigger="sse:changed, kabinet:show" hx-swap="innerHTML" { (content) }
        }
    }
}

/// The small clock of a whole record, named `what`, in a list or at its heading.
pub fn record_history(words: &Words, what: &str, kind: &str, key: impl std::fmt::Display) -> Markup {
    let list = url::history(kind, key);
    history(words, what, &list, &format!("{list}?preview=1"))
}

/// The small clock at a value that has a history: hover or focus previews the last change, pressing opens the list.
/// `what` is the value's name, `preview` gives a fragment of a line or three.
pub fn history(words: &Words, what: &str, list: &str, preview: &str) -> Markup {
    html! {
        span.history {
            a.clock href=(list) aria-label=(words.say(&message("web-history").with("what", what)))
                hx-get=(preview) hx-trigger="mouseenter once, focus once" hx-target="next .pop" hx-swap="innerHTML" { (icon(Icon::History)) }
            span.pop role="status" {}
        }
    }
}
