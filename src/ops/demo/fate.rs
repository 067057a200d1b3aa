//! Where an application gets in the end, and the way it takes there.

use super::{
    chance::Chance,
    clock::{Gap, Whose},
};
use crate::{
    applications::changes::Verdict,
    catalog::{Outcome, Signing, Terms},
};
use serde::Deserialize;

/// Where an application stands at the end of the past year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fate {
    Draft,
    Submitted,
    Registered,
    InReview,
    Waiting,
    DocumentCheck,
    Decision,
    InDelivery,
    Refused,
    Appealed,
    /// Closed after delivery.
    Granted,
    /// Closed after an appeal that did not help.
    Upheld,
    /// Closed after an appeal that did.
    Returned,
    Withdrawn,
}

/// Of a thousand applications so many have each fate; each has at least one.
const SHARES: [(Fate, usize); 14] = [
    (Fate::Draft, 30),
    (Fate::Submitted, 25),
    (Fate::Registered, 20),
    (Fate::InReview, 45),
    (Fate::Waiting, 35),
    (Fate::DocumentCheck, 30),
    (Fate::Decision, 25),
    (Fate::InDelivery, 40),
    (Fate::Refused, 90),
    (Fate::Appealed, 10),
    (Fate::Upheld, 20),
    (Fate::Returned, 15),
    (Fate::Withdrawn, 45),
    (Fate::Granted, 570),
];

/// Of a hundred steps of a finished case so many came too late.
const LATE: i64 = 5;
/// Every so many-th open case is overdue.
const OVERDUE_EVERY: usize = 7;

/// The fates of so many applications, in no order.
pub(super) fn fates(count: usize, chance: &mut Chance) -> Vec<Fate> {
    let mut fates = Vec::new();
    for (fate, share) in SHARES {
        let of_it = if fate == Fate::Granted { count.saturating_sub(fates.len()) } else { (count * share / 1000).max(1) };
        fates.extend(std::iter::repeat_n(fate, of_it));
    }
    chance.shuffle(&mut fates);
    fates
}

impl Fate {
    /// How long ago, in working days, an application with this fate got where it stands; none where that may be any day.
    /// `order` counts the open ones, some of which are to be overdue; 0 is today.
    pub(super) fn ago(self, terms: &Terms, order: usize, chance: &mut Chance) -> Option<i64> {
        let term = match self {
            Self::Granted | Self::Upheld | Self::Returned | Self::Withdrawn | Self::Refused => return None,
            Self::Draft => return Some(chance.between(0, 40)),
            Self::Submitted => return Some([0, 1, 0, 1, 0, 3][order % 6]),
            Self::Registered | Self::InReview | Self::Appealed => terms.review,
            Self::Waiting => terms.answer,
            Self::DocumentCheck => terms.document_check,
            Self::Decision => terms.decision,
            Self::InDelivery => terms.delivery,
        };
        let term = i64::from(term);
        Some(if order.is_multiple_of(OVERDUE_EVERY) { term + chance.between(1, 6) } else { chance.between(1, term.max(1)) })
    }
}

/// Who of those around a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Applicant,
    Operator,
    /// An operator who took the case first and gave it back.
    Colleague,
    Inspector,
    Head,
    /// Answers the appeals.
    OtherHead,
}

impl Part {
    pub(super) const fn whose(self) -> Whose {
        match self {
            Self::Applicant => Whose::Citizen,
            Self::Operator | Self::Colleague | Self::Inspector | Self::Head | Self::OtherHead => Whose::Office,
        }
    }
}

/// What happens, before the particulars are known. `Apply` is the whole sitting, `Inspect` the check of all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Draft,
    Apply,
    Register,
    Assign,
    Take,
    GiveBack,
    Ask,
    Answer,
    Send,
    /// Whether the last document is rejected.
    Inspect(bool),
    Decide(Outcome),
    Confirm,
    Deliver,
    Appeal,
    Resolve(Verdict),
    Withdraw,
}

/// One event of the way, and how long after the one before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beat {
    pub(super) part: Part,
    pub(super) cue: Cue,
    pub(super) gap: Gap,
}

/// A way that is being laid.
pub(super) struct Way<'w> {
    terms: &'w Terms,
    signing: Signing,
    chance: &'w mut Chance,
    beats: Vec<Beat>,
}

/// The way to this fate.
pub(super) fn way(fate: Fate, terms: &Terms, signing: Signing, chance: &mut Chance) -> Vec<Beat> {
    let mut way = Way { terms, signing, chance, beats: Vec::new() };
    way.lead(fate);
    way.beats
}

