//! Passwords that everybody tries first (`data/passwords.txt`), and what people make of them: with digits and signs around
//! them, in capitals, typed in the other layout of the keyboard.

use std::{collections::HashSet, sync::LazyLock};

/// Read at compile time: the rule holds wherever the program runs.
static KNOWN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/passwords.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Keys of a Russian keyboard and of a Latin one, in the same places.
const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

/// Whether this is one of them, or made of one.
pub fn is_common(typed: &str) -> bool {
    let whole = typed.to_lowercase();
    let core = whole.trim_matches(|c: char| !c.is_alphabetic());
    [whole.as_str(), core, &twice(core)].iter().any(|text| KNOWN.contains(text) || KNOWN.contains(as_latin(text).as_str()))
}

/// The half of a word that was typed twice: "parolparol" is "parol".
fn twice(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (first, second) = letters.split_at(letters.len() / 2);
    if first == second { first.iter().collect() } else { String::new() }
}

/// What the same keys give on the Latin layout.
fn as_latin(text: &str) -> String {
    text.chars().map(|c| RUSSIAN.chars().zip(LATIN.chars()).find(|(russian, _)| *russian == c).map_or(c, |(_, latin)| latin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_passwords_and_what_is_made_of_them() {
        for bad in
            ["password", "Password2026!", "  !!qwertyuiop11", "пароль2026", "Gfhjkm12345", "йцукенгшщз", "dragondragon", "ghbdtnghbdtn"]
        {
            assert!(is_common(bad), "{bad}");
        }
        for good in ["river-bridge-7", "тихая река, старый мост", "k4mv-x9qe-22ab", ""] {
            assert!(!is_common(good), "{good}");
        }
    }
}
