//! Persons, households, groups, needs, consent and identity.

pub mod roster;
