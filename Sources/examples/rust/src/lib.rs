//! Addresses of the Internet Protocol, for swpipe.
//!
//! An element is a line that begins with an address: `192.0.2.7 - - [10/Oct/2024] "GET /"`.

pub mod swpipe;

use std::net::IpAddr;
use swpipe::{Output, Start, Transform};

plugin!(
    r#"{"name": "ip", "version": "1.0", "summary": "Addresses of the Internet Protocol", "transforms": [
      {"name": "ip.within", "summary": "Holds for addresses that belong to a network",
       "operators": ["filter"], "takes": "text", "parameters": [
         {"name": "network", "type": "text", "required": true,
          "help": "An address and the bits that all of the network have in common: `192.0.2.0/24`."}]},
      {"name": "ip.mask", "summary": "Sets the last bits of an address to 0, so that it names nobody",
       "operators": ["map"], "takes": "text", "parameters": [
         {"name": "v4", "type": "integer", "minimum": 0, "maximum": 32, "default": 24,
          "help": "The bits of an IPv4 address to keep."},
         {"name": "v6", "type": "integer", "minimum": 0, "maximum": 128, "default": 48,
          "help": "The bits of an IPv6 address to keep."}]}]}"#,
    Worker
);

enum Worker {
    Within { network: IpAddr, bits: u32 },
    Mask { v4: u32, v6: u32 },
}

impl Transform for Worker {
    fn start(start: &Start) -> Result<Self, String> {
        if start.transform() == "ip.within" {
            let text = start.text("network").unwrap_or("");
            let (network, bits) = network(text).ok_or_else(|| format!("{text:?} is not a network"))?;
            return Ok(Worker::Within { network: masked(network, bits), bits });
        }
        let bits = |name| start.integer(name).unwrap_or(0) as u32;
        Ok(Worker::Mask { v4: bits("v4"), v6: bits("v6") })
    }

    fn apply(&mut self, element: &[u8], output: &mut Output) -> Result<bool, String> {
        let end = element.iter().position(|byte| *byte == b' ').unwrap_or(element.len());
        let (word, rest) = element.split_at(end);
        let address = std::str::from_utf8(word).ok().and_then(|word| word.parse::<IpAddr>().ok());
        let address = address.ok_or("it does not begin with an address")?;
        match self {
            Worker::Within { network, bits } => Ok(masked(address, *bits) == *network),
            Worker::Mask { v4, v6 } => {
                let bits = if address.is_ipv4() { *v4 } else { *v6 };
                output.write(masked(address, bits).to_string());
                output.write(rest);
                output.end();
                Ok(true)
            }
        }
    }
}

/// Reads `ADDRESS/BITS`.
fn network(text: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let bits = bits.parse().ok()?;
    (bits <= if address.is_ipv4() { 32 } else { 128 }).then_some((address, bits))
}

/// The address with all but its first bits set to 0.
fn masked(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - bits.min(32)).unwrap_or(0);
            IpAddr::V4((u32::from(v4) & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - bits.min(128)).unwrap_or(0);
            IpAddr::V6((u128::from(v6) & mask).into())
        }
    }
}
