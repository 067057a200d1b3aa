//! The commands of the real program: after a crash, on copies, and what they say when they cannot do what was asked.

use crate::{
    crash::{House, applicants, killed_under_load},
    first_day::kabinet,
    town::{Town, copied_hamlet, copy},
};
use kabinet::storage::engine;
use reqwest::{Client, redirect::Policy};
use std::{
    fs::{self, Permissions},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

/// The account of nobody, where the tests run as root, who may write everywhere.
const NOBODY: u32 = 65534;

/// What each command that reads says of this folder; each must succeed.
fn every_command(folder: &Path, each_on_a_copy: bool) -> Vec<String> {
    let elsewhere = TempDir::new().unwrap();
    let path = |name: &str| elsewhere.path().join(name).to_str().unwrap().to_owned();
    let (proof, backup) = (path("proof"), path("backup"));
    let commands: [&[&str]; 8] = [
        &["check"],
        &["journal", "verify"],
        &["journal", "prove", "--agent", "2", "1", &proof],
        &["journal", "export", "--agent", "2"],
        &["backup", &backup],
        &["why", "3-morozov", "applications.case.list"],
        &["agent", "list"],
        &["user", "list"],
    ];
    let mut answers = Vec::new();
    for command in commands {
        let own = TempDir::new().unwrap();
        if each_on_a_copy {
            copy(folder, own.path());
        }
        let place = if each_on_a_copy { own.path() } else { folder };
        let (done, said) = kabinet(command, ("--data", place));
        assert!(done, "{command:?}: {said}");
        answers.push(said);
    }
    assert!(kabinet(&["journal", "verify"], ("--data", Path::new(&backup))).0, "the backup is whole");
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_kill_every_command_works_at_once_and_so_it_does_on_a_plain_copy() {
    crate::town::provider();
    let house = House::fresh();
    let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(60)).build().unwrap();
    let child = house.start(&client).await;
    let applicants = applicants(&house, &client).await;
    let applicants = killed_under_load(child, applicants, Duration::from_millis(900)).await;

    every_command(house.path(), true);
    every_command(house.path(), false);

    // Killed again, it starts over what a command has mended; a plain copy of the running one is read like the one itself.
    let child = house.start(&client).await;
    drop(killed_under_load(child, applicants, Duration::from_millis(400)).await);
    let mut child = house.start(&client).await;
    let (running, copied) = (every_command(house.path(), false), every_command(house.path(), true));
    for said in [&running[1], &copied[1]] {
        assert!(said.lines().all(|line| line.contains("): Журнал цел")), "journal verify: {said}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let said = &every_command(house.path(), false)[0];
    assert!(said.lines().last().unwrap().starts_with("Всё в порядке: "), "{said}");
}

#[tokio::test]
async fn what_the_search_has_not_taken_in_yet_is_no_mismatch_and_what_it_makes_up_is_one() {
    let town = Town::open();
    let (early, late) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let belova = town.signed_in("4-belova").await;
    town.settled().await;
    copy(town.folder(), early.path());
    belova.apply_for_heating().await;
    town.settled().await;
    copy(town.folder(), late.path());
    let (search, aside) = (|folder: &TempDir| folder.path().join("search"), early.path().join("aside"));
    fs::rename(search(&early), &aside).unwrap();
    fs::rename(search(&late), search(&early)).unwrap();
    fs::rename(&aside, search(&late)).unwrap();

    let (done, said) = kabinet(&["check"], ("--data", late.path()));
    assert!(done && said.contains("Поиск догонит записи: 1 дело ждёт") && said.contains("Всё в порядке"), "{said}");
    let (done, said) = kabinet(&["check"], ("--data", early.path()));
    assert!(!done && said.contains("Поиск: 1 дело отличается") && said.ends_with("Найдено 1 несоответствие\n"), "{said}");
}

/// A killed installation that may only be read.
fn unwritable() -> TempDir {
    let folder = copied_hamlet();
    // What a crash leaves: the mark in the header that somebody has the file open (redb's `docs/design.md`).
    let file = folder.path().join(engine::FILE);
    let mut bytes = fs::read(&file).unwrap();
    bytes[9] |= 2;
    fs::write(&file, bytes).unwrap();
    let mut waiting = vec![folder.path().to_owned()];
    while let Some(path) = waiting.pop() {
        fs::set_permissions(&path, Permissions::from_mode(if path.is_dir() { 0o555 } else { 0o444 })).unwrap();
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    folder
}

#[test]
fn what_may_not_be_mended_says_what_to_do() {
    let folder = unwritable();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kabinet"));
    command.args(["journal", "verify", "--language", "ru", "--data"]).arg(folder.path());
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("остался незакрытым") && said.contains(engine::FILE), "{said}");
    fs::set_permissions(folder.path().join(engine::FILE), Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    assert!(kabinet(&["journal", "verify"], ("--data", folder.path())).0, "whoever may write mends it");
}

#[test]
fn a_command_that_cannot_says_why_and_leaves_nothing_behind() {
    let (town, elsewhere) = (copied_hamlet(), TempDir::new().unwrap());
    let (data, nowhere) = (("--data", town.path()), elsewhere.path().join("nowhere"));
    let missing = ("--data", nowhere.as_path());
    let (proof, target) = (elsewhere.path().join("proof"), elsewhere.path().join("backup"));
    let (proof_path, target_path) = (proof.to_str().unwrap(), target.to_str().unwrap());
    let reading: [&[&str]; 6] = [
        &["check"],
        &["journal", "verify"],
        &["journal", "export", "--agent", "2"],
        &["backup", target_path],
        &["why", "3-morozov", "x"],
        &["user", "list"],
    ];
    for command in reading {
        let (done, said) = kabinet(command, missing);
        let expected = format!("kabinet: В папке {} нет данных Kabinet. Новую систему создаёт kabinet init,", nowhere.display());
        assert!(!done && said.starts_with(&expected), "{command:?}: {said}");
        let (done, said) = kabinet(&[command, &["--language", "en"]].concat(), missing);
        assert!(!done && said.contains("There is no data of Kabinet in"), "{command:?}: {said}");
    }
    for (command, expected) in [
        (
            ["journal", "prove", "--agent", "2", "999999", proof_path].as_slice(),
            "В журнале Агента Соцзащита (2) нет записи № 999999. Записи в нём: с № 1 по № ",
        ),
        (&["journal", "prove", "--agent", "2", "0", proof_path], "нет записи № 0"),
        (&["journal", "prove", "--agent", "9", "1", proof_path], "Агента с номером 9 нет"),
        (&["journal", "export", "--agent", "9"], "kabinet: Агента с номером 9 нет"),
        (&["why", "3-nobody", "applications.case.list"], "Пользователя с логином 3-nobody нет"),
        (&["why", "3-morozov", "applications.case.dance"], "Функции с кодом applications.case.dance нет"),
        (&["why", "3-morozov", "applications.case.list", "2020-999999"], "«2020-999999» не найдено"),
        (&["why", "3-morozov", "applications.case.list", "--agent", "9"], "Агента с номером 9 нет"),
        (&["backup", elsewhere.path().parent().unwrap().to_str().unwrap()], "не пуста"),
        (&["restore", target_path], "уже есть данные Kabinet"),
    ] {
        let (done, said) = kabinet(command, data);
        assert!(!done && said.contains(expected), "{command:?}: {said}");
    }
    let (done, said) = kabinet(&["why", "3-morozov", "applications.case.list", "--agent", "3"], data);
    assert_eq!((done, said.as_str()), (true, "В этом Агенте прав не назначено\n"));
    // What is no backup: nothing, an empty folder, somebody's folder, a store without its keys.
    let (empty, half) = (TempDir::new().unwrap(), copied_hamlet());
    fs::remove_dir_all(half.path().join("keys")).unwrap();
    for from in [nowhere.as_path(), empty.path(), elsewhere.path(), half.path()] {
        let (done, said) = kabinet(&["restore", from.to_str().unwrap()], missing);
        assert!(!done && said.contains("нет копии: нужны файл kabinet.redb и папка keys"), "{said}");
    }
    let (done, said) = kabinet(&["backup", target_path], ("--data", half.path()));
    assert!(!done && said.contains("ключа журнала"), "what could not be restored is no backup: {said}");
    let (done, said) = kabinet(&["check"], ("--config", &nowhere));
    assert!(!done && said.contains("Файла настроек"), "{said}");
    assert!(!nowhere.exists() && !target.exists() && !proof.exists(), "nothing is left behind");
}

#[test]
fn results_are_in_the_language_of_the_terminal_and_name_agents_and_roles() {
    let town = copied_hamlet();
    let said = |locale: &str, words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_kabinet")).args(words).arg("--data").arg(town.path()).env("LC_ALL", locale).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{words:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let verify = ["journal", "verify"];
    let russian = said("ru_RU.UTF-8", &verify);
    assert!(russian.lines().any(|line| line.starts_with("Соцзащита (2): Журнал цел")), "{russian}");
    let english = said("C", &verify);
    assert_eq!(english, said("en_GB.UTF-8", &verify));
    assert!(english.lines().any(|line| line.starts_with("Social protection (2): ")), "{english}");
    assert_eq!(said("C", &["journal", "verify", "--language", "ru"]), russian);
    assert_eq!(said("ru_RU.UTF-8", &["--language", "en", "journal", "verify"]), english);
    assert!(said("ru_RU.UTF-8", &["check"]).ends_with("Всё в порядке: записи, указатели, документы, поиск и журналы сходятся\n"));
    assert!(said("C", &["check"]).ends_with("All is well: records, indexes, documents, search and journals agree\n"));
    let users = said("ru_RU.UTF-8", &["user", "list"]);
    assert!(users.lines().any(|line| line.contains("3-morozov") && line.contains("social: Оператор")), "{users}");
    let table = said("ru_RU.UTF-8", &["journal", "export", "--agent", "2"]);
    assert!(table.contains(";3-morozov;Оператор;") && !table.contains(";operator;"), "roles by their names");
    assert!(said("C", &["journal", "export", "--agent", "2"]).contains(",3-morozov,Operator,"));
}

#[test]
fn who_reads_only_the_beginning_of_a_table_is_told_nothing_more() {
    let town = copied_hamlet();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kabinet"));
    command.args(["journal", "export", "--agent", "2", "--data"]).arg(town.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.success(), String::from_utf8(output.stderr).unwrap().as_str()), (true, ""));
}
