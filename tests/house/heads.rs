//! HEAD, as monitors and checkers of links ask: every address answers as it answers GET, without the body.

use crate::{
    access_matrix::address,
    page::Browser,
    town::{SOCIAL, Town, line},
};
use kabinet::{
    server::site,
    web::{Route, route::Method},
};
use reqwest::{Response, header};
use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
};

async fn ask(browser: &Browser, method: reqwest::Method, path: &str) -> Response {
    let request = browser.client.request(method, format!("{}{path}", browser.base)).header(header::ACCEPT_LANGUAGE, "ru");
    request.send().await.unwrap()
}

/// What an answer says before its body; a message that was shown once is a cookie of the first answer alone.
fn told(answer: &Response) -> (u16, String, BTreeSet<String>) {
    let headers = answer.headers();
    let names = headers.keys().map(ToString::to_string).filter(|name| name != "set-cookie").collect();
    let text = |name| headers.get(name).map_or("", |value: &header::HeaderValue| value.to_str().unwrap()).to_owned();
    (answer.status().as_u16(), [text(header::LOCATION), text(header::CONTENT_TYPE), text(header::CACHE_CONTROL)].join(" "), names)
}

#[tokio::test]
async fn every_address_answers_head_as_get_and_without_a_body() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let submitted = belova.apply_for_heating().await.trim_start_matches("/applications/").to_owned();
    let draft = belova.start("child-allowance").await;
    let draft = draft.trim_start_matches("/applications/").split('/').next().unwrap().to_owned();
    let browsers = [town.browser(), belova, town.signed_in("3-morozov").await, town.signed_in("3-orlova").await];
    let pages: Vec<Route> = site::routes().into_iter().filter(|route| route.method == Method::Get).collect();
    for (place, browser) in browsers.iter().enumerate() {
        for route in &pages {
            let path = address(route, &submitted, &draft);
            // A stream does not end: of GET, only what comes before the body is read.
            let got = told(&ask(browser, reqwest::Method::GET, &path).await);
            let headed = ask(browser, reqwest::Method::HEAD, &path).await;
            assert_eq!(told(&headed), got, "browser {place}: {path}");
            assert!(headed.bytes().await.unwrap().is_empty(), "browser {place}: {path}");
        }
    }
    town.settled().await;
    let from = town.journal_size(SOCIAL);
    ask(&browsers[2], reqwest::Method::HEAD, "/cases").await;
    ask(&browsers[2], reqwest::Method::HEAD, "/journal").await;
    town.settled().await;
    let entries = town.journal(SOCIAL);
    let lines: Vec<_> = entries[from..].iter().map(|entry| format!("{}: {}", entry.request, line(entry))).collect();
    assert_eq!(
        lines,
        [
            "HEAD /cases: 3-morozov applications.case.list Success",
            "HEAD /journal: 3-morozov journal.entry.list Refused [refusal-no-function]"
        ]
    );
}

/// The whole answer, as it comes over the wire until the other end closes.
fn raw(town: &Town, method: &str, path: &str) -> String {
    let mut socket = TcpStream::connect(town.http).unwrap();
    write!(socket, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_monitor_asks_by_head_over_plain_http() {
    let town = Town::open();
    for path in ["/", "/services", "/healthz", "/readyz", "/metrics"] {
        let (got, headed) = (raw(&town, "GET", path), raw(&town, "HEAD", path));
        let (status, rest) = headed.split_once("\r\n").unwrap();
        assert_eq!(Some(status), got.lines().next(), "{path}");
        assert!(status.starts_with("HTTP/1.1 200") || status.starts_with("HTTP/1.1 303"), "{path}: {status}");
        assert_eq!(rest.split_once("\r\n\r\n").unwrap().1, "", "{path}");
    }
    assert!(raw(&town, "HEAD", "/healthz").contains("content-length: 3\r\n"));
    assert!(raw(&town, "HEAD", "/nowhere").starts_with("HTTP/1.1 404"));
}
