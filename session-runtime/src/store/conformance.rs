//! The suite that a store runs on itself.
