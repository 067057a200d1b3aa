//! A PDF as its cross-reference data describe it (ISO 32000-1, 7.5): every object is looked at once, what is active or
//! hidden is refused, and the pages are counted.

use super::page;
use super::syntax::{Budget, Dictionary, Reader, Value, is_space};
use super::{Trouble, signature};
use std::collections::{BTreeMap, HashSet};

/// How many bytes may be read in all. An honest file is read about once, without its pictures.
pub(super) const WORK: u64 = 48 << 20;
/// How much may come out of compressed objects in all.
const UNPACKED: usize = 32 << 20;
/// The most objects of a file, in its cross-reference data and in its compressed objects.
const OBJECTS: usize = 500_000;
/// The end of the file is within so many bytes (ISO 32000-1, annex H, note 18, has 1024; mail gateways add more).
const END_WITHIN: usize = 2048;

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Located {
    /// So many bytes after the header.
    At(usize),
    /// In the compressed object with this number.
    Within(u32),
    /// Deleted.
    Nowhere,
}

/// Compressed objects, unpacked: their number and where each begins.
struct Container {
    bytes: Vec<u8>,
    places: BTreeMap<u32, usize>,
}

/// A file that is being read.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    located: BTreeMap<u32, Located>,
    containers: BTreeMap<u32, Container>,
    root: Option<u32>,
    budget: Budget,
    unpacked: usize,
    members: usize,
}

/// An object that is a stream has its bytes from here on.
type Found = (Value, Option<usize>);

/// How many pages a PDF has that is whole, open, passive, not longer than this, and read with so much work.
pub(super) fn pages(bytes: &[u8], most: u32, work: u64) -> Result<u32, Trouble> {
    let start = find(&bytes[..bytes.len().min(signature::HEADER_WITHIN + 5)], signature::PDF_HEADER).ok_or(Trouble::Broken)?;
    let bytes = &bytes[start..];
    let budget = Budget(work);
    let mut file = File { bytes, located: BTreeMap::new(), containers: BTreeMap::new(), root: None, budget, unpacked: 0, members: 0 };
    file.locate()?;
    file.look_at_all()?;
    page::count(&mut file, most)
}

