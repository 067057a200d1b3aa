//! The description of the program interface (OpenAPI 3.1), made from the very handlers and answers.

use crate::{
    access::Function,
    applications::pages::api,
    search::pages as search,
    terms::error::Doing,
    web::{Answer, Route, url},
};
use actix_web::{HttpResponse, http::header::ContentType};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

/// What `packaging/CHANGELOG.md` tells of changes by.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(OpenApi)]
#[openapi(
    info(title = "Kabinet", description = "Cases of the municipal front office, for programs", version = VERSION),
    paths(api::holder, api::list, api::one, api::document, search::find_for_program),
    modifiers(&Key),
)]
struct Description;

/// How a program shows its key.
struct Key;

impl Modify for Key {
    fn modify(&self, description: &mut openapi::OpenApi) {
        let scheme = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some("A key from the page /api-keys")).build();
        let components = description.components.get_or_insert_with(Default::default);
        components.add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

/// The route of the description: it says what there is to ask for, and nothing of anybody.
pub fn routes() -> Vec<Route> {
    vec![Route::get(Function::PageView, url::API_DESCRIPTION, describe)]
}

async fn describe() -> Answer {
    let text = Description::openapi().to_json().doing("describing the interface")?;
    Ok(HttpResponse::Ok().content_type(ContentType::json()).body(text))
}
