//! The addresses of the site, in one place.

use crate::terms::{AgentId, ApplicationId, CertificateId, UserId};

/// The start page.
pub const HOME: &str = "/";
/// The sign-in page.
pub const SIGN_IN: &str = "/sign-in";
/// Where the form of signing out goes.
pub const SIGN_OUT: &str = "/sign-out";
/// Own password.
pub const PASSWORD: &str = "/password";
/// A forgotten password.
pub const RESTORE: &str = "/restore";
/// The code that restores it.
pub const RESTORE_CODE: &str = "/restore/code";
/// The own sessions.
pub const SESSIONS: &str = "/sessions";
/// Where one of them is ended.
pub const END_SESSION: &str = "/sessions/end";
/// Where all others are ended.
pub const END_OTHERS: &str = "/sessions/end-others";
/// The own keys of the program interface.
pub const API_KEYS: &str = "/api-keys";
/// Where one of them is revoked.
pub const REVOKE_API_KEY: &str = "/api-keys/revoke";
/// Where the program interface begins.
pub const API: &str = "/api/v1";
/// Its description for programs (OpenAPI).
pub const API_DESCRIPTION: &str = "/api/v1/openapi.json";
/// The search of the program interface.
pub const API_SEARCH: &str = "/api/v1/search";
/// The cases of the program interface.
pub const API_CASES: &str = "/api/v1/cases";
/// Where the password is given once more.
pub const CONFIRM: &str = "/confirm";
/// The same with a passkey.
pub const CONFIRM_KEY: &str = "/confirm/key";
/// The second step of signing in.
pub const SECOND: &str = "/sign-in/code";
/// The own second factor.
pub const FACTORS: &str = "/factors";
/// Where a secret for one-time codes is drawn.
pub const FACTOR_CODES_OFFER: &str = "/factors/codes/offer";
/// The secret, until its first code has come.
pub const FACTOR_CODES: &str = "/factors/codes";
/// Where one-time codes are turned off.
pub const FACTOR_CODES_OFF: &str = "/factors/codes/off";
/// Where a passkey is added.
pub const FACTOR_PASSKEYS: &str = "/factors/passkeys";
/// Where one is removed.
pub const FACTOR_PASSKEY_OFF: &str = "/factors/passkeys/remove";
/// Where new codes on paper are made.
pub const FACTOR_PAPERS: &str = "/factors/papers";
/// Where the form of the scope goes.
pub const SCOPE: &str = "/scope";
/// Where the form of the Agent goes in which one works.
pub const WORKPLACE: &str = "/workplace";
/// The catalogue.
pub const SERVICES: &str = "/services";
/// A citizen's applications.
pub const APPLICATIONS: &str = "/applications";
/// A citizen's profile.
pub const PROFILE: &str = "/profile";
/// Who looked at a citizen's data.
pub const TRACE: &str = "/profile/trace";
/// Notices.
pub const NOTICES: &str = "/notices";
/// What comes by e-mail.
pub const MAIL: &str = "/notices/mail";
/// The administrator's queue of letters.
pub const LETTERS: &str = "/letters";
/// Help.
pub const HELP: &str = "/help";
/// The employees' queue.
pub const CASES: &str = "/cases";
/// The start page of an employee.
pub const DESK: &str = "/desk";
/// The employees' search.
pub const SEARCH: &str = "/search";
/// The journal.
pub const JOURNAL: &str = "/journal";
/// The journal as a CSV file.
pub const JOURNAL_CSV: &str = "/journal/export.csv";
/// The journal as a workbook.
pub const JOURNAL_XLSX: &str = "/journal/export.xlsx";
/// The reader's saved searches of the journal.
pub const JOURNAL_SEARCHES: &str = "/journal/searches";
/// Registering a citizen at the counter.
pub const REGISTER: &str = "/persons/new";

