//! Invented people: names from common syllables, always the same ones.

/// A row of numbers that looks random and is the same in every demo.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`; 0 when there is no side.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).unwrap_or(0).checked_rem(sides).unwrap_or(0)
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub(super) fn happens(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.roll(from.len());
        from.get(at).copied().unwrap_or("")
    }
}

/// An invented person.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) sex: &'static str,
    pub(super) birth_year: i16,
    pub(super) audience: &'static str,
    pub(super) hamlet: String,
    pub(super) phone: Option<String>,
}

const FAMILY: &[&str] = &["Nguyễn", "Trần", "Lê", "Phạm", "Khuất", "Cấn", "Kiều", "Vương", "Phí", "Đỗ", "Chu", "Bùi", "Phùng", "Đặng"];
const MEN: &[&str] =
    &["An", "Bình", "Cường", "Đông", "Giang", "Hải", "Hùng", "Khánh", "Lâm", "Minh", "Phúc", "Quý", "Sơn", "Thịnh", "Toàn", "Vinh"];
const WOMEN: &[&str] =
    &["Bưởi", "Cúc", "Dung", "Đào", "Hoa", "Huệ", "Lan", "Loan", "Mận", "Nga", "Nhung", "Sen", "Thảo", "Tuyết", "Vân", "Yến"];
const MEN_MIDDLE: &[&str] = &["Văn", "Đức", "Hữu", "Quang", "Minh", "Công"];
const WOMEN_MIDDLE: &[&str] = &["Thị", "Thị", "Thu", "Ngọc", "Bích", "Thanh"];

/// The next invented person; `year` is the present one.
pub(super) fn person(dice: &mut Dice, year: i16) -> Person {
    let woman = dice.happens(56);
    let (middle, given) = if woman { (WOMEN_MIDDLE, WOMEN) } else { (MEN_MIDDLE, MEN) };
    let name = format!("{} {} {}", dice.pick(FAMILY), dice.pick(middle), dice.pick(given));
    let age = 13 + i16::try_from(dice.roll(70)).unwrap_or(40);
    let audience = match (age, dice.roll(10)) {
        (..=21, _) => "student",
        (22..=60, 0) => "staff",
        (22..=60, 1 | 2) => "worker",
        _ => "citizen",
    };
    // No subscriber has these: the range 0590 000 … is given to nobody here.
    let phone = dice.happens(70).then(|| format!("0590000{:03}", dice.roll(1000)));
    let hamlet = format!("Xóm {}", 1 + dice.roll(5));
    Person { name, sex: if woman { "female" } else { "male" }, birth_year: year - age, audience, hamlet, phone }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_people_are_invented_each_time() {
        let names = |seed| {
            let mut dice = Dice::new(seed);
            (0..20).map(|_| person(&mut dice, 2026).name).collect::<Vec<_>>()
        };
        assert_eq!(names(7), names(7));
        assert_ne!(names(7), names(8));
    }
}
