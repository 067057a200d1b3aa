//! The tree of sections: every function has its place in it by its code. A visibility rule names a node of this tree.

use super::{Function, FunctionSet};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, sync::LazyLock};

/// The functions of every node: rules ask for them often.
static TREE: LazyLock<BTreeMap<String, FunctionSet>> = LazyLock::new(|| {
    let mut tree: BTreeMap<String, FunctionSet> = BTreeMap::new();
    for function in Function::all().filter(|function| !function.is_essential()) {
        let code = function.code();
        for end in code.match_indices('.').map(|(at, _)| at).chain([code.len()]) {
            let known = tree.entry(code[..end].to_owned()).or_default();
            *known = known.with(function);
        }
    }
    tree
});

/// A node of the tree: `applications`, `applications.case` or `applications.case.decide`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Section(String);

impl Section {
    /// The node with this code, where there is one that can be hidden.
    pub fn parse(code: &str) -> Option<Self> {
        let section = Self(code.to_owned());
        (!section.functions().is_empty()).then_some(section)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the function lies in it.
    pub fn holds(&self, function: Function) -> bool {
        self.covers(function.code())
    }

    /// Whether the other lies in it, or is the same.
    pub fn holds_section(&self, other: &Self) -> bool {
        self.covers(&other.0)
    }

    fn covers(&self, code: &str) -> bool {
        let rest = code.strip_prefix(self.0.as_str());
        !self.0.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The functions in it that can be hidden.
    pub fn functions(&self) -> FunctionSet {
        TREE.get(&self.0).copied().unwrap_or_default()
    }

    /// 0 for a section of the main menu, 1 for a subsection, 2 for a single function or report.
    pub fn depth(&self) -> usize {
        self.0.matches('.').count()
    }

    /// The id of its name in the wording.
    pub fn wording(&self) -> String {
        let kind = ["section", "subsection", "function"].get(self.depth()).copied().unwrap_or("function");
        format!("{kind}-{}", self.0.replace('.', "-"))
    }

    /// All nodes, each before what lies in it.
    pub fn tree() -> Vec<Self> {
        TREE.keys().map(|code| Self(code.clone())).collect()
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_holds_what_begins_with_it_and_ends_at_a_dot() {
        let case = Section::parse("applications.case").unwrap();
        assert!(case.holds(Function::CaseDecide) && !case.holds(Function::ApplicationEdit));
        assert_eq!(Section::parse("applications.case.decide").unwrap().functions().iter().collect::<Vec<_>>(), [Function::CaseDecide]);
        for none in ["", ".", "applications.cas", "applications.", "identity.password.change", "identity.session.close", "public"] {
            assert_eq!(Section::parse(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_tree_has_every_function_that_can_be_hidden_below_its_section() {
        let tree = Section::tree();
        let leaves = tree.iter().filter(|section| section.depth() == 2).count();
        assert_eq!(leaves, Function::all().filter(|function| !function.is_essential()).count());
        for section in &tree {
            assert_eq!(Section::parse(section.as_str()).as_ref(), Some(section));
            let parent = section.as_str().rsplit_once('.').map(|(parent, _)| Section(parent.to_owned()));
            assert!(parent.is_none_or(|parent| tree.binary_search(&parent) < tree.binary_search(section)));
        }
    }
}
