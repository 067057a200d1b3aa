//! What the addresses of the program are asked for with.

use crate::{
    town::{HOUSING, OWNER, SOCIAL, Town},
    walk::sought,
};
use kabinet::web::assets;
use std::collections::BTreeSet;

/// What there is to ask for.
pub struct Known {
    pub cases: Vec<String>,
    pub names: Vec<String>,
    pub users: Vec<u64>,
    pub role: String,
    pub scope: String,
    pub certificate: String,
    pub link: String,
    pub entries: Vec<(u64, usize)>,
    pub records: Vec<(String, String)>,
}

impl Known {
    /// Looks at what the town has.
    pub fn of(town: &Town, role: String, certificate: String, link: String) -> Self {
        let cases: Vec<_> = town.applications().into_iter().filter(|case| case.agent.number() == SOCIAL && case.number.is_some()).collect();
        let names = cases.iter().take(2).map(|case| case.name.reveal().surname().to_lowercase()).collect();
        let users = ["3-morozov", "1-gromov", "4-belova"].map(|login| town.number_of(login)).to_vec();
        // Of each kind of entry that keeps more than its line the newest, of those that changed nothing the oldest (whose proof
        // nothing speaks against), and of each kind of record the newest three.
        let (mut entries, mut records) = (Vec::new(), Vec::new());
        let (mut kinds, mut seen) = (std::collections::BTreeMap::<String, usize>::new(), BTreeSet::new());
        for agent in [SOCIAL, OWNER] {
            let bare = town.journal(agent).iter().position(|entry| entry.changes.is_empty());
            entries.extend(bare.map(|place| (agent, place + 1)));
            for (place, entry) in town.journal(agent).iter().enumerate().rev() {
                let changed = entry.changes.iter().map(|change| change.record.kind.clone()).collect::<Vec<_>>().join(" ");
                let count = kinds.entry(format!("{agent} {} {changed} {:?}", entry.function, entry.outcome)).or_default();
                *count += 1;
                let says = !entry.changes.is_empty() || !entry.disclosed.is_empty() || entry.error.is_some() || entry.field.is_some();
                if *count == 1 && says {
                    entries.push((agent, place + 1));
                }
                for record in entry.changes.iter().map(|change| &change.record) {
                    let parts: Vec<_> = record
                        .key
                        .chunks(8)
                        .filter_map(|part| part.try_into().ok().map(u64::from_be_bytes))
                        .map(|part| part.to_string())
                        .collect();
                    let count = kinds.entry(format!("record {}", record.kind)).or_default();
                    if record.key.len() <= 16 && *count < 3 && seen.insert((record.kind.clone(), parts.join("-"))) {
                        *count += 1;
                        records.push((record.kind.clone(), parts.join("-")));
                    }
                }
            }
        }
        for login in ["3-morozov", "4-belova"] {
            records.push(("user".to_owned(), town.number_of(login).to_string()));
        }
        records.extend(cases.iter().rev().take(3).map(|case| ("person".to_owned(), case.person.to_string())));
        let decided = cases.iter().find(|case| case.decision.is_some());
        let cases = cases.iter().rev().take(2).chain(decided).map(|case| case.id.to_string()).collect();
        Self { cases, names, users, role, scope: "1".to_owned(), certificate, link, entries, records }
    }

