//! `Access-Control-Max-Age` against arithmetic in 128 bits.

use preflight_fetch::browsers::{Habits, UnparsableMaxAge};
use preflight_fetch::fetching::cors_preflight_fetch::max_age;
use preflight_fetch::{Browser, HeaderList};
use proptest::prelude::*;

fn slow_max_age(value: &str, habits: &Habits) -> u32 {
    let value = value.trim_matches([' ', '\t']);
    let unparsable = match habits.unparsable_max_age {
        UnparsableMaxAge::NotStored => 0,
        UnparsableMaxAge::Default => 5,
    };
    let (sign, digits) = match value.strip_prefix('-') {
        Some(digits) if habits.negative_max_age_is_zero => (-1, digits),
        _ => (1, value),
    };
    if value.is_empty() {
        return 5;
    }
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return unparsable;
    }
    let seconds = sign * digits.parse::<i128>().expect("at most 33 digits");
    if habits.max_age_has_64_bits && i64::try_from(seconds).is_err() {
        return unparsable;
    }
    u32::try_from(seconds.max(0)).unwrap_or(u32::MAX).min(habits.max_age_limit)
}

proptest! {
    #[test]
    fn parsed_and_capped(value in "[ \t]?[-+]?0{0,3}[0-9]{0,30}[ \t.a]?") {
        let list: HeaderList =
            [("Access-Control-Max-Age", value.clone().into_bytes())].into_iter().collect();
        for browser in Browser::ALL {
            prop_assert_eq!(
                max_age(&list, browser.habits()),
                slow_max_age(&value, browser.habits()),
                "{}", browser
            );
        }
    }
}
