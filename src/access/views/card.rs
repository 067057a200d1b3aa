//! A user's card: what they hold, what they may do, and why.

mod ask;
mod place;

pub use ask::{Answered, Asked};
pub use place::Agents;

use super::preview;
use crate::{
    access::{Grant, difference::Extent, grant::Period},
    identity::User,
    terms::{FieldError, Sight, UserId, Words},
    web::{
        parts::{
            Choice, Control, Fact, Field, Icon, Need, Tone, Weight, Width, actions, button, error_summary, facts, hidden, icon,
            link_button, masked, note, opens, quiet_button, record_history, tag,
        },
        url,
    },
};
use maud::{Markup, html};

/// One thing that is held: a role, a scope, a principal.
#[derive(Clone, Debug)]
pub struct Held {
    /// What a form sends for it.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// More about it.
    pub note: String,
}

/// The card.
pub struct Card<'c> {
    /// The reader's words.
    pub words: &'c Words,
    /// How they see personal data.
    pub sight: Sight,
    /// The user.
    pub user: &'c User,
    /// The Agent.
    pub agent_name: &'c str,
    /// `agent=2` where the reader may choose one.
    pub query: String,
    /// All Agents of the user; empty where the reader has no choice.
    pub agents: Agents,
    /// Whether the user holds anything there.
    pub is_held: bool,
    /// What the user holds there.
    pub grant: &'c Grant,
    /// The same by name.
    pub roles: &'c [Held],
    /// The scopes by name.
    pub scopes: &'c [Held],
    /// The principals by name.
    pub principals: &'c [Held],
    /// What can be added.
    pub all_roles: &'c [(String, String)],
    /// What can be added.
    pub all_scopes: &'c [(String, String)],
    /// What can be added.
    pub all_principals: &'c [(String, String)],
    /// Whether the reader sees the register of principals.
    pub lists_principals: bool,
    /// Whether the reader may change what is held.
    pub may_change: bool,
    /// What the reader may do for the user's sign-in.
    pub help: Help,
    /// Where the base fields are changed; for the Owner.
    pub edit: Option<String>,
    /// Whether the reader sees the history of the base parameters.
    pub base_history: bool,
    /// The history of the grant.
    pub history: Option<String>,
    /// What they may do today.
    pub extent: &'c Extent,
    /// What was asked.
    pub why: &'c Asked,
    /// The first and the last day as they were typed, where that form comes back.
    pub typed: Option<(&'c str, &'c str)>,
    /// What is wrong with it.
    pub errors: &'c [FieldError],
}

/// Whether the reader may help with the user's sign-in.
#[derive(Clone, Copy, Debug)]
pub struct Help {
    /// With a new password.
    pub password: bool,
    /// By taking away a lost second factor.
    pub factor: bool,
    /// By revoking keys of the program interface.
    pub keys: bool,
}

impl Help {
    /// The ways that are open, with the ids of their names.
    fn ways(self, user: UserId) -> impl Iterator<Item = (String, &'static str)> {
        let ways = [
            (self.password, url::give_password(user), "give-title"),
            (self.factor, url::take_factors(user), "take-factor-title"),
            (self.keys, url::revoke_api_keys(user), "api-keys-of-title"),
        ];
        ways.into_iter().filter(|(open, ..)| *open).map(|(_, address, title)| (address, title))
    }
}

