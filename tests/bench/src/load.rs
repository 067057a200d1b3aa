//! A generator of load: connections that are kept, each asks again as soon as it is answered. The same for all.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What came of it.
#[derive(Clone, Copy)]
pub struct Load {
    /// Answers a second.
    pub rate: f64,
    /// Bytes of the body of an answer.
    pub body: usize,
}

/// The head of an answer: where its body begins, and how long it is.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..end]).unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    let length = text.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    Some((end, length.expect("the answer tells its length")))
}

async fn ask(connection: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> usize {
    connection.write_all(request).await.unwrap();
    buffer.clear();
    let mut known = None;
    loop {
        let read = connection.read_buf(buffer).await.unwrap();
        assert!(read > 0, "the connection is kept");
        known = known.or_else(|| head(buffer));
        if let Some((begin, length)) = known
            && buffer.len() >= begin + length
        {
            return length;
        }
    }
}

async fn one(address: SocketAddr, request: String, until: Instant) -> (usize, usize) {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.set_nodelay(true).unwrap();
    let (mut buffer, mut count, mut body) = (Vec::with_capacity(256 * 1024), 0, 0);
    while Instant::now() < until {
        body = ask(&mut connection, request.as_bytes(), &mut buffer).await;
        count += 1;
    }
    (count, body)
}

/// So many connections for so long, from one thread.
pub fn drive(address: SocketAddr, request: &str, connections: usize, time: Duration) -> Load {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (began, until) = (Instant::now(), Instant::now() + time);
        let all: Vec<_> = (0..connections).map(|_| tokio::spawn(one(address, request.to_owned(), until))).collect();
        let (mut answers, mut body) = (0, 0);
        for connection in all {
            let (count, length) = connection.await.unwrap();
            answers += count;
            body = body.max(length);
        }
        Load { rate: f64::from(u32::try_from(answers).unwrap()) / began.elapsed().as_secs_f64(), body }
    })
}

/// One request, its whole answer.
pub fn exchange(address: SocketAddr, request: &str) -> std::io::Result<String> {
    use std::io::{Read, Write};
    let mut connection = std::net::TcpStream::connect(address)?;
    connection.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
