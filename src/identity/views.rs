//! How signing in and the own password look.

pub mod giving;
pub mod restoring;
pub mod sessions;

use super::{Password, User};
use crate::{
    terms::{FieldError, OnceToken, Refusal, Words},
    web::{
        parts::{Control, Field, Weight, Width, actions, button, error_summary, hidden, once, refused},
        url,
    },
};
use maud::{Markup, html};

/// The sign-in page. `wrong` is what to say when the last attempt failed; the login that was typed stays.
pub fn sign_in(words: &Words, next: &str, login: &str, wrong: Option<&Refusal>, once_token: OnceToken) -> Markup {
    let (label, hint, secret) = (words.text("sign-in-login"), words.text("sign-in-login-hint"), words.text("sign-in-password"));
    let name = Field { hint: &hint, value: login, width: Width::Half, autocomplete: "username", ..Field::new("login", &label) };
    let password =
        Field { control: Control::Password, width: Width::Half, autocomplete: "current-password", ..Field::new("password", &secret) };
    html! {
        div.stack-5.narrow {
            h1 { (words.text("sign-in-title")) }
            @if let Some(refusal) = wrong { (refused(words, refusal)) }
            form.fields method="post" action=(url::SIGN_IN) {
                (once(once_token)) (hidden("next", next)) (name.show(words)) (password.show(words))
                (actions(button(Weight::Primary, &words.text("sign-in-button"))))
            }
            p { a href=(url::RESTORE) { (words.text("sign-in-forgotten")) } }
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
