//! The Owner's desk: users, by a client's request, and the base fields of their cards.

use super::{Gift, api_keys::drop_api_keys, keep, line, telling};
use crate::{
    access::{Function, Grant, Period, RoleCode, Target, UserKind, changes::save_grant, changes::unchanged},
    act::Act,
    identity::{Login, Password, User, agent::OWNER, table},
    people::{Email, Phone, day},
    terms::{AgentId, FieldError, FullName, Language, Message, Refusal, Result, Secret, Sight, Text, UserId, message},
};
use jiff::civil::Date;

/// Characters in a position and in the name of an account of a messenger.
const LONGEST_LINE: usize = 120;
/// Characters in a description.
const LONGEST_TEXT: usize = 2000;

/// The base fields of a card as they were typed.
#[derive(Clone, Debug, Default)]
pub struct TypedUser {
    /// Фамилия.
    pub surname: String,
    /// Имя.
    pub name: String,
    /// Отчество; may be empty.
    pub patronymic: String,
    /// Должность; may be empty.
    pub position: String,
    /// Work telephone; may be empty.
    pub phone: String,
    /// Work e-mail; may be empty.
    pub email: String,
    /// Messenger; may be empty.
    pub messenger: String,
    /// Whether the Owner lets them in.
    pub active: bool,
    /// The first day of access; may be empty.
    pub from: String,
    /// The last day; may be empty.
    pub to: String,
    /// Parameter "скрывать персональные данные".
    pub hides: bool,
    /// Parameter "показывать тестовые отчёты".
    pub tests: bool,
    /// Whether a certificate must be presented besides the password.
    pub certificate: bool,
    /// For the administrators; may be empty.
    pub description: String,
}

/// The base fields of a card, every part right.
#[derive(Clone, Debug)]
pub struct Base {
    name: FullName,
    position: String,
    phone: Option<Phone>,
    email: Option<Email>,
    messenger: String,
    active: bool,
    period: Period,
    hides: bool,
    tests: bool,
    certificate: bool,
    description: String,
}

impl Base {
    /// An active user of whom no more than this is known.
    pub const fn named(name: FullName, position: String) -> Self {
        Self {
            name,
            position,
            phone: None,
            email: None,
            messenger: String::new(),
            active: true,
            period: Period { from: None, to: None },
            hides: false,
            tests: false,
            certificate: false,
            description: String::new(),
        }
    }

    /// The same with an address for letters.
    #[must_use]
    pub fn with_email(self, email: Option<Email>) -> Self {
        Self { email, ..self }
    }

    /// The same with "скрывать персональные данные" as told.
    #[must_use]
    pub fn hiding(self, hides: bool) -> Self {
        Self { hides, ..self }
    }

    /// Puts them in place of the old ones.
    fn onto(self, user: User) -> User {
        User {
            name: self.name,
            position: self.position,
            phone: self.phone.map_or_else(String::new, |phone| phone.to_string()),
            email: self.email.map_or_else(String::new, String::from),
            messenger: self.messenger,
            active: self.active,
            period: self.period,
            hide_personal_data: self.hides,
            show_test_reports: self.tests,
            certificate_required: self.certificate,
            description: self.description,
            ..user
        }
    }
}

fn optional<T>(text: &str, read: impl FnOnce(&str) -> std::result::Result<T, Message>) -> std::result::Result<Option<T>, Message> {
    if text.trim().is_empty() { Ok(None) } else { read(text).map(Some) }
}

impl TypedUser {
    /// As it is stored.
    pub fn of(user: &User) -> Self {
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        Self {
            surname: user.name.surname().to_owned(),
            name: user.name.name().to_owned(),
            patronymic: user.name.patronymic().unwrap_or("").to_owned(),
            position: user.position.clone(),
            phone: user.phone.clone(),
            email: user.email.clone(),
            messenger: user.messenger.clone(),
            active: user.active,
            from: day(user.period.from),
            to: day(user.period.to),
            hides: user.hide_personal_data,
            tests: user.show_test_reports,
            certificate: user.certificate_required,
            description: user.description.clone(),
        }
    }

