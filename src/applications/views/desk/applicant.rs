//! Who applies and what they filled in; where it is hidden, one field at a time is shown to who may.

use super::{
    card::{Card, Way},
    shown,
};
use crate::{
    applications::disclosure::Field,
    terms::Sight,
    web::parts::{self, Fact, Tone},
};
use maud::{Markup, html};

pub(super) fn tab(card: &Card<'_>) -> Markup {
    let (words, language) = (card.words, card.words.language);
    let about = |known: &super::card::Known| {
        let label = words.text(known.label);
        let value = value(card, &known.field, &label, |sight| known.value.seen(sight));
        Fact::new(label, value)
    };
    let applicant: Vec<_> = card.applicant.iter().map(about).collect();
    html! {
        div.sheet { div.pad.stack {
            div.between {
                h2 { (words.text("desk-applicant")) }
                @if card.files == Way::Open { a href=(card.to("application.pdf")) { (words.text("desk-application-paper")) } }
            }
            (parts::facts(&applicant))
        } }
        @for step in &card.service.steps {
            @let answers: Vec<_> = step.fields.iter().filter_map(|field| answer(card, field, field.label.read(language))).collect();
            @if !answers.is_empty() {
                div.sheet { div.pad.stack {
                    h2 { (step.title.read(language)) }
                    (parts::facts(&answers))
                } }
            }
        }
    }
}

fn answer<'c>(card: &Card<'c>, field: &crate::catalog::Field, label: &'c str) -> Option<Fact<'c>> {
    let seen = |sight| field.seen(&card.case.answers, sight, card.words);
    seen(card.sight)?;
    let given = value(card, &Field::Answer(field.code.as_str().to_owned()), label, |sight| seen(sight).unwrap_or_default());
    let known = field.seen(card.profile, card.sight, card.words);
    let marked = html! {
        (given)
        @if let Some(known) = known {
            " " (parts::tag(Tone::Warn, &card.words.text("desk-differs"))) p.small { (card.words.text("desk-in-profile")) " " (shown(card.words, card.sight, &known)) }
        }
    };
    Some(Fact::new(label, marked))
}

/// The value as the reader sees it; beside its stars the button that shows it, where they may.
fn value(card: &Card<'_>, field: &Field, label: &str, seen: impl Fn(Sight) -> String) -> Markup {
    let words = card.words;
    let text = seen(card.sight);
    match card.sight {
        Sight::Plain => html! { (text) },
        Sight::Masked if card.disclosed == Some(field) => html! {
            (seen(Sight::Plain)) " " span.small.soft id="disclosed" { (words.text("desk-disclosed")) }
        },
        Sight::Masked => html! {
            (parts::masked(words, &text))
            // What has neither letters nor digits hides nothing.
            @if card.disclosures == Way::Open && text.contains('*') {
                " " form.bare.no-print method="get" action=(card.to(&format!("disclose/{field}"))) {
                    (parts::quiet_button(&words.text("desk-disclose"), label))
                }
            }
        },
    }
}
