//! The question on a user's card: may they, and why?

use super::{Card, choices};
use crate::{
    access::{
        Explanation, Function,
        views::{preview, why},
    },
    terms::{FieldError, Message},
    web::parts::{Choice, Control, Field, Need, Weight, Width, actions, button, error_summary},
};
use maud::{Markup, html};

/// What was asked about the user, and the answer.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// May they do this …
    pub function: Option<Function>,
    /// … to this …
    pub object: String,
    /// … while they work in this scope?
    pub seat: String,
    /// The answer with its reasons.
    pub answer: Option<Answered>,
    /// What could not be found.
    pub wrong: Vec<FieldError>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What the object is called; empty where none was named.
    pub object: String,
    /// Yes or no.
    pub why: Explanation,
    /// In words.
    pub reasons: Vec<Message>,
}

impl Card<'_> {
    /// May they, and why?
    pub(super) fn ask(&self) -> Markup {
        let (words, why) = (self.words, self.why);
        let [function, object, seat] = ["why-function", "why-object", "why-seat"].map(|id| words.text(id).into_owned());
        let named: Vec<_> = Function::all().map(|function| (function.code().to_owned(), preview::function_name(words, function))).collect();
        let mut functions = choices(&named);
        functions.sort_by(|one, other| one.label.cmp(other.label));
        let hint = words.text("why-object-hint");
        let value = why.function.map_or("", Function::code);
        let which = Field { control: Control::Select(&functions), value, ..Field::new("function", &function) };
        let what = Field {
            value: &why.object,
            hint: &hint,
            need: Need::Optional,
            width: Width::Half,
            errors: &why.wrong,
            ..Field::new("object", &object)
        };
        let seats: Vec<_> = self.scopes.iter().map(|held| Choice { value: &held.value, label: &held.name, hint: "" }).collect();
        let first = self.scopes.first().map_or("", |held| held.value.as_str());
        let value = if why.seat.is_empty() { first } else { &why.seat };
        let place = Field { control: Control::Select(&seats), value, width: Width::Half, ..Field::new("seat", &seat) };
        html! {
            section.stack id="why" aria-labelledby="why-title" {
                h2 id="why-title" { (words.text("why-title")) }
                (error_summary(words, &why.wrong, &[("object", &object)]))
                @if let Some(answered) = &why.answer { (why::answer(words, &self.question(answered), &answered.why, &answered.reasons)) }
                form.stack method="get" action=(format!("/rights/users/{}#why", self.user.id)) {
                    (self.agent()) (which.show(words)) (what.show(words))
                    @if !seats.is_empty() { (place.show(words)) }
                    (actions(button(Weight::Plain, &words.text("why-ask"))))
                }
            }
        }
    }

    /// "Выдача нового пароля — Орлова Т. В., 3-orlova".
    fn question(&self, answered: &Answered) -> String {
        let function = self.why.function.map_or_else(String::new, |function| preview::function_name(self.words, function));
        if answered.object.is_empty() { function } else { format!("{function} — {}", answered.object) }
    }
}
