//! The ports under which browsers reach the site. One of them asks browsers for a certificate, so that nobody else ever meets
//! that question; it serves a page or two and leads everywhere else back to the main port.

use super::url;
use actix_web::HttpRequest;

const HTTPS_PORT: u16 = 443;

/// The ports, as browsers see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// The name by which others know the site.
    pub name: String,
    /// HTTPS.
    pub https: u16,
    /// The port that asks for a certificate; none where there is none.
    pub certificate: Option<u16>,
    /// The address under which the list of revoked certificates is published; none where nothing listens for plain HTTP.
    pub revoked: Option<String>,
}

/// What a connection on the certificate's port brought: the chain of certificates (DER), empty for none. The handshake has
/// shown that its key is there; nothing else of it is checked yet.
#[derive(Clone, Debug, Default)]
pub struct Shown(pub Vec<Vec<u8>>);

/// Marks a connection on the port that only leads to HTTPS.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// The name without its port: `[::1]:8443` is `[::1]`.
pub fn bare_host(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

fn address(host: &str, port: u16, path: &str) -> String {
    let host = bare_host(host);
    if port == HTTPS_PORT { format!("https://{host}{path}") } else { format!("https://{host}:{port}{path}") }
}

impl Doors {
    /// This path at the main port.
    pub fn main(&self, host: &str, path: &str) -> String {
        address(host, self.https, path)
    }

    /// This path at the certificate's port.
    pub fn certificate(&self, host: &str, path: &str) -> Option<String> {
        self.certificate.map(|port| address(host, port, path))
    }
}

/// Where a request on one of the other ports is led to; none where it is answered here.
pub fn led_away(doors: &Doors, request: &HttpRequest) -> Option<String> {
    let path = request.path();
    let here = if request.conn_data::<Shown>().is_some() {
        path == url::CERTIFICATE_DOOR || path == url::CERTIFICATE_HELP || path.starts_with("/assets/") || path == super::layout::PREFERENCES
    } else if request.conn_data::<Plain>().is_some() {
        [url::AUTHORITY, url::REVOKED].contains(&path)
    } else {
        true
    };
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    (!here).then(|| doors.main(request.connection_info().host(), asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_the_port_only_where_it_is_not_the_usual_one() {
        let doors = Doors { name: "kabinet.example".to_owned(), https: 443, certificate: Some(8444), revoked: None };
        assert_eq!(doors.main("kabinet.example:8444", "/cases"), "https://kabinet.example/cases");
        assert_eq!(doors.certificate("[::1]:8443", "/x").as_deref(), Some("https://[::1]:8444/x"));
        assert_eq!(bare_host("[::1]"), "[::1]");
        assert_eq!(bare_host("kabinet.example"), "kabinet.example");
    }
}
