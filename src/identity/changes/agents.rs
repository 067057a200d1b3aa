//! The Owner's desk: Agents, made by a client's request.

use super::{keep, line};
use crate::{
    access::{Function, Target, changes::unchanged},
    act::Act,
    housing::Kpp,
    identity::{
        Agent, Numbers,
        agent::{Closed, OWNER},
        table,
    },
    people::{Email, Inn, Phone},
    terms::{AgentId, FieldError, Message, Refusal, Result, Text, message},
};

/// Characters in the name of an Agent.
const LONGEST_NAME: usize = 200;
/// Characters in its short name and in the client's request.
const LONGEST_LINE: usize = 60;
/// Characters in its code.
const LONGEST_CODE: usize = 32;

/// An Agent as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TypedAgent {
    /// Its code; looked at when it is made.
    pub code: String,
    /// Its name in Russian.
    pub name: String,
    /// In English; may be empty.
    pub name_en: String,
    /// Its short name in Russian.
    pub short: String,
    /// In English; may be empty.
    pub short_en: String,
    /// ИНН; may be empty.
    pub inn: String,
    /// КПП; may be empty.
    pub kpp: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// E-mail; may be empty.
    pub email: String,
    /// The client's request; may be empty.
    pub request: String,
    /// Reserved numbers of accounts; may be empty.
    pub reserved: String,
}

/// The parameters of an Agent, every part right.
#[derive(Clone, Debug, Default)]
pub struct Particulars {
    /// Its name.
    pub name: Text,
    /// Its short name.
    pub short_name: Text,
    inn: Option<Inn>,
    kpp: Option<Kpp>,
    phone: Option<Phone>,
    email: Option<Email>,
    request: String,
    reserved: Vec<Numbers>,
}

impl Particulars {
    /// An Agent of which nothing but the names is known.
    pub fn named(name: Text, short_name: Text) -> Self {
        Self { name, short_name, ..Self::default() }
    }
}

/// A value that may be left empty.
fn optional<T>(text: &str, read: impl FnOnce(&str) -> std::result::Result<T, Message>) -> std::result::Result<Option<T>, Message> {
    if text.trim().is_empty() { Ok(None) } else { read(text).map(Some) }
}

fn named(text: &str, most: usize) -> std::result::Result<String, Message> {
    line(text, most).and_then(|text| if text.is_empty() { Err(message("access-name-empty")) } else { Ok(text) })
}

/// Both languages; where the English is left empty, the Russian stands for it.
fn both(ru: String, en: String) -> Text {
    Text { en: if en.is_empty() { ru.clone() } else { en }, ru }
}

impl TypedAgent {
    /// As it is stored.
    pub fn of(agent: &Agent) -> Self {
        let Agent { id: _, code, name, short_name, inn, kpp, phone, email, request, reserved, closed: _ } = agent.clone();
        let reserved = reserved.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let (name_en, short_en) = (name.en, short_name.en);
        Self { code, name: name.ru, name_en, short: short_name.ru, short_en, inn, kpp, phone, email, request, reserved }
    }

    /// Reads it; all that is wrong is told at once.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(&self) -> Result<Particulars, Refusal> {
        let mut errors = Vec::new();
        let name = keep(&mut errors, "name", named(&self.name, LONGEST_NAME));
        let name_en = keep(&mut errors, "name-en", line(&self.name_en, LONGEST_NAME));
        let short = keep(&mut errors, "short", named(&self.short, LONGEST_LINE));
        let short_en = keep(&mut errors, "short-en", line(&self.short_en, LONGEST_LINE));
        let inn = keep(&mut errors, "inn", optional(&self.inn, Inn::parse));
        let kpp = keep(&mut errors, "kpp", optional(&self.kpp, Kpp::parse));
        let phone = keep(&mut errors, "phone", optional(&self.phone, Phone::parse));
        let email = keep(&mut errors, "email", optional(&self.email, Email::parse));
        let request = keep(&mut errors, "request", line(&self.request, LONGEST_LINE));
        let reserved = keep(&mut errors, "reserved", Numbers::parse_all(&self.reserved));
        let (Some(name), Some(name_en), Some(short), Some(short_en)) = (name, name_en, short, short_en) else {
            return Err(Refusal::fields(errors));
        };
        let (Some(inn), Some(kpp), Some(phone), Some(email), Some(request), Some(reserved)) = (inn, kpp, phone, email, request, reserved)
        else {
            return Err(Refusal::fields(errors));
        };
        let (name, short_name) = (both(name, name_en), both(short, short_en));
        Ok(Particulars { name, short_name, inn, kpp, phone, email, request, reserved })
    }
}

