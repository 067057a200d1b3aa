//! Puts messages into the reader's language: Fluent files of `assets/locales`, dates, times, numbers, sums.

use super::{Argument, Language, Message};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use rust_decimal::Decimal;
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/locales"]
struct Files;

/// One language's wording. Messages without arguments are put together once, since a page has a hundred of them.
struct Wording {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String>,
}

static RUSSIAN: LazyLock<Wording> = LazyLock::new(|| Wording::load(Language::Russian));
static ENGLISH: LazyLock<Wording> = LazyLock::new(|| Wording::load(Language::English));

/// The text of each `.ftl` file of this language.
fn files(language: Language) -> Vec<String> {
    let folder = format!("{}/", language.tag());
    let mut names: Vec<_> = Files::iter().filter(|name| name.starts_with(&folder) && name.ends_with(".ftl")).collect();
    names.sort();
    names.iter().filter_map(|name| Files::get(name)).map(|file| String::from_utf8_lossy(&file.data).into_owned()).collect()
}

impl Wording {
    fn load(language: Language) -> Self {
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false); // the marks would be seen in plain-text documents and in tests
        let mut ids = Vec::new();
        for text in files(language) {
            let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial);
            for entry in resource.entries() {
                ids.extend(id_of(entry));
            }
            bundle.add_resource_overriding(resource);
        }
        let mut wording = Self { bundle, plain: HashMap::new() };
        for id in ids {
            if let Some(text) = wording.format(&id, None) {
                wording.plain.insert(id, text);
            }
        }
        wording
    }

    /// None where the id is unknown or an argument is missing.
    fn format(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}

fn id_of(entry: &fluent_syntax::ast::Entry<&str>) -> Option<String> {
    if let fluent_syntax::ast::Entry::Message(message) = entry { Some(message.id.name.to_owned()) } else { None }
}

/// The reader's language and clock: everything a page says goes through this.
#[derive(Clone, Debug)]
pub struct Words {
    /// The language.
    pub language: Language,
    zone: TimeZone,
}

impl Words {
    /// Words in this language, times in this zone.
    pub const fn new(language: Language, zone: TimeZone) -> Self {
        Self { language, zone }
    }

    fn wording(&self) -> &'static Wording {
        match self.language {
            Language::Russian => &RUSSIAN,
            Language::English => &ENGLISH,
        }
    }

    /// A message without arguments. An unknown id is shown as itself: a test finds it, a reader still gets a page.
    pub fn text<'i>(&self, id: &'i str) -> Cow<'i, str> {
        match self.wording().plain.get(id) {
            Some(text) => Cow::Borrowed(text.as_str()),
            None => Cow::Borrowed(id),
        }
    }

    /// Whether this language has the id, with or without arguments.
    pub fn knows(&self, id: &str) -> bool {
        self.wording().bundle.has_message(id)
    }

    /// A message with its arguments.
    pub fn say(&self, message: &Message) -> String {
        if message.arguments.is_empty() {
            return self.text(&message.id).into_owned();
        }
        let mut arguments = FluentArgs::new();
        for (name, value) in &message.arguments {
            let value = match value {
                Argument::Text(text) => FluentValue::from(text.clone()),
                Argument::Number(number) => FluentValue::from(*number),
                Argument::Date(date) => FluentValue::from(self.date(*date)),
                Argument::Named(text) => FluentValue::from(text.read(self.language).to_owned()),
                Argument::Wording(id) => FluentValue::from(self.text(id).into_owned()),
            };
            arguments.set(name.clone().into_owned(), value);
        }
        self.wording().format(&message.id, Some(&arguments)).unwrap_or_else(|| message.id.clone().into_owned())
    }

    /// The civil date of this moment here.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// What the clock here shows at this moment.
    pub fn clock_of(&self, at: Timestamp) -> DateTime {
        at.to_zoned(self.zone.clone()).datetime()
    }

    /// The moment at which the clock here shows this; none beyond the end of time.
    pub fn moment_of(&self, clock: DateTime) -> Option<Timestamp> {
        self.zone.to_timestamp(clock).ok()
    }

    /// "12 декабря 2026".
    pub fn date(&self, date: Date) -> String {
        format!("{} {} {}", date.day(), self.month(date), date.year())
    }

    /// "12 декабря": for dates whose year is plain from the rest.
    pub fn day_and_month(&self, date: Date) -> String {
        format!("{} {}", date.day(), self.month(date))
    }

    fn month(&self, date: Date) -> &'static str {
        const MONTHS: [&str; 12] = [
            "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10", "month-11",
            "month-12",
        ];
        let id = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0)];
        self.wording().plain.get(id).map_or(id, String::as_str)
    }

    /// "12 декабря 2026, 19:04".
    pub fn moment(&self, at: Timestamp) -> String {
        let zoned = at.to_zoned(self.zone.clone());
        format!("{}, {:02}:{:02}", self.date(zoned.date()), zoned.hour(), zoned.minute())
    }

    /// "23.11.2026 19:04:31": for journals.
    pub fn exact(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%d.%m.%Y %H:%M:%S").to_string()
    }

    /// "1 840,50 ₽" and "₽1,840.50".
    pub fn money(&self, sum: Decimal) -> String {
        match self.language {
            Language::Russian => format!("{} ₽", self.number(sum)),
            Language::English => format!("₽{}", self.number(sum)),
        }
    }

    /// "1 840,5" and "1,840.5"; the spaces do not break.
    pub fn number(&self, number: Decimal) -> String {
        grouped(number, self.language)
    }

    /// "1,2 МБ".
    pub fn size(&self, bytes: u64) -> String {
        const KIB: u64 = 1024;
        const MIB: u64 = 1024 * KIB;
        if bytes < MIB {
            return format!("{} {}", bytes.div_ceil(KIB), self.text("unit-kilobyte"));
        }
        let tenths = i64::try_from(bytes * 10 / MIB).unwrap_or(i64::MAX);
        format!("{} {}", self.number(Decimal::new(tenths, 1).normalize()), self.text("unit-megabyte"))
    }
}

/// A number as readers of this language write it: "1 840,5" and "1,840.5"; the spaces do not break.
pub fn grouped(number: Decimal, language: Language) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (group, point) = match language {
        Language::Russian => ('\u{a0}', ','),
        Language::English => (',', '.'),
    };
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::from(if whole.len() > digits.len() { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    if !rest.is_empty() {
        grouped.push(point);
        grouped.push_str(rest);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: Language) -> Words {
        Words::new(language, TimeZone::UTC)
    }

    #[test]
    fn numbers_are_written_as_the_reader_writes_them() {
        let sum = Decimal::new(184_050, 2);
        assert_eq!(words(Language::Russian).money(sum), "1\u{a0}840,50 ₽");
        assert_eq!(words(Language::English).money(sum), "₽1,840.50");
        assert_eq!(words(Language::Russian).number(Decimal::new(-54_300, 3)), "−54,300");
    }

    #[test]
    fn dates_are_in_words() {
        assert_eq!(words(Language::Russian).date(jiff::civil::date(2026, 12, 1)), "1 декабря 2026");
        assert_eq!(words(Language::English).date(jiff::civil::date(2026, 12, 1)), "1 December 2026");
    }
}
