//! What a person typed into the search box, read so that any text whatever has a meaning.

use std::{borrow::Cow, iter};

/// As many characters of a question are read; the rest is ignored.
pub const CHARACTERS_MOST: usize = 200;
/// As many words of a question are looked for; the rest is ignored.
pub const WORDS_MOST: usize = 12;

const COMBINING_BREVE: char = '\u{306}';

/// One thing that a found case must have. Words are in lower case, without ё.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This word, in any grammatical form.
    Word(String),
    /// A number in which letters and digits are joined: as a number, or each part as a word ("ПС-17", "12а/3").
    Joined(Vec<String>),
    /// So many digits that they are a СНИЛС or a telephone, however they were divided.
    Digits(String),
    /// These words in a row: they stood in quotes, or are digits joined ("2026-004512", "12.05.2026").
    Row(Vec<String>),
}

/// The text as it is indexed and looked for, but for its case: ё is е, й is one character, stress marks and invisible
/// characters are gone (they would cut a word in two).
pub fn folded(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| matches!(c, 'ё' | 'Ё') || is_mark(c) || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ё' => out.push('е'),
            'Ё' => out.push('Е'),
            COMBINING_BREVE => add_breve(&mut out),
            c if is_mark(c) || is_invisible(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Soft hyphen, zero-width spaces and joiners, direction marks, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Some systems write й as и and a breve.
fn add_breve(out: &mut String) {
    let whole = match out.chars().next_back() {
        Some('и') => 'й',
        Some('И') => 'Й',
        Some(_) | None => return,
    };
    out.pop();
    out.push(whole);
}

/// The words of a text, in lower case and folded; cut where the index cuts them: at everything that is no letter or digit.
pub fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        // Character by character, as the index does it (`str::to_lowercase` knows a final sigma).
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
        .collect()
}

/// Whether the word is a number.
pub fn is_digits(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// Whether the word may be a number, or a part of one.
pub fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

/// Reads a question. Never fails; what has no letter and no digit asks for nothing.
pub fn read(question: &str) -> Vec<Wanted> {
    let end = question.char_indices().nth(CHARACTERS_MOST).map_or(question.len(), |(at, _)| at);
    if let Some(digits) = personal_number(&question[..end]) {
        return vec![Wanted::Digits(digits)];
    }
    let mut room = WORDS_MOST;
    let mut wanted = Vec::new();
    // Every second piece stood in quotes; a quote left open ends with the question.
    let pieces = question[..end].split(is_quote).zip(iter::successors(Some(false), |quoted| Some(!quoted)));
    for (piece, quoted) in pieces {
        if quoted {
            wanted.extend(row(taken(piece, &mut room)));
            continue;
        }
        for chunk in piece.split_whitespace() {
            wanted.extend(joined(taken(chunk, &mut room)));
        }
    }
    wanted
}

/// The digits of a text that is nothing but a СНИЛС or a telephone, with what people put between them. A registration
/// number has as many digits, and begins with its year.
fn personal_number(text: &str) -> Option<String> {
    if is_registration_number(text.trim()) {
        return None;
    }
    let is_between = |c: char| c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')' | '–' | '—');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let all = text.chars().all(|c| c.is_ascii_digit() || is_between(c));
    let fits = digits.len() == 11 || (digits.len() == 10 && digits.starts_with('9'));
    (all && fits).then_some(digits)
}

/// The year, a hyphen, a serial number: "2026-1234567".
fn is_registration_number(text: &str) -> bool {
    let parts = text.split_once('-').filter(|(year, _)| year.len() == 4 && year.starts_with("20"));
    parts.is_some_and(|(year, serial)| [year, serial].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '„' | '“' | '”')
}

fn taken(text: &str, room: &mut usize) -> Vec<String> {
    let mut words = words(text);
    words.truncate(*room);
    *room -= words.len();
    words
}

fn row(mut words: Vec<String>) -> Option<Wanted> {
    match words.len() {
        0 => None,
        1 => words.pop().map(Wanted::Word),
        _ => Some(Wanted::Row(words)),
    }
}

fn joined(words: Vec<String>) -> Vec<Wanted> {
    if words.len() > 1 && words.iter().all(|word| is_digits(word)) {
        return vec![Wanted::Row(words)];
    }
    if words.len() > 1 && words.iter().any(|word| has_digit(word)) {
        return vec![Wanted::Joined(words)];
    }
    let one = |word: String| personal_number(&word).map_or(Wanted::Word(word), Wanted::Digits);
    words.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(text: &str) -> Wanted {
        Wanted::Word(text.to_owned())
    }

    fn parts(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_are_folded_and_a_hyphen_divides_them() {
        assert_eq!(read("  Пётр ЁЛКИН,  "), [word("петр"), word("елкин")]);
        assert_eq!(read("Константинопольская-Преображенская"), [word("константинопольская"), word("преображенская")]);
        assert_eq!(read("не\u{AD}боль\u{301}шои\u{306} Пе\u{308}тр"), [word("небольшой"), word("петр")]);
    }

    #[test]
    fn numbers_stay_together() {
        assert_eq!(read("№2026-004512,"), [Wanted::Row(parts("2026 004512"))]);
        assert_eq!(read("12.05.2026 4512"), [Wanted::Row(parts("12 05 2026")), word("4512")]);
        assert_eq!(read("12а/3"), [Wanted::Joined(parts("12а 3"))]);
    }

    #[test]
    fn a_snils_and_a_telephone_are_their_digits() {
        let digits = |text: &str| vec![Wanted::Digits(text.to_owned())];
        assert_eq!(read("112-233-445 95"), digits("11223344595"));
        assert_eq!(read(" 11223344595"), digits("11223344595"));
        assert_eq!(read("+7 (912) 345-67-89"), digits("79123456789"));
        assert_eq!(read("912 345 67 89"), digits("9123456789"));
        assert_eq!(read("Белова 11223344595"), [word("белова"), Wanted::Digits("11223344595".to_owned())]);
        // The millionth application of a year has as many digits as a СНИЛС.
        assert_eq!(read("2026-004512"), [Wanted::Row(parts("2026 004512"))]);
        assert_eq!(read(" 2026-1234567"), [Wanted::Row(parts("2026 1234567"))]);
    }

    #[test]
    fn quotes_make_a_row_and_may_stay_open() {
        assert_eq!(read("«жилое помещение» Белова"), [Wanted::Row(parts("жилое помещение")), word("белова")]);
        assert_eq!(read("ООО \"Тёплый дом"), [word("ооо"), Wanted::Row(parts("теплый дом"))]);
        assert_eq!(read("\"Белова\""), [word("белова")]);
    }

    #[test]
    fn nothing_asks_for_nothing() {
        assert_eq!(read(""), []);
        assert_eq!(read(" \" — «» * ?:()[]^~ \\ \0 "), []);
    }

    #[test]
    fn a_long_question_is_cut() {
        assert_eq!(read(&"да ".repeat(500)).len(), WORDS_MOST);
        assert_eq!(read(&"я".repeat(5000)), [Wanted::Word("я".repeat(CHARACTERS_MOST))]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC*") {
            let count: usize = read(&text).iter().map(|wanted| match wanted {
                Wanted::Word(_) | Wanted::Digits(_) => 1,
                Wanted::Joined(words) | Wanted::Row(words) => words.len(),
            }).sum();
            prop_assert!(count <= WORDS_MOST);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[а-яёЁ\u{300}-\u{310}\u{AD}]{0,20}") {
            let once = folded(&text).into_owned();
            prop_assert_eq!(folded(&once).into_owned(), once.clone());
        }
    }
}
