//! The script of one application: its beats with all their particulars, each event with its moment.

use super::{
    cases::Crew,
    chance::Chance,
    fate::{Beat, Cue, Part},
    files::Scan,
    form::Form,
    material::{Texts, listed},
};
use crate::{
    access::Function,
    applications::{application::Finding, changes::Verdict},
    catalog::{Answers, Code, Outcome, Reason, Service},
};
use jiff::{ToSpan, civil::DateTime};

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doer {
    Applicant,
    /// By their place in the list of employees.
    Employee(usize),
}

/// One action with everything that it needs.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Start,
    Fill(Code, Answers),
    Attach {
        kind: Code,
        scan: usize,
        name: String,
    },
    Submit,
    Register,
    /// To this employee.
    Assign(usize),
    Take,
    GiveBack,
    Ask(String),
    Answer(String),
    Send,
    Check {
        document: u32,
        finding: Finding,
        note: String,
    },
    FinishCheck,
    Decide {
        template: String,
        reason: String,
        sum: String,
    },
    Confirm,
    Deliver,
    Appeal(String),
    Resolve(Verdict, String),
    Withdraw,
}

impl Deed {
    /// The function under which it is done.
    pub(super) const fn function(&self) -> Function {
        match self {
            Self::Start => Function::ApplicationStart,
            Self::Fill(..) => Function::ApplicationEdit,
            Self::Attach { .. } => Function::DocumentAttach,
            Self::Submit => Function::ApplicationSubmit,
            Self::Register => Function::CaseRegister,
            Self::Assign(_) => Function::CaseAssign,
            Self::Take => Function::CaseTake,
            Self::GiveBack => Function::CaseReturn,
            Self::Ask(_) => Function::CaseAsk,
            Self::Answer(_) => Function::ApplicationAnswer,
            Self::Send => Function::CaseSend,
            Self::Check { .. } | Self::FinishCheck => Function::CaseCheck,
            Self::Decide { .. } | Self::Confirm => Function::CaseDecide,
            Self::Deliver => Function::CaseDeliver,
            Self::Appeal(_) => Function::ApplicationAppeal,
            Self::Resolve(..) => Function::CaseAppeal,
            Self::Withdraw => Function::ApplicationWithdraw,
        }
    }
}

/// One event.
pub(super) struct Event {
    pub(super) at: DateTime,
    pub(super) doer: Doer,
    pub(super) deed: Deed,
}

/// All that happens to one application, in its order.
pub(super) struct Script {
    pub(super) events: Vec<Event>,
}

/// What a script is written from.
pub(super) struct Writing<'w> {
    pub(super) service: &'w Service,
    pub(super) crew: Crew,
    pub(super) form: Form,
    pub(super) texts: &'w Texts,
    pub(super) scans: &'w [Scan],
}

/// What is known of the application while its script is written.
#[derive(Default)]
struct Progress {
    events: Vec<Event>,
    /// The kinds of the documents attached so far, and which file each is.
    attached: Vec<(Code, usize)>,
}