impl File<'_> {
    /// The number of the catalog.
    pub(super) fn root(&self) -> Result<u32, Trouble> {
        self.root.ok_or(Trouble::Broken)
    }

    /// From the last cross-reference section back to the first.
    fn locate(&mut self) -> Result<(), Trouble> {
        let tail = self.bytes.len().saturating_sub(END_WITHIN);
        let end = &self.bytes[tail..];
        find(end, b"%%EOF").ok_or(Trouble::Broken)?;
        let last = end.windows(9).rposition(|window| window == b"startxref").ok_or(Trouble::Broken)?;
        let mut next = Reader::new(self.bytes, tail + last + 9, &mut self.budget).count()?;
        let mut seen = HashSet::new();
        while let Some(at) = next {
            let at = usize::try_from(at).map_err(|_| Trouble::Broken)?;
            if !seen.insert(at) {
                break;
            }
            let trailer = self.section(at)?;
            if trailer.get("Encrypt").is_some() {
                return Err(Trouble::Locked);
            }
            self.root = self.root.or(trailer.reference("Root"));
            next = trailer.whole("Prev").and_then(|at| u64::try_from(at).ok());
        }
        if self.located.is_empty() { Err(Trouble::Broken) } else { Ok(()) }
    }

    /// One section, either a table or a stream; gives its trailer.
    fn section(&mut self, at: usize) -> Result<Dictionary, Trouble> {
        let mut reader = Reader::new(self.bytes, at, &mut self.budget);
        if !reader.word("xref")? {
            return self.stream_section(at);
        }
        let mut entries = Vec::new();
        while !reader.word("trailer")? {
            let first = reader.count()?.ok_or(Trouble::Broken)?;
            let count = reader.count()?.ok_or(Trouble::Broken)?;
            for number in first..first.saturating_add(count) {
                let offset = reader.count()?.ok_or(Trouble::Broken)?;
                reader.count()?.ok_or(Trouble::Broken)?;
                let used = reader.word("n")?;
                if !used && !reader.word("f")? {
                    return Err(Trouble::Broken);
                }
                let offset = usize::try_from(offset).map_err(|_| Trouble::Broken)?;
                // Some programs mark what they deleted as used, at the very beginning of the file.
                entries.push((number, if used && offset > 0 { Located::At(offset) } else { Located::Nowhere }));
            }
        }
        let Value::Dictionary(trailer) = reader.value()? else { return Err(Trouble::Broken) };
        if let Some(stream) = trailer.whole("XRefStm") {
            self.stream_section(usize::try_from(stream).map_err(|_| Trouble::Broken)?)?;
        }
        entries.into_iter().try_for_each(|(number, located)| self.enter(number, located))?;
        Ok(trailer)
    }

    /// A cross-reference stream (7.5.8).
    fn stream_section(&mut self, at: usize) -> Result<Dictionary, Trouble> {
        let (_, (Value::Dictionary(dictionary), Some(start))) = self.object_at(at)? else { return Err(Trouble::Broken) };
        let data = self.unpack(&dictionary, start)?;
        let Some(Value::Array(widths)) = dictionary.get("W") else { return Err(Trouble::Broken) };
        let widths: Vec<usize> =
            widths.iter().filter_map(|width| usize::try_from(whole(width)?).ok().filter(|width| *width <= 8)).collect();
        let &[kind, second, third] = widths.as_slice() else { return Err(Trouble::Broken) };
        let mut sections: Vec<u64> = match dictionary.get("Index") {
            Some(Value::Array(index)) => index.iter().filter_map(|value| u64::try_from(whole(value)?).ok()).collect(),
            Some(_) | None => Vec::new(),
        };
        if sections.is_empty() {
            sections = vec![0, dictionary.whole("Size").and_then(|size| u64::try_from(size).ok()).ok_or(Trouble::Broken)?];
        }
        let width = kind + second + third;
        let mut rows = data.chunks_exact(width.max(1));
        for section in sections.chunks_exact(2) {
            for number in section[0]..section[0].saturating_add(section[1]) {
                let Some(row) = rows.next() else { break };
                let place = big_endian(&row[kind..kind + second]);
                let located = match if kind == 0 { 1 } else { big_endian(&row[..kind]) } {
                    1 if place > 0 => Located::At(usize::try_from(place).map_err(|_| Trouble::Broken)?),
                    2 => Located::Within(u32::try_from(place).map_err(|_| Trouble::Broken)?),
                    _ => Located::Nowhere,
                };
                self.enter(number, located)?;
            }
        }
        Ok(dictionary)
    }

    /// What a later section said of the object stays.
    fn enter(&mut self, number: u64, located: Located) -> Result<(), Trouble> {
        let number = u32::try_from(number).map_err(|_| Trouble::Broken)?;
        self.located.entry(number).or_insert(located);
        if self.located.len() > OBJECTS { Err(Trouble::Exhausting) } else { Ok(()) }
    }

    /// The object that begins here, and its number.
    fn object_at(&mut self, at: usize) -> Result<(u32, Found), Trouble> {
        let mut reader = Reader::new(self.bytes, at, &mut self.budget);
        let number = reader.count()?.and_then(|number| u32::try_from(number).ok()).ok_or(Trouble::Broken)?;
        reader.count()?.ok_or(Trouble::Broken)?;
        if !reader.word("obj")? {
            return Err(Trouble::Broken);
        }
        if reader.word("endobj")? {
            return Ok((number, (Value::Null, None)));
        }
        let value = reader.value()?;
        if !matches!(value, Value::Dictionary(_)) || !reader.word("stream")? {
            return Ok((number, (value, None)));
        }
        let line = self.bytes.get(reader.at..).unwrap_or_default();
        let line = if line.starts_with(b"\r\n") { 2 } else { usize::from(line.starts_with(b"\n") || line.starts_with(b"\r")) };
        let start = reader.at + line;
        Ok((number, (value, Some(start))))
    }

    /// The object with this number; null where there is none.
    pub(super) fn object(&mut self, number: u32) -> Result<Found, Trouble> {
        match self.located.get(&number).copied().unwrap_or(Located::Nowhere) {
            Located::Nowhere => Ok((Value::Null, None)),
            Located::At(at) => {
                let (found, object) = self.object_at(at)?;
                if found == number { Ok(object) } else { Err(Trouble::Broken) }
            }
            Located::Within(container) => {
                self.open(container)?;
                let container = self.containers.get(&container).ok_or(Trouble::Broken)?;
                let Some(at) = container.places.get(&number) else { return Ok((Value::Null, None)) };
                Ok((Reader::new(&container.bytes, *at, &mut self.budget).value()?, None))
            }
        }
    }

    /// Unpacks a container (7.5.7), once.
    fn open(&mut self, number: u32) -> Result<(), Trouble> {
        if self.containers.contains_key(&number) {
            return Ok(());
        }
        let Some(Located::At(at)) = self.located.get(&number).copied() else { return Err(Trouble::Broken) };
        let (found, (Value::Dictionary(dictionary), Some(start))) = self.object_at(at)? else { return Err(Trouble::Broken) };
        if found != number {
            return Err(Trouble::Broken);
        }
        let bytes = self.unpack(&dictionary, start)?;
        let first = dictionary.whole("First").and_then(|first| usize::try_from(first).ok()).ok_or(Trouble::Broken)?;
        let mut places = BTreeMap::new();
        let mut reader = Reader::new(bytes.get(..first).ok_or(Trouble::Broken)?, 0, &mut self.budget);
        while let Some(member) = reader.count()? {
            let offset = reader.count()?.ok_or(Trouble::Broken)?;
            let at = usize::try_from(offset).ok().and_then(|offset| offset.checked_add(first)).ok_or(Trouble::Broken)?;
            places.entry(u32::try_from(member).map_err(|_| Trouble::Broken)?).or_insert(at);
            self.members += 1;
            if self.members > OBJECTS {
                return Err(Trouble::Exhausting);
            }
        }
        self.containers.insert(number, Container { bytes, places });
        Ok(())
    }

    /// The bytes of a stream, up to the word that ends it.
    pub(super) fn packed(&mut self, dictionary: &Dictionary, start: usize) -> Result<&[u8], Trouble> {
        let length = match dictionary.get("Length") {
            Some(Value::Reference(number)) => whole(&self.length(*number)?),
            Some(value) => whole(value),
            None => None,
        };
        let rest = self.bytes.get(start..).ok_or(Trouble::Broken)?;
        if let Some((packed, after)) = length.and_then(|length| rest.split_at_checked(usize::try_from(length).ok()?)) {
            let spaces = after.iter().take(4).take_while(|byte| is_space(**byte)).count();
            if after[spaces..].starts_with(b"endstream") {
                return Ok(packed);
            }
        }
        // A wrong length is common; the end of the stream is then looked for.
        self.budget.spend(rest.len())?;
        find(rest, b"endstream").map(|end| &rest[..end]).ok_or(Trouble::Broken)
    }

    /// A length is a plain object of its own: one in a container could be in the very stream it measures.
    fn length(&mut self, number: u32) -> Result<Value, Trouble> {
        match self.located.get(&number).copied() {
            Some(Located::At(at)) => Ok(self.object_at(at)?.1.0),
            Some(Located::Within(container)) if self.containers.contains_key(&container) => Ok(self.object(number)?.0),
            Some(Located::Within(_) | Located::Nowhere) | None => Ok(Value::Null),
        }
    }

    fn unpack(&mut self, dictionary: &Dictionary, start: usize) -> Result<Vec<u8>, Trouble> {
        let left = UNPACKED - self.unpacked;
        let packed = self.packed(dictionary, start)?.to_vec();
        self.budget.spend(packed.len())?;
        let mut known = lopdf::Dictionary::new();
        for name in ["Filter", "DecodeParms"] {
            if let Some(value) = dictionary.get(name) {
                known.set(name, plain(value));
            }
        }
        // One filter gives no more than is left; the first of two could do so in vain, again and again.
        if matches!(dictionary.get("Filter"), Some(Value::Array(filters)) if filters.len() > 1) {
            return Err(Trouble::Exhausting);
        }
        let stream = lopdf::Stream::new(known, packed);
        let unpacked = stream.decompressed_content_with_limit(left).map_err(|cause| {
            let is_bomb = matches!(cause, lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }));
            if is_bomb { Trouble::Exhausting } else { Trouble::Broken }
        })?;
        self.unpacked += unpacked.len();
        Ok(unpacked)
    }

    /// Every object that is in use, wherever it hides.
    fn look_at_all(&mut self) -> Result<(), Trouble> {
        let located: Vec<(u32, Located)> = self.located.iter().map(|(number, located)| (*number, *located)).collect();
        let mut opened = HashSet::new();
        for (number, located) in located {
            match located {
                Located::Nowhere => {}
                Located::At(_) => page::look_at(&self.object(number)?.0)?,
                Located::Within(container) => {
                    if opened.insert(container) {
                        self.look_within(container)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn look_within(&mut self, container: u32) -> Result<(), Trouble> {
        self.open(container)?;
        let Some(container) = self.containers.get(&container) else { return Err(Trouble::Broken) };
        for at in container.places.values() {
            page::look_at(&Reader::new(&container.bytes, *at, &mut self.budget).value()?)?;
        }
        Ok(())
    }
}

/// For the filters of `lopdf`: only names, numbers and what is made of them.
fn plain(value: &Value) -> lopdf::Object {
    match value {
        Value::Whole(number) => lopdf::Object::Integer(*number),
        Value::Name(name) => lopdf::Object::Name(name.clone()),
        Value::Array(values) => lopdf::Object::Array(values.iter().map(plain).collect()),
        Value::Dictionary(Dictionary(entries)) => {
            let mut dictionary = lopdf::Dictionary::new();
            entries.iter().for_each(|(name, value)| dictionary.set(name.clone(), plain(value)));
            lopdf::Object::Dictionary(dictionary)
        }
        Value::Null | Value::Reference(_) | Value::Other => lopdf::Object::Null,
    }
}

const fn whole(value: &Value) -> Option<i64> {
    if let Value::Whole(number) = value { Some(*number) } else { None }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}
