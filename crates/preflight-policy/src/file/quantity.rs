//! Sizes and times as people write them: a number and its unit. What is ambiguous is refused with
//! what was probably meant.

use std::time::Duration;

/// In bytes: `65536`, `512B`, `64KiB`, `1MiB`, `2GiB`.
pub(super) fn size(given: &str) -> Result<u64, Option<String>> {
    let (number, unit) = parts(given);
    let factor: u64 = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => {
            // `64k`, `64KB`: 1000 or 1024, nobody knows.
            let prefix = unit.trim_start().chars().next().unwrap_or_default();
            let meant = match prefix.to_ascii_uppercase() {
                prefix @ ('K' | 'M' | 'G') => format!("{prefix}iB"),
                'B' => "B".to_owned(),
                _ => return Err(None),
            };
            return Err((!number.is_empty()).then(|| format!("{number}{meant}")));
        }
    };
    number.parse::<u64>().ok().and_then(|count| count.checked_mul(factor)).ok_or(None)
}

/// `90`, `90s`, `250ms`, `10m`, `1h`.
pub(super) fn duration(given: &str) -> Result<Duration, Option<String>> {
    let (number, unit) = parts(given);
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "" | "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => {
            let meant = match unit.trim_start().to_ascii_lowercase().as_str() {
                "s" | "sec" | "secs" | "second" | "seconds" => "s",
                "m" | "min" | "mins" | "minute" | "minutes" => "m",
                "h" | "hour" | "hours" => "h",
                "ms" | "msec" | "millis" | "milliseconds" => "ms",
                _ => return Err(None),
            };
            return Err((!number.is_empty()).then(|| format!("{number}{meant}")));
        }
    };
    let count = number.parse::<u64>().ok().and_then(|count| count.checked_mul(milliseconds));
    count.map(Duration::from_millis).ok_or(None)
}

fn parts(given: &str) -> (&str, &str) {
    let digits = given.bytes().take_while(u8::is_ascii_digit).count();
    given.split_at(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_says_its_unit() {
        assert_eq!(size("65536"), Ok(65536));
        assert_eq!(size("512B"), Ok(512));
        assert_eq!(size("64KiB"), Ok(64 << 10));
        assert_eq!(size("2GiB"), Ok(2 << 30));
        for (given, meant) in
            [("64k", "64KiB"), ("64 KiB", "64KiB"), ("1MB", "1MiB"), ("5 bytes", "5B")]
        {
            assert_eq!(size(given), Err(Some(meant.to_owned())), "{given}");
        }
        for given in ["", "KiB", "-1", "1.5MiB", "64XiB", "99999999999999999999", "99999999999GiB"]
        {
            assert_eq!(size(given), Err(None), "{given}");
        }
    }

    #[test]
    fn a_time_says_its_unit() {
        assert_eq!(duration("90"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(duration("1h"), Ok(Duration::from_secs(3600)));
        for (given, meant) in [("10 s", "10s"), ("5min", "5m"), ("1H", "1h"), ("3 secs", "3s")] {
            assert_eq!(duration(given), Err(Some(meant.to_owned())), "{given}");
        }
        for given in ["", "s", "-1s", "1.5s", "1d", "99999999999999999999"] {
            assert_eq!(duration(given), Err(None), "{given}");
        }
    }
}
