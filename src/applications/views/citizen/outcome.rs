//! How an application ended, for its applicant.

use super::Shown;
use crate::{
    applications::State,
    catalog::Outcome,
    terms::{Sight, Words, message},
    web::{
        parts::{Icon, Tone, icon, note},
        url,
    },
};
use maud::{Markup, html};

/// The decision that the applicant has: what was granted and when it comes, or why not and until when it can be appealed.
pub(super) fn decision(words: &Words, shown: &Shown<'_>) -> Markup {
    let application = shown.application;
    let Some(decision) =
        application.decision.as_ref().filter(|_| application.state != State::Decision && application.state != State::InReview)
    else {
        return html! {};
    };
    let (tone, title) = match decision.outcome {
        Outcome::Granted => (Tone::Good, words.text("decision-granted")),
        Outcome::Refused => (Tone::Bad, words.text("decision-refused")),
    };
    let template = shown.service.decision(decision.template.as_str());
    note(
        tone,
        &title,
        html! {
            @match decision.outcome {
                Outcome::Granted => {
                    @if decision.sum.is_some() { p { b { (words.say(&message("decision-sum").with("sum", decision.sum(words, Sight::Plain)))) } } }
                    @if let Some(payment) = &shown.service.payment { p { (payment.read(words.language)) } }
                }
                Outcome::Refused => { @if let Some(template) = template { p { b { (template.title.read(words.language)) } } } }
            }
            @if !decision.reason.seen(Sight::Plain).is_empty() { p { (decision.reason.seen(Sight::Plain)) } }
            @if let Some(due) = application.due.filter(|due| application.state == State::Refused && shown.today <= *due) {
                p { b { (words.say(&message("application-appeal-by").with("date", words.date(due)))) } ". " (words.text("decision-appeal-how")) }
            }
            p { a href=(format!("{}/decision.pdf", url::application(application.id))) { (icon(Icon::Download)) " " (words.text("decision-open")) } }
        },
    )
}
