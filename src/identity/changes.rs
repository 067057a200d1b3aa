//! What is done to Agents, users, passwords and sessions.

mod agents;
mod api_keys;
mod doorstep;
mod factors;
mod passkeys;
mod passwords;
mod restoring;
mod seats;
mod sessions;
mod telling;
mod users;

pub use agents::{Activity, Particulars, TypedAgent, create_agent, edit_agent, set_activity};
pub use api_keys::{Wish, make_api_key, revoke_api_key, revoke_api_keys_of};
pub use doorstep::{Second, enter};
pub use factors::{offer_codes, renew_papers, take_factors, turn_codes_off, turn_codes_on};
pub use passkeys::{add_passkey, remove_passkey};
pub use passwords::{Gift, change_password, give_password};
pub use restoring::{restore, send_code};
pub use seats::{choose_agent, choose_scope};
pub use sessions::{Attempt, Verdict, end_other_sessions, end_session, end_sessions_of, prove, prove_by_factor, sign_in, sign_out};
pub use telling::write as write_to;
pub use users::{Base, Card, Place, TypedUser, add_user, create_user, edit_user, end_uncertified, welcome};

use crate::{
    act::door::Numbered,
    terms::{FieldError, Message, id::of, message},
};

impl Numbered for of::Agent {
    const SEQUENCE: &'static str = "agent";
}
impl Numbered for of::User {
    const SEQUENCE: &'static str = "user";
}

/// A line as it is kept: without outer and double spaces, of a sensible length. May be empty.
fn line(text: &str, most: usize) -> std::result::Result<String, Message> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let good = text.chars().count() <= most && !text.chars().any(char::is_control);
    if good { Ok(text) } else { Err(message("access-name-long").with("most", i64::try_from(most).unwrap_or(i64::MAX))) }
}

/// Takes what was read, or notes what is wrong with its field.
fn keep<T>(errors: &mut Vec<FieldError>, field: &str, read: std::result::Result<T, Message>) -> Option<T> {
    read.map_err(|message| errors.push(FieldError { field: field.to_owned(), message })).ok()
}