impl Way<'_> {
    fn go(&mut self, part: Part, cue: Cue, gap: Gap) {
        self.beats.push(Beat { part, cue, gap });
    }

    /// Within a term, as a rule.
    fn within(&mut self, least: i64, most: i64) -> Gap {
        let late = if self.chance.happens(LATE) { self.chance.between(1, 6) } else { 0 };
        Gap::Days(self.chance.between(least, most) + late)
    }

    fn lead(&mut self, fate: Fate) {
        match fate {
            Fate::Draft => self.go(Part::Applicant, Cue::Draft, Gap::Seconds(0)),
            Fate::Submitted => self.apply(),
            Fate::Registered => self.register(),
            Fate::InReview => self.review(),
            Fate::Waiting => self.wait(),
            Fate::DocumentCheck => self.send(),
            Fate::Decision => self.ripe(),
            Fate::InDelivery => self.decide(Outcome::Granted),
            Fate::Refused => self.decide(Outcome::Refused),
            Fate::Appealed => self.appeal(),
            Fate::Granted => self.deliver(),
            Fate::Upheld => {
                self.appeal();
                self.resolve(Verdict::Uphold);
            }
            Fate::Returned => {
                self.appeal();
                self.resolve(Verdict::Return);
                let gap = self.within(0, 1);
                self.go(Part::Operator, Cue::Take, gap);
                self.check(false);
                self.rule(Outcome::Granted);
                self.hand_over();
            }
            Fate::Withdrawn => self.withdraw(),
        }
    }

    fn apply(&mut self) {
        self.go(Part::Applicant, Cue::Apply, Gap::Seconds(0));
    }

    fn register(&mut self) {
        self.apply();
        let gap = self.within(0, i64::from(self.terms.registration));
        self.go(Part::Head, Cue::Register, gap);
        if self.chance.happens(40) {
            let seconds = self.chance.between(30, 600);
            self.go(Part::Head, Cue::Assign, Gap::Seconds(seconds));
        }
    }

    fn take(&mut self) {
        if self.chance.happens(30) {
            self.register();
            let gap = self.within(0, 1);
            self.go(Part::Operator, Cue::Take, gap);
            return;
        }
        self.apply();
        let gap = self.within(0, i64::from(self.terms.registration));
        if self.chance.happens(6) {
            self.go(Part::Colleague, Cue::Take, gap);
            let seconds = self.chance.between(120, 1500);
            self.go(Part::Colleague, Cue::GiveBack, Gap::Seconds(seconds));
            self.go(Part::Operator, Cue::Take, Gap::Days(1));
        } else {
            self.go(Part::Operator, Cue::Take, gap);
        }
    }

    fn review(&mut self) {
        self.take();
        if self.chance.happens(25) {
            self.ask();
            let gap = self.within(0, i64::from(self.terms.answer).min(6));
            self.go(Part::Applicant, Cue::Answer, gap);
        }
    }

    fn ask(&mut self) {
        let gap = if self.chance.happens(50) { Gap::Seconds(self.chance.between(240, 1500)) } else { Gap::Days(1) };
        self.go(Part::Operator, Cue::Ask, gap);
    }

    fn wait(&mut self) {
        self.take();
        self.ask();
    }

    fn send(&mut self) {
        self.review();
        let gap = self.within(0, i64::from(self.terms.review).min(4));
        self.go(Part::Operator, Cue::Send, gap);
    }

    fn check(&mut self, rejects: bool) {
        let gap = self.within(0, 1);
        self.go(Part::Operator, Cue::Send, gap);
        self.inspect(rejects);
    }

    fn inspect(&mut self, rejects: bool) {
        let gap = self.within(0, i64::from(self.terms.document_check));
        self.go(Part::Inspector, Cue::Inspect(rejects), gap);
    }

    fn ripe(&mut self) {
        self.send();
        self.inspect(false);
        if self.signing == Signing::FourEyes && self.chance.happens(50) {
            self.go(Part::Operator, Cue::Decide(Outcome::Granted), Gap::Days(0));
        }
    }

    fn rule(&mut self, outcome: Outcome) {
        let gap = self.within(0, i64::from(self.terms.decision));
        self.go(Part::Operator, Cue::Decide(outcome), gap);
        match self.signing {
            Signing::OneSignature => {}
            Signing::FourEyes => {
                let gap = self.within(0, 1);
                self.go(Part::Head, Cue::Confirm, gap);
            }
        }
    }

    fn decide(&mut self, outcome: Outcome) {
        self.send();
        let rejects = outcome == Outcome::Refused && self.chance.happens(50);
        self.inspect(rejects);
        self.rule(outcome);
    }

    fn hand_over(&mut self) {
        let gap = self.within(1, i64::from(self.terms.delivery).min(9));
        self.go(Part::Operator, Cue::Deliver, gap);
    }

    fn deliver(&mut self) {
        self.decide(Outcome::Granted);
        self.hand_over();
    }

    fn appeal(&mut self) {
        self.decide(Outcome::Refused);
        let days = self.chance.between(1, i64::from(self.terms.appeal).min(12));
        self.go(Part::Applicant, Cue::Appeal, Gap::Days(days));
    }

    fn resolve(&mut self, verdict: Verdict) {
        let gap = self.within(1, i64::from(self.terms.review).max(2));
        self.go(Part::OtherHead, Cue::Resolve(verdict), gap);
    }

    fn withdraw(&mut self) {
        if self.chance.happens(50) {
            self.take();
        } else {
            self.apply();
        }
        let gap = self.within(0, 3);
        self.go(Part::Applicant, Cue::Withdraw, gap);
    }
}

/// Working days that a way takes at the most.
pub(super) fn span(beats: &[Beat]) -> i64 {
    let days = |beat: &Beat| match beat.gap {
        Gap::Days(days) => days + 1,
        Gap::Seconds(_) => 0,
    };
    beats.iter().map(days).sum()
}
