//! "Give your password once more", or the second factor: stands between a form that asks for something dangerous and its
//! action, keeps what was typed, and lets it go on.

use super::{
    Posted,
    parts::{Control, Field, Weight, Width, actions, button, error_summary, hidden, link_button, opens},
    standing::left,
    url,
};
use crate::{
    identity::table as identity_table,
    storage::View,
    terms::{FieldError, Result, UserId, Words},
};
use actix_web::{HttpRequest, HttpResponse, http::header};
use maud::{Markup, html};

/// Where to go on.
const ADDRESS: &str = "confirm_address";
/// By which method: `get` or `post`.
const METHOD: &str = "confirm_method";
/// Where the reader came from.
const BACK: &str = "confirm_back";
/// The password.
pub const PASSWORD: &str = "confirm_password";
/// A code of an app, instead of the password.
pub const CODE: &str = "confirm_code";
/// What a passkey answered, instead of the password.
pub const PASSKEY: &str = "confirm_passkey";
/// What begins the names of all fields of these forms.
pub const OURS: &str = "confirm_";

/// What proves who somebody is, besides the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// Codes of an app are on.
    pub codes: bool,
    /// There are passkeys.
    pub passkeys: bool,
}

impl Ways {
    /// Of this user.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn of(view: &dyn View, user: UserId) -> Result<Self> {
        Ok(Self { codes: identity_table::gives_codes(view, user)?, passkeys: !identity_table::keys(view, user)?.is_empty() })
    }
}

/// What was asked for and waits for the password.
#[derive(Clone, Debug)]
pub struct Sent {
    address: String,
    method: &'static str,
    back: String,
    fields: Vec<(String, String)>,
}

impl Sent {
    /// A form that was sent with this request.
    pub fn of(request: &HttpRequest, posted: &Posted) -> Self {
        let once = posted.once.map(|once| ("once".to_owned(), once.token.to_string()));
        let fields = once.into_iter().chain(posted.fields.iter().cloned()).collect();
        Self { address: request.path().to_owned(), method: "post", back: left(request), fields }
    }

    /// The page at this address, which was asked for with this request.
    pub fn page(request: &HttpRequest, address: &str) -> Self {
        Self { address: address.to_owned(), method: "get", back: left(request), fields: Vec::new() }
    }

    /// What waits behind the form with the password that came in.
    pub fn behind(posted: &Posted) -> Self {
        let method = if posted.get(METHOD) == "get" { "get" } else { "post" };
        let once = posted.once.map(|once| ("once".to_owned(), once.token.to_string()));
        let fields = posted.fields.iter().filter(|(name, _)| !name.starts_with(OURS)).cloned();
        let [address, back] = [ADDRESS, BACK].map(|name| url::back(posted.get(name)).to_owned());
        Self { address, method, back, fields: once.into_iter().chain(fields).collect() }
    }

    /// Whether a file was asked for: the browser saves it and stays on the page that it has.
    pub fn is_file(&self) -> bool {
        let path = self.address.split('?').next().unwrap_or("");
        self.method == "get" && path.rsplit('/').next().is_some_and(|name| name.contains('.'))
    }

    /// The page on which the browser fetches the file by itself, with or without scripts.
    pub fn saving(&self, words: &Words) -> Markup {
        html! {
            div.stack-5.narrow {
                h1 { (words.text("confirm-file-title")) }
                p { (words.text("confirm-file-text")) }
                (actions(html! { (link_button(Weight::Primary, &words.text("confirm-file-back"), &self.back)) a href=(self.address) { (words.text("confirm-file-again")) } }))
            }
        }
    }

    /// Says in the answer which file follows.
    pub fn fetched(&self, mut page: HttpResponse) -> HttpResponse {
        // Where the address is no header's value, the link on the page remains.
        if let Ok(value) = header::HeaderValue::from_str(&format!("0; url={}", self.address)) {
            page.headers_mut().insert(header::REFRESH, value);
        }
        page
    }

    /// Goes on: the browser sends the same form once more, this time to where it was meant for (RFC 9110, 15.4.8).
    pub fn onward(&self) -> HttpResponse {
        let mut response = if self.method == "get" { HttpResponse::SeeOther() } else { HttpResponse::TemporaryRedirect() };
        response.insert_header((header::LOCATION, self.address.as_str())).finish()
    }

    /// The page that the reader goes back to instead.
    pub fn back(&self) -> &str {
        &self.back
    }

    /// What waits, as every form of this page carries it.
    pub fn carried(&self) -> Markup {
        html! {
            (hidden(ADDRESS, &self.address)) (hidden(METHOD, self.method)) (hidden(BACK, &self.back))
            @for (name, value) in &self.fields { (hidden(name, value)) }
        }
    }

    /// The forms. The login is there for the browser that keeps passwords.
    pub fn form(&self, words: &Words, login: &str, ways: Ways, errors: &[FieldError]) -> Markup {
        let (label, code) = (words.text("confirm-password"), words.text("confirm-code"));
        let field = Field {
            control: Control::Password,
            width: Width::Half,
            autocomplete: "current-password",
            errors,
            ..Field::new(PASSWORD, &label)
        };
        let by_password = html! {
            input type="text" name="confirm_login" value=(login) autocomplete="username" readonly hidden;
            (field.show(words))
        };
        html! {
            div.stack-5.narrow {
                h1 { (words.text("confirm-title")) }
                (error_summary(words, errors, &[(PASSWORD, &*label), (CODE, &*code)]))
                p { (words.text("confirm-lead")) }
                (self.asking(words, by_password))
                @if ways != Ways::default() { (self.otherwise(words, ways, errors)) }
            }
        }
    }

    fn asking(&self, words: &Words, inside: Markup) -> Markup {
        html! {
            form.fields method="post" action=(url::CONFIRM) {
                (self.carried()) (inside)
                (actions(html! { (button(Weight::Primary, &words.text("confirm-button"))) (link_button(Weight::Plain, &words.text("confirm-cancel"), &self.back)) }))
            }
        }
    }

    /// Without the password: with a second factor that the reader has. Open from the start where a code was wrong.
    fn otherwise(&self, words: &Words, ways: Ways, errors: &[FieldError]) -> Markup {
        let (label, hint) = (words.text("confirm-code"), words.text("second-code-hint"));
        let code = Field {
            hint: &hint,
            width: Width::Short,
            autocomplete: "one-time-code",
            input_mode: "numeric",
            errors,
            ..Field::new(CODE, &label)
        };
        let inside = html! {
            div.stack-5 {
                @if ways.codes { (self.asking(words, code.show(words))) }
                @if ways.passkeys {
                    form.bare method="post" action=(url::CONFIRM_KEY) {
                        (self.carried()) (actions(button(Weight::Plain, &words.text("confirm-key"))))
                    }
                }
            }
        };
        if errors.iter().any(|error| error.field == CODE) {
            return inside;
        }
        opens(&words.text("confirm-otherwise"), inside)
    }
}
