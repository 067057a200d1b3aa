//! How taking away a lost second factor looks.

use crate::{
    identity::User,
    terms::{OnceToken, Refusal, Sight, Words},
    web::{
        parts::{Weight, action, button, refused},
        url,
    },
};
use maud::{Markup, html};

/// Whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Card<'c> {
    /// The user.
    pub user: &'c User,
    /// How the reader sees personal data.
    pub sight: Sight,
    /// Whether they have a second factor.
    pub has: bool,
}

/// The page of a user who has a second factor, or none.
pub fn page(words: &Words, card: &Card<'_>, wrong: Option<&Refusal>, token: OnceToken) -> Markup {
    let Card { user, sight, has } = *card;
    html! {
        div.stack-5.narrow {
            h1 { (words.text("take-factor-title")) }
            p { b { (user.named(sight)) } " (" (user.login) ")" }
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
