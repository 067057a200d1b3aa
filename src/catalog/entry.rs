//! Reads what was typed into one input: from what people write to the canonical text, or why not.

use super::{FieldKind, form::When};
use crate::people::{self, Email, FullName, Inn, Passport, Phone, Snils};
use crate::terms::{Language, Message, Text, message, wording::grouped};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

/// Characters of an address.
pub(super) const LONGEST_ADDRESS: u32 = 200;
/// The largest sum of a decision, in roubles.
const MOST_GRANTED: u32 = 100_000_000;
/// Digits of a number with its point: more than any sum or measure has, and few enough for a [`Decimal`].
const LONGEST_NUMBER: usize = 20;
/// Kopecks in digits.
const KOPECKS: u32 = 2;
/// What people write after a sum.
const ROUBLES: [&str; 7] = ["₽", "рублей", "рубля", "рубль", "руб.", "руб", "р."];

/// What was typed, without spaces around and without characters that cannot be seen but come along when pasting.
///
/// # Errors
/// A control character is among them.
pub(super) fn clean(text: &str, kind: &FieldKind) -> Result<String, Message> {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| !is_invisible(*c)).map(|c| if c == '\t' { ' ' } else { c }).collect();
    let text = text.trim();
    let may_break = matches!(kind, FieldKind::Paragraph { .. });
    if text.chars().any(|c| c.is_control() && !(may_break && c == '\n')) {
        return Err(message("form-control-characters"));
    }
    Ok(text.to_owned())
}

/// Zero-width, soft hyphen, byte-order and direction marks.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The canonical text of what was typed into a field of this kind. `not_before` is the day of the field that this one may not precede.
///
/// # Errors
/// What is wrong and how to mend it.
pub(super) fn read(kind: &FieldKind, text: &str, today: Date, not_before: Option<Date>) -> Result<String, Message> {
    match kind {
        FieldKind::Line { max } | FieldKind::Paragraph { max } => within(text, *max),
        FieldKind::Address => within(text, LONGEST_ADDRESS),
        FieldKind::Number { decimals, min, max, unit: _ } => {
            let unreadable = if *decimals == 0 { "form-number-whole" } else { "form-number-unreadable" };
            let number = number(text).ok_or_else(|| message(unreadable))?;
            if number.scale() > *decimals {
                let id = if *decimals == 0 { "form-number-whole" } else { "form-number-decimals" };
                return Err(message(id).with("count", i64::from(*decimals)));
            }
            between(number, (*min, *max), ["form-number-small", "form-number-large"]).map(|number| number.normalize().to_string())
        }
        FieldKind::Money { min, max } => money(text, *min, *max),
        FieldKind::Date { when, within_years, not_before: _ } => {
            let date = people::day::parse(text)?;
            check_date(date, today, *when, *within_years)?;
            match not_before {
                Some(first) if date < first => Err(message("form-date-before").with("date", first)),
                Some(_) | None => Ok(date.to_string()),
            }
        }
        FieldKind::Choice { look: _, options } => {
            let choice = options.iter().find(|option| option.code.as_str() == text);
            choice.map(|option| option.code.to_string()).ok_or_else(|| message("form-choice-unknown"))
        }
        FieldKind::YesNo if ["yes", "no"].contains(&text) => Ok(text.to_owned()),
        FieldKind::YesNo => Err(message("form-choice-unknown")),
        FieldKind::FullName => FullName::parse(text).map(String::from),
        FieldKind::Snils => Snils::parse(text).map(String::from),
        FieldKind::Inn => Inn::parse(text).map(String::from),
        FieldKind::Passport => Passport::parse(text).map(String::from),
        FieldKind::Phone => Phone::parse(text).map(String::from),
        FieldKind::Email => Email::parse(text).map(String::from),
        FieldKind::Account => people::AccountNumber::parse(text).map(String::from),
    }
}

