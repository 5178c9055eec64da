//! Which node of a cluster has a key.

use super::failure::Failure;
use redis::Value;

/// How many slots every cluster has.
const SLOTS: u16 = 16_384;

/// Slots of one primary, from first to last, and where it and its replicas are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) primary: String,
    pub(super) replicas: Vec<String>,
}

/// The slot of a key: that of what stands between its first braces, if anything does.
pub(super) fn slot(key: &str) -> u16 {
    let tag = key.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(tag, _)| tag);
    let hashed = tag.filter(|tag| !tag.is_empty()).unwrap_or(key);
    crc16(hashed.as_bytes()) % SLOTS
}

/// CRC-16/XMODEM, as the specification of Redis Cluster has it.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(
            crc ^ u16::from(*byte) << 8,
            |crc, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 }
            },
        )
    })
}

/// Reads the answer to `CLUSTER SLOTS` of the node `asked`, which may leave its own name out.
pub(super) fn parse(answer: &Value, asked: &str) -> Result<Vec<Range>, Failure> {
    let Value::Array(ranges) = answer else { return Err(UNREADABLE) };
    ranges.iter().map(|range| parse_range(range, asked).ok_or(UNREADABLE)).collect()
}

const UNREADABLE: Failure = Failure::Corrupt("the cluster's answer says no slots");

fn parse_range(range: &Value, asked: &str) -> Option<Range> {
    let Value::Array(parts) = range else { return None };
    let [Value::Int(first), Value::Int(last), primary, replicas @ ..] = parts.as_slice() else { return None };
    Some(Range {
        first: u16::try_from(*first).ok()?,
        last: u16::try_from(*last).ok()?,
        primary: parse_node(primary, asked)?,
        replicas: replicas.iter().map(|node| parse_node(node, asked)).collect::<Option<_>>()?,
    })
}

fn parse_node(node: &Value, asked: &str) -> Option<String> {
    let Value::Array(parts) = node else { return None };
    let [host, Value::Int(port), ..] = parts.as_slice() else { return None };
    let host = match host {
        Value::Nil => "",
        Value::BulkString(host) => std::str::from_utf8(host).ok()?,
        Value::SimpleString(host) => host,
        _ => return None,
    };
    Some(format!("{}:{port}", if host.is_empty() || host == "?" { asked } else { host }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_those_of_the_specification() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
        // redis-cli cluster keyslot …
        assert_eq!(slot("foo"), 12_182);
        assert_eq!(slot("bar"), 5061);
        assert_eq!(slot("{foo}:whatever"), 12_182);
        assert_eq!(slot("x{foo}y{bar}"), 12_182);
        assert_ne!(slot("{}foo"), slot("{}bar"));
    }

    #[test]
    fn a_node_that_leaves_its_name_out_is_the_one_that_was_asked() {
        let text = b"*2\r\n*3\r\n:0\r\n:5460\r\n*3\r\n$9\r\n127.0.0.1\r\n:7000\r\n$2\r\nid\r\n\
                     *4\r\n:5461\r\n:16383\r\n*2\r\n$0\r\n\r\n:7001\r\n*2\r\n$1\r\n?\r\n:7002\r\n";
        let ranges = parse(&redis::parse_redis_value(text).unwrap(), "here").unwrap();
        let range = |first, last, primary: &str, replicas: &[&str]| {
            let (primary, replicas) =
                (primary.to_owned(), replicas.iter().map(|&node| node.to_owned()).collect());
            Range { first, last, primary, replicas }
        };
        let second = range(5461, 16_383, "here:7001", &["here:7002"]);
        assert_eq!(ranges, [range(0, 5460, "127.0.0.1:7000", &[]), second]);
        assert!(parse(&Value::Okay, "here").is_err());
        assert!(parse(&Value::Array(vec![Value::Okay]), "here").is_err());
    }
}
