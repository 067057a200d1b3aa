//! How the counter looks; a citizen's own profile stands beside it.

pub mod profile;

use crate::{
    identity::Login,
    terms::{FieldError, FullName, OnceToken, Words},
    web::{
        Posted,
        parts::{self, Choice, Control, Fact, Field, Need, Tone, Weight, Width},
        url,
    },
};
use maud::{Markup, html};

/// The form of the counter.
pub struct Counter<'c> {
    /// The reader's words.
    pub words: &'c Words,
    /// What was typed, where the form came back.
    pub form: Option<&'c Posted>,
    /// What is wrong with it.
    pub errors: &'c [FieldError],
    /// The houses in reach: numbers and addresses.
    pub houses: &'c [(String, String)],
    /// The token.
    pub once: OnceToken,
}

/// Names and ids of the labels, for the list of errors.
const LABELS: [(&str, &str); 12] = [
    ("surname", "person-surname"),
    ("name", "person-name"),
    ("patronymic", "person-patronymic"),
    ("birth", "person-birth"),
    ("sex", "person-sex"),
    ("snils", "person-snils"),
    ("inn", "person-inn"),
    ("passport", "person-passport"),
    ("house", "person-house"),
    ("flat", "person-flat"),
    ("phone", "person-phone"),
    ("email", "person-email"),
];

/// What a field of this form differs by.
struct Ask {
    name: &'static str,
    hint: &'static str,
    need: Need,
    width: Width,
    mode: &'static str,
}

const fn ask(name: &'static str, need: Need, width: Width) -> Ask {
    Ask { name, hint: "", need, width, mode: "" }
}

impl Ask {
    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    const fn mode(mut self, mode: &'static str) -> Self {
        self.mode = mode;
        self
    }
}

impl Counter<'_> {
    /// The whole page.
    pub fn page(&self) -> Markup {
        let words = self.words;
        let labels: Vec<_> = LABELS.iter().map(|(name, id)| (*name, words.text(id))).collect();
        let labels: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_ref())).collect();
        html! {
            div.stack-5.prose {
                div.head {
                    h1 { (words.text("person-register")) }
                    p.soft { (words.text("person-register-intro")) }
                }
                (parts::error_summary(words, self.errors, &labels))
                form.stack-5 method="post" action=(url::REGISTER) autocomplete="off" {
                    (self.group("person-group-name", self.who()))
                    (self.group("person-group-papers", self.papers()))
                    (self.group("person-group-address", self.address()))
                    (self.group("person-group-contacts", self.contacts()))
                    (parts::actions(parts::button(Weight::Primary, &words.text("person-do-register"))))
                    (parts::once(self.once))
                }
            }
        }
    }

    fn group(&self, title: &'static str, fields: Markup) -> Markup {
        html! { div.sheet { div.pad.stack { h2 { (self.words.text(title)) } div.fields { (fields) } } } }
    }

    fn who(&self) -> Markup {
        html! {
            (self.line(&ask("surname", Need::Starred, Width::Half)))
            (self.line(&ask("name", Need::Starred, Width::Half)))
            (self.line(&ask("patronymic", Need::Optional, Width::Half)))
            (self.line(&ask("birth", Need::Starred, Width::Short).hint("person-birth-hint").mode("numeric")))
            (self.sex())
        }
    }

    fn papers(&self) -> Markup {
        html! {
            (self.line(&ask("snils", Need::Starred, Width::Number).hint("person-snils-hint").mode("numeric")))
            (self.line(&ask("inn", Need::Optional, Width::Number).hint("person-inn-hint").mode("numeric")))
            (self.line(&ask("passport", Need::Optional, Width::Number).hint("person-passport-hint").mode("numeric")))
        }
    }

    fn address(&self) -> Markup {
        html! {
            (self.house())
            (self.line(&ask("flat", Need::Optional, Width::Tiny)))
        }
    }

    fn contacts(&self) -> Markup {
        html! {
            (self.line(&ask("phone", Need::Optional, Width::Number).hint("person-phone-hint").mode("tel")))
            (self.line(&ask("email", Need::Optional, Width::Half).mode("email")))
        }
    }

    fn typed(&self, name: &str) -> &str {
        self.form.map_or("", |form| form.get(name))
    }

    fn label(&self, name: &str) -> String {
        let id = LABELS.iter().find(|(known, _)| *known == name).map_or(name, |(_, id)| id);
        self.words.text(id).into_owned()
    }

    fn line(&self, ask: &Ask) -> Markup {
        let label = self.label(ask.name);
        let hint = if ask.hint.is_empty() { "".into() } else { self.words.text(ask.hint) };
        let field = Field {
            hint: &hint,
            value: self.typed(ask.name),
            need: ask.need,
            width: ask.width,
            input_mode: ask.mode,
            errors: self.errors,
            ..Field::new(ask.name, &label)
        };
        field.show(self.words)
    }

    fn sex(&self) -> Markup {
        let (female, male) = (self.words.text("person-sex-female"), self.words.text("person-sex-male"));
        let choices = [Choice { value: "female", label: &female, hint: "" }, Choice { value: "male", label: &male, hint: "" }];
        let label = self.label("sex");
        let field = Field {
            control: Control::Radios(&choices),
            need: Need::Starred,
            value: self.typed("sex"),
            errors: self.errors,
            ..Field::new("sex", &label)
        };
        field.show(self.words)
    }

    fn house(&self) -> Markup {
        let none = self.words.text("person-house-none");
        let known = self.houses.iter().map(|(id, address)| Choice { value: id, label: address, hint: "" });
        let choices: Vec<_> = [Choice { value: "", label: &none, hint: "" }].into_iter().chain(known).collect();
        let (label, hint) = (self.label("house"), self.words.text("person-house-hint"));
        // A value that is not empty keeps the control from adding an empty line of its own: ours says what it means.
        let field = Field {
            control: Control::Select(if self.typed("house").is_empty() { &choices[1..] } else { &choices }),
            hint: &hint,
            need: Need::Optional,
            value: self.typed("house"),
            errors: self.errors,
            ..Field::new("house", &label)
        };
        field.show(self.words)
    }
}

/// A citizen who was registered just now.
pub struct Registered<'r> {
    /// Their name, as it was typed.
    pub name: Option<&'r FullName>,
    /// What they sign in with.
    pub login: &'r Login,
}

impl Registered<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let mut facts = Vec::new();
        facts.extend(self.name.map(|name| Fact::new(words.text("person-full-name"), name.to_string())));
        facts.push(Fact::new(words.text("person-login"), html! { span.number-big { (self.login) } }));
        html! {
            div.stack-5.prose {
                h1 { (words.text("person-registered")) }
                (parts::note(Tone::Good, "", html! { (parts::facts(&facts)) }))
                p { (words.text("person-registered-text")) }
                (parts::actions(parts::link_button(Weight::Plain, &words.text("person-register-another"), url::REGISTER)))
            }
        }
    }
}
