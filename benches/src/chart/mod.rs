//! Pictures for the page, as SVG: no more than bars and lines on a logarithmic axis.

mod axis;
mod bars;
mod lines;
mod svg;

pub use bars::{Bar, bars};
pub use lines::{Line, lines};

/// What a bar or a line is drawn in: ours stands out.
pub mod colour {
    pub const OURS: &str = "#b5451b";
    pub const FLOOR: &str = "#9aa5b1";
    pub const BY_HAND: &str = "#3b6ea5";
    pub const PEER: &str = "#7a9e7e";
}
