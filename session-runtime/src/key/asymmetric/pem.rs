//! Keys as PEM (RFC 7468): one block between its lines, with whatever text around it.

use crate::key::{KeyError, text};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

/// What a block says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// `PRIVATE KEY`, `RSA PRIVATE KEY` or `EC PRIVATE KEY`.
    Private,
    /// `PUBLIC KEY` or `RSA PUBLIC KEY`.
    Public,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// The key of a text. One that holds several is refused: nobody could say which is meant.
pub(super) fn parse(text: &str) -> Result<(Label, Zeroizing<Vec<u8>>), KeyError> {
    let mut key = None;
    let mut lines = text.lines().map(str::trim);
    while let Some(label) = lines.by_ref().find_map(|line| label(line, BEGIN)) {
        let mut body = Zeroizing::new(String::with_capacity(text.len()));
        loop {
            let line = lines.next().ok_or(KeyError::NotPem)?;
            if self::label(line, END) == Some(label) {
                break;
            }
            body.push_str(line);
        }
        let kind = match label {
            // `openssl ecparam -genkey` writes this before the key.
            "EC PARAMETERS" => continue,
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => Label::Private,
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Label::Public,
            "ENCRYPTED PRIVATE KEY" => return Err(KeyError::EncryptedPem),
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => return Err(KeyError::Certificate),
            _ => return Err(KeyError::NotPem),
        };
        // Of PEM as it was before: `Proc-Type: 4,ENCRYPTED`.
        if body.contains(':') {
            return Err(KeyError::EncryptedPem);
        }
        let der = text::base64(&body).map_err(|_| KeyError::NotPem)?;
        if key.replace((kind, der)).is_some() {
            return Err(KeyError::SeveralKeys);
        }
    }
    key.ok_or(KeyError::NotPem)
}

fn label<'l>(line: &'l str, edge: &str) -> Option<&'l str> {
    line.strip_prefix(edge)?.strip_suffix(DASHES)
}

/// A private key in PKCS#8.
pub(super) fn write(der: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(BASE64_STANDARD.encode(der));
    // Made in full length at once: a text that grows would leave copies behind.
    let mut pem = Zeroizing::new(String::with_capacity(body.len() * 2 + 80));
    pem.push_str("-----BEGIN PRIVATE KEY-----\n");
    let mut rest: &str = &body;
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(label: &str, body: &str) -> String {
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    }

    #[test]
    fn one_key_whatever_stands_around_it() {
        let key = block("PRIVATE KEY", "AAEC\nAwQ=");
        let with_parameters =
            block("EC PARAMETERS", "BggqhkjOPQMBBw==") + &block("EC PRIVATE KEY", "AAECAwQ=");
        for text in
            [&*key, &format!("Bag Attributes\n{key}\nend"), &key.replace('\n', "\r\n"), &with_parameters]
        {
            let (label, der) = parse(text).unwrap();
            assert_eq!((label, &**der), (Label::Private, &[0, 1, 2, 3, 4][..]), "{text}");
        }
        assert_eq!(parse(&block("PUBLIC KEY", "AAEC")).unwrap().0, Label::Public);
        let written = write(&(0..=200).collect::<Vec<u8>>());
        assert_eq!(**parse(&written).unwrap().1, (0..=200).collect::<Vec<u8>>());
        assert!(written.lines().all(|line| line.len() <= 64));
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        let key = block("PRIVATE KEY", "AAEC");
        assert!(matches!(parse(&key.repeat(2)), Err(KeyError::SeveralKeys)));
        assert!(matches!(parse(&block("CERTIFICATE", "AAEC")), Err(KeyError::Certificate)));
        assert!(matches!(parse(&block("ENCRYPTED PRIVATE KEY", "AAEC")), Err(KeyError::EncryptedPem)));
        let old = block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAEC");
        assert!(matches!(parse(&old), Err(KeyError::EncryptedPem)));
        for text in [
            "",
            "AAEC",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAEC\n",
            "-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PUBLIC KEY-----",
            &block("PRIVATE KEY", "A"),
            &block("PRIVATE KEY", "ключ"),
            &block("DH PARAMETERS", "AAEC"),
            &key.replace('\n', " "),
        ] {
            assert!(matches!(parse(text), Err(KeyError::NotPem)), "{text}");
        }
    }
}
