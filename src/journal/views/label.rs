//! The name of a field as it stands on the screen, from its path in the record; for every kind of record, with the path
//! itself where nobody gave it a name.

use crate::{
    journal::{Deed, listed::Told},
    terms::{Words, message},
};

/// The id of a field's name: the path without its numbers, `field-application-documents-name` for `documents.2.name`.
pub fn wording(kind: &str, path: &str) -> String {
    let named = path.split('.').filter(|part| !is_number(part));
    let id = named.fold(format!("field-{kind}"), |id, part| format!("{id}-{part}"));
    id.to_lowercase()
}

/// Which ones of the lists on the way: `2` for `documents.2.name`, `1, 3` for `a.1.b.3`; empty where there is no list.
pub fn places(path: &str) -> String {
    path.split('.').filter(|part| is_number(part)).collect::<Vec<_>>().join(", ")
}

/// In which order fields are shown: the tenth of a list behind the ninth.
pub fn order(path: &str) -> Vec<(u64, String)> {
    path.split('.').map(|part| part.parse().map_or_else(|_| (0, part.to_owned()), |number| (number, String::new()))).collect()
}

/// The field's name in the reader's words.
pub fn name(words: &Words, kind: &str, path: &str) -> String {
    let id = wording(kind, path);
    if !words.knows(&id) {
        return path.to_owned();
    }
    numbered(words, &words.text(&id), path)
}

/// The name with its place in the list: "Название файла, № 2".
pub fn numbered(words: &Words, name: &str, path: &str) -> String {
    let places = places(path);
    if places.is_empty() {
        return name.to_owned();
    }
    words.say(&message("history-field-numbered").with("name", name).with("number", places))
}

/// The name of a list with what became of this value of it: "Роль: убрано".
pub fn moved(words: &Words, name: String, deed: Deed, told: &Told) -> String {
    let id = match (deed, &told.change.new) {
        (Deed::Changed, None) if told.is_listed => "history-list-left",
        (Deed::Changed, Some(_)) if told.is_listed => "history-list-came",
        (Deed::Added | Deed::Changed | Deed::Removed, _) => return name,
    };
    words.say(&message(id).with("name", name))
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Language;
    use jiff::tz::TimeZone;

    #[test]
    fn a_field_without_a_name_goes_by_its_path() {
        let words = Words::new(Language::Russian, TimeZone::UTC);
        assert_eq!(wording("application", "documents.12.name"), "field-application-documents-name");
        assert_eq!(wording("user", "password.OneTime"), "field-user-password-onetime");
        assert_eq!(name(&words, "application", "documents.2.name"), "Название файла, № 2");
        assert_eq!(name(&words, "application", "state"), "Состояние");
        assert_eq!(name(&words, "application", "flux.3.ray"), "flux.3.ray");
        assert_eq!(name(&words, "comet", "<b>"), "<b>");
        assert_eq!(places("a.1.b.3"), "1, 3");
        let mut paths = ["roles.10", "name", "roles.9", "roles.1"];
        paths.sort_by_cached_key(|path| order(path));
        assert_eq!(paths, ["name", "roles.1", "roles.9", "roles.10"]);
    }
}
