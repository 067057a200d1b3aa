//! The pages that belong to no room: files of the look, preferences, help, health.

use super::{
    Answer, Posted, Route, Sheet, Visit, assets,
    layout::{Eyesight, Keys, PREFERENCES, Theme},
    metrics::Metrics,
    respond::{host_cookie, see_other},
    show, url, views, visit,
};
use crate::{
    access::Function,
    appliance::Appliance,
    terms::{Language, Refusal},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};

/// The routes of the kit.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::PageView, "/assets/{name}", asset),
        Route::get(Function::PageView, url::HELP, help),
        Route::post(Function::PageView, PREFERENCES, prefer),
        Route::get(Function::PageView, "/healthz", alive),
        Route::get(Function::PageView, "/readyz", ready),
        Route::get(Function::PageView, "/metrics", figures),
    ]
}

async fn asset(name: Path<String>) -> Answer {
    let asset = assets::serve(&name).ok_or_else(Refusal::missing)?;
    let mut response = HttpResponse::Ok();
    response.content_type(asset.content_type).insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    Ok(response.body(bytes::Bytes::copy_from_slice(&asset.bytes)))
}

async fn help(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PageView, |_| Ok(Sheet::new(visit.words.text("help-title"), views::help(&visit.words)))).await
}

/// Language, theme, sight and keys of this browser: kept in its cookie only.
async fn prefer(visit: Visit, form: Posted) -> Answer {
    let language = Language::parse(form.get("language")).unwrap_or(visit.words.language);
    let theme = Theme::parse(form.get("theme")).unwrap_or(visit.look.theme);
    let sight = Eyesight::parse(form.get("sight")).unwrap_or(visit.look.sight);
    let keys = Keys::parse(form.get("keys")).unwrap_or(visit.look.keys);
    let value = [language.tag(), theme.code(), sight.code(), keys.code()].join(".");
    let mut cookie = host_cookie(visit::PREFERENCES, value);
    cookie.set_max_age(actix_web::cookie::time::Duration::days(365));
    let mut response = see_other(url::back(form.get("back")));
    // A cookie that cannot be set leaves the page as it was.
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

/// The process answers.
async fn alive() -> Answer {
    Ok(HttpResponse::Ok().content_type("text/plain").body("ok\n"))
}

/// The store takes writes.
async fn ready(kabinet: Data<Appliance>) -> Answer {
    Ok(if kabinet.is_well() {
        HttpResponse::Ok().content_type("text/plain").body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable().content_type("text/plain").body("the store does not take writes\n")
    })
}

/// For Prometheus on the same machine; anybody else is told that there is nothing.
async fn figures(request: HttpRequest, kabinet: Data<Appliance>, metrics: Data<Metrics>) -> Answer {
    if !request.peer_addr().is_some_and(|peer| peer.ip().is_loopback()) {
        return Err(Refusal::missing().into());
    }
    let text = metrics.text(kabinet.waiting());
    Ok(HttpResponse::Ok().content_type("application/openmetrics-text; version=1.0.0; charset=utf-8").body(text))
}
