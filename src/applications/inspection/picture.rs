//! JPEG and PNG: whole to the last byte, and of a size that can be shown.

use super::Trouble;
use png::Decoder as PngDecoder;
use std::io::Cursor;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, options::DecoderOptions},
};

/// Pictures up to this many bytes of pixels are decoded to the end; larger ones are only walked through.
/// A progressive JPEG needs three times as much for a while.
const DECODED: u64 = 64 << 20;
/// The most that a PNG decoder may take beside the pixels: for colour profiles and texts in the file, in bytes.
const DECODER: usize = 16 << 20;
/// An honest progressive JPEG has about ten scans. Each scan costs a walk over all pixels, however short it is.
const SCANS: u32 = 100;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Width and height of a JPEG (ISO/IEC 10918-1).
pub(super) fn jpeg(bytes: &[u8], most: u64) -> Result<(u32, u32), Trouble> {
    walk_jpeg(bytes)?;
    let any_size = DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), any_size);
    decoder.decode_headers().map_err(|_| Trouble::Broken)?;
    let info = decoder.info().ok_or(Trouble::Broken)?;
    let (width, height) = sized(info.width.into(), info.height.into(), most)?;
    let size = decoder.output_buffer_size().ok_or(Trouble::Broken)?;
    if size as u64 <= DECODED {
        decoder.decode_into(&mut vec![0; size]).map_err(|_| Trouble::Broken)?;
    }
    Ok((width, height))
}

/// Width and height of a PNG (ISO/IEC 15948).
pub(super) fn png(bytes: &[u8], most: u64) -> Result<(u32, u32), Trouble> {
    walk_png(bytes)?;
    let decoder = PngDecoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: DECODER });
    let mut reader = decoder.read_info().map_err(|_| Trouble::Broken)?;
    let (width, height) = sized(reader.info().width, reader.info().height, most)?;
    if reader.info().raw_bytes() as u64 <= DECODED {
        // Row by row, so that a small file with many pixels takes little memory.
        while reader.next_interlaced_row().map_err(|_| Trouble::Broken)?.is_some() {}
        reader.finish().map_err(|_| Trouble::Broken)?;
    }
    Ok((width, height))
}

fn sized(width: u32, height: u32, most: u64) -> Result<(u32, u32), Trouble> {
    if width == 0 || height == 0 {
        return Err(Trouble::Broken);
    }
    if u64::from(width) * u64::from(height) > most {
        return Err(Trouble::Wide(width, height));
    }
    Ok((width, height))
}

/// From marker to marker up to the end of the image. The decoder would paint a picture cut short grey and say nothing.
/// What follows the end is left alone: phones put a film or a second picture there.
fn walk_jpeg(bytes: &[u8]) -> Result<(), Trouble> {
    let byte = |at: usize| bytes.get(at).copied().ok_or(Trouble::Broken);
    let mut at = 2;
    let mut scans = 0;
    loop {
        if byte(at)? != 0xff {
            return Err(Trouble::Broken);
        }
        while byte(at)? == 0xff {
            at += 1;
        }
        let marker = byte(at)?;
        at += 1;
        match marker {
            0xd9 if scans > 0 => return Ok(()),
            0x00 | 0xd8 | 0xd9 => return Err(Trouble::Broken),
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([byte(at)?, byte(at + 1)?]));
        if length < 2 {
            return Err(Trouble::Broken);
        }
        at += length;
        if marker == 0xda {
            scans += 1;
            if scans > SCANS {
                return Err(Trouble::Exhausting);
            }
            at = after_scan(bytes, at)?;
        }
    }
}

/// The marker after the entropy-coded data that begins here.
fn after_scan(bytes: &[u8], from: usize) -> Result<usize, Trouble> {
    let data = bytes.get(from..).ok_or(Trouble::Broken)?;
    let marker = data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7));
    marker.map(|at| from + at).ok_or(Trouble::Broken)
}

/// From chunk to chunk up to the last, each with the right sum.
fn walk_png(bytes: &[u8]) -> Result<(), Trouble> {
    let mut rest = bytes.strip_prefix(PNG_SIGNATURE).ok_or(Trouble::Broken)?;
    loop {
        let (length, body) = rest.split_first_chunk::<4>().ok_or(Trouble::Broken)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Trouble::Broken)?;
        let summed = length.checked_add(4).ok_or(Trouble::Broken)?;
        let (chunk, after) = body.split_at_checked(summed).ok_or(Trouble::Broken)?;
        let (sum, after) = after.split_first_chunk::<4>().ok_or(Trouble::Broken)?;
        if crc(chunk) != u32::from_be_bytes(*sum) {
            return Err(Trouble::Broken);
        }
        if chunk.starts_with(b"IEND") {
            return Ok(());
        }
        rest = after;
    }
}

/// CRC-32 (ISO/IEC 15948, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| CRC[usize::from(sum as u8 ^ byte)] ^ (sum >> 8))
}

const CRC: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
};
