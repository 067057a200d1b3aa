//! How the start page looks.

use super::citizen;
use crate::{
    applications::{Application, Office, State},
    catalog::Offer,
    identity::User,
    terms::{Words, message},
    web::{
        parts::{Icon, Tone, Weight, actions, empty, link_button, note, search_form},
        url,
    },
};
use maud::{Markup, html};

/// Applications on the start page.
const SHOWN: usize = 5;

/// For whoever has not signed in: what there is, and the way in.
pub fn guest(words: &Words, offer: &Offer<'_>) -> Markup {
    html! {
        div.stack-6 {
            div.stack {
                h1 { (words.text("home-guest-title")) }
                p.soft { (words.text("home-guest-text")) }
                (actions(html! {
                    (link_button(Weight::Primary, &words.text("sign-in-title"), url::SIGN_IN))
                    (link_button(Weight::Plain, &words.text("home-to-services"), url::SERVICES))
                }))
            }
            (search_form(words, "find-service", url::SERVICES, &words.text("menu-find-service"), ""))
            (crate::catalog::views::categories(words, offer))
        }
    }
}

/// For a citizen: what needs an answer, then the applications.
pub fn citizen(words: &Words, user: &User, waiting: &[&Application], all: &[Application], office: &Office, offer: &Offer<'_>) -> Markup {
    html! {
        div.stack-6 {
            h1 { (words.say(&message("home-hello").with("name", user.name.greeting()))) }
            div.two {
                div.stack-6 {
                    @if !waiting.is_empty() {
                        section.stack { h2 { (words.text("home-needs-answer")) } @for application in waiting { (question(words, application, office)) } }
                    }
                    section.stack {
                        h2 { (words.text("applications-title")) }
                        @if all.is_empty() {
                            (empty(Icon::File, &words.text("applications-empty"), &words.text("applications-empty-text"),
                                link_button(Weight::Primary, &words.text("home-to-services"), url::SERVICES)))
                        } @else {
                            (citizen::rows_of(words, &all[..all.len().min(SHOWN)], office))
                            @if all.len() > SHOWN {
                                p { a href=(url::APPLICATIONS) { (words.say(&message("home-all-applications").with("count", all.len() as i64))) } }
                            }
                        }
                    }
                }
                aside.stack-6 {
                    section.stack { h2 { (words.text("catalog-categories")) } (crate::catalog::views::category_list(words, offer)) }
                }
            }
        }
    }
}

fn question(words: &Words, application: &Application, office: &Office) -> Markup {
    let title = office.service_of(application).map_or_else(|_| String::new(), |service| service.title.read(words.language).to_owned());
    let due = application.due.map(|due| words.say(&message("home-answer-by").with("date", words.day_and_month(due))));
    debug_assert!(application.state == State::WaitingForApplicant);
    note(
        Tone::Warn,
        &title,
        html! {
            @if let Some(inquiry) = application.open_inquiry() { p { (inquiry.text.seen(crate::terms::Sight::Plain)) } }
            @if let Some(due) = due { p.soft { (due) } }
            (actions(link_button(Weight::Primary, &words.text("home-answer"), &format!("{}#answer", url::application(application.id)))))
        },
    )
}
