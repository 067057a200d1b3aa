//! The frame around a page: the head of the document, the header with its menus, the foot. What stands in the menus is
//! given; nothing here knows any room.

mod citizen;
mod desk;
mod foot;

use super::assets;
use super::parts::{Entry, Flash, Icon, arms, flash, hidden, icon, print_head, search_form, sign};
use crate::terms::{Language, OnceToken, Words, message};
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, html};

/// Where the forms of theme, sight, keys and language go: one of these names with its code, and `back`.
pub const PREFERENCES: &str = "/preferences";

/// htmx under a strict Content-Security-Policy; no page with personal data is kept in the browser's storage.
const HTMX: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true}"#;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The usual look or the one for low vision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Eyesight {
    /// The usual one.
    #[default]
    Usual,
    /// Версия для слабовидящих: large type, high contrast, no pictures.
    Low,
}

/// Whether single keys do something (`/` goes to the search); off for those who speak to their computer (WCAG 2.1.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// They do.
    #[default]
    On,
    /// They do not.
    Off,
}

impl Theme {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of `theme` in the form and the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

impl Eyesight {
    /// The value of `sight` in the form and the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Low => "low",
        }
    }

    /// The look of this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Usual, Self::Low].into_iter().find(|sight| sight.code() == code)
    }
}

impl Keys {
    /// The value of `keys` in the form and the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// The state of this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::On, Self::Off].into_iter().find(|keys| keys.code() == code)
    }
}

/// How this reader wants pages to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Light or dark.
    pub theme: Theme,
    /// Usual or for low vision.
    pub sight: Eyesight,
    /// Single keys.
    pub keys: Keys,
}

/// Everything about a page but its own content.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What the page is, without the town's name. A page with errors starts it with [`error_title`].
    pub title: &'a str,
    /// The reader's language and clock.
    pub words: &'a Words,
    /// The reader's look.
    pub look: Look,
    /// The address of this page, for the way back from a preference.
    pub address: &'a str,
    /// The name of the town.
    pub town: &'a str,
    /// Now, for the head of a printed page.
    pub at: Timestamp,
    /// What the last action came to.
    pub flash: Option<&'a Flash>,
    /// Where help is.
    pub help: &'a str,
    /// Of the program.
    pub version: &'a str,
    /// For whom the page is.
    pub frame: Frame<'a>,
}

/// For whom a page is.
#[derive(Clone, Copy, Debug)]
pub enum Frame<'a> {
    /// A citizen, or a business.
    Citizen(Citizen<'a>),
    /// An employee.
    Desk(Desk<'a>),
    /// Anybody: signing in, a refused address, the public status of a case.
    Plain(Plain),
}

/// What a signed-in reader's header has in both frames.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The name as it is shown: "Анна Сергеевна", "Кузнецова М. И."
    pub name: &'a str,
    /// What the menu under the name offers, besides signing out.
    pub own: &'a [Entry<'a>],
    /// Where the start page is.
    pub home: &'a str,
    /// Where notifications are, and how many are new.
    pub bell: (&'a str, u64),
    /// The search: its address, what it finds, and what was searched for.
    pub search: Option<(&'a str, &'a str, &'a str)>,
    /// Where the form of signing out goes.
    pub sign_out: &'a str,
    /// For the forms of the header.
    pub once: OnceToken,
}

/// The frame of citizens.
#[derive(Clone, Copy, Debug)]
pub struct Citizen<'a> {
    /// The reader.
    pub reader: Reader<'a>,
    /// The sections.
    pub menu: &'a [Entry<'a>],
}

/// A group of the employees' menu.
#[derive(Clone, Debug)]
pub struct MenuGroup<'a> {
    /// Its title.
    pub title: std::borrow::Cow<'a, str>,
    /// Its sections.
    pub entries: Vec<Entry<'a>>,
}

/// The frame of employees.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The reader.
    pub reader: Reader<'a>,
    /// The Agent.
    pub agent: &'a str,
    /// The role in force.
    pub role: &'a str,
    /// Agents to work in, as value and label; the switch is left out for fewer than two.
    pub agents: &'a [(&'a str, &'a str)],
    /// The value of the Agent in which the reader works.
    pub workplace: &'a str,
    /// Where the form of the Agent goes, with `agent`.
    pub workplace_address: &'a str,
    /// Scopes to choose from, as value and label; the switch is left out for fewer than two.
    pub scopes: &'a [(&'a str, &'a str)],
    /// The value of the scope in force.
    pub scope: &'a str,
    /// Where the form of the scope goes, with `scope` and `back`.
    pub scope_address: &'a str,
    /// The menu tree.
    pub menu: &'a [MenuGroup<'a>],
}

/// The frame of pages for anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// A short form.
    Narrow,
    /// Text.
    Wide,
    /// Text for whoever has not signed in, with the way to do it.
    Guest,
}

/// What is heard of a bell with so many new notices.
pub fn bell(words: &Words, count: u64) -> String {
    words.say(&message("web-bell").with("count", i64::try_from(count).unwrap_or(i64::MAX)))
}

