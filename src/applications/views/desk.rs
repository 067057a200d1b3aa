//! How the employees' side looks: the queue and the card of a case.

mod applicant;
pub mod card;
mod decision;
mod documents;
pub mod queue;
mod side;
mod talk;
mod way;

pub use documents::{anchor, note_field};

use crate::{
    applications::State,
    terms::{FieldError, Refusal, Sight, Words, calendar::Calendar, message},
    web::{
        Posted,
        parts::{self, Tone, tag},
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// The colour of a state.
pub const fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Submitted | State::Registered | State::Closed | State::Withdrawn => Tone::Neutral,
        State::InReview | State::DocumentCheck | State::Decision => Tone::Work,
        State::WaitingForApplicant | State::Appealed => Tone::Warn,
        State::InDelivery => Tone::Good,
        State::Refused => Tone::Bad,
    }
}

/// A state in its colour.
pub fn state_tag(words: &Words, state: State) -> Markup {
    tag(tone(state), &words.say(&state.label()))
}

/// By when a case must leave its state, said from today.
pub fn due_words(words: &Words, calendar: &Calendar, today: Date, state: State, due: Option<Date>) -> Markup {
    let Some(due) = due else { return html! {} };
    let day = if due.year() == today.year() { words.day_and_month(due) } else { words.date(due) };
    let said = |id: &'static str, days: i32| words.say(&message(id).with("date", day.as_str()).with("days", i64::from(days)));
    match state {
        State::Refused => return html! { (said("desk-due-appeal", 0)) },
        State::WaitingForApplicant if due >= today => return html! { (said("desk-due-answer", 0)) },
        State::Draft
        | State::Submitted
        | State::Registered
        | State::InReview
        | State::WaitingForApplicant
        | State::DocumentCheck
        | State::Decision
        | State::InDelivery
        | State::Appealed
        | State::Closed
        | State::Withdrawn => {}
    }
    if due < today {
        return html! { span.late { (said("desk-due-late", calendar.between(due, today))) } };
    }
    if due == today {
        html! { b { (words.text("desk-due-today")) } }
    } else {
        html! { (said("desk-due-left", calendar.between(today, due))) }
    }
}

/// Whether a case is past its due date.
pub fn is_late(state: State, due: Option<Date>, today: Date) -> bool {
    state.is_open() && due.is_some_and(|due| due < today)
}

/// A text that was already seen through the reader's sight: stars become a word for the ear.
pub fn shown(words: &Words, sight: Sight, text: &str) -> Markup {
    match sight {
        Sight::Plain => html! { (text) },
        Sight::Masked => parts::masked(words, text),
    }
}

/// A text of several lines, already seen through the reader's sight.
pub fn lines(words: &Words, sight: Sight, text: &str) -> Markup {
    match sight {
        Sight::Plain => html! { p { @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (line) } } },
        Sight::Masked => html! { p { (parts::masked(words, text)) } },
    }
}

/// What was typed into a form that came back, and what is wrong with it.
#[derive(Clone, Copy, Default)]
pub struct Typed<'t> {
    /// The form.
    pub form: Option<&'t Posted>,
    /// What is wrong.
    pub refusal: Option<&'t Refusal>,
}

impl<'t> Typed<'t> {
    /// What was typed into this field.
    pub fn get(&self, name: &str) -> &'t str {
        self.form.map_or("", |form| form.get(name))
    }

    /// The fields to mend.
    pub fn errors(&self) -> &'t [FieldError] {
        self.refusal.map_or(&[], |refusal| &refusal.fields)
    }
}
