//! Figures for Prometheus: requests and their time, Acts that wait.

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use std::time::Duration;

/// Upper bounds of the classes of request times, in seconds.
const CLASSES: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];

/// A class of answers: 2xx, 4xx.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Class {
    status: String,
}

/// The figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Class, Counter>,
    seconds: Histogram,
    waiting: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("kabinet");
        let (requests, seconds, waiting) = (Family::default(), Histogram::new(CLASSES), Gauge::default());
        registry.register("requests", "Requests answered, by class of status", requests.clone());
        registry.register("request_seconds", "Time to answer a request", seconds.clone());
        registry.register("acts_waiting", "Acts that wait for the writer", waiting.clone());
        Self { registry, requests, seconds, waiting }
    }
}

impl Metrics {
    /// Counts one answer.
    pub fn count(&self, status: u16, took: Duration) {
        self.requests.get_or_create(&Class { status: format!("{}xx", status / 100) }).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// The text that Prometheus reads.
    pub fn text(&self, waiting: usize) -> String {
        self.waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        let mut text = String::new();
        // Writing into a String does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
