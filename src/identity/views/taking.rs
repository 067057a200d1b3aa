//! How taking away a lost second factor looks.

use crate::{
    identity::User,
    terms::{OnceToken, Refusal, Words, message},
    web::{
        parts::{Weight, action, button, refused},
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// The page: since when codes of an app are demanded of this user, where they are.
pub fn page(words: &Words, user: &User, since: Option<Timestamp>, wrong: Option<&Refusal>, token: OnceToken) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("take-factor-title")) }
            p { b { (user.name) } " (" (user.login) ")" }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            @match since {
                Some(since) => {
                    p { (words.text("codes-title")) ". " (words.say(&message("factor-since").with("moment", words.moment(since)))) }
                    p { (words.text("take-factor-lead")) }
                    (action(&url::take_factors(user.id), token, button(Weight::Danger, &words.text("take-factor-button"))))
                }
                None => p { (words.text("take-factor-none")) },
            }
        }
    }
}
