//! How the Owner's desk for users looks: a new user, the base fields of a card, and the access notice of a new user.

use crate::{
    access::UserKind,
    identity::{User, changes::TypedUser},
    terms::{FieldError, OnceToken, Refusal, Sight, Words, message},
    web::{
        parts::{
            Choice, Control, Field, Fixed, Need, Tone, Weight, Width, actions, button, error_summary, hidden, masked, note, once, refused,
        },
        url,
    },
};
use maud::{Markup, html};

/// Names of the form's fields, with the ids of their labels.
const LABELS: [(&str, &str); 18] = [
    ("kind", "card-kind"),
    ("login", "rights-login"),
    ("surname", "person-surname"),
    ("name", "person-name"),
    ("patronymic", "person-patronymic"),
    ("position", "rights-position"),
    ("phone", "card-phone"),
    ("email", "card-email"),
    ("messenger", "card-messenger"),
    ("agent", "user-agents"),
    ("role", "user-role"),
    ("active", "card-active"),
    ("from", "card-from"),
    ("to", "card-to"),
    ("hides", "card-hides"),
    ("tests", "card-test-reports"),
    ("certificate", "user-certificate"),
    ("description", "card-description"),
];

/// What only a new user's form asks.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// The digit of the type.
    pub kind: String,
    /// The login.
    pub login: String,
    /// The Agents to choose from.
    pub all_agents: Vec<(String, String)>,
    /// Those that are ticked.
    pub agents: Vec<String>,
    /// The roles to choose from.
    pub all_roles: Vec<(String, String)>,
    /// The role.
    pub role: String,
}

/// Whose card it is.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'w> {
    /// Nobody's yet.
    New(&'w New),
    /// This user's.
    Of(&'w User),
}

/// The form.
pub struct Form<'f> {
    /// Whose.
    pub whose: Whose<'f>,
    /// The base fields.
    pub typed: &'f TypedUser,
    /// The version on which it was opened.
    pub seen: &'f str,
    /// What somebody else has saved since.
    pub changed: Markup,
    /// What was refused.
    pub refusal: Option<&'f Refusal>,
    /// The way back.
    pub back: &'f str,
    /// Its token.
    pub once: OnceToken,
    /// How the reader sees personal data: what is hidden from them is shown with stars, and stays as it is.
    pub sight: Sight,
}

