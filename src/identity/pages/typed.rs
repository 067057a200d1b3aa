//! Comparing a typed password with the stored one: off the web threads and off the writer, in its turn.

use crate::{
    access::Function,
    appliance::Appliance,
    identity::{
        Login,
        attempts::{End, Familiarity, Origin, Turn},
        password, table,
    },
    terms::{Kind, Refusal, Result, Secret, message},
    web::Visit,
};
use actix_web::web::Data;

/// What came of comparing.
pub(super) struct Compared {
    /// The hash with which it was compared.
    pub(super) hash: Option<String>,
    /// Whether it was the same.
    pub(super) matched: bool,
    /// The hash of the same password with the parameters of today, where the stored one has weaker ones.
    pub(super) stronger: Option<Secret<String>>,
    turn: Held,
}

impl Held {
    /// Who goes away before the answer has tried all the same.
    pub(super) const fn tries(&mut self) {
        self.end = End::Wrong;
    }

    /// Tells how it ended.
    pub(super) fn came_to(mut self, right: bool) {
        self.end = if right { End::Right } else { End::Wrong };
        // It is told where it ends: here.
        drop(self);
    }
}

impl Compared {
    /// It was the right one, but more is waited for: nothing is forgotten yet, and nothing counts against them.
    pub(super) fn was_halfway(mut self) {
        self.turn.end = End::Lost;
    }

    /// It was the right one, and what it was for is done: what failed before is forgotten.
    pub(super) fn was_right(self) {
        self.turn.came_to(true);
    }
}

/// A turn that was given. However it ends, and even where the browser goes away, it is told.
pub(super) struct Held {
    kabinet: Data<Appliance>,
    origin: Origin,
    login: String,
    end: End,
}

impl Drop for Held {
    fn drop(&mut self) {
        let now = self.kabinet.now();
        self.kabinet.attempts(|attempts| attempts.ended(self.origin, &self.login, self.end, now));
    }
}

/// Compares what was typed with the password of this login; nothing where it has no turn, which the journal then has.
pub(super) async fn compare(
    kabinet: &Data<Appliance>,
    visit: &Visit,
    function: Function,
    login: &str,
    typed: password::Typed,
) -> Result<Option<Compared>> {
    let Some((mut turn, hash)) = with_hash(kabinet, visit, function, login).await? else { return Ok(None) };
    turn.tries();
    let (stored, salt) = (hash.clone(), rand::random());
    let outcome = kabinet.slowly(move || check(&typed, stored.as_deref(), salt)).await;
    if outcome.is_err() {
        turn.end = End::Lost;
    }
    let (matched, stronger) = outcome?;
    Ok(Some(Compared { hash, matched, stronger, turn }))
}

/// Whether the password is the one of this hash, and its hash with the parameters of today where this one has weaker ones.
fn check(typed: &password::Typed, hash: Option<&str>, salt: [u8; password::SALT]) -> (bool, Option<Secret<String>>) {
    let matched = password::matches(typed, hash);
    let is_weak = matched && hash.is_some_and(|hash| !password::is_current(hash));
    (matched, if is_weak { password::hash(typed, salt).ok().map(Secret::new) } else { None })
}

/// A turn to try something for this login; none where it must wait, which the journal then has.
pub(super) async fn turn(kabinet: &Data<Appliance>, visit: &Visit, function: Function, login: &str) -> Result<Option<Held>> {
    Ok(with_hash(kabinet, visit, function, login).await?.map(|(turn, _)| turn))
}

/// A turn, and the hash of the login's password.
async fn with_hash(kabinet: &Data<Appliance>, visit: &Visit, function: Function, login: &str) -> Result<Option<(Held, Option<String>)>> {
    let (hash, familiarity) = stored(kabinet, visit, login).await?;
    let (origin, now) = (Origin::of(visit.actor.address), kabinet.now());
    let refused = match kabinet.attempts(|attempts| attempts.begin(origin, login, familiarity, now)) {
        Turn::Now => None,
        Turn::Later => Some(Refusal::invalid("sign-in-held")),
        Turn::Banned => Some(Refusal::invalid("sign-in-banned")),
        Turn::Busy => return Err(Refusal::new(Kind::Unavailable, message("refusal-too-many")).into()),
    };
    if let Some(refusal) = refused {
        kabinet.refused(&visit.actor, function, &refusal);
        return Ok(None);
    }
    Ok(Some((Held { kabinet: kabinet.clone(), origin, login: login.to_owned(), end: End::Lost }, hash)))
}

/// The stored hash of this login, and whether its user has signed in from this address before.
async fn stored(kabinet: &Appliance, visit: &Visit, login: &str) -> Result<(Option<String>, Familiarity)> {
    let address = visit.actor.address.to_string();
    kabinet
        .look_after(&visit.actor, Function::SessionOpen, |look| {
            let user = Login::parse(login).ok().map_or(Ok(None), |login| table::user_by_login(look, &login))?;
            let Some(user) = user else { return Ok((None, Familiarity::Strange)) };
            let known = table::acquaintance(look, user.id)?.is_some_and(|known| known.has_address(&address));
            Ok((user.password.hash().cloned(), if known { Familiarity::Known } else { Familiarity::Strange }))
        })
        .await
}
