//! Measures Kabinet: one command prints every figure that it must reach, as ratios within one run.
//!
//! `cargo run --release --manifest-path tests/bench/Cargo.toml [-- NAME…]`

mod acts;
mod deciding;
mod finding;
mod load;
mod pages;
mod rights;
mod running;
mod signing;
mod town;

use std::process::ExitCode;

/// The allocator of the program (`src/main.rs`).
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One figure.
pub struct Measure {
    /// What is measured.
    pub what: String,
    /// What came out.
    pub figure: String,
    /// What it must reach.
    pub goal: &'static str,
    /// Whether it does; none where nothing is asked.
    pub reached: Option<bool>,
}

impl Measure {
    /// A figure with its goal.
    pub fn new(what: impl Into<String>, figure: impl Into<String>, goal: &'static str, reached: bool) -> Self {
        Self { what: what.into(), figure: figure.into(), goal, reached: Some(reached) }
    }

    /// A figure that is only printed.
    pub fn told(what: impl Into<String>, figure: impl Into<String>) -> Self {
        Self { what: what.into(), figure: figure.into(), goal: "", reached: None }
    }

    fn print(&self) {
        let verdict = match self.reached {
            Some(true) => "ok",
            Some(false) => "NOT REACHED",
            None => "",
        };
        println!("{:<64} {:<44} {:<28} {verdict}", self.what, self.figure, self.goal);
    }
}

type Part = (&'static str, fn() -> Vec<Measure>);

const PARTS: [Part; 7] = [
    ("acts", acts::measure),
    ("pages", pages::measure),
    ("deciding", deciding::measure),
    ("rights", rights::measure),
    ("finding", finding::measure),
    ("signing", signing::measure),
    ("running", running::measure),
];

fn main() -> ExitCode {
    let named: Vec<String> = std::env::args().skip(1).collect();
    // Started again by itself, this program is Kabinet: its start and its memory are those of a process of its own.
    if named.first().is_some_and(|first| matches!(first.as_str(), "demo" | "serve")) {
        return kabinet::ops::command::main();
    }
    let mut missed = 0;
    for (name, measure) in PARTS {
        if named.is_empty() || named.iter().any(|wanted| wanted == name) {
            let began = std::time::Instant::now();
            let measures = measure();
            measures.iter().for_each(Measure::print);
            missed += measures.iter().filter(|measure| measure.reached == Some(false)).count();
            eprintln!("({name}: {:.0} s)", began.elapsed().as_secs_f64());
        }
    }
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
