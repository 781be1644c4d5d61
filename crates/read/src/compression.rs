//! Decompression as a stream: gzip of one member or several, Zstandard of one frame or several.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::source::Compression;

/// Most bytes that a Zstandard frame may make us keep at hand; the format advises 8 MiB, `--long` asks for 128.
const MAX_WINDOW: u64 = 128 * 1024 * 1024;

/// The bytes within `input`.
pub(crate) fn decompress<'a>(compression: Compression, input: &'a mut dyn Read) -> Box<dyn Read + 'a> {
    match compression {
        Compression::None => Box::new(input),
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::new(input))),
        Compression::Zstd => Box::new(Frames { state: State::Between(BufReader::new(input)) }),
    }
}

/// Zstandard frames one after the other.
struct Frames<R: Read> {
    state: State<R>,
}

/// A frame's decoder; the four bytes that were read to know the frame go before the rest.
type Frame<R> = StreamingDecoder<Chain<Cursor<[u8; 4]>, R>, FrameDecoder>;

enum State<R: Read> {
    Between(R),
    Within(Box<Frame<R>>),
    Failed,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Failed) {
                State::Failed => return Err(damaged("the compressed data is damaged")),
                State::Between(mut input) => {
                    if buffer.is_empty() || input.fill_buf()?.is_empty() {
                        self.state = State::Between(input);
                        return Ok(0);
                    }
                    self.state = open_frame(input)?;
                }
                State::Within(mut frame) => match frame.read(buffer)? {
                    0 => self.state = State::Between(close_frame(*frame)?),
                    len => {
                        self.state = State::Within(frame);
                        return Ok(len);
                    }
                },
            }
        }
    }
}

/// Opens a frame, or passes over one that carries no data.
fn open_frame<R: BufRead>(mut input: R) -> io::Result<State<R>> {
    let mut magic = [0; 4];
    input.read_exact(&mut magic)?;
    if (0x184D_2A50..=0x184D_2A5F).contains(&u32::from_le_bytes(magic)) {
        let mut length = [0; 4];
        input.read_exact(&mut length)?;
        io::copy(&mut input.by_ref().take(u32::from_le_bytes(length).into()), &mut io::sink())?;
        return Ok(State::Between(input));
    }
    let frame = StreamingDecoder::new_with_max_window_size(Cursor::new(magic).chain(input), MAX_WINDOW);
    Ok(State::Within(Box::new(frame.map_err(|error| damaged(&error.to_string()))?)))
}

/// Compares the checksum, where the frame has one, and gives back what follows the frame.
fn close_frame<R: Read>(frame: Frame<R>) -> io::Result<R> {
    let (source, decoder) = frame.into_parts();
    match decoder.get_checksum_from_data() {
        Some(sum) if decoder.get_calculated_checksum() != Some(sum) => Err(damaged("the checksum differs")),
        _ => Ok(source.into_inner().1),
    }
}

fn damaged(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("memory can be written");
        encoder.finish().expect("memory can be written")
    }

    fn zstd(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    fn read(compression: Compression, bytes: &[u8]) -> io::Result<String> {
        io::read_to_string(decompress(compression, &mut { bytes }))
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        let skippable = b"\x50\x2A\x4D\x18\x03\0\0\0abc";
        let two = [gzip("one "), gzip("two")].concat();
        let frames = [zstd("one ").as_slice(), skippable, &zstd("two")].concat();
        assert_eq!(read(Compression::Gzip, &two).ok().as_deref(), Some("one two"));
        assert_eq!(read(Compression::Zstd, &frames).ok().as_deref(), Some("one two"));
        assert_eq!(read(Compression::Zstd, b"").ok().as_deref(), Some(""));
    }

    #[test]
    fn damage_is_an_error() {
        let text = "words of an article ".repeat(500);
        for (compression, bytes) in [(Compression::Gzip, gzip(&text)), (Compression::Zstd, zstd(&text))] {
            assert!(read(compression, &bytes[..bytes.len() / 2]).is_err());
            assert!(read(compression, b"no such data at all").is_err());
            let mut flipped = bytes.clone();
            let middle = flipped.len() / 2;
            flipped[middle] ^= 0xFF;
            assert!(read(compression, &flipped).is_err());
        }
    }
}
