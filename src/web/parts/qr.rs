//! A picture for the camera of a telephone (QR code, ISO/IEC 18004).

use maud::{Markup, html};
use qrcode::{Color, QrCode};
use std::fmt::Write;

/// Modules of quiet zone on each side that the standard demands.
const QUIET: usize = 4;

/// The picture of this text. `label` is what is heard instead; nothing is drawn of a text that no picture holds.
pub fn qr(label: &str, text: &str) -> Markup {
    let Ok(code) = QrCode::new(text) else { return html! {} };
    let (width, mut path) = (code.width(), String::new());
    for (place, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        // Writing to a string does not fail.
        let _ = write!(path, "M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET);
    }
    let side = width + 2 * QUIET;
    html! {
        svg.qr role="img" aria-label=(label) viewBox=(format!("0 0 {side} {side}")) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
