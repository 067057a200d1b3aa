//! The typeface of our papers, Golos Text (SIL OFL 1.1): which glyph a sign has, and how wide it is.

use crate::terms::{Error, Fault, Result};
use krilla::text::Font;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/golos-text-400.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/golos-text-600.ttf");
/// Stands in for a sign that the font lacks. The file still holds the sign itself, for search and for copying.
const REPLACEMENT: char = '?';

/// How heavy the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// For reading.
    Regular,
    /// For headings.
    Semibold,
}

/// Both weights.
pub(super) struct Faces {
    regular: Face,
    semibold: Face,
}

impl Faces {
    /// The two fonts that are part of the program.
    pub(super) fn load() -> Result<Self> {
        Ok(Self { regular: Face::load(REGULAR)?, semibold: Face::load(SEMIBOLD)? })
    }

    pub(super) const fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        }
    }
}

/// A TrueType font, with the two tables that measuring needs.
pub(super) struct Face {
    /// The same font for drawing.
    pub(super) font: Font,
    characters: &'static [u8],
    widths: &'static [u8],
    /// How many glyphs have a width of their own; the rest share the last one.
    measured: u16,
    units: f32,
    replacement: u16,
}

impl Face {
    fn load(data: &'static [u8]) -> Result<Self> {
        let broken = || Error::Fault(Fault::new("reading the font of our papers", "not the TrueType font that was expected"));
        let font = Font::new(data.into(), 0).ok_or_else(broken)?;
        let characters = table(data, b"cmap").and_then(segments).ok_or_else(broken)?;
        let widths = table(data, b"hmtx").ok_or_else(broken)?;
        let measured = table(data, b"hhea").and_then(|header| short(header, 34)).filter(|count| *count > 0).ok_or_else(broken)?;
        let units = font.units_per_em();
        let mut face = Self { font, characters, widths, measured, units, replacement: 0 };
        face.replacement = face.find(REPLACEMENT).ok_or_else(broken)?;
        Ok(face)
    }

    /// The glyph of this sign, or of the replacement.
    pub(super) fn glyph(&self, sign: char) -> u16 {
        self.find(sign).unwrap_or(self.replacement)
    }

    /// How far the pen moves over this glyph, in parts of the font size.
    pub(super) fn advance(&self, glyph: u16) -> f32 {
        let record = usize::from(glyph.min(self.measured - 1)) * 4;
        f32::from(short(self.widths, record).unwrap_or(0)) / self.units
    }

    /// How wide the text is at this size, in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|sign| self.advance(self.glyph(sign)) * size).sum()
    }

    /// Looks the sign up in a "cmap" subtable of format 4 (OpenType 1.9, cmap).
    fn find(&self, sign: char) -> Option<u16> {
        let code = u16::try_from(u32::from(sign)).ok()?;
        let table = self.characters;
        let doubled = usize::from(short(table, 6)?);
        let (ends, starts) = (14, 16 + doubled);
        let (deltas, ranges) = (starts + doubled, starts + 2 * doubled);
        let at = (0..doubled).step_by(2).find(|at| short(table, ends + at).is_some_and(|end| end >= code))?;
        let start = short(table, starts + at)?;
        if code < start {
            return None;
        }
        let delta = short(table, deltas + at)?;
        let glyph = match usize::from(short(table, ranges + at)?) {
            0 => code.wrapping_add(delta),
            range => match short(table, ranges + at + range + usize::from(code - start) * 2)? {
                0 => 0,
                glyph => glyph.wrapping_add(delta),
            },
        };
        (glyph != 0).then_some(glyph)
    }
}

fn short(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]))
}

fn long(data: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(short(data, at)?) << 16 | usize::from(short(data, at + 2)?))
}

/// The table of a TrueType file with this tag.
fn table(data: &'static [u8], tag: &[u8; 4]) -> Option<&'static [u8]> {
    let count = usize::from(short(data, 4)?);
    let record = (0..count).map(|index| 12 + index * 16).find(|at| data.get(*at..at + 4) == Some(tag))?;
    let start = long(data, record + 8)?;
    data.get(start..start + long(data, record + 12)?)
}

/// The subtable of format 4: the signs of the basic plane.
fn segments(table: &'static [u8]) -> Option<&'static [u8]> {
    let count = usize::from(short(table, 2)?);
    (0..count).filter_map(|index| table.get(long(table, 4 + index * 8 + 4)?..)).find(|subtable| short(subtable, 0) == Some(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_is_in_the_font_and_the_widths_are_its_own() {
        let faces = Faces::load().unwrap();
        let face = faces.of(Weight::Regular);
        for sign in "АБЯабяЁё№«»—–₽•…".chars() {
            assert!(face.find(sign).is_some(), "{sign}");
        }
        assert_eq!(face.find('漢'), None);
        assert_eq!(face.find('😀'), None);
        assert!((face.width("01", 1000.0) - (620.0 + 485.0)).abs() < 0.1);
        assert!(faces.of(Weight::Semibold).width("Дело", 10.0) > face.width("Дело", 10.0));
    }
}
