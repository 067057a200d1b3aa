//! Finds services by words, forgiving about endings.

use super::Service;
use crate::terms::{Language, Text};

/// Two words are one when they share this many letters from the start …
const STEM: usize = 4;
/// … and neither has more than this many after them: as long as a Russian ending gets.
const ENDING: usize = 3;
/// Shorter words ("на", "за") say nothing unless they are all there is.
const SHORTEST: usize = 3;

/// A word of so many letters may have one slip, a longer one two.
const SHORT: usize = 5;

/// How much a word found in each place weighs.
const IN_TITLE: u32 = 8;
const IN_SUMMARY: u32 = 3;
const IN_ENTITLED: u32 = 1;

/// Words in lower case, ё as е.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('ё', "е");
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of a query that are looked for.
pub(super) fn sought(query: &str) -> Vec<String> {
    let all = words(query);
    let long: Vec<String> = all.iter().filter(|word| word.chars().count() >= SHORTEST).cloned().collect();
    if long.is_empty() { all } else { long }
}

/// How well the service answers these words; 0 when one of them is nowhere in it.
pub(super) fn relevance(service: &Service, sought: &[String], language: Language) -> u32 {
    let places = [
        (words(service.title.read(language)), IN_TITLE),
        (words(service.summary.read(language)), IN_SUMMARY),
        (words(&joined(&service.entitled, language)), IN_ENTITLED),
    ];
    let weights = sought.iter().map(|word| {
        let found = places.iter().filter(|(text, _)| text.iter().any(|other| is_same(word, other)));
        found.map(|(_, weight)| weight).sum::<u32>()
    });
    weights.reduce(|all, one| if all == 0 || one == 0 { 0 } else { all + one }).unwrap_or(0)
}

/// The question with each word that is nowhere in these services put right, where a word of theirs is like it.
pub(super) fn nearest(services: &[&Service], question: &str, language: Language) -> Option<String> {
    let texts = |service: &Service| {
        let entitled = joined(&service.entitled, language);
        [service.title.read(language), service.summary.read(language), &entitled].map(words).concat()
    };
    let known: Vec<String> = services.iter().flat_map(|service| texts(service)).collect();
    let mut is_mended = false;
    let mended = sought(question).into_iter().map(|word| {
        if known.iter().any(|other| is_same(&word, other)) {
            return Some(word);
        }
        let most = if word.chars().count() > SHORT { 2 } else { 1 };
        let close = known.iter().map(|other| (strsim::osa_distance(&word, other), other)).filter(|(distance, _)| *distance <= most);
        let (_, other) = close.min()?;
        is_mended = true;
        Some(other.clone())
    });
    let mended = mended.collect::<Option<Vec<_>>>()?.join(" ");
    is_mended.then_some(mended)
}

fn joined(texts: &[Text], language: Language) -> String {
    texts.iter().map(|text| text.read(language)).collect::<Vec<_>>().join(" ")
}

/// Whether the sought word begins the other one, or differs from it only by its ending.
fn is_same(sought: &str, other: &str) -> bool {
    if other.starts_with(sought) {
        return true;
    }
    let common = sought.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    common >= STEM && sought.chars().count() - common <= ENDING && other.chars().count() - common <= ENDING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_do_not_matter() {
        for (sought, other) in [("отопления", "отопление"), ("субсидию", "субсидия"), ("комп", "компенсация"), ("справки", "справка")]
        {
            assert!(is_same(sought, other), "{sought} {other}");
        }
        for (sought, other) in [("отопление", "отопитель"), ("дом", "да"), ("справка", "справедливость"), ("дети", "день")]
        {
            assert!(!is_same(sought, other), "{sought} {other}");
        }
    }

    #[test]
    fn short_words_count_only_alone() {
        assert_eq!(sought("Пособие на РЕБЁНКА!"), ["пособие", "ребенка"]);
        assert_eq!(sought("ЖК"), ["жк"]);
    }
}
