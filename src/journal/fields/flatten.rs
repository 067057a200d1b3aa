//! A record on its way into fields: a serializer that writes every value behind its path.

use super::{Care, Fields, Place};
use crate::terms::{
    digest::hex,
    personal::{PERSONAL, SECRET},
};
use serde::{Serialize, ser};
use std::fmt::{self, Write};

/// Why a value could not be flattened.
#[derive(Debug)]
pub(super) struct Unfit(String);

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
pub(super) struct Walk {
    /// The path of what is being written.
    path: String,
    /// In the order of the record, not of the paths.
    pub(super) fields: Fields,
}

/// Writes one value, whose path is the first `base` bytes of the walk's.
pub(super) struct Flattener<'f> {
    walk: &'f mut Walk,
    base: usize,
    care: Care,
}

impl<'f> Flattener<'f> {
    /// For a whole record.
    pub(super) const fn over(walk: &'f mut Walk) -> Self {
        Self { walk, base: 0, care: Care::Open }
    }
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
pub(super) struct Parts<'f> {
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
        key.serialize(Flattener::over(&mut self.key))
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
