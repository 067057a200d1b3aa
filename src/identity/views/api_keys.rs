//! How keys of the program interface look.

use crate::{
    identity::{
        ApiKey, User,
        api_key::{TERMS, Worth},
    },
    terms::{FieldError, OnceToken, Refusal, Sight, Words, message},
    web::{
        parts::{
            Choice, Control, Fact, Field, Tone, Weight, Width, action, button, error_summary, facts, hidden, note, once, quiet_button,
            refused, rows, tag,
        },
        url,
    },
};
use maud::{Markup, html};

/// A key with the names of where it acts.
#[derive(Clone, Debug)]
pub struct Named {
    /// The key.
    pub key: ApiKey,
    /// The Agent.
    pub agent: String,
    /// The scope; none means the whole Agent.
    pub scope: Option<String>,
    /// What it is worth now.
    pub worth: Worth,
}

/// The form of a new key as it was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form<'f> {
    /// Its name.
    pub name: &'f str,
    /// For how many days.
    pub term: &'f str,
    /// What is wrong with it.
    pub errors: &'f [FieldError],
}

/// What came of sending it.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'s> {
    /// It was not sent yet.
    Nothing,
    /// This is the key; it is never shown again.
    Key(&'s str),
    /// The same form was sent before: the key that it made is not shown twice.
    Before,
    /// It was refused.
    Refused(&'s Refusal),
}

/// The own keys.
pub struct Page<'p> {
    /// The newest first.
    pub keys: &'p [Named],
    /// The form of a new one.
    pub form: &'p Form<'p>,
    /// What came of it.
    pub shown: Shown<'p>,
    /// Whether the reader may make one.
    pub makes: bool,
    /// Whether the reader may revoke one.
    pub revokes: bool,
    /// An address that answers to a key, for the example.
    pub example: &'p str,
    /// Tokens of the forms.
    pub once: &'p dyn Fn() -> OnceToken,
}

impl Page<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let items: Vec<_> = self.keys.iter().map(|named| self.row(words, named)).collect();
        html! {
            div.stack-5.prose {
                (error_summary(words, self.form.errors, &[("name", &words.text("api-key-name")), ("term", &words.text("api-key-term"))]))
                h1 { (words.text("api-keys-title")) }
                p.soft { (words.text("api-keys-lead")) }
                @match self.shown {
                    Shown::Nothing => {}
                    Shown::Key(text) => (self.made(words, text)),
                    Shown::Before => (note(Tone::Warn, "", html! { p { (words.text("api-key-before")) } })),
                    Shown::Refused(refusal) if refusal.fields.is_empty() => (refused(words, refusal)),
                    Shown::Refused(_) => {}
                }
                @if items.is_empty() { p { (words.text("api-keys-own-none")) } } @else { (rows(&items)) }
                @if self.makes { (self.form(words)) }
                p { a href=(url::API_DESCRIPTION) { (words.text("api-description")) } }
            }
        }
    }

    /// The key, once, and how a program brings it.
    fn made(&self, words: &Words, text: &str) -> Markup {
        let example = format!("curl -H 'Authorization: Bearer {text}' '{}'", self.example);
        html! {
            div.sheet { div.pad.stack {
                h2 { (words.text("api-key-made")) }
                (facts(&[
                    Fact::new(words.text("api-key-text"), html! { code { (text) } }),
                    Fact::new(words.text("api-key-example"), html! { code { (example) } }),
                ]))
                p { (words.text("api-key-once")) }
            } }
        }
    }

    fn form(&self, words: &Words) -> Markup {
        let terms = TERMS.map(|days| (days.to_string(), words.say(&message("api-key-days").with("days", i64::from(days)))));
        let terms: Vec<_> = terms.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
        let (name, hint, term) = (words.text("api-key-name"), words.text("api-key-name-hint"), words.text("api-key-term"));
        let chosen = if self.form.term.is_empty() { terms.first().map_or("", |term| term.value) } else { self.form.term };
        html! {
            form.stack-5 method="post" action=(url::API_KEYS) autocomplete="off" {
                h2 { (words.text("api-key-new")) }
                (once((self.once)()))
                (Field { hint: &hint, value: self.form.name, errors: self.form.errors, ..Field::new("name", &name) }.show(words))
                (Field { value: chosen, control: Control::Select(&terms), width: Width::Half, errors: self.form.errors, ..Field::new("term", &term) }.show(words))
                div { (button(Weight::Primary, &words.text("api-key-make"))) }
            }
        }
    }

    fn row(&self, words: &Words, named: &Named) -> Markup {
        html! {
            (about(words, named))
            @if self.revokes {
                form.bare method="post" action=(url::REVOKE_API_KEY) {
                    (once((self.once)())) (hidden("key", &named.key.key.text()))
                    (quiet_button(&words.text("api-key-revoke"), named.key.name.as_str()))
                }
            }
        }
    }
}

/// What a key is and where it acts.
fn about(words: &Words, named: &Named) -> Markup {
    let Named { key, agent, scope, worth } = named;
    let place = match scope {
        Some(scope) => message("api-key-place-scope").with("agent", agent.as_str()).with("scope", scope.as_str()),
        None if key.scope.is_some() => message("api-key-place-gone").with("agent", agent.as_str()),
        None => message("api-key-place").with("agent", agent.as_str()),
    };
    let lasts = if key.certificate.is_some() { "api-key-until-certificate" } else { "api-key-until" };
    let until = message(lasts).with("made", words.moment(key.made_at)).with("until", words.date(key.last_day));
    html! {
        p { b { (key.name) } @match worth {
            Worth::Good => {}
            Worth::Over => { " " (tag(Tone::Neutral, &words.text("api-key-over"))) }
            Worth::Asleep => { " " (tag(Tone::Warn, &words.text("api-key-asleep"))) }
        } }
        p.small.soft { (words.say(&place)) }
        p.small.soft { (words.say(&until)) }
        p.small.soft {
            @match key.used_at {
                Some(used) => (words.say(&message("api-key-used").with("moment", words.moment(used)).with("address", key.used_from.as_deref().unwrap_or("")))),
                None => (words.text("api-key-unused")),
            }
        }
    }
}

/// Whose keys somebody else looks at.
#[derive(Clone, Copy, Debug)]
pub struct Card<'c> {
    /// The user.
    pub user: &'c User,
    /// How the reader sees personal data.
    pub sight: Sight,
    /// Their keys within the reader's reach.
    pub keys: &'c [Named],
}

/// The page of a user's keys, with the button that revokes them all.
pub fn of_user(words: &Words, card: &Card<'_>, wrong: Option<&Refusal>, token: OnceToken) -> Markup {
    let Card { user, sight, keys } = *card;
    let items: Vec<_> = keys.iter().map(|named| about(words, named)).collect();
    html! {
        div.stack-5.prose {
            h1 { (words.text("api-keys-of-title")) }
            p { b { (user.named(sight)) } " (" (user.login) ")" }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            @if items.is_empty() {
                p { (words.text("api-keys-none")) }
            } @else {
                (rows(&items))
                p { (words.text("api-keys-of-lead")) }
                (action(&url::revoke_api_keys(user.id), token, button(Weight::Danger, &words.text("api-keys-revoke-all"))))
            }
        }
    }
}
