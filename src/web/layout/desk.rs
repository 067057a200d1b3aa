//! The frame of employees: Agent, scope, search, bell, name and role in force; the menu tree on the left, on a phone
//! under "Меню".

use super::{Desk, Page, foot};
use crate::web::parts::{Icon, Weight, button, hidden, icon, once};
use maud::{Markup, html};

impl Desk<'_> {
    pub(super) fn body(&self, page: &Page<'_>, body: Markup) -> Markup {
        html! {
            body.desk {
                (page.skip())
                header.bar {
                    div.bar-row {
                        (page.brand(self.reader.home, self.agent, page.town))
                        div.wide-only { (self.agent_switch(page, "seat")) }
                        div.wide-only { (self.scope_switch(page, "scope")) }
                        span.push {}
                        div.find.wide-only { (page.search(&self.reader, "search")) }
                        (page.bell(&self.reader))
                        (page.name_menu(&self.reader, Some(self.role)))
                        (self.phone_menu(page))
                    }
                }
                div.desk-grid {
                    nav.tree.wide-only aria-label=(page.words.text("web-sections")) { (self.tree("menu")) }
                    (page.main(body, self.agent))
                }
                (foot::foot(page))
                (window(page))
            }
        }
    }

    /// `prefix` keeps the ids of the tree and of the sheet apart.
    fn tree(&self, prefix: &str) -> Markup {
        html! {
            @for (index, group) in self.menu.iter().enumerate() {
                @let id = format!("{prefix}-{index}");
                h2 id=(id) { (group.title) }
                ul.own aria-labelledby=(id) { @for entry in &group.entries { li { (entry.link("page", None)) } } }
            }
        }
    }

    /// Another Agent has other pages: the form does not come back to this one.
    fn agent_switch(&self, page: &Page<'_>, id: &str) -> Markup {
        if self.agents.len() < 2 {
            return html! {};
        }
        html! {
            form.scope method="post" action=(self.workplace_address) {
                (once(self.reader.once))
                (choice(id, "agent", &page.words.text("web-workplace"), self.agents, self.workplace))
                (button(Weight::Plain, &page.words.text("web-scope-choose")))
            }
        }
    }

    fn scope_switch(&self, page: &Page<'_>, id: &str) -> Markup {
        if self.scopes.len() < 2 {
            return html! { @if let Some((_, label)) = self.scopes.first() { p.scope.small.soft { (label) } } };
        }
        html! {
            form.scope method="post" action=(self.scope_address) {
                (once(self.reader.once)) (hidden("back", page.address))
                (choice(id, "scope", &page.words.text("web-scope"), self.scopes, self.scope))
                (button(Weight::Plain, &page.words.text("web-scope-choose")))
            }
        }
    }

    fn phone_menu(&self, page: &Page<'_>) -> Markup {
        html! {
            details.phone-menu {
                summary { (icon(Icon::Menu)) (page.words.text("web-menu")) }
                div.panel {
                    (page.search(&self.reader, "search-phone"))
                    (self.agent_switch(page, "seat-phone"))
                    (self.scope_switch(page, "scope-phone"))
                    nav aria-label=(page.words.text("web-sections")) { (self.tree("sheet")) }
                    h2 { (self.reader.name) ", " (self.role) }
                    (page.own(&self.reader))
                }
            }
        }
    }
}

/// Where scripts show a history over the page it was asked from; without them a clock leads to the history's own page.
fn window(page: &Page<'_>) -> Markup {
    html! {
        dialog.window data-window aria-label=(page.words.text("web-window")) {
            button.quiet type="button" data-window-close { (page.words.text("web-window-close")) }
            div data-window-body tabindex="-1" {}
        }
    }
}

/// A list of which one line is in force.
fn choice(id: &str, name: &str, label: &str, all: &[(&str, &str)], in_force: &str) -> Markup {
    html! {
        label for=(id) { (label) }
        select.entry id=(id) name=(name) { @for (value, label) in all { option value=(value) selected[*value == in_force] { (label) } } }
    }
}
