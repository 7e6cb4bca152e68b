//! A small HTTP/1.1 client that keeps its connection: what a benchmark needs and no more.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// One connection.
pub(super) struct Client {
    stream: TcpStream,
    /// What was read and not yet used.
    held: Vec<u8>,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The head, without the blank line.
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The value of a header, whose name is given in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    /// The value of a cookie that it sets.
    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": ")).filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"));
        lines.filter_map(|(_, set)| set.strip_prefix(name)?.strip_prefix('=')).find_map(|rest| rest.split(';').next()).map(str::to_owned)
    }
}

fn cut() -> std::io::Error {
    std::io::ErrorKind::UnexpectedEof.into()
}

impl Client {
    pub(super) async fn connect(to: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, held: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a whole request and reads the whole answer.
    pub(super) async fn send(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.write_all(request).await?;
        let end = loop {
            if let Some(end) = find(&self.held, b"\r\n\r\n") {
                break end;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.held[..end]).into_owned();
        self.held.drain(..end + 4);
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(cut)?;
        let mut answer = Answer { status, head, body: Vec::new() };
        if answer.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
            answer.body = self.chunks().await?;
        } else {
            let length = answer.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
            answer.body = self.take(length).await?;
        }
        Ok(answer)
    }

    async fn more(&mut self) -> std::io::Result<()> {
        if self.stream.read_buf(&mut self.held).await? == 0 { Err(cut()) } else { Ok(()) }
    }

    async fn take(&mut self, length: usize) -> std::io::Result<Vec<u8>> {
        while self.held.len() < length {
            self.more().await?;
        }
        Ok(self.held.drain(..length).collect())
    }

    async fn chunks(&mut self) -> std::io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.held, b"\r\n") {
                    break end;
                }
                self.more().await?;
            };
            let line = self.take(end + 2).await?;
            let size = std::str::from_utf8(&line).ok().and_then(|line| usize::from_str_radix(line.trim(), 16).ok()).ok_or_else(cut)?;
            body.extend(self.take(size).await?);
            self.take(2).await?;
            if size == 0 {
                return Ok(body);
            }
        }
    }
}

fn find(held: &[u8], wanted: &[u8]) -> Option<usize> {
    held.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn asked(answer: &'static [u8]) -> std::io::Result<Answer> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let mut line = [0; 4];
            stream.read_exact(&mut line).await.expect("a request");
            stream.write_all(answer).await.expect("answered");
        });
        Client::connect(address).await?.send(b"GET ").await
    }

    #[tokio::test]
    async fn bodies_are_read_by_length_and_by_chunks() {
        let plain = asked(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nset-cookie: a=b; Path=/\r\n\r\nhello").await.expect("an answer");
        assert_eq!((plain.status, plain.body.as_slice(), plain.cookie("a")), (200, b"hello".as_slice(), Some("b".to_owned())));
        let chunked =
            asked(b"HTTP/1.1 404 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n").await.expect("an answer");
        assert_eq!((chunked.status, chunked.body.as_slice()), (404, b"hello".as_slice()));
        assert!(asked(b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello").await.is_err());
    }
}
