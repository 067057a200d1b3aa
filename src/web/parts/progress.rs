//! How far something has come.

use crate::terms::{Words, message};
use maud::{Markup, html};
use std::borrow::Cow;

/// "Шаг 2 из 5": which page of a form this is. `now` counts from 1.
pub fn steps(words: &Words, now: u32, of: u32) -> Markup {
    let said = words.say(&message("web-step").with("now", i64::from(now)).with("of", i64::from(of)));
    html! {
        div.steps {
            ol aria-hidden="true" {
                @for step in 1..=of { li.done[step < now].now[step == now] {} }
            }
            p { (said) }
        }
    }
}

/// Where a moment stands in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Behind us.
    Done,
    /// Going on.
    Now,
    /// Still to come.
    Next,
    /// The way ended here: refused, withdrawn.
    Stopped,
}

impl Stage {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
            Self::Stopped => "stopped",
        }
    }

    const fn heard(self) -> &'static str {
        match self {
            Self::Done => "web-stage-done",
            Self::Now => "web-stage-now",
            Self::Next => "web-stage-next",
            Self::Stopped => "web-stage-stopped",
        }
    }
}

/// One moment of a timeline.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// Where it stands.
    pub stage: Stage,
    /// What happens: "Проверяем документы".
    pub title: Cow<'a, str>,
    /// When: "с 18 ноября"; empty for not known.
    pub when: Cow<'a, str>,
    /// A plain sentence or two; empty for none.
    pub text: Markup,
}

/// What has happened, what is going on and what comes next.
pub fn timeline(words: &Words, moments: &[Moment<'_>]) -> Markup {
    html! {
        ol.line {
            @for moment in moments {
                li class=(moment.stage.class()) aria-current=[(moment.stage == Stage::Now).then_some("step")] {
                    p { span.title { (moment.title) } " " span.when { (moment.when) } span.unseen { ", " (words.text(moment.stage.heard())) } }
                    @if !moment.text.0.is_empty() { div { (moment.text) } }
                }
            }
        }
    }
}

/// A long operation. It can be left and found again.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// What it is: "Выгрузка реестра".
    pub title: &'a str,
    /// What it is doing now: "Записано 1 240 из 5 000 строк".
    pub doing: &'a str,
    /// Hundredths, where they are known.
    pub percent: Option<u8>,
}

/// See [`Progress`].
pub fn progress(progress: &Progress<'_>) -> Markup {
    html! {
        div.stack-2 {
            p.between { b { (progress.title) } @if let Some(percent) = progress.percent { span.num.soft { (percent) " %" } } }
            progress max="100" value=[progress.percent] aria-label=(progress.title) {}
            p.soft.small { (progress.doing) }
        }
    }
}

/// Stands where something is still being fetched.
pub fn loading(words: &Words) -> Markup {
    html! { p.loading role="status" { (words.text("web-loading")) } }
}
