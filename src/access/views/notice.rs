//! The access notice: what a new employee is handed, on paper or on the screen.

use super::card::period_said;
use crate::{
    access::grant::Period,
    identity::User,
    terms::Words,
    web::parts::{Fact, Weight, actions, facts, link_button, print_button},
};
use maud::{Markup, html};

/// Уведомление о предоставлении доступа.
pub struct Notice<'n> {
    /// To whom.
    pub user: &'n User,
    /// The names of the roles.
    pub roles: &'n [String],
    /// The Agent.
    pub agent: &'n str,
    /// The town.
    pub town: &'n str,
    /// When the rights hold.
    pub period: Option<Period>,
    /// The address of the sign-in page.
    pub site: &'n str,
    /// The one-time password, where this page is the one that shows it.
    pub password: Option<&'n str>,
    /// Where the user's card is.
    pub card: &'n str,
}

impl Notice<'_> {
    /// The page, to print.
    pub fn page(&self, words: &Words) -> Markup {
        let mut lines = vec![
            Fact::new(words.text("notice-access-user"), self.user.name.to_string()),
            Fact::new(words.text("notice-access-agent"), self.agent),
            Fact::new(words.text("rights-login"), self.user.login.as_str()),
            Fact::new(
                words.text("rights-roles"),
                if self.roles.is_empty() { words.text("rights-no-roles").into_owned() } else { self.roles.join(", ") },
            ),
            Fact::new(words.text("card-period"), self.period.map_or_else(String::new, |period| period_said(words, period))),
            Fact::new(words.text("notice-access-page"), html! { a href=(self.site) { (self.site) } }),
        ];
        if let Some(password) = self.password {
            lines.insert(3, Fact::new(words.text("give-password"), html! { code.large { (password) } }));
        }
        html! {
            div.stack-5.narrow {
                h1 { (words.text("notice-access-title")) }
                p { (words.say(&crate::terms::message("notice-access-text").with("town", self.town))) }
                (facts(&lines))
                p { (words.text(if self.password.is_some() { "notice-access-change" } else { "notice-access-password" })) }
                p.soft.small.no-print { (words.text("notice-access-paper")) }
                (actions(html! {
                    (print_button(&words.text("notice-access-print")))
                    (link_button(Weight::Plain, &words.text("user-to-card"), self.card))
                }))
            }
        }
    }
}
