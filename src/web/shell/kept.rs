//! What the frame of a page shows its reader, kept until something of it changes. Header, menus and foot come back unchanged
//! from page to page: they are read once, drawn once around holes, and what is new on a page is put into these.

use super::Shell;
use crate::{
    access::{Grant, Scope},
    access::{Policy, Seat},
    act::{Look, Published},
    appliance::Appliance,
    certificates::Certificate,
    identity::{Agent, User},
    notifications::{Notice, notice::ReadMark},
    storage::Record,
    terms::{Language, OnceToken, Result, UserId},
    web::{layout, parts::Place},
};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, Render};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::broadcast::{Receiver, error::TryRecvError};
use uuid::Uuid;

/// Readers whose frame is kept; one more, and all are read anew.
const MOST_READERS: usize = 256;
/// Drawn frames kept of each reader, one for each place in the menus, about 12 KiB each; one more, and all are drawn anew.
const MOST_DRAWN: usize = 8;

/// How a reader came.
#[derive(Clone, PartialEq, Eq)]
struct Coming {
    seat: Seat,
    language: Language,
    today: Date,
}

/// What a drawn frame holds for, besides its shell.
#[derive(Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The reader's look.
    pub look: layout::Look,
    /// Where the page stands within the menus.
    pub places: Vec<Place>,
    /// The minute, which is seen on a print.
    pub minute: i64,
}

/// What is new on each page.
pub struct Fresh<'f> {
    /// The title of the window.
    pub title: &'f str,
    /// Path and query of the page.
    pub address: &'f str,
    /// The token of the header's forms.
    pub once: OnceToken,
    /// The content.
    pub body: Markup,
}

#[derive(Clone, Copy)]
enum Hole {
    Title,
    Address,
    Once,
    Body,
}

impl Hole {
    /// The one whose code is empty comes last: it is the beginning of all the others.
    const ALL: [Self; 4] = [Self::Title, Self::Address, Self::Body, Self::Once];

    /// What stands in the hole while the frame is drawn, behind a number that nobody can have written before.
    const fn code(self) -> &'static str {
        match self {
            Self::Title => "-title",
            Self::Address => "-address",
            Self::Body => "-body",
            Self::Once => "",
        }
    }
}

/// A document without what is new on each page: each text with the hole behind it, and the last text.
struct Cut {
    texts: Vec<(String, Hole)>,
    end: String,
}

impl Cut {
    fn of(document: &str, number: OnceToken) -> Self {
        let (mut texts, mut rest, number) = (Vec::new(), document, number.to_string());
        while let Some((before, after)) = rest.split_once(&number) {
            let told = |hole: Hole| Some((hole, after.strip_prefix(hole.code())?));
            let Some((hole, behind)) = Hole::ALL.into_iter().find_map(told) else { break };
            texts.push((before.to_owned(), hole));
            rest = behind;
        }
        Self { texts, end: rest.to_owned() }
    }

    fn filled(&self, fresh: &Fresh<'_>) -> Markup {
        let (title, address, once) = (fresh.title.render().0, fresh.address.render().0, fresh.once.to_string());
        let part = |hole| match hole {
            Hole::Title => &*title,
            Hole::Address => &*address,
            Hole::Once => &*once,
            Hole::Body => &*fresh.body.0,
        };
        let length: usize = self.texts.iter().map(|(text, hole)| text.len() + part(*hole).len()).sum();
        let mut document = String::with_capacity(length + self.end.len());
        for (text, hole) in &self.texts {
            document.push_str(text);
            document.push_str(part(*hole));
        }
        document.push_str(&self.end);
        PreEscaped(document)
    }
}

/// What is kept of one reader.
struct Reader {
    coming: Coming,
    shell: Arc<Shell>,
    drawn: Vec<(Occasion, Arc<Cut>)>,
}

#[derive(Default)]
struct Kept {
    followed: Option<Receiver<Published>>,
    /// Counts the changes that were noticed.
    version: u64,
    /// The rights under which everything kept was read.
    policy: Option<Arc<Policy>>,
    readers: HashMap<UserId, Reader>,
}

