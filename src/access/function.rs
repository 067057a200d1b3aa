//! The closed list of functions: what a role grants, a route requires and the journal records.

use crate::terms::Argument;
use std::{collections::HashMap, sync::LazyLock};

/// One action inside a section. Its code is `section.subsection.action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the code beside each in LIST and its wording in assets/locales say what it is")]
pub enum Function {
    PageView,
    CatalogView,
    SessionOpen,
    SessionClose,
    PasswordChange,
    ScopeChoose,
    ProfileView,
    TraceView,
    ApplicationList,
    ApplicationView,
    ApplicationStart,
    ApplicationEdit,
    ApplicationSubmit,
    ApplicationWithdraw,
    ApplicationAnswer,
    ApplicationAppeal,
    DocumentAttach,
    DocumentRemove,
    DocumentOpen,
    NoticeList,
    NoticeRead,
    CaseList,
    CaseView,
    CaseRegister,
    CaseTake,
    CaseReturn,
    CaseAssign,
    CaseAsk,
    CaseSend,
    CaseCheck,
    CaseDecide,
    CaseDeliver,
    CaseAppeal,
    CaseDocument,
    CaseFind,
    PersonRegister,
    PersonView,
    JournalList,
    JournalView,
    JournalProve,
    JournalExport,
    HistoryView,
    AgentCreate,
    UserCreate,
    GrantMake,
    ScopeDefine,
    HouseRegister,
    GrantList,
    RoleList,
    RoleDefine,
    ScopeList,
    RuleList,
    RuleDefine,
    GroupDefine,
    AgentGroupDefine,
    PrincipalList,
    PrincipalRegister,
    CertificateAsk,
    CertificateProve,
    CertificateInvite,
    CertificateList,
    CertificateView,
    CertificateRevoke,
    CertificateRequire,
    CertificateDocument,
    CertificateDecide,
    CertificateRemind,
    NoticeMail,
    LetterList,
    LetterResend,
    LetterSend,
    SessionList,
    SessionEnd,
    SessionProve,
    PasswordRestore,
    UserGivePassword,
    FactorView,
    FactorSet,
    FactorRemove,
    UserFactorRemove,
    AgentList,
    AgentEdit,
    UserEdit,
    DataDisclose,
    JournalKeep,
    AuditView,
    RoleMerge,
    CalendarView,
    CalendarDefine,
    HouseList,
    ApiKeyUse,
    ApiKeyList,
    ApiKeyMake,
    ApiKeyRevoke,
    UserApiKeyRevoke,
}

use Function as F;

/// Every function with its code, in the order of the enum.
const LIST: [(Function, &str); 95] = [
    (F::PageView, "public.page.view"),
    (F::CatalogView, "catalog.service.view"),
    (F::SessionOpen, "identity.session.open"),
    (F::SessionClose, "identity.session.close"),
    (F::PasswordChange, "identity.password.change"),
    (F::ScopeChoose, "identity.session.choose-scope"),
    (F::ProfileView, "people.profile.view"),
    (F::TraceView, "people.profile.trace"),
    (F::ApplicationList, "applications.application.list"),
    (F::ApplicationView, "applications.application.view"),
    (F::ApplicationStart, "applications.application.start"),
    (F::ApplicationEdit, "applications.application.edit"),
    (F::ApplicationSubmit, "applications.application.submit"),
    (F::ApplicationWithdraw, "applications.application.withdraw"),
    (F::ApplicationAnswer, "applications.application.answer"),
    (F::ApplicationAppeal, "applications.application.appeal"),
    (F::DocumentAttach, "applications.document.attach"),
    (F::DocumentRemove, "applications.document.remove"),
    (F::DocumentOpen, "applications.document.open"),
    (F::NoticeList, "notifications.notice.list"),
    (F::NoticeRead, "notifications.notice.read"),
    (F::CaseList, "applications.case.list"),
    (F::CaseView, "applications.case.view"),
    (F::CaseRegister, "applications.case.register"),
    (F::CaseTake, "applications.case.take"),
    (F::CaseReturn, "applications.case.return"),
    (F::CaseAssign, "applications.case.assign"),
    (F::CaseAsk, "applications.case.ask"),
    (F::CaseSend, "applications.case.send-to-check"),
    (F::CaseCheck, "applications.case.check-documents"),
    (F::CaseDecide, "applications.case.decide"),
    (F::CaseDeliver, "applications.case.deliver"),
    (F::CaseAppeal, "applications.case.resolve-appeal"),
    (F::CaseDocument, "applications.case.open-document"),
    (F::CaseFind, "search.case.find"),
    (F::PersonRegister, "people.person.register"),
    (F::PersonView, "people.person.view"),
    (F::JournalList, "journal.entry.list"),
    (F::JournalView, "journal.entry.view"),
    (F::JournalProve, "journal.entry.prove"),
    (F::JournalExport, "journal.entry.export"),
    (F::HistoryView, "journal.history.view"),
    (F::AgentCreate, "identity.agent.create"),
    (F::UserCreate, "identity.user.create"),
    (F::GrantMake, "access.grant.make"),
    (F::ScopeDefine, "access.scope.define"),
    (F::HouseRegister, "housing.house.register"),
    (F::GrantList, "access.grant.list"),
    (F::RoleList, "access.role.list"),
    (F::RoleDefine, "access.role.define"),
    (F::ScopeList, "access.scope.list"),
    (F::RuleList, "access.rule.list"),
    (F::RuleDefine, "access.rule.define"),
    (F::GroupDefine, "access.group.define"),
    (F::AgentGroupDefine, "access.agent-group.define"),
    (F::PrincipalList, "housing.principal.list"),
    (F::PrincipalRegister, "housing.principal.register"),
    (F::CertificateAsk, "certificates.own.ask"),
    (F::CertificateProve, "certificates.own.prove"),
    (F::CertificateInvite, "certificates.link.send"),
    (F::CertificateList, "certificates.registry.list"),
    (F::CertificateView, "certificates.registry.view"),
    (F::CertificateRevoke, "certificates.registry.revoke"),
    (F::CertificateRequire, "certificates.factor.require"),
    (F::CertificateDocument, "certificates.request.open-document"),
    (F::CertificateDecide, "certificates.request.decide"),
    (F::CertificateRemind, "certificates.term.remind"),
    (F::NoticeMail, "notifications.notice.choose-mail"),
    (F::LetterList, "notifications.letter.list"),
    (F::LetterResend, "notifications.letter.send-anew"),
    (F::LetterSend, "notifications.letter.send"),
    (F::SessionList, "identity.session.list"),
    (F::SessionEnd, "identity.session.end"),
    (F::SessionProve, "identity.session.prove"),
    (F::PasswordRestore, "identity.password.restore"),
    (F::UserGivePassword, "identity.user.give-password"),
    (F::FactorView, "identity.factor.view"),
    (F::FactorSet, "identity.factor.set"),
    (F::FactorRemove, "identity.factor.remove"),
    (F::UserFactorRemove, "identity.user.remove-factor"),
    (F::AgentList, "identity.agent.list"),
    (F::AgentEdit, "identity.agent.edit"),
    (F::UserEdit, "identity.user.edit"),
    (F::DataDisclose, "people.data.disclose"),
    (F::JournalKeep, "journal.search.keep"),
    (F::AuditView, "access.audit.view"),
    (F::RoleMerge, "access.role.merge"),
    (F::CalendarView, "catalog.calendar.view"),
    (F::CalendarDefine, "catalog.calendar.define"),
    (F::HouseList, "housing.house.list"),
    (F::ApiKeyUse, "identity.api-key.use"),
    (F::ApiKeyList, "identity.api-key.list"),
    (F::ApiKeyMake, "identity.api-key.make"),
    (F::ApiKeyRevoke, "identity.api-key.revoke"),
    (F::UserApiKeyRevoke, "identity.user.revoke-api-keys"),
];

