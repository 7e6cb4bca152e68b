//! The words of the report itself.
//!
//! A report is a paper of the state, in its language: like the words of the decree in [`crate::kit::print::wording`],
//! these are never translated. Every other word of this slice stands in its text files.

use super::content::{Particulars, Section};
use crate::{
    kit::{dates::document_day, text::Lang},
    places::Commune,
    plan::Paper,
};

/// The language of the paper.
pub const LANG: Lang = Lang::Vi;
/// Stands where a figure was never collected.
pub const NO_DATA: &str = "chưa có số liệu";
/// Stands where there is nothing to be collected: the denominator of a rank.
pub const NOT_ASKED: &str = "–";
/// The issuing body without its place.
pub const COMMITTEE: &str = "Ủy ban nhân dân";
/// Tên loại.
pub const KIND: &str = "BÁO CÁO";
/// Tên loại inside a sentence.
pub const KIND_IN_WORDS: &str = "Báo cáo";
/// Part I.
pub const RESULTS: &str = "I. KẾT QUẢ THỰC HIỆN";
/// I.1.
pub const CLASSES: &str = "1. Tổ chức lớp học";
/// I.2.
pub const TARGETS: &str = "2. Kết quả theo chỉ tiêu";
/// I.3.
pub const VILLAGES: &str = "3. Kết quả theo thôn";
/// Part II.
pub const TROUBLES: &str = "II. KHÓ KHĂN, VƯỚNG MẮC";
/// Part III.
pub const TASKS: &str = "III. NHIỆM VỤ KỲ TỚI";
/// Part IV.
pub const REQUESTS: &str = "IV. KIẾN NGHỊ";
/// The title of the annex.
pub const ANNEX: &str = "Kết quả chi tiết theo thôn";
/// What stands in the last row of a table.
pub const WHOLE: &str = "Toàn xã";
/// What stands where no target was set up.
pub const NO_TARGETS: &str = "Chưa có chỉ tiêu nào được thiết lập.";
/// What stands where the list of villages without a class is empty.
pub const NONE: &str = "không có";

/// The five components of targets T3 and T9 as the table heads say them, in the order of the plan's sentence (II.2a).
pub const COMPONENTS: [&str; 5] = ["Tri thức", "Kỹ năng", "Thiết bị", "Dịch vụ thiết yếu", "Tự bảo vệ"];

/// Below the table of targets.
pub const TARGETS_NOTE: &str =
    "“Chưa có số liệu” nghĩa là chưa thu thập được, không phải bằng 0. Ngày và nguồn của tổng số ghi tại bảng Excel kèm theo.";
/// Below the table of villages.
pub const VILLAGES_NOTE: &str =
    "Mỗi người chỉ tính một lần ở mỗi thôn và một lần trong toàn xã, nên dòng toàn xã có thể nhỏ hơn tổng các thôn.";

/// The words that a part of every report begins with.
///
/// They say only what the figures say; difficulties and requests are for the officer to write.
pub const fn usual_text(section: Section) -> &'static str {
    match section {
        Section::Intro => {
            "Ủy ban nhân dân {xa} báo cáo kết quả thực hiện phong trào “Bình dân học vụ số” {ky} \
             (số liệu tính từ ngày {tu_ngay} đến hết ngày {den_ngay}) như sau:"
        }
        Section::Classes => {
            "Trong kỳ, {so_thon_co_lop}/{so_thon} thôn đã tổ chức {so_buoi} buổi học với {so_luot} lượt người tham gia, \
             tương ứng {so_nguoi} người (mỗi người chỉ tính một lần)."
        }
        Section::Targets => {
            "Đến hết ngày {den_ngay}, số người trưởng thành đạt từng thành phần: tri thức {t3_tri_thuc}; kỹ năng {t3_ky_nang}; \
             sử dụng thiết bị {t3_thiet_bi}; sử dụng dịch vụ thiết yếu {t3_dich_vu}; tự bảo vệ {t3_an_toan}. \
             Số người đạt đủ năm thành phần: {t3_du_nam}; tỷ lệ so với số người trưởng thành: {t3_ty_le}.\n\
             Trong {so_chi_tieu} chỉ tiêu của Kế hoạch, {chi_tieu_chua_co} chỉ tiêu chưa có số liệu. Kết quả như bảng sau:"
        }
        Section::Villages => "Kết quả của từng thôn như bảng sau; từng thành phần tại Phụ lục kèm theo.",
        Section::Troubles => {
            "Các thôn chưa có buổi học nào trong kỳ: {thon_chua_co_lop}.\n\
             Còn {chi_tieu_chua_co}/{so_chi_tieu} chỉ tiêu chưa có số liệu, cần tiếp tục thu thập từ các cơ quan, đơn vị được giao."
        }
        Section::Tasks => {
            "Tiếp tục tổ chức lớp học hằng tuần tại nhà văn hóa thôn; ưu tiên các thôn chưa có buổi học và người chưa tham gia buổi nào.\n\
             Kiểm tra kỹ năng có người chứng kiến để xác nhận số người tự làm được.\n\
             Phối hợp với Công an xã, các trường học, doanh nghiệp và hợp tác xã thu thập số liệu của các chỉ tiêu còn thiếu."
        }
        Section::Requests => "Trong kỳ báo cáo, Ủy ban nhân dân {xa} chưa có kiến nghị.",
        Section::Closing => {
            "Trên đây là báo cáo kết quả thực hiện phong trào “Bình dân học vụ số” {ky}, Ủy ban nhân dân {xa} trân trọng báo cáo."
        }
    }
}

