//! The page that everything is written to, part by part.

use crate::Result;
use std::fs;
use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// Puts a text between the two marks of a part.
pub fn write(part: &str, text: &str) -> Result<()> {
    let path = docs().join("performance.md");
    let page = fs::read_to_string(&path)?;
    fs::write(path, replaced(&page, part, text)?)?;
    Ok(())
}

fn replaced(page: &str, part: &str, text: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {part} begins -->\n"), format!("<!-- {part} ends -->"));
    let missing = || format!("docs/performance.md has no marks of the part {part}");
    let (before, rest) = page.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n{}\n\n{end}{after}", text.trim()))
}

/// Writes a picture that the page shows, and gives its place in it.
pub fn picture(name: &str, svg: &str) -> Result<String> {
    let folder = docs().join("performance");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), svg)?;
    Ok(format!("performance/{name}"))
}

/// A table in Markdown.
pub struct Table(String);

impl Table {
    pub fn new(columns: &[&str]) -> Self {
        let rule = "---|".repeat(columns.len());
        Table(format!("| {} |\n|{rule}\n", columns.join(" | ")))
    }

    pub fn row(&mut self, cells: &[String]) {
        self.0.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    pub fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_replaced_and_the_rest_stays() {
        let page = "a\n<!-- x begins -->\nold\n<!-- x ends -->\nb\n<!-- y begins -->\n<!-- y ends -->\n";
        let new = replaced(page, "x", "new\n").unwrap();
        assert_eq!(
            new,
            "a\n<!-- x begins -->\n\nnew\n\n<!-- x ends -->\nb\n<!-- y begins -->\n<!-- y ends -->\n"
        );
        assert_eq!(replaced(&new, "x", "new").unwrap(), new);
        assert!(replaced(page, "z", "new").is_err());
    }
}
