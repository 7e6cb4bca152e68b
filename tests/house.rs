//! What holds for the whole house: its shape, read from its source, and the program as a whole.

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
#[path = "house/program.rs"]
mod program;
#[path = "house/source.rs"]
mod source;
#[path = "house/statements.rs"]
mod statements;
#[path = "house/words.rs"]
mod words;
