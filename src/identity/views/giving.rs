//! How giving out a one-time password looks.

use crate::{
    identity::User,
    terms::{OnceToken, Refusal, Sight, Words, message},
    web::{
        parts::{Fact, Tone, Weight, action, button, facts, note, refused},
        url,
    },
};
use maud::{Markup, html};

/// For whom it is.
#[derive(Clone, Copy, Debug)]
pub struct Card<'c> {
    /// The user.
    pub user: &'c User,
    /// How the reader sees personal data.
    pub sight: Sight,
    /// Whether the access notice reaches them by e-mail.
    pub has_address: bool,
}

/// What came of pressing the button.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'s> {
    /// It was not pressed yet.
    Nothing,
    /// This is the password; it is never shown again.
    Password(&'s str),
    /// The same form was sent before: what it gave out is not shown twice.
    Before,
    /// It was refused.
    Refused(&'s Refusal),
}

/// The page.
pub fn page(words: &Words, card: &Card<'_>, shown: Shown<'_>, token: OnceToken) -> Markup {
    let Card { user, sight, has_address } = *card;
    let (login, name) = (user.login.as_str(), user.named(sight));
    html! {
        div.stack-5.narrow {
            h1 { (words.text("give-title")) }
            @match shown {
                Shown::Nothing => {}
                Shown::Password(typed) => {
                    (facts(&[
                        Fact::new(words.text("give-name"), name.as_str()),
                        Fact::new(words.text("sign-in-login"), html! { code { (login) } }),
                        Fact::new(words.text("give-password"), html! { code.large { (typed) } }),
                    ]))
                    p { (words.text("give-once")) }
                }
                Shown::Before => (note(Tone::Warn, "", html! { p { (words.text("give-before")) } })),
                Shown::Refused(refusal) => (refused(words, refusal)),
            }
            @if !matches!(shown, Shown::Password(_)) {
                p { (words.say(&message("give-lead").with("name", name.as_str()).with("login", login))) }
                @if has_address { p.soft { (words.text("give-by-mail")) } } @else { p.soft { (words.text("give-by-hand")) } }
                (action(&url::give_password(user.id), token, button(Weight::Danger, &words.text("give-button"))))
            }
        }
    }
}