/// What stands around the text until the commune says otherwise.
///
/// # Source
/// The plan of 11/7/2025: preamble (căn cứ), Nơi nhận, signature.
pub fn usual_particulars(commune: &Commune, province: &str, plan: &Paper) -> Particulars {
    let strings = |lines: &[&str]| lines.iter().map(ToString::to_string).collect();
    let above = small_first(province);
    Particulars {
        authority_parent: Vec::new(),
        authority: vec![COMMITTEE.to_uppercase(), commune.name.to_uppercase()],
        place: commune.short_name.clone(),
        notation: "BC-UBND".into(),
        subject: "Kết quả thực hiện phong trào “Bình dân học vụ số” {ky}".into(),
        basis: basis(commune, plan),
        addressees: vec![format!("{COMMITTEE} {above}"), format!("Sở Khoa học và Công nghệ {above}")],
        offices: strings(&["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        signer: String::new(),
        recipients: strings(&[
            "Như trên",
            "TT ĐU, TT HĐND xã",
            "Chủ tịch, các Phó Chủ tịch UBND xã",
            "UBMTTQ và các tổ chức thành viên",
            "Lưu: VT, VH-XH.",
        ]),
        organ_id: String::new(),
    }
}

/// The acts that the plan stands on: the national one, Hà Nội's where they hold, and the commune's own plan.
fn basis(commune: &Commune, plan: &Paper) -> Vec<String> {
    let mut acts = vec![
        "Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ, \
         đổi mới sáng tạo và chuyển đổi số quốc gia"
            .to_owned(),
    ];
    if commune.province == "01" {
        acts.push(
            "Căn cứ Kế hoạch số 05-KH/BCĐ57 ngày 22 tháng 4 năm 2025 của Ban Chỉ đạo Thành ủy về triển khai phong trào \
             “Bình dân học vụ số” trên địa bàn thành phố Hà Nội"
                .to_owned(),
        );
        acts.push(
            "Căn cứ Kế hoạch số 138/KH-UBND ngày 15 tháng 5 năm 2025 của UBND thành phố Hà Nội về triển khai phong trào \
             “Bình dân học vụ số” trên địa bàn thành phố Hà Nội"
                .to_owned(),
        );
    }
    acts.push(own_plan(commune, plan));
    acts
}

fn own_plan(commune: &Commune, plan: &Paper) -> String {
    let number = if plan.number.is_empty() { String::new() } else { format!(" số {}", plan.number) };
    let day = plan.issued_on.map(|day| format!(" {}", document_day(day))).unwrap_or_default();
    let here = small_first(&commune.name);
    let usual = format!("triển khai phong trào “Bình dân học vụ số” trên địa bàn {here}");
    let about = plan.title.vi.strip_prefix("Kế hoạch ").map_or(usual, str::to_owned);
    format!("Thực hiện Kế hoạch{number}{day} của UBND {here} về {about}")
}

/// A name inside a sentence: `Xã Thạch Thất` becomes `xã Thạch Thất`.
pub fn small_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// That this report takes the place of an earlier one.
pub fn replacing(number: &str, day: &str) -> String {
    format!("Báo cáo này thay thế Báo cáo số {number} {day}.")
}

/// What the register notes beside a report that takes the place of an earlier one.
pub fn register_note(number: &str, day: &str) -> String {
    format!("Thay thế Báo cáo số {number} {day}")
}

/// The small print of a locked report.
pub fn sealed(hash: &str) -> String {
    format!("Mã kiểm chứng số liệu (SHA-256): {hash}")
}

/// The register's name.
pub const REGISTER: &str = "SỔ ĐĂNG KÝ VĂN BẢN ĐI";
/// The word before a page number.
pub const PAGE: &str = "Trang";
/// How the line of the recipients begins that says where the copy is kept.
pub const KEPT: &str = "Lưu";
/// The columns of the register, each with its share of the width.
///
/// # Source
/// NĐ 30/2020/NĐ-CP, Phụ lục IV.
pub const REGISTER_COLUMNS: [(&str, u16); 10] = [
    ("Số, ký hiệu văn bản", 15),
    ("Ngày tháng văn bản", 14),
    ("Tên loại và trích yếu nội dung văn bản", 28),
    ("Người ký", 16),
    ("Nơi nhận văn bản", 22),
    ("Đơn vị, người nhận bản lưu", 12),
    ("Số lượng bản", 8),
    ("Ngày chuyển", 10),
    ("Ký nhận", 10),
    ("Ghi chú", 15),
];

/// The line under the register's name.
pub fn register_year(year: i16) -> String {
    format!("Năm {year}")
}

/// Where a copy is kept: `Lưu: VT, VH-XH.` without its first word and its full stop.
pub fn without_kept(line: &str) -> String {
    line.trim_start_matches(KEPT).trim_start_matches(':').trim().trim_end_matches(['.', ';']).to_owned()
}

/// The small print of a draft.
pub const UNSEALED: &str = "Bản dự thảo: số liệu còn có thể thay đổi cho đến khi khóa báo cáo.";

#[cfg(test)]
mod tests {
    use super::*;

    fn commune(code: &str, province: &str) -> Commune {
        Commune {
            id: "c".into(),
            code: code.into(),
            province: province.into(),
            name: "Phường Ví Dụ".into(),
            short_name: "Ví Dụ".into(),
            demo: false,
        }
    }

    #[test]
    fn the_acts_of_ha_noi_stand_only_on_its_papers() {
        let plan = Paper::default();
        let far = usual_particulars(&commune("30000", "79"), "Thành phố Hồ Chí Minh", &plan);
        assert!(far.basis.iter().all(|act| !act.contains("Hà Nội")), "{:?}", far.basis);
        assert_eq!(far.addressees[0], "Ủy ban nhân dân thành phố Hồ Chí Minh");
        assert_eq!(usual_particulars(&commune("09955", "01"), "Thành phố Hà Nội", &plan).basis.len(), 4);
    }

    #[test]
    fn the_communes_own_plan_is_named_as_far_as_it_is_known() {
        let here = commune("09955", "01");
        let title = |vi: &str| crate::plan::Words { vi: vi.into(), en: String::new() };
        let plan = |number: &str, title: crate::plan::Words| Paper {
            number: number.into(),
            issued_on: (!number.is_empty()).then(|| jiff::civil::date(2025, 7, 11)),
            title,
            version: 0,
        };
        let usual = "triển khai phong trào “Bình dân học vụ số” trên địa bàn phường Ví Dụ";
        for (number, words, wanted) in [
            ("", "", format!("Thực hiện Kế hoạch của UBND phường Ví Dụ về {usual}")),
            ("12/KH-UBND", "Đề án", format!("Thực hiện Kế hoạch số 12/KH-UBND ngày 11 tháng 7 năm 2025 của UBND phường Ví Dụ về {usual}")),
            ("", "Kế hoạch dạy chữ", "Thực hiện Kế hoạch của UBND phường Ví Dụ về dạy chữ".into()),
        ] {
            assert_eq!(own_plan(&here, &plan(number, title(words))), wanted);
        }
    }
}
