//! The parts that pages are put together from. A view says what it has; a part knows how it looks, what a screen reader
//! hears, and how it works with scripts off. Nothing here knows any room.

mod action;
mod field;
mod form;
mod icon;
mod links;
mod list;
mod live;
mod notice;
mod progress;
mod qr;
mod table;
mod upload;

pub use action::{Weight, action, actions, button, button_named, button_to, folded, link_button, once, opens, print_button, quiet_button};
pub use field::{Choice, Control, Field, Fixed, Need, Width, id_of};
pub use form::{error_summary, hidden, search_form};
pub use icon::{Icon, arms, icon, sign};
pub use links::{Entry, Pager, Place, chips, crumbs, pager, subtabs};
pub use list::{Fact, empty, facts, facts_ruled, masked, personal, rows};
pub use live::{Live, history, live, record_history};
pub use notice::{Blocked, Flash, blocked, flash, note, print_head, refused, tag};
pub use progress::{Moment, Progress, Stage, loading, progress, steps, timeline};
pub use qr::qr;
pub use table::{Cells, Column, Fit, Order, Row, Table, table};
pub use upload::{FileRow, Upload, file_row, files, upload};

/// What a colour means. It is never the only sign: the words say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to tell.
    #[default]
    Neutral,
    /// Done, granted, checked.
    Good,
    /// The reader is waited for, or a term is near.
    Warn,
    /// Wrong, refused, overdue.
    Bad,
    /// Somebody is at work on it.
    Work,
}

impl Tone {
    /// The class of the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Work => "work",
        }
    }

    /// The sign that stands beside the words.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Neutral | Self::Work => Icon::Info,
            Self::Good => Icon::CircleCheck,
            Self::Warn | Self::Bad => Icon::Alert,
        }
    }
}

#[cfg(test)]
mod tests;
