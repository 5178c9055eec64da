//! What the derive makes of token streams, without a compiler: expansions, errors, and that every help line is right.

mod combinations;
mod defaults;
mod end_docs;
mod expansions;
mod half_written;
mod random;
mod refusals;
mod server;
mod suggestions;
mod support;
