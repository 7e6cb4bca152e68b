//! What holds for the whole house: its shape, read from its source, and the program as a whole.

#![expect(clippy::expect_used, reason = "a test says by a panic what is wrong")]

#[path = "house/backup.rs"]
mod backup;
#[path = "house/commands.rs"]
mod commands;
#[path = "house/crash.rs"]
mod crash;
#[path = "house/disk.rs"]
mod disk;
#[path = "house/ladder.rs"]
mod ladder;
#[path = "house/manners.rs"]
mod manners;
#[path = "house/power.rs"]
mod power;
#[path = "house/program.rs"]
mod program;
#[path = "house/source.rs"]
mod source;
#[path = "house/statements.rs"]
mod statements;
#[path = "house/sync_crash.rs"]
mod sync_crash;
#[path = "house/words.rs"]
mod words;
