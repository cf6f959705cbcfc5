//! What keys mean in the player.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The n-th option of the question at hand, from 0.
    Choose(u32),
    Next,
    Back,
    Mark,
    Help,
}

/// What a key typed alone means. In a text field it means itself; on an option the arrows belong to the browser.
pub fn command(key: &str, is_typing: bool, is_on_option: bool) -> Option<Command> {
    if is_typing {
        return None;
    }
    match key {
        "ArrowRight" | "ArrowLeft" if is_on_option => None,
        "ArrowRight" => Some(Command::Next),
        "ArrowLeft" => Some(Command::Back),
        "?" => Some(Command::Help),
        _ => letter(key),
    }
}

fn letter(key: &str) -> Option<Command> {
    let mut letters = key.chars();
    let (letter, None) = (letters.next()?.to_ascii_lowercase(), letters.next()) else {
        return None;
    };
    match letter {
        '1'..='9' => Some(Command::Choose(u32::from(letter) - u32::from('1'))),
        'a'..='h' => Some(Command::Choose(u32::from(letter) - u32::from('a'))),
        'n' => Some(Command::Next),
        'p' => Some(Command::Back),
        'm' => Some(Command::Mark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_meaning_and_none_where_something_is_typed() {
        for (key, meaning) in [
            ("1", Some(Command::Choose(0))),
            ("B", Some(Command::Choose(1))),
            ("h", Some(Command::Choose(7))),
            ("n", Some(Command::Next)),
            ("P", Some(Command::Back)),
            ("ArrowRight", Some(Command::Next)),
            ("m", Some(Command::Mark)),
            ("?", Some(Command::Help)),
            ("0", None),
            ("i", None),
            ("Enter", None),
            ("F1", None),
        ] {
            assert_eq!(command(key, false, false), meaning, "{key}");
            assert_eq!(command(key, true, false), None, "{key}");
        }
        assert_eq!(command("ArrowLeft", false, true), None);
        assert_eq!(command("p", false, true), Some(Command::Back));
    }
}
