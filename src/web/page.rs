//! Showing a page: look, render, frame, send. And showing it again with what is wrong with the form.

use super::{
    respond::{self, Answer},
    shell::Shell,
    visit::Visit,
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    terms::{Error, Kind, Refusal, Result},
};
use actix_web::{HttpResponse, http::StatusCode};
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
}

/// Shows a page under this function.
///
/// # Errors
/// Why it was refused, or what failed.
pub async fn show(kabinet: &Appliance, visit: &Visit, function: Function, draw: impl FnOnce(&Look) -> Result<Sheet>) -> Answer {
    let document = kabinet.look(&visit.actor, function, |look| framed(look, kabinet, visit, draw)).await?;
    Ok(dressed(visit, StatusCode::OK, document))
}

/// Shows the page of a form again, with what is wrong at its fields; another refusal goes its usual way.
///
/// # Errors
/// The error itself where it concerns no field.
pub async fn again(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    error: Error,
    draw: impl FnOnce(&Look, &Refusal) -> Result<Sheet>,
) -> Answer {
    match error {
        Error::Refused(refusal) if !refusal.fields.is_empty() => {
            let status = respond::status(&Error::Refused(refusal.clone()));
            after(kabinet, visit, function, status, |look| draw(look, &refusal)).await
        }
        Error::Refused(_) | Error::Fault(_) => Err(error.into()),
    }
}

/// Shows the page again with any refusal that it can tell beside its content: fields to mend, a rule, a state that has
/// moved on. What concerns the page itself goes its usual way.
///
/// # Errors
/// The error itself, or why the page may not be shown.
pub async fn again_beside(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    error: Error,
    draw: impl FnOnce(&Look, &Refusal) -> Result<Sheet>,
) -> Answer {
    match error {
        Error::Refused(refusal) if matches!(refusal.kind, Kind::Invalid | Kind::Conflict) => {
            let status = respond::status(&Error::Refused(refusal.clone()));
            after(kabinet, visit, function, status, |look| draw(look, &refusal)).await
        }
        Error::Refused(_) | Error::Fault(_) => Err(error.into()),
    }
}

/// Shows what an action came to, where that must not be behind an address: a password that is seen once.
///
/// # Errors
/// Why the page may not be shown.
pub async fn show_after(kabinet: &Appliance, visit: &Visit, function: Function, draw: impl FnOnce(&Look) -> Result<Sheet>) -> Answer {
    after(kabinet, visit, function, StatusCode::OK, draw).await
}

/// Shows a page with this status: one that says why something was refused.
///
/// # Errors
/// Why the page itself may not be shown, or what failed.
pub async fn with_status(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    status: StatusCode,
    draw: impl FnOnce(&Look) -> Result<Sheet>,
) -> Answer {
    let document = kabinet.look(&visit.actor, function, |look| framed(look, kabinet, visit, draw)).await?;
    Ok(dressed(visit, status, document))
}

/// A page that is the answer to a refused action, whose line in the journal is there already.
async fn after(
    kabinet: &Appliance,
    visit: &Visit,
    function: Function,
    status: StatusCode,
    draw: impl FnOnce(&Look) -> Result<Sheet>,
) -> Answer {
    let document = kabinet.look_after(&visit.actor, function, |look| framed(look, kabinet, visit, draw)).await?;
    Ok(dressed(visit, status, document))
}

fn framed(look: &Look, kabinet: &Appliance, visit: &Visit, draw: impl FnOnce(&Look) -> Result<Sheet>) -> Result<Markup> {
    let sheet = draw(look)?;
    Ok(Shell::of(look, kabinet, visit)?.document(kabinet, visit, sheet))
}

fn dressed(visit: &Visit, status: StatusCode, document: Markup) -> HttpResponse {
    let mut response = respond::page(status, document);
    if visit.flash.is_some() {
        // What was said once is not said again.
        let _ = response.add_cookie(&respond::no_cookie(respond::FLASH));
    }
    response
}

/// A part of a page, fetched by a script: without the frame.
///
/// # Errors
/// Why it was refused, or what failed.
pub async fn fragment(kabinet: &Appliance, visit: &Visit, function: Function, draw: impl FnOnce(&Look) -> Result<Markup>) -> Answer {
    Ok(respond::page(StatusCode::OK, kabinet.look(&visit.actor, function, draw).await?))
}
