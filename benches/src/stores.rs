pub fn measure() -> crate::Result<()> {
    Err("not yet".into())
}
