//! The help on certificates. Each step has a drawn picture of what the reader sees: the windows of browsers change, the order of
//! what is pressed hardly does.

use crate::{
    terms::Words,
    web::{
        parts::{Column, Entry, Fit, Row, Table, Weight, actions, link_button, subtabs, table},
        url,
    },
};
use maud::{Markup, html};

/// Programs and systems, by the beginning of the ids of their wording, with the number of their steps.
const PLACES: [(&str, usize); 9] = [
    ("chrome", 3),
    ("yandex", 3),
    ("edge", 3),
    ("firefox", 3),
    ("opera", 3),
    ("explorer", 3),
    ("windows", 3),
    ("macos", 3),
    ("android", 3),
];
/// Errors, by the ends of the ids of their wording.
const ERRORS: [&str; 7] = ["password", "none", "several", "untrusted", "handshake", "expired", "revoked"];
/// Between two parts of the wording of a picture; the part that is pressed begins with [`PRESSED`].
const BETWEEN: &str = " | ";
const PRESSED: &str = "> ";
/// In units of the picture.
const WIDTH: usize = 340;
const ROW: usize = 34;
const BAR: usize = 26;
const EDGE: usize = 12;

/// The whole page.
pub fn help(words: &Words, fingerprint: &str) -> Markup {
    let entries: Vec<_> = PLACES.iter().map(|(place, _)| Entry::new(title(words, place), format!("#{place}"))).collect();
    html! {
        div.stack-5.narrow {
            h1 { (words.text("certificate-help")) }
            p { (words.text("certificate-help-intro")) }
            (subtabs(&words.text("certificate-help-places"), &entries))
            section.stack id="authority" {
                h2 { (words.text("certificate-help-authority")) }
                p { (words.text("certificate-help-authority-text")) }
                p.small { (words.text("certificate-fingerprint")) ": " @for pair in fingerprint.split_inclusive(':') { (pair) wbr; } }
                (actions(link_button(Weight::Plain, &words.text("certificate-help-authority-get"), url::AUTHORITY)))
            }
            @for (place, steps) in PLACES {
                section.stack id=(place) {
                    h2 { (title(words, place)) }
                    ol.stack { @for step in 1..=steps { (step_of(words, place, step)) } }
                }
            }
            section.stack id="errors-meaning" { h2 { (words.text("certificate-help-errors")) } (errors(words)) }
        }
    }
}

fn title(words: &Words, place: &str) -> String {
    words.text(&format!("certificate-help-{place}")).into_owned()
}

fn step_of(words: &Words, place: &str, step: usize) -> Markup {
    let text = format!("certificate-help-{place}-{step}");
    let drawn = format!("{text}-drawn");
    html! { li.stack-2 { p { (words.text(&text)) } (picture(&words.text(&drawn))) } }
}

/// A window with its lines, the one that is pressed marked. Not for the ear: the step says the same in words.
fn picture(drawn: &str) -> Markup {
    let mut parts = drawn.split(BETWEEN);
    let title = parts.next().unwrap_or("");
    let lines: Vec<&str> = parts.collect();
    let height = BAR + lines.len() * ROW + EDGE;
    html! {
        svg.drawn aria-hidden="true" focusable="false" viewBox=(format!("0 0 {WIDTH} {height}")) {
            rect.window x="1" y="1" width=(WIDTH - 2) height=(height - 2) rx="6" {}
            line x1="1" y1=(BAR) x2=(WIDTH - 1) y2=(BAR) {}
            text x=(EDGE) y=(BAR - 8) { (title) }
            @for place in 0..3 { circle cx=(WIDTH - EDGE - place * 14) cy=(BAR / 2) r="4" {} }
            @for (place, line) in lines.iter().enumerate() {
                @let top = BAR + place * ROW + EDGE / 2;
                @match line.strip_prefix(PRESSED) {
                    Some(line) => {
                        rect.pressed x=(EDGE) y=(top) width=(WIDTH - 2 * EDGE) height=(ROW - 6) rx="4" {}
                        text.pressed x=(2 * EDGE) y=(top + ROW / 2 + 2) { (line) }
                    },
                    None => text x=(2 * EDGE) y=(top + ROW / 2 + 2) { (line) },
                }
            }
        }
    }
}

fn errors(words: &Words) -> Markup {
    let columns =
        [Column::new(words.text("certificate-help-error"), Fit::Key), Column::new(words.text("certificate-help-meaning"), Fit::Flow)];
    let text = |id: String| html! { (words.text(&id)) };
    let rows: Vec<_> = ERRORS
        .iter()
        .map(|error| {
            Row::new(vec![text(format!("certificate-help-error-{error}")), text(format!("certificate-help-error-{error}-meaning"))])
        })
        .collect();
    table(words, &Table { caption: &words.text("certificate-help-errors"), columns: &columns, rows: &rows, tick: None })
}

/// Ids that are put together here, for the test of the wording.
pub fn ids() -> Vec<String> {
    let steps = |(place, steps): &(&str, usize)| {
        let place = (*place).to_owned();
        let each = (1..=*steps)
            .flat_map(move |step| [format!("certificate-help-{place}-{step}"), format!("certificate-help-{place}-{step}-drawn")]);
        each.collect::<Vec<_>>()
    };
    let places = PLACES.iter().map(|(place, _)| format!("certificate-help-{place}")).chain(PLACES.iter().flat_map(steps));
    let errors =
        ERRORS.iter().flat_map(|error| [format!("certificate-help-error-{error}"), format!("certificate-help-error-{error}-meaning")]);
    places.chain(errors).collect()
}