impl Kept {
    /// Forgets what has changed since it was asked last.
    fn follow(&mut self, kabinet: &Appliance) {
        let mut followed = self.followed.take().unwrap_or_else(|| kabinet.follow());
        loop {
            match followed.try_recv() {
                Ok(touched) => touched.iter().for_each(|touched| self.forget(&touched.record.kind, touched.place.holder)),
                Err(TryRecvError::Lagged(_)) => self.forget_all(),
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        self.followed = Some(followed);
    }

    fn forget(&mut self, kind: &str, holder: Option<UserId>) {
        const ONE: [&str; 2] = [Notice::NAME, ReadMark::NAME];
        const ALL: [&str; 5] = [User::NAME, Agent::NAME, Grant::NAME, Scope::NAME, Certificate::NAME];
        if ALL.contains(&kind) {
            self.forget_all();
        } else if ONE.contains(&kind) {
            self.version += 1;
            holder.map(|holder| self.readers.remove(&holder));
        }
    }

    fn forget_all(&mut self) {
        self.version += 1;
        self.readers.clear();
    }
}

/// The frames of those who came last.
#[derive(Default)]
pub struct Frames(Mutex<Kept>);

impl Frames {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Whoever panicked left at worst a frame that is not there.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The version of what is read from now on. Ask before the snapshot is taken: what was committed before is in the
    /// snapshot, and what comes later makes the next version.
    pub fn version(&self, kabinet: &Appliance) -> u64 {
        let mut kept = self.kept();
        kept.follow(kabinet);
        kept.version
    }

    /// What the frame shows this reader: as it is kept, or read now.
    ///
    /// # Errors
    /// Those of reading.
    pub fn shell(
        &self,
        (kabinet, look): (&Appliance, &Look),
        (seat, language, version): (&Seat, Language, u64),
        read: impl FnOnce() -> Result<Shell>,
    ) -> Result<Arc<Shell>> {
        let coming = Coming { seat: seat.clone(), language, today: look.today() };
        {
            let mut kept = self.kept();
            kept.follow(kabinet);
            if kept.policy.as_ref().is_none_or(|policy| !Arc::ptr_eq(policy, look.rights())) {
                kept.forget_all();
                kept.policy = Some(look.rights().clone());
            } else if let Some(reader) = kept.readers.get(&seat.user).filter(|reader| reader.coming == coming) {
                return Ok(reader.shell.clone());
            }
        }
        let shell = Arc::new(read()?);
        let mut kept = self.kept();
        if kept.version == version && kept.policy.as_ref().is_some_and(|policy| Arc::ptr_eq(policy, look.rights())) {
            if kept.readers.len() >= MOST_READERS {
                kept.readers.clear();
            }
            kept.readers.insert(seat.user, Reader { coming, shell: shell.clone(), drawn: Vec::new() });
        }
        Ok(shell)
    }

    /// The whole document of this reader: around the frame as it is kept, or drawn now.
    pub fn document(
        &self,
        (reader, shell): (UserId, &Arc<Shell>),
        occasion: Occasion,
        fresh: Fresh<'_>,
        draw: impl Fn(Fresh<'_>) -> Markup,
    ) -> Markup {
        let is_current = |reader: &&mut Reader| Arc::ptr_eq(&reader.shell, shell);
        let found = match self.kept().readers.get_mut(&reader).filter(is_current) {
            Some(reader) => reader.drawn.iter().find(|(held, _)| *held == occasion).map(|(_, cut)| cut.clone()),
            // What has changed meanwhile is not kept: there is no use in holes.
            None => return draw(fresh),
        };
        if let Some(cut) = found {
            return cut.filled(&fresh);
        }
        let number = OnceToken(Uuid::now_v7());
        let mark = |hole: Hole| format!("{number}{}", hole.code());
        let (title, address) = (mark(Hole::Title), mark(Hole::Address));
        let blank = Fresh { title: &title, address: &address, once: number, body: PreEscaped(mark(Hole::Body)) };
        let cut = Arc::new(Cut::of(&draw(blank).0, number));
        let document = cut.filled(&fresh);
        if let Some(reader) = self.kept().readers.get_mut(&reader).filter(is_current) {
            reader.drawn.retain(|(held, _)| held.minute == occasion.minute);
            if reader.drawn.len() >= MOST_DRAWN {
                reader.drawn.clear();
            }
            reader.drawn.push((occasion, cut));
        }
        document
    }
}