/// What to say where a required answer is not given.
pub(super) const fn empty(kind: &FieldKind) -> Message {
    message(match kind {
        FieldKind::Line { .. } | FieldKind::Paragraph { .. } => "form-empty",
        FieldKind::Number { decimals: 0, .. } => "form-empty-whole",
        FieldKind::Number { .. } => "form-empty-number",
        FieldKind::Money { .. } => "form-empty-money",
        FieldKind::Date { .. } => "form-empty-date",
        FieldKind::Choice { .. } | FieldKind::YesNo => "form-empty-choice",
        FieldKind::FullName => "form-empty-full-name",
        FieldKind::Snils => "form-empty-snils",
        FieldKind::Inn => "form-empty-inn",
        FieldKind::Passport => "form-empty-passport",
        FieldKind::Phone => "form-empty-phone",
        FieldKind::Email => "form-empty-email",
        FieldKind::Account => "form-empty-account",
        FieldKind::Address => "form-empty-address",
    })
}

fn within(text: &str, max: u32) -> Result<String, Message> {
    let count = text.chars().count() as i64;
    if count > i64::from(max) {
        return Err(message("form-too-long").with("count", count).with("max", i64::from(max)));
    }
    Ok(text.to_owned())
}

/// A sum of roubles, as an employee writes it into a decision.
///
/// # Errors
/// It is empty, unreadable, nothing, or more than anybody is granted.
pub fn roubles(text: &str) -> Result<Decimal, Message> {
    let text = text.trim();
    if text.is_empty() {
        return Err(message("form-empty-money"));
    }
    let read = money(text, Decimal::new(1, KOPECKS), Decimal::from(MOST_GRANTED))?;
    read.parse().map_err(|_| message("form-money-unreadable"))
}

fn money(text: &str, min: Decimal, max: Decimal) -> Result<String, Message> {
    let lower = text.to_lowercase();
    let bare = ROUBLES.iter().find_map(|roubles| lower.strip_suffix(roubles)).unwrap_or(&lower);
    let sum = number(bare.trim_start_matches('₽')).ok_or_else(|| message("form-money-unreadable"))?;
    if sum.scale() > KOPECKS {
        return Err(message("form-money-decimals"));
    }
    let mut sum = between(sum, (min, max), ["form-money-small", "form-money-large"])?;
    sum.rescale(KOPECKS);
    Ok(sum.to_string())
}