/// The Owner's desk: Agents.
pub const AGENTS: &str = "/agents";
/// A new Agent.
pub const NEW_AGENT: &str = "/agents/new";
/// A new user.
pub const NEW_USER: &str = "/users/new";
/// Users' rights.
pub const RIGHTS: &str = "/rights";
/// Roles.
pub const ROLES: &str = "/rights/roles";
/// Role audit.
pub const ROLE_AUDIT: &str = "/role-audit";
/// Groups of houses.
pub const SCOPES: &str = "/rights/scopes";
/// The register of houses.
pub const HOUSES: &str = "/houses";
/// Groups of users and of Agents.
pub const GROUPS: &str = "/rights/groups";
/// The working calendar.
pub const CALENDAR: &str = "/calendar";
/// The form of a decree that moves days off.
pub const CALENDAR_EDIT: &str = "/calendar/edit";
/// Takes such a decree back.
pub const CALENDAR_REMOVE: &str = "/calendar/remove";
/// Principals.
pub const PRINCIPALS: &str = "/principals";
/// Visibility of sections and reports.
pub const RULES: &str = "/rights/rules";
/// The registry of certificates.
pub const CERTIFICATES: &str = "/certificates";
/// Sending a link for a certificate.
pub const CERTIFICATE_INVITE: &str = "/certificates/invite";
/// Where the form of demanding a certificate goes.
pub const CERTIFICATE_DEMAND: &str = "/certificates/demand";
/// Where the holder of a link asks for a certificate and follows it.
pub const CERTIFICATE: &str = "/certificate";
/// The certificate's document, for its holder.
pub const CERTIFICATE_DOCUMENT: &str = "/certificate/document.pdf";
/// Where the scan of the signed document goes.
pub const CERTIFICATE_SCAN: &str = "/certificate/scan";
/// Where the file is fetched.
pub const CERTIFICATE_FILE: &str = "/certificate/file";
/// The one page of the certificate's port.
pub const CERTIFICATE_DOOR: &str = "/sign-in/certificate";
/// How to install a certificate, and what errors mean.
pub const CERTIFICATE_HELP: &str = "/help/certificate";
/// The certificate of the installation's authority.
pub const AUTHORITY: &str = "/authority.crt";
/// The list of revoked certificates.
pub const REVOKED: &str = "/authority.crl";

/// A page of the holder of a link.
pub fn under_link(page: &str, token: &str) -> String {
    format!("{page}?link={token}")
}

/// A certificate in the registry.
pub fn certificate(id: CertificateId) -> String {
    format!("{CERTIFICATES}/{id}")
}

/// A service of the catalogue.
pub fn service(code: &str) -> String {
    format!("{SERVICES}/{code}")
}

/// An application, as its applicant sees it.
pub fn application(id: ApplicationId) -> String {
    format!("{APPLICATIONS}/{id}")
}

/// A step of the form of an application.
pub fn step(id: ApplicationId, step: &str) -> String {
    format!("{APPLICATIONS}/{id}/steps/{step}")
}

/// "Check your answers".
pub fn answers(id: ApplicationId) -> String {
    format!("{APPLICATIONS}/{id}/check")
}

/// A case, as an employee sees it.
pub fn case(id: ApplicationId) -> String {
    format!("{CASES}/{id}")
}

/// Where the button of a letter goes.
pub fn send_letter(id: impl std::fmt::Display) -> String {
    format!("{LETTERS}/{id}/send")
}

/// Where a user gets a new one-time password.
pub fn give_password(id: UserId) -> String {
    format!("/users/{id}/password")
}

/// Where the keys of the program interface that a user has made are revoked.
pub fn revoke_api_keys(id: UserId) -> String {
    format!("/users/{id}/api-keys")
}

/// Where the second factor of a user who has lost it is taken away.
pub fn take_factors(id: UserId) -> String {
    format!("/users/{id}/factors")
}

/// Where the base fields of a user's card are changed.
pub fn edit_user(id: UserId) -> String {
    format!("/users/{id}/edit")
}

/// An Agent.
pub fn agent(id: AgentId) -> String {
    format!("{AGENTS}/{id}")
}

/// The history of a record.
pub fn history(kind: &str, key: impl std::fmt::Display) -> String {
    format!("/history/{kind}/{key}")
}

/// A path within the site that a form may send the reader back to; the start page for anything else.
pub fn back(sent: &str) -> &str {
    let inside = sent.starts_with('/') && !sent.starts_with("//") && !sent.contains(['\\', '\r', '\n', '\t']);
    if inside { sent } else { HOME }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sends_nobody_to_another_site() {
        assert_eq!(back("/cases?state=in-review"), "/cases?state=in-review");
        for elsewhere in ["", "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/a\r\nSet-Cookie: x"] {
            assert_eq!(back(elsewhere), HOME, "{elsewhere:?}");
        }
    }
}
