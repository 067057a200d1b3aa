//! Around every request: only our own pages may send forms here, every answer carries the strict headers, every error
//! becomes a page in the reader's language, every request is counted and logged without personal data.

use super::{
    doors::{self, Doors},
    failure, problem,
    respond::{self, Failure, Line},
    route::{self, Route},
    standing,
    visit::Visit,
};
use crate::{
    access::Actor,
    appliance::Appliance,
    terms::{self, Kind, Refusal, message},
};
use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::{BodySize, BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use bytes::Bytes;
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
    ),
];
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// See the module.
///
/// # Errors
/// Those of actix itself.
pub async fn guard<B: MessageBody + 'static>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let began = Instant::now();
    let method = request.method().clone();
    let response = if is_foreign(&request) {
        let failure = Failure::from(Refusal::new(Kind::Denied, message("refusal-foreign-form")));
        request.into_response(actix_web::ResponseError::error_response(&failure)).map_into_right_body()
    } else if let Some(address) = request.app_data::<Data<Doors>>().and_then(|doors| doors::led_away(doors, request.request())) {
        let led = actix_web::HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, address)).finish();
        request.into_response(led).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    let mut response = bare(&method, dress(response));
    // A browser that once took this for localhost would leave every other program on its ports unreachable over HTTP.
    let secure = response.request().app_config().secure() && !response.request().connection_info().host().starts_with("localhost");
    protect(response.headers_mut(), secure);
    let path = response.request().match_pattern().unwrap_or_else(|| "(none)".to_owned());
    let status = response.status().as_u16();
    if let Some(metrics) = response.request().app_data::<Data<super::metrics::Metrics>>() {
        metrics.count(status, began.elapsed());
    }
    tracing::info!(%method, path, status, micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX), "request");
    Ok(response)
}

/// A body that says only how long it would be: the answer to HEAD, under which streams, too, end at once.
struct Unsent(BodySize);

impl MessageBody for Unsent {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

/// The answer to HEAD: what GET would be answered, without its body.
fn bare<B: MessageBody + 'static>(method: &Method, response: ServiceResponse<EitherBody<B>>) -> ServiceResponse<EitherBody<B>> {
    if *method != Method::HEAD {
        return response;
    }
    response.map_body(|_, body| EitherBody::right(BoxBody::new(Unsent(body.size()))))
}

/// A form sent from somebody else's page: told by the browser's own word, or by an origin that is not this host.
fn is_foreign(request: &ServiceRequest) -> bool {
    if request.method().is_safe() {
        return false;
    }
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    host != Some(request.connection_info().host())
}

fn protect(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, PRIVATE);
    }
}

/// Errors become pages; so do addresses that nobody serves and methods that nobody takes.
fn dress<B: MessageBody + 'static>(response: ServiceResponse<EitherBody<B>>) -> ServiceResponse<EitherBody<B>> {
    let told = response.response().extensions().get::<Failure>().cloned();
    let bare = match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => !response.headers().contains_key(header::CONTENT_TYPE),
        _ => false,
    };
    if bare
        && response.request().method().is_safe()
        && !problem::is_asked_at(response.request().path())
        && let Some(page) = standing::of_form(response.request())
    {
        let (request, _) = response.into_parts();
        return ServiceResponse::new(request, respond::see_other(page).map_into_right_body());
    }
    let failure = match told {
        Some(failure) => failure,
        None if bare => Refusal::missing().into(),
        None => return response,
    };
    let (request, old) = response.into_parts();
    let Some(kabinet) = request.app_data::<Data<Appliance>>() else { return ServiceResponse::new(request, old) };
    let of_program = problem::is_asked_at(request.path());
    let visit = if of_program { Visit::without_session(&request, kabinet) } else { Visit::of_anybody(&request, kabinet) };
    if failure.line == Line::Due {
        enter(kabinet, &visit, &request, &failure);
    }
    let mut new: actix_web::HttpResponse<BoxBody> = match old.status() {
        StatusCode::METHOD_NOT_ALLOWED if of_program => problem::only_read(&visit.words),
        _ if of_program => problem::answer(&visit.words, &failure.error),
        _ => failure::page(kabinet, &visit, &request, &failure.error),
    };
    for (name, value) in old.headers() {
        if name == header::SET_COOKIE {
            new.headers_mut().append(name.clone(), value.clone());
        }
    }
    ServiceResponse::new(request, new.map_into_right_body())
}

/// The line in the journal of a request that was refused before its Act or Look; none for an address that nobody serves.
fn enter(kabinet: &Appliance, visit: &Visit, request: &HttpRequest, failure: &Failure) {
    let routes = request.app_data::<Data<Vec<Route>>>();
    let function = routes.and_then(|routes| route::function(routes, request.method(), &request.match_pattern()?));
    if let (Some(function), terms::Error::Refused(refusal)) = (function, &*failure.error) {
        let caller = request.extensions().get::<Actor>().cloned();
        kabinet.refused(caller.as_ref().unwrap_or(&visit.actor), function, refusal);
    }
}
