//! The pages of the certificate's port: what is wrong, in our words instead of the browser's.

use crate::{
    terms::{Words, message},
    web::{
        parts::{Tone, Weight, actions, link_button, note},
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// What is wrong with what the browser holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It has shown no certificate.
    Nothing,
    /// Another authority issued it.
    Foreign,
    /// Our authority issued it, but not for signing in.
    OtherUse,
    /// Our authority issued it, but it is not in the registry.
    Unknown,
    /// It was not released.
    Unreleased,
    /// It was revoked.
    Revoked,
    /// A newer one took its place.
    Replaced,
    /// It ended on this day.
    Expired(Date),
}

impl Trouble {
    const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Foreign => "foreign",
            Self::OtherUse => "other-use",
            Self::Unknown => "unknown",
            Self::Unreleased => "unreleased",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::Expired(_) => "expired",
        }
    }

    /// The id of its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Nothing => "certificate-trouble-nothing",
            Self::Foreign => "certificate-trouble-foreign",
            Self::OtherUse => "certificate-trouble-other-use",
            Self::Unknown => "certificate-trouble-unknown",
            Self::Unreleased => "certificate-trouble-unreleased",
            Self::Revoked => "certificate-trouble-revoked",
            Self::Replaced => "certificate-trouble-replaced",
            Self::Expired(_) => "certificate-trouble-expired",
        }
    }

    /// Ids that are put together here, for the test of the wording.
    pub fn ids() -> Vec<String> {
        let all = [Self::Nothing, Self::Foreign, Self::OtherUse, Self::Unknown, Self::Unreleased, Self::Revoked, Self::Replaced];
        all.iter().map(|trouble| format!("certificate-advice-{}", trouble.code())).collect()
    }

    fn advice(self, words: &Words) -> String {
        match self {
            Self::Expired(day) => words.say(&message("certificate-advice-expired").with("day", day)),
            Self::Nothing | Self::Foreign | Self::OtherUse | Self::Unknown | Self::Unreleased | Self::Revoked | Self::Replaced => {
                words.text(&format!("certificate-advice-{}", self.code())).into_owned()
            }
        }
    }
}

/// What is wrong, what to do, and the way back.
pub fn refused(words: &Words, trouble: Trouble, back: &str) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text(trouble.title())) }
            (note(Tone::Warn, "", html! { p { (trouble.advice(words)) } }))
            p.soft { (words.text("certificate-advice-choice")) }
            (actions(html! {
                (link_button(Weight::Primary, &words.text("certificate-to-help"), url::CERTIFICATE_HELP))
                (link_button(Weight::Plain, &words.text("certificate-to-sign-in"), back))
            }))
        }
    }
}
