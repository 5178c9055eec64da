//! Another implementation, in a process of its own: one question a line, one answer a line.

use crate::program::skipped;
use crate::sealed;
use crate::tokens::base64url;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One of the others.
#[derive(Clone, Copy)]
pub struct Peer {
    pub name: &'static str,
    program: fn() -> PathBuf,
    script: &'static str,
}

pub const PEERS: [Peer; 3] = [
    Peer { name: "joserfc", program: python, script: "tests/python/jwe.py" },
    Peer { name: "jwcrypto", program: python, script: "tests/python/jwe.py" },
    Peer { name: "jose", program: || "node".into(), script: "tests/node/jwe.mjs" },
];

fn python() -> PathBuf {
    match std::env::var_os("SESSION_TEST_PYTHON") {
        Some(python) => python.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python"),
    }
}

/// The answers of those that are here, each with its name.
pub fn with_each(mut test: impl FnMut(Peer)) {
    for peer in PEERS {
        // It imports its library before it reads, so it fails without.
        match peer.answers(&[]) {
            Some(_) => test(peer),
            None => skipped(&format!("{} is not installed", peer.name)),
        }
    }
}

impl Peer {
    /// Tokens that it seals: headers and claims.
    pub fn seal(self, questions: &[(Value, Value)]) -> Vec<String> {
        let questions: Vec<_> =
            questions.iter().map(|(header, claims)| json!({"header": header, "claims": claims})).collect();
        self.ask(&questions)
            .iter()
            .map(|answer| answer["token"].as_str().expect("it seals").to_owned())
            .collect()
    }

    /// What it makes of tokens: their claims, or why it refuses them.
    pub fn open(self, tokens: &[String]) -> Vec<Result<Value, String>> {
        let questions: Vec<_> = tokens.iter().map(|token| json!({"token": token})).collect();
        self.ask(&questions)
            .iter()
            .map(|answer| match answer.get("claims") {
                Some(claims) => Ok(claims.clone()),
                None => Err(answer["error"].as_str().expect("claims or an error").to_owned()),
            })
            .collect()
    }

    fn ask(self, questions: &[Value]) -> Vec<Value> {
        let answers = self.answers(questions).expect("it was there a moment ago");
        assert_eq!(answers.len(), questions.len(), "{} answers every question", self.name);
        answers
    }

    /// None where it does not run to its end.
    fn answers(self, questions: &[Value]) -> Option<Vec<Value>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(self.script);
        let mut child = Command::new((self.program)())
            .arg(script)
            .args([self.name, &base64url(sealed::secret())])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut input = child.stdin.take().expect("its input is piped");
        let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
        // On a thread of its own: it answers while it is asked.
        let asking = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().ok()?;
        asking.join().expect("no panic").ok().filter(|()| output.status.success())?;
        let answers = String::from_utf8(output.stdout).expect("text");
        Some(answers.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
    }
}
