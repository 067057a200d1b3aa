//! What is done to the registers of houses and principals.

use super::{Address, House, Kpp, Principal, table};
use crate::{
    access::{Function, PrincipalId, Target, changes::unchanged, principal::OfPrincipal},
    act::{Act, door::Numbered},
    people::{AccountNumber, BankAccount, Bic, Inn},
    terms::{AgentId, FieldError, HouseId, Message, Refusal, Result, id::of, message},
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

impl Numbered for of::House {
    const SEQUENCE: &'static str = "house";
}

/// Houses entered at once.
pub const MOST_AT_ONCE: usize = 500;

/// What came of a list of houses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Houses that are new in the register.
    pub new: u64,
    /// Houses that stood in it already.
    pub known: u64,
}

/// Enters a house in the register.
///
/// # Errors
/// It is there already, or its author works with some houses only.
pub fn register(act: &mut Act<'_>, address: Address) -> Result<HouseId> {
    act.unbarred(Function::HouseRegister, Target::Other)?;
    free(act, &address, None)?;
    let Address { street, number } = address;
    let id = act.next_id()?;
    act.add(House { id, street, number })?;
    Ok(id)
}

/// Enters a list of houses; those that are there already are counted and left as they are.
///
/// # Errors
/// There are too many at once, or the author works with some houses only.
pub fn register_all(act: &mut Act<'_>, addresses: Vec<Address>) -> Result<Entered> {
    act.unbarred(Function::HouseRegister, Target::Other)?;
    if addresses.len() > MOST_AT_ONCE {
        return Err(Refusal::field("houses", message("house-many").with("most", MOST_AT_ONCE as i64)).into());
    }
    let folded = |house: &House| Address::folded(&house.street, &house.number);
    let mut known: HashSet<_> = table::houses(&*act)?.iter().map(folded).collect();
    let mut entered = Entered::default();
    for Address { street, number } in addresses {
        if known.insert(Address::folded(&street, &number)) {
            let id = act.next_id()?;
            act.add(House { id, street, number })?;
            entered.new += 1;
        } else {
            entered.known += 1;
        }
    }
    Ok(entered)
}

/// Mends the address of a house. Applications keep the address that they were handed in with.
///
/// # Errors
/// There is no such house in reach, another has this address, or somebody has changed it since.
pub fn change(act: &mut Act<'_>, id: HouseId, address: Address, seen: Option<&str>) -> Result<()> {
    let reached = act.permit().reach.covers_house(Some(id));
    let before = table::house(&*act, id)?.filter(|_| reached).ok_or_else(Refusal::missing)?;
    act.concern(&before);
    unchanged(&before, seen)?;
    free(act, &address, Some(id))?;
    let Address { street, number } = address;
    act.save(&before, House { id, street, number })?;
    Ok(())
}

fn free(act: &Act<'_>, address: &Address, own: Option<HouseId>) -> Result<()> {
    let houses = table::houses(act)?;
    let taken = houses.iter().any(|house| Some(house.id) != own && address.is_same(&house.street, &house.number));
    if taken { Err(Refusal::field("number", message("house-taken")).into()) } else { Ok(()) }
}

impl Numbered for OfPrincipal {
    const SEQUENCE: &'static str = "principal";
}

/// Characters in the name of a principal.
const LONGEST_NAME: usize = 200;

/// A principal as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Its name.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП; may be empty.
    pub kpp: String,
    /// The account.
    pub account: String,
    /// БИК.
    pub bic: String,
}

/// A principal whose every part is right.
#[derive(Clone, Debug)]
pub struct Particulars {
    name: String,
    inn: Inn,
    kpp: Option<Kpp>,
    account: BankAccount,
}

impl Typed {
    /// Reads it; all that is wrong is told at once.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(&self) -> Result<Particulars, Vec<FieldError>> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
        let inn = Inn::parse(&self.inn);
        let kpp = if self.kpp.trim().is_empty() { Ok(None) } else { Kpp::parse(&self.kpp).map(Some) };
        let (account, bic) = (AccountNumber::parse(&self.account), Bic::parse(&self.bic));
        let bound = match (account.clone(), bic.clone()) {
            (Ok(account), Ok(bic)) => BankAccount::new(account, bic).map(Some),
            (Ok(_), Err(_)) | (Err(_), _) => Ok(None),
        };
        let error = |field: &str, message: Message| FieldError { field: field.to_owned(), message };
        let mut errors = Vec::new();
        if !good {
            errors.push(error("name", message("principal-name").with("most", LONGEST_NAME as i64)));
        }
        errors.extend(inn.as_ref().err().map(|wrong| error("inn", wrong.clone())));
        errors.extend(kpp.as_ref().err().map(|wrong| error("kpp", wrong.clone())));
        errors.extend(account.err().map(|wrong| error("account", wrong)));
        errors.extend(bic.err().map(|wrong| error("bic", wrong)));
        errors.extend(bound.as_ref().err().map(|wrong| error("account", wrong.clone())));
        match (inn, kpp, bound) {
            (Ok(inn), Ok(kpp), Ok(Some(account))) if errors.is_empty() => Ok(Particulars { name, inn, kpp, account }),
            _ => Err(errors),
        }
    }
}

/// Enters a principal of this Agent in the registry, or changes the one with this number.
///
/// # Errors
/// There is no such principal or Agent in the author's reach; the Agent has one with this ИНН and КПП; somebody has changed it
/// since.
pub fn save_principal(
    act: &mut Act<'_>,
    agent: AgentId,
    id: Option<PrincipalId>,
    particulars: Particulars,
    seen: Option<&str>,
) -> Result<PrincipalId> {
    let reach = &act.permit().reach;
    if reach.holder.is_some() || reach.agent.is_some_and(|own| own != agent) {
        return Err(Refusal::missing().into());
    }
    let Particulars { name, inn, kpp, account } = particulars;
    let same = |known: &&Principal| Some(known.id) != id && known.inn == inn && known.kpp == kpp;
    if table::principals(&*act, agent)?.iter().find(same).is_some() {
        return Err(Refusal::field("inn", message("principal-taken")).into());
    }
    let Some(id) = id else {
        let id = act.next_id()?;
        return Ok(act.add(Principal { id, agent, name, inn, kpp, account })?.id);
    };
    let reached = |known: &Principal| known.agent == agent && act.permit().reach.principals.cover(Some(known.id));
    let before = table::principal(&*act, id)?.filter(reached).ok_or_else(Refusal::missing)?;
    act.concern(&before);
    unchanged(&before, seen)?;
    act.save(&before, Principal { id, agent, name, inn, kpp, account })?;
    Ok(id)
}
