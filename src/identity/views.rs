//! How signing in and the own password look.

pub mod agents;
pub mod api_keys;
pub mod doorstep;
pub mod factors;
pub mod giving;
pub mod restoring;
pub mod sessions;
pub mod taking;
pub mod users;

use super::{Password, User};
use crate::{
    terms::{FieldError, OnceToken, Refusal, Words, message},
    web::{
        parts::{Control, Field, Tone, Weight, Width, actions, button, error_summary, hidden, link_button, note, once, refused},
        url,
    },
};
use maud::{Markup, html};

/// The second factor on the sign-in page.
pub struct Factor<'f> {
    /// Where a certificate is presented; none where no port asks for one.
    pub there: Option<&'f str>,
    /// The login of the holder of the certificate that was presented a moment ago.
    pub holder: Option<&'f str>,
}

/// The sign-in page. `wrong` is what to say when the last attempt failed; the login that was typed stays.
pub fn sign_in(words: &Words, next: &str, login: &str, wrong: Option<&Refusal>, factor: &Factor<'_>, once_token: OnceToken) -> Markup {
    let (label, hint, secret) = (words.text("sign-in-login"), words.text("sign-in-login-hint"), words.text("sign-in-password"));
    let name = Field { hint: &hint, value: login, width: Width::Half, autocomplete: "username", ..Field::new("login", &label) };
    let password =
        Field { control: Control::Password, width: Width::Half, autocomplete: "current-password", ..Field::new("password", &secret) };
    html! {
        div.stack-5.narrow {
            h1 { (words.text("sign-in-title")) }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            @if let Some(holder) = factor.holder {
                (note(Tone::Good, "", html! { p { (words.say(&message("sign-in-certificate-shown").with("login", holder))) } }))
            }
            form.fields method="post" action=(url::SIGN_IN) {
                (once(once_token)) (hidden("next", next)) (name.show(words)) (password.show(words))
                (actions(button(Weight::Primary, &words.text("sign-in-button"))))
            }
            p { a href=(url::RESTORE) { (words.text("sign-in-forgotten")) } }
            @if let (Some(there), None) = (factor.there, factor.holder) {
                section.stack-2 {
                    h2 { (words.text("sign-in-certificate")) }
                    p { (words.text("sign-in-certificate-text")) }
                    (actions(link_button(Weight::Plain, &words.text("sign-in-certificate-show"), there)))
                }
            }
            p.small.soft { (words.text("sign-in-help")) }
        }
    }
}

/// The own password: the current one, and the new one twice. The login is there for the browser that keeps passwords.
pub fn password(words: &Words, user: &User, errors: &[FieldError], once_token: OnceToken) -> Markup {
    let labels = ["current", "new", "again"].map(|name| {
        (
            name,
            words.text(match name {
                "current" => "password-current",
                "new" => "password-new",
                _ => "password-again",
            }),
        )
    });
    let hint = words.text("password-hint");
    let pairs: Vec<_> = labels.iter().map(|(name, label)| (*name, &**label)).collect();
    html! {
        div.stack-5.narrow {
            h1 { (words.text("password-title")) }
            @if matches!(user.password, Password::OneTime(_)) { p { (words.text("password-must-change")) } }
            (error_summary(words, errors, &pairs))
            form.fields method="post" action=(url::PASSWORD) {
                (once(once_token))
                input type="text" name="login" value=(user.login) autocomplete="username" readonly hidden;
                @for (name, label) in &labels {
                    @let autocomplete = if *name == "current" { "current-password" } else { "new-password" };
                    @let hint = if *name == "new" { &*hint } else { "" };
                    (Field { control: Control::Password, width: Width::Half, hint, autocomplete, errors, ..Field::new(name, label) }.show(words))
                }
                (actions(button(Weight::Primary, &words.text("password-save"))))
            }
            p.small.soft { (words.text("password-others-end")) }
        }
    }
}
