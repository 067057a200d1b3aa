//! What guests do is counted, not written line by line, so that nobody can grow the journal at will: the first of a kind
//! from an address in an hour (the same function on the same record that ended in the same way) is an entry, the others become one entry when
//! the hour is over.

use crate::journal::{Entry, RecordRef};
use jiff::Timestamp;
use std::{borrow::Cow, collections::HashMap};

/// Addresses that are told apart within an hour; those beyond share one line.
const ADDRESSES: usize = 10_000;
const HOUR: i64 = 3600;

/// The counts of this hour.
#[derive(Default)]
pub struct Tally {
    hour: i64,
    seen: HashMap<Kind, Counted>,
}

/// What is counted together: the address, the function, the record (whose login it was), how it ended.
type Kind = (String, String, Option<RecordRef>, Option<Cow<'static, str>>);

fn kind(entry: &Entry) -> Kind {
    (entry.address.clone(), entry.function.clone(), entry.record.clone(), entry.error.as_ref().map(|error| error.id.clone()))
}

struct Counted {
    last: Entry,
    beyond_first: u64,
}

impl Tally {
    /// Takes a guest's entry; answers with what is to be written now.
    pub fn take(&mut self, mut entry: Entry) -> Vec<Entry> {
        let mut write = self.turn(entry.at);
        if self.seen.len() >= ADDRESSES && !self.seen.contains_key(&kind(&entry)) {
            entry.address = "*".to_owned();
        }
        match self.seen.get_mut(&kind(&entry)) {
            Some(counted) => {
                counted.beyond_first += 1;
                counted.last = entry;
            }
            None => {
                self.seen.insert(kind(&entry), Counted { last: entry.clone(), beyond_first: 0 });
                write.push(entry);
            }
        }
        write
    }

    /// The summaries of the last hour, where a new one has begun.
    pub fn turn(&mut self, now: Timestamp) -> Vec<Entry> {
        let hour = now.as_second().div_euclid(HOUR);
        if hour == self.hour {
            return Vec::new();
        }
        self.hour = hour;
        self.close()
    }

    /// The summaries of all that was counted so far.
    pub fn close(&mut self) -> Vec<Entry> {
        let counted = std::mem::take(&mut self.seen).into_values().filter(|counted| counted.beyond_first > 0);
        counted.map(|counted| Entry { repeats: counted.beyond_first - 1, ..counted.last }).collect()
    }
}
