//! Places and units of the demo commune.

use super::CODE;
use crate::{
    kit::{
        clock::{DAY, Millis},
        db::Tx,
        error::Result,
    },
    org::{self, NewUnit},
    places::{self, Commune},
};

/// The villages: code, name, unit before the merger.
///
/// # Source
/// The former units are those of NQ 1656/NQ-UBTVQH15; the villages' names are invented.
pub(super) const VILLAGES: [(&str, &str, &str); 8] = [
    ("001", "Thôn Đồng Mẫu", "Xã Kim Quan"),
    ("002", "Thôn Bến Ví Dụ", "Xã Lại Thượng"),
    ("003", "Thôn Gò Ví Dụ", "Xã Đại Đồng"),
    ("004", "Thôn Đình Mẫu", "Xã Phú Kim"),
    ("005", "Thôn Chùa Ví Dụ", "Xã Cẩm Yên"),
    ("006", "Tổ dân phố Chợ Mẫu", "Thị trấn Liên Quan"),
    ("007", "Thôn Cầu Ví Dụ", "Xã Đại Đồng"),
    ("008", "Thôn Bãi Mẫu", "Xã Phú Kim"),
];

/// Units of the whole commune: kind, name.
pub(super) const UNITS: [(&str, &str); 19] = [
    ("culture_office", "Phòng Văn hóa – Xã hội"),
    ("economy_office", "Phòng Kinh tế"),
    ("school", "Trường Trung học cơ sở Ví Dụ"),
    ("school", "Trường Tiểu học Mẫu"),
    ("police", "Công an xã"),
    ("culture_centre", "Trung tâm Văn hóa – Thông tin và Thể thao"),
    ("enterprise", "Công ty TNHH Dệt may Ví Dụ"),
    ("enterprise", "Công ty Cổ phần Nông sản Mẫu"),
    ("cooperative", "Hợp tác xã Nông nghiệp Mẫu"),
    ("cooperative_union", "Liên hiệp hợp tác xã Ví Dụ"),
    ("market", "Chợ Mẫu"),
    ("post_point", "Điểm Bưu điện – Văn hóa xã Ví Dụ"),
    ("learning_centre", "Trung tâm Học tập cộng đồng"),
    ("library", "Thư viện Mẫu"),
    ("health_post", "Trạm Y tế Ví Dụ"),
    ("association", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"),
    ("association", "Hội Liên hiệp Phụ nữ xã"),
    ("state_body", "Ủy ban Mặt trận Tổ quốc Việt Nam xã"),
    ("other", "Câu lạc bộ Hưu trí Mẫu"),
];

/// The ids of what was laid.
pub(super) struct Ground {
    pub(super) commune: String,
    /// In the order of [`VILLAGES`].
    pub(super) villages: Vec<String>,
    /// In the order of [`UNITS`].
    pub(super) units: Vec<String>,
}

pub(super) fn lay(tx: &mut Tx<'_>, now: Millis) -> Result<Ground> {
    let then = now - 120 * DAY;
    places::add_province(tx, "01", "Thành phố Hà Nội")?;
    let commune = Commune {
        id: String::new(),
        code: CODE.into(),
        province: "01".into(),
        name: "Xã Thạch Thất".into(),
        short_name: "Thạch Thất".into(),
        demo: true,
    };
    let commune = places::add_commune(tx, &commune, then)?;
    let mut villages = Vec::new();
    for (code, name, former) in VILLAGES {
        villages.push(places::add_village(tx, &commune, code, name, former, then)?);
    }
    let mut units = Vec::new();
    for (kind, name) in UNITS {
        let unit = NewUnit { kind: kind.into(), name: name.into(), ..NewUnit::default() };
        units.push(org::add_unit(tx, &commune, &unit, then)?);
    }
    for (at, (village, (_, name, _))) in villages.iter().zip(VILLAGES).enumerate() {
        let team = NewUnit {
            kind: "team".into(),
            name: format!("Tổ công nghệ số cộng đồng {}", lower_first(name)),
            village: Some(village.clone()),
            decision: format!("Quyết định số {}/QĐ-UBND (hư cấu)", 101 + at),
        };
        org::add_unit(tx, &commune, &team, then)?;
    }
    Ok(Ground { commune, villages, units })
}

/// “Thôn Đồng Mẫu” inside a sentence: “thôn Đồng Mẫu”.
pub(super) fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