/// The title of a page that came back with errors, so that the ear learns it first.
pub fn error_title(words: &Words, title: &str) -> String {
    format!("{}: {title}", words.text("web-error"))
}

impl Page<'_> {
    /// The whole document. The body begins with its `h1`.
    pub fn document(&self, body: Markup) -> Markup {
        let theme = match self.look.theme {
            Theme::System => None,
            Theme::Light | Theme::Dark => Some(self.look.theme.code()),
        };
        let sight = (self.look.sight == Eyesight::Low).then_some("low");
        let keys = (self.look.keys == Keys::Off).then_some("off");
        html! {
            (DOCTYPE)
            html lang=(self.words.language.tag()) data-theme=[theme] data-sight=[sight] data-keys=[keys] {
                (self.head())
                (match &self.frame {
                    Frame::Citizen(frame) => frame.body(self, body),
                    Frame::Desk(frame) => frame.body(self, body),
                    Frame::Plain(frame) => self.plain(*frame, body),
                })
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                title { (self.title) " — " (self.town) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                @if self.look.theme != Theme::Dark { meta name="theme-color" media=[(self.look.theme == Theme::System).then_some("(prefers-color-scheme: light)")] content="#ffffff"; }
                @if self.look.theme != Theme::Light { meta name="theme-color" media=[(self.look.theme == Theme::System).then_some("(prefers-color-scheme: dark)")] content="#191c20"; }
                meta name="format-detection" content="telephone=no";
                meta name="htmx-config" content=(HTMX);
                link rel="icon" type="image/svg+xml" href=(assets::url("arms.svg"));
                @for font in ["golos-text-400.woff2", "golos-text-600.woff2"] { link rel="preload" as="font" type="font/woff2" crossorigin href=(assets::url(font)); }
                link rel="stylesheet" href=(assets::url("kabinet.css"));
                @for script in ["htmx.min.js", "htmx-sse.min.js", "kabinet.js"] { script defer src=(assets::url(script)) {} }
            }
        }
    }

    fn plain(&self, frame: Plain, body: Markup) -> Markup {
        let class = match frame {
            Plain::Narrow => "plain-page",
            Plain::Wide | Plain::Guest => "plain-page wide",
        };
        html! {
            body class=(class) {
                (self.skip())
                header.bar { div.bar-row { (self.brand("/", self.town, &self.words.text("web-cabinet"))) span.push {} (self.tongue()) @if frame == Plain::Guest { (self.way_in()) } } }
                (self.main(body, &self.words.text("web-cabinet")))
                (foot::foot(self))
            }
        }
    }

    fn way_in(&self) -> Markup {
        let here = self.address.split('?').next() == Some(super::url::SIGN_IN);
        html! { @if !here { a.button.plain href=(super::url::SIGN_IN) { (self.words.text("sign-in-button")) } } }
    }

    fn skip(&self) -> Markup {
        html! { a.skip href="#main" { (self.words.text("web-skip")) } }
    }

    fn brand(&self, home: &str, name: &str, under: &str) -> Markup {
        html! { a.brand href=(home) { (arms()) span { b { (name) } " " small { (under) } } } }
    }

    fn main(&self, body: Markup, office: &str) -> Markup {
        html! {
            main id="main" tabindex="-1" {
                (print_head(self.words, self.town, office, self.at))
                @if let Some(said) = self.flash { (flash(self.words, said)) }
                (body)
            }
        }
    }

    /// The switch to the other language, in that language.
    fn tongue(&self) -> Markup {
        html! {
            @for language in Language::ALL.into_iter().filter(|language| *language != self.words.language) {
                form method="post" action=(PREFERENCES) {
                    (hidden("back", self.address))
                    button.tongue type="submit" name="language" value=(language.tag()) lang=(language.tag()) {
                        @match language { Language::Russian => "Русский", Language::English => "English" }
                    }
                }
            }
        }
    }

    fn bell(&self, reader: &Reader<'_>) -> Markup {
        let (address, count) = reader.bell;
        html! { a.bell href=(address) { (sign(Icon::Bell, &bell(self.words, count))) @if count > 0 { b aria-hidden="true" { (count) } } } }
    }

    fn search(&self, reader: &Reader<'_>, id: &str) -> Markup {
        html! { @if let Some((address, label, query)) = reader.search { (search_form(self.words, id, address, label, query)) } }
    }

    /// What is under the reader's name.
    fn own(&self, reader: &Reader<'_>) -> Markup {
        html! {
            @if !reader.own.is_empty() { ul.own { @for entry in reader.own { li { (entry.link("page", None)) } } } hr; }
            form method="post" action=(reader.sign_out) {
                (super::parts::once(reader.once))
                button.item type="submit" { (icon(Icon::Logout)) (self.words.text("web-sign-out")) }
            }
        }
    }

    fn name_menu(&self, reader: &Reader<'_>, under: Option<&str>) -> Markup {
        html! {
            details.menu-of.wide-only {
                summary { span.who { (reader.name) @if let Some(under) = under { " " small { (under) } } } span.chevron { (icon(Icon::ChevronDown)) } }
                div.panel { (self.own(reader)) }
            }
        }
    }
}

#[cfg(test)]
mod tests;
