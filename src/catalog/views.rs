//! How the catalogue looks.

pub mod calendar;

use super::{Category, Offer, Requirement, Service};
use crate::{
    terms::{OnceToken, Words, message},
    web::{
        parts::{
            Entry, Fact, Icon, Place, Tone, Weight, actions, button, chips, crumbs, empty, facts, icon, link_button, note, once, rows,
            search_form,
        },
        url,
    },
};
use maud::{Markup, html};

/// What was chosen in the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// Words that were searched for.
    pub words: String,
    /// A category.
    pub category: String,
    /// A life situation.
    pub situation: String,
}

fn of_category(code: &str) -> String {
    format!("{}?category={code}", url::SERVICES)
}

/// The categories as cards, each with its services.
pub fn categories(words: &Words, offer: &Offer<'_>) -> Markup {
    html! {
        section.stack { h2 { (words.text("catalog-categories")) }
            div.cards { @for category in offer.categories() { (card(words, offer, category)) } }
        }
        section.stack { h2 { (words.text("catalog-situations")) } (situations(words, offer, "")) }
    }
}

fn card(words: &Words, offer: &Offer<'_>, category: &Category) -> Markup {
    let services = offer.by_category(category.code.as_str());
    html! {
        div.sheet { div.pad.stack-2 {
            h3 { a href=(of_category(category.code.as_str())) { (category.title.read(words.language)) } }
            ul.stack-2 { @for service in services { li { a href=(url::service(service.code.as_str())) { (service.title.read(words.language)) } } } }
        } }
    }
}

/// The categories as a short list.
pub fn category_list(words: &Words, offer: &Offer<'_>) -> Markup {
    let items: Vec<_> = offer
        .categories()
        .into_iter()
        .map(|category| html! { a href=(of_category(category.code.as_str())) { (category.title.read(words.language)) } })
        .collect();
    rows(&items)
}

fn situations(words: &Words, offer: &Offer<'_>, chosen: &str) -> Markup {
    let entries: Vec<_> = offer
        .life_situations()
        .into_iter()
        .map(|situation| {
            let code = situation.code.as_str();
            let (address, place) = if code == chosen {
                (url::SERVICES.to_owned(), Place::Remove)
            } else {
                (format!("{}?situation={code}", url::SERVICES), Place::Elsewhere)
            };
            Entry::new(situation.title.read(words.language), address).at(place)
        })
        .collect();
    chips(words, &words.text("catalog-situations"), &entries)
}

/// The catalogue, asked for these words.
fn asking(words: &str) -> String {
    format!("{}?{}", url::SERVICES, serde_urlencoded::to_string([("q", words)]).unwrap_or_default())
}

/// The catalogue: search, categories, life situations, services.
pub fn list(words: &Words, offer: &Offer<'_>, chosen: &Chosen, services: &[&Service]) -> Markup {
    let categories: Vec<_> = offer
        .categories()
        .into_iter()
        .map(|category| {
            let code = category.code.as_str();
            let (address, place) =
                if code == chosen.category { (url::SERVICES.to_owned(), Place::Remove) } else { (of_category(code), Place::Elsewhere) };
            Entry::new(category.title.read(words.language), address).at(place)
        })
        .collect();
    html! {
        div.stack-5 {
            h1 { (words.text("catalog-title")) }
            (search_form(words, "find-service", url::SERVICES, &words.text("catalog-find"), &chosen.words))
            div.stack-2 { h2.small { (words.text("catalog-categories")) } (chips(words, &words.text("catalog-categories"), &categories)) }
            @if services.is_empty() {
                @if let Some(meant) = offer.nearest(&chosen.words, words.language) {
                    p { (words.text("catalog-meant")) " " a href=(asking(&meant)) { (meant) } }
                }
                (empty(Icon::Search, &words.text("catalog-nothing"), &words.text("catalog-nothing-text"), link_button(Weight::Plain, &words.text("catalog-all"), url::SERVICES)))
            } @else {
                p.soft role="status" { (words.say(&message("catalog-count").with("count", services.len() as i64))) }
                (rows(&services.iter().map(|service| row(words, service)).collect::<Vec<_>>()))
            }
            section.stack { h2 { (words.text("catalog-situations")) } (situations(words, offer, &chosen.situation)) }
        }
    }
}

fn row(words: &Words, service: &Service) -> Markup {
    html! {
        p { a href=(url::service(service.code.as_str())) { b { (service.title.read(words.language)) } } }
        p.soft { (service.summary.read(words.language)) }
    }
}

/// What the reader of a service can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Apply.
    Start,
    /// Sign in first.
    SignIn,
    /// Nobody can apply: the Agent is closed.
    Closed,
    /// They work here and read what citizens read.
    Read,
}

/// One service: who is entitled, what is needed, how long, what comes of it; and the way in.
pub fn one(words: &Words, service: &Service, office: &str, way: Way, once_token: OnceToken) -> Markup {
    let language = words.language;
    let days = i64::from(service.terms.until_decision());
    let mut about = vec![
        Fact::new(words.text("service-term"), words.say(&message("service-days").with("count", days))),
        Fact::new(words.text("service-result"), service.result.read(language)),
        Fact::new(words.text("service-cost"), service.cost.read(language)),
        Fact::new(words.text("service-office"), office),
    ];
    about.extend(service.payment.as_ref().map(|payment| Fact::new(words.text("service-payment"), payment.read(language))));
    let start = html! {
        @match way {
            Way::Start => form method="post" action=(format!("{}/start", url::service(service.code.as_str()))) { (once(once_token)) (actions(button(Weight::Primary, &words.text("service-start")))) }
            Way::SignIn => (actions(link_button(Weight::Primary, &words.text("service-sign-in"), &format!("{}?next={}", url::SIGN_IN, url::service(service.code.as_str()))))),
            Way::Closed => (note(Tone::Warn, "", html! { p { (words.text("service-closed")) } })),
            Way::Read => {}
        }
    };
    html! {
        div.stack-5 {
            (crumbs(words, &[Entry::new(words.text("catalog-title"), url::SERVICES)]))
            div.stack { h1 { (service.title.read(language)) } p { (service.summary.read(language)) } (start) }
            div.two {
                div.stack-6 {
                    section.stack.prose { h2 { (words.text("service-entitled")) } ul { @for who in &service.entitled { li { (who.read(language)) } } } }
                    section.stack.prose { h2 { (words.text("service-documents")) } ul { @for document in &service.documents {
                        li { (document.title.read(language)) @if document.required != Requirement::Always { span.soft { " (" (words.text("service-if-needed")) ")" } } }
                    } } }
                    section.stack.prose { h2 { (words.text("service-steps")) } ol { @for step in &service.steps { li { (step.title.read(language)) } } } }
                }
                aside.stack-6 {
                    section.sheet { div.pad.stack { h2 { (words.text("service-about")) } (facts(&about)) } }
                    section.stack.prose.small { h2 { (words.text("service-legal")) } ul { @for law in &service.legal { li { (law.read(language)) } } } }
                    p.soft { (icon(Icon::Help)) " " a href=(url::HELP) { (words.text("service-help")) } }
                }
            }
        }
    }
}
