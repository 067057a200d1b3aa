//! How notices look.

pub mod letters;

use super::{MailWishes, Notice, Topic};
use crate::{
    access::UserKind,
    people::Email,
    terms::{Language, OnceToken, Sight, Words, message},
    web::{
        parts::{Choice, Control, Field, Icon, Weight, action, actions, button, empty, once, opens, rows},
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// What of the reader's notices comes by e-mail, and where to.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Their address.
    pub address: Option<Email>,
    /// What they chose.
    pub wishes: MailWishes,
}

/// A notice, and the service of the application that it is about.
#[derive(Clone, Debug)]
pub struct Told {
    /// It.
    pub notice: Notice,
    /// The title of the service.
    pub service: Option<String>,
}

/// All notices of a reader of this type, the newest first; those after `read` stand out.
pub fn list(words: &Words, kind: UserKind, (notices, read): (&[Told], Timestamp), mail: &Mail, once: impl Fn() -> OnceToken) -> Markup {
    let items: Vec<_> = notices.iter().map(|told| row(words, kind, told, told.notice.at > read)).collect();
    let nothing = match kind {
        UserKind::Citizen => "notices-empty-text",
        UserKind::Owner | UserKind::Partner | UserKind::Agent => "notices-desk-empty-text",
    };
    html! {
        div.stack-5 {
            h1 { (words.text("notices-title")) }
            @if notices.is_empty() {
                (empty(Icon::Bell, &words.text("notices-empty"), &words.text(nothing), html! {}))
            } @else { (rows(&items)) }
            @if notices.iter().any(|told| told.notice.at > read) {
                div { (action(url::NOTICES, once(), button(Weight::Plain, &words.text("notices-read-all")))) }
            }
            (opens(&words.text("mail-wishes-title"), by_mail(words, kind, mail, once())))
        }
    }
}

/// An employee is told of their access only, which no choice turns off: they choose the language.
fn by_mail(words: &Words, kind: UserKind, mail: &Mail, token: OnceToken) -> Markup {
    let of_cases = kind == UserKind::Citizen;
    let Some(address) = &mail.address else {
        return html! { p { (words.text(if of_cases { "mail-no-address" } else { "mail-no-desk-address" })) } };
    };
    let labels = Topic::ALL.map(|topic| {
        words.text(match topic {
            Topic::Question => "mail-topic-question",
            Topic::Decision => "mail-topic-decision",
            Topic::Progress => "mail-topic-progress",
        })
    });
    let topics: Vec<_> = Topic::ALL.iter().zip(&labels).map(|(topic, label)| Choice { value: topic.code(), label, hint: "" }).collect();
    let chosen: Vec<_> = mail.wishes.topics.iter().map(|topic| topic.code().to_owned()).collect();
    let names = Language::ALL.map(|language| {
        words.text(match language {
            Language::Russian => "mail-language-ru",
            Language::English => "mail-language-en",
        })
    });
    let languages: Vec<_> =
        Language::ALL.iter().zip(&names).map(|(language, label)| Choice { value: language.tag(), label, hint: "" }).collect();
    let (what, tongue) = (words.text("mail-topics"), words.text("mail-language"));
    // The reader's own address: nobody hides it from them.
    let lead = words.say(
        &message(if of_cases { "mail-wishes-lead" } else { "mail-wishes-desk-lead" })
            .with("address", Sight::Plain.see(&address.to_string())),
    );
    html! {
        form.fields method="post" action=(url::MAIL) {
            (once(token))
            p { (lead) }
            @if of_cases { (Field { control: Control::Checks(&topics), values: &chosen, ..Field::new("topic", &what) }.show(words)) }
            (Field { control: Control::Radios(&languages), value: mail.wishes.language.tag(), ..Field::new("language", &tongue) }.show(words))
            (actions(button(Weight::Primary, &words.text("mail-wishes-save"))))
        }
    }
}

fn row(words: &Words, kind: UserKind, told: &Told, new: bool) -> Markup {
    let notice = &told.notice;
    let text = words.say(&notice.message);
    let address = match (notice.application, kind) {
        (None, _) => url::SESSIONS.to_owned(),
        (Some(application), UserKind::Citizen) => url::application(application),
        (Some(case), UserKind::Owner | UserKind::Partner | UserKind::Agent) => url::case(case),
    };
    html! {
        p { a href=(address) { @if new { b { (text) } } @else { (text) } } }
        p.small.soft { @if new { (words.text("notices-new")) " · " } (words.moment(notice.at)) @if let Some(service) = &told.service { " · " (service) } }
    }
}
