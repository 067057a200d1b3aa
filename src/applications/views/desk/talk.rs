//! What the applicant was asked and what they answered.

use super::{card::Card, documents::file, lines};
use crate::{
    applications::{
        application::{Inquiry, Mark},
        moves::Move,
    },
    web::parts::{self, Control, Field, Icon, Weight},
};
use maud::{Markup, html};

pub(super) fn tab(card: &Card<'_>) -> Markup {
    let words = card.words;
    html! {
        @if card.case.inquiries.is_empty() {
            (parts::empty(Icon::Message, &words.text("desk-talk-none"), &words.text("desk-talk-none-text"), html! {}))
        }
        @for (question, inquiry) in (1..).zip(&card.case.inquiries) { (one(card, question, inquiry)) }
        @if card.may(Move::Ask) { (form(card)) }
    }
}

fn one(card: &Card<'_>, question: u32, inquiry: &Inquiry) -> Markup {
    html! {
        div.sheet { div.pad.stack {
            div.stack-2 { (by(card, inquiry.mark)) (lines(card.words, card.sight, &inquiry.text.seen(card.sight))) }
            @match &inquiry.reply {
                Some(reply) => div.note.good { (by(card, reply.mark)) (lines(card.words, card.sight, &reply.text.seen(card.sight))) },
                None => p.soft { (card.words.text("desk-talk-unanswered")) },
            }
            (files(card, question))
        } }
    }
}

/// What was given with the answer.
fn files(card: &Card<'_>, question: u32) -> Markup {
    html! {
        @if card.case.given_with(question).next().is_some() {
            ul.files { @for document in card.case.given_with(question) { (file(card, document)) } }
        }
    }
}

/// Who said it and when.
pub(super) fn by(card: &Card<'_>, mark: Mark) -> Markup {
    html! { p.small.soft { b { (card.who(mark.by)) } ", " (card.words.moment(mark.at)) } }
}

fn form(card: &Card<'_>) -> Markup {
    let words = card.words;
    let (label, hint) = (words.text("desk-question"), words.text("desk-question-hint"));
    let field = Field {
        hint: &hint,
        control: Control::Lines,
        value: card.typed.get("question"),
        errors: card.typed.errors(),
        ..Field::new("question", &label)
    };
    html! {
        div.sheet id="ask" { div.pad {
            form.stack method="post" action=(card.to("ask")) {
                (field.show(words))
                (parts::actions(parts::button(Weight::Primary, &words.text("desk-do-ask-send"))))
                (parts::once((card.once)()))
            }
        } }
    }
}
