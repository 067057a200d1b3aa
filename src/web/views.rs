//! How the pages that belong to no room look.

use super::parts::{Icon, Weight, icon, link_button};
use crate::terms::Words;
use maud::{Markup, html};

const TOPICS: [&str; 6] = ["apply", "documents", "status", "answer", "appeal", "sign-in"];

/// Help: short answers to what people ask.
pub fn help(words: &Words) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("help-title")) }
            @for topic in TOPICS {
                section.stack {
                    h2 { (words.text(&format!("help-{topic}-title"))) }
                    p { (words.text(&format!("help-{topic}-text"))) }
                }
            }
            p { a href=(super::url::CERTIFICATE_HELP) { (words.text("certificate-help")) } }
            p.soft { (icon(Icon::Help)) " " (words.text("help-more")) }
            p { (link_button(Weight::Plain, &words.text("help-to-services"), super::url::SERVICES)) }
        }
    }
}
