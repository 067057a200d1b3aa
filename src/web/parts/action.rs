//! What can be pressed. What is done differs from what is left in colour, weight and place.

use super::{Icon, icon};
use crate::terms::OnceToken;
use maud::{Markup, html};

/// How much a button weighs on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one thing this page is for.
    Primary,
    /// Anything else, "back" and "cancel" among it.
    Plain,
    /// Destroys or takes back; its label says what.
    Danger,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Plain => "button plain",
            Self::Danger => "button danger",
        }
    }
}

/// The button that sends the form it stands in.
pub fn button(weight: Weight, label: &str) -> Markup {
    html! { button class=(weight.class()) type="submit" { (label) } }
}

/// One of several buttons of a form: the form learns which was pressed by this name and value.
pub fn button_named(weight: Weight, label: &str, name: &str, value: &str) -> Markup {
    html! { button class=(weight.class()) type="submit" name=(name) value=(value) { (label) } }
}

/// The same that sends the form to an address of its own.
pub fn button_to(weight: Weight, label: &str, (name, value): (&str, &str), address: &str) -> Markup {
    html! { button class=(weight.class()) type="submit" name=(name) value=(value) formaction=(address) { (label) } }
}

/// A button that looks like a link, for small actions inside rows. `about` is heard after the label ("Удалить
/// vypiska.pdf") and not seen.
pub fn quiet_button(label: &str, about: &str) -> Markup {
    html! { button.quiet type="submit" { (label) @if !about.is_empty() { span.unseen { " " (about) } } } }
}

/// A link that looks like a button: leads on and changes nothing.
pub fn link_button(weight: Weight, label: &str, address: &str) -> Markup {
    html! { a class=(weight.class()) href=(address) { (label) } }
}

/// Prints the page it stands on; without scripts it is not there, and the browser's own menu prints.
pub fn print_button(label: &str) -> Markup {
    html! { button.button.plain type="button" data-print hidden { (label) } }
}

/// A form that is one button.
pub fn action(address: &str, token: OnceToken, press: Markup) -> Markup {
    html! { form.bare method="post" action=(address) { (once(token)) (press) } }
}

/// Buttons in a row, the main one first.
pub fn actions(buttons: Markup) -> Markup {
    html! { div.actions { (buttons) } }
}

/// The once-token of a form that changes something.
pub fn once(token: OnceToken) -> Markup {
    html! { input type="hidden" name="once" value=(token); }
}

/// Something that is closed until it is asked for; works without scripts.
pub fn opens(label: &str, inside: Markup) -> Markup {
    folded(label, inside, false)
}

/// The same, which may stand open: where something in it is to be mended.
pub fn folded(label: &str, inside: Markup, is_open: bool) -> Markup {
    html! { details.opens open[is_open] { summary { span.chevron { (icon(Icon::ChevronDown)) } (label) } div { (inside) } } }
}
