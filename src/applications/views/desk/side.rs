//! The side of a card: where the case stands, and the buttons of what the reader may do now.

use super::card::{Card, Tab};
use crate::{
    applications::{State, moves::Move},
    terms::message,
    web::parts::{self, Choice, Control, Fact, Field, Icon, Tone, Weight},
};
use maud::{Markup, html};

pub(super) fn side(card: &Card<'_>) -> Markup {
    let words = card.words;
    html! {
        div.sheet { div.pad.stack {
            h2 { (words.text("desk-case")) }
            (parts::facts(&standing(card)))
            (buttons(card))
        } }
        @if !card.case.documents.is_empty() && card.tab != Tab::Documents { (checks(card)) }
        @if card.may(Move::Assign) && !card.colleagues.is_empty() { (assign(card)) }
        p.small.soft { (words.text("desk-view-traced")) }
    }
}

fn standing(card: &Card<'_>) -> Vec<Fact<'static>> {
    let (words, case) = (card.words, card.case);
    let label = |id: &'static str| words.text(id).into_owned();
    let nobody = || words.text("desk-nobody").into_owned();
    let assignee = case.assignee.map_or_else(nobody, |user| card.who(user));
    let mut facts = vec![Fact::new(label("desk-assignee"), html! { (assignee) (card.clock("desk-assignee", "assignee")) })];
    if let Some(at) = case.submitted_at {
        facts.push(Fact::new(label("desk-submitted"), words.moment(at)));
    }
    facts
}

/// In the order in which they come into question; the first is what the page is for.
const ORDER: [Move; 11] = [
    Move::Take,
    Move::Send,
    Move::Finish,
    Move::Confirm,
    Move::Decide,
    Move::Deliver,
    Move::Appeal,
    Move::Check,
    Move::Register,
    Move::Ask,
    Move::Return,
];

fn buttons(card: &Card<'_>) -> Markup {
    let may: Vec<_> = ORDER.into_iter().filter(|step| card.may(*step)).collect();
    if may.is_empty() {
        let appeal = card.case.due.filter(|due| card.case.state == State::Refused && card.today <= *due);
        if let Some(due) = appeal {
            return html! { p.soft { (card.words.say(&message("desk-nothing-until-appeal").with("date", card.words.date(due)))) } };
        }
        let id = if card.case.state.is_open() { "desk-nothing-now" } else { "desk-nothing-more" };
        return html! { p.soft { (card.words.text(id)) } };
    }
    // What is done on the open tab has its form there.
    let moves = may.into_iter().filter(|step| place(*step) != Some(card.tab));
    html! {
        @if card.case.state == State::WaitingForApplicant { p.soft { (card.words.text("desk-waiting")) } }
        div.actions {
            @for (index, step) in moves.enumerate() {
                (button(card, step, if index == 0 { Weight::Primary } else { Weight::Plain }))
            }
        }
    }
}

/// The tab that has the form of a move; none for those that are one button.
const fn place(step: Move) -> Option<Tab> {
    match step {
        Move::Check => Some(Tab::Documents),
        Move::Ask => Some(Tab::Talk),
        Move::Decide | Move::Confirm | Move::Rework | Move::Appeal => Some(Tab::Decision),
        Move::Register | Move::Take | Move::Return | Move::Assign | Move::Send | Move::Finish | Move::Deliver => None,
    }
}

fn button(card: &Card<'_>, step: Move, weight: Weight) -> Markup {
    let act = |what: &str, id: &'static str| parts::action(&card.to(what), (card.once)(), parts::button(weight, &card.words.text(id)));
    let lead = |tab: Tab, under: &str, id: &'static str| {
        parts::link_button(weight, &card.words.text(id), &format!("{}{under}", tab.address(card.case)))
    };
    match step {
        Move::Register => act("register", "desk-do-register"),
        Move::Take => act("take", "desk-do-take"),
        Move::Return => act("return", "desk-do-return"),
        Move::Send => act("send", "desk-do-send"),
        Move::Finish => act("finish", "desk-do-finish"),
        Move::Confirm => lead(Tab::Decision, "", "desk-do-see-proposal"),
        Move::Deliver => act("deliver", "desk-do-deliver"),
        Move::Check => lead(Tab::Documents, "", "desk-do-check"),
        Move::Ask => lead(Tab::Talk, "#ask", "desk-do-ask"),
        Move::Decide => lead(Tab::Decision, "#decide", "desk-do-decide"),
        Move::Appeal => lead(Tab::Decision, "#appeal", "desk-do-appeal"),
        // The form of a remark stands under the proposal.
        Move::Assign | Move::Rework => html! {},
    }
}

/// The check list of documents, in short.
fn checks(card: &Card<'_>) -> Markup {
    let (words, case) = (card.words, card.case);
    let done = case.documents.len() - case.unchecked();
    let said = message("desk-checked").with("done", done as i64).with("of", case.documents.len() as i64);
    html! {
        div.sheet { div.pad.stack-2 {
            h2 { (words.text("desk-tab-documents")) }
            p { a href=(Tab::Documents.address(case)) { (words.say(&said)) } }
            @if case.rejected() > 0 {
                p { (parts::tag(Tone::Bad, &words.say(&message("desk-rejected").with("count", case.rejected() as i64)))) }
            }
        } }
    }
}

fn assign(card: &Card<'_>) -> Markup {
    let words = card.words;
    let ids: Vec<_> = card.colleagues.iter().map(|(id, _)| id.to_string()).collect();
    let choices = ids.iter().zip(card.colleagues).map(|(id, (_, name))| Choice { value: id, label: name, hint: "" });
    let choices: Vec<_> = choices.collect();
    let label = words.text("desk-assign-to");
    let present = card.case.assignee.map_or_else(String::new, |user| user.to_string());
    let typed = card.typed.get("to");
    let value = if typed.is_empty() { &present } else { typed };
    let field = Field { control: Control::Select(&choices), value, errors: card.typed.errors(), ..Field::new("to", &label) };
    html! {
        div.sheet { div.pad.stack {
            h2 { (parts::icon(Icon::User)) " " (words.text("desk-assign")) }
            form.stack method="post" action=(card.to("assign")) {
                (field.show(words))
                (parts::button(Weight::Plain, &words.text("desk-do-assign")))
                (parts::once((card.once)()))
            }
        } }
    }
}
