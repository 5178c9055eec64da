//! A place for a payload that is not allocated unless the payload is large.

use std::io;

/// Bytes that fit without an allocation: more than most sessions have.
const INLINE: usize = 1024;

/// A growing run of bytes, on the stack while it is short.
pub(crate) struct Buffer {
    stack: [u8; INLINE],
    /// How much of the stack is used, while the heap is not.
    len: usize,
    heap: Vec<u8>,
}

impl Buffer {
    pub(crate) fn new() -> Self {
        Buffer { stack: [0; INLINE], len: 0, heap: Vec::new() }
    }

    /// `len` bytes to be overwritten, instead of what was there.
    #[cfg(any(feature = "jwt", feature = "signed"))]
    pub(crate) fn space(&mut self, len: usize) -> &mut [u8] {
        if len <= INLINE {
            &mut self.stack[..len]
        } else {
            self.heap.clear();
            self.heap.resize(len, 0);
            &mut self.heap
        }
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.heap.is_empty() { &self.stack[..self.len] } else { &self.heap }
    }

    /// The same, to be changed in place.
    #[cfg(feature = "jwe")]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        if self.heap.is_empty() { &mut self.stack[..self.len] } else { &mut self.heap }
    }

    /// serde_json writes a few bytes at a time, so this is called often.
    #[inline]
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        if self.heap.is_empty()
            && let Some(place) = self.stack.get_mut(self.len..self.len + bytes.len())
        {
            place.copy_from_slice(bytes);
            self.len += bytes.len();
        } else {
            self.extend_heap(bytes);
        }
    }

    #[cold]
    fn extend_heap(&mut self, bytes: &[u8]) {
        if self.heap.is_empty() {
            self.heap.reserve(2 * (self.len + bytes.len()));
            self.heap.extend_from_slice(&self.stack[..self.len]);
        }
        self.heap.extend_from_slice(bytes);
    }

    /// Takes the last byte off, if it is this one.
    pub(super) fn strip_last(&mut self, byte: u8) -> bool {
        if self.as_slice().last() != Some(&byte) {
            return false;
        }
        if self.heap.is_empty() {
            self.len -= 1;
        } else {
            self.heap.pop();
        }
        true
    }
}

impl io::Write for Buffer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_written_on_either_side_of_the_limit() {
        for len in [0, 1, INLINE - 1, INLINE, INLINE + 1, 5 * INLINE] {
            for step in [1, 7, 1500] {
                let bytes: Vec<u8> = (0..len).map(|n| n as u8).collect();
                let mut buffer = Buffer::new();
                bytes.chunks(step).for_each(|chunk| buffer.extend(chunk));
                assert_eq!(buffer.as_slice(), bytes);
                buffer.extend(b"{}");
                assert!(!buffer.strip_last(b'{'));
                assert!(buffer.strip_last(b'}'));
                assert_eq!(buffer.as_slice().len(), len + 1);
            }
        }
    }
}
