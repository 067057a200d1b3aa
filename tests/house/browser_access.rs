//! The pages of a user's own access and of letters in real Chromium, narrow and wide, judged by axe.

use crate::{
    chromium::{Driver, Scripts, Width},
    town::{PASSWORD, Town},
};

#[tokio::test]
async fn pages_of_ones_own_access_fit_every_screen_and_every_reader() {
    let (town, driver) = (Town::open(), Driver::start());
    for width in [Width::Least, Width::Phone, Width::Desk] {
        let screen = driver.screen(&town, width, Scripts::On, "ru").await;
        for page in ["/sign-in", "/restore", "/restore/code?login=4-belova"] {
            screen.visit(page).await;
        }
        screen.send("/restore/code").await;
        screen.passes("a code that is missing").await;
        screen.sign_in("4-belova").await;
        for page in ["/sessions", "/password"] {
            screen.visit(page).await;
        }
        screen.open("/notices").await;
        screen.press("Письма на электронную почту").await;
        screen.passes("the choice of letters").await;
        screen.sign_in("1-gromov").await;
        for page in ["/letters", "/letters?show=sent"] {
            screen.visit(page).await;
        }
        screen.close().await;
    }
}

#[tokio::test]
async fn a_key_of_a_program_is_made_and_revoked_on_a_telephone_and_at_a_desk() {
    let (town, driver) = (Town::open(), Driver::start());
    for (width, scripts) in [(Width::Least, Scripts::On), (Width::Phone, Scripts::Off), (Width::Desk, Scripts::On)] {
        let screen = driver.screen(&town, width, scripts, "ru").await;
        screen.sign_in("3-belyaeva").await;
        screen.visit("/api-keys").await;
        screen.send("/api-keys").await;
        screen.passes("a key without a name").await;
        screen.fill("name", "Отчёт для сайта").await;
        screen.send("/api-keys").await;
        screen.says("Ключ показан один раз").await;
        screen.passes("the new key").await;
        screen.picture("api-key").await;
        screen.visit("/api-keys").await;
        screen.send("/api-keys/revoke").await;
        screen.says("Ключ отозван").await;
        screen.close().await;
    }
}

#[tokio::test]
async fn without_scripts_the_password_is_given_once_more_and_the_way_goes_on() {
    let town = Town::open();
    let (driver, path) = (Driver::start(), format!("/users/{}/password", town.number_of("3-morozov")));
    let screen = driver.screen(&town, Width::Phone, Scripts::Off, "ru").await;
    screen.sign_in("3-orlova").await;
    screen.open(&path).await;
    let _town = town.rewound_in_place("3-orlova", 11);
    // The form that stood open for too long: asked once more, then done without another press.
    screen.send(&path).await;
    screen.says("Подтвердите, что это вы").await;
    screen.fill("confirm_password", "not-her-password").await;
    screen.send("/confirm").await;
    screen.says("Текущий пароль не подходит").await;
    screen.passes("a wrong password").await;
    screen.fill("confirm_password", PASSWORD).await;
    screen.send("/confirm").await;
    assert_eq!(screen.path().await, path);
    screen.says("Пароль показан один раз").await;
    screen.passes("the password that is shown once").await;
    screen.close().await;
}
