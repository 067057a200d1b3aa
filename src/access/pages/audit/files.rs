//! The audit as a document to hand on, and as a workbook to work with.

use crate::{
    access::{
        Function, FunctionSet,
        views::{
            audit::{Kind, Report, RoleLine, Told},
            preview::function_name,
        },
    },
    act::Look,
    applications::paper::{Block, Paper},
    identity::table as identity_table,
    terms::{Result, Words, message},
    web::sheets::{Cell, Grid},
};
use jiff::{Timestamp, civil::Date};

/// Findings of one kind, and holders of one role, that the document names; the workbook has all.
const MOST_ON_PAPER: usize = 500;
/// What marks a function that a role has.
const HAS: &str = "✓";

/// Who audits: "Орлова Т. В.".
pub(super) fn author(look: &Look) -> Result<String> {
    let user = look.actor().user().map(|user| identity_table::user(look, user)).transpose()?.flatten();
    Ok(user.map_or_else(String::new, |user| user.name.short()))
}

fn more(words: &Words, all: usize) -> Option<String> {
    let rest = all.saturating_sub(MOST_ON_PAPER);
    (rest > 0).then(|| words.say(&message("roleaudit-more").with("count", i64::try_from(rest).unwrap_or(i64::MAX))))
}

/// The document.
pub(super) fn paper(words: &Words, report: &Report, made: Timestamp, author: &str) -> Paper {
    let text = |id| words.text(id).into_owned();
    let mut blocks = vec![Block::Paragraph(report.period(words))];
    for kind in Kind::ALL {
        let found = report.of(kind);
        blocks.push(Block::Heading(text(kind.title())));
        blocks.push(if found.is_empty() { Block::Paragraph(text("roleaudit-none")) } else { list(words, &found) });
    }
    blocks.push(Block::Heading(text("roleaudit-roles-of")));
    for role in &report.roles {
        blocks.extend(of_role(words, role));
    }
    blocks.push(Block::Signature { label: text("roleaudit-author"), name: author.to_owned() });
    let check = text("roleaudit-paper-check");
    Paper { title: text("roleaudit-title"), number: String::new(), issuer: report.agent.clone(), made, check, blocks }
}

fn list(words: &Words, found: &[&Told]) -> Block {
    let line = |told: &&Told| {
        let functions = if told.functions.is_empty() { String::new() } else { format!(": {}", told.functions.join("; ")) };
        format!("{} — {}{functions}", told.about, told.said)
    };
    Block::List(found.iter().take(MOST_ON_PAPER).map(line).chain(more(words, found.len())).collect())
}

fn of_role(words: &Words, role: &RoleLine) -> [Block; 2] {
    let kind = words.text(if role.own { "roles-agent" } else { "roles-system" });
    let named = role.holders.iter().take(MOST_ON_PAPER).map(|(name, _)| name.clone()).chain(more(words, role.holders.len()));
    let holders = named.collect::<Vec<_>>().join("; ");
    let holders = if holders.is_empty() { words.text("roleaudit-nobody").into_owned() } else { holders };
    let functions: Vec<_> = role.functions.iter().map(|function| function_name(words, *function)).collect();
    let facts = vec![
        (words.text("roleaudit-holders").into_owned(), holders),
        (words.text("roleaudit-functions").into_owned(), functions.join("; ")),
    ];
    [Block::Heading(format!("{} ({kind})", role.name)), Block::Facts(facts)]
}

/// The sheets of the workbook: findings, roles × functions, holders.
pub(super) fn grids(words: &Words, report: &Report) -> Vec<Grid> {
    vec![findings(words, report), functions(words, report), holders(words, report)]
}

fn headings(words: &Words, ids: &[&'static str]) -> Vec<String> {
    ids.iter().map(|id| words.text(id).into_owned()).collect()
}

fn findings(words: &Words, report: &Report) -> Grid {
    let ids = ["roleaudit-kind", "roleaudit-about", "roleaudit-found", "roleaudit-functions", "card-to"];
    let row = |told: &Told| {
        let until = told.until.map_or(Cell::Blank, Cell::Day);
        let kind = Cell::text(words.text(told.kind.title()));
        vec![kind, Cell::text(&told.about), Cell::text(&told.said), Cell::text(told.functions.join("\n")), until]
    };
    let mut rows: Vec<_> = Kind::ALL.into_iter().flat_map(|kind| report.of(kind)).map(row).collect();
    rows.push(vec![Cell::text(words.text("roleaudit-use")), Cell::text(&report.agent), Cell::text(report.period(words))]);
    Grid { name: words.text("roleaudit-findings").into_owned(), headings: headings(words, &ids), rows }
}

fn functions(words: &Words, report: &Report) -> Grid {
    let sets: Vec<FunctionSet> = report.roles.iter().map(|role| role.functions.iter().copied().collect()).collect();
    let named = Function::all().map(|function| (function, function_name(words, function)));
    let row = |(function, name): (Function, String)| {
        let held = sets.iter().map(|set| if set.has(function) { Cell::text(HAS) } else { Cell::Blank });
        [Cell::text(name)].into_iter().chain(held).collect()
    };
    let mut rows: Vec<Vec<Cell>> = named.map(row).collect();
    let counts = report.roles.iter().map(|role| Cell::count(role.functions.len()));
    rows.push([Cell::text(words.text("roles-functions"))].into_iter().chain(counts).collect());
    let roles = report.roles.iter().map(|role| role.name.clone());
    let headings = [words.text("role-function").into_owned()].into_iter().chain(roles).collect();
    Grid { name: words.text("roleaudit-sheet-functions").into_owned(), headings, rows }
}

fn holders(words: &Words, report: &Report) -> Grid {
    let ids = ["rights-role", "roles-kind", "roleaudit-holder", "card-to"];
    let mut rows = Vec::new();
    for role in &report.roles {
        let kind = words.text(if role.own { "roles-agent" } else { "roles-system" });
        let row = |(name, until): &(String, Option<Date>)| {
            vec![Cell::text(&role.name), Cell::text(kind.clone()), Cell::text(name), until.map_or(Cell::Blank, Cell::Day)]
        };
        rows.extend(role.holders.iter().map(row));
    }
    Grid { name: words.text("roleaudit-holders").into_owned(), headings: headings(words, &ids), rows }
}
