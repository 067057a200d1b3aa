//! The two languages of the product, and a text that has both.

use serde::{Deserialize, Serialize};

/// A language that pages are written in. Russian comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Русский.
    #[default]
    #[serde(rename = "ru")]
    Russian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All of them, in the order of the switch in the page header.
    pub const ALL: [Self; 2] = [Self::Russian, Self::English];

    /// The tag for `lang=` and for the folder of its wording (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// The language with this tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// A name in this language's quotation marks.
    pub fn quoted(self, name: impl std::fmt::Display) -> String {
        match self {
            Self::Russian => format!("«{name}»"),
            Self::English => format!("“{name}”"),
        }
    }

    /// The first language of an `Accept-Language` header that we have; Russian when none is.
    pub fn accepted(header: &str) -> Self {
        header.split(',').filter_map(|part| Self::parse(part.split([';', '-']).next().unwrap_or("").trim())).next().unwrap_or_default()
    }
}

/// A text of the reference data, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The text in this language.
    pub fn read(&self, language: Language) -> &str {
        match language {
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}
