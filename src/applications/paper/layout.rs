//! Blocks onto pages: every block becomes strips that are never cut, and strips fill pages from top to bottom.

use super::face::{Faces, Weight};
use super::lines::{self, Line};
use super::{Block, Paper};
use crate::terms::{Words, message};

/// A4 (ISO 216), in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// 25 mm for the punch; GOST R 7.0.97-2016 asks for 20 at least.
pub(super) const LEFT: f32 = 70.87;
const RIGHT: f32 = 56.69;
const TOP: f32 = 51.02;
const BOTTOM: f32 = 45.35;
/// How wide a line may be.
pub(super) const WIDTH: f32 = PAGE.0 - LEFT - RIGHT;
/// Between the body and the lines at the head and the foot of the page.
const MARGINAL_GAP: f32 = 22.0;
/// So many lines of the issuer's name and of the way to check get onto the page; what is over is cut off.
const MARGINAL_LINES: usize = 4;
const COLUMN_GAP: f32 = 14.0;
const LABEL_WIDTH: f32 = WIDTH * 0.36;
const VALUE_LEFT: f32 = LABEL_WIDTH + COLUMN_GAP;
const ROW_PADDING: f32 = 5.0;
const BULLET_INDENT: f32 = 15.0;
const SIGNATURE_LINE: (f32, f32) = (WIDTH * 0.46, WIDTH * 0.68);

/// How a line of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// In points.
    pub(super) size: f32,
    /// From baseline to baseline, in points.
    pub(super) leading: f32,
    /// Of the letters.
    pub(super) weight: Weight,
    /// Of the ink.
    pub(super) ink: Ink,
}

/// The two inks; both are at least 7:1 on white (WCAG 2.2, 1.4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// What is read.
    Full,
    /// What names or accompanies it.
    Quiet,
}

const TITLE: Style = Style { size: 17.0, leading: 23.0, weight: Weight::Semibold, ink: Ink::Full };
const HEADING: Style = Style { size: 12.5, leading: 17.0, weight: Weight::Semibold, ink: Ink::Full };
const BODY: Style = Style { size: 10.5, leading: 15.5, weight: Weight::Regular, ink: Ink::Full };
const LABEL: Style = Style { ink: Ink::Quiet, ..BODY };
/// At the head and the foot of the page.
pub(super) const SMALL: Style = Style { size: 8.5, leading: 12.0, weight: Weight::Regular, ink: Ink::Quiet };

/// Where in the document's structure a run of text belongs, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The issuer and the number, read once.
    Head,
    /// The first heading.
    Title,
    /// Within a block of the body.
    Block {
        /// Which block.
        block: usize,
        /// Which row or point of it.
        item: usize,
        /// Which of its two parts.
        part: Part,
    },
    /// The date and the way to check, read once.
    Foot,
}

/// The two parts of a row, a point or a signature; other blocks have the second only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A name, a bullet, an office.
    Label,
    /// What it is about.
    Value,
}

/// A line of text within a strip.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// From the left margin, in points.
    pub(super) left: f32,
    /// From the top of the strip to the baseline, in points.
    pub(super) down: f32,
    pub(super) style: Style,
    pub(super) text: String,
    pub(super) place: Place,
}

/// A thin line within a strip: from, to, and how far down.
pub(super) type Rule = (f32, f32, f32);

/// As much of a block as is never cut.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// Empty space before it, dropped at the top of a page.
    before: f32,
    height: f32,
    keep: Keep,
    pub(super) runs: Vec<Run>,
    pub(super) rules: Vec<Rule>,
    /// What the table of contents calls it, where it opens a section.
    pub(super) heading: Option<String>,
}

/// Whether a page may end after a strip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Keep {
    #[default]
    Free,
    /// The next strip is on the same page, if a page can hold both.
    WithNext,
}

/// All pages.
pub(super) struct Sheet {
    /// The lines at the head of every page.
    pub(super) head: Vec<Line>,
    /// The number, at the right of the head.
    pub(super) number: String,
    /// The lines at the foot of every page.
    pub(super) foot: Vec<Line>,
    /// The strips of each page, and how far down each is.
    pub(super) pages: Vec<Vec<(f32, Strip)>>,
    /// The title as one line.
    pub(super) title: String,
}

