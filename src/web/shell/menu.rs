//! The menus, and the tree that they are: what a rule of visibility hides is chosen where it stands in the menu (002).

use crate::{
    access::{self, Function, FunctionSet},
    terms::Words,
    web::{parts::Place, url},
};
use std::{collections::BTreeMap, sync::LazyLock};

/// A section of a menu: shown to who has the function, and the one of the page that it leads to.
pub(super) struct Section {
    pub(super) function: Function,
    pub(super) page: Function,
    pub(super) title: &'static str,
    pub(super) address: &'static str,
    /// The nodes of [`access::Section`] that are done in it; none where nobody can be without it.
    holds: &'static [&'static str],
}

const fn section(function: Function, title: &'static str, address: &'static str, holds: &'static [&'static str]) -> Section {
    Section { function, page: function, title, address, holds }
}

/// A view of a page that is shown to who does something with what it lists.
const fn view(function: Function, page: Function, title: &'static str, address: &'static str, holds: &'static [&'static str]) -> Section {
    Section { function, page, title, address, holds }
}

impl Section {
    /// Where a page of this address stands, seen from the section.
    pub(super) fn place(&self, address: &str) -> Place {
        let path = address.split('?').next().unwrap_or("");
        if address == self.address {
            Place::Here
        } else if self.address != url::HOME && path.starts_with(self.address) {
            Place::Around
        } else {
            Place::Elsewhere
        }
    }
}

pub(super) const CITIZEN: [Section; 5] = [
    section(Function::PageView, "menu-home", url::HOME, &[]),
    section(Function::CatalogView, "menu-services", url::SERVICES, &["catalog.service"]),
    section(Function::ApplicationList, "menu-applications", url::APPLICATIONS, &["applications.application", "applications.document"]),
    section(Function::ProfileView, "menu-profile", url::PROFILE, &["people.profile"]),
    section(Function::PageView, "menu-help", url::HELP, &[]),
];

pub(super) const DESK: [(&str, &[Section]); 4] = [
    (
        "menu-work",
        &[
            section(Function::PageView, "menu-dashboard", url::DESK, &[]),
            section(Function::CaseList, "menu-queue", url::CASES, &["applications.case"]),
            view(Function::CaseTake, Function::CaseList, "menu-mine", "/cases?show=mine", &["applications.case.take"]),
            view(
                Function::CaseCheck,
                Function::CaseList,
                "menu-checks",
                "/cases?show=document-check",
                &["applications.case.check-documents"],
            ),
        ],
    ),
    ("menu-people", &[section(Function::PersonRegister, "menu-register", url::REGISTER, &["people.person"])]),
    (
        "menu-users",
        &[
            section(Function::AgentList, "menu-agents", url::AGENTS, &["identity.agent", "identity.user"]),
            section(Function::GrantList, "menu-rights", url::RIGHTS, &["access.grant", "access.role", "access.scope", "access.rule"]),
            view(Function::GroupDefine, Function::RuleList, "menu-groups", url::GROUPS, &["access.group", "access.agent-group"]),
            section(Function::AuditView, "menu-role-audit", url::ROLE_AUDIT, &["access.audit"]),
            section(Function::JournalList, "menu-journal", url::JOURNAL, &["journal"]),
            section(Function::CertificateList, "menu-certificates", url::CERTIFICATES, &["certificates"]),
            section(Function::PasswordChange, "menu-own-password", url::PASSWORD, &[]),
        ],
    ),
    (
        "menu-books",
        &[
            section(Function::HouseList, "menu-houses", url::HOUSES, &["housing.house"]),
            section(Function::PrincipalList, "menu-principals", url::PRINCIPALS, &["housing.principal"]),
            section(Function::LetterList, "menu-letters", url::LETTERS, &["notifications.letter"]),
            section(Function::CatalogView, "menu-services", url::SERVICES, &["catalog.service"]),
            section(Function::CalendarView, "menu-calendar", url::CALENDAR, &["catalog.calendar"]),
        ],
    ),
];

/// What stands behind one's own name in the header.
pub(super) const OWN: [Section; 4] = [
    section(Function::PasswordChange, "menu-own-password", url::PASSWORD, &[]),
    section(Function::FactorView, "menu-factor", url::FACTORS, &[]),
    section(Function::SessionList, "menu-sessions", url::SESSIONS, &[]),
    section(Function::ApiKeyList, "menu-api-keys", url::API_KEYS, &[]),
];

/// What stands in no menu: in the header, behind one's own name, and in fields of other pages.
const BESIDE: [&str; 7] =
    ["search.case", "notifications.notice", "people.data", "identity.session", "identity.password", "identity.factor", "identity.api-key"];

/// Every section of every menu.
pub(super) fn sections() -> impl Iterator<Item = &'static Section> {
    CITIZEN.iter().chain(DESK.iter().flat_map(|(_, sections)| sections.iter()))
}

/// One line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// How deep within its branch: 0 for a section of the menu, 1 for a part of it, 2 for a single function.
    pub depth: usize,
    /// The id of its name in the wording.
    pub wording: String,
    /// What a rule names to hide it; none of what nobody can be without, or of what only its parts can be hidden of.
    pub section: Option<access::Section>,
}

