//! What programs of others fetch: the authority's certificate and the list of revoked ones. Over plain HTTP too: both are signed.

use crate::{
    access::Function,
    appliance::Appliance,
    web::{Answer, Route, url},
};
use actix_web::{HttpResponse, http::header, web::Data};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Function::PageView, url::AUTHORITY, authority), Route::get(Function::PageView, url::REVOKED, revoked)]
}

async fn authority(kabinet: Data<Appliance>) -> Answer {
    Ok(HttpResponse::Ok().content_type("application/x-x509-ca-cert").body(kabinet.authorities().root.clone()))
}

/// The list (RFC 5280 §5), in DER as its media type says (RFC 2585 §4).
async fn revoked(kabinet: Data<Appliance>) -> Answer {
    let mut response = HttpResponse::Ok();
    response.content_type("application/pkix-crl").insert_header((header::CACHE_CONTROL, "public, max-age=300"));
    Ok(response.body(kabinet.revoked()?))
}
