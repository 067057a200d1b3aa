//! The files of the look, kept inside the program. Each has its content in its address, so a browser may keep it for ever.

use crate::terms::Digest;
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

/// Where the files are served from; the name of the file follows.
pub const PREFIX: &str = "/assets/";
/// What is sent with a file: a changed file has another address.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";
/// How many hexadecimal digits of the digest stand in an address.
const MARK_LENGTH: usize = 8;

#[derive(rust_embed::RustEmbed)]
#[folder = "assets"]
struct Files;

/// One file as it is served.
#[derive(Debug)]
pub struct Asset {
    /// The content.
    pub bytes: Cow<'static, [u8]>,
    /// For the `Content-Type` header.
    pub content_type: &'static str,
    /// Of the content, for the `ETag` header.
    pub digest: Digest,
}

/// All the files: address by plain name, file by the name inside the address.
struct Shelf {
    addresses: HashMap<String, String>,
    files: HashMap<String, Asset>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::stock);

impl Shelf {
    /// The style sheet comes last, since it names the fonts by their addresses.
    fn stock() -> Self {
        let mut shelf = Self { addresses: HashMap::new(), files: HashMap::new() };
        let (sheets, others): (Vec<_>, Vec<_>) = Files::iter().partition(|path| path.ends_with(".css"));
        for path in others.iter().chain(&sheets) {
            if let (Some(content_type), Some(file)) = (content_type(path), Files::get(path)) {
                shelf.put(path, content_type, file.data);
            }
        }
        shelf
    }

    fn put(&mut self, path: &str, content_type: &'static str, bytes: Cow<'static, [u8]>) {
        let bytes = if content_type.starts_with("text/css") { self.with_addresses(&bytes) } else { bytes };
        let digest = Digest::of(&bytes);
        let name = path.rsplit('/').next().unwrap_or(path);
        let marked = marked(name, digest);
        self.addresses.insert(name.to_owned(), format!("{PREFIX}{marked}"));
        self.files.insert(marked, Asset { bytes, content_type, digest });
    }

    /// The style sheet with each `url(../fonts/x.woff2)` turned into the address of that file.
    fn with_addresses(&self, sheet: &[u8]) -> Cow<'static, [u8]> {
        let text = String::from_utf8_lossy(sheet);
        let mut parts = text.split("url(");
        let mut whole = parts.next().unwrap_or("").to_owned();
        for part in parts {
            let (path, rest) = part.split_once(')').unwrap_or((part, ""));
            let name = path.rsplit('/').next().unwrap_or(path);
            let address = self.addresses.get(name).map_or(path, String::as_str);
            whole.push_str(&format!("url({address}){rest}"));
        }
        Cow::Owned(whole.into_bytes())
    }
}

/// None for what is not for browsers: wording, the fonts of printed documents, licences.
fn content_type(path: &str) -> Option<&'static str> {
    match path.rsplit('.').next().unwrap_or("") {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "woff2" => Some("font/woff2"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

/// "kabinet.css" with its content's mark: "kabinet.3fa9c1d2.css".
fn marked(name: &str, digest: Digest) -> String {
    let mark = &digest.to_string()[..MARK_LENGTH];
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{mark}.{ending}"),
        None => format!("{name}.{mark}"),
    }
}

/// The address of the file with this name, without its folder: `url("kabinet.css")`. A name that is not there stays as
/// it is, and the tests find it.
pub fn url(name: &'static str) -> &'static str {
    SHELF.addresses.get(name).map_or(name, String::as_str)
}

/// The file whose address is [`PREFIX`] and this name.
pub fn serve(name: &str) -> Option<&'static Asset> {
    SHELF.files.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name inside an address.
    fn inside(name: &'static str) -> &'static str {
        url(name).strip_prefix(PREFIX).unwrap()
    }

    #[test]
    fn an_address_carries_the_content() {
        let asset = serve(inside("kabinet.js")).unwrap();
        assert_eq!(asset.content_type, "text/javascript; charset=utf-8");
        assert_eq!(asset.digest, Digest::of(&asset.bytes));
        assert!(inside("kabinet.js").contains(&asset.digest.to_string()[..8]));
    }

    #[test]
    fn the_style_sheet_names_fonts_that_are_served() {
        let sheet = String::from_utf8(serve(inside("kabinet.css")).unwrap().bytes.to_vec()).unwrap();
        let fonts: Vec<_> = sheet.split("url(").skip(1).filter_map(|part| part.split(')').next()).collect();
        assert_eq!(fonts.len(), 2);
        for font in fonts {
            assert_eq!(serve(font.strip_prefix(PREFIX).unwrap()).unwrap().content_type, "font/woff2");
        }
    }

    #[test]
    fn every_file_that_pages_name_is_there_and_nothing_else_is_served() {
        for name in ["kabinet.css", "kabinet.js", "passkeys.js", "htmx.min.js", "htmx-sse.min.js", "icons.svg", "arms.svg"] {
            assert!(serve(inside(name)).is_some(), "{name}");
        }
        assert!(serve("kabinet.css").is_none(), "without its mark");
        assert!(!SHELF.files.keys().any(|name| name.ends_with(".ttf") || name.ends_with(".ftl") || name.ends_with(".txt")));
    }

    #[test]
    fn the_first_page_stays_small() {
        const LIMIT: usize = 300 * 1024;
        let all: usize = SHELF.files.values().map(|asset| asset.bytes.len()).sum();
        assert!(all < LIMIT, "{all} bytes");
    }
}
