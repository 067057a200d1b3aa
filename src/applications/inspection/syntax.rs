//! The syntax of PDF (ISO 32000-1, 7.2 and 7.3), read with a limit on depth and on the work done.
//!
//! `lopdf` is not used to load a stranger's file: objects that share one place in a compressed stream make it copy
//! that place for every one of them, and a file of some kilobytes takes all memory (0.47).

use super::Trouble;

/// Objects in objects in objects; honest files have fewer than ten.
const DEPTH: u32 = 64;
/// Values in one object, some 32 bytes each; the largest arrays of an honest file have some ten thousand.
const VALUES: u32 = 1_000_000;

/// The work that may be spent on a file, in bytes read. A file that makes us read the same bytes over and over ends it.
pub(super) struct Budget(pub(super) u64);

impl Budget {
    /// Takes so much of it.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Trouble> {
        self.0 = self.0.checked_sub(bytes as u64).ok_or(Trouble::Exhausting)?;
        Ok(())
    }
}

/// An object, as far as inspection needs to know it.
#[derive(Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing there.
    Null,
    /// A whole number.
    Whole(i64),
    /// A name, without the slash and with its escapes undone.
    Name(Vec<u8>),
    /// The number of another object.
    Reference(u32),
    /// In order.
    Array(Vec<Value>),
    /// By name.
    Dictionary(Dictionary),
    /// A string, a fraction, a truth value.
    Other,
}

/// Names and values, in the order of the file. A name may be there twice.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Dictionary(pub(super) Vec<(Vec<u8>, Value)>);

impl Dictionary {
    /// The value with this name, unless it is null.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, value)| key == name.as_bytes() && *value != Value::Null).map(|(_, value)| value)
    }

    /// Whether the value with this name is this name.
    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        matches!(self.get(name), Some(Value::Name(found)) if found == value.as_bytes())
    }

    /// The number of the object that this name leads to.
    pub(super) fn reference(&self, name: &str) -> Option<u32> {
        if let Some(Value::Reference(number)) = self.get(name) { Some(*number) } else { None }
    }

    /// The whole number with this name.
    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        if let Some(Value::Whole(number)) = self.get(name) { Some(*number) } else { None }
    }
}

/// Reads from a place in the bytes onwards.
pub(super) struct Reader<'b, 'l> {
    bytes: &'b [u8],
    /// Where it is.
    pub(super) at: usize,
    budget: &'l mut Budget,
    values: u32,
}

impl<'b, 'l> Reader<'b, 'l> {
    /// Begins here.
    pub(super) const fn new(bytes: &'b [u8], at: usize, budget: &'l mut Budget) -> Self {
        Self { bytes, at, budget, values: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self, count: usize) -> Result<(), Trouble> {
        self.at += count;
        self.budget.spend(count)
    }

    /// Past white space and comments.
    pub(super) fn skip_space(&mut self) -> Result<(), Trouble> {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let line = self.rest().iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
                self.step(line)?;
            } else if is_space(byte) {
                self.step(1)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    /// Past this word, if it is next.
    pub(super) fn word(&mut self, word: &str) -> Result<bool, Trouble> {
        self.skip_space()?;
        let found = self.rest().starts_with(word.as_bytes());
        if found {
            self.step(word.len())?;
        }
        Ok(found)
    }

    /// The digits that are next, if there are any.
    pub(super) fn count(&mut self) -> Result<Option<u64>, Trouble> {
        self.skip_space()?;
        let digits = self.rest().iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&self.rest()[..digits]).ok().and_then(|digits| digits.parse().ok());
        if number.is_some() {
            self.step(digits)?;
        }
        Ok(number)
    }

    /// The value that is next.
    pub(super) fn value(&mut self) -> Result<Value, Trouble> {
        self.nested(DEPTH)
    }

    fn nested(&mut self, depth: u32) -> Result<Value, Trouble> {
        let depth = depth.checked_sub(1).ok_or(Trouble::Exhausting)?;
        self.values += 1;
        if self.values > VALUES {
            return Err(Trouble::Exhausting);
        }
        self.skip_space()?;
        match self.peek().ok_or(Trouble::Broken)? {
            b'/' => self.name().map(Value::Name),
            b'[' => self.array(depth),
            b'(' => self.string(),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(depth),
            b'<' => {
                let length = self.rest().iter().position(|byte| *byte == b'>').ok_or(Trouble::Broken)?;
                self.step(length + 1)?;
                Ok(Value::Other)
            }
            byte if is_delimiter(byte) => Err(Trouble::Broken),
            byte if byte.is_ascii_digit() => self.number_or_reference(),
            _ => {
                let token = self.token()?;
                match token {
                    b"null" => Ok(Value::Null),
                    b"endobj" | b"endstream" | b"obj" | b"stream" | b"xref" => Err(Trouble::Broken),
                    _ => Ok(std::str::from_utf8(token).ok().and_then(|text| text.parse().ok()).map_or(Value::Other, Value::Whole)),
                }
            }
        }
    }

    fn token(&mut self) -> Result<&'b [u8], Trouble> {
        let length = self.rest().iter().take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count();
        let token = &self.rest()[..length];
        self.step(length)?;
        Ok(token)
    }

