//! On which page the reader stands. What is asked for stands at its own address; a form that was sent stands on the page
//! that it came from, so that whatever leads back (a switch of the language, a sign-in, "back to the case") leads to a
//! page that opens: most addresses of forms are no pages.

use super::{Route, route, url};
use actix_web::{
    HttpRequest,
    http::{Method, Uri, header, uri::PathAndQuery},
    web::Data,
};
use std::iter;

/// Whether this path is a page.
fn opens(request: &HttpRequest, path: &str) -> bool {
    let known = || {
        let (routes, pattern) = (request.app_data::<Data<Vec<Route>>>()?, request.resource_map().match_pattern(path)?);
        route::function(routes, &Method::GET, &pattern)
    };
    known().is_some()
}

/// The nearest page at this path or above it; the start page where there is none.
fn nearest(path: &str, is_page: impl Fn(&str) -> bool) -> &str {
    let ups = iter::successors(Some(path), |path| path.rsplit_once('/').map(|(above, _)| above));
    url::back(ups.into_iter().find(|path| is_page(path)).unwrap_or(url::HOME))
}

/// Path and query of the page of this request.
pub fn page(request: &HttpRequest) -> String {
    let own = || request.uri().path_and_query().map_or_else(|| url::HOME.to_owned(), ToString::to_string);
    if request.method() != Method::POST || opens(request, request.path()) {
        return own();
    }
    match request.uri().query() {
        Some(query) => format!("{}?{query}", nearest(request.path(), |path| opens(request, path))),
        None => left(request),
    }
}

/// The page of a form whose address was asked for as a page: it stands in the address bar after a mistake.
pub fn of_form(request: &HttpRequest) -> Option<String> {
    let (routes, pattern) = (request.app_data::<Data<Vec<Route>>>()?, request.match_pattern()?);
    let serves = |method: Method| route::function(routes, &method, &pattern).is_some();
    let is_form = serves(Method::POST) && !serves(Method::GET);
    is_form.then(|| nearest(request.path(), |path| opens(request, path)).to_owned())
}

/// The page that the reader came from, as the browser tells; where that is no page, the nearest one above it.
pub fn left(request: &HttpRequest) -> String {
    let told = request.headers().get(header::REFERER).and_then(|told| told.to_str().ok()?.parse::<Uri>().ok());
    let told = told.as_ref().and_then(Uri::path_and_query);
    let asked = request.method().is_safe().then(|| request.path());
    let is_page = |path: &str| opens(request, path) && asked != Some(path);
    if let Some(told) = told.filter(|told| is_page(told.path())) {
        return url::back(told.as_str()).to_owned();
    }
    nearest(told.map_or(request.path(), PathAndQuery::path), is_page).to_owned()
}
