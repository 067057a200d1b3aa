//! What a browser says it is (RFC 9110, 10.1.5), in the two words by which people know it: program and system.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Programs by the mark that they alone leave, the more special first: all of them claim to be others, too.
const PROGRAMS: [(&str, &str); 11] = [
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// Systems by their mark, the more special first.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// A browser as people know it: "Firefox, Windows". Without its version, so that an update is no new browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Browser(String);

impl Browser {
    /// From what it says it is.
    pub fn of(user_agent: &str) -> Self {
        let find = |marks: &[(&str, &'static str)]| marks.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
        let parts: Vec<_> = [find(&PROGRAMS), find(&SYSTEMS)].into_iter().flatten().collect();
        Self(parts.join(", "))
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_go_by_the_names_that_people_know() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0";
        let of = |user_agent: &str| Browser::of(user_agent).to_string();
        assert_eq!(of(&format!("{chrome} Safari/537.36")), "Chrome, Windows");
        assert_eq!(of(&format!("{chrome} YaBrowser/24.6.0 Safari/537.36")), "Яндекс Браузер, Windows");
        assert_eq!(of(&format!("{chrome} Safari/537.36 Edg/126.0")), "Edge, Windows");
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox, Linux");
        assert_eq!(
            of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1"),
            "Safari, iPhone"
        );
        assert!(Browser::of("curl/8").is_unknown());
    }
}
