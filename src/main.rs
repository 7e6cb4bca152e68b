//! The `hocvuso` program: everything is in the library; see [`hocvuso::cli`].

fn main() -> std::process::ExitCode {
    hocvuso::cli::run()
}
