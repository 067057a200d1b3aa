//! How notices look.

use super::Notice;
use crate::{
    terms::{OnceToken, Words},
    web::{
        parts::{Icon, Weight, action, button, empty, rows},
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// All notices, the newest first; those after `read` stand out.
pub fn list(words: &Words, notices: &[Notice], read: Timestamp, once: OnceToken) -> Markup {
    if notices.is_empty() {
        return html! {
            h1 { (words.text("notices-title")) }
            (empty(Icon::Bell, &words.text("notices-empty"), &words.text("notices-empty-text"), html! {}))
        };
    }
    let items: Vec<_> = notices.iter().map(|notice| row(words, notice, notice.at > read)).collect();
    html! {
        div.stack-5 {
            h1 { (words.text("notices-title")) }
            (rows(&items))
            @if notices.iter().any(|notice| notice.at > read) {
                (action(url::NOTICES, once, button(Weight::Plain, &words.text("notices-read-all"))))
            }
        }
    }
}

fn row(words: &Words, notice: &Notice, new: bool) -> Markup {
    let text = words.say(&notice.message);
    html! {
        p { a href=(url::application(notice.application)) { @if new { b { (text) } } @else { (text) } } }
        p.small.soft { @if new { (words.text("notices-new")) " · " } (words.moment(notice.at)) }
    }
}
