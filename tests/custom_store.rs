//! The store of `examples/custom_store` keeps every promise of `Store`.

#[path = "../examples/custom_store/store.rs"]
mod store;

use session_runtime::conformance;

#[tokio::test]
async fn the_example_keeps_what_it_promises() {
    let report = conformance::check(&store::Shelf::default()).await.unwrap();
    println!("{report}");
}
