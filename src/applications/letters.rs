//! What goes out as a paper: the application as it was handed in, the decision as it was made.

use super::{
    Application,
    paper::{Block, Paper},
};
use crate::{
    catalog::{Outcome, Service},
    terms::{Sight, Words, message},
};
use jiff::{Timestamp, civil::Date};

/// Whose letter it is, and for whose eyes.
pub struct Letterhead<'l> {
    /// The language and the clock.
    pub words: &'l Words,
    /// The Agent's full name.
    pub issuer: &'l str,
    /// How its reader sees personal data.
    pub sight: Sight,
    /// When it is made.
    pub made: Timestamp,
}

fn shown_number(case: &Application) -> String {
    case.number.map_or_else(String::new, |number| number.to_string())
}

/// The application with its answers and the list of its documents.
pub fn application(head: &Letterhead<'_>, case: &Application, service: &Service) -> Paper {
    let words = head.words;
    let language = words.language;
    let mut blocks = vec![Block::Facts(vec![
        (words.text("paper-applicant").into_owned(), case.name.seen(head.sight)),
        (words.text("paper-address").into_owned(), case.address.seen(head.sight)),
        (words.text("paper-submitted").into_owned(), case.submitted_at.map_or_else(String::new, |at| words.moment(at))),
    ])];
    for step in &service.steps {
        let facts: Vec<_> = step
            .fields
            .iter()
            .filter_map(|field| Some((field.label.read(language).to_owned(), field.seen(&case.answers, head.sight, words)?)))
            .collect();
        if !facts.is_empty() {
            blocks.push(Block::Heading(step.title.read(language).to_owned()));
            blocks.push(Block::Facts(facts));
        }
    }
    // What was given with an answer came later than this paper tells of.
    let handed_in: Vec<_> = case.documents.iter().filter(|document| document.inquiry.is_none()).collect();
    if !handed_in.is_empty() {
        blocks.push(Block::Heading(words.text("paper-documents").into_owned()));
        blocks.push(Block::List(
            handed_in
                .iter()
                .map(|document| {
                    let kind =
                        service.document(document.kind.as_str()).map_or_else(String::new, |kind| kind.title.read(language).to_owned());
                    format!("{kind}: {}, {}", document.name.seen(head.sight), words.size(document.size))
                })
                .collect(),
        ));
    }
    blocks.push(Block::Signature { label: words.text("paper-applicant").into_owned(), name: case.name.seen(head.sight) });
    Paper {
        title: words.say(&message("paper-application").with("service", service.title.read(language))),
        number: shown_number(case),
        issuer: head.issuer.to_owned(),
        made: head.made,
        check: String::new(),
        blocks,
    }
}

/// Who signed a decision, and until when it can be appealed.
pub struct Signed<'s> {
    /// Position and name of each who signed, in their order.
    pub by: &'s [(String, String)],
    /// The last day for an appeal in the cabinet, under a refusal.
    pub appeal_until: Option<Date>,
}

/// The decision; none where there is none, or where it waits for the second signature.
pub fn decision(head: &Letterhead<'_>, case: &Application, service: &Service, signed: &Signed<'_>) -> Option<Paper> {
    let words = head.words;
    let language = words.language;
    let decision = case.decision.as_ref()?;
    let template = service.decision(decision.template.as_str())?;
    let name = case.name.seen(head.sight);
    let reason = decision.reason.seen(head.sight);
    let submitted = case.submitted_at.map_or_else(String::new, |at| words.date(words.day_of(at)));
    let values = [
        ("number", shown_number(case)),
        ("applicant", name.clone()),
        ("service", service.title.read(language).to_owned()),
        ("submitted", submitted),
        ("reason", reason),
        ("sum", decision.sum(words, head.sight)),
        ("date", words.date(words.day_of(decision.mark.at))),
    ];
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut blocks = vec![
        Block::Facts(vec![
            (words.text("paper-applicant").into_owned(), name),
            (words.text("paper-address").into_owned(), case.address.seen(head.sight)),
        ]),
        Block::Heading(match decision.outcome {
            // The title says to the employee what to do.
            Outcome::Granted => words.text("decision-granted").into_owned(),
            Outcome::Refused => template.title.read(language).to_owned(),
        }),
        Block::Paragraph(template.fill(language, &values)),
    ];
    // That it can be appealed, and where, says the text of the template; until when, only the case knows.
    if let Some(until) = signed.appeal_until.filter(|_| decision.outcome == Outcome::Refused) {
        blocks.push(Block::Paragraph(words.say(&message("paper-appeal").with("date", words.date(until)))));
    }
    blocks.extend(signed.by.iter().map(|(label, name)| Block::Signature { label: label.clone(), name: name.clone() }));
    Some(Paper {
        title: words.say(&message("paper-decision").with("service", service.title.read(language))),
        number: shown_number(case),
        issuer: head.issuer.to_owned(),
        made: decision.mark.at,
        check: String::new(),
        blocks,
    })
}