impl Sheet {
    /// Puts the paper on pages.
    pub(super) fn lay_out(paper: &Paper, words: &Words, faces: &Faces) -> Self {
        let face = faces.of(SMALL.weight);
        let number = lines::clean(&paper.number).replace('\n', " ");
        let number = if number.is_empty() { number } else { words.say(&message("paper-number").with("number", number)) };
        let number = at_most(lines::wrap(face, SMALL.size, &number, WIDTH * 0.4), 1).pop().map_or_else(String::new, |line| line.text);
        let room = WIDTH - face.width(&number, SMALL.size) - COLUMN_GAP;
        let head = at_most(lines::wrap(face, SMALL.size, &paper.issuer, room), MARGINAL_LINES);
        let made = words.say(&message("paper-made").with("date", words.day_of(paper.made)));
        let foot = if paper.check.is_empty() { made } else { format!("{made}\n{}", paper.check) };
        let foot = at_most(lines::wrap(face, SMALL.size, &foot, WIDTH * 0.78), MARGINAL_LINES);
        let title = if paper.title.trim().is_empty() { words.text("paper-untitled").into_owned() } else { paper.title.clone() };
        let mut sheet = Self { head, number, foot, pages: Vec::new(), title: lines::clean(&title).replace('\n', " ") };
        let room = sheet.foot_top() - MARGINAL_GAP - sheet.body_top();
        sheet.pages = paginate(Strips { faces, room }.of(&sheet.title, &paper.blocks), sheet.body_top(), room);
        sheet
    }

    /// Where the lines at the head begin.
    pub(super) const fn head_top(&self) -> f32 {
        TOP
    }

    /// Where the rule under the head is.
    pub(super) fn head_rule(&self) -> f32 {
        TOP + self.head.len() as f32 * SMALL.leading + 5.0
    }

    fn body_top(&self) -> f32 {
        self.head_rule() + MARGINAL_GAP
    }

    /// Where the rule over the foot is; its lines are under it.
    pub(super) fn foot_top(&self) -> f32 {
        PAGE.1 - BOTTOM - self.foot.len() as f32 * SMALL.leading - 5.0
    }
}

/// The first lines, with a mark where some are left out.
fn at_most(mut lines: Vec<Line>, most: usize) -> Vec<Line> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            last.text.pop();
            last.text.push('…');
        }
    }
    lines
}

/// Fills pages with strips, those that belong together on one page if a page holds them.
fn paginate(strips: Vec<Strip>, top: f32, room: f32) -> Vec<Vec<(f32, Strip)>> {
    let mut pages = vec![Vec::new()];
    let mut used = 0.0;
    let mut strips = strips.into_iter().peekable();
    while let Some(strip) = strips.next() {
        let mut group = vec![strip];
        while group.last().is_some_and(|last| last.keep == Keep::WithNext) {
            let Some(next) = strips.next() else { break };
            group.push(next);
        }
        let together: f32 = group.iter().map(|strip| strip.before + strip.height).sum();
        let mut turn = used > 0.0 && used + together > room && together <= room;
        for strip in group {
            let (before, height) = (if used > 0.0 { strip.before } else { 0.0 }, strip.height);
            if turn || (used > 0.0 && used + before + height > room && !strip.runs.is_empty()) {
                pages.push(Vec::new());
                used = 0.0;
                turn = false;
            }
            let before = if used > 0.0 { before } else { 0.0 };
            if let Some(page) = pages.last_mut() {
                page.push((top + used + before, strip));
            }
            used += before + height;
        }
    }
    pages
}

/// Makes strips of blocks.
struct Strips<'f> {
    faces: &'f Faces,
    /// The height of a page's body.
    room: f32,
}

