//! The foot of every page: help, version, and the switches of how pages look, which work with scripts off.

use super::{Eyesight, Frame, Keys, PREFERENCES, Page, Theme};
use crate::terms::message;
use crate::web::parts::{Icon, hidden, icon};
use maud::{Markup, html};

/// The id of the wording for a theme.
const fn theme_wording(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "web-theme-system",
        Theme::Light => "web-theme-light",
        Theme::Dark => "web-theme-dark",
    }
}

pub(super) fn foot(page: &Page<'_>) -> Markup {
    let words = page.words;
    html! {
        footer.foot {
            div.foot-row {
                a href=(page.help) { (icon(Icon::Help)) (words.text("web-help")) }
                (sight_switch(page))
                form method="post" action=(PREFERENCES) {
                    (hidden("back", page.address))
                    fieldset {
                        legend { (words.text("web-theme")) }
                        @for theme in Theme::ALL {
                            button.quiet type="submit" name="theme" value=(theme.code()) aria-pressed=(if theme == page.look.theme { "true" } else { "false" }) { (words.text(theme_wording(theme))) }
                        }
                    }
                }
                @match page.frame {
                    Frame::Desk(_) => { (keys_switch(page)) (page.tongue()) },
                    Frame::Citizen(_) | Frame::Plain(_) => {},
                }
                span.push { (words.say(&message("web-version").with("version", page.version))) }
            }
        }
    }
}

/// A form that is one button of a preference.
fn switch(page: &Page<'_>, name: &str, code: &str, label: &str, sign: Option<Icon>) -> Markup {
    html! {
        form method="post" action=(PREFERENCES) {
            (hidden("back", page.address))
            button.quiet type="submit" name=(name) value=(code) { @if let Some(sign) = sign { (icon(sign)) } (label) }
        }
    }
}

fn sight_switch(page: &Page<'_>) -> Markup {
    match page.look.sight {
        Eyesight::Usual => switch(page, "sight", Eyesight::Low.code(), &page.words.text("web-sight-low"), Some(Icon::Eye)),
        Eyesight::Low => switch(page, "sight", Eyesight::Usual.code(), &page.words.text("web-sight-usual"), Some(Icon::Eye)),
    }
}

fn keys_switch(page: &Page<'_>) -> Markup {
    match page.look.keys {
        Keys::On => switch(page, "keys", Keys::Off.code(), &page.words.text("web-keys-off"), None),
        Keys::Off => switch(page, "keys", Keys::On.code(), &page.words.text("web-keys-on"), None),
    }
}
