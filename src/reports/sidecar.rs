//! The metadata that goes with an electronic document to the national document exchange.
//!
//! # Source
//! NĐ 30/2020/NĐ-CP, Phụ lục VI: names of the fields and their lengths.

use serde_json::{Value, json};

use super::{content::Content, rules::ORGAN_LIMIT, tokens};
use crate::kit::{error::Result, print::wording::recipients};

/// The metadata of a report; a draft has neither number nor day.
pub fn sidecar(content: &Content, hash: Option<&str>) -> Value {
    let p = &content.particulars;
    let (first, last) = content.period.cutoff();
    json!({
        "OrganId": held(&p.organ_id, ORGAN_LIMIT),
        "OrganName": held(&content.issuer(), 200),
        "TypeName": "Báo cáo",
        "CodeNumber": content.number().map(|number| format!("{number:02}")),
        "CodeNotation": held(&p.notation, 30),
        "IssuedDate": content.lock.as_ref().map(|lock| lock.issued_on.to_string()),
        "Subject": held(&tokens::filled(&p.subject, content), 500),
        "Language": "Tiếng Việt",
        "Priority": 0,
        "SignerInfo": {
            "Competence": p.offices.iter().filter(|line| is_capacity(line)).collect::<Vec<_>>(),
            "Position": p.offices.iter().rfind(|line| !is_capacity(line)),
            "FullName": held(&p.signer, 50),
        },
        "To": recipients(&p.recipients),
        "Draft": content.lock.is_none(),
        "Period": { "Code": content.period.code(), "From": first.to_string(), "To": last.to_string() },
        "Edition": content.edition,
        "Replaces": content.replaces.as_ref().map(|old| json!({
            "CodeNumber": format!("{:02}", old.number),
            "CodeNotation": old.notation,
            "IssuedDate": old.issued_on.to_string(),
        })),
        "SnapshotSha256": hash,
        "LedgerSeq": content.figures.ledger_seq,
        "LedgerHash": content.figures.ledger_hash,
    })
}

/// The metadata as a file.
pub fn file(content: &Content, hash: Option<&str>) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(&sidecar(content, hash))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Whether a line of the signature says in what capacity somebody signs, and not their office.
fn is_capacity(line: &str) -> bool {
    ["TM.", "KT.", "Q.", "TL.", "TUQ."].iter().any(|mark| line.starts_with(mark))
}

fn held(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::content::tests::{content, locked};

    #[test]
    fn the_fields_have_the_decrees_names() {
        let mut content = locked();
        content.particulars.signer = "Nguyễn Thị Ví Dụ".into();
        let value = sidecar(&content, Some("abc"));
        assert_eq!(value["CodeNumber"], "05");
        assert_eq!(value["CodeNotation"], "BC-UBND");
        assert_eq!(value["IssuedDate"], "2026-10-16");
        assert_eq!(value["Subject"], "Kết quả thực hiện phong trào “Bình dân học vụ số” tháng 10 năm 2026");
        assert_eq!(value["SignerInfo"]["FullName"], "Nguyễn Thị Ví Dụ");
        assert_eq!(value["SignerInfo"]["Position"], "PHÓ CHỦ TỊCH");
        assert_eq!(value["SignerInfo"]["Competence"], json!(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"]));
        assert_eq!(value["To"][4], "- Lưu: VT, VH-XH.");
        assert_eq!((&value["Draft"], &value["SnapshotSha256"]), (&json!(false), &json!("abc")));
    }

    #[test]
    fn a_draft_has_no_number_and_long_texts_are_held_to_the_limits() {
        let mut content = content();
        content.particulars.subject = "x".repeat(10_000);
        content.particulars.organ_id = "9".repeat(40);
        let value = sidecar(&content, None);
        assert_eq!((&value["CodeNumber"], &value["IssuedDate"], &value["Draft"]), (&Value::Null, &Value::Null, &json!(true)));
        assert_eq!(value["Subject"].as_str().unwrap().len(), 500);
        assert_eq!(value["OrganId"].as_str().unwrap().len(), 13);
    }
}
