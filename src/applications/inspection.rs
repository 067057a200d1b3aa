//! What an uploaded file really is. The name and the type that the browser sent are not believed: the bytes are read,
//! and a file that is broken, locked, active or of another kind is refused in words that say what to do.
//!
//! Nothing here trusts the file: every walk has a limit, every buffer has a limit, and a panic of a library is a refusal.

mod name;
mod page;
mod pdf;
mod picture;
mod signature;
mod syntax;
#[cfg(test)]
mod tests;

pub use name::{NAME_LENGTH, safe_name};

use crate::terms::{Digest, Kind, Refusal, message};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

const MEBIBYTE: u64 = 1 << 20;
/// The largest file, in bytes.
pub const FILE_SIZE: u64 = 20 * MEBIBYTE;
/// The most pages of a PDF.
pub const PAGES: u32 = 500;
/// The most pixels of a picture: 100 megapixels, twice what a phone takes.
pub const PIXELS: u64 = 100_000_000;

/// A type of file that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileType {
    /// ISO 32000.
    Pdf,
    /// ISO/IEC 10918.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
}

impl FileType {
    /// All of them, for `accept=` of a form.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// The type for `Content-Type` (IANA).
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// How a file of this type ends, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// How much is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub size: u64,
    /// Pages of a PDF.
    pub pages: u32,
    /// Pixels of a picture, width by height.
    pub pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { size: FILE_SIZE, pages: PAGES, pixels: PIXELS }
    }
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspected {
    /// By its content.
    pub kind: FileType,
    /// Of a PDF.
    pub pages: Option<u32>,
    /// Width and height of a picture, as stored: a camera may have written that it is to be turned.
    pub pixels: Option<(u32, u32)>,
    /// In bytes.
    pub size: u64,
    /// Of all its bytes.
    pub digest: Digest,
}

/// Why a file is not taken. Each has its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
enum Trouble {
    /// Not to be read, or only in part.
    Broken,
    /// Would cost more time or memory than any honest file does.
    Exhausting,
    /// Needs a password, or forbids something.
    Locked,
    /// Has code in it.
    Script,
    /// Starts a program.
    Launch,
    /// Carries other files.
    Attachment,
    /// A form that only one program can show.
    Form,
    /// Has no page.
    Blank,
    /// Has more pages than this.
    Long(u32),
    /// Has more pixels than is taken.
    Wide(u32, u32),
}

/// What the file really is, whatever it is called. The name is only used in the refusal.
///
/// Takes some tens of milliseconds and at most about 300 MB for a while: call it where blocking is fine, few at a time.
///
/// # Errors
/// A refusal with its own message (`file-…`) for every reason; see `assets/locales/ru/files.ftl`.
pub fn inspect(name: &str, bytes: &[u8], limits: &Limits) -> Result<Inspected, Refusal> {
    let name = safe_name(name);
    let size = bytes.len() as u64;
    if bytes.is_empty() {
        return Err(Refusal::invalid("file-empty").with("name", name));
    }
    if size > limits.size {
        return Err(too_large("file-too-large", &name).with("size", mebibytes(size)).with("limit", (limits.size / MEBIBYTE) as i64));
    }
    let kind = match guarded(|| Ok(signature::recognise(bytes))) {
        Ok(Ok(kind)) => kind,
        Ok(Err(stranger)) => return Err(Refusal::invalid(stranger.message).with("name", name).with("format", stranger.format)),
        Err(_) => return Err(Refusal::invalid("file-unknown").with("name", name)),
    };
    let (pages, pixels) = match kind {
        FileType::Pdf => (guarded(|| pdf::pages(bytes, limits.pages, pdf::WORK)).map(Some), Ok(None)),
        FileType::Jpeg => (Ok(None), guarded(|| picture::jpeg(bytes, limits.pixels)).map(Some)),
        FileType::Png => (Ok(None), guarded(|| picture::png(bytes, limits.pixels)).map(Some)),
    };
    let pages = pages.map_err(|trouble| refusal(trouble, kind, &name, limits))?;
    let pixels = pixels.map_err(|trouble| refusal(trouble, kind, &name, limits))?;
    Ok(Inspected { kind, pages, pixels, size, digest: Digest::of(bytes) })
}

/// A library that panics on a file has met a broken file.
fn guarded<T>(read: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Trouble::Broken))
}

fn too_large(id: &'static str, name: &str) -> Refusal {
    Refusal::new(Kind::TooLarge, message(id)).with("name", name)
}

/// Rounded up: a file just over the limit is not said to be within it.
fn mebibytes(bytes: u64) -> i64 {
    i64::try_from(bytes.div_ceil(MEBIBYTE)).unwrap_or(i64::MAX)
}

fn refusal(trouble: Trouble, kind: FileType, name: &str, limits: &Limits) -> Refusal {
    let invalid = |id| Refusal::invalid(id).with("name", name);
    match trouble {
        Trouble::Broken => match kind {
            FileType::Pdf => invalid("file-pdf-broken"),
            FileType::Jpeg | FileType::Png => invalid("file-image-broken").with("format", kind.extension().to_uppercase()),
        },
        Trouble::Exhausting => invalid("file-too-complex"),
        Trouble::Locked => invalid("file-pdf-locked"),
        Trouble::Script => invalid("file-pdf-script"),
        Trouble::Launch => invalid("file-pdf-launch"),
        Trouble::Attachment => invalid("file-pdf-attachment"),
        Trouble::Form => invalid("file-pdf-form"),
        Trouble::Blank => invalid("file-pdf-blank"),
        Trouble::Long(pages) => too_large("file-pdf-long", name).with("limit", i64::from(pages)),
        Trouble::Wide(width, height) => too_large("file-image-large", name)
            .with("width", i64::from(width))
            .with("height", i64::from(height))
            .with("limit", (limits.pixels / 1_000_000) as i64),
    }
}
