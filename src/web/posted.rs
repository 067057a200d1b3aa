//! What a form sent: its fields, and its once-token with the digest of everything else.

use super::{
    confirm::Sent,
    respond::Failure,
    return_way::Written,
    route::{self, Route},
};
use crate::terms::{Digest, Kind, Once, Refusal, message};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    web::{BytesMut, Data},
};
use futures_util::StreamExt;
use std::{future::Future, pin::Pin, time::Duration};

/// Bytes of a form without files.
pub const MOST_BYTES: usize = 128 * 1024;
/// Fields of a form.
const MOST_FIELDS: usize = 500;
/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// A form that was sent.
#[derive(Debug)]
pub struct Posted {
    /// Its once-token.
    pub once: Option<Once>,
    /// Its fields, in the order of the form.
    pub fields: Vec<(String, String)>,
}

fn malformed(id: &'static str) -> Failure {
    Refusal::new(Kind::Malformed, message(id)).into()
}

/// What was sent is no text in a known encoding.
pub const fn unreadable() -> Refusal {
    Refusal::new(Kind::Malformed, message("refusal-form-encoding"))
}

impl Posted {
    /// The value of this field; empty where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The value of this field, to be moved into an Act.
    pub fn text(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// The once-token, which every form that changes something must bring.
    ///
    /// # Errors
    /// There is none.
    pub fn once(&self) -> Result<Option<Once>, Failure> {
        self.once.map(Some).ok_or_else(|| malformed("refusal-no-once"))
    }

    fn parse(path: &str, body: &[u8]) -> Result<Self, Failure> {
        let text = std::str::from_utf8(body).map_err(|_| unreadable())?;
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_str(text).map_err(|_| unreadable())?;
        if fields.len() > MOST_FIELDS {
            return Err(malformed("refusal-form-fields"));
        }
        let token = fields.iter().find(|(name, _)| name == "once").map(|(_, value)| value.parse());
        let token = token.transpose().map_err(|_| malformed("refusal-no-once"))?;
        fields.retain(|(name, _)| name != "once");
        let content = content(path, &fields);
        Ok(Self { once: token.map(|token| Once { token, content }), fields })
    }
}

/// The digest of all that was sent under a token, with its address.
pub fn content(path: &str, fields: &[(String, String)]) -> Digest {
    let mut all = path.as_bytes().to_vec();
    for (name, value) in fields {
        for part in [name, value] {
            all.extend_from_slice(&(part.len() as u64).to_be_bytes());
            all.extend_from_slice(part.as_bytes());
        }
    }
    Digest::of(&all)
}

async fn receive(path: String, mut payload: Payload) -> Result<Posted, Failure> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| malformed("refusal-form-broken"))?;
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(Refusal::new(Kind::TooLarge, message("refusal-form-large")).into());
        }
        body.extend_from_slice(&chunk);
    }
    Posted::parse(&path, &body)
}

/// Whether the form asks for something that wants a fresh password: what was typed must not be lost over that.
fn is_dangerous(request: &HttpRequest) -> bool {
    let routes = request.app_data::<Data<Vec<Route>>>();
    let function = routes.and_then(|routes| route::function(routes, request.method(), &request.match_pattern()?));
    function.is_some_and(|function| function.is_dangerous())
}

impl FromRequest for Posted {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let received = receive(request.path().to_owned(), payload.take());
        let request = request.clone();
        Box::pin(async move {
            let in_time = tokio::time::timeout(PATIENCE, received).await;
            let posted = in_time.unwrap_or_else(|_| Err(malformed("refusal-form-slow")))?;
            request.extensions_mut().insert(Written::of(&posted.fields));
            if is_dangerous(&request) {
                request.extensions_mut().insert(Sent::of(&request, &posted));
            }
            Ok(posted)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_covers_every_field_and_the_address() {
        let of = |path: &str, body: &[u8]| Posted::parse(path, body).unwrap().once.unwrap().content;
        let token = "once=0199e4a2d7f07c0a8a3e0123456789ab";
        let first = of("/a", format!("{token}&x=1&y=2").as_bytes());
        assert_eq!(first, of("/a", format!("x=1&{token}&y=2").as_bytes()));
        assert_ne!(first, of("/b", format!("{token}&x=1&y=2").as_bytes()));
        assert_ne!(first, of("/a", format!("{token}&x=1&y=3").as_bytes()));
        assert_ne!(first, of("/a", format!("{token}&x=1y=2").as_bytes()));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(Posted::parse("/a", b"x=\xff").is_err());
        assert!(Posted::parse("/a", b"once=zzz").is_err());
    }
}