impl Form<'_> {
    fn errors(&self) -> &[FieldError] {
        self.refusal.map_or(&[], |refusal| &refusal.fields)
    }

    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let labels = LABELS.map(|(name, id)| (name, words.text(id)));
        let pairs: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_ref())).collect();
        let (title, action) = match self.whose {
            Whose::New(_) => ("user-new", url::NEW_USER.to_owned()),
            Whose::Of(user) => ("user-edit", url::edit_user(user.id)),
        };
        html! {
            div.stack-5.prose {
                p.small { a href=(self.back) { "← " (words.text("rights-tab-users")) } }
                h1 { (words.text(title)) }
                @match self.refusal {
                    Some(refusal) if refusal.fields.is_empty() && self.changed.0.is_empty() => (refused(words, refusal)),
                    Some(_) | None => (error_summary(words, self.errors(), &pairs)),
                }
                (self.changed)
                form.stack-5 method="post" action=(action) autocomplete="off" {
                    (once(self.once)) (hidden("seen", self.seen))
                    (group(words, "user-group-login", self.entrance(words)))
                    (group(words, "user-group-person", self.person(words)))
                    (group(words, "user-group-contacts", self.contacts(words)))
                    (group(words, "user-group-access", self.access(words)))
                    (actions(html! { (button(Weight::Primary, &words.text(self.pressed()))) a href=(self.back) { (words.text("rights-leave")) } }))
                }
            }
        }
    }

    /// What the button says.
    const fn pressed(&self) -> &'static str {
        match self.whose {
            Whose::New(_) => "user-create",
            Whose::Of(_) if self.changed.0.is_empty() => "principals-save",
            Whose::Of(_) => "versions-save-mine",
        }
    }

    fn entrance(&self, words: &Words) -> Markup {
        let kinds =
            [UserKind::Agent, UserKind::Partner, UserKind::Owner].map(|kind| (kind.digit().to_string(), words.text(kind.wording())));
        let kinds: Vec<_> = kinds.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
        match self.whose {
            Whose::Of(user) => {
                let kind = words.text(user.kind.wording());
                let login = user.login.to_string();
                let hint = words.text("user-login-stays");
                html! {
                    (self.fixed(words, "kind", &kind, ""))
                    (self.fixed(words, "login", &login, &hint))
                }
            }
            Whose::New(new) => {
                let (kind, login, hint) = (words.text("card-kind"), words.text("rights-login"), words.text("user-login-hint"));
                let (agents, role) = (words.text("user-agents"), words.text("user-role"));
                let (agents_hint, role_hint) = (words.text("user-agents-hint"), words.text("user-role-hint"));
                let all: Vec<_> = new.all_agents.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect();
                let none = words.text("user-role-none");
                let mut roles = vec![Choice { value: " ", label: &none, hint: "" }];
                roles.extend(new.all_roles.iter().map(|(value, label)| Choice { value, label, hint: "" }));
                let role_value = if new.role.is_empty() { " " } else { &new.role };
                let errors = self.errors();
                html! {
                    (Field { control: Control::Radios(&kinds), value: &new.kind, errors, ..Field::new("kind", &kind) }.show(words))
                    (Field { value: &new.login, hint: &hint, width: Width::Number, need: Need::Starred, errors, ..Field::new("login", &login) }.show(words))
                    (Field { control: Control::Checks(&all), values: &new.agents, hint: &agents_hint, errors, ..Field::new("agent", &agents) }.show(words))
                    (Field { control: Control::Select(&roles), value: role_value, hint: &role_hint, width: Width::Half, need: Need::Optional, errors, ..Field::new("role", &role) }.show(words))
                }
            }
        }
    }

    fn fixed(&self, words: &Words, name: &'static str, value: &str, hint: &str) -> Markup {
        let label = words.text(label_of(name));
        Field { value, hint, width: Width::Half, fixed: Fixed::Known, errors: self.errors(), ..Field::new(name, &label) }.show(words)
    }

    fn person(&self, words: &Words) -> Markup {
        let typed = self.typed;
        html! {
            (self.line(words, "surname", &typed.surname, Need::Starred, "text"))
            (self.line(words, "name", &typed.name, Need::Starred, "text"))
            (self.line(words, "patronymic", &typed.patronymic, Need::Optional, "text"))
            (self.line(words, "position", &typed.position, Need::Optional, "text"))
        }
    }

    fn contacts(&self, words: &Words) -> Markup {
        let typed = self.typed;
        if let Some(user) = self.hidden() {
            let contacts = [("phone", &user.phone), ("email", &user.email), ("messenger", &user.messenger)];
            return html! { @for (name, value) in contacts { (self.stars(words, name, value)) } };
        }
        html! {
            (self.line(words, "phone", &typed.phone, Need::Optional, "tel"))
            (self.line(words, "email", &typed.email, Need::Optional, "email"))
            (self.line(words, "messenger", &typed.messenger, Need::Optional, "text"))
        }
    }

    /// Whose contacts are hidden from the reader; what they type for a new user is their own.
    const fn hidden(&self) -> Option<&User> {
        match (self.whose, self.sight) {
            (Whose::Of(user), Sight::Masked) => Some(user),
            (Whose::Of(_), Sight::Plain) | (Whose::New(_), _) => None,
        }
    }

    /// A value that is hidden from the reader; nothing of it is sent.
    fn stars(&self, words: &Words, name: &'static str, value: &str) -> Markup {
        html! { @if !value.is_empty() { p { (words.text(label_of(name))) ": " (masked(words, &self.sight.see(value))) } } }
    }

    fn access(&self, words: &Words) -> Markup {
        let typed = self.typed;
        let description = words.text("card-description");
        let lines = Field {
            control: Control::Lines,
            value: &typed.description,
            need: Need::Optional,
            errors: self.errors(),
            ..Field::new("description", &description)
        };
        html! {
            (self.tick(words, "active", typed.active))
            div.filter { (self.day(words, "from", &typed.from)) (self.day(words, "to", &typed.to)) }
            (self.tick(words, "hides", typed.hides))
            (self.tick(words, "tests", typed.tests))
            (self.tick(words, "certificate", typed.certificate))
            @match self.hidden() {
                Some(user) => (self.stars(words, "description", &user.description)),
                None => (lines.show(words)),
            }
        }
    }

    fn line(&self, words: &Words, name: &'static str, value: &str, need: Need, kind: &'static str) -> Markup {
        let label = words.text(label_of(name));
        let hint = if name == "email" { words.text("user-email-hint") } else { "".into() };
        Field {
            value,
            hint: &hint,
            need,
            width: Width::Half,
            control: Control::Line(kind),
            errors: self.errors(),
            ..Field::new(name, &label)
        }
        .show(words)
    }

    fn day(&self, words: &Words, name: &'static str, value: &str) -> Markup {
        let label = words.text(label_of(name));
        Field { value, control: Control::Date, need: Need::Optional, errors: self.errors(), ..Field::new(name, &label) }.show(words)
    }

    fn tick(&self, words: &Words, name: &'static str, ticked: bool) -> Markup {
        let label = words.text(label_of(name));
        let value = if ticked { "yes" } else { "" };
        Field { value, control: Control::Tick("yes"), need: Need::Required, errors: self.errors(), ..Field::new(name, &label) }.show(words)
    }
}

fn label_of(name: &str) -> &'static str {
    LABELS.iter().find(|(known, _)| *known == name).map_or("web-choose", |(_, id)| id)
}

fn group(words: &Words, title: &'static str, fields: Markup) -> Markup {
    html! { div.sheet { div.pad.stack { h2 { (words.text(title)) } div.fields { (fields) } } } }
}

/// A new user's access notice, for print, with the way on.
pub fn welcomed(words: &Words, user: &User, notice: &Markup, shown: bool) -> Markup {
    html! {
        div.stack-5.narrow {
            div.no-print.stack {
                @if shown {
                    (note(Tone::Good, &words.text("user-made"), html! {
                        p { (words.text("give-once")) }
                        @if user.email.is_empty() { p { (words.text("user-no-address")) } }
                        @else { p { (words.say(&message("user-letter-sent").with("address", user.email.as_str()))) } }
                    }))
                } @else {
                    (note(Tone::Warn, "", html! { p { (words.text("give-before")) } }))
                }
            }
            (notice)
        }
    }
}
