use std::fs;

use jiff::civil::date;
use serde_json::Value;

use super::*;
use crate::kit::sheet;

fn options() -> Options {
    Options { today: date(2026, 10, 14), pivot: None }
}

fn list(file: &str) -> (Roster, Value) {
    let path = format!("{}/fixtures/lists/{file}", env!("CARGO_MANIFEST_DIR"));
    let book = sheet::read(&fs::read(&path).unwrap(), file).unwrap();
    let answers = path.rsplit_once('.').unwrap().0.to_owned() + ".answers.json";
    (read(&book, &options()), serde_json::from_slice(&fs::read(answers).unwrap()).unwrap())
}

#[test]
fn first_look() {
    for file in ["danh-sach-thon-dong-mau.xlsx", "tong-hop-thon-ben-vi-du.xlsx"] {
        let (roster, answers) = list(file);
        println!("{answers}");
        println!("{:#?}", roster.sheets);
        println!("{} {:?} {:?} {:?}", roster.good.len(), roster.bad, roster.duplicates, roster.asides);
        println!("{:#?}", roster.good[0]);
        let mut w = std::collections::HashMap::new();
        for g in &roster.good {
            for x in &g.warnings {
                w.entry(*x).or_insert_with(Vec::new).push(g.row);
            }
        }
        println!("{w:?}");
    }
}