impl Card<'_> {
    /// The whole page.
    pub fn page(&self) -> Markup {
        let words = self.words;
        html! {
            div.stack-5 {
                p.small { a href=(self.link(url::RIGHTS)) { "← " (words.text("rights-tab-users")) } }
                (error_summary(words, self.errors, &[("from", &words.text("card-from")), ("to", &words.text("card-to"))]))
                div.between {
                    div.head { h1 { (self.user.name) } p.soft { (self.user.login) " · " (self.agent_name) } }
                    div.inline {
                        a href=(self.link(&format!("/rights/users/{}/notice", self.user.id))) { (icon(Icon::Printer)) " " (words.text("card-notice")) }
                        @for (address, title) in self.help.ways(self.user.id) { a href=(address) { (words.text(title)) } }
                        @if let Some(history) = &self.history { a href=(history) { (icon(Icon::History)) " " (words.text("card-history")) } }
                    }
                }
                (self.agents())
                div.two {
                    div.stack-5 {
                        (self.held("card-roles", "card-no-roles", self.roles, "remove-role", "role", &self.add_role()))
                        (self.held("card-scopes", "card-no-scopes", self.scopes, "remove-scope", "scope", &self.add("add-scope", "scope", "card-add-scope", self.all_scopes, self.scopes)))
                        (self.held("card-principals", "card-no-principals", self.principals, "remove-principal", "principal", &self.add("add-principal", "principal", "card-add-principal", self.all_principals, self.principals)))
                        (self.period()) (self.end())
                    }
                    div.stack-5 { (self.base()) (self.may()) }
                }
                (self.ask())
            }
        }
    }

    fn link(&self, path: &str) -> String {
        if self.query.is_empty() { path.to_owned() } else { format!("{path}?{}", self.query) }
    }

    fn change(&self) -> String {
        format!("/rights/users/{}/change", self.user.id)
    }

    /// The Agent goes with every form where the reader may choose one.
    fn agent(&self) -> Markup {
        html! { @if let Some(agent) = self.query.strip_prefix("agent=") { (hidden("agent", agent)) } }
    }

    fn held(&self, title: &'static str, none: &'static str, held: &[Held], deed: &str, field: &str, add: &Markup) -> Markup {
        let words = self.words;
        html! {
            section.stack-2 aria-labelledby=(title) {
                h2 id=(title) { (words.text(title)) }
                @if held.is_empty() { p.soft { (words.text(none)) } } @else {
                    ul.sheet.rows { @for one in held { li.between {
                        span { b { (one.name) } @if !one.note.is_empty() { " " span.small.soft { (one.note) } } }
                        @if self.may_change {
                            form.bare method="get" action=(self.change()) {
                                (self.agent()) (hidden("do", deed)) (hidden(field, &one.value))
                                (quiet_button(&words.text("card-remove"), &one.name))
                            }
                        }
                    } } }
                }
                @if self.may_change { (add) }
            }
        }
    }

    fn add_role(&self) -> Markup {
        let words = self.words;
        let (role, scope, everywhere) = (words.text("rights-role"), words.text("card-role-scope"), words.text("card-role-everywhere"));
        // What is held already may still be bound to another group of houses.
        let is_new = |value: &str| self.scopes.len() > 1 || self.roles.iter().all(|held| held.value != value);
        let left: Vec<_> = self.all_roles.iter().filter(|(value, _)| is_new(value)).cloned().collect();
        let roles = choices(&left);
        let mut scopes = vec![Choice { value: " ", label: &everywhere, hint: "" }];
        scopes.extend(self.scopes.iter().map(|held| Choice { value: &held.value, label: &held.name, hint: "" }));
        let select = Field { control: Control::Select(&roles), width: Width::Half, ..Field::new("role", &role) };
        let hint = words.text("card-role-scope-hint");
        let bound = Field { control: Control::Select(&scopes), value: " ", hint: &hint, width: Width::Half, ..Field::new("scope", &scope) };
        opens(
            &format!("+ {}", words.text("card-add-role")),
            html! { @if left.is_empty() { p.soft { (words.text("card-nothing-left")) } } @else { form.stack method="get" action=(self.change()) {
                (self.agent()) (hidden("do", "add-role")) (select.show(words))
                @if self.scopes.len() > 1 { (bound.show(words)) }
                (actions(button(Weight::Primary, &words.text("card-next"))))
            } } },
        )
    }

    fn add(&self, deed: &str, field: &str, title: &'static str, all: &[(String, String)], held: &[Held]) -> Markup {
        let words = self.words;
        let left: Vec<_> = all.iter().filter(|(value, _)| held.iter().all(|held| held.value != *value)).cloned().collect();
        let (label, choices) = (words.text(title), choices(&left));
        // The ids of the three forms must differ, and the names are those of the change.
        let id = format!("add-{field}");
        opens(
            &format!("+ {label}"),
            html! {
                @if left.is_empty() && field == "principal" && self.lists_principals {
                    p.soft { (words.text("card-nothing-principals")) ": " a href=(url::PRINCIPALS) { (words.text("card-to-principals")) } "." }
                } @else if left.is_empty() { p.soft { (words.text("card-nothing-left")) } } @else {
                    form.stack method="get" action=(self.change()) {
                        (self.agent()) (hidden("do", deed))
                        div.field {
                            label for=(id) { (label) }
                            select.entry.w-24 id=(id) name=(field) { @for choice in &choices { option value=(choice.value) { (choice.label) } } }
                        }
                        (actions(button(Weight::Primary, &words.text("card-next"))))
                    }
                }
            },
        )
    }

    fn period(&self) -> Markup {
        let words = self.words;
        let (from, to) = (words.text("card-from"), words.text("card-to"));
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
        let (first, last) = (day(self.grant.period.from), day(self.grant.period.to));
        let (first, last) = self.typed.unwrap_or((&first, &last));
        let date = |name, label, value| Field {
            control: Control::Date,
            value,
            need: Need::Optional,
            errors: self.errors,
            ..Field::new(name, label)
        };
        let (begin, end) = (date("from", &*from, first), date("to", &*to, last));
        let form = html! {
            form.stack method="get" action=(self.change()) {
                (self.agent()) (hidden("do", "period"))
                div.filter { (begin.show(words)) (end.show(words)) }
                (actions(button(Weight::Primary, &words.text("card-next"))))
            }
        };
        html! {
            section.stack-2 aria-labelledby="card-period" {
                h2 id="card-period" { (words.text("card-period")) }
                p { (period_said(words, self.grant.period)) }
                @if self.typed.is_some() { (form) } @else if self.may_change { (opens(&words.text("card-change-period"), form)) }
            }
        }
    }

    /// The base parameters, which the Owner keeps.
    fn base(&self) -> Markup {
        let (words, user) = (self.words, self.user);
        let yes = |yes: bool| words.text(if yes { "rights-yes" } else { "rights-no" }).into_owned();
        let kind = words.text(user.kind.wording()).into_owned();
        let mut lines = vec![
            Fact::new(words.text("card-kind"), kind),
            Fact::new(words.text("rights-login"), user.login.as_str()),
            Fact::new(words.text("card-test-reports"), yes(user.show_test_reports)),
            Fact::new(words.text("card-hides"), yes(user.hide_personal_data)),
            Fact::new(words.text("user-certificate"), yes(user.certificate_required)),
            Fact::new(words.text("rights-position"), user.position.as_str()),
        ];
        let personal = |(id, value): (&'static str, &String)| Fact::new(words.text(id), seen(words, self.sight, value));
        let contacts = [("card-phone", &user.phone), ("card-email", &user.email), ("card-messenger", &user.messenger)];
        lines.extend(contacts.into_iter().filter(|(_, value)| !value.is_empty()).map(personal));
        lines.push(Fact::new(words.text("card-active"), yes(user.active)));
        lines.push(Fact::new(words.text("card-user-period"), period_said(words, user.period)));
        if !user.description.is_empty() {
            lines.push(personal(("card-description", &user.description)));
        }
        html! {
            section.sheet aria-labelledby="card-base" { div.pad.stack-2 {
                h2 id="card-base" { (words.text("card-base")) @if self.base_history { " " (record_history(words, &words.text("card-base"), "user", user.id)) } }
                (facts(&lines))
                @if let Some(edit) = &self.edit { (link_button(Weight::Plain, &words.text("card-base-edit"), edit)) }
                @else { p.small.soft { (words.text("card-base-owner")) } }
            } }
        }
    }

    /// What they may do today.
    fn may(&self) -> Markup {
        let (words, extent) = (self.words, self.extent);
        let count = words.say(&crate::terms::message("card-may-count").with("count", i64::from(extent.functions.count())));
        html! {
            section.sheet aria-labelledby="card-may" { div.pad.stack-2 {
                h2 id="card-may" { (words.text("card-may")) }
                @if extent.functions.is_empty() { (note(Tone::Warn, "", html! { p { (words.text("card-may-nothing")) } })) }
                @else {
                    p { (count) ", " (preview::houses(words, extent.houses.as_ref())) "." }
                    @if extent.sight == Sight::Masked { p { (tag(Tone::Neutral, &words.text("rights-masked"))) } }
                    (opens(&words.text("card-may-list"), html! { ul { @for function in extent.functions.iter() { li { (preview::function_name(words, function)) } } } }))
                }
            } }
        }
    }
}

/// What a card says of a person beyond their name and position, as the reader sees it.
pub(super) fn seen(words: &Words, sight: Sight, text: &str) -> Markup {
    match sight {
        Sight::Plain => html! { (text) },
        Sight::Masked => masked(words, &sight.see(text)),
    }
}

fn choices(named: &[(String, String)]) -> Vec<Choice<'_>> {
    named.iter().map(|(value, label)| Choice { value, label, hint: "" }).collect()
}

/// "с 1 января 2026 по 31 декабря 2026".
pub fn period_said(words: &Words, period: Period) -> String {
    let day = |id: &'static str, day: Option<jiff::civil::Date>| {
        day.map(|day| words.say(&crate::terms::message(id).with("day", words.date(day))))
    };
    let parts: Vec<_> = [day("period-from", period.from), day("period-to", period.to)].into_iter().flatten().collect();
    if parts.is_empty() { words.text("period-open").into_owned() } else { parts.join(" ") }
}
