//! How the list of sessions looks.

use super::factors::{Asked, ask};
use crate::{
    identity::{Session, SessionKey},
    terms::{OnceToken, Refusal, Words, message},
    web::{
        confirm::Sent,
        parts::{Tone, Weight, action, button, hidden, once, quiet_button, refused, rows, tag},
        url,
    },
};
use maud::{Markup, html};

/// All sessions, this one first; and how many keys of programs there are, which none of this ends.
pub fn list(words: &Words, sessions: &[Session], (own, keys): (Option<SessionKey>, usize), token: impl Fn() -> OnceToken) -> Markup {
    let items: Vec<_> = sessions.iter().map(|session| row(words, session, own == Some(session.key), token())).collect();
    html! {
        div.stack-5 {
            h1 { (words.text("sessions-title")) }
            p.soft { (words.text("sessions-lead")) }
            (rows(&items))
            @if sessions.len() > 1 { div { (action(url::END_OTHERS, token(), button(Weight::Danger, &words.text("sessions-end-others")))) } }
            @if keys > 0 {
                p { a href=(url::API_KEYS) { (words.say(&message("sessions-keys").with("count", i64::try_from(keys).unwrap_or(i64::MAX)))) } ". " (words.text("sessions-keys-stay")) }
            }
            p { (words.text("sessions-strange")) " " a href=(url::PASSWORD) { (words.text("menu-password")) } }
        }
    }
}

fn row(words: &Words, session: &Session, own: bool, token: OnceToken) -> Markup {
    let program = session.program();
    let browser = if program.is_unknown() { words.text("browser-unknown").into_owned() } else { program.to_string() };
    let place = words.say(&message("session-place").with("address", session.address.as_str()));
    let opened = words.say(&message("session-opened").with("moment", words.moment(session.opened_at)));
    let used = words.say(&message("session-used").with("moment", words.moment(session.last_use())));
    html! {
        p { b { (browser) } @if own { " " (tag(Tone::Good, &words.text("session-own"))) } }
        p.small.soft { (place) " · " (opened) }
        p.small.soft { (used) }
        form.bare method="post" action=(url::END_SESSION) {
            (once(token)) (hidden("session", &session.key.text())) (quiet_button(&words.text("session-end"), &browser))
        }
    }
}

/// Asks for a passkey before something dangerous, with what waits behind it.
pub fn key(words: &Words, asked: &Asked<'_>, sent: &Sent, wrong: Option<&Refusal>) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("confirm-title")) }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            p { (words.text("confirm-key-lead")) }
            (ask(words, url::CONFIRM, asked, None, sent.carried(), &words.text("confirm-key")))
            p { a href=(sent.back()) { (words.text("confirm-cancel")) } }
        }
    }
}
