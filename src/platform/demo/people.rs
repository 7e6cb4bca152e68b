//! Invented people in households, loaded from lists as a village would bring them.

use std::fmt::Write as _;

use super::{
    Dice,
    accounts::Staff,
    ground::{Ground, VILLAGES, lower_first},
};
use crate::{
    kit::{
        clock::{DAY, HOUR, Millis},
        db::Tx,
        error::Result,
        identity::IdentityKey,
    },
    people,
};

/// How many people each village has. The first two have few: their lists are for the reader to load.
pub(super) const PEOPLE: [usize; 8] = [14, 12, 66, 64, 60, 72, 58, 62];

const FAMILIES: [&str; 14] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Kiều", "Khuất", "Cấn", "Phùng"];
const MEN_MIDDLE: [&str; 8] = ["Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Đình", "Ngọc"];
const MEN: [&str; 20] = [
    "An", "Bách", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hùng", "Khánh", "Lâm", "Long", "Mạnh", "Nam", "Phong", "Quân", "Sơn", "Thành",
    "Toàn", "Tuấn", "Việt",
];
const WOMEN_MIDDLE: [&str; 7] = ["Thị", "Thị Thu", "Thị Ngọc", "Thúy", "Thanh", "Thị Kim", "Hồng"];
const WOMEN: [&str; 20] = [
    "Anh", "Bích", "Chi", "Dung", "Đào", "Giang", "Hà", "Hằng", "Hoa", "Hương", "Lan", "Liên", "Mai", "Nga", "Nhung", "Oanh", "Phương",
    "Thảo", "Vân", "Yến",
];

/// Loads a list into every village, signed by whoever leads it, on the days after the villages were entered.
pub(super) fn settle(tx: &mut Tx<'_>, ground: &Ground, staff: &Staff, key: &IdentityKey, now: Millis) -> Result<()> {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut phone = 0;
    for (at, village) in ground.villages.iter().enumerate() {
        let list = list(&mut dice, PEOPLE[at], &mut phone);
        let file = format!("Danh sách {}.csv", lower_first(VILLAGES[at].1));
        let then = now - 105 * DAY + at as i64 * 3 * HOUR;
        people::import_list(tx, &staff.coordinator, village, (&file, list.as_bytes()), key, then)?;
    }
    Ok(())
}

/// A list of so many people, household by household, with the columns that villages keep.
fn list(dice: &mut Dice, people: usize, phone: &mut u32) -> String {
    let mut list = String::from(
        "STT,Họ và tên,Năm sinh,Giới tính,Xóm,Chủ hộ,Số điện thoại,Nhóm đối tượng,Nơi làm việc,Có điện thoại thông minh,Đồng ý,Ghi chú\n",
    );
    let mut written = 0;
    // Somebody was written down twice, as happens: the page of likely duplicates has something to show.
    let twice = people > 63;
    while written < people {
        let (family, hamlet) = (dice.one(&FAMILIES), format!("Xóm {}", 1 + dice.below(4)));
        let size = (2 + dice.below(4)).min(people - written);
        let mut head = String::new();
        for at in 0..size {
            let person = member(dice, family, at);
            if at == 0 {
                head.clone_from(&person.name);
            }
            written += 1;
            // Nobody has these numbers: 0900 000 001 and on.
            let phoned = if person.old_enough && dice.chance(72) {
                *phone += 1;
                format!("0900000{phone:03}")
            } else {
                String::new()
            };
            let smart = match dice.below(10) {
                0..=5 => "Có",
                6..=7 => "Không",
                _ => "",
            };
            let consent = if dice.chance(80) { "Đồng ý" } else { "" };
            // A list is typed by a person: what fails to be written is not in it.
            let _ = writeln!(
                list,
                "{written},{},{},{},{hamlet},{head},{phoned},{},{},{smart},{consent},{}",
                person.name, person.born, person.sex, person.group, person.works, person.note
            );
            if twice && written == people - 1 {
                written += 1;
                let _ = writeln!(list, "{written},{},{},{},{hamlet},{head},,{},,,,", person.name, person.born, person.sex, person.group);
                break;
            }
        }
    }
    list
}

struct Member {
    name: String,
    born: i32,
    sex: &'static str,
    group: &'static str,
    works: &'static str,
    note: &'static str,
    old_enough: bool,
}

/// The first of a household is its head, the second their spouse, then come children and parents.
fn member(dice: &mut Dice, family: &str, at: usize) -> Member {
    let man = if at < 2 { at == 0 } else { dice.chance(50) };
    let family = if at == 1 { dice.one(&FAMILIES) } else { family };
    let name = if man {
        format!("{family} {} {}", dice.one(&MEN_MIDDLE), dice.one(&MEN))
    } else {
        format!("{family} {} {}", dice.one(&WOMEN_MIDDLE), dice.one(&WOMEN))
    };
    let born = match at {
        0 | 1 => 1962 + dice.below(30),
        2 => 1994 + dice.below(18),
        _ => 1938 + dice.below(22),
    } as i32;
    let (group, works) = match (born, dice.below(10)) {
        (2008.., _) => ("Học sinh", "Trường Trung học cơ sở Ví Dụ"),
        (2003.., 0..=5) => ("Sinh viên", ""),
        (1965.., 0) => ("Công chức", "Phòng Văn hóa – Xã hội"),
        (1965.., 1..=3) => ("Công nhân", "Công ty TNHH Dệt may Ví Dụ"),
        _ => ("Người dân", ""),
    };
    let note = match (born, dice.below(10)) {
        (..1955, 0..=4) => "Cần chữ to",
        (..1955, 5..=6) => "Cần người đi kèm",
        _ => "",
    };
    Member { name, born, sex: if man { "Nam" } else { "Nữ" }, group, works, note, old_enough: born < 2010 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_as_many_people_as_asked_and_is_the_same_each_time() {
        let made = || list(&mut Dice(7), 60, &mut 0);
        assert_eq!(made().lines().count(), 61);
        assert_eq!(made(), made());
        assert!(made().lines().all(|line| line.matches(',').count() == 11));
    }
}
