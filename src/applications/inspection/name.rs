//! A name that can be shown and saved, from whatever the browser sent.

/// The longest name, in characters.
pub const NAME_LENGTH: usize = 120;
/// What ends a name is an ending up to so many characters.
const ENDING_LENGTH: usize = 10;
/// For a file whose name had nothing in it.
const UNNAMED: &str = "file";

/// The last part of the path, without signs that hide, turn or break a line; at most [`NAME_LENGTH`] characters with
/// the ending kept; never empty, never a way to another folder.
pub fn safe_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).find(|part| !trimmed(part).is_empty()).unwrap_or_default();
    let name = trimmed(last);
    if name.is_empty() {
        return UNNAMED.to_owned();
    }
    let count = name.chars().count();
    if count <= NAME_LENGTH {
        return name;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending_count = ending.chars().count();
    if ending_count == 0 || ending_count > ENDING_LENGTH {
        return trimmed(&first(&name, NAME_LENGTH));
    }
    let stem = first(&name, NAME_LENGTH - ending_count - 1);
    format!("{}.{ending}", stem.trim_end_matches(['.', ' ']))
}

fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

/// Without what cannot be seen, with single spaces, and without dots and spaces around.
fn trimmed(part: &str) -> String {
    let mut name = String::with_capacity(part.len());
    for sign in part.chars() {
        match sign {
            _ if is_hidden(sign) => {}
            _ if sign.is_whitespace() => {
                if !name.ends_with(' ') {
                    name.push(' ');
                }
            }
            _ if sign.is_control() => {}
            _ => name.push(sign),
        }
    }
    name.trim_matches(['.', ' ']).to_owned()
}

/// Signs of direction, joiners and tags (Unicode, default ignorable): with them "gpj.exe" can be shown as "exe.jpg".
const fn is_hidden(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_name_itself_is_left() {
        let cases = [
            ("справка.pdf", "справка.pdf"),
            ("C:\\Users\\Мария\\Рабочий стол\\скан 1.PDF", "скан 1.PDF"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\", "file"),
            ("/", "file"),
            ("", "file"),
            ("...", "file"),
            (".htaccess", "htaccess"),
            ("снимок\u{202e}gpj.exe", "снимокgpj.exe"),
            ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
            ("a\0b\u{7f}.pdf", "ab.pdf"),
            ("  паспорт   2 .pdf. ", "паспорт 2 .pdf"),
            ("\u{2028}x", "x"),
        ];
        for (sent, expected) in cases {
            assert_eq!(safe_name(sent), expected, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = safe_name(&format!("{}.pdf", "ы".repeat(300)));
        assert_eq!(name.chars().count(), NAME_LENGTH);
        assert!(name.ends_with("ы.pdf"));
        assert_eq!(safe_name(&format!("a.{}", "b".repeat(300))).chars().count(), NAME_LENGTH);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_the_name_is_safe(sent in "\\PC{0,300}|[./\\\\ а-я\u{0}-\u{1f}\u{202e}]{0,300}") {
            let name = safe_name(&sent);
            prop_assert!(!name.is_empty() && name.chars().count() <= NAME_LENGTH);
            let hides = |sign: char| matches!(sign, '/' | '\\' | '\u{202e}') || sign.is_control();
            prop_assert!(!name.contains(hides), "hidden");
            prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']));
            prop_assert_eq!(safe_name(&name), name);
        }
    }
}
