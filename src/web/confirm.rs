//! "Give your password once more": stands between a form that asks for something dangerous and its action, keeps what was
//! typed, and lets it go on.

use super::{
    Posted,
    parts::{Control, Field, Weight, Width, actions, button, error_summary, hidden, link_button},
    url,
};
use crate::terms::{FieldError, Words};
use actix_web::{HttpResponse, http::header};
use maud::{Markup, html};

/// Where to go on.
const ADDRESS: &str = "confirm_address";
/// By which method: `get` or `post`.
const METHOD: &str = "confirm_method";
/// The password.
pub const PASSWORD: &str = "confirm_password";

/// What was asked for and waits for the password.
#[derive(Clone, Debug)]
pub struct Sent {
    address: String,
    method: &'static str,
    fields: Vec<(String, String)>,
}

impl Sent {
    /// A form that was sent to this address.
    pub fn of(address: &str, posted: &Posted) -> Self {
        let once = posted.once.map(|once| ("once".to_owned(), once.token.to_string()));
        let fields = once.into_iter().chain(posted.fields.iter().cloned()).collect();
        Self { address: address.to_owned(), method: "post", fields }
    }

    /// A page that was asked for.
    pub fn page(address: &str) -> Self {
        Self { address: address.to_owned(), method: "get", fields: Vec::new() }
    }

    /// What waits behind the form with the password that came in.
    pub fn behind(posted: &Posted) -> Self {
        let method = if posted.get(METHOD) == "get" { "get" } else { "post" };
        let ours = |name: &str| [ADDRESS, METHOD, PASSWORD].contains(&name);
        let once = posted.once.map(|once| ("once".to_owned(), once.token.to_string()));
        let fields = posted.fields.iter().filter(|(name, _)| !ours(name)).cloned();
        Self { address: url::back(posted.get(ADDRESS)).to_owned(), method, fields: once.into_iter().chain(fields).collect() }
    }

    /// Goes on: the browser sends the same form once more, this time to where it was meant for (RFC 9110, 15.4.8).
    pub fn onward(&self) -> HttpResponse {
        let mut response = if self.method == "get" { HttpResponse::SeeOther() } else { HttpResponse::TemporaryRedirect() };
        response.insert_header((header::LOCATION, self.address.as_str())).finish()
    }

    /// The form. The login is there for the browser that keeps passwords.
    pub fn form(&self, words: &Words, login: &str, errors: &[FieldError]) -> Markup {
        let label = words.text("confirm-password");
        let field = Field {
            control: Control::Password,
            width: Width::Half,
            autocomplete: "current-password",
            errors,
            ..Field::new(PASSWORD, &label)
        };
        html! {
            div.stack-5.narrow {
                h1 { (words.text("confirm-title")) }
                (error_summary(words, errors, &[(PASSWORD, &*label)]))
                p { (words.text("confirm-lead")) }
                form.fields method="post" action=(url::CONFIRM) {
                    (hidden(ADDRESS, &self.address)) (hidden(METHOD, self.method))
                    @for (name, value) in &self.fields { (hidden(name, value)) }
                    input type="text" name="confirm_login" value=(login) autocomplete="username" readonly hidden;
                    (field.show(words))
                    (actions(html! { (button(Weight::Primary, &words.text("confirm-button"))) (link_button(Weight::Plain, &words.text("confirm-cancel"), url::HOME)) }))
                }
            }
        }
    }
}
