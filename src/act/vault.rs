//! The keys under which personal values lie sealed in the journal: one for each subject, itself sealed under the
//! installation's key, made when it is first needed, destroyed to erase.

use crate::{
    journal::{
        Value,
        seal::{NONCE, Sealed, SealingKey},
    },
    storage::{Overlay, Table, View, codec},
    terms::{Fault, PersonId, Result},
};
use rand::Rng;

const TABLE: Table = Table("subject_keys");
const VERSION: u8 = 1;

/// Opens and makes subjects' keys.
#[derive(Clone)]
pub struct Vault {
    installation: SealingKey,
}

impl Vault {
    /// The vault that this key of the installation opens.
    pub const fn new(installation: SealingKey) -> Self {
        Self { installation }
    }

    /// Seals something under the installation's key.
    ///
    /// # Errors
    /// The value is larger than the cipher takes.
    pub fn seal(&self, plain: &[u8], random: &mut dyn Rng) -> Result<Sealed> {
        self.installation.seal(plain, fresh_nonce(random))
    }

    /// Opens what lies sealed under the installation's key; none where it is another's.
    pub fn open(&self, sealed: &Sealed) -> Option<Vec<u8>> {
        self.installation.open(sealed)
    }

    fn key_of(&self, view: &dyn View, subject: PersonId) -> Result<Option<SealingKey>> {
        let Some(bytes) = view.get(TABLE, &subject.key())? else { return Ok(None) };
        let sealed: Sealed = codec::decode(VERSION, &bytes)?;
        let opened = self.installation.open(&sealed).and_then(|bytes| bytes.try_into().ok());
        let opened = opened.ok_or_else(|| Fault::new("opening a subject's key", "it was sealed by another installation"))?;
        Ok(Some(SealingKey::new(opened)))
    }

    /// The subject's key, made now where there is none.
    ///
    /// # Errors
    /// A fault of the engine, or the key is of another installation.
    pub fn key_for(&self, view: &dyn View, overlay: &mut Overlay, subject: PersonId, random: &mut dyn Rng) -> Result<SealingKey> {
        if let Some(key) = self.key_of(view, subject)? {
            return Ok(key);
        }
        let mut bytes = [0; 32];
        random.fill_bytes(&mut bytes);
        let key = SealingKey::new(bytes);
        let sealed = self.installation.seal(key.expose(), fresh_nonce(random))?;
        overlay.put(TABLE, subject.key().to_vec(), codec::encode(VERSION, &sealed)?);
        Ok(key)
    }

    /// The text of a value in the history: none where its key was destroyed, or where it is a secret.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn read(&self, view: &dyn View, subject: Option<PersonId>, value: &Value) -> Result<Option<String>> {
        match value {
            Value::Open(text) => Ok(Some(text.clone())),
            Value::Hidden => Ok(None),
            Value::Sealed(sealed) => {
                let Some(subject) = subject else { return Ok(None) };
                let opened = self.key_of(view, subject)?.and_then(|key| key.open(sealed));
                Ok(opened.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
            }
        }
    }
}

/// A nonce that was never used.
pub fn fresh_nonce(random: &mut dyn Rng) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    random.fill_bytes(&mut nonce);
    nonce
}
