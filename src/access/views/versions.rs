//! Last change wins: what somebody else has saved while a form stood open, beside what is in the form.

use crate::{
    terms::{Words, message},
    web::parts::{Column, Fit, Row, Table, Tone, Weight, actions, link_button, note, table},
};
use maud::{Markup, html};

/// One field in which the two differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As it is called on the screen.
    pub field: String,
    /// What is stored.
    pub theirs: String,
    /// What is in the form.
    pub mine: String,
}

/// What was done last to what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Who did it.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// Each field as it was and as it is; of a list what left it and what came.
    pub fields: Vec<Step>,
}

/// What became of one field, or of one value of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field; of a list with what became of the value.
    pub name: String,
    /// The value as it is; of a list the one that left or came.
    pub value: String,
    /// As it was; none in a list.
    pub before: Option<String>,
}

/// Both versions, and the ways to go on. The form below saves mine.
pub struct Versions<'v> {
    /// Where they differ.
    pub lines: &'v [Line],
    /// What somebody else has done.
    pub last: Option<&'v Last>,
    /// The form anew, with what is stored.
    pub theirs: &'v str,
    /// Whether mine is one change that is put onto what is stored, so that theirs stays.
    pub is_added: bool,
    /// Who changed what; for who may read it.
    pub history: Option<&'v str>,
}

impl Versions<'_> {
    /// The note with its table.
    pub fn show(&self, words: &Words) -> Markup {
        let columns = ["versions-field", "versions-theirs", "versions-mine"].map(|id| Column::new(words.text(id), Fit::Flow));
        let row = |line: &Line| Row::new(vec![html! { (line.field) }, html! { (line.theirs) }, html! { (line.mine) }]);
        let rows: Vec<_> = self.lines.iter().map(row).collect();
        let said = match (rows.is_empty(), self.is_added) {
            (true, _) => "record-changed-same",
            (false, true) => "record-changed-kept",
            (false, false) => "record-changed-both",
        };
        html! {
            (note(Tone::Warn, &words.text("record-changed"), html! {
                @if let Some(last) = self.last {
                    p { (words.say(&message("versions-last").with("by", last.by.clone()).with("at", last.at.clone()))) }
                    ul { @for step in &last.fields { li { (step.name) ": " @if let Some(before) = &step.before { (shown(before)) " → " } (shown(&step.value)) } } }
                }
                p { (words.text(said)) }
                (actions(html! {
                    (link_button(Weight::Plain, &words.text("versions-take-theirs"), self.theirs))
                    @if let Some(history) = self.history { a href=(history) { (words.text("record-changed-history")) } }
                }))
            }))
            @if !rows.is_empty() { (table(words, &Table { caption: &words.text("versions-title"), columns: &columns, rows: &rows, tick: None })) }
        }
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "—" } else { value }
}
