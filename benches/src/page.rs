//! The page that the figures are written to, part by part: what stands between a part's two marks is replaced, the rest stays.

use crate::{Failed, cargo, machine};
use std::path::PathBuf;

fn file() -> PathBuf {
    cargo::project().join("docs/performance.md")
}

/// Replaces a part of the page.
pub fn write(part: &str, text: &str) -> Result<(), Failed> {
    let page = std::fs::read_to_string(file())?;
    let text = format!("Measured on: {}.\n\n{}", machine::line(), text.trim());
    std::fs::write(file(), replaced(&page, part, &text)?)?;
    println!("docs/performance.md: the part `{part}` is new");
    Ok(())
}

/// Writes a plot beside the page.
pub fn plot(name: &str, svg: &str) -> Result<(), Failed> {
    let folder = cargo::project().join("docs/performance");
    std::fs::create_dir_all(&folder)?;
    Ok(std::fs::write(folder.join(format!("{name}.svg")), svg)?)
}

fn replaced(page: &str, part: &str, text: &str) -> Result<String, Failed> {
    let (begin, end) = (format!("<!-- {part}: begin -->"), format!("<!-- {part}: end -->"));
    let missing = || format!("docs/performance.md has no `{begin}` and `{end}`");
    let (before, rest) = page.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n\n{text}\n\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_replaced_and_nothing_else() {
        let page = "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb";
        let new = replaced(page, "x", "new").unwrap();
        assert_eq!(new, "a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb");
        assert_eq!(replaced(&new, "x", "new").unwrap(), new);
        assert!(replaced(page, "y", "new").is_err());
    }
}
