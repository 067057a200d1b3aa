//! How the own second factor looks.

use crate::{
    identity::passkey::OwnKey,
    terms::{FieldError, OnceToken, Refusal, Words, message},
    web::{
        assets,
        parts::{
            Field, Tone, Weight, Width, action, actions, button, error_summary, hidden, link_button, note, once, qr, quiet_button, refused,
            rows, tag,
        },
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// What the reader has.
#[derive(Clone, Copy, Debug)]
pub struct Held<'h> {
    /// Their passkeys.
    pub keys: &'h [OwnKey],
    /// Whether they must set one up before anything else.
    pub demanded: bool,
    /// Since when codes of an app are demanded.
    pub codes: Option<Timestamp>,
    /// Whether a certificate is demanded at sign-in; none for citizens, who have no certificates.
    pub certificate: Option<bool>,
    /// How many codes on paper are left, and since when.
    pub papers: Option<(usize, Timestamp)>,
}

/// All of them, each with what can be done.
pub fn list(words: &Words, held: &Held<'_>, token: impl Fn() -> OnceToken) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("factor-title")) }
            @if held.demanded { (note(Tone::Warn, "", html! { p { (words.text("factor-demanded")) } })) }
            p { (words.text("factor-lead")) }
            section.stack-2 {
                h2 { (words.text("codes-title")) " " @if held.codes.is_some() { (tag(Tone::Good, &words.text("factor-on"))) } }
                @match held.codes {
                    Some(since) => {
                        p.soft { (words.say(&message("factor-since").with("moment", words.moment(since)))) }
                        (actions(action(url::FACTOR_CODES_OFF, token(), button(Weight::Danger, &words.text("codes-turn-off")))))
                    }
                    None => {
                        p { (words.text("codes-text")) }
                        (actions(action(url::FACTOR_CODES_OFFER, token(), button(Weight::Primary, &words.text("codes-turn-on")))))
                    }
                }
            }
            section.stack-2 {
                h2 { (words.text("passkeys-title")) }
                @if !held.keys.is_empty() { (rows(&held.keys.iter().map(|key| row(words, key, token())).collect::<Vec<_>>())) }
                p { (words.text("passkeys-text")) }
                (actions(link_button(Weight::Plain, &words.text("passkey-add-button"), url::FACTOR_PASSKEYS)))
            }
            @if let Some(demanded) = held.certificate { (of_certificate(words, demanded)) }
            @if let Some((left, since)) = held.papers { (on_paper(words, left, since, token())) }
            p.small.soft { (words.text("factor-lost")) }
        }
    }
}

fn row(words: &Words, key: &OwnKey, token: OnceToken) -> Markup {
    let added = words.say(&message("passkey-added").with("moment", words.moment(key.added_at)));
    let used = key.used_at.map(|at| words.say(&message("passkey-used").with("moment", words.moment(at))));
    html! {
        p { b { (key.name) } }
        p.small.soft { (added) @if let Some(used) = used { " · " (used) } }
        form.bare method="post" action=(url::FACTOR_PASSKEY_OFF) {
            (once(token)) (hidden("key", &key.id.to_string())) (quiet_button(&words.text("passkey-remove"), &key.name))
        }
    }
}

/// A question for the browser.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// For the script.
    pub options: &'a str,
    /// What must come back, sealed.
    pub state: &'a str,
    /// The address at which keys answer.
    pub site: &'a str,
    /// What the names of the two fields begin with, beside fields of another form.
    pub prefix: &'a str,
}

/// A form that asks the browser for a passkey, with its token where none is inside: hidden until the script has found that the
/// browser knows them.
pub fn ask(words: &Words, action: &str, asked: &Asked<'_>, token: Option<OnceToken>, inside: Markup, label: &str) -> Markup {
    html! {
        form.fields method="post" action=(action) data-passkey=(asked.options) hidden {
            @if let Some(token) = token { (once(token)) }
            (hidden(&format!("{}state", asked.prefix), asked.state))
            input type="hidden" name=(format!("{}passkey", asked.prefix)) value="" data-passkey-answer;
            (inside)
            div role="alert" { p.error data-passkey-wrong hidden { (words.say(&message("passkey-no-answer").with("site", asked.site))) } }
            (actions(button(Weight::Primary, label)))
        }
        noscript { p.soft { (words.text("passkey-no-script")) } }
        script defer src=(assets::url("passkeys.js")) {}
    }
}

