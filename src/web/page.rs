//! Showing a page: look, render, frame, send. And showing it again with what is wrong with the form.

use super::{
    layout::error_title,
    respond::{self, Answer, Failure},
    shell::Shell,
    visit::Visit,
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    terms::{Error, Kind, Refusal, Result, Words},
};
use actix_web::http::StatusCode;
use maud::Markup;

/// A page without its frame.
pub struct Sheet {
    /// What it is, for the window's title.
    pub title: String,
    /// Its content, from the `h1` on.
    pub body: Markup,
}

impl Sheet {
    /// A page of this title and content.
    pub fn new(title: impl Into<String>, body: Markup) -> Self {
        Self { title: title.into(), body }
    }

    /// The same as the page of a form that came back: its title says so first.
    fn wrong(self, words: &Words) -> Self {
        let is_said = self.title.starts_with(&*words.text("web-error"));
        let title = if is_said { self.title } else { error_title(words, &self.title) };
        Self { title, ..self }
    }
}

/// Shows a page under this function.
///
/// # Errors
/// Why it was refused, or what failed.
pub fn show(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    draw: impl FnOnce(&Look) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    with_status(kabinet, visit, function, StatusCode::OK, draw)
}

/// One future for all pages, not one for each: a program with a future for every page is long in the making.
async fn dressed(visit: &Visit, status: StatusCode, document: impl Future<Output = Result<Markup>>) -> Answer {
    let mut response = respond::page(status, document.await?);
    if visit.flash.is_some() {
        // What was said once is not said again.
        let _ = response.add_cookie(&respond::no_cookie(respond::FLASH));
    }
    Ok(response)
}

/// Shows the page of a form again, with what is wrong at its fields; another refusal goes its usual way.
///
/// # Errors
/// The error itself where it concerns no field.
pub fn again(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    error: Error,
    draw: impl FnOnce(&Look, &Refusal) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    let is_told = matches!(&error, Error::Refused(refusal) if !refusal.fields.is_empty());
    refused(kabinet, visit, function, error, is_told, draw)
}

fn refused(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    error: Error,
    is_told: bool,
    draw: impl FnOnce(&Look, &Refusal) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    let status = respond::status(&error);
    either(match error {
        Error::Refused(refusal) if is_told => {
            Ok(after(kabinet, visit, function, status, move |look| Ok(draw(look, &refusal)?.wrong(&visit.words))))
        }
        Error::Refused(_) | Error::Fault(_) => Err(error.into()),
    })
}

async fn either(page: Result<impl Future<Output = Answer>, Failure>) -> Answer {
    page?.await
}

/// Shows the page again with any refusal that it can tell beside its content: fields to mend, a rule, a state that has
/// moved on. What concerns the page itself goes its usual way.
///
/// # Errors
/// The error itself, or why the page may not be shown.
pub fn again_beside(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    error: Error,
    draw: impl FnOnce(&Look, &Refusal) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    let is_told = matches!(&error, Error::Refused(refusal) if matches!(refusal.kind, Kind::Invalid | Kind::Conflict));
    refused(kabinet, visit, function, error, is_told, draw)
}

/// Shows what an action came to, where that must not be behind an address: a password that is seen once.
///
/// # Errors
/// Why the page may not be shown.
pub fn show_after(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    draw: impl FnOnce(&Look) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    after(kabinet, visit, function, StatusCode::OK, draw)
}

/// Shows a page with this status: one that says why something was refused.
///
/// # Errors
/// Why the page itself may not be shown, or what failed.
pub fn with_status(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    status: StatusCode,
    draw: impl FnOnce(&Look) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    dressed(visit, status, kabinet.look(&visit.actor, function, |look| framed(look, kabinet, visit, draw)))
}

/// A page that is the answer to a refused action, whose line in the journal is there already.
fn after(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    status: StatusCode,
    draw: impl FnOnce(&Look) -> Result<Sheet>,
) -> impl Future<Output = Answer> {
    dressed(visit, status, kabinet.look_after(&visit.actor, function, |look| framed(look, kabinet, visit, draw)))
}

fn framed(look: &Look, kabinet: &Appliance, visit: &Visit, draw: impl FnOnce(&Look) -> Result<Sheet>) -> Result<Markup> {
    let sheet = draw(look)?;
    Ok(Shell::of(look, kabinet, visit)?.document(kabinet, visit, sheet))
}

/// A part of a page, fetched by a script: without the frame.
///
/// # Errors
/// Why it was refused, or what failed.
pub fn fragment(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    draw: impl FnOnce(&Look) -> Result<Markup>,
) -> impl Future<Output = Answer> {
    bare(kabinet.look(&visit.actor, function, draw))
}

async fn bare(document: impl Future<Output = Result<Markup>>) -> Answer {
    Ok(respond::page(StatusCode::OK, document.await?))
}
