//! Where a case comes from: the way it went, and other cases of the same applicant.

use super::{
    card::{Card, Way},
    due_words, state_tag,
};
use crate::{
    applications::{Application, State, application::Milestone},
    web::{
        parts::{self, Column, Fit, Icon, Moment, Row, Stage, Table},
        url,
    },
};
use maud::{Markup, html};

pub(super) fn history(card: &Card<'_>) -> Markup {
    let words = card.words;
    let last = card.case.milestones.len().saturating_sub(1);
    let mut moments: Vec<_> =
        card.case.milestones.iter().enumerate().map(|(index, milestone)| moment(card, milestone, index == last)).collect();
    if card.case.state.is_open() && card.case.due.is_some() {
        let due = due_words(words, card.calendar, card.today, card.case.state, card.case.due);
        moments.push(Moment { stage: Stage::Next, title: words.text("desk-due"), when: "".into(), text: due });
    }
    html! {
        div.sheet { div.pad.stack-5 {
            div.between {
                h2 { (words.text("desk-way")) }
                @if card.history == Way::Open { a href=(url::history("application", card.case.id.number())) { (parts::icon(Icon::History)) " " (words.text("desk-history-all")) } }
            }
            (parts::timeline(words, &moments))
        } }
    }
}

fn moment<'m>(card: &Card<'_>, milestone: &Milestone, is_last: bool) -> Moment<'m> {
    let stage = match milestone.state {
        State::Refused | State::Withdrawn if is_last => Stage::Stopped,
        State::Draft
        | State::Submitted
        | State::Registered
        | State::InReview
        | State::WaitingForApplicant
        | State::DocumentCheck
        | State::Decision
        | State::InDelivery
        | State::Refused
        | State::Appealed
        | State::Closed
        | State::Withdrawn => {
            if is_last && milestone.state.is_open() {
                Stage::Now
            } else {
                Stage::Done
            }
        }
    };
    let (title, when) = (card.words.say(&milestone.state.label()), card.words.moment(milestone.mark.at));
    let who = card.who(milestone.mark.by);
    Moment { stage, title: title.into(), when: when.into(), text: html! { p.small.soft { (who) } } }
}

pub(super) fn others(card: &Card<'_>) -> Markup {
    let words = card.words;
    if card.others.is_empty() {
        return parts::empty(Icon::List, &words.text("desk-others-none"), &words.text("desk-others-none-text"), html! {});
    }
    let heading = |id: &'static str, fit| Column::new(words.text(id), fit);
    let columns = [
        heading("desk-number", Fit::Key),
        heading("desk-service", Fit::Flow),
        heading("desk-state", Fit::Keep),
        heading("desk-submitted", Fit::Keep),
    ];
    let row = |(case, title): &(Application, String)| {
        let number = case.number.map_or_else(String::new, |number| number.to_string());
        Row::new(vec![
            html! { a.num href=(url::case(case.id)) { (number) } },
            html! { (title) },
            state_tag(words, case.state),
            html! { @if let Some(at) = case.submitted_at { (words.date(words.day_of(at))) } },
        ])
    };
    let rows: Vec<_> = card.others.iter().map(row).collect();
    parts::table(words, &Table { caption: &words.text("desk-tab-others"), columns: &columns, rows: &rows, tick: None })
}
