//! The members of an object that serde_json has just written.

/// A member's name, without quotes and with its escapes, and its value, as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) key: &'a [u8],
    pub(super) value: &'a [u8],
}

/// The members of `object`, in order. It is valid, compact JSON from its `{` on and lacks its closing brace.
pub(super) fn members(object: &[u8]) -> Members<'_> {
    Members { object, next: 1 }
}

pub(super) struct Members<'a> {
    object: &'a [u8],
    next: usize,
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        if self.object.get(self.next) != Some(&b'"') {
            return None;
        }
        let key = self.next + 1..string_end(self.object, self.next);
        if self.object.get(key.end..key.end + 2) != Some(b"\":") {
            return None;
        }
        let value = key.end + 2..value_end(self.object, key.end + 2);
        self.next = value.end + 1;
        Some(Member { key: self.object.get(key)?, value: self.object.get(value)? })
    }
}

impl Members<'_> {
    /// Whether the last member has been read: false where the object was not what `members` asks for.
    pub(super) fn at_end(&self) -> bool {
        self.next >= self.object.len()
    }
}

/// The closing quote of the string that opens at `start`.
fn string_end(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// Where the value that begins at `start` is over: at a comma or a brace of the object around it, or at the end.
fn value_end(json: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0usize);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at = string_end(json, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at.min(json.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(object: &str) -> Vec<(&str, &str)> {
        let mut members = members(object.strip_suffix('}').unwrap().as_bytes());
        let text = |bytes| std::str::from_utf8(bytes).unwrap();
        let texts = members.by_ref().map(|member| (text(member.key), text(member.value))).collect();
        assert!(members.at_end());
        texts
    }

    #[test]
    fn finds_names_and_values() {
        assert_eq!(texts("{}"), []);
        assert_eq!(texts(r#"{"a":1,"b":null}"#), [("a", "1"), ("b", "null")]);
        let nested = r#"{"a":{"exp":[1,{"x":"}"}]},"q\"}":"a,\\","é":"\"","":[]}"#;
        assert_eq!(
            texts(nested),
            [("a", r#"{"exp":[1,{"x":"}"}]}"#), (r#"q\"}"#, r#""a,\\""#), ("é", r#""\"""#), ("", "[]")]
        );
    }

    #[test]
    fn stops_where_the_text_is_something_else() {
        for text in ["{ \"a\":1", "{\"a\" :1", "{\"a\":1, \"b\":2", "{\"a", "{\"a\"", "[1"] {
            let mut members = members(text.as_bytes());
            while members.next().is_some() {}
            assert!(!members.at_end(), "{text}");
        }
    }

    #[test]
    fn agrees_with_serde_json_about_any_object() {
        let object = serde_json::json!({"exp": 1, "s": "},{\\\"", "n": {"exp": null, "l": [[], {}, "]"]}, "k\"\\": -1.5e3});
        let written = serde_json::to_string(&object).unwrap();
        let found: serde_json::Map<_, _> = texts(&written)
            .into_iter()
            .map(|(key, value)| {
                (serde_json::from_str(&format!("\"{key}\"")).unwrap(), serde_json::from_str(value).unwrap())
            })
            .collect();
        assert_eq!(serde_json::Value::Object(found), object);
    }
}
