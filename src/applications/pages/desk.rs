//! The employees' pages: the queue, the card of a case and what is done to it, its documents and papers.

pub(super) mod case;
mod counts;
pub(super) mod papers;
mod queue;
mod work;

pub(super) use counts::filter;

use crate::{
    access::Function as F,
    web::{Route, Visit, url},
};
use std::sync::Arc;

/// The routes of the desk.
pub fn routes() -> Vec<Route> {
    let counts = Arc::new(counts::Counts::default());
    let (for_list, for_rows) = (counts.clone(), counts);
    vec![
        Route::get(F::CaseList, url::CASES, move |kabinet, visit| queue::list(for_list.clone(), kabinet, visit)),
        Route::get(F::CaseList, "/cases/rows", move |kabinet, visit| queue::rows(for_rows.clone(), kabinet, visit)),
        Route::get(F::CaseList, "/cases/stream", queue::follow),
        Route::get(F::CaseView, "/cases/{id}", case::one),
        Route::get(F::DataDisclose, "/cases/{id}/disclose/{field}", case::disclose),
        Route::get(F::CaseView, "/cases/{id}/part", case::part),
        Route::get(F::CaseView, "/cases/{id}/stream", case::follow),
        Route::post(F::CaseRegister, "/cases/{id}/register", work::register),
        Route::post(F::CaseTake, "/cases/{id}/take", work::take),
        Route::post(F::CaseReturn, "/cases/{id}/return", work::give_back),
        Route::post(F::CaseAssign, "/cases/{id}/assign", work::assign),
        Route::post(F::CaseAsk, "/cases/{id}/ask", work::ask),
        Route::post(F::CaseSend, "/cases/{id}/send", work::send),
        Route::post(F::CaseCheck, "/cases/{id}/documents/{number}/check", work::check),
        Route::post(F::CaseCheck, "/cases/{id}/finish", work::finish),
        Route::post(F::CaseDecide, "/cases/{id}/decide", work::decide),
        Route::post(F::CaseDecide, "/cases/{id}/confirm", work::confirm),
        Route::post(F::CaseDecide, "/cases/{id}/rework", work::rework),
        Route::post(F::CaseDeliver, "/cases/{id}/deliver", work::deliver),
        Route::post(F::CaseAppeal, "/cases/{id}/appeal", work::appeal),
        Route::get(F::CaseDocument, "/cases/{id}/documents/{number}", papers::document),
        Route::get(F::CaseDocument, "/cases/{id}/application.pdf", papers::application),
        Route::get(F::CaseDocument, "/cases/{id}/decision.pdf", papers::decision),
    ]
}

/// The names and values behind the "?" of this page's address.
fn asked(visit: &Visit) -> Vec<(String, String)> {
    let query = visit.address.split_once('?').map_or("", |(_, query)| query);
    serde_urlencoded::from_str(query).unwrap_or_default()
}
