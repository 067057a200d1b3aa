//! What a program asks for. A mistake of a program is told, not guessed at: it has nobody who would see that the list is
//! another one than was meant.

use super::{
    State,
    queue::{SIZES, Show, Start, Wanted},
};
use crate::terms::{FieldError, Kind, Refusal, message};

/// Rows of a page that a program may ask for.
pub const MOST_ROWS: usize = 100;
/// Rows of a page where it does not say.
pub const USUAL_ROWS: usize = SIZES[0];
/// Parameters of a call.
const MOST_PARAMETERS: usize = 20;
/// Characters that are sought.
const LONGEST: usize = 200;

/// The cases that these parameters ask for.
///
/// # Errors
/// A parameter is not known, stands twice, or its value is none that it can have.
pub fn cases(pairs: &[(String, String)]) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted { size: USUAL_ROWS, ..Wanted::default() };
    read(pairs, |name, value| {
        match name {
            "show" => wanted.show = show(value).ok_or("api-show-unknown")?,
            "size" => wanted.size = rows(value).ok_or("api-size-wrong")?,
            "agent" => wanted.agent = Some(value.to_owned()),
            "after" => wanted.start = Start::parse_after(value).ok_or("api-after-wrong")?,
            _ => return Err("api-parameter-unknown"),
        }
        Ok(())
    })?;
    Ok(wanted)
}

/// What is sought in cases.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The words.
    pub words: String,
    /// Where the page begins, as the answer before it said.
    pub before: String,
}

/// The words that these parameters seek.
///
/// # Errors
/// As [`cases`], or nothing is sought.
pub fn search(pairs: &[(String, String)]) -> Result<Sought, Refusal> {
    let mut sought = Sought::default();
    read(pairs, |name, value| {
        match name {
            "q" if value.chars().count() > LONGEST => return Err("api-sought-long"),
            "q" => value.clone_into(&mut sought.words),
            "before" => value.clone_into(&mut sought.before),
            _ => return Err("api-parameter-unknown"),
        }
        Ok(())
    })?;
    if !sought.words.chars().any(char::is_alphanumeric) {
        return Err(Refusal::field("q", message("api-nothing-sought")));
    }
    Ok(sought)
}

/// As pages of the desk say it, or the code of a state as answers say it.
fn show(code: &str) -> Option<Show> {
    let submitted = (code == State::Submitted.code()).then_some(Show::In(State::Submitted));
    Show::parse(code).or(submitted)
}

fn rows(text: &str) -> Option<usize> {
    text.parse().ok().filter(|rows| (1..=MOST_ROWS).contains(rows))
}

/// What a message about this parameter names as the most.
fn most(name: &str) -> i64 {
    if name == "q" { LONGEST as i64 } else { MOST_ROWS as i64 }
}

/// Reads each parameter; all that are wrong are told together.
fn read(pairs: &[(String, String)], mut take: impl FnMut(&str, &str) -> Result<(), &'static str>) -> Result<(), Refusal> {
    if pairs.len() > MOST_PARAMETERS {
        return Err(Refusal::new(Kind::Malformed, message("api-parameters-many").with("most", MOST_PARAMETERS as i64)));
    }
    let mut wrong = Vec::new();
    for (place, (name, value)) in pairs.iter().enumerate() {
        let stood = pairs.iter().take(place).any(|(earlier, _)| earlier == name);
        let taken = if stood { Err("api-parameter-twice") } else { take(name, value) };
        wrong.extend(taken.err().map(|id| FieldError { field: name.clone(), message: message(id).with("most", most(name)) }));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::fields(wrong)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(query: &str) -> Vec<(String, String)> {
        serde_urlencoded::from_str(query).unwrap()
    }

    #[test]
    fn a_program_is_told_every_parameter_that_it_got_wrong() {
        assert_eq!(cases(&[]).unwrap(), Wanted { size: USUAL_ROWS, ..Wanted::default() });
        let wanted = cases(&pairs("show=done&size=100&after=00ff&agent=social")).unwrap();
        assert_eq!(wanted, Wanted { show: Show::Done, size: 100, start: Start::After(vec![0, 255]), agent: Some("social".to_owned()) });
        let wrong = cases(&pairs("show=all&size=101&after=xyz&page=2&size=5")).unwrap_err();
        let named: Vec<_> = wrong.fields.iter().map(|field| (field.field.as_str(), field.message.id.as_ref())).collect();
        let expected = [
            ("show", "api-show-unknown"),
            ("size", "api-size-wrong"),
            ("after", "api-after-wrong"),
            ("page", "api-parameter-unknown"),
            ("size", "api-parameter-twice"),
        ];
        assert_eq!(named, expected);
        assert_eq!(cases(&pairs("show=submitted")).unwrap().show, Show::In(State::Submitted));
        assert!(cases(&pairs(&"a=1&".repeat(21))).unwrap_err().fields.is_empty(), "so many are told once");
        for empty in ["size=0", "size=", "size=-1", "after=", "show="] {
            assert!(cases(&pairs(empty)).is_err(), "{empty}");
        }
        for nothing in ["", "q=", "q=+", "q=*", "q=%22", &format!("q={}", "я".repeat(LONGEST + 1))] {
            assert!(search(&pairs(nothing)).is_err(), "{nothing}");
        }
        assert_eq!(search(&pairs("q=отопление&before=5")).unwrap().words, "отопление");
    }
}
