//! Pictures from outside: decoded within bounds, turned upright, made smaller, and written anew, so that nothing but the picture stays.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, imageops::FilterType};

use super::ids;

/// The longest side of a picture that is kept, in pixels.
pub const LONGEST: u32 = 1600;
/// No side of a picture that is read may be longer, in pixels.
const READ_LONGEST: u32 = 12_000;
/// How much memory reading a picture may take, in bytes.
const READ_MEMORY: u64 = 192 * 1024 * 1024;
/// How well JPEG is written, of 100.
const QUALITY: u8 = 82;

/// A picture that is safe to keep and to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub mime: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Why a file is no picture that can be kept; each code is a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// Neither JPEG, PNG nor WebP by its first bytes.
    Kind,
    /// Cut, damaged, or larger than what is read.
    Unreadable,
}

impl PictureError {
    /// The stable code, which is also the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kind => "error-picture-kind",
            Self::Unreadable => "error-picture-unreadable",
        }
    }
}

/// Reads a picture and writes it anew: upright, at most [`LONGEST`] pixels a side, without EXIF, comments or anything behind its end.
///
/// What has see-through parts or comes as PNG stays PNG (signatures, drawings); photos become JPEG.
///
/// # Errors
/// [`PictureError`], checked in the order of its variants.
pub fn clean(bytes: &[u8]) -> Result<Picture, PictureError> {
    let format = image::guess_format(bytes).map_err(|_| PictureError::Kind)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PictureError::Kind);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(READ_LONGEST);
    limits.max_image_height = Some(READ_LONGEST);
    limits.max_alloc = Some(READ_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Unreadable)?;
    let upright = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Unreadable)?;
    if let Some(turn) = upright {
        picture.apply_orientation(turn);
    }
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, FilterType::Triangle);
    }
    write(&picture, format == ImageFormat::Png || picture.color().has_alpha())
}

fn write(picture: &DynamicImage, as_png: bool) -> Result<Picture, PictureError> {
    let mut bytes = Vec::new();
    if as_png {
        DynamicImage::from(picture.to_rgba8()).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
    } else {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
    }
    .map_err(|_| PictureError::Unreadable)?;
    let mime = if as_png { "image/png" } else { "image/jpeg" };
    Ok(Picture { bytes, mime, width: picture.width(), height: picture.height() })
}

/// The SHA-256 of a file in small hex digits: the name under which pictures are kept.
pub fn name_of(bytes: &[u8]) -> String {
    ids::sha256_hex(bytes)
}

/// Whether a text has the form of [`name_of`].
pub fn is_name(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, RgbaImage};

    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 90]));
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).expect("a picture");
        bytes
    }

    fn with_secret(mut bytes: Vec<u8>) -> Vec<u8> {
        // An APP1 segment right after the start marker, and words behind the end.
        let secret = b"Exif\0\0<script>secret place 21.03,105.85</script>";
        let mut segment = vec![0xff, 0xe1, 0, secret.len() as u8 + 2];
        segment.extend_from_slice(secret);
        bytes.splice(2..2, segment);
        bytes.extend_from_slice(b"<script>secret tail</script>");
        bytes
    }

    #[test]
    fn nothing_but_the_picture_stays() {
        let kept = clean(&with_secret(jpeg(64, 48))).expect("a picture");
        assert_eq!((kept.mime, kept.width, kept.height), ("image/jpeg", 64, 48));
        assert!(!String::from_utf8_lossy(&kept.bytes).contains("secret"));
    }

    #[test]
    fn a_large_picture_is_made_smaller_and_keeps_its_shape() {
        let kept = clean(&jpeg(3200, 800)).expect("a picture");
        assert_eq!((kept.width, kept.height), (1600, 400));
    }

    #[test]
    fn a_signature_stays_see_through() {
        let mut bytes = Vec::new();
        DynamicImage::from(RgbaImage::new(30, 10)).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("a picture");
        assert_eq!(clean(&bytes).expect("a picture").mime, "image/png");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let whole = jpeg(64, 48);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec();
        // A PNG that says that it is 60,000 pixels wide and high.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 6, 0, 0, 0, 1, 2, 3, 4]);
        for (name, bytes, error) in [
            ("empty", Vec::new(), PictureError::Kind),
            ("words", b"hello".to_vec(), PictureError::Kind),
            ("a drawing with a script", svg, PictureError::Kind),
            ("a moving picture", b"GIF89a\x01\0\x01\0".to_vec(), PictureError::Kind),
            ("only the beginning", whole[..40].to_vec(), PictureError::Unreadable),
            ("a bomb", bomb, PictureError::Unreadable),
        ] {
            assert_eq!(clean(&bytes), Err(error), "{name}");
        }
    }

    #[test]
    fn a_name_is_the_hash_of_the_file() {
        assert!(is_name(&name_of(b"x")));
        for wrong in ["", "../../etc/passwd", &"A".repeat(64), &"a".repeat(63)] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
