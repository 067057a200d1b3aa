//! What it costs to run: memory of the idle demo, size of the program, time of a clean build.

use crate::{Measure, load};
use std::{
    fs,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Memory of the idle demo, in bytes, at the most.
const MEMORY: u64 = 150 * 1024 * 1024;
/// How long it is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(5);

/// What the system says of this process, in bytes.
fn status(process: u32, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("");
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().unwrap_or(0) * 1024
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1024.0 / 1024.0)
}

/// The program beside this one, where it was built.
fn program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let beside = own.parent()?.join("kabinet");
    let apart = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/release/kabinet"));
    [beside, apart].into_iter().find(|path| path.is_file())
}

fn memory() -> Vec<Measure> {
    let folder = tempfile::tempdir().unwrap();
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (http, https) = (free(), free());
    let program = program().unwrap_or_else(|| std::env::current_exe().unwrap());
    let began = Instant::now();
    let mut command = Command::new(program);
    command.arg("demo").arg("--data").arg(folder.path()).args(["--http", &http, "--https", &https]);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let address = http.parse().unwrap();
    while load::exchange(address, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "the demo did not start");
        std::thread::sleep(Duration::from_millis(10));
    }
    let ready = began.elapsed();
    std::thread::sleep(IDLE);
    let (now, peak) = (status(child.id(), "VmRSS:"), status(child.id(), "VmHWM:"));
    child.kill().unwrap();
    child.wait().unwrap();
    vec![
        Measure::new(
            "the demo makes its town and serves",
            format!("{:.1} s", ready.as_secs_f64()),
            "10 s",
            ready <= Duration::from_secs(10),
        ),
        Measure::new("idle memory of the demo", format!("{}, at its peak {}", megabytes(now), megabytes(peak)), "≤ 150 MB", now <= MEMORY),
    ]
}

pub fn measure() -> Vec<Measure> {
    let mut measures = memory();
    let size = program().and_then(|path| fs::metadata(path).ok()).map(|found| megabytes(found.len()));
    measures.push(Measure::told("size of the stripped binary", size.unwrap_or_else(|| "run: cargo build --release".to_owned())));
    measures.push(Measure::told("a clean build on 2 cores (must be ≤ 6 min)", "run: cargo clean && time cargo build --release"));
    measures
}
