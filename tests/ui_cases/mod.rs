//! The failing ui-tests as data: the file, the errors that it is expected to give, and what their help makes of it.
#![allow(dead_code, reason = "no test binary uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};

/// A file under `ui-tests/fail`.
pub struct Case {
    /// `ours/time/idle_is_zero`
    pub name: String,
    pub source: String,
    pub errors: Vec<Expected>,
}

/// One error of a `.stderr` file.
pub struct Expected {
    /// All of its text but the help line.
    pub message: String,
    pub help: Option<String>,
    /// What stands beside the place, and the notes: only rustc writes them.
    pub notes: Vec<String>,
    /// The line of the file at which it points, from 1.
    pub line: usize,
}

/// The failing ui-tests of a group, `ours` or `rustc`, in the order of their names.
pub fn cases(group: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui-tests/fail");
    let mut files = Vec::new();
    collect(&root.join(group), &mut files);
    files.sort();
    files.iter().map(|file| case(&root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn case(root: &Path, file: &Path) -> Case {
    let name = file.strip_prefix(root).unwrap().with_extension("");
    let name = name.components().map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/");
    let stderr =
        fs::read_to_string(file.with_extension("stderr")).unwrap_or_else(|error| panic!("{name}: {error}"));
    Case { source: fs::read_to_string(file).unwrap(), errors: errors(&stderr), name }
}

/// The errors of a compiler's output.
fn errors(stderr: &str) -> Vec<Expected> {
    let mut errors: Vec<Expected> = Vec::new();
    let mut in_text = false;
    for line in stderr.lines() {
        if let Some((level, text)) = line.split_once(": ")
            && level.starts_with("error")
            && !text.starts_with("aborting")
        {
            errors.push(Expected { message: text.to_owned(), help: None, notes: Vec::new(), line: 0 });
            in_text = true;
        } else if let Some(error) = errors.last_mut() {
            let trimmed = line.trim_start();
            error.notes.extend(note(trimmed, error.notes.is_empty()));
            if let Some(place) = trimmed.strip_prefix("--> ") {
                in_text = false;
                if error.line == 0 {
                    error.line = place.rsplit(':').nth(1).unwrap().parse().unwrap();
                }
            } else if in_text {
                match trimmed.strip_prefix("help: ") {
                    Some(help) => error.help = Some(help.to_owned()),
                    None => error.message = format!("{}\n{trimmed}", error.message),
                }
            }
        }
    }
    errors
}

/// The label at the place itself, or a note that is not about macros.
fn note(line: &str, is_first: bool) -> Option<String> {
    if let Some(note) = line.strip_prefix("= note: ") {
        return (!note.starts_with("this error originates")).then(|| format!("note: {note}"));
    }
    let label = line.strip_prefix('|')?.trim_start();
    let text = label.trim_start_matches('^');
    (is_first && text.len() < label.len())
        .then(|| text.trim())
        .filter(|text| !text.is_empty())
        .map(|text| format!("^^^ {text}"))
}

impl Case {
    /// `ours`, `time` and `idle_is_zero`.
    pub fn parts(&self) -> [&str; 3] {
        let mut parts = self.name.split('/');
        [(); 3].map(|()| parts.next().unwrap())
    }

    /// The file with the help of error number `index` applied to it, and with that of the others where they are about something
    /// else; none where the help has no code to put in place.
    pub fn corrected(&self, index: usize) -> Option<String> {
        let mut edits = vec![self.edit(self.errors.get(index)?)?];
        for other in self.errors.iter().filter_map(|error| self.edit(error)) {
            let apart = |edit: &Edit| {
                other.start != edit.start && (other.end <= edit.start || edit.end <= other.start)
            };
            if edits.iter().all(apart) {
                edits.push(other);
            }
        }
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
        let mut source = self.source.clone();
        for edit in edits {
            source.replace_range(edit.start..edit.end, &edit.code);
        }
        Some(source)
    }

    fn edit(&self, error: &Expected) -> Option<Edit> {
        let (verb, text) = error.help.as_ref()?.split_once(" `")?;
        let code = &text[..text.find('`')?];
        let lines = Lines(&self.source);
        let (start, end) = match (verb, code.strip_prefix("#[")) {
            ("add", _) => {
                let start = lines.start(error.line);
                let indent = self.source[start..].len() - self.source[start..].trim_start().len();
                let code = format!("{}{code}\n", " ".repeat(indent));
                return Some(Edit { start, end: start, code });
            }
            ("write" | "remove", Some(attribute)) => {
                let word = &attribute[..attribute.find(['(', ']']).unwrap()];
                attribute_at(&self.source, word, lines.end(error.line))?
            }
            ("write", None) => lines.item(error.line),
            _ => return None,
        };
        let code = if verb == "remove" { "" } else { code };
        Some(Edit { start, end, code: code.to_owned() })
    }
}

/// Code for a place in a file.
struct Edit {
    start: usize,
    end: usize,
    code: String,
}

/// The attribute called `word` that begins before `before` and nearest to it: its brackets included.
fn attribute_at(source: &str, word: &str, before: usize) -> Option<(usize, usize)> {
    let begins = |start: &usize| {
        let after = source[start + 2..].strip_prefix(word);
        after.is_some_and(|after| after.starts_with(|c: char| !c.is_alphanumeric() && c != '_'))
    };
    let start =
        source.match_indices("#[").map(|(at, _)| at).take_while(|at| *at < before).filter(begins).last()?;
    let mut depth = 0;
    for (at, c) in source[start..].char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Some((start, start + at + 1)),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where lines begin and end.
struct Lines<'s>(&'s str);

impl Lines<'_> {
    fn start(&self, line: usize) -> usize {
        self.0.split_inclusive('\n').take(line - 1).map(str::len).sum()
    }

    fn end(&self, line: usize) -> usize {
        self.start(line + 1)
    }

    /// What stands on a line, without indentation and without the comma after a field.
    fn item(&self, line: usize) -> (usize, usize) {
        let (start, end) = (self.start(line), self.end(line));
        let text = &self.0[start..end];
        let indent = text.len() - text.trim_start().len();
        (start + indent, start + text.trim_end().trim_end_matches(',').len())
    }
}
