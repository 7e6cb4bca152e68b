//! The columns that lists of people have, and what people write above them.

use crate::kit::sheet::{ColumnSet, Heading};

/// What a column of a list of people means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Col {
    /// Running number.
    Ordinal,
    /// Whole name.
    Name,
    /// Family and middle names, where the given name has its own column.
    Family,
    /// Given name.
    Given,
    /// Birth date or year.
    Birth,
    /// Day of birth, where the date is split.
    Day,
    /// Month of birth.
    Month,
    /// Year of birth.
    Year,
    /// "Nam": a mark, or the birth year of a man.
    Male,
    /// "Nữ": a mark, or the birth year of a woman.
    Female,
    /// Sex as a word.
    Sex,
    /// CCCD or CMND.
    Identity,
    /// Phone.
    Phone,
    /// Xóm, ngõ, tổ.
    Hamlet,
    /// Thôn: the hamlet where no smaller place is told.
    Village,
    /// A whole address.
    Address,
    /// Name of the head of the household.
    Household,
    /// Audience group.
    Group,
    /// Class, school, office or company.
    Unit,
    /// Has a smartphone.
    Smartphone,
    /// Agrees that the data is used.
    Consent,
    /// Note.
    Note,
    /// Known and left out: what we must not or need not keep (ethnicity, religion, health, date of issue …).
    Ignored,
}

impl Col {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Ignored as usize + 1;

    /// The text key of its name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinal => "people-column-ordinal",
            Self::Name => "people-column-name",
            Self::Family => "people-column-family",
            Self::Given => "people-column-given",
            Self::Birth => "people-column-birth",
            Self::Day => "people-column-day",
            Self::Month => "people-column-month",
            Self::Year => "people-column-year",
            Self::Male => "people-column-male",
            Self::Female => "people-column-female",
            Self::Sex => "people-column-sex",
            Self::Identity => "people-column-identity",
            Self::Phone => "people-column-phone",
            Self::Hamlet => "people-column-hamlet",
            Self::Village => "people-column-village",
            Self::Address => "people-column-address",
            Self::Household => "people-column-household",
            Self::Group => "people-column-group",
            Self::Unit => "people-column-unit",
            Self::Smartphone => "people-column-smartphone",
            Self::Consent => "people-column-consent",
            Self::Note => "people-column-note",
            Self::Ignored => "people-column-ignored",
        }
    }
}

/// Lists of people.
///
/// A list needs names: whole, split, or those of the heads of households; a bare "Tên" or "Chủ hộ" counts only beside something
/// that things and places do not have.
pub static PEOPLE: ColumnSet<Col> = ColumnSet {
    headings: HEADINGS,
    needed: &[
        &[Col::Name],
        &[Col::Family, Col::Given],
        &[Col::Given, Col::Birth],
        &[Col::Given, Col::Phone],
        &[Col::Given, Col::Identity],
        &[Col::Household, Col::Birth],
        &[Col::Household, Col::Phone],
        &[Col::Household, Col::Identity],
    ],
};

