//! The signed-in, journaled list page of twenty cases, against a bare handler that answers a constant page of its size.

use crate::{Measure, acts::percent, load, town};
use actix_web::{App, HttpResponse, HttpServer, web};
use kabinet::{
    certificates::HostNames,
    ops::serve,
    server::{doorway::Addresses, site::Listen},
};
use std::{net::SocketAddr, sync::mpsc, time::Duration};

/// Connections at the same time.
const CONNECTIONS: usize = 256;
/// How long each is asked.
const TIME: Duration = Duration::from_secs(5);
/// Times that each is measured, in turn.
const ROUNDS: usize = 2;
/// Threads that answer, on either side.
const WORKERS: usize = 2;
/// An operator of the social-protection department.
const LOGIN: &str = "3-morozov";
pub const PASSWORD: &str = "tikhaya-reka-7";

/// Serves the town on plain HTTP and on HTTPS.
pub fn kabinet(folder: &std::path::Path) -> Addresses {
    let (tell, told) = mpsc::channel();
    let installation = town::open(folder);
    std::thread::spawn(move || {
        let any = "127.0.0.1:0".parse().unwrap();
        let listen = Listen { http: Some(any), ..Listen::at(any, HostNames::parse::<&str>([]).unwrap()) };
        serve::run(installation, listen, Box::new(move |running| tell.send(running.addresses).unwrap())).unwrap();
    });
    told.recv().unwrap()
}

/// Signs in; the cookie.
pub fn cookie(address: SocketAddr, login: &str) -> String {
    let body = format!("once={}&login={login}&password={PASSWORD}", uuid::Uuid::now_v7().simple());
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = load::exchange(address, &request).unwrap();
    let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap_or_else(|| panic!("{login} signs in: {answer}"));
    line.split(';').next().unwrap().to_owned()
}

/// A page as a browser asks for it.
pub fn get(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: ru\r\nCookie: {cookie}\r\n\r\n")
}

fn bare(size: usize) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let page: &'static str = "x".repeat(size).leak();
        actix_web::rt::System::new().block_on(async {
            let answer = move || async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page) };
            let server = HttpServer::new(move || App::new().route("/cases", web::get().to(answer)));
            let server = server.workers(WORKERS).bind("127.0.0.1:0").unwrap();
            tell.send(server.addrs()[0]).unwrap();
            server.run().await.unwrap();
        });
    });
    told.recv().unwrap()
}

pub fn measure() -> Vec<Measure> {
    let folder = tempfile::tempdir().unwrap();
    let address = kabinet(folder.path()).http.unwrap();
    let request = get("/cases", &cookie(address, LOGIN));
    let first = load::drive(address, &request, CONNECTIONS, Duration::from_secs(1));
    let bare = bare(first.body);
    let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        ours = ours.max(load::drive(address, &request, CONNECTIONS, TIME).rate);
        theirs = theirs.max(load::drive(bare, &get("/cases", ""), CONNECTIONS, TIME).rate);
    }
    vec![
        Measure::told("list page of 20 cases, signed in and journaled", format!("{ours:.0}/s, {} bytes", first.body)),
        Measure::told("a bare actix handler with a constant page", format!("{theirs:.0}/s")),
        Measure::new("list page against a bare handler", percent(ours / theirs), "30 % (goal 50 %)", ours / theirs >= 0.3),
    ]
}