static BY_CODE: LazyLock<HashMap<&str, Function>> = LazyLock::new(|| LIST.iter().map(|(function, code)| (*code, *function)).collect());

impl Function {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        LIST.iter().map(|(function, _)| *function)
    }

    /// `section.subsection.action`, as roles name it and the journal keeps it.
    pub const fn code(self) -> &'static str {
        LIST[self as usize].1
    }

    /// The function with this code.
    pub fn parse(code: &str) -> Option<Self> {
        BY_CODE.get(code).copied()
    }

    /// The id of its name in the wording: `function-applications-case-take`.
    pub fn wording(self) -> String {
        format!("function-{}", self.code().replace('.', "-"))
    }

    /// Its name, put into the reader's language where it is said.
    pub fn name(self) -> Argument {
        Argument::Wording(self.wording())
    }

    /// Whether nobody can be without it: no rule hides it, or a session could not even be ended.
    pub const fn is_essential(self) -> bool {
        matches!(
            self,
            Self::PageView
                | Self::SessionOpen
                | Self::SessionClose
                | Self::SessionProve
                | Self::PasswordChange
                | Self::ScopeChoose
                | Self::FactorView
                | Self::FactorSet
        )
    }

    /// Whether a user has it before they have a password of their own.
    pub const fn is_for_newcomers(self) -> bool {
        matches!(self, Self::PageView | Self::SessionOpen | Self::SessionClose | Self::PasswordChange)
    }
}

/// The id of a section's name in the wording, from a code that the journal kept: `section-applications`.
pub fn section_wording(code: &str) -> String {
    format!("section-{}", code.split('.').next().unwrap_or(""))
}

/// The id of a subsection's name in the wording: `subsection-applications-case`.
pub fn subsection_wording(code: &str) -> String {
    let mut parts = code.split('.');
    format!("subsection-{}-{}", parts.next().unwrap_or(""), parts.next().unwrap_or(""))
}

/// A set of functions; asking is one bit test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunctionSet(u128);

impl FunctionSet {
    /// None.
    pub const EMPTY: Self = Self(0);

    /// With one more.
    #[must_use]
    pub const fn with(self, function: Function) -> Self {
        Self(self.0 | 1 << function as u8)
    }

    /// With all of the other.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without those of the other.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those that both have.
    #[must_use]
    pub const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// All of them, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = Function> {
        Function::all().filter(move |function| self.has(*function))
    }

    /// Whether the other has all of these.
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether it has this one.
    pub const fn has(self, function: Function) -> bool {
        self.0 >> (function as u8) & 1 == 1
    }
}

impl FromIterator<Function> for FunctionSet {
    fn from_iter<I: IntoIterator<Item = Function>>(functions: I) -> Self {
        functions.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_stands_in_the_order_of_the_enum() {
        for (place, (function, code)) in LIST.iter().enumerate() {
            assert_eq!(*function as usize, place, "{code}");
            assert_eq!(Function::parse(code), Some(*function));
            assert_eq!(code.split('.').count(), 3, "{code}");
        }
    }
}
