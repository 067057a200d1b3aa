//! Any record as named fields, and what changed between two: the history of every kind of record, without code of its own.

mod flatten;

use flatten::{Flattener, Walk};
use serde::Serialize;
use std::cmp::Ordering;

/// How a field may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// As it is.
    Open,
    /// Sealed under its subject's key.
    Personal,
    /// Not at all; only that it changed.
    Secret,
}

/// One value of a record, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The value.
    pub text: String,
    /// How it may be kept.
    pub care: Care,
}

/// The fields of a record by their path: `documents.1.name`. All lie in one text, since every Act makes two of these.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    text: String,
    /// In the order of their paths.
    places: Vec<Place>,
}

/// Where a field lies in the text: its path, and behind it its value.
#[derive(Clone, Copy, Debug)]
struct Place {
    path: usize,
    value: usize,
    end: usize,
    care: Care,
}

impl Fields {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn path(&self, place: &Place) -> &str {
        &self.text[place.path..place.value]
    }

    fn value(&self, place: &Place) -> &str {
        &self.text[place.value..place.end]
    }

    fn field(&self, place: &Place) -> Field {
        Field { text: self.value(place).to_owned(), care: place.care }
    }
}

/// One field that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its path.
    pub path: String,
    /// What it was.
    pub old: Option<Field>,
    /// What it is.
    pub new: Option<Field>,
}

impl Difference {
    /// The same as personal data, where it is not secret.
    #[must_use]
    pub fn personal(mut self) -> Self {
        for field in self.old.iter_mut().chain(self.new.iter_mut()).filter(|field| field.care == Care::Open) {
            field.care = Care::Personal;
        }
        self
    }
}

/// The fields of this record.
pub fn fields_of<T: Serialize>(record: &T) -> Fields {
    let mut walk = Walk::default();
    // Nothing that a record is made of fails here; if a new one did, its history would lack it and a test would show it.
    let _ = record.serialize(Flattener::over(&mut walk));
    let Fields { text, mut places } = walk.fields;
    places.sort_unstable_by(|one, other| text[one.path..one.value].cmp(&text[other.path..other.value]));
    Fields { text, places }
}

/// What changed from one to the other, by path. Both stand in the order of their paths and are walked side by side.
pub fn differences(old: &Fields, new: &Fields) -> Vec<Difference> {
    let (mut olds, mut news) = (old.places.iter().peekable(), new.places.iter().peekable());
    let mut differences = Vec::new();
    loop {
        let order = match (olds.peek(), news.peek()) {
            (Some(before), Some(after)) => old.path(before).cmp(new.path(after)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return differences,
        };
        let before = if order.is_le() { olds.next() } else { None };
        let after = if order.is_ge() { news.next() } else { None };
        let path = match (before, after) {
            (Some(before), Some(after)) if before.care == after.care && old.value(before) == new.value(after) => continue,
            (Some(before), _) => old.path(before),
            (None, Some(after)) => new.path(after),
            (None, None) => continue,
        };
        let (before, after) = (before.map(|place| old.field(place)), after.map(|place| new.field(place)));
        differences.push(Difference { path: path.to_owned(), old: before, new: after });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{Personal, Secret};

    #[derive(Serialize)]
    enum State {
        Draft,
        Waiting { until: u32 },
    }

    #[derive(Serialize)]
    struct Card {
        name: Personal<String>,
        password: Secret<String>,
        state: State,
        tags: Vec<&'static str>,
        nothing: Option<u8>,
    }

    fn card(name: &str, state: State, tags: Vec<&'static str>) -> Fields {
        let (name, password) = (Personal::new(name.to_owned()), Secret::new("hash".to_owned()));
        fields_of(&Card { name, password, state, tags, nothing: None })
    }

    #[test]
    fn every_change_is_named_with_both_values_and_its_care() {
        let (old, new) = (card("Анна", State::Draft, vec!["a"]), card("Яна", State::Waiting { until: 5 }, vec!["a", "b"]));
        let lines: Vec<String> = differences(&old, &new)
            .into_iter()
            .map(|change| {
                let text =
                    |field: Option<Field>| field.map_or_else(|| "—".to_owned(), |field| format!("{} ({:?})", field.text, field.care));
                format!("{}: {} → {}", change.path, text(change.old), text(change.new))
            })
            .collect();
        expect_test::expect![[r#"
            name: Анна (Personal) → Яна (Personal)
            state: Draft (Open) → Waiting (Open)
            state.Waiting.until: — → 5 (Open)
            tags.2: — → b (Open)"#]]
        .assert_eq(&lines.join("\n"));
        assert_eq!(differences(&old, &old), []);
        let back: Vec<_> =
            differences(&new, &old).into_iter().map(|change| (change.path, change.old.is_some(), change.new.is_some())).collect();
        assert_eq!(back[3], ("tags.2".to_owned(), true, false));
        assert_eq!(differences(&old, &Fields::default()).len(), old.len());
    }
}
