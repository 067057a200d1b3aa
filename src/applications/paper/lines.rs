//! Text into lines: what cannot be written is dropped, what belongs together stays together.

use super::face::Face;

/// Glues two words; drawn as a space.
const GLUE: char = '\u{a0}';

/// A line that fits. Ends with a space where a word ended, since a reading program joins the lines by it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// What is drawn.
    pub(super) text: String,
}

/// What of the text can be put on paper: no control, direction or joining signs, one kind of space, whole letters.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\u{2028}' | '\u{2029}' => {
                clean.truncate(clean.trim_end_matches(' ').len());
                clean.push('\n');
            }
            '\u{a0}' | '\u{202f}' | '\u{2007}' => clean.push(GLUE),
            _ if sign.is_whitespace() => {
                if !clean.ends_with([' ', '\n']) && !clean.is_empty() {
                    clean.push(' ');
                }
            }
            '\u{300}'..='\u{36f}' => compose(&mut clean, sign),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => clean.push('\u{fffd}'),
            _ if sign.is_control() || is_invisible(sign) => {}
            _ => clean.push(sign),
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Names of files and texts from a Mac come with й and ё in two parts. Other marks the font cannot place.
fn compose(text: &mut String, mark: char) {
    let whole = match (text.chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('И'), '\u{306}') => 'Й',
        (Some('е'), '\u{308}') => 'ё',
        (Some('Е'), '\u{308}') => 'Ё',
        _ => return,
    };
    text.pop();
    text.push(whole);
}

/// Whether it only directs, joins or varies its neighbours (Unicode: default ignorable and noncharacters).
const fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        || sign as u32 & 0xfffe == 0xfffe
}

/// Lines no wider than this, in points. An empty text is one empty line.
pub(super) fn wrap(face: &Face, size: f32, text: &str, width: f32) -> Vec<Line> {
    clean(text).split('\n').flat_map(|line| wrap_line(face, size, line, width)).collect()
}

fn wrap_line(face: &Face, size: f32, text: &str, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut current, mut used) = (String::new(), 0.0);
    for word in words(text) {
        let wide = face.width(word.trim_end_matches(' '), size);
        if used + wide > width && !current.is_empty() {
            lines.push(finish(&mut current));
            used = 0.0;
        }
        if wide <= width {
            used += face.width(&word, size);
            current.push_str(&word);
            continue;
        }
        for sign in word.chars() {
            let wide = face.advance(face.glyph(sign)) * size;
            if used + wide > width && sign != ' ' && !current.is_empty() {
                lines.push(finish(&mut current));
                used = 0.0;
            }
            used += wide;
            current.push(sign);
        }
    }
    lines.push(finish(&mut current));
    lines
}

fn finish(current: &mut String) -> Line {
    Line { text: std::mem::take(current).replace(GLUE, " ").replace('\u{2011}', "-") }
}

/// Pieces that stay whole, each with the space after it. A short preposition, an initial and "№" stay with what
/// follows, a dash with what is before it (Мильчин, «Справочник издателя и автора»).
fn words(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let (mut word, mut letters) = (String::new(), 0);
    for (index, sign) in signs.iter().enumerate() {
        let next = signs.get(index + 1);
        if *sign == ' ' {
            let clings = clings(&word, letters);
            word.push(' ');
            letters = 0;
            if !clings && !matches!(next, Some('—' | '–')) {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        word.push(*sign);
        letters += 1;
        let inside = letters > 2 && next.is_some_and(|next| next.is_alphabetic());
        if *sign == '-' && inside && signs.get(index - 1).is_some_and(|before| before.is_alphabetic()) {
            words.push(std::mem::take(&mut word));
            letters = 0;
        }
    }
    words.push(word);
    words
}

/// Whether a word of so many letters may not end a line.
fn clings(word: &str, letters: usize) -> bool {
    let mut last = word.chars().rev();
    match (letters, last.next(), last.next()) {
        (1, Some(sign), _) => sign.is_alphabetic() || matches!(sign, '№' | '§'),
        (2, Some('.'), Some(initial)) => initial.is_uppercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::face::{Faces, Weight};
    use super::*;

    #[test]
    fn a_short_preposition_stays_with_its_word_and_a_dash_with_what_is_before() {
        assert_eq!(words("Живу в доме № 5 — давно"), ["Живу ", "в доме ", "№ 5 — ", "давно"]);
        assert_eq!(words("юго-западный 2-й этаж"), ["юго-", "западный ", "2-й ", "этаж"]);
        assert_eq!(words("глава И. И. Петров"), ["глава ", "И. И. Петров"]);
    }

    #[test]
    fn what_cannot_be_written_is_dropped() {
        assert_eq!(clean("\u{feff}и\u{306}\u{202e}од\0\u{7}\t\t\u{ad}да \r\n\n x  "), "йод да\n\nx");
        assert_eq!(clean("\u{e000}"), "\u{fffd}");
    }

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_is_lost() {
        let faces = Faces::load().unwrap();
        let face = faces.of(Weight::Regular);
        let text = format!("Начало {} конец — и ещё слово", "Ы".repeat(10_000));
        let lines = wrap(face, 11.0, &text, 200.0);
        assert!(lines.iter().all(|line| face.width(line.text.trim_end(), 11.0) <= 200.01));
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), text);
        assert_eq!(wrap(face, 11.0, "", 200.0).len(), 1);
        assert_eq!(wrap(face, 11.0, "узко", 1.0).len(), 4);
    }
}
