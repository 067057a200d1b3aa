//! Real Chromium with an imported certificate file, and the pages of certificates on a phone and at a desk.

use crate::{
    certificates::{Given, given, holder_of, invited},
    chromium::{Driver, Screen, Scripts, Width},
    town::Town,
};
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

/// Lets Chromium present a certificate to localhost without asking (a person presses a button there); put there by tests/run.
pub const POLICY: &str = "/etc/chromium/policies/managed/kabinet-tests.json";

/// Imports the file as a person does, into the store that Chromium has on Linux.
pub fn import(home: &Path, file: &[u8], password: &str) {
    let (store, path) = (home.join(".pki/nssdb"), home.join("person.p12"));
    fs::create_dir_all(&store).unwrap();
    fs::write(&path, file).unwrap();
    let store = format!("sql:{}", store.display());
    let run = |program: &str, arguments: &[&str]| Command::new(program).args(arguments).output().expect("tests/run installs it");
    assert!(run("certutil", &["-N", "-d", &store, "--empty-password"]).status.success());
    let imported = run("pk12util", &["-i", path.to_str().unwrap(), "-d", &store, "-W", password, "-K", ""]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
}

/// Signs in with both factors.
async fn comes_in(desk: &Screen) {
    desk.visit("/sign-in").await;
    desk.picture("sign-in").await;
    desk.press("Предъявить сертификат").await;
    desk.says("Сертификат пользователя 3-morozov принят").await;
    desk.passes("the sign-in page with a certificate").await;
    desk.fill("password", crate::town::PASSWORD).await;
    desk.send("/sign-in").await;
    desk.open("/cases").await;
    desk.says("Очередь").await;
    desk.open("/help").await; // a page without a stream, whose end the console would tell
}

#[tokio::test]
async fn chromium_with_either_imported_file_signs_in_and_is_thrown_out_by_the_revocation() {
    assert!(fs::exists(POLICY).unwrap(), "{POLICY} is there: tests/run puts it there, as root");
    let town = Town::open();
    let Given { modern, compatible, password, card } = given(&town, "3-morozov", 11).await;
    let supervisor = town.signed_in("1-gromov").await;
    let user = holder_of(&town, 1).to_string();
    supervisor.go(&card, "/certificates/demand", &[("user", &user), ("demand", "certificate"), ("back", &card)]).await;
    let homes = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    import(homes[1].path(), &compatible, &password);
    let driver = Driver::start_at(homes[1].path());
    let old = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    comes_in(&old).await;
    old.close().await;
    drop(driver);
    import(homes[0].path(), &modern, &password);
    let driver = Driver::start_at(homes[0].path());
    let desk = driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    comes_in(&desk).await;
    supervisor.go(&card, &format!("{card}/revoke"), &[("why", "key-compromise")]).await;
    desk.open("/cases").await;
    assert_eq!(desk.path().await, "/sign-in", "the next request of the open session");
    desk.press("Предъявить сертификат").await;
    desk.says("Сертификат отозван").await;
    desk.passes("the page of the certificate's port").await;
    desk.picture("revoked").await;
    desk.close().await;
}

#[tokio::test]
async fn the_pages_of_certificates_pass() {
    let (town, driver) = (Town::open(), Driver::start());
    let Given { card, .. } = given(&town, "3-morozov", 12).await;
    let link = format!("/certificate?link={}", invited(&town, "3-zaytsev").await);
    for width in [Width::Phone, Width::Desk] {
        let screen = driver.screen(&town, width, Scripts::On, "ru").await;
        for (name, path) in [("help", "/help/certificate"), ("sign-in", "/sign-in"), ("generator", &*link)] {
            screen.visit(path).await;
            screen.picture(name).await;
        }
        screen.send("/certificate").await;
        screen.passes("the generator with errors").await;
        screen.picture("generator-errors").await;
        screen.sign_in("1-gromov").await;
        for (name, path) in [("registry", "/certificates"), ("card", &*card), ("invite", "/certificates/invite")] {
            screen.visit(path).await;
            screen.picture(name).await;
        }
        screen.close().await;
    }
}
