//! What a form has besides its fields.

use super::{Icon, id_of, sign};
use crate::terms::{FieldError, Refusal, Words};
use maud::{Markup, html};

/// All that is wrong, above the form; each line leads to its field and the script puts the focus here. `labels` are pairs
/// of a field's name and its label; nothing is shown where nothing is wrong.
pub fn error_summary(words: &Words, errors: &[FieldError], labels: &[(&str, &str)]) -> Markup {
    if errors.is_empty() {
        return html! {};
    }
    let label = |name: &str| labels.iter().find(|(field, _)| *field == name).map(|(_, label)| *label);
    let heading = words.say(&Refusal::fields(errors.to_vec()).message);
    html! {
        div.note.bad id="errors" role="alert" tabindex="-1" aria-labelledby="errors-title" {
            h2.title id="errors-title" { (heading) }
            ul {
                @for error in errors {
                    li { a href=(format!("#{}", id_of(&error.field))) {
                        @if let Some(label) = label(&error.field) { (label) ": " }
                        (words.say(&error.message))
                    } }
                }
            }
        }
    }
}

/// A value that goes with the form unseen.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A search line. `id` tells several on a page apart; the script's `/` goes to the first that is seen.
pub fn search_form(words: &Words, id: &str, address: &str, label: &str, query: &str) -> Markup {
    html! {
        form.search role="search" aria-label=(label) method="get" action=(address) {
            label.unseen for=(id) { (label) }
            input.entry type="search" id=(id) name="q" value=(query) placeholder=(label) autocomplete="off" data-search;
            button type="submit" { (sign(Icon::Search, &words.text("web-find"))) }
        }
    }
}
