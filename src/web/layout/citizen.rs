//! The frame of citizens: arms and town, search, bell, language, name; sections as tabs, on a phone under "Меню".

use super::{Citizen, Page, foot};
use crate::web::parts::{Icon, icon};
use maud::{Markup, html};

impl Citizen<'_> {
    pub(super) fn body(&self, page: &Page<'_>, body: Markup) -> Markup {
        let words = page.words;
        let office = words.text("web-cabinet-citizen");
        html! {
            body {
                (page.skip())
                header.bar {
                    div.bar-row {
                        (page.brand(self.reader.home, page.town, &office))
                        span.push {}
                        div.find.wide-only { (page.search(&self.reader, "search")) }
                        (page.bell(&self.reader))
                        div.wide-only { (page.tongue()) }
                        (page.name_menu(&self.reader, None))
                        (self.phone_menu(page))
                    }
                    nav.tabs.wide-only aria-label=(words.text("web-sections")) { ul { @for entry in self.menu { li { (entry.link("page", None)) } } } }
                }
                (page.main(body, &office))
                (foot::foot(page))
            }
        }
    }

    fn phone_menu(&self, page: &Page<'_>) -> Markup {
        html! {
            details.phone-menu {
                summary { (icon(Icon::Menu)) (page.words.text("web-menu")) }
                div.panel {
                    nav aria-label=(page.words.text("web-sections")) { ul.own { @for entry in self.menu { li { (entry.link("page", None)) } } } }
                    (page.search(&self.reader, "search-phone"))
                    h2 { (self.reader.name) }
                    (page.own(&self.reader))
                    (page.tongue())
                }
            }
        }
    }
}