    fn name(&mut self) -> Result<Vec<u8>, Trouble> {
        self.step(1)?;
        let token = self.token()?;
        let mut name = Vec::with_capacity(token.len());
        let mut at = 0;
        while let Some(byte) = token.get(at) {
            let escaped = token.get(at + 1..at + 3).filter(|_| *byte == b'#');
            let escaped = escaped.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
            name.push(escaped.unwrap_or(*byte));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        Ok(name)
    }

    fn number_or_reference(&mut self) -> Result<Value, Trouble> {
        let token = self.token()?;
        let Some(number) = std::str::from_utf8(token).ok().and_then(|text| text.parse::<i64>().ok()) else { return Ok(Value::Other) };
        let after = self.at;
        self.skip_space()?;
        if self.peek().is_some_and(|byte| byte.is_ascii_digit()) && self.count()?.is_some() {
            self.skip_space()?;
            let ends = self.bytes.get(self.at + 1).is_none_or(|byte| is_space(*byte) || is_delimiter(*byte));
            if self.peek() == Some(b'R') && ends {
                self.step(1)?;
                return Ok(u32::try_from(number).map_or(Value::Null, Value::Reference));
            }
        }
        self.at = after;
        Ok(Value::Whole(number))
    }

    fn array(&mut self, depth: u32) -> Result<Value, Trouble> {
        self.step(1)?;
        let mut values = Vec::new();
        loop {
            self.skip_space()?;
            if self.peek() == Some(b']') {
                self.step(1)?;
                return Ok(Value::Array(values));
            }
            values.push(self.nested(depth)?);
        }
    }

    fn dictionary(&mut self, depth: u32) -> Result<Value, Trouble> {
        self.step(2)?;
        let mut entries = Vec::new();
        loop {
            self.skip_space()?;
            if self.rest().starts_with(b">>") {
                self.step(2)?;
                return Ok(Value::Dictionary(Dictionary(entries)));
            }
            if self.peek() != Some(b'/') {
                return Err(Trouble::Broken);
            }
            let name = self.name()?;
            entries.push((name, self.nested(depth)?));
        }
    }

    /// A string in brackets, which may have brackets in it.
    fn string(&mut self) -> Result<Value, Trouble> {
        let mut open = 0_u32;
        loop {
            match self.peek().ok_or(Trouble::Broken)? {
                b'\\' => self.step(1)?,
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            self.step(1)?;
            if open == 0 {
                return Ok(Value::Other);
            }
        }
    }
}

pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, Trouble> {
        Reader::new(text.as_bytes(), 0, &mut Budget(10_000)).value()
    }

    #[test]
    fn values_are_read() {
        let value = read("<< /Type/Page /Kids [1 0 R -2 3 4.5 true (a(b\\))c) <aa>] /J#53 null % note\n /N 7 >>").unwrap();
        let Value::Dictionary(dictionary) = value else { panic!("a dictionary") };
        assert!(dictionary.says("Type", "Page"));
        assert_eq!(dictionary.whole("N"), Some(7));
        assert_eq!(dictionary.get("JS"), None);
        assert_eq!(dictionary.0[2].0, b"JS");
        use Value::{Array, Other, Reference, Whole};
        assert_eq!(dictionary.get("Kids"), Some(&Array(vec![Reference(1), Whole(-2), Whole(3), Other, Other, Other, Other])));
    }

    #[test]
    fn depth_and_work_end() {
        assert_eq!(read(&"[".repeat(1000)), Err(Trouble::Exhausting));
        assert_eq!(read(&format!("[{}]", "0 ".repeat(6000))), Err(Trouble::Exhausting));
        for broken in ["", "<<", "<< /A", "(", "[", ">>", "<<1 2>>", "endobj", "<a"] {
            assert_eq!(read(broken), Err(Trouble::Broken), "{broken}");
        }
    }
}
