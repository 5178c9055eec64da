//! `examples/starlette_shared.py` and `examples/starlette_shared.rs`, as their texts say to run them.

use super::*;
use std::time::Duration;
use tokio::net::TcpStream;

#[tokio::test]
async fn the_pair_of_examples_shares_a_login() {
    let Some(python) = python() else { return };
    let Some((_rust, rust)) = rust() else {
        return skipped("the example is not built: `cargo build --example starlette_shared`");
    };
    let (_python, python) = served(&python).await;
    let (mut python, mut rust) = (Client::new(python), Client::new(rust));

    assert_eq!(python.post("/login", "name=Ada").await.text, "logged in\n");
    std::mem::swap(&mut python.jar, &mut rust.jar);
    assert_eq!(rust.get("/").await.text, "rust: Ada likes it light\n");
    assert_eq!(rust.post("/theme/dark", "").await.status, 200);
    std::mem::swap(&mut python.jar, &mut rust.jar);
    assert_eq!(python.get("/").await.text, "python: {'name': 'Ada', 'theme': 'dark'}\n");
    std::mem::swap(&mut python.jar, &mut rust.jar);
    rust.post("/logout", "").await;
    assert_eq!(rust.get("/").await.text, "rust: nobody\n");
}

/// The example that `cargo test` has built beside this test.
fn rust() -> Option<(Program, SocketAddr)> {
    let test = std::env::current_exe().unwrap();
    let example = test.ancestors().nth(2)?.join("examples/starlette_shared");
    let mut program =
        Program::start(Command::new(example).env("PORT", "0").env("SECRET_KEY", SECRET)).ok()?;
    let address = program.line().strip_prefix("starlette_shared: http://")?.parse().ok()?;
    Some((program, address))
}

async fn served(python: &std::path::Path) -> (Program, SocketAddr) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut command = Command::new(python);
    command.args(["-m", "uvicorn", "--log-level", "error", "starlette_shared:app", "--port"]);
    command.arg(free.port().to_string()).arg("--app-dir").arg(examples).env("SECRET_KEY", SECRET);
    // Nothing is left beside the source.
    let program = Program::start(command.env("PYTHONDONTWRITEBYTECODE", "1")).unwrap();
    for _ in 0..500 {
        if TcpStream::connect(free).await.is_ok() {
            return (program, free);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("uvicorn does not listen on {free}");
}
