//! How the second step of signing in looks.

use super::factors::{Asked, ask};
use crate::{
    terms::{OnceToken, Refusal, Words},
    web::{
        parts::{Field, Weight, Width, actions, button, hidden, once, opens, refused},
        url,
    },
};
use maud::{Markup, html};

/// What the second step can be made with.
#[derive(Clone, Copy, Debug)]
pub struct Ways<'w> {
    /// Whether codes of an app are on.
    pub codes: bool,
    /// The question for a passkey, where there is one.
    pub passkey: Option<&'w Asked<'w>>,
}

/// The page. `wrong` is what to say when the last attempt failed.
pub fn second(words: &Words, next: &str, ways: &Ways<'_>, wrong: Option<&Refusal>, token: impl Fn() -> OnceToken) -> Markup {
    let labels = ["second-code", "second-code-hint", "second-paper", "second-paper-hint"].map(|id| words.text(id));
    let [code, code_hint, paper, paper_hint] = &labels;
    let code =
        Field { hint: code_hint, width: Width::Short, autocomplete: "one-time-code", input_mode: "numeric", ..Field::new("code", code) };
    let paper = Field { hint: paper_hint, width: Width::Half, autocomplete: "off", ..Field::new("paper", paper) };
    html! {
        div.stack-5.narrow {
            h1 { (words.text("second-title")) }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            @if let Some(asked) = ways.passkey {
                (ask(words, url::SECOND, asked, Some(token()), hidden("next", next), &words.text("second-passkey")))
            }
            @if ways.codes { (form(words, next, token(), code.show(words))) }
            (opens(&words.text("second-no-phone"), html! {
                div.stack-5 {
                    (form(words, next, token(), paper.show(words)))
                    p.small.soft { (words.text("second-lost")) }
                }
            }))
            p { a href=(url::SIGN_IN) { (words.text("second-anew")) } }
        }
    }
}

fn form(words: &Words, next: &str, token: OnceToken, field: Markup) -> Markup {
    html! {
        form.fields method="post" action=(url::SECOND) {
            (once(token)) (hidden("next", next)) (field)
            (actions(button(Weight::Primary, &words.text("sign-in-button"))))
        }
    }
}
