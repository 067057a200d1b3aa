//! Where a page of an error leads, and what was written before it: nobody stands at a dead end, and nothing is lost
//! unread.

use super::{url, visit::Visit};
use crate::{
    access::Who,
    terms::{Kind, Refusal, Words},
};
use actix_web::{HttpMessage, HttpRequest, http::Method};
use maud::{Markup, html};

/// Long texts in forms, by their names: what would be a pity to write again.
const LONG: [&str; 5] = ["answer", "appeal", "question", "reason", "remark"];
/// What begins the names of an inspector's notes.
const NOTE: &str = "note-";

/// The long texts of a form that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written(Vec<String>);

impl Written {
    /// Those among these fields.
    pub fn of(fields: &[(String, String)]) -> Self {
        let long = fields.iter().filter(|(name, _)| LONG.contains(&name.as_str()) || name.starts_with(NOTE));
        Self(long.map(|(_, text)| text.trim().to_owned()).filter(|text| !text.is_empty()).collect())
    }

    /// To be read and copied; nothing where nothing was written.
    pub fn shown(&self, words: &Words) -> Markup {
        html! {
            @if !self.0.is_empty() {
                section.stack-2 {
                    h2 { (words.text("error-written")) }
                    p.soft { (words.text("error-written-lost")) }
                    @for text in &self.0 { div.note { p { @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (line) } } } }
                }
            }
        }
    }
}

/// Where to go on after this refusal: the address, and the id of its name.
pub fn onward(visit: &Visit, request: &HttpRequest, refusal: &Refusal) -> (String, &'static str) {
    let page = &visit.address;
    let guest = matches!(visit.actor.who, Who::Guest);
    let is_form = request.method() == Method::POST && page != url::HOME;
    if refusal.kind == Kind::Unsigned || guest {
        let next = serde_urlencoded::to_string([("next", page)]).unwrap_or_default();
        let sign_in = if is_form && page != url::SIGN_IN { format!("{}?{next}", url::SIGN_IN) } else { url::SIGN_IN.to_owned() };
        return (sign_in, "error-to-sign-in");
    }
    // What is in another state than its page believed is looked at anew from its own page on.
    let own = |rows| one_of(page, rows).filter(|own| is_form || (refusal.kind == Kind::Conflict && own != page));
    let (application, case) = (own(url::APPLICATIONS), own(url::CASES));
    let is_moved = refusal.kind == Kind::Conflict;
    match (application, case) {
        (Some(own), _) => (if is_moved { own } else { page.clone() }, "error-to-application"),
        (None, Some(own)) => (if is_moved { own } else { page.clone() }, "error-to-case"),
        (None, None) if is_form => (page.clone(), "error-to-page"),
        (None, None) => (url::HOME.to_owned(), "error-to-home"),
    }
}

/// The page of the application or the case of these to which this page belongs.
fn one_of(page: &str, rows: &str) -> Option<String> {
    let id = page.strip_prefix(rows)?.strip_prefix('/')?.split(['/', '?']).next()?;
    id.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{rows}/{id}"))
}

/// What was written into the form of this request.
pub fn written(request: &HttpRequest) -> Written {
    request.extensions().get::<Written>().cloned().unwrap_or_default()
}