/// A menu with all that is done in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The id of its name in the wording.
    pub wording: &'static str,
    /// What stands in it, each before its parts.
    pub nodes: Vec<Node>,
}

impl Branch {
    /// Every line, with whether anything of it is available to who has these functions.
    pub fn shown(&self, open: FunctionSet) -> impl Iterator<Item = (&Node, bool)> {
        let is_open = move |section: &access::Section| !section.functions().common(open).is_empty();
        self.nodes.iter().enumerate().map(move |(place, node)| {
            let parts = self.nodes[place + 1..].iter().take_while(|part| part.depth > node.depth);
            let mut of_parts = parts.filter_map(|part| part.section.as_ref()).peekable();
            let available = match &node.section {
                Some(section) => is_open(section),
                // Without parts it is what nobody can be without.
                None => of_parts.peek().is_none() || of_parts.any(is_open),
            };
            (node, available)
        })
    }
}

/// The whole tree: the menus as people see them, what stands outside of them, and at last whole sections.
pub fn tree() -> Vec<Branch> {
    let all = access::Section::tree();
    let desk = DESK.iter().map(|(title, sections)| (*title, *sections)).chain([("menu-citizen", &CITIZEN[..])]);
    let mut branches: Vec<_> = desk.map(|(wording, sections)| Branch { wording, nodes: nodes(&all, sections) }).collect();
    let beside: Vec<_> = BESIDE.iter().filter_map(|code| access::Section::parse(code)).collect();
    branches.push(Branch { wording: "menu-beside", nodes: beside.iter().flat_map(|part| part_nodes(&all, part, 0)).collect() });
    let whole = all.iter().filter(|section| section.depth() == 0);
    let whole = whole.map(|section| Node { depth: 0, wording: section.wording(), section: Some(section.clone()) });
    branches.push(Branch { wording: "menu-whole", nodes: whole.collect() });
    branches
}

fn nodes(all: &[access::Section], sections: &[Section]) -> Vec<Node> {
    let mut nodes = Vec::new();
    for section in sections {
        let parts: Vec<_> = section.holds.iter().filter_map(|code| access::Section::parse(code)).collect();
        let only = <&[_; 1]>::try_from(parts.as_slice()).ok().map(|[part]| part);
        nodes.push(Node { depth: 0, wording: section.title.to_owned(), section: only.cloned() });
        match only {
            Some(part) => nodes.extend(part_nodes(all, part, 0).skip(1)),
            None => nodes.extend(parts.iter().flat_map(|part| part_nodes(all, part, 1))),
        }
    }
    nodes
}

/// A node of the sections and all that lies in it, this deep.
fn part_nodes(all: &[access::Section], part: &access::Section, depth: usize) -> impl Iterator<Item = Node> {
    let within = all.iter().filter(|section| part.holds_section(section));
    within.map(move |section| Node {
        depth: depth + section.depth() - part.depth(),
        wording: section.wording(),
        section: Some(section.clone()),
    })
}

/// Each node by its code with the ids of the names on its way through the menus; of several places the first.
static PATHS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut paths = BTreeMap::new();
    for branch in tree() {
        let mut path = vec![branch.wording.to_owned()];
        for node in branch.nodes {
            path.truncate(node.depth + 1);
            path.push(node.wording);
            if let Some(section) = node.section {
                paths.entry(section.to_string()).or_insert_with(|| path.clone());
            }
        }
    }
    paths
});

/// How a section is called wherever it is spoken of: "Работа ‣ Очередь ‣ Решение по делу".
pub fn path(words: &Words, section: &access::Section) -> String {
    let path = PATHS.get(section.as_str()).map(|path| path.iter().map(|id| words.text(id).into_owned()).collect::<Vec<_>>());
    path.map_or_else(|| words.text(&section.wording()).into_owned(), |path| path.join(" ‣ "))
}

/// The same without the way to it: "Очередь".
pub fn name(words: &Words, section: &access::Section) -> String {
    let last = PATHS.get(section.as_str()).and_then(|path| path.last());
    words.text(last.unwrap_or(&section.wording())).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_can_be_hidden_stands_in_a_menu_or_beside_it() {
        let tree = tree();
        let (_, menus) = tree.split_last().unwrap();
        let shown: Vec<_> = menus.iter().flat_map(|branch| &branch.nodes).filter_map(|node| node.section.as_ref()).collect();
        for section in access::Section::tree().iter().filter(|section| section.depth() > 0) {
            assert!(shown.contains(&section), "{section} stands nowhere");
        }
    }

    #[test]
    fn every_section_of_a_menu_names_nodes_that_there_are_and_its_own_function() {
        for section in sections() {
            let parts: Vec<_> = section.holds.iter().map(|code| access::Section::parse(code).unwrap_or_else(|| panic!("{code}"))).collect();
            let is_held = parts.iter().any(|part| part.holds(section.function));
            assert!(is_held || section.function.is_essential(), "{}", section.title);
        }
        assert!(BESIDE.iter().all(|code| access::Section::parse(code).is_some()));
    }
}
