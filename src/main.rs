//! The program.

/// A page is made of a thousand small texts, and the system's allocator takes a fifth of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    kabinet::ops::command::main()
}
