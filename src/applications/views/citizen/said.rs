//! What the applicant said: the form as it was handed in, and what was asked and answered since.

use crate::{
    applications::{
        Application, Document,
        application::{Inquiry, Mark},
        views::desk::lines,
    },
    catalog::Service,
    terms::{Sight, Words},
    web::{
        parts::{Fact, facts, opens},
        url,
    },
};
use maud::{Markup, html};

/// What was asked and answered, in its order; nothing where nothing was asked.
pub(super) fn talk(words: &Words, application: &Application) -> Markup {
    html! {
        @if !application.inquiries.is_empty() {
            section.sheet { div.pad.stack-5 {
                h2 id="talk" { (words.text("talk-title")) }
                @for (question, inquiry) in (1..).zip(&application.inquiries) { (exchange(words, application, (question, inquiry))) }
            } }
        }
    }
}

fn exchange(words: &Words, application: &Application, (question, inquiry): (u32, &Inquiry)) -> Markup {
    let given: Vec<_> = application.given_with(question).collect();
    let line = |id: &'static str, mark: Mark| html! { p.small.soft { b { (words.text(id)) } ", " (words.moment(mark.at)) } };
    html! {
        div.stack {
            div.stack-2 { (line("talk-question", inquiry.mark)) (lines(words, Sight::Plain, &inquiry.text.seen(Sight::Plain))) }
            @if let Some(reply) = &inquiry.reply {
                div.note.good {
                    (line("talk-answer", reply.mark))
                    (lines(words, Sight::Plain, &reply.text.seen(Sight::Plain)))
                    @if !given.is_empty() { p { (files(application, &given)) } }
                }
            }
        }
    }
}

/// The form with all its answers, and what was given with it; closed until it is asked for.
pub(super) fn form(words: &Words, application: &Application, service: &Service) -> Markup {
    let language = words.language;
    let answers = service.relevant(&application.answers);
    let given = |kind: &str| application.documents.iter().filter(|document| document.kind.as_str() == kind).collect::<Vec<_>>();
    let documents: Vec<_> = service.documents.iter().map(|kind| (kind, given(kind.code.as_str()))).collect();
    let documents = documents.iter().filter(|(_, given)| !given.is_empty());
    let documents: Vec<_> = documents.map(|(kind, given)| Fact::new(kind.title.read(language), files(application, given))).collect();
    let inside = html! {
        div.stack-5 {
            @for step in &service.steps {
                @let seen: Vec<_> = step.fields.iter().filter(|field| field.is_shown(&answers)).filter_map(|field| {
                    Some(Fact::new(field.label.read(language), field.seen(&answers, Sight::Plain, words)?))
                }).collect();
                @if !seen.is_empty() { section.stack-2 { h2 { (step.title.read(language)) } (facts(&seen)) } }
            }
            @if !documents.is_empty() { section.stack-2 { h2 { (words.text("application-documents")) } (facts(&documents)) } }
        }
    };
    opens(&words.text("application-written"), inside)
}

fn files(application: &Application, given: &[&Document]) -> Markup {
    let address = url::application(application.id);
    html! {
        @for (index, document) in given.iter().enumerate() {
            @if index > 0 { br; }
            a href=(format!("{address}/documents/{}", document.number)) { (document.name.seen(Sight::Plain)) }
        }
    }
}
