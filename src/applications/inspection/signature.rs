//! The type of a file by the signature it begins with.

use super::FileType;

/// Programs write the header of a PDF within the first kilobyte (ISO 32000-1, annex H, note 13).
pub(super) const HEADER_WITHIN: usize = 1024;
pub(super) const PDF_HEADER: &[u8] = b"%PDF-";
/// The container of Word, Excel and PowerPoint before 2007.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Enough of a file to tell a text by.
const SAMPLE: usize = 4096;

/// A file that we do not take.
pub(super) struct Stranger {
    /// The words for the reader.
    pub(super) message: &'static str,
    /// What it is, as people call it: "ZIP".
    pub(super) format: String,
}

/// One of ours, or what else it is.
pub(super) fn recognise(bytes: &[u8]) -> Result<FileType, Stranger> {
    if bytes.starts_with(OLE) {
        return Err(Stranger { message: "file-office", format: "DOC".to_owned() });
    }
    let Some(found) = infer::get(bytes) else { return unsigned(bytes) };
    let stranger = |message| Err(Stranger { message, format: found.extension().to_uppercase() });
    match (found.mime_type(), found.extension()) {
        ("application/pdf", _) if is_markup(bytes) => Err(Stranger { message: "file-page", format: "HTML".to_owned() }),
        ("application/pdf", _) => Ok(FileType::Pdf),
        ("image/jpeg", _) => Ok(FileType::Jpeg),
        ("image/png", _) => Ok(FileType::Png),
        ("image/heif", _) => Err(Stranger { message: "file-heic", format: "HEIC".to_owned() }),
        (_, "zip" | "rar" | "7z" | "gz" | "tar" | "bz2" | "xz" | "zst" | "cab" | "lz" | "lz4") => stranger("file-archive"),
        (_, "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "doc" | "xls" | "ppt" | "rtf" | "epub") => stranger("file-office"),
        (_, "exe" | "dll" | "elf" | "mach" | "msi" | "sh" | "class" | "wasm" | "dex" | "deb" | "rpm" | "crx" | "swf" | "ps1") => {
            stranger("file-program")
        }
        ("text/html" | "text/xml", _) => stranger("file-page"),
        (mime, _) if mime.starts_with("image/") => stranger("file-picture"),
        (mime, _) if mime.starts_with("video/") || mime.starts_with("audio/") => stranger("file-media"),
        (_, _) => stranger("file-unknown"),
    }
}

/// A PDF may come after some foreign lines, and a page may speak of PDF.
fn is_markup(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// A file without a signature: a text, or nothing that we know.
fn unsigned(bytes: &[u8]) -> Result<FileType, Stranger> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_text = sample.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b));
    let message = if is_text { "file-text" } else { "file-unknown" };
    Err(Stranger { message, format: "TXT".to_owned() })
}