    /// Reads it; all that is wrong is told at once.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(&self) -> Result<Base, Refusal> {
        let mut errors: Vec<FieldError> = Vec::new();
        let name = FullName::from_parts(&self.surname, &self.name, &self.patronymic).map_err(|wrong| errors.extend(wrong)).ok();
        let position = keep(&mut errors, "position", line(&self.position, LONGEST_LINE));
        let phone = keep(&mut errors, "phone", optional(&self.phone, Phone::parse));
        let email = keep(&mut errors, "email", optional(&self.email, Email::parse));
        let messenger = keep(&mut errors, "messenger", line(&self.messenger, LONGEST_LINE));
        let from = keep(&mut errors, "from", optional(&self.from, day::parse));
        let to = keep(&mut errors, "to", optional(&self.to, day::parse));
        let period = Period { from: from.flatten(), to: to.flatten() };
        if period.is_backwards() {
            errors.push(FieldError { field: "to".to_owned(), message: message("period-backwards") });
        }
        let description = keep(&mut errors, "description", text(&self.description));
        let (Some(name), Some(position), Some(phone), Some(email), Some(messenger), Some(description), true) =
            (name, position, phone, email, messenger, description, errors.is_empty())
        else {
            return Err(Refusal::fields(errors));
        };
        let (active, hides, tests, certificate) = (self.active, self.hides, self.tests, self.certificate);
        Ok(Base { name, position, phone, email, messenger, active, period, hides, tests, certificate, description })
    }
}

/// Several lines.
fn text(typed: &str) -> std::result::Result<String, Message> {
    let text = typed.trim().replace('\r', "");
    let good = text.chars().count() <= LONGEST_TEXT && !text.chars().any(|c| c.is_control() && c != '\n');
    if good { Ok(text) } else { Err(message("access-name-long").with("most", LONGEST_TEXT as i64)) }
}

/// What the Owner writes on a new user's card.
#[derive(Clone, Debug)]
pub struct Card {
    /// The type.
    pub kind: UserKind,
    /// The login.
    pub login: Login,
    /// The base fields.
    pub base: Base,
    /// How they prove that it is they.
    pub password: Password,
}

/// Where a new user works, and as what.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// In these Agents.
    pub agents: Vec<AgentId>,
    /// In this role in each; none, where the Agents' administrators give the roles.
    pub role: Option<RoleCode>,
}

/// A new employee.
///
/// # Errors
/// The author is not the Owner's; the login is taken or of another type.
pub fn create_user(act: &mut Act<'_>, card: Card) -> Result<UserId> {
    act.unbarred(Function::UserCreate, Target::Other)?;
    let Card { kind, login, base, password } = card;
    if kind == UserKind::Citizen || !login.as_str().starts_with(kind.digit()) {
        return Err(Refusal::field("login", message("login-of-kind").with("digit", kind.digit().to_string())).into());
    }
    let bare = User {
        id: UserId::new(0),
        kind,
        login,
        password,
        name: base.name.clone(),
        position: String::new(),
        phone: String::new(),
        email: String::new(),
        messenger: String::new(),
        active: true,
        period: Period::default(),
        hide_personal_data: false,
        show_test_reports: false,
        certificate_required: false,
        person: None,
        description: String::new(),
    };
    add_user(act, base.onto(bare))
}

/// Gives the card its number and writes it.
///
/// # Errors
/// The login is taken.
pub fn add_user(act: &mut Act<'_>, mut user: User) -> Result<UserId> {
    if table::user_by_login(&*act, &user.login)?.is_some() {
        return Err(Refusal::field("login", message("login-taken")).into());
    }
    user.id = act.next_id()?;
    Ok(act.add(user)?.id)
}

/// A new employee with their Agents, by a client's request; where none is named, an employee of the Owner works with the
/// Owner. The access notice goes out by e-mail where they have an address.
///
/// # Errors
/// As [`create_user`]; the Agents are not those for this type of user, or there is no such role; what
/// [`crate::access::guard`] refuses.
pub fn welcome(act: &mut Act<'_>, card: Card, place: &Place, typed: Secret<String>) -> Result<UserId> {
    act.unbarred(Function::UserCreate, Target::Other)?;
    let mut agents = place.agents.clone();
    agents.sort();
    agents.dedup();
    if agents.is_empty() && card.kind == UserKind::Owner {
        agents.push(OWNER);
    }
    fits(act, card.kind, &agents)?;
    let Some(hash) = card.password.hash().cloned() else { return Err(Refusal::missing().into()) };
    let id = create_user(act, card)?;
    for agent in &agents {
        let roles = place.role.iter().cloned().collect();
        save_grant(act, Grant { roles, ..Grant::new(id, *agent) }, None)?;
    }
    let role = place.role.as_ref().and_then(|code| act.policy().roles().get(code.as_str()));
    let named = |language: Language| role.map_or_else(String::new, |role| role.name.read(language).to_owned());
    let roles = Text { ru: named(Language::Russian), en: named(Language::English) };
    let user = table::user(&*act, id)?.ok_or_else(Refusal::missing)?;
    let first = agents.first().copied().unwrap_or(OWNER);
    telling::access_notice(act, &user, first, &Gift { typed, hash: Secret::new(hash), roles })?;
    Ok(id)
}

