//! What became of an operation.

use serde_json::{Value, json};

use crate::kit::{
    clock::Millis,
    error::Refusal,
    text::{Lang, Text},
};

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It counts.
    Applied,
    /// The same is there already; this one is kept as a witness, or changes nothing.
    Duplicate,
    /// Kept until what it needs has landed.
    Deferred,
    /// Kept, not counted; an officer decides.
    Quarantined,
    /// It does not count; the phone says why.
    Rejected,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Applied, Self::Duplicate, Self::Deferred, Self::Quarantined, Self::Rejected];

    /// The word in messages and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Duplicate => "duplicate",
            Self::Deferred => "deferred",
            Self::Quarantined => "quarantined",
            Self::Rejected => "rejected",
        }
    }

    /// The status with this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether what was sent must be kept, because it is decided later.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Deferred | Self::Quarantined)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $status:ident),+ $(,)?) => {
        /// Why an operation stands where it does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word in messages and tables.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The code with this word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.word() == word)
            }

            /// The text key of its message.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => concat!("sync-verdict-", $code)),+ }
            }

            /// The status that it goes with.
            pub const fn status(self) -> Status {
                match self { $(Self::$name => Status::$status),+ }
            }
        }
    };
}

codes! {
    /// It counts.
    Ok "ok" Applied,
    /// It counts; another field was changed meanwhile.
    Merged "merged" Applied,
    /// The person was marked before; this tap is kept as a witness.
    AlreadyMarked "already_marked" Duplicate,
    /// The same thing is recorded already.
    AlreadyRecorded "already_recorded" Duplicate,
    /// It needs an operation that has not landed.
    Waiting "waiting" Deferred,
    /// Allowed then, not now.
    NoLongerAllowed "no_longer_allowed" Quarantined,
    /// Somebody else brought it in from a file.
    UploadedFor "uploaded_for" Quarantined,
    /// The same field was changed twice.
    FieldConflict "field_conflict" Quarantined,
    /// Attendance was not open then, or the session was called off.
    OutsideWindow "outside_window" Quarantined,
    /// The card that was shown did not count any more, or is not this person's.
    DoubtfulCard "doubtful_card" Quarantined,
    /// A type that this server does not know.
    UnknownType "unknown_type" Quarantined,
    /// A newer form of a known type.
    UnknownSchema "unknown_schema" Quarantined,
    /// What it needs did not come in time.
    DependencyNever "dependency_never" Quarantined,
    /// The server failed at it, and goes on with the others.
    ServerFault "server_fault" Quarantined,
    /// Not allowed then either.
    NotAllowed "not_allowed" Rejected,
    /// What it is about does not exist, or not where this person may act.
    NotFound "not_found" Rejected,
    /// What it is about was deleted before.
    Deleted "deleted" Rejected,
    /// The payload breaks a rule.
    Invalid "invalid" Rejected,
    /// This id was used for something else.
    OpIdReuse "op_id_reuse" Rejected,
    /// Another operation has this number on this device.
    DeviceCloned "device_cloned" Rejected,
    /// The operation is somebody else's.
    WrongActor "wrong_actor" Rejected,
    /// An officer looked at it and left it out.
    Declined "declined" Rejected,
}

/// What an operation's type says about it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Where it stands, and why.
    pub code: Code,
    /// The words for the phone, when they are others than the code's own.
    pub words: Option<Refusal>,
    /// The version of the thing after it.
    pub version: Option<i64>,
}

impl Outcome {
    /// It counts; the thing has this version now.
    pub const fn applied(version: i64) -> Self {
        Self { code: Code::Ok, words: None, version: Some(version) }
    }

    /// It stands there for this reason.
    pub const fn of(code: Code) -> Self {
        Self { code, words: None, version: None }
    }

    /// The same, in these words.
    pub const fn saying(code: Code, words: Refusal) -> Self {
        Self { code, words: Some(words), version: None }
    }

    /// It breaks a rule: the text key says which.
    pub const fn invalid(key: &'static str) -> Self {
        Self::saying(Code::Invalid, Refusal::new(key))
    }

    /// The message in one language.
    pub fn message(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        self.words.as_ref().map_or_else(|| t.get(self.code.key()), |words| t.refusal(words))
    }
}

/// The answer to one operation, as it is sent and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The operation's id, when it could be read.
    pub op_id: Option<String>,
    /// Its place in the batch, from 0.
    pub index: usize,
    /// Where it stands.
    pub status: Status,
    /// Why, in a word.
    pub code: String,
    /// Why, in words for the person.
    pub message: String,
    /// The version of the thing after it.
    pub entity_version: Option<i64>,
    /// When it counts as done.
    pub effective_at: Option<Millis>,
}

impl Verdict {
    /// The verdict for an operation that was not kept.
    pub fn of(op_id: Option<String>, index: usize, outcome: &Outcome, lang: Lang) -> Self {
        Self {
            op_id,
            index,
            status: outcome.code.status(),
            code: outcome.code.word().to_owned(),
            message: outcome.message(lang),
            entity_version: outcome.version,
            effective_at: None,
        }
    }

    /// The verdict as it is sent.
    pub fn json(&self) -> Value {
        let mut sent = json!({
            "op_id": self.op_id, "status": self.status.code(), "code": self.code, "message": self.message,
            "entity_version": self.entity_version, "effective_at": self.effective_at
        });
        if self.op_id.is_none() {
            sent["index"] = json!(self.index);
        }
        sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_words_in_both_languages() {
        for code in Code::ALL {
            for lang in Lang::ALL {
                assert!(Text::of(lang).has(code.key()), "{}", code.key());
            }
            assert_eq!(Status::parse(code.status().code()), Some(code.status()));
        }
    }
}
