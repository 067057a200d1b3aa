//! Pages into a file, with the structure that reading programs follow.

use super::face::Faces;
use super::layout::{Ink, LEFT, PAGE, Part, Place, Rule, Run, SMALL, Sheet, Strip, Style, WIDTH};
use super::{Block, Paper};
use crate::terms::error::Doing;
use crate::terms::{Error, Fault, Result, Words, message};
use jiff::tz::TimeZone;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use std::collections::BTreeMap;
use std::num::NonZeroU16;

const DOING: &str = "making a PDF document";
/// Half a point: visible in print, and no more than that.
const RULE_THICKNESS: f32 = 0.5;
/// The longest title of a heading in the file's own table of contents, in signs; the standard's limit is 32 767 bytes.
const TITLE_SIGNS: usize = 300;

/// What of each place is on the pages.
type Content = BTreeMap<Place, Vec<Identifier>>;

/// Writes the file.
pub(super) fn draw(paper: &Paper, words: &Words, faces: &Faces, sheet: &Sheet) -> Result<Vec<u8>> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|cause| Error::Fault(Fault::new(DOING, format!("{cause:?}"))))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut content = Content::new();
    let mut outline = Outline::new();
    for (index, strips) in sheet.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("no such page size").doing(DOING)?;
        let mut page = document.start_page_with(settings);
        let mut pen = Pen { surface: page.surface(), faces, content: &mut content };
        pen.head(sheet, index == 0);
        for (top, strip) in strips {
            pen.strip(*top, strip);
            if let Some(heading) = &strip.heading {
                outline.push_child(OutlineNode::new(short(heading), XyzDestination::new(index, Point::from_xy(LEFT, *top))));
            }
        }
        let place = message("paper-page").with("page", index as i64 + 1).with("pages", sheet.pages.len() as i64);
        pen.foot(sheet, &words.say(&place), index + 1 == sheet.pages.len());
        drop(pen);
        page.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(tree(paper, sheet, content));
    document.set_metadata(metadata(paper, words, sheet));
    document.finish().doing(DOING)
}

fn short(text: &str) -> String {
    let text = if text.is_empty() { "—" } else { text };
    text.chars().take(TITLE_SIGNS).collect()
}

fn metadata(paper: &Paper, words: &Words, sheet: &Sheet) -> Metadata {
    let made = paper.made.to_zoned(TimeZone::UTC);
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or(0))
        .month(made.month().unsigned_abs())
        .day(made.day().unsigned_abs())
        .hour(made.hour().unsigned_abs())
        .minute(made.minute().unsigned_abs())
        .second(made.second().unsigned_abs())
        .utc_offset_hour(0);
    let issuer = super::lines::clean(&paper.issuer).replace('\n', " ");
    let authors = if issuer.is_empty() { Vec::new() } else { vec![short(&issuer)] };
    Metadata::new()
        .title(short(&sheet.title))
        .language(words.language.tag().to_owned())
        .creator("Kabinet".to_owned())
        .authors(authors)
        .creation_date(date)
        .document_id(format!("{} {} {}", issuer, paper.number, paper.made))
}

/// Draws on one page.
struct Pen<'p> {
    surface: Surface<'p>,
    faces: &'p Faces,
    content: &'p mut Content,
}