impl Particulars {
    /// Puts them in place of the old ones.
    fn onto(self, agent: Agent) -> Agent {
        let Self { name, short_name, inn, kpp, phone, email, request, reserved } = self;
        let some = |value: Option<String>| value.unwrap_or_default();
        Agent {
            name,
            short_name,
            inn: some(inn.map(String::from)),
            kpp: some(kpp.map(String::from)),
            phone: some(phone.map(|phone| phone.to_string())),
            email: some(email.map(String::from)),
            request,
            reserved,
            ..agent
        }
    }
}

/// A code: `social`.
fn code(text: &str) -> Result<String, Message> {
    let code = text.trim();
    let right = code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.len() <= LONGEST_CODE
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if right { Ok(code.to_owned()) } else { Err(message("agent-code-malformed")) }
}

/// A new Agent; the first of an installation is the Owner. What is wrong with its code is told with all that is wrong with
/// the rest.
///
/// # Errors
/// The author is not the Owner's; its code is malformed or taken; another Agent has these ИНН and КПП, or one of the
/// reserved numbers.
pub fn create_agent(act: &mut Act<'_>, named: &str, particulars: Result<Particulars, Refusal>) -> Result<AgentId> {
    act.unbarred(Function::AgentCreate, Target::Other)?;
    let mut errors = Vec::new();
    let code = keep(&mut errors, "code", code(named)).unwrap_or_default();
    if table::agent_by_code(&*act, &code)?.is_some() {
        errors.push(FieldError { field: "code".to_owned(), message: message("agent-code-taken") });
    }
    let particulars = match particulars {
        Ok(particulars) => particulars,
        Err(refusal) => return Err(Refusal::fields(errors.into_iter().chain(refusal.fields).collect()).into()),
    };
    let id = act.next_id()?;
    let bare = Agent {
        id,
        code,
        name: Text::default(),
        short_name: Text::default(),
        inn: String::new(),
        kpp: String::new(),
        phone: String::new(),
        email: String::new(),
        request: String::new(),
        reserved: Vec::new(),
        closed: None,
    };
    let agent = particulars.onto(bare);
    errors.extend(taken(act, &agent)?);
    if !errors.is_empty() {
        return Err(Refusal::fields(errors).into());
    }
    act.add(agent)?;
    Ok(id)
}

/// What of it is another Agent's.
fn taken(act: &Act<'_>, agent: &Agent) -> Result<Vec<FieldError>> {
    let mut errors: Vec<FieldError> = Vec::new();
    for other in table::agents(act)?.into_iter().filter(|other| other.id != agent.id) {
        let name = other.short_name.ru.clone();
        let mut wrong = |field: &str, id: &'static str| {
            errors.push(FieldError { field: field.to_owned(), message: message(id).with("agent", name.clone()) });
        };
        if !agent.inn.is_empty() && agent.inn == other.inn && agent.kpp == other.kpp {
            wrong("inn", "agent-inn-taken");
        }
        if agent.reserved.iter().any(|own| other.reserved.iter().any(|theirs| own.meets(theirs))) {
            wrong("reserved", "reserved-taken");
        }
    }
    Ok(errors)
}

fn stored(act: &mut Act<'_>, id: AgentId) -> Result<Agent> {
    act.unbarred(Function::AgentEdit, Target::Other)?;
    let agent = table::agent(&*act, id)?.ok_or_else(Refusal::missing)?;
    act.concern(&agent);
    Ok(agent)
}

/// Other parameters of an Agent. Its code stays: services name it.
///
/// # Errors
/// As [`create_agent`], or somebody has changed it since.
pub fn edit_agent(act: &mut Act<'_>, id: AgentId, particulars: Particulars, seen: Option<&str>) -> Result<()> {
    let before = stored(act, id)?;
    unchanged(&before, seen)?;
    let after = particulars.onto(before.clone());
    let errors = taken(act, &after)?;
    if !errors.is_empty() {
        return Err(Refusal::fields(errors).into());
    }
    act.save(&before, after)?;
    Ok(())
}

/// Whether the users of an Agent work in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// They do.
    Open,
    /// They do not: their next request is refused. Data and journal stay.
    Closed,
}

impl Activity {
    /// In the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "close",
        }
    }

    /// The activity of this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Open, Self::Closed].into_iter().find(|activity| activity.code() == code)
    }
}

/// Closes an Agent, or opens it again.
///
/// # Errors
/// It is the Owner, or no Agent; it is so already.
pub fn set_activity(act: &mut Act<'_>, id: AgentId, activity: Activity) -> Result<()> {
    let before = stored(act, id)?;
    if id == OWNER {
        return Err(Refusal::conflict("agent-owner-stays").into());
    }
    let closed = match (activity, &before.closed) {
        (Activity::Closed, None) => Some(Closed { at: act.now(), by: act.actor().user() }),
        (Activity::Open, Some(_)) => None,
        (Activity::Closed, Some(_)) => return Err(Refusal::conflict("agent-closed-already").into()),
        (Activity::Open, None) => return Err(Refusal::conflict("agent-open-already").into()),
    };
    act.save(&before, Agent { closed, ..before.clone() })?;
    Ok(())
}
