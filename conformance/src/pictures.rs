//! Pictures of pages, made small enough for a repository.

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

type Colour = [u8; 3];

/// Colours of a palette.
const COLOURS: usize = 256;

/// The same picture with a palette. What a page is painted with stays as it is; of colours between, as
/// edges of letters have them, those remain that occur most.
///
/// # Panics
/// Where it is no PNG of 8 bits with red, green and blue.
#[must_use]
pub fn shrunk(picture: &[u8]) -> Vec<u8> {
    let mut reader = Decoder::new(Cursor::new(picture)).read_info().expect("a picture");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut bytes).expect("pixels");
    assert_eq!(info.bit_depth, BitDepth::Eight);
    let samples = info.color_type.samples();
    assert!(samples >= 3, "{:?}", info.color_type);
    let pixels: Vec<Colour> =
        bytes[..info.buffer_size()].chunks_exact(samples).map(|p| [p[0], p[1], p[2]]).collect();

    let palette = palette(&pixels);
    let mut known: HashMap<Colour, u8> = HashMap::new();
    let mut place = |colour| *known.entry(colour).or_insert_with(|| nearest(&palette, colour));
    let indices: Vec<u8> = pixels.into_iter().map(&mut place).collect();

    let mut small = Vec::new();
    let mut encoder = Encoder::new(&mut small, info.width, info.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&indices).expect("the pixels");
    writer.finish().expect("the end");
    small
}

/// Colours that are nearly the same count as one, the one of them that occurs most.
fn palette(pixels: &[Colour]) -> Vec<Colour> {
    let mut exact: BTreeMap<Colour, usize> = BTreeMap::new();
    for pixel in pixels {
        *exact.entry(*pixel).or_default() += 1;
    }
    let mut groups: BTreeMap<Colour, (usize, (usize, Colour))> = BTreeMap::new();
    for (colour, count) in exact {
        let group = groups.entry(colour.map(|part| part >> 3)).or_default();
        group.0 += count;
        group.1 = group.1.max((count, colour));
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_unstable_by(|a, b| b.cmp(a));
    groups.into_iter().take(COLOURS).map(|(_, (_, colour))| colour).collect()
}

fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let distance = |other: &Colour| -> u32 {
        colour.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let at = (0..palette.len()).min_by_key(|&at| distance(&palette[at]));
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_few_colours_stays_the_same() {
        let pixels: Vec<u8> = (0..64).flat_map(|n: u8| [n / 16 * 60, 20, 255 - n / 16]).collect();
        let mut picture = Vec::new();
        let mut encoder = Encoder::new(&mut picture, 8, 8);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.write_header().expect("a head").write_image_data(&pixels).expect("pixels");
        let small = shrunk(&picture);
        let mut decoder = Decoder::new(Cursor::new(&small));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a picture");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut bytes).expect("pixels");
        assert_eq!(bytes, pixels);
    }
}
