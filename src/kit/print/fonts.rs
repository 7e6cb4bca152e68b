//! The embedded typeface: Liberation Serif, as wide letter by letter as the Times New Roman that DOCX names.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontInstance, FontVariations};

static FILES: [&[u8]; 4] = [
    include_bytes!("../../../assets/fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../../../assets/fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../../../assets/fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../../../assets/fonts/LiberationSerif-BoldItalic.ttf"),
];

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect());

static BOLD: LazyLock<Option<FontInstance>> = LazyLock::new(|| {
    let font = all().get(1)?.clone();
    let variant = font.info().variant;
    Some(font.instantiate(variant, Abs::pt(12.0), &FontVariations::default()))
});

/// Regular, bold, italic, bold italic.
pub(super) fn all() -> &'static [Font] {
    &FONTS
}

/// `text` with every character that the typeface lacks as an empty box, so that a reader sees that something stood
/// there; signs that only steer how their neighbours look are left out.
///
/// The engine would set nothing in their place, and stumbles over marks that it can't shape.
pub(super) fn drawable(text: &str) -> String {
    let has = |char| all().first().is_some_and(|font| font.info().coverage.contains(u32::from(char)));
    text.chars().filter(|char| !steers(*char)).map(|char| if char.is_control() || has(char) { char } else { '□' }).collect()
}

/// Word joiner and its like, variation selectors.
fn steers(char: char) -> bool {
    matches!(u32::from(char), 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Width of bold `text` in twentieths of a point (twips), set at `size` points on one line.
pub(super) fn bold_width(text: &str, size: f64) -> f64 {
    let advance = |char| {
        let font = BOLD.as_ref()?;
        font.x_advance(font.ttf().glyph_index(char).unwrap_or_default().0)
    };
    text.chars().map(|char| advance(char).map_or(0.5, Em::get)).sum::<f64>() * size * 20.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter of Vietnamese, in both cases.
    fn letters() -> String {
        let vowels = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ";
        let lower = format!("{vowels}bcdđfghjklmnpqrstvwxz");
        format!("{lower}{}0123456789₫…–—“”‘’•%°", lower.to_uppercase())
    }

    #[test]
    fn all_four_styles_have_every_vietnamese_letter() {
        assert_eq!(all().len(), 4);
        for font in all() {
            let font = font.clone();
            let variant = font.info().variant;
            let font = font.instantiate(variant, Abs::pt(12.0), &FontVariations::default());
            assert_eq!(font.font().info().family, "Liberation Serif");
            let missing: String = letters().chars().filter(|char| font.ttf().glyph_index(*char).is_none()).collect();
            assert_eq!(missing, "");
        }
    }

    #[test]
    fn what_the_typeface_lacks_is_seen_to_be_missing() {
        for (given, wanted) in
            [("Nguyễn Thị Lan ₫\n#$*\"", "Nguyễn Thị Lan ₫\n#$*\""), ("漢 😀\u{fe0f}!", "□ □!"), ("a\u{2060}b\u{610}", "ab□")]
        {
            assert_eq!(drawable(given), wanted);
        }
    }

    #[test]
    fn widths_are_those_of_the_typeface() {
        // In Times bold: a space is 0.25 em, a digit 0.5 em, a capital H 0.778 em.
        assert!((bold_width("0 H", 10.0) - (0.5 + 0.25 + 0.778) * 200.0).abs() < 0.5);
    }
}
