//! What somebody probably meant to write.

/// The longest name that is compared, in bytes: the comparison is quadratic.
const LONGEST: usize = 64;

/// The known name nearest to `given`, where one is near enough to be meant, whatever its case and whether
/// with `-` or `_`.
///
/// ```
/// use preflight_policy::nearest;
///
/// assert_eq!(nearest("allow-origin", ["max_age", "allow_origins"]), Some("allow_origins"));
/// assert_eq!(nearest("listen", ["max_age", "allow_origins"]), None);
/// ```
pub fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if given.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| name.to_lowercase().replace('-', "_");
    let given = plain(given);
    known
        .into_iter()
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::damerau_levenshtein(&given, &plain(name)), name))
        .filter(|(distance, name)| *distance <= name.len().div_ceil(3))
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near_is_suggested() {
        let known = ["allow_origins", "allow_methods", "max_age", "quiet"];
        assert_eq!(nearest("allow-origin", known), Some("allow_origins"));
        assert_eq!(nearest("allowedOrigins", known), Some("allow_origins"));
        assert_eq!(nearest("MAX-AGE", known), Some("max_age"));
        assert_eq!(nearest("quite", known), Some("quiet"));
        assert_eq!(nearest("listen", known), None);
        assert_eq!(nearest(&"a".repeat(1 << 20), known), None);
        assert_eq!(nearest("x", []), None);
    }
}
