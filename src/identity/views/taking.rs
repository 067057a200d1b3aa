//! How taking away a lost second factor looks.

use crate::{
    identity::User,
    terms::{OnceToken, Refusal, Words},
    web::{
        parts::{Weight, action, button, refused},
        url,
    },
};
use maud::{Markup, html};

/// The page of a user who has a second factor, or none.
pub fn page(words: &Words, user: &User, has: bool, wrong: Option<&Refusal>, token: OnceToken) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("take-factor-title")) }
            p { b { (user.name) } " (" (user.login) ")" }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            @if has {
                p { (words.text("take-factor-lead")) }
                (action(&url::take_factors(user.id), token, button(Weight::Danger, &words.text("take-factor-button"))))
            } @else {
                p { (words.text("take-factor-none")) }
            }
        }
    }
}
