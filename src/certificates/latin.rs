//! Russian names in Latin letters, as they stand in passports (ICAO Doc 9303): browsers choose a certificate by the ASCII
//! name of its authority, and not every importer shows Cyrillic ones right.

/// The text in ASCII letters, digits, spaces, hyphens and full stops; anything else is left out, and runs of spaces become
/// one. Empty where nothing is left.
pub fn latin(text: &str) -> String {
    let mut answer = String::with_capacity(text.len());
    for letter in text.chars() {
        push(&mut answer, letter);
    }
    answer.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push(answer: &mut String, letter: char) {
    if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.') {
        return answer.push(letter);
    }
    if letter.is_whitespace() {
        return answer.push(' ');
    }
    let small: String = letter.to_lowercase().collect();
    let Some(latin) = letters(&small) else { return };
    let mut letters = latin.chars();
    if let Some(first) = letters.next() {
        answer.push(if letter.is_uppercase() { first.to_ascii_uppercase() } else { first });
        answer.extend(letters);
    }
}

fn letters(small: &str) -> Option<&'static str> {
    Some(match small {
        "а" => "a",
        "б" => "b",
        "в" => "v",
        "г" => "g",
        "д" => "d",
        "е" | "ё" | "э" => "e",
        "ж" => "zh",
        "з" => "z",
        "и" | "й" => "i",
        "к" => "k",
        "л" => "l",
        "м" => "m",
        "н" => "n",
        "о" => "o",
        "п" => "p",
        "р" => "r",
        "с" => "s",
        "т" => "t",
        "у" => "u",
        "ф" => "f",
        "х" => "kh",
        "ц" => "ts",
        "ч" => "ch",
        "ш" => "sh",
        "щ" => "shch",
        "ъ" => "ie",
        "ы" => "y",
        "ю" => "iu",
        "я" => "ia",
        _ => return None, // the soft sign has no letter, other scripts have none here
    })
}