/// A number within these bounds, or what is said of one that is too small or too large.
fn between(number: Decimal, (min, max): (Decimal, Decimal), [small, large]: [&'static str; 2]) -> Result<Decimal, Message> {
    if number < min {
        return Err(message(small).with("min", written(min)));
    }
    if number > max {
        return Err(message(large).with("max", written(max)));
    }
    Ok(number)
}

/// A number as each reader writes it.
fn written(number: Decimal) -> Text {
    let [ru, en] = [Language::Russian, Language::English].map(|language| grouped(number.normalize(), language));
    Text { ru, en }
}

fn check_date(date: Date, today: Date, when: When, within_years: Option<i16>) -> Result<(), Message> {
    match when {
        When::Past if date > today => return Err(message("form-date-future")),
        When::Future if date < today => return Err(message("form-date-past")),
        When::Past | When::Future | When::Any => {}
    }
    let Some(years) = within_years else { return Ok(()) };
    if date < today.saturating_sub(years.years()) {
        return Err(message("form-date-long-ago").with("count", i64::from(years)));
    }
    if date > today.saturating_add(years.years()) {
        return Err(message("form-date-far-ahead").with("count", i64::from(years)));
    }
    Ok(())
}

/// `54,3`, `54.3`, `1 840,50`, `1,840.50`, `−7`: a comma or a point before the decimals, the other or spaces between thousands.
/// One comma or point alone is before decimals, so `96,000` has three of them: a sum refuses it rather than guess the thousands.
pub fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text),
    };
    if text.chars().count() > LONGEST_NUMBER {
        return None;
    }
    let last = text.rfind([',', '.']);
    let (whole, decimals) = match last {
        Some(place) if text.matches(&text[place..=place]).count() == 1 => (&text[..place], Some(&text[place + 1..])),
        Some(_) | None => (text, None),
    };
    let groups: Vec<&str> = whole.split(|c: char| c.is_whitespace() || c == ',' || c == '.').collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_grouped || !groups.iter().all(|group| is_digits(group)) || !decimals.is_none_or(is_digits) {
        return None;
    }
    let text = match decimals {
        Some(decimals) => format!("{sign}{}.{decimals}", groups.concat()),
        None => format!("{sign}{}", groups.concat()),
    };
    let number = Decimal::from_str_exact(&text).ok()?;
    Some(if number.is_zero() { number.abs() } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn told(text: &str) -> Option<String> {
        number(text).map(|number| number.normalize().to_string())
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (typed, read) in [
            ("54,3", "54.3"),
            ("54.3", "54.3"),
            ("54.30", "54.3"),
            ("1 840,50", "1840.5"),
            ("1\u{a0}840,50", "1840.5"),
            ("1,840.50", "1840.5"),
            ("1.840,50", "1840.5"),
            ("1,840,500", "1840500"),
            ("−7", "-7"),
            ("-0,0", "0"),
            ("007", "7"),
        ] {
            assert_eq!(told(typed).as_deref(), Some(read), "{typed}");
        }
        for wrong in ["", "abc", "1..2", "1,2,3", "18 40", "1 840 50", "5,", ",5", "1e5", "0x1F", "٣", "999999999999999999999"] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sums_have_two_decimals() {
        let read = |text: &str| money(text, Decimal::ONE, Decimal::from(100_000)).map_err(|message| message.id.into_owned());
        assert_eq!(read("1 840,5 руб.").as_deref(), Ok("1840.50"));
        assert_eq!(read("1840 ₽").as_deref(), Ok("1840.00"));
        assert_eq!(read("96,000").unwrap_err(), "form-money-decimals", "96 or 96 thousand? better ask");
        assert_eq!(read("96,000.00").as_deref(), Ok("96000.00"));
    }

    #[test]
    fn limits_are_told() {
        let id = |kind: &FieldKind, text: &str| read(kind, text, date(2026, 11, 23), None).unwrap_err().id;
        let area = FieldKind::Number { decimals: 1, min: Decimal::ONE, max: Decimal::from(500), unit: None };
        assert_eq!(id(&area, "54,35"), "form-number-decimals");
        assert_eq!(id(&area, "0"), "form-number-small");
        assert_eq!(id(&area, "501"), "form-number-large");
        let past = FieldKind::Date { when: When::Past, within_years: Some(3), not_before: None };
        assert_eq!(id(&past, "24.11.2026"), "form-date-future");
        assert_eq!(id(&past, "22.11.2023"), "form-date-long-ago");
        assert_eq!(id(&past, "31.02.2026"), "people-day-absent");
        let future = FieldKind::Date { when: When::Future, within_years: Some(1), not_before: None };
        assert_eq!(id(&future, "22.11.2026"), "form-date-past");
        assert_eq!(id(&future, "24.11.2027"), "form-date-far-ahead");
        assert_eq!(read(&future, "23 ноября 2027", date(2026, 11, 23), None).as_deref(), Ok("2027-11-23"));
        assert_eq!(id(&FieldKind::Line { max: 3 }, "четыре"), "form-too-long");
        assert_eq!(id(&FieldKind::YesNo, "maybe"), "form-choice-unknown");
    }

    #[test]
    fn what_cannot_be_seen_is_dropped_and_control_characters_are_refused() {
        let line = FieldKind::Line { max: 10 };
        assert_eq!(clean(" а\u{200b}б\u{202e}\tв ", &line).as_deref(), Ok("аб в"));
        assert!(clean("а\u{0}б", &line).is_err() && clean("а\nб", &line).is_err());
        assert_eq!(clean("а\r\nб", &FieldKind::Paragraph { max: 10 }).as_deref(), Ok("а\nб"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Some(number) = number(&text) {
                prop_assert_eq!(told(&number.to_string()), Some(number.normalize().to_string()));
            }
        }

        #[test]
        fn what_a_page_shows_is_read_back(kopecks in 0i64..100_000_000_000) {
            let sum = Decimal::new(kopecks, 2);
            let words = crate::terms::Words::new(crate::terms::Language::Russian, jiff::tz::TimeZone::UTC);
            let read = money(&words.money(sum), Decimal::ZERO, Decimal::from(10_000_000_000i64));
            prop_assert_eq!(read, Ok(sum.to_string()));
        }
    }
}
