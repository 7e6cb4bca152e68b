//! Certificates: who may have which, the register, the paper, the check by anybody, and taking one back by two.
//!
//! | file | what |
//! |---|---|
//! | `rules` | what each certificate asks for |
//! | `payload` | what stands in the QR code, signed, and how it is checked without the server |
//! | `issuing` | handed out, asked back, taken back |
//! | `store` | all SQL |

mod issuing;
mod pages;
mod payload;
mod rules;
mod store;

pub use issuing::{NewCertificate, ask_back, issue};
pub use pages::routes;
pub use store::count_waiting;

#[cfg(test)]
mod tests;
