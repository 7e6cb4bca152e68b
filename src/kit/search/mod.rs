//! Search over Vietnamese text as people type it: with marks or without, with what Telex and VNI leave behind, with a slip or
//! without a space. All in integers, so that every node and both databases answer alike.
//!
//! An [`Index`] is made of documents and kept as rows of words; a [`Plan`] says which of these rows a question needs;
//! [`rank`](Plan::rank) puts the documents in order from the rows alone.

mod index;
mod plan;
mod slips;
mod telex;
mod words;

pub use index::{Index, Posting, Row, read_places};
pub use plan::{Asked, Hit, Plan, Vocabulary};
pub use words::{Word, words};