impl Writing<'_> {
    /// The script of these beats at their moments.
    pub(super) fn write(&self, beats: &[Beat], moments: &[DateTime], chance: &mut Chance) -> Script {
        let mut progress = Progress::default();
        for (beat, at) in beats.iter().zip(moments) {
            let deeds = self.deeds(beat.cue, &mut progress, chance);
            let doer = self.crew.plays(beat.part).map_or(Doer::Applicant, Doer::Employee);
            progress.sit(doer, deeds, *at, self.pace(beat.part), chance);
        }
        Script { events: progress.events }
    }

    /// Seconds between two actions of a sitting, from and to: a sitting stays within the hour.
    const fn pace(&self, part: Part) -> (i64, i64) {
        match part {
            Part::Applicant => (20, 140),
            Part::Operator | Part::Colleague | Part::Inspector | Part::Head | Part::OtherHead => (25, 110),
        }
    }

    /// What is done at this cue, the last at the moment of the beat.
    fn deeds(&self, cue: Cue, progress: &mut Progress, chance: &mut Chance) -> Vec<Deed> {
        let said = &self.texts.said;
        match cue {
            Cue::Draft => {
                let filled = 1 + chance.index(self.form.parts.len());
                std::iter::once(Deed::Start).chain(self.fills().take(filled)).collect()
            }
            Cue::Apply => {
                let mut deeds: Vec<_> = std::iter::once(Deed::Start).chain(self.fills()).collect();
                for (kind, count) in &self.form.documents {
                    deeds.extend((0..*count).filter_map(|_| self.attach(kind, progress, chance)));
                }
                deeds.push(Deed::Submit);
                deeds
            }
            Cue::Register => vec![Deed::Register],
            Cue::Assign => self.crew.plays(Part::Operator).map(Deed::Assign).into_iter().collect(),
            Cue::Take => vec![Deed::Take],
            Cue::GiveBack => vec![Deed::GiveBack],
            Cue::Ask => vec![Deed::Ask(chance.text(&said.questions))],
            Cue::Answer => {
                let kind = progress.attached.first().map(|(kind, _)| kind.clone()).filter(|_| chance.happens(50));
                let attached = kind.and_then(|kind| self.attach(&kind, progress, chance));
                attached.into_iter().chain([Deed::Answer(chance.text(&said.answers))]).collect()
            }
            Cue::Send => vec![Deed::Send],
            Cue::Inspect(rejects) => self.inspect(rejects, progress, chance),
            Cue::Decide(outcome) => self.decide(outcome, chance).into_iter().collect(),
            Cue::Confirm => vec![Deed::Confirm],
            Cue::Deliver => vec![Deed::Deliver],
            Cue::Appeal => vec![Deed::Appeal(chance.text(&said.appeals))],
            Cue::Resolve(Verdict::Uphold) => vec![Deed::Resolve(Verdict::Uphold, chance.text(&said.upheld))],
            Cue::Resolve(Verdict::Return) => vec![Deed::Resolve(Verdict::Return, chance.text(&said.returned))],
            Cue::Withdraw => vec![Deed::Withdraw],
        }
    }

    fn fills(&self) -> impl Iterator<Item = Deed> {
        self.form.parts.iter().map(|(step, answers)| Deed::Fill(step.clone(), answers.clone()))
    }

    /// One more file of this kind, where the service takes one and there is one that is not attached to it yet.
    fn attach(&self, kind: &Code, progress: &mut Progress, chance: &mut Chance) -> Option<Deed> {
        let up_to = self.service.document(kind.as_str())?.up_to as usize;
        let used: Vec<usize> = progress.attached.iter().filter(|(known, _)| known == kind).map(|(_, scan)| *scan).collect();
        let first = chance.index(self.scans.len());
        let scan = (0..self.scans.len()).map(|step| (first + step) % self.scans.len()).find(|scan| !used.contains(scan))?;
        if used.len() >= up_to {
            return None;
        }
        progress.attached.push((kind.clone(), scan));
        let called = chance.text(listed(&self.texts.files, kind.as_str()));
        let name = self.scans.get(scan)?.name(&called, u32::try_from(used.len() + 1).unwrap_or(1));
        Some(Deed::Attach { kind: kind.clone(), scan, name })
    }

    fn inspect(&self, rejects: bool, progress: &Progress, chance: &mut Chance) -> Vec<Deed> {
        let count = u32::try_from(progress.attached.len()).unwrap_or(0);
        let check = |document: u32| {
            let finding = if rejects && document == count { Finding::Rejected } else { Finding::Confirmed };
            let note = if finding == Finding::Rejected { chance.text(&self.texts.said.rejections) } else { String::new() };
            Deed::Check { document, finding, note }
        };
        (1..=count).map(check).chain([Deed::FinishCheck]).collect()
    }

    fn decide(&self, outcome: Outcome, chance: &mut Chance) -> Option<Deed> {
        let templates: Vec<_> = self.service.decisions_with(outcome).collect();
        // The first of the grants is the plain one.
        let plain = outcome == Outcome::Granted && chance.happens(75);
        let template = if plain { templates.first() } else { chance.pick(&templates) }?;
        let reasons = match outcome {
            Outcome::Granted => &self.texts.said.granted,
            Outcome::Refused => &self.texts.said.refused,
        };
        let reason = match template.reason {
            Reason::Required => chance.text(reasons),
            Reason::None => String::new(),
        };
        // As different as their answers are, and the same every time.
        let weight: usize = self.form.parts.iter().map(|part| format!("{part:?}").bytes().map(usize::from).sum::<usize>()).sum();
        let sum = format!("{},{}0", 900 + weight % 4200, weight % 10);
        Some(Deed::Decide { template: template.code.to_string(), reason, sum })
    }
}

impl Progress {
    /// A sitting: its last action is at this moment, the others before it, but never before what was there.
    fn sit(&mut self, doer: Doer, deeds: Vec<Deed>, at: DateTime, pace: (i64, i64), chance: &mut Chance) {
        let mut moment = at;
        let mut sitting = Vec::new();
        for deed in deeds.into_iter().rev() {
            sitting.push(Event { at: moment, doer, deed });
            moment -= chance.between(pace.0, pace.1).seconds();
        }
        sitting.reverse();
        if let Some(last) = self.events.last().map(|event| event.at) {
            for event in &mut sitting {
                event.at = event.at.max(last);
            }
        }
        self.events.extend(sitting);
    }
}
