//! A pasted `curl …` whose words the shell has split already: `preflight check curl 'https://…' -H …`.

use clap::Command;
use std::ffi::OsString;

/// The commands whose target may be pasted.
const COMMANDS: [&str; 2] = ["check", "fetch"];

/// The arguments, all from `curl` on as one: they are curl's words, not ours.
pub(crate) fn joined(command: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let is_curl = |word: &OsString| word == "curl" || word == "curl.exe";
    let Some(at) = arguments.iter().position(is_curl) else { return arguments };
    let own = &arguments[..at];
    let named = own.iter().skip(1).find_map(|word| command.find_subcommand(word));
    let is_value = own.last().zip(named).is_some_and(|(word, named)| takes_value(named, word));
    if !named.is_some_and(|named| COMMANDS.contains(&named.get_name())) || is_value {
        return arguments;
    }
    let words: Vec<String> = arguments[at..].iter().map(|w| quoted(&w.to_string_lossy())).collect();
    own.iter().cloned().chain([words.join(" ").into()]).collect()
}

/// Whether `word` is a flag whose value follows.
fn takes_value(command: &Command, word: &OsString) -> bool {
    let word = word.to_string_lossy();
    let flag = command.get_arguments().find(|flag| match word.strip_prefix("--") {
        Some(long) => flag.get_long() == Some(long),
        None => {
            let mut letters = word.strip_prefix('-').unwrap_or_default().chars();
            flag.get_short().is_some() && flag.get_short() == letters.next_back()
        }
    });
    flag.is_some_and(|flag| flag.get_action().takes_values())
}

/// `word` for a POSIX shell.
fn quoted(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) && !word.is_empty() {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    fn join(line: &str) -> Vec<String> {
        let words = line.split(' ').map(Into::into).collect();
        let joined = joined(&crate::command(), words);
        joined.into_iter().map(|w| w.into_string().expect("UTF-8")).collect()
    }

    #[test]
    fn from_curl_on_the_words_are_curls() {
        assert_eq!(
            join("preflight check -v curl http://a.b -H x:y'z").last().unwrap(),
            r"curl 'http://a.b' -H 'x:y'\''z'"
        );
        assert_eq!(join("preflight fetch curl http://a.b").len(), 3);
        assert_eq!(join("preflight check --read curl http://a.b").len(), 5);
        assert_eq!(join("preflight check -qd curl http://a.b").len(), 5);
        assert_eq!(join("preflight clinic curl x").len(), 4);
        assert_eq!(join("preflight check http://a.b").len(), 3);
    }
}
