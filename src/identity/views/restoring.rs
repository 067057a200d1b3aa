//! How restoring a password looks.

use crate::{
    terms::{FieldError, OnceToken, Words},
    web::{
        parts::{Control, Field, Weight, Width, actions, button, error_summary, once},
        url,
    },
};
use maud::{Markup, html};

/// Whose password was forgotten.
pub fn forgotten(words: &Words, token: OnceToken) -> Markup {
    let (label, hint) = (words.text("sign-in-login"), words.text("sign-in-login-hint"));
    html! {
        div.stack-5.narrow {
            h1 { (words.text("restore-title")) }
            p { (words.text("restore-lead")) }
            form.fields method="post" action=(url::RESTORE) {
                (once(token))
                (Field { hint: &hint, width: Width::Half, autocomplete: "username", ..Field::new("login", &label) }.show(words))
                (actions(button(Weight::Primary, &words.text("restore-send"))))
            }
            p.small.soft { (words.text("restore-employee")) }
        }
    }
}

/// The code that came, and the new password twice.
pub fn code(words: &Words, login: &str, errors: &[FieldError], token: OnceToken) -> Markup {
    let labels = ["sign-in-login", "restore-code", "password-new", "password-again"].map(|id| words.text(id));
    let [name, code, new, again] = &labels;
    let (code_hint, new_hint) = (words.text("restore-code-hint"), words.text("password-hint"));
    let secret = |field| Field { control: Control::Password, width: Width::Half, autocomplete: "new-password", errors, ..field };
    html! {
        div.stack-5.narrow {
            h1 { (words.text("restore-title")) }
            (error_summary(words, errors, &[("login", &**name), ("code", &**code), ("new", &**new), ("again", &**again)]))
            p { (words.text("restore-sent")) }
            form.fields method="post" action=(url::RESTORE_CODE) {
                (once(token))
                (Field { value: login, width: Width::Half, autocomplete: "username", errors, ..Field::new("login", name) }.show(words))
                (Field { hint: &code_hint, width: Width::Number, autocomplete: "one-time-code", input_mode: "numeric", errors, ..Field::new("code", code) }.show(words))
                (secret(Field { hint: &new_hint, ..Field::new("new", new) }).show(words))
                (secret(Field::new("again", again)).show(words))
                (actions(button(Weight::Primary, &words.text("password-save"))))
            }
            p.small.soft { a href=(url::RESTORE) { (words.text("restore-again")) } }
        }
    }
}
