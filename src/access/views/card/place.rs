//! Where a user works: the Agents in which they hold something, one more, and the end of it here.

use super::{Card, choices};
use crate::web::parts::{Control, Entry, Field, Place, Weight, Width, actions, button, chips, hidden, opens};
use maud::{Markup, html};

/// The Agents of a user, for a reader who may choose one.
#[derive(Clone, Debug, Default)]
pub struct Agents {
    /// Where they hold something and the one that is looked at, by number and name.
    pub held: Vec<(String, String)>,
    /// Where they may hold something besides.
    pub others: Vec<(String, String)>,
}

impl Card<'_> {
    /// Each Agent leads to the card there; so does one more, where roles are added.
    pub(super) fn agents(&self) -> Markup {
        let words = self.words;
        let current = self.query.strip_prefix("agent=").unwrap_or_default();
        let entry = |(agent, name): &(String, String)| {
            let place = if agent == current { Place::Here } else { Place::Elsewhere };
            Entry::new(name.clone(), format!("/rights/users/{}?agent={agent}", self.user.id)).at(place)
        };
        let entries: Vec<_> = self.agents.held.iter().map(entry).collect();
        let (label, others) = (words.text("level-agent"), choices(&self.agents.others));
        let select = Field { control: Control::Select(&others), width: Width::Half, ..Field::new("agent", &label) };
        html! {
            @if !entries.is_empty() { (chips(words, &words.text("card-agents"), &entries)) }
            @if self.may_change && !others.is_empty() {
                (opens(&format!("+ {}", words.text("card-add-agent")), html! {
                    form.stack method="get" action=(format!("/rights/users/{}", self.user.id)) {
                        (select.show(words)) (actions(button(Weight::Primary, &words.text("card-to-agent"))))
                    }
                }))
            }
        }
    }

    /// The end of all that they hold here.
    pub(super) fn end(&self) -> Markup {
        let words = self.words;
        html! {
            @if self.may_change && self.is_held {
                section.stack-2 aria-labelledby="card-end" {
                    h2 id="card-end" { (words.text("card-end")) }
                    p.small.soft { (words.text("card-end-hint")) }
                    form.bare method="get" action=(self.change()) {
                        (self.agent()) (hidden("do", "end")) (button(Weight::Danger, &words.text("edit-end")))
                    }
                }
            }
        }
    }
}