    /// Addresses of this route, with what stands behind the `?` of them.
    pub fn addresses(&self, path: &str) -> Vec<String> {
        let each = |name: &str, values: &[String]| values.iter().map(|value| path.replace(name, value)).collect::<Vec<_>>();
        let users: Vec<_> = self.users.iter().map(u64::to_string).collect();
        let of_cases = |more: &[&str]| -> Vec<String> {
            each("{id}", &self.cases).iter().flat_map(|address| more.iter().map(move |more| format!("{address}{more}"))).collect()
        };
        let tabs = ["", "?tab=application", "?tab=documents", "?tab=talk", "?tab=decision", "?tab=others", "?tab=history"];
        match path {
            "/assets/{name}" => each("{name}", &[assets::url("kabinet.css").trim_start_matches("/assets/").to_owned()]),
            "/users/{id}/password" | "/users/{id}/factors" | "/users/{id}/api-keys" => each("{id}", &users),
            "/users/{number}/edit" => each("{number}", &users),
            "/rights/users/{number}" | "/rights/users/{number}/notice" => {
                let plain = each("{number}", &users);
                let of_agent = plain.iter().flat_map(|address| [SOCIAL, OWNER].map(|agent| format!("{address}?agent={agent}")));
                let why = plain.iter().map(|address| format!("{address}?function=applications.case.view"));
                plain.iter().cloned().chain(of_agent).chain(why).collect()
            }
            "/rights/users/{number}/change" => {
                each("{number}", &users).iter().map(|address| format!("{address}?do=add-role&role=analyst")).collect()
            }
            "/agents/{number}" | "/agents/{number}/edit" => each("{number}", &[SOCIAL, HOUSING].map(|agent| agent.to_string())),
            "/rights/roles/{code}" | "/rights/roles/{code}/edit" => each("{code}", &[self.role.clone(), "operator".to_owned()]),
            "/rights/roles/{code}/merge" => vec![format!("/rights/roles/{}/merge?into=operator", self.role)],
            "/rights/roles/compare" => vec![format!("{path}?one={}&other=operator", self.role)],
            "/rights/scopes/{number}" => each("{number}", std::slice::from_ref(&self.scope)),
            "/rights" => {
                ["", "?q=3-", "?agent=2", "?q=белова", "?q=ivolga", "?role=operator"].map(|query| format!("{path}{query}")).to_vec()
            }
            "/rights/groups/users" => ["", "?id=1"].map(|query| format!("{path}{query}")).to_vec(),
            "/role-audit" | "/role-audit/roles.pdf" | "/role-audit/roles.xlsx" => {
                ["", "?agent=2"].map(|query| format!("{path}{query}")).to_vec()
            }
            "/certificate" | "/certificate/document.pdf" => vec![path.to_owned()],
            "/certificates" => ["", "?state=released", "?q=морозов", "?q=ivolga"].map(|query| format!("{path}{query}")).to_vec(),
            "/certificates/{id}" | "/certificates/{id}/document.pdf" | "/certificates/{id}/scan" => {
                each("{id}", std::slice::from_ref(&self.certificate))
            }
            "/services/{code}" => each("{code}", &["heating-compensation".to_owned()]),
            "/applications/{id}/steps/{step}" => {
                each("{id}", &self.cases[..1]).iter().map(|one| one.replace("{step}", "applicant")).collect()
            }
            "/applications/{id}/documents/{number}" | "/cases/{id}/documents/{number}" | "/api/v1/cases/{id}/documents/{number}" => {
                each("{id}", &self.cases).iter().map(|one| one.replace("{number}", "1")).collect()
            }
            "/cases" | "/cases/rows" => ["", "?show=all", "?show=overdue", "?show=mine", "?show=new", "?agent=social"]
                .map(|query| format!("{path}{query}"))
                .to_vec(),
            "/cases/{id}" | "/cases/{id}/part" => of_cases(&tabs),
            "/cases/{id}/disclose/{field}" => {
                // One field is shown, which is what it is for; that of another kind than any that this story looks for.
                each("{id}", &self.cases).iter().map(|one| one.replace("{field}", "answers.residents")).collect()
            }
            "/journal" | "/journal/export.csv" | "/journal/export.xlsx" => {
                let all = "cols=number,time,ip,user,role,section,function,request,result,record,error";
                let asked = ["", "&agent=2", "&q=белова", "&user=4-", "&user=4-&agent=1", "&function=people.person.register"];
                let asked: Vec<_> = asked.iter().map(|more| format!("{path}?{all}{more}")).collect();
                asked
            }
            "/journal/{number}" => {
                let of = |(agent, place): &(u64, usize)| [format!("/journal/{place}?agent={agent}")];
                self.entries.iter().flat_map(of).collect()
            }
            "/journal/{number}/proof" => {
                self.entries.iter().map(|(agent, place)| format!("/journal/{place}/proof?agent={agent}")).collect()
            }
            "/journal/checkpoint" => ["", "?file=1"].map(|query| format!("{path}{query}")).to_vec(),
            "/history/{kind}/{number}" => self.records.iter().map(|(kind, key)| format!("/history/{kind}/{key}")).collect(),
            "/api/v1/cases" => ["?agent=social", "?agent=social&show=overdue&size=100", "?agent=social&show=done"]
                .map(|query| format!("{path}{query}"))
                .to_vec(),
            "/api/v1/search" => self.addresses("/search").iter().map(|address| format!("/api/v1{address}")).collect(),
            "/search" => {
                let names = self.names.iter().map(|name| sought(name));
                names.chain(["2026", "субсидия", "набережная", "+7"].map(sought)).collect()
            }
            "/letters" => ["", "?show=sent"].map(|query| format!("{path}{query}")).to_vec(),
            _ if path.contains("/{id}/") || path.ends_with("/{id}") => of_cases(&[""]),
            _ => {
                assert!(!path.contains('{'), "the story does not know how to ask for {path}");
                vec![path.to_owned()]
            }
        }
    }
}
