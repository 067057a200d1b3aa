//! The papers that we hand out: receipts, notices and decisions as PDF. An A4 page with the issuer and the number at
//! the head, the date and the way to check it at the foot, and in between the blocks that the caller put in order.
//!
//! The file is PDF/A-2a (ISO 19005-2, for the archive) and PDF/UA-1 (ISO 14289-1): it names its language and title, and
//! its headings, paragraphs, lists and tables are tagged, as government decree № 102 of 2026-02-07 asks of documents.
//! The same paper gives the same bytes.

mod draw;
mod face;
mod layout;
mod lines;
#[cfg(test)]
mod tests;

use crate::terms::{Result, Words};
use jiff::Timestamp;

/// A document to be put on pages. Any text may be long, empty, or hold signs that the font lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What the document is; its first heading and the title of the file.
    pub title: String,
    /// The registration number without "№"; empty where there is none.
    pub number: String,
    /// The full name of the Agent that issues it.
    pub issuer: String,
    /// When it was made. The only time that gets into the file.
    pub made: Timestamp,
    /// How a reader can check the document: an address, a code. Empty where there is no way.
    pub check: String,
    /// The body, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Opens a section.
    Heading(String),
    /// Running text. A line feed in it begins a new line.
    Paragraph(String),
    /// A table of two columns: what it is called, and what it is.
    Facts(Vec<(String, String)>),
    /// Points without an order.
    List(Vec<String>),
    /// A place for a signature, never alone on a page.
    Signature {
        /// The office of whoever signs.
        label: String,
        /// Their name.
        name: String,
    },
    /// An empty line.
    Space,
}

/// The paper as a PDF file, in the language of these words and with dates in their time zone.
///
/// # Errors
/// A fault if the library cannot write the file; nothing in the text can be the cause of it.
pub fn render(paper: &Paper, words: &Words) -> Result<Vec<u8>> {
    let faces = face::Faces::load()?;
    let sheet = layout::Sheet::lay_out(paper, words, &faces);
    draw::draw(paper, words, &faces, &sheet)
}