/// A new passkey gets its name.
pub fn passkey(words: &Words, asked: &Asked<'_>, wrong: Option<(&Refusal, &str)>, token: OnceToken) -> Markup {
    let (label, hint) = (words.text("passkey-name"), words.text("passkey-name-hint"));
    let (refusal, value) = wrong.unzip();
    let errors = refusal.map_or(&[][..], |refusal| &refusal.fields);
    let name = Field { hint: &hint, width: Width::Half, value: value.unwrap_or(""), errors, ..Field::new("name", &label) };
    html! {
        div.stack-5.narrow {
            p.small { a href=(url::FACTORS) { "← " (words.text("factor-title")) } }
            h1 { (words.text("passkey-add-title")) }
            @if let Some(refusal) = refusal.filter(|refusal| refusal.fields.is_empty()) { (refused(words, refusal)) }
            (error_summary(words, errors, &[("name", &*label)]))
            p { (words.text("passkeys-text")) }
            (ask(words, url::FACTOR_PASSKEYS, asked, Some(token), name.show(words), &words.text("passkey-add-button")))
        }
    }
}

fn of_certificate(words: &Words, demanded: bool) -> Markup {
    html! {
        section.stack-2 {
            h2 { (words.text("factor-certificate")) " " @if demanded { (tag(Tone::Good, &words.text("factor-certificate-demanded"))) } }
            p { (words.text("factor-certificate-text")) }
            p { a href=(url::CERTIFICATE_HELP) { (words.text("factor-certificate-help")) } }
        }
    }
}

fn on_paper(words: &Words, left: usize, since: Timestamp, token: OnceToken) -> Markup {
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    let said = words.say(&message("papers-left").with("left", left).with("moment", words.moment(since)));
    html! {
        section.stack-2 {
            h2 { (words.text("papers-title")) }
            p { (words.text("papers-text")) }
            p.soft { (said) }
            (actions(action(url::FACTOR_PAPERS, token, button(Weight::Plain, &words.text("papers-renew")))))
        }
    }
}

/// A secret that waits for its first code.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'o> {
    /// For the picture.
    pub address: &'o str,
    /// To be typed by hand.
    pub typed: &'o str,
}

/// The secret as a picture and as text, and the field for the first code.
pub fn codes(words: &Words, offered: &Offered<'_>, errors: &[FieldError], token: OnceToken) -> Markup {
    let (label, hint) = (words.text("codes-first"), words.text("second-code-hint"));
    let field = Field {
        hint: &hint,
        width: Width::Short,
        autocomplete: "one-time-code",
        input_mode: "numeric",
        errors,
        ..Field::new("code", &label)
    };
    html! {
        div.stack-5.narrow {
            p.small { a href=(url::FACTORS) { "← " (words.text("factor-title")) } }
            h1 { (words.text("codes-set-title")) }
            (error_summary(words, errors, &[("code", &*label)]))
            section.stack-2 {
                h2 { (words.text("codes-step-app")) }
                p { (words.text("codes-step-app-text")) }
            }
            section.stack-2 {
                h2 { (words.text("codes-step-picture")) }
                (qr(&words.text("codes-picture"), offered.address))
                p { (words.text("codes-by-hand")) }
                p { code.large { (offered.typed) } }
            }
            section.stack-2 {
                h2 { (words.text("codes-step-code")) }
                form.fields method="post" action=(url::FACTOR_CODES) {
                    (once(token)) (field.show(words))
                    (actions(html! { (button(Weight::Primary, &words.text("codes-turn-on"))) (link_button(Weight::Plain, &words.text("confirm-cancel"), url::FACTORS)) }))
                }
            }
        }
    }
}

/// The codes on paper: seen once. None where they were seen before.
pub fn papers(words: &Words, codes: &[String]) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("papers-title")) }
            @if codes.is_empty() {
                (note(Tone::Warn, "", html! { p { (words.text("papers-before")) } }))
            } @else {
                (note(Tone::Good, "", html! { p { (words.text("papers-once")) } }))
                ol.papers { @for code in codes { li { code.large { (code) } } } }
                p { (words.text("papers-keep")) }
            }
            (actions(link_button(Weight::Primary, &words.text("papers-done"), url::FACTORS)))
        }
    }
}
