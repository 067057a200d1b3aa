//! The program.

fn main() -> std::process::ExitCode {
    kabinet::ops::command::main()
}
