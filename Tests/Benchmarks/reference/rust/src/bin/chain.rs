//! Integers from standard input through chained stages that each add one, on threads joined by bounded
//! crossbeam channels.
//!
//!     chain [--stages 3] [--workers 1] [--maxsize 1000] [--chunk 1] [--ordered]
//!
//! A message carries `chunk` integers; `maxsize` counts integers. With --ordered the end of the chain
//! restores the order.

use crossbeam_channel::{bounded, Sender};
use std::collections::HashMap;
use std::io::{Read, Write};
use std::thread;

const READ: usize = 64 * 1024;

struct Settings {
    stages: usize,
    workers: usize,
    maxsize: usize,
    chunk: usize,
    ordered: bool,
}

fn main() {
    let settings = settings();
    // One integer a message travels without an allocation, as a program written for that would do it.
    if settings.chunk == 1 {
        chain(&settings, |send| parse(send), |value: &mut u64| *value += 1, |value, out| out.put(value));
    } else {
        let chunk = settings.chunk;
        chain(
            &settings,
            move |send: &mut dyn FnMut(Vec<u64>)| {
                let mut values = Vec::with_capacity(chunk);
                parse(&mut |value| {
                    values.push(value);
                    if values.len() == chunk {
                        send(std::mem::replace(&mut values, Vec::with_capacity(chunk)));
                    }
                });
                send(values);
            },
            |values| values.iter_mut().for_each(|value| *value = std::hint::black_box(*value) + 1),
            |values, out| values.into_iter().for_each(|value| out.put(value)),
        );
    }
}

fn chain<T: Send + 'static>(
    settings: &Settings,
    feed: impl FnOnce(&mut dyn FnMut(T)) + Send + 'static,
    apply: impl Fn(&mut T) + Send + Copy + 'static,
    write: impl Fn(T, &mut Output),
) {
    let capacity = (settings.maxsize / settings.chunk).max(1);
    let (first, mut input) = bounded::<(u64, T)>(capacity);
    thread::spawn(move || number(first, feed));
    for _ in 0..settings.stages {
        let (sender, receiver) = bounded(capacity);
        for _ in 0..settings.workers {
            let (from, to) = (input.clone(), sender.clone());
            thread::spawn(move || {
                for (position, mut message) in from {
                    apply(&mut message);
                    to.send((position, message)).unwrap();
                }
            });
        }
        input = receiver;
    }
    let mut output = Output { bytes: Vec::with_capacity(2 * READ) };
    let mut early = HashMap::new();
    let mut next = 0;
    for (position, message) in input {
        if !settings.ordered {
            write(message, &mut output);
        } else if position != next {
            early.insert(position, message);
        } else {
            write(message, &mut output);
            next += 1;
            while let Some(message) = early.remove(&next) {
                write(message, &mut output);
                next += 1;
            }
        }
    }
    output.flush();
}

fn number<T>(sender: Sender<(u64, T)>, feed: impl FnOnce(&mut dyn FnMut(T))) {
    let mut position = 0;
    feed(&mut |message| {
        sender.send((position, message)).unwrap();
        position += 1;
    });
}

fn parse(body: &mut dyn FnMut(u64)) {
    let mut input = std::io::stdin().lock();
    let mut buffer = vec![0; READ];
    let (mut value, mut has_digits) = (0, false);
    loop {
        let count = input.read(&mut buffer).unwrap();
        if count == 0 {
            break;
        }
        for &byte in &buffer[..count] {
            if byte != b'\n' {
                value = value * 10 + u64::from(byte - b'0');
                has_digits = true;
            } else if has_digits {
                body(value);
                (value, has_digits) = (0, false);
            }
        }
    }
    if has_digits {
        body(value);
    }
}

struct Output {
    bytes: Vec<u8>,
}

impl Output {
    fn put(&mut self, value: u64) {
        let mut digits = [0; 20];
        let (mut start, mut rest) = (digits.len(), value);
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.bytes.extend_from_slice(&digits[start..]);
        self.bytes.push(b'\n');
        if self.bytes.len() > READ {
            self.flush();
        }
    }

    fn flush(&mut self) {
        std::io::stdout().write_all(&self.bytes).unwrap();
        self.bytes.clear();
    }
}

fn settings() -> Settings {
    let words: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: usize| {
        let at = words.iter().position(|word| word == name);
        at.map_or(default, |at| words[at + 1].parse().unwrap())
    };
    Settings {
        stages: number("--stages", 3),
        workers: number("--workers", 1),
        maxsize: number("--maxsize", 1000),
        chunk: number("--chunk", 1),
        ordered: words.iter().any(|word| word == "--ordered"),
    }
}