impl Strips<'_> {
    fn of(&self, title: &str, blocks: &[Block]) -> Vec<Strip> {
        let mut strips = self.text(TITLE, title, 0.0, Place::Title, Keep::WithNext);
        strips.iter_mut().take(1).for_each(|first| first.heading = Some(title.to_owned()));
        for (block, content) in blocks.iter().enumerate() {
            let place = |item, part| Place::Block { block, item, part };
            match content {
                Block::Heading(text) => {
                    let from = strips.len();
                    strips.extend(self.text(HEADING, text, 20.0, place(0, Part::Value), Keep::WithNext));
                    strips[from..].iter_mut().take(1).for_each(|first| first.heading = Some(lines::clean(text).replace('\n', " ")));
                }
                Block::Paragraph(text) => strips.extend(self.text(BODY, text, 8.0, place(0, Part::Value), Keep::Free)),
                Block::Facts(rows) => rows.iter().enumerate().for_each(|(item, (label, value))| {
                    let places = (place(item, Part::Label), place(item, Part::Value));
                    strips.extend(self.row(label, value, if item == 0 { 10.0 } else { 0.0 }, places));
                }),
                Block::List(points) => points.iter().enumerate().for_each(|(item, point)| {
                    let places = (place(item, Part::Label), place(item, Part::Value));
                    strips.extend(self.point(point, if item == 0 { 8.0 } else { 4.0 }, places));
                }),
                Block::Signature { label, name } => {
                    // A signature that stands alone on a page could be put under any other text.
                    strips.iter_mut().rev().take(2).for_each(|strip| strip.keep = Keep::WithNext);
                    strips.push(self.signature(label, name, (place(0, Part::Label), place(0, Part::Value))));
                }
                Block::Space => strips.push(Strip { height: BODY.leading, ..Strip::default() }),
            }
        }
        strips
    }

    /// A column of lines, each with its distance from the top.
    fn column(&self, style: Style, text: &str, left: f32, width: f32, place: Place) -> Vec<Run> {
        let lines = lines::wrap(self.faces.of(style.weight), style.size, text, width);
        let run = |(index, line): (usize, Line)| {
            // The letters stand in the middle of their line: 0.7 of the size is the height of a capital.
            let down = index as f32 * style.leading + (style.leading + style.size * 0.7) / 2.0;
            Run { left, down, style, text: line.text, place }
        };
        lines.into_iter().enumerate().map(run).collect()
    }

    /// A strip for every line. The first two lines and the last two are not parted.
    fn text(&self, style: Style, text: &str, before: f32, place: Place, keep: Keep) -> Vec<Strip> {
        let runs = self.column(style, text, 0.0, WIDTH, place);
        let mut strips = each_line(runs, style.leading);
        let count = strips.len();
        for (index, strip) in strips.iter_mut().enumerate() {
            let parts_badly = index == 0 || index + 2 == count;
            strip.keep = if index + 1 == count || !parts_badly { keep } else { Keep::WithNext };
        }
        strips.iter_mut().take(1).for_each(|first| first.before = before);
        strips
    }

    /// One strip for a row, unless no page can hold it.
    fn row(&self, label: &str, value: &str, before: f32, places: (Place, Place)) -> Vec<Strip> {
        let mut runs = self.column(LABEL, label, 0.0, LABEL_WIDTH, places.0);
        runs.extend(self.column(BODY, value, VALUE_LEFT, WIDTH - VALUE_LEFT, places.1));
        let mut strips = whole_or_lines(runs, BODY.leading, self.room - 2.0 * ROW_PADDING);
        if let Some(first) = strips.first_mut() {
            first.before = before;
            first.height += ROW_PADDING;
            first.runs.iter_mut().for_each(|run| run.down += ROW_PADDING);
        }
        if let Some(last) = strips.last_mut() {
            last.height += ROW_PADDING;
            last.rules.push((0.0, WIDTH, last.height));
        }
        strips
    }

    fn point(&self, text: &str, before: f32, places: (Place, Place)) -> Vec<Strip> {
        let mut runs = self.column(BODY, text, BULLET_INDENT, WIDTH - BULLET_INDENT, places.1);
        // The bullet goes first: the order of drawing is the order of reading.
        runs.splice(0..0, self.column(LABEL, "• ", 2.0, BULLET_INDENT, places.0));
        let mut strips = whole_or_lines(runs, BODY.leading, 4.0 * BODY.leading);
        strips.iter_mut().take(1).for_each(|first| first.before = before);
        strips
    }

    fn signature(&self, label: &str, name: &str, places: (Place, Place)) -> Strip {
        let name_left = SIGNATURE_LINE.1 + COLUMN_GAP;
        let mut label = self.column(BODY, label, 0.0, SIGNATURE_LINE.0 - COLUMN_GAP, places.0);
        let mut name = self.column(BODY, name, name_left, WIDTH - name_left, places.1);
        if let Some(last) = label.last_mut() {
            last.text.push(' ');
        }
        let base = label.last().map_or(0.0, |run| run.down);
        let first = name.first().map_or(0.0, |run| run.down);
        // The name begins on the line that the office ends on, and the line to sign on is there.
        name.iter_mut().for_each(|run| run.down += base - first);
        let height = name.last().map_or(0.0, |run| run.down) + BODY.leading * 0.3;
        let rules = vec![(SIGNATURE_LINE.0, SIGNATURE_LINE.1, base + 2.0)];
        Strip { before: 34.0, height, runs: label.into_iter().chain(name).collect(), rules, ..Strip::default() }
    }
}

/// All runs in one strip if it is no higher than this, else the lines one by one.
fn whole_or_lines(runs: Vec<Run>, leading: f32, most: f32) -> Vec<Strip> {
    let height = runs.iter().map(|run| (run.down / leading).floor() + 1.0).fold(0.0, f32::max) * leading;
    if height <= most { vec![Strip { height, runs, ..Strip::default() }] } else { each_line(runs, leading) }
}

/// A strip for each line that the runs make, however many columns they are in.
fn each_line(runs: Vec<Run>, leading: f32) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    for mut run in runs {
        let line = (run.down / leading).floor();
        run.down -= line * leading;
        let line = line as usize;
        if strips.len() <= line {
            strips.resize_with(line + 1, || Strip { height: leading, ..Strip::default() });
        }
        strips[line].runs.push(run);
    }
    strips
}