impl Pen<'_> {
    /// The issuer and the number: read aloud on the first page, passed over on the others.
    fn head(&mut self, sheet: &Sheet, first: bool) {
        let right = WIDTH - self.faces.of(SMALL.weight).width(&sheet.number, SMALL.size);
        let mut lines: Vec<(f32, f32, String)> = Vec::new();
        for (index, line) in sheet.head.iter().enumerate() {
            let last = if index + 1 == sheet.head.len() { " " } else { "" };
            lines.push((0.0, index as f32, format!("{}{last}", line.text)));
        }
        lines.push((right, 0.0, sheet.number.clone()));
        self.marginal(sheet.head_top(), &lines, first.then_some(Place::Head), ArtifactType::Header);
        self.rule(0.0, (0.0, WIDTH, sheet.head_rule()));
    }

    /// The date and the way to check: read aloud on the last page. The number of the page is nothing to be read.
    fn foot(&mut self, sheet: &Sheet, page: &str, last: bool) {
        let top = sheet.foot_top() + 5.0;
        self.rule(0.0, (0.0, WIDTH, sheet.foot_top()));
        let lines: Vec<_> =
            sheet.foot.iter().enumerate().map(|(index, line)| (0.0, index as f32, format!("{} ", line.text.trim_end()))).collect();
        self.marginal(top, &lines, last.then_some(Place::Foot), ArtifactType::Footer);
        let right = WIDTH - self.faces.of(SMALL.weight).width(page, SMALL.size);
        self.marginal(top, &[(right, 0.0, page.to_owned())], None, ArtifactType::PageNumber);
    }

    fn marginal(&mut self, top: f32, lines: &[(f32, f32, String)], place: Option<Place>, kind: ArtifactType) {
        for (left, line, text) in lines.iter().filter(|(_, _, text)| !text.trim().is_empty()) {
            let tag = if place.is_some() { ContentTag::Span(SpanTag::empty()) } else { ContentTag::Artifact(Artifact::with_kind(kind)) };
            let identifier = self.surface.start_tagged(tag);
            self.write(*left, top + line * SMALL.leading + (SMALL.leading + SMALL.size * 0.7) / 2.0, SMALL, text);
            self.surface.end_tagged();
            if let Some(place) = place {
                self.content.entry(place).or_default().push(identifier);
            }
        }
    }

    fn strip(&mut self, top: f32, strip: &Strip) {
        for run in &strip.runs {
            self.run(top, run);
        }
        for rule in &strip.rules {
            self.rule(top, *rule);
        }
    }

    fn run(&mut self, top: f32, run: &Run) {
        if run.text.is_empty() {
            return;
        }
        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.write(run.left, top + run.down, run.style, &run.text);
        self.surface.end_tagged();
        self.content.entry(run.place).or_default().push(identifier);
    }

    fn write(&mut self, left: f32, baseline: f32, style: Style, text: &str) {
        let face = self.faces.of(style.weight);
        let glyph = |(start, sign): (usize, char)| {
            let glyph = face.glyph(sign);
            let range = start..start + sign.len_utf8();
            KrillaGlyph::new(GlyphId::new(u32::from(glyph)), face.advance(glyph), 0.0, 0.0, 0.0, range, None)
        };
        let glyphs: Vec<KrillaGlyph> = text.char_indices().map(glyph).collect();
        let ink = match style.ink {
            Ink::Full => rgb::Color::new(24, 24, 27),
            Ink::Quiet => rgb::Color::new(82, 82, 91),
        };
        self.surface.set_fill(Some(Fill { paint: ink.into(), ..Fill::default() }));
        self.surface.draw_glyphs(Point::from_xy(LEFT + left, baseline), &glyphs, face.font.clone(), text, style.size, false);
    }

    fn rule(&mut self, top: f32, (from, to, down): Rule) {
        let mut path = PathBuilder::new();
        if let Some(rect) = Rect::from_xywh(LEFT + from, top + down, to - from, RULE_THICKNESS) {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            self.surface.set_fill(Some(Fill { paint: rgb::Color::new(205, 205, 210).into(), ..Fill::default() }));
            self.surface.draw_path(&path);
            self.surface.end_tagged();
        }
    }
}

/// The structure of the document, in reading order (ISO 32000-1, 14.7).
fn tree(paper: &Paper, sheet: &Sheet, mut content: Content) -> TagTree {
    let mut tree = TagTree::new();
    let mut add = |group: TagGroup| {
        if !group.children.is_empty() {
            tree.push(group);
        }
    };
    add(leaf(Tag::P, &mut content, Place::Head));
    add(leaf(heading(1, &sheet.title), &mut content, Place::Title));
    for (block, kind) in paper.blocks.iter().enumerate() {
        let place = |item, part| Place::Block { block, item, part };
        match kind {
            Block::Heading(text) => add(leaf(heading(2, text), &mut content, place(0, Part::Value))),
            Block::Paragraph(_) => add(leaf(Tag::P, &mut content, place(0, Part::Value))),
            Block::Facts(rows) => add(group(Tag::Table, rows.len(), |item| {
                let name = leaf(Tag::TH(TableHeaderScope::Row), &mut content, place(item, Part::Label));
                pair(Tag::TR, name, leaf(Tag::TD, &mut content, place(item, Part::Value)))
            })),
            Block::List(points) => add(group(Tag::L(ListNumbering::Disc), points.len(), |item| {
                let bullet = leaf(Tag::Lbl, &mut content, place(item, Part::Label));
                pair(Tag::LI, bullet, leaf(Tag::LBody, &mut content, place(item, Part::Value)))
            })),
            Block::Signature { .. } => {
                let mut signature = leaf(Tag::P, &mut content, place(0, Part::Label));
                signature.children.extend(leaf(Tag::P, &mut content, place(0, Part::Value)).children);
                add(signature);
            }
            Block::Space => {}
        }
    }
    add(leaf(Tag::P, &mut content, Place::Foot));
    tree
}

fn heading(level: u16, title: &str) -> TagKind {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    Tag::Hn(level, Some(short(&super::lines::clean(title).replace('\n', " ")))).into()
}

fn leaf(tag: impl Into<TagKind>, content: &mut Content, place: Place) -> TagGroup {
    let mut group = TagGroup::new(tag);
    group.children.extend(content.remove(&place).unwrap_or_default().into_iter().map(Into::into));
    group
}

fn group(tag: impl Into<TagKind>, count: usize, child: impl FnMut(usize) -> TagGroup) -> TagGroup {
    let mut group = TagGroup::new(tag);
    group.children.extend((0..count).map(child).map(Into::into));
    group
}

/// A row or a point: an empty cell stays, so that the columns do not shift.
fn pair(tag: impl Into<TagKind>, first: TagGroup, second: TagGroup) -> TagGroup {
    let mut group = TagGroup::new(tag);
    group.children.extend([first.into(), second.into()]);
    group
}
