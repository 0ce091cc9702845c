//! The line loop: what reading, cutting and writing lines costs where nothing else is done.
//!
//!     lines pass | filter
//!
//! `pass` copies each line; `filter` keeps lines that match ` 50[0-9] [0-9]+ms`, replaces `/items/` by
//! `/things/` and writes them in upper case. One thread, 64 KiB a read.

use regex::bytes::Regex;
use std::io::{Read, Write};

const READ: usize = 64 * 1024;
const FROM: &[u8] = b"/items/";
const TO: &[u8] = b"/things/";

fn main() {
    let filters = std::env::args().nth(1).as_deref() == Some("filter");
    let pattern = Regex::new(r" 50[0-9] [0-9]+ms").unwrap();
    let mut output = std::io::stdout().lock();
    let mut written = Vec::with_capacity(4 * READ);
    for_each_block(|block| {
        written.clear();
        let mut rest = block;
        while !rest.is_empty() {
            let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            let line = &rest[..end];
            if filters {
                filter(&pattern, line, &mut written);
            } else {
                written.extend_from_slice(line);
                written.push(b'\n');
            }
            rest = &rest[(end + 1).min(rest.len())..];
        }
        output.write_all(&written).unwrap();
    });
}

fn filter(pattern: &Regex, line: &[u8], written: &mut Vec<u8>) {
    if !pattern.is_match(line) {
        return;
    }
    let start = written.len();
    match line.windows(FROM.len()).position(|window| window == FROM) {
        Some(at) => {
            written.extend_from_slice(&line[..at]);
            written.extend_from_slice(TO);
            written.extend_from_slice(&line[at + FROM.len()..]);
        }
        None => written.extend_from_slice(line),
    }
    written[start..].make_ascii_uppercase();
    written.push(b'\n');
}

/// Calls `body` with blocks of whole lines; the last may lack its newline.
fn for_each_block(mut body: impl FnMut(&[u8])) {
    let mut input = std::io::stdin().lock();
    let mut buffer = vec![0; READ];
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            buffer.resize(2 * filled, 0);
        }
        let count = input.read(&mut buffer[filled..]).unwrap();
        if count == 0 {
            if filled > 0 {
                body(&buffer[..filled]);
            }
            return;
        }
        let fresh = filled;
        filled += count;
        if let Some(at) = buffer[fresh..filled].iter().rposition(|&byte| byte == b'\n') {
            let end = fresh + at + 1;
            body(&buffer[..end]);
            buffer.copy_within(end..filled, 0);
            filled -= end;
        }
    }
}
