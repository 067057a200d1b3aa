//! Whatever the real program makes is for its own account alone, also where the umask would let everybody read.

use kabinet::storage::engine;
use std::{
    fs::{self, Permissions},
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The program, started by a shell whose umask is the usual one.
fn usual(words: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "umask 022; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_kabinet")]).args(words).env("LC_ALL", "ru_RU.UTF-8");
    command
}

fn done(words: &[&str]) -> String {
    let output = usual(words).output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(output.status.success(), "{words:?}: {said}");
    said
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything in this folder and itself, with its rights, where others than the owner have any.
fn open_to_others(folder: &Path) -> Vec<String> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(path) = waiting.pop() {
        let right = if path.is_dir() { 0o700 } else { 0o600 };
        if mode(&path) != right {
            found.push(format!("{} {:o}", path.display(), mode(&path)));
        }
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    found
}

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Serves until it says so in its log.
fn serve(config: &str, log: &Path) -> Served {
    let file = fs::File::create(log).unwrap();
    let served = Served(usual(&["serve", "--config", config]).stdout(file.try_clone().unwrap()).stderr(Stdio::from(file)).spawn().unwrap());
    let began = Instant::now();
    while !fs::read_to_string(log).unwrap().contains("serving") {
        assert!(began.elapsed() < Duration::from_secs(60), "{}", fs::read_to_string(log).unwrap());
        std::thread::sleep(Duration::from_millis(50));
    }
    served
}

fn configuration(around: &Path, data: &Path) -> PathBuf {
    let free = || -> SocketAddr { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let config = around.join(format!("{}.toml", data.file_name().unwrap().display()));
    let text = format!(
        "data = {data:?}\n[installation]\nname = \"Зареченск\"\ntime_zone = \"Europe/Moscow\"\n[listen]\nhttps = \"{}\"\nhttp = \"{}\"\n",
        free(),
        free()
    );
    fs::write(&config, text).unwrap();
    config
}

#[test]
fn whatever_the_program_makes_is_closed_to_others() {
    let around = TempDir::new().unwrap();
    let place = |name: &str| around.path().join(name);
    let (data, log) = (place("data"), place("log"));
    let config = configuration(around.path(), &data);
    let config = config.to_str().unwrap();
    done(&["init", "--config", config]);
    assert_eq!(open_to_others(&data), [""; 0]);
    let served = serve(config, &log);
    let told = fs::read_to_string(&log).unwrap();
    let line = told.lines().find(|line| line.contains("serving")).unwrap();
    assert!(line.contains("INFO") && !told.contains("WARN"), "at the default level, and no warning: {told}");
    for made in ["search", "reserve", "outbox", "incoming", engine::FILE] {
        assert!(data.join(made).exists(), "{made}");
    }
    assert_eq!(open_to_others(&data), [""; 0]);

    // A service of one's own may have been put there by anybody; its copy is closed like everything in a backup.
    fs::create_dir(data.join("services")).unwrap();
    fs::copy("data/services/child-allowance.toml", data.join("services/own.txt")).unwrap();
    fs::set_permissions(data.join("services/own.txt"), Permissions::from_mode(0o644)).unwrap();
    let (new, ready, restored) = (place("new"), place("ready"), place("restored"));
    fs::create_dir(&ready).unwrap();
    fs::set_permissions(&ready, Permissions::from_mode(0o755)).unwrap();
    for to in [&new, &ready] {
        let said = done(&["backup", to.to_str().unwrap(), "--config", config]);
        assert!(!said.contains("Внимание"), "{said}");
        assert!(to.join("services/own.txt").exists());
        assert_eq!(open_to_others(to), [""; 0]);
    }
    drop(served);
    done(&["restore", new.to_str().unwrap(), "--data", restored.to_str().unwrap()]);
    assert_eq!(open_to_others(&restored), [""; 0]);

    // A data folder that an older version left open is closed at the next start; one opened to a group is left.
    for (before, after) in [(0o755, 0o700), (0o750, 0o750)] {
        fs::set_permissions(&restored, Permissions::from_mode(before)).unwrap();
        drop(serve(configuration(around.path(), &restored).to_str().unwrap(), &log));
        assert_eq!(mode(&restored), after);
    }
}
