//! A small town in a folder, made through Acts; and hands that damage what is stored.

use crate::{
    access::{Actor, Function, Roles, UserKind},
    act::{Act, Bench, Call, Opening, Vault},
    identity::{Agent, Login, Password, User},
    journal::{Name, SigningKey, VerifyingKey, seal::SealingKey},
    storage::{Engine, Overlay, Snapshot, Table, View, engine::FILE},
    terms::{AgentId, FullName, Result, Text, UserId},
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use std::{fs, path::Path, sync::Arc};

pub const FIRST: AgentId = AgentId::new(1);
pub const SECOND: AgentId = AgentId::new(2);
const ROLES: &str = r#"
[[role]]
code = "guest"
name = { ru = "Гость", en = "Guest" }
abbreviation = { ru = "Г", en = "G" }
note = { ru = "", en = "" }
functions = ["public.page.view"]
"#;

pub struct Town {
    pub folder: tempfile::TempDir,
    secret: Vec<u8>,
    pub key: VerifyingKey,
    pub bench: Option<Bench>,
    acts: u64,
}

/// What the request line of this act says, from 1: nothing else in the file has these bytes.
pub fn request(act: u64) -> String {
    format!("POST /story/act-{act:07}-end")
}

fn start() -> Timestamp {
    "2026-11-23T06:00:00Z".parse().unwrap()
}

impl Town {
    pub fn new() -> Self {
        let key = SigningKey::generate(Name::parse("kabinet.test").unwrap()).unwrap();
        let (secret, verifying) = (key.to_pkcs8().unwrap().to_vec(), key.verifying().clone());
        let mut town = Self { folder: tempfile::tempdir().unwrap(), secret, key: verifying, bench: None, acts: 0 };
        town.open();
        town.act(FIRST, |act| act.add(agent(FIRST)).map(drop));
        town.act(SECOND, |act| act.add(agent(SECOND)).map(drop));
        town
    }

    pub fn signing(&self) -> SigningKey {
        SigningKey::from_pkcs8(self.key.name().clone(), &self.secret).unwrap()
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn open(&mut self) {
        let opening = Opening {
            engine: Engine::open(self.path()).unwrap(),
            roles: Arc::new(Roles::parse(ROLES).unwrap()),
            signing: self.signing(),
            vault: Vault::new(SealingKey::new([7; 32])),
            zone: TimeZone::UTC,
            seed: [1; 32],
            space: Box::new(|| Ok(u64::MAX)),
        };
        self.bench = Some(Bench::open(opening).unwrap());
    }

    pub fn bench(&mut self) -> &mut Bench {
        self.bench.as_mut().unwrap()
    }

    /// The moment of the next act: ten in a second, a minute's rest after every hundred.
    pub fn now(&self) -> Timestamp {
        let (acts, rests) = (i64::try_from(self.acts).unwrap(), i64::try_from(self.acts / 100).unwrap());
        start() + (acts * 100).milliseconds() + (rests * 60).seconds()
    }

    pub fn try_act<T: serde::Serialize + serde::de::DeserializeOwned>(
        &mut self,
        agent: AgentId,
        verb: impl FnOnce(&mut Act<'_>) -> Result<T>,
    ) -> Result<T> {
        let at = self.now();
        self.acts += 1;
        let actor = Actor::operator(&request(self.acts));
        self.bench().act(&Call { actor: &actor, function: Function::UserCreate, at, once: None }, |act| {
            act.in_journal_of(agent);
            verb(act)
        })
    }

    pub fn act(&mut self, agent: AgentId, verb: impl FnOnce(&mut Act<'_>) -> Result<()>) {
        self.try_act(agent, verb).unwrap();
    }

    /// One entry with the next request text in this Agent's journal.
    pub fn user(&mut self, agent: AgentId) {
        let number = self.acts + 1;
        self.act(agent, |act| act.add(user(number)).map(drop));
    }

    /// So many acts in turn for both Agents, seven to a commit; then the end of the day.
    pub fn live(&mut self, acts: u64) {
        for act in 0..acts {
            self.user(if act % 2 == 0 { FIRST } else { SECOND });
            if act % 7 == 6 {
                self.bench().commit().unwrap();
            }
        }
        self.close();
    }

    pub fn close(&mut self) {
        self.bench().close().unwrap();
        self.bench = None;
    }

    /// Another installation's folder with the same bytes.
    pub fn copy(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        fs::copy(self.path().join(FILE), copy.path().join(FILE)).unwrap();
        copy
    }
}

fn agent(id: AgentId) -> Agent {
    let name = Text { ru: format!("Агент {id}"), en: format!("Agent {id}") };
    let none = String::new;
    Agent {
        id,
        code: format!("agent{id}"),
        name: name.clone(),
        short_name: name,
        inn: none(),
        kpp: none(),
        phone: none(),
        email: none(),
        request: none(),
        reserved: vec![],
        closed: None,
    }
}

pub fn user(number: u64) -> User {
    User {
        id: UserId::new(number),
        kind: UserKind::Agent,
        login: Login::of(UserKind::Agent, &format!("user{number}")).unwrap(),
        password: Password::None,
        name: FullName::parse("Белова Анна Сергеевна").unwrap(),
        position: "=оператор, \"старший\"".to_owned(),
        phone: String::new(),
        email: String::new(),
        messenger: String::new(),
        active: true,
        period: Default::default(),
        hide_personal_data: false,
        show_test_reports: false,
        certificate_required: false,
        person: None,
        description: String::new(),
    }
}

/// Flips one bit wherever these bytes lie in the file of this folder, in old pages as well; tells how often.
pub fn flip(folder: &Path, bytes: &[u8]) -> usize {
    let path = folder.join(FILE);
    let mut file = fs::read(&path).unwrap();
    let places: Vec<_> = (0..file.len() - bytes.len()).filter(|at| file[*at] == bytes[0] && file[*at..].starts_with(bytes)).collect();
    places.iter().for_each(|at| file[*at + bytes.len() - 1] ^= 1);
    fs::write(path, file).unwrap();
    places.len()
}

pub fn read(folder: &Path) -> Snapshot {
    Engine::open_to_read(folder).unwrap().snapshot().unwrap()
}

/// Changes one row by hand; none removes it.
pub fn damage(folder: &Path, table: Table, key: &[u8], change: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) {
    let engine = Engine::open(folder).unwrap();
    let row = engine.snapshot().unwrap().get(table, key).unwrap().unwrap_or_default();
    let mut overlay = Overlay::default();
    match change(row) {
        Some(value) => overlay.put(table, key.to_vec(), value),
        None => overlay.remove(table, key.to_vec()),
    }
    engine.commit(&overlay).unwrap();
}
