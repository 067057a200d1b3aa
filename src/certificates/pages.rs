//! The pages of certificates: of the holder of a link, of the registry, of the certificate's port, and what is published.

mod factor;
mod help;
mod own;
mod paper;
mod published;
mod registry;
mod review;
mod scan;

use super::invitation::Token;
use crate::{
    terms::{Kind, Refusal, message},
    web::Route,
};

/// The routes of this room.
pub fn routes() -> Vec<Route> {
    [own::routes(), factor::routes(), registry::routes(), review::routes(), published::routes(), help::routes()]
        .into_iter()
        .flatten()
        .collect()
}

/// The token of a link, as an address or a form brings it.
fn token(text: &str) -> Result<Token, Refusal> {
    Token::parse(text).ok_or_else(|| Refusal::new(Kind::Missing, message("certificate-link-unknown")))
}
