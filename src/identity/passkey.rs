//! Passkeys (WebAuthn, W3C Recommendation) as a second factor: a key in the telephone, the computer or a token, which answers
//! for this site only.
//!
//! What the site must remember between its question and the answer goes with the form, sealed, bound to the session or the
//! doorstep that was asked, for some minutes. A doorstep is left with the first right answer: none counts twice.

use super::session::SessionKey;
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Digest, Fault, Kind, Refusal, Result, Secret, UserId, error::Doing, message},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use webauthn_rs::prelude::{
    AuthenticationResult, CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid, Webauthn, WebauthnBuilder,
};

/// Passkeys of one user.
pub const MOST: usize = 10;
/// Characters of the name that a user gives to one.
pub const LONGEST_NAME: usize = 60;
/// How long an answer may take.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
const DOING: &str = "asking for a passkey";

/// The site for which keys answer: the first name of the configuration.
pub struct Site(Webauthn);

/// A question for the browser, and what must come back with its answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// For the page's script, as JSON.
    pub options: String,
    /// To be sealed.
    pub state: Vec<u8>,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Asked<T> {
    whom: SessionKey,
    until: Timestamp,
    state: T,
}

/// Who is asked, and when.
#[derive(Clone, Copy, Debug)]
pub struct Occasion {
    /// The session, or the doorstep.
    pub whom: SessionKey,
    /// The moment.
    pub now: Timestamp,
}

impl Occasion {
    fn keep<T: Serialize>(self, options: &impl Serialize, state: T) -> Result<Question> {
        let asked = Asked { whom: self.whom, until: self.now + WAITS, state };
        Ok(Question { options: serde_json::to_string(options).doing(DOING)?, state: serde_json::to_vec(&asked).doing(DOING)? })
    }

    fn asked<T: DeserializeOwned>(self, state: &[u8]) -> Option<T> {
        let asked: Asked<T> = serde_json::from_slice(state).ok()?;
        (asked.whom == self.whom && self.now < asked.until).then_some(asked.state)
    }
}

fn unfit() -> Refusal {
    Refusal::new(Kind::Conflict, message("passkey-unfit"))
}

impl Site {
    /// The site that is reached under this name and this address.
    ///
    /// # Errors
    /// The name is none of the address, or an IP address: passkeys want a name.
    pub fn new(name: &str, address: &str, town: &str) -> Result<Self> {
        let address = Url::parse(address).doing(DOING)?;
        let builder = WebauthnBuilder::new(name, &address).map_err(|cause| Fault::new(DOING, format!("{cause:?}")))?;
        let site = builder.rp_name(town).build().map_err(|cause| Fault::new(DOING, format!("{cause:?}")))?;
        Ok(Self(site))
    }

    /// Asks for a new key.
    ///
    /// # Errors
    /// A fault of the library.
    pub fn ask_for_new(&self, occasion: Occasion, user: UserId, login: &str, known: &[OwnKey]) -> Result<Question> {
        let digest = Digest::of(&user.key());
        let handle = Uuid::from_slice(&digest.0[..16]).doing(DOING)?;
        let known = known.iter().filter_map(OwnKey::passkey).map(|key| key.cred_id().clone()).collect();
        let asked = self.0.start_passkey_registration(handle, login, login, Some(known));
        let (options, state): (CreationChallengeResponse, PasskeyRegistration) =
            asked.map_err(|cause| Fault::new(DOING, format!("{cause:?}")))?;
        occasion.keep(&options.public_key, state)
    }

    /// The new key that the browser answered with.
    ///
    /// # Errors
    /// It is no answer to this question, or of another site.
    pub fn new_key(&self, occasion: Occasion, state: &[u8], answer: &str) -> std::result::Result<Passkey, Refusal> {
        let state: PasskeyRegistration = occasion.asked(state).ok_or_else(unfit)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| unfit())?;
        self.0.finish_passkey_registration(&answer, &state).map_err(|_| unfit())
    }

    /// Asks for one of these keys.
    ///
    /// # Errors
    /// A fault of the library.
    pub fn ask_for(&self, occasion: Occasion, known: &[OwnKey]) -> Result<Question> {
        let known: Vec<Passkey> = known.iter().filter_map(OwnKey::passkey).collect();
        let asked = self.0.start_passkey_authentication(&known);
        let (options, state): (RequestChallengeResponse, PasskeyAuthentication) =
            asked.map_err(|cause| Fault::new(DOING, format!("{cause:?}")))?;
        occasion.keep(&options.public_key, state)
    }

    /// Which key the browser answered with; none where it is no answer to this question, or of another site.
    pub fn answered(&self, occasion: Occasion, state: &[u8], answer: &str) -> Option<Proved> {
        let state: PasskeyAuthentication = occasion.asked(state)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        self.0.finish_passkey_authentication(&answer, &state).ok().map(Proved)
    }
}

/// That a key has answered.
#[derive(Clone, Debug)]
pub struct Proved(AuthenticationResult);

/// One key of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKey {
    /// What the user calls it.
    pub name: String,
    /// Its identity: the digest of what the browser calls it.
    pub id: Digest,
    /// Its public half with its counter, as the library keeps it.
    pub key: Secret<String>,
    /// Since when.
    pub added_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

impl OwnKey {
    /// A key that is added now.
    ///
    /// # Errors
    /// A fault of the library.
    pub fn of(name: String, key: &Passkey, added_at: Timestamp) -> Result<Self> {
        let text = serde_json::to_string(key).doing(DOING)?;
        Ok(Self { name, id: Digest::of(key.cred_id()), key: Secret::new(text), added_at, used_at: None })
    }

    fn passkey(&self) -> Option<Passkey> {
        serde_json::from_str(self.key.reveal()).ok()
    }
}

/// The keys of one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkeys {
    /// Whose.
    pub user: UserId,
    /// In the order in which they were added.
    pub keys: Vec<OwnKey>,
}

impl Passkeys {
    /// After one of them has answered; none where it is not theirs.
    pub fn used(&self, proved: &Proved, now: Timestamp) -> Option<Self> {
        let id = Digest::of(proved.0.cred_id());
        let mut after = self.clone();
        let own = after.keys.iter_mut().find(|key| key.id == id)?;
        let mut key = own.passkey()?;
        key.update_credential(&proved.0)?;
        (own.key, own.used_at) = (Secret::new(serde_json::to_string(&key).ok()?), Some(now));
        Some(after)
    }

    /// Without this one; none where it is not there.
    pub fn without(&self, id: Digest) -> Option<Self> {
        let keys: Vec<_> = self.keys.iter().filter(|key| key.id != id).cloned().collect();
        (keys.len() < self.keys.len()).then_some(Self { keys, ..*self })
    }
}

impl Record for Passkeys {
    const NAME: &'static str = "passkeys";
    const TABLE: Table = Table("passkeys");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Passkeys {}

impl Placed for Passkeys {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}
