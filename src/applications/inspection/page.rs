//! What the objects of a PDF say: which of them act or hide something, and how many pages there are.

use super::Trouble;
use super::pdf::File;
use super::syntax::{Dictionary, Value};
use std::collections::HashSet;

/// Actions that run code or take data from elsewhere (ISO 32000-1, 12.6.4).
const SCRIPTS: [&str; 3] = ["JavaScript", "ImportData", "Rendition"];
/// Actions that open something else than this document.
const LAUNCHES: [&str; 2] = ["Launch", "GoToE"];
/// Annotations that carry a file, a film or a program (12.5.6).
const CARRIERS: [&str; 6] = ["FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"];

/// Refuses what acts or hides, at any depth. Actions may hang on pages, on annotations, on fields, on the catalog:
/// they are known by what they are, not by where they are.
pub(super) fn look_at(value: &Value) -> Result<(), Trouble> {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values),
            Value::Dictionary(dictionary) => {
                look_at_dictionary(dictionary)?;
                waiting.extend(dictionary.0.iter().map(|(_, value)| value));
            }
            Value::Null | Value::Whole(_) | Value::Name(_) | Value::Reference(_) | Value::Other => {}
        }
    }
    Ok(())
}

fn look_at_dictionary(dictionary: &Dictionary) -> Result<(), Trouble> {
    for (name, value) in &dictionary.0 {
        let is = |names: &[&str]| matches!(value, Value::Name(found) if names.iter().any(|name| name.as_bytes() == found));
        let trouble = match name.as_slice() {
            _ if *value == Value::Null => continue,
            b"S" if is(&SCRIPTS) => Trouble::Script,
            b"S" if is(&LAUNCHES) => Trouble::Launch,
            b"JavaScript" => Trouble::Script,
            b"EF" if is_file(dictionary, value) => Trouble::Attachment,
            b"Subtype" if is(&CARRIERS) && dictionary.get("Rect").is_some() => Trouble::Attachment,
            b"XFA" => Trouble::Form,
            _ => continue,
        };
        return Err(trouble);
    }
    Ok(())
}

/// Whether a dictionary with "EF" in it is a file specification (7.11.3), and not fonts of which one is called so.
fn is_file(dictionary: &Dictionary, value: &Value) -> bool {
    matches!(value, Value::Dictionary(_)) || ["F", "UF", "Type"].iter().any(|name| dictionary.get(name).is_some())
}

/// The leaves of the page tree (7.7.3). What is on each page has to be there.
pub(super) fn count(file: &mut File<'_>, most: u32) -> Result<u32, Trouble> {
    let root = file.root()?;
    let (Value::Dictionary(catalog), _) = file.object(root)? else { return Err(Trouble::Broken) };
    let mut waiting = vec![catalog.reference("Pages").ok_or(Trouble::Broken)?];
    let mut seen = HashSet::new();
    let mut pages = 0;
    while let Some(number) = waiting.pop() {
        if !seen.insert(number) {
            return Err(Trouble::Broken);
        }
        let (Value::Dictionary(node), _) = file.object(number)? else { return Err(Trouble::Broken) };
        match kids(file, &node)? {
            Some(kids) => waiting.extend(kids),
            None if node.says("Type", "Pages") => {}
            None => {
                pages += 1;
                if pages > most {
                    return Err(Trouble::Long(most));
                }
                whole(file, &node)?;
            }
        }
    }
    if pages == 0 { Err(Trouble::Blank) } else { Ok(pages) }
}

fn kids(file: &mut File<'_>, node: &Dictionary) -> Result<Option<Vec<u32>>, Trouble> {
    let owned;
    let kids = match node.get("Kids") {
        Some(Value::Reference(number)) => {
            owned = file.object(*number)?.0;
            &owned
        }
        Some(kids) => kids,
        None => return Ok(None),
    };
    let Value::Array(kids) = kids else { return Err(Trouble::Broken) };
    Ok(Some(kids.iter().filter_map(|kid| if let Value::Reference(number) = kid { Some(*number) } else { None }).collect()))
}

/// A page may have no content at all, but what it names is a stream, and a whole one.
fn whole(file: &mut File<'_>, page: &Dictionary) -> Result<(), Trouble> {
    let mut parts = match page.get("Contents") {
        Some(Value::Reference(number)) => vec![*number],
        Some(Value::Array(parts)) => references(parts),
        Some(_) | None => Vec::new(),
    };
    while let Some(number) = parts.pop() {
        match file.object(number)? {
            (Value::Dictionary(stream), Some(start)) => {
                file.packed(&stream, start)?;
            }
            (Value::Array(more), _) => parts.extend(references(&more)),
            (Value::Null, _) => {}
            (Value::Whole(_) | Value::Name(_) | Value::Reference(_) | Value::Dictionary(_) | Value::Other, _) => {
                return Err(Trouble::Broken);
            }
        }
    }
    Ok(())
}

fn references(values: &[Value]) -> Vec<u32> {
    values.iter().filter_map(|value| if let Value::Reference(number) = value { Some(*number) } else { None }).collect()
}
