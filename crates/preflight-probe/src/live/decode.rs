//! Content codings: `Content-Encoding` undone, bounded.

use preflight_fetch::HeaderList;
use std::fmt;
use std::io::{self, Read};

/// The most codings one on top of the other.
const CODINGS_LIMIT: usize = 4;
/// The largest window of zstd, as browsers allow it
/// ([RFC 9659](https://www.rfc-editor.org/rfc/rfc9659)).
const ZSTD_WINDOW: u64 = 8 << 20;

/// A decoded body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    /// Whether there was more than the limit.
    pub(super) is_cut: bool,
    /// What ended it early.
    pub(super) fault: Option<DecodeError>,
}

/// Why a body cannot be decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DecodeError {
    /// The data are not what the coding says: the coding, the reason.
    Data(&'static str, String),
    /// More codings than anyone needs.
    TooManyCodings,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(coding, why) => write!(f, "the body is not {coding}: {why}"),
            Self::TooManyCodings => {
                write!(f, "Content-Encoding lists more than {CODINGS_LIMIT} codings")
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Brotli,
    Deflate,
    Gzip,
    Zstd,
}

impl Coding {
    const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Deflate => "deflate",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// Undoes the codings that `headers` name, the last one first. At most `limit` bytes come out of each.
/// A coding that nobody knows is left alone with all before it, as browsers do.
pub(super) fn decode(headers: &HeaderList, body: Vec<u8>, limit: usize) -> Decoded {
    let mut decoded = Decoded { bytes: body, is_cut: false, fault: None };
    let codings = codings(headers);
    if codings.len() > CODINGS_LIMIT {
        decoded.fault = Some(DecodeError::TooManyCodings);
        return decoded;
    }
    for coding in codings {
        if decoded.bytes.is_empty() {
            break;
        }
        let mut out = Vec::new();
        let result = undo(coding, &decoded.bytes, limit, &mut out);
        decoded.is_cut |= out.len() > limit;
        out.truncate(limit);
        decoded.bytes = out;
        if let Err(e) = result {
            decoded.fault = Some(DecodeError::Data(coding.name(), e.to_string()));
            break;
        }
    }
    decoded
}

/// The codings to undo, in the order of undoing.
fn codings(headers: &HeaderList) -> Vec<Coding> {
    let value = headers.get("content-encoding").unwrap_or_default();
    let mut codings = Vec::new();
    let names = value.split(|&b| b == b',').map(|name| name.trim_ascii().to_ascii_lowercase());
    for name in names.collect::<Vec<_>>().into_iter().rev() {
        codings.push(match &name[..] {
            b"br" => Coding::Brotli,
            b"deflate" => Coding::Deflate,
            b"gzip" | b"x-gzip" => Coding::Gzip,
            b"zstd" => Coding::Zstd,
            b"" | b"identity" => continue,
            _ => break,
        });
    }
    codings
}

/// Undoes one coding; of an output longer than `limit`, one byte more.
fn undo(coding: Coding, body: &[u8], limit: usize, out: &mut Vec<u8>) -> io::Result<()> {
    let room = limit as u64 + 1;
    match coding {
        Coding::Brotli => {
            brotli_decompressor::Decompressor::new(body, 8192).take(room).read_to_end(out)?;
        }
        Coding::Deflate if has_zlib_header(body) => {
            flate2::read::ZlibDecoder::new(body).take(room).read_to_end(out)?;
        }
        // Some servers mean the bare format by this name, and browsers take it.
        Coding::Deflate => {
            flate2::read::DeflateDecoder::new(body).take(room).read_to_end(out)?;
        }
        Coding::Gzip => gunzip(body, room, out)?,
        Coding::Zstd => unzstd(body, room, out)?,
    }
    Ok(())
}

/// Whether it begins as [RFC 1950](https://www.rfc-editor.org/rfc/rfc1950) wants.
fn has_zlib_header(body: &[u8]) -> bool {
    matches!(body, [cmf, flags, ..]
        if cmf & 0x0f == 8 && u16::from_be_bytes([*cmf, *flags]).is_multiple_of(31))
}

/// One member after the other; what follows them and is none is ignored.
fn gunzip(mut body: &[u8], room: u64, out: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let mut member = flate2::bufread::GzDecoder::new(body);
        member.by_ref().take(room - out.len() as u64).read_to_end(out)?;
        body = member.into_inner();
        if out.len() as u64 >= room || !body.starts_with(&[0x1f, 0x8b]) {
            return Ok(());
        }
    }
}

/// One frame after the other; skippable ones are skipped.
fn unzstd(mut body: &[u8], room: u64, out: &mut Vec<u8>) -> io::Result<()> {
    use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
    let mut frame = ruzstd::decoding::FrameDecoder::new();
    frame.set_max_window_size(ZSTD_WINDOW);
    while !body.is_empty() && (out.len() as u64) < room {
        let decoder = ruzstd::decoding::StreamingDecoder::new_with_decoder(&mut body, &mut frame);
        match decoder {
            Ok(decoder) => {
                decoder.take(room - out.len() as u64).read_to_end(out)?;
            }
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => body = body.get(length as usize..).unwrap_or_default(),
            Err(e) => return Err(io::Error::other(e)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    const TEXT: &[u8] = b"hello hello hello hello hello hello";
    /// `hello`, by the reference tools.
    const BROTLI: &[u8] = &[0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];
    const ZSTD: &[u8] =
        &[0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x05, 0x29, 0x00, 0x00, b'h', b'e', b'l', b'l', b'o'];

    fn all(mut reader: impl Read) -> Vec<u8> {
        let mut out = Vec::new();
        reader.read_to_end(&mut out).unwrap();
        out
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        all(GzEncoder::new(bytes, Compression::default()))
    }

    fn decoded(codings: &'static str, body: Vec<u8>) -> Decoded {
        let headers = [("Content-Encoding", codings.as_bytes())].into_iter().collect();
        decode(&headers, body, 1000)
    }

    fn bytes(codings: &'static str, body: Vec<u8>) -> Vec<u8> {
        let decoded = decoded(codings, body);
        assert_eq!(decoded.fault, None);
        decoded.bytes
    }

    #[test]
    fn every_coding_and_several() {
        assert_eq!(bytes("gzip", gzip(TEXT)), TEXT);
        assert_eq!(bytes("x-GZIP", [gzip(b"a"), gzip(b"b"), b"junk".to_vec()].concat()), b"ab");
        assert_eq!(bytes("deflate", all(ZlibEncoder::new(TEXT, Compression::fast()))), TEXT);
        assert_eq!(bytes("deflate", all(DeflateEncoder::new(TEXT, Compression::fast()))), TEXT);
        assert_eq!(bytes("br", BROTLI.to_vec()), b"hello");
        assert_eq!(bytes("zstd", [ZSTD, ZSTD].concat()), b"hellohello");
        assert_eq!(bytes("identity, gzip, gzip", gzip(&gzip(TEXT))), TEXT);
        assert_eq!(bytes("br, gzip", gzip(BROTLI)), b"hello");
        assert_eq!(bytes("gzip, x-unknown", gzip(TEXT)), gzip(TEXT));
        assert_eq!(bytes("gzip", Vec::new()), b"");
    }

    #[test]
    fn bad_data_are_named_and_what_came_before_is_kept() {
        let mut broken = gzip(TEXT);
        broken.truncate(broken.len() - 4);
        let decoded_broken = decoded("gzip", broken);
        assert_eq!(decoded_broken.bytes, TEXT);
        assert!(decoded_broken.fault.unwrap().to_string().starts_with("the body is not gzip: "));
        for coding in ["br", "zstd", "deflate", "gzip"] {
            assert!(
                decoded(coding, b"\xff\xffnot coded at all".to_vec()).fault.is_some(),
                "{coding}"
            );
        }
        let many = decoded("gzip, gzip, gzip, gzip, gzip", gzip(TEXT));
        assert_eq!(many.fault, Some(DecodeError::TooManyCodings));
    }

    #[test]
    fn a_bomb_is_cut() {
        let bomb = gzip(&gzip(&vec![0; 1 << 20]));
        assert!(bomb.len() < 1000);
        let cut = decoded("gzip, gzip", bomb);
        assert_eq!((cut.bytes.len(), cut.is_cut), (1000, true));
    }

    proptest! {
        #[test]
        fn any_bytes(body in proptest::collection::vec(any::<u8>(), 0..200), which in 0usize..4) {
            let codings = ["gzip", "br", "zstd", "deflate"][which];
            prop_assert!(decoded(codings, body).bytes.len() <= 1000);
        }
    }
}
