//! A bounded client: `load PORT PATH CONNECTIONS MILLISECONDS COOKIE`. Every connection asks again as soon as it is answered. Prints how
//! many answers came, and the microseconds after which half and 99 % of them had come. An answer that is not 200 is an error.

use std::error::Error;
use std::io::ErrorKind;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

type Failed = Box<dyn Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, path, connections, milliseconds, cookie] = &arguments[..] else {
        return Err("load PORT PATH CONNECTIONS MILLISECONDS COOKIE".into());
    };
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: {agent}\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n"
    );
    let (port, until): (u16, _) =
        (port.parse()?, Instant::now() + Duration::from_millis(milliseconds.parse()?));
    let mut tasks = JoinSet::new();
    for _ in 0..connections.parse()? {
        let request = request.clone();
        tasks.spawn(async move { ask(port, request.as_bytes(), until).await });
    }
    let mut times = Vec::new();
    while let Some(asked) = tasks.join_next().await {
        times.append(&mut asked??);
    }
    times.sort_unstable();
    let at = |part: f64| times.get(((times.len() - 1) as f64 * part) as usize).map_or(0, Duration::as_micros);
    println!("{}\t{}\t{}", times.len(), at(0.5), at(0.99));
    Ok(())
}

async fn ask(port: u16, request: &[u8], until: Instant) -> Result<Vec<Duration>, Failed> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut answer) = (Vec::new(), Vec::with_capacity(4096));
    loop {
        let start = Instant::now();
        if start >= until && !times.is_empty() {
            return Ok(times);
        }
        stream.write_all(request).await?;
        answer.clear();
        while !is_whole(&answer)? {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err(std::io::Error::from(ErrorKind::UnexpectedEof).into());
            }
        }
        times.push(start.elapsed());
    }
}

/// Whether head and body are there. Every server here says how long its body is.
fn is_whole(answer: &[u8]) -> Result<bool, Failed> {
    let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return Ok(false) };
    let head = std::str::from_utf8(&answer[..end])?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(format!("not 200: {head}").into());
    }
    let mut fields = head.split("\r\n").filter_map(|field| field.split_once(':'));
    let length = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.ok_or("no Content-Length")?.1.trim().parse()?;
    Ok(answer.len() >= end + 4 + length)
}
