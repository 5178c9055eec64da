//! A token's timestamp: seconds since the Unix epoch, in as few bytes as they need.

/// The most bytes, and one in which base64 of more shows.
pub(super) const SIZE: usize = 9;

/// The bytes of `time` without the zeros before them.
pub(super) fn bytes(time: &[u8; 8]) -> &[u8] {
    let zeros = time.iter().take_while(|byte| **byte == 0).count();
    time.get(zeros..).unwrap_or_default()
}

/// The time in its only spelling: no zeros before it, no more bytes than a time has.
pub(super) fn read(bytes: &[u8]) -> Option<u64> {
    if bytes.len() > 8 || bytes.first() == Some(&0) {
        return None;
    }
    Some(bytes.iter().fold(0, |time, byte| time << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_has_one_spelling() {
        for time in [0, 1, 255, 256, 1_700_000_000, 1 << 40, u64::MAX] {
            assert_eq!(read(bytes(&time.to_be_bytes())), Some(time));
        }
        assert!(bytes(&[0; 8]).is_empty());
        assert_eq!(read(&[0]), None);
        assert_eq!(read(&[0, 1]), None);
        assert_eq!(read(&[1; 9]), None);
    }
}