const HEADINGS: &[Heading<Col>] = &[
    Heading {
        key: Col::Ordinal, exact: &["stt", "tt", "số tt", "số thứ tự", "thứ tự", "no", "#", "s t t"], phrases: &["số thứ tự"]
    },
    Heading {
        key: Col::Name,
        exact: &["họ và tên", "họ tên", "họ và tên khai sinh", "học viên", "người dân", "hội viên", "full name", "fullname", "name"],
        phrases: &[
            "họ và tên",
            "họ tên",
            "họ chữ đệm và tên",
            "họ chữ đệm tên",
            "họ tên đệm và tên",
            "tên công dân",
            "tên người dân",
            "tên học viên",
            "tên học sinh",
            "tên hội viên",
            "tên đoàn viên",
            "tên thành viên",
            "full name",
        ],
    },
    Heading {
        key: Col::Family,
        exact: &["họ", "họ đệm", "họ và đệm", "họ và tên đệm", "họ tên đệm", "họ lót", "surname", "family name", "last name"],
        phrases: &["họ đệm", "họ và đệm", "tên đệm", "chữ đệm", "họ lót", "tên lót", "chữ lót"],
    },
    Heading { key: Col::Given, exact: &["tên", "given name", "first name"], phrases: &[] },
    Heading {
        key: Col::Birth,
        exact: &[
            "ngày sinh",
            "năm sinh",
            "ngày tháng năm sinh",
            "ngày tháng năm",
            "sinh năm",
            "sinh ngày",
            "ns",
            "ntns",
            "n sinh",
            "dob",
            "date of birth",
        ],
        phrases: &[
            "ngày sinh",
            "năm sinh",
            "ngày tháng năm sinh",
            "ngày tháng sinh",
            "tháng năm sinh",
            "sinh năm",
            "sinh ngày",
            "date of birth",
            "birth date",
            "birthdate",
            "birthday",
            "year of birth",
            "birth year",
            "dob",
        ],
    },
    Heading { key: Col::Day, exact: &["ngày", "day"], phrases: &[] },
    Heading { key: Col::Month, exact: &["tháng", "month"], phrases: &[] },
    Heading { key: Col::Year, exact: &["năm", "year"], phrases: &[] },
    Heading { key: Col::Male, exact: &["nam", "nam x", "male"], phrases: &[] },
    Heading { key: Col::Female, exact: &["nữ", "nữ x", "female"], phrases: &[] },
    Heading {
        key: Col::Sex,
        exact: &["giới tính", "giới", "gt", "nam nữ", "phái", "sex", "gender"],
        phrases: &["giới tính", "nam nữ", "gender", "sex"],
    },
    Heading {
        key: Col::Identity,
        exact: &["cccd", "cmnd", "cmt", "cc", "số cccd", "số định danh", "id", "id number"],
        phrases: &[
            "cccd",
            "cmnd",
            "cmtnd",
            "cmt",
            "cccd cmnd",
            "số định danh",
            "mã định danh",
            "định danh cá nhân",
            "căn cước",
            "căn cước công dân",
            "chứng minh",
            "citizen id",
            "identity number",
            "identity card",
            "id number",
            "id card",
        ],
    },
    Heading {
        key: Col::Phone,
        exact: &["điện thoại", "số điện thoại", "sđt", "đt", "số đt", "đtdđ", "zalo", "di động", "phone", "mobile", "tel"],
        phrases: &[
            "điện thoại",
            "số điện thoại",
            "sđt",
            "số đt",
            "đtdđ",
            "zalo",
            "di động",
            "phone",
            "phone number",
            "mobile",
            "telephone",
        ],
    },
    Heading {
        key: Col::Hamlet,
        exact: &["xóm", "ngõ", "tổ", "đội", "khu", "cụm", "tổ dân phố", "tdp", "hamlet"],
        phrases: &["xóm", "ngõ", "tổ dân phố", "khu dân cư", "cụm dân cư", "hamlet"],
    },
    Heading {
        key: Col::Village, exact: &["thôn", "ấp", "bản", "làng", "khu phố", "village"], phrases: &["thôn", "khu phố", "village"]
    },
    Heading {
        key: Col::Address,
        exact: &["địa chỉ", "nơi ở", "chỗ ở", "thường trú", "address"],
        phrases: &[
            "địa chỉ",
            "nơi ở",
            "chỗ ở",
            "chỗ ở hiện nay",
            "nơi ở hiện nay",
            "thường trú",
            "tạm trú",
            "cư trú",
            "hộ khẩu",
            "address",
        ],
    },
    Heading {
        key: Col::Household,
        exact: &["chủ hộ", "tên chủ hộ", "họ tên chủ hộ", "họ và tên chủ hộ"],
        phrases: &["chủ hộ", "họ tên chủ hộ", "họ và tên chủ hộ", "household head", "head of household"],
    },
    Heading {
        key: Col::Group,
        exact: &["đối tượng", "nhóm", "nhóm đối tượng", "diện", "thành phần", "nghề nghiệp", "group", "occupation"],
        phrases: &["đối tượng", "nhóm đối tượng", "thành phần", "nghề nghiệp", "công việc", "occupation"],
    },
    Heading {
        key: Col::Unit,
        exact: &["lớp", "đơn vị", "cơ quan", "trường", "công ty", "nơi làm việc", "class", "unit", "school"],
        phrases: &["lớp", "đơn vị", "đơn vị công tác", "cơ quan", "nơi làm việc", "nơi công tác", "trường học"],
    },
    Heading {
        key: Col::Smartphone,
        exact: &["smartphone"],
        phrases: &[
            "điện thoại thông minh",
            "có điện thoại thông minh",
            "sử dụng điện thoại thông minh",
            "đt thông minh",
            "sđt thông minh",
            "đtdđ thông minh",
            "máy thông minh",
            "smartphone",
            "smart phone",
            "has smartphone",
        ],
    },
    Heading {
        key: Col::Consent,
        exact: &["đồng ý", "consent"],
        phrases: &["đồng ý", "đồng ý cung cấp", "đồng ý cung cấp thông tin", "chấp thuận", "cho phép", "consent"],
    },
    Heading {
        key: Col::Note, exact: &["ghi chú", "gc", "chú thích", "note", "notes", "remarks"], phrases: &["ghi chú", "chú thích"]
    },
    Heading {
        key: Col::Ignored,
        exact: &["tuổi", "age", "ký", "ký tên", "chữ ký"],
        phrases: &[
            "ngày cấp",
            "nơi cấp",
            "ngày cấp cccd",
            "nơi cấp cccd",
            "dân tộc",
            "tôn giáo",
            "quốc tịch",
            "quê quán",
            "nguyên quán",
            "nơi sinh",
            "trình độ",
            "trình độ học vấn",
            "email",
            "sức khỏe",
            "tình trạng sức khỏe",
            "bệnh",
            "dạng khuyết tật",
            "mức độ khuyết tật",
            "bhyt",
            "bảo hiểm",
            "hôn nhân",
            "quan hệ",
            "quan hệ với chủ hộ",
            "chữ ký",
            "ký nhận",
            "ký tên",
            "tên gọi khác",
            "bí danh",
            "người giám hộ",
            "họ tên người giám hộ",
            "họ và tên người giám hộ",
            "phụ huynh",
            "họ tên phụ huynh",
            "họ và tên phụ huynh",
            "điện thoại phụ huynh",
            "số điện thoại phụ huynh",
            "họ tên bố",
            "họ tên cha",
            "họ tên mẹ",
            "họ và tên bố",
            "họ và tên cha",
            "họ và tên mẹ",
            "họ tên bố mẹ",
            "họ và tên bố mẹ",
            "họ tên vợ chồng",
            "họ và tên vợ chồng",
        ],
    },
];