/// The Owner's employees work in the Owner's own Agent, everybody else in others.
fn fits(act: &Act<'_>, kind: UserKind, agents: &[AgentId]) -> Result<()> {
    let wrong = |id: &'static str| Err(Refusal::field("agent", message(id)).into());
    for agent in agents {
        table::agent(act, *agent)?.ok_or_else(|| Refusal::field("agent", message("rights-choose")))?;
    }
    match kind {
        UserKind::Owner if agents != [OWNER] => wrong("user-agents-owner"),
        UserKind::Partner | UserKind::Agent if agents.is_empty() => wrong("user-agents-none"),
        UserKind::Partner | UserKind::Agent if agents.contains(&OWNER) => wrong("user-agents-others"),
        UserKind::Owner | UserKind::Partner | UserKind::Agent | UserKind::Citizen => Ok(()),
    }
}

/// Other base fields on an employee's card; type and login stay, for the journal knows the user by them. Where a certificate
/// is demanded from now on, sessions without one end.
///
/// # Errors
/// The author is not the Owner's, or may less than this user; it is a citizen's card; somebody has changed it since; on the
/// own card, whatever opens or closes the access.
pub fn edit_user(act: &mut Act<'_>, id: UserId, base: Base, seen: Option<&str>) -> Result<()> {
    act.unbarred(Function::UserEdit, Target::Other)?;
    let before = table::user(&*act, id)?.filter(|user| user.kind != UserKind::Citizen).ok_or_else(Refusal::missing)?;
    act.concern(&before);
    act.unbarred(Function::UserEdit, Target::User(id))?;
    unchanged(&before, seen)?;
    let after = unseen_kept(act.permit().sight, &before, base.onto(before.clone()));
    if act.actor().user() == Some(id) {
        own(&before, &after)?;
    }
    let demanded = after.certificate_required && !before.certificate_required;
    let dismissed = before.active && !after.active;
    act.save(&before, after)?;
    if dismissed {
        // Whoever comes back makes new ones (`domain.md`, the change of a role).
        drop_api_keys(act, id)?;
    }
    if demanded { end_uncertified(act, id) } else { Ok(()) }
}

/// What is hidden from the author stays as it was: they cannot know what they would write over.
fn unseen_kept(sight: Sight, before: &User, after: User) -> User {
    match sight {
        Sight::Plain => after,
        Sight::Masked => {
            let User { phone, email, messenger, description, .. } = before.clone();
            User { phone, email, messenger, description, ..after }
        }
    }
}

/// On the own card nobody changes what opens or closes the access.
fn own(before: &User, after: &User) -> Result<(), Refusal> {
    let parts = [
        ("active", before.active != after.active),
        ("from", before.period.from != after.period.from),
        ("to", before.period.to != after.period.to),
        ("hides", before.hide_personal_data != after.hide_personal_data),
        ("certificate", before.certificate_required != after.certificate_required),
    ];
    let wrong = |field: &str| FieldError { field: field.to_owned(), message: message("user-own-access") };
    let errors: Vec<_> = parts.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| wrong(field)).collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::fields(errors)) }
}

/// Ends the sessions of this user that were opened without a certificate, and the keys that were made in such.
///
/// # Errors
/// A fault of the engine.
pub fn end_uncertified(act: &mut Act<'_>, user: UserId) -> Result<()> {
    let sessions = table::sessions_of(&*act, user)?;
    sessions.iter().filter(|session| session.certificate.is_none()).try_for_each(|session| act.remove(session))?;
    let keys = table::api_keys_of(&*act, user)?;
    keys.iter().filter(|key| key.certificate.is_none()).try_for_each(|key| act.remove(key))
}
