//! Any record as named fields, and what changed between two: the history of every kind of record, without code of its own.

use crate::terms::{
    digest::hex,
    personal::{PERSONAL, SECRET},
};
use serde::{Serialize, ser};
use std::{
    cmp::Ordering,
    fmt::{self, Write},
};

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
    let _ = record.serialize(Flattener { walk: &mut walk, base: 0, care: Care::Open });
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

/// Why a value could not be flattened.
#[derive(Debug)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Unfit {}
impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(text.to_string())
    }
}

type Done = Result<(), Unfit>;

/// A record on its way into fields.
#[derive(Default)]
struct Walk {
    /// The path of what is being written.
    path: String,
    /// In the order of the record, not of the paths.
    fields: Fields,
}

/// Writes one value, whose path is the first `base` bytes of the walk's.
struct Flattener<'f> {
    walk: &'f mut Walk,
    base: usize,
    care: Care,
}

impl Flattener<'_> {
    /// For the part with this name.
    fn inner(&mut self, name: &str) -> Flattener<'_> {
        let path = &mut self.walk.path;
        path.truncate(self.base);
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        Flattener { base: path.len(), walk: self.walk, care: self.care }
    }

    fn write(&mut self, value: impl FnOnce(&mut String) -> fmt::Result) -> Done {
        let Walk { path, fields } = &mut *self.walk;
        path.truncate(self.base);
        let start = fields.text.len();
        fields.text.push_str(path);
        let text = fields.text.len();
        value(&mut fields.text).map_err(|error| Unfit(error.to_string()))?;
        fields.places.push(Place { path: start, value: text, end: fields.text.len(), care: self.care });
        Ok(())
    }

    fn put(mut self, value: impl fmt::Display) -> Done {
        self.write(|text| write!(text, "{value}"))
    }

    fn put_text(mut self, value: &str) -> Done {
        self.write(|text| text.write_str(value))
    }
}

impl<'f> ser::Serializer for Flattener<'f> {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Parts<'f>;
    type SerializeTuple = Parts<'f>;
    type SerializeTupleStruct = Parts<'f>;
    type SerializeTupleVariant = Parts<'f>;
    type SerializeMap = Parts<'f>;
    type SerializeStruct = Parts<'f>;
    type SerializeStructVariant = Parts<'f>;

    fn serialize_bool(self, value: bool) -> Done {
        self.put(value)
    }
    fn serialize_i8(self, value: i8) -> Done {
        self.put(value)
    }
    fn serialize_i16(self, value: i16) -> Done {
        self.put(value)
    }
    fn serialize_i32(self, value: i32) -> Done {
        self.put(value)
    }
    fn serialize_i64(self, value: i64) -> Done {
        self.put(value)
    }
    fn serialize_u8(self, value: u8) -> Done {
        self.put(value)
    }
    fn serialize_u16(self, value: u16) -> Done {
        self.put(value)
    }
    fn serialize_u32(self, value: u32) -> Done {
        self.put(value)
    }
    fn serialize_u64(self, value: u64) -> Done {
        self.put(value)
    }
    fn serialize_f32(self, value: f32) -> Done {
        self.put(value)
    }
    fn serialize_f64(self, value: f64) -> Done {
        self.put(value)
    }
    fn serialize_char(self, value: char) -> Done {
        self.put(value)
    }
    fn serialize_str(self, value: &str) -> Done {
        self.put_text(value)
    }
    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.put_text(&hex(value))
    }
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Done {
        self.put(value)
    }
    fn serialize_none(self) -> Done {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Done {
        Ok(())
    }
    fn serialize_unit_struct(self, _name: &'static str) -> Done {
        Ok(())
    }
    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Done {
        self.put_text(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Done {
        self.care = match name {
            PERSONAL => Care::Personal,
            SECRET => Care::Secret,
            _ => self.care,
        };
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        value.serialize(self.inner(variant))?;
        self.put_text(variant)
    }
    fn serialize_seq(self, _length: Option<usize>) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self, next: 1, key: Walk::default() })
    }
    fn serialize_tuple(self, _length: usize) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self, next: 1, key: Walk::default() })
    }
    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self, next: 1, key: Walk::default() })
    }
    fn serialize_tuple_variant(self, _name: &'static str, _index: u32, variant: &'static str, _length: usize) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self.variant(variant)?, next: 1, key: Walk::default() })
    }
    fn serialize_map(self, _length: Option<usize>) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self, next: 1, key: Walk::default() })
    }
    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self, next: 1, key: Walk::default() })
    }
    fn serialize_struct_variant(self, _name: &'static str, _index: u32, variant: &'static str, _length: usize) -> Result<Parts<'f>, Unfit> {
        Ok(Parts { of: self.variant(variant)?, next: 1, key: Walk::default() })
    }
}

impl Flattener<'_> {
    /// Notes which variant it is at its own path; its contents come below.
    fn variant(mut self, variant: &'static str) -> Result<Self, Unfit> {
        self.write(|text| text.write_str(variant))?;
        let base = self.inner(variant).base;
        Ok(Self { base, ..self })
    }
}

/// The parts of a list, a map or a struct.
struct Parts<'f> {
    of: Flattener<'f>,
    next: usize,
    /// The key of the value that comes next in a map.
    key: Walk,
}

impl Parts<'_> {
    fn numbered<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        let number = self.next.to_string();
        self.next += 1;
        value.serialize(self.of.inner(&number))
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.numbered(value)
    }
    fn end(self) -> Done {
        Ok(())
    }
}
impl ser::SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.numbered(value)
    }
    fn end(self) -> Done {
        Ok(())
    }
}
impl ser::SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.numbered(value)
    }
    fn end(self) -> Done {
        Ok(())
    }
}
impl ser::SerializeTupleVariant for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.numbered(value)
    }
    fn end(self) -> Done {
        Ok(())
    }
}
impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.key.fields.text.clear();
        self.key.fields.places.clear();
        key.serialize(Flattener { walk: &mut self.key, base: 0, care: Care::Open })
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        // A key is one value without a path.
        value.serialize(self.of.inner(&self.key.fields.text))
    }
    fn end(self) -> Done {
        Ok(())
    }
}
impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
        value.serialize(self.of.inner(name))
    }
    fn end(self) -> Done {
        Ok(())
    }
}
impl ser::SerializeStructVariant for Parts<'_> {
    type Ok = ();
    type Error = Unfit;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
        value.serialize(self.of.inner(name))
    }
    fn end(self) -> Done {
        Ok(())
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
