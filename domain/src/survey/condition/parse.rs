//! Reading conditions: words, then a grammar of four rules.
//!
//! ```text
//! any  = all ("or" all)*
//! all  = one ("and" one)*
//! one  = "not" one | "(" any ")" | "selected" "(" item "," literal ")" | item test
//! test = "is" "not"? "answered" | "has" literal | comparison literal
//! ```

use super::{Comparison, Condition, DEPTH_MOST, Literal, unreadable};
use crate::decimal::Decimal;
use crate::lang::Said;

/// Words that are no ids.
pub(super) const RESERVED: [&str; 8] = ["and", "or", "not", "is", "answered", "has", "selected", "end"];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Number(Decimal),
    Sign(&'static str),
}

/// Longer signs come before those that they begin with.
const SIGNS: [&str; 9] = ["!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

/// With the place, counted in characters from 1, and the text from there on.
struct Placed<'t> {
    token: Token,
    at: usize,
    rest: &'t str,
}

pub(super) fn parse(text: &str) -> Result<Condition, Said> {
    let tokens = tokens(text)?;
    let mut reader = Reader {
        tokens: &tokens,
        next: 0,
        end: text.chars().count() + 1,
    };
    let condition = reader.any(0)?;
    match reader.peek() {
        None => Ok(condition),
        Some(_) => Err(reader.unreadable()),
    }
}

fn tokens(text: &str) -> Result<Vec<Placed<'_>>, Said> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let at = text[..text.len() - rest.len()].chars().count() + 1;
        let wrong = || unreadable(at, rest);
        let (token, length) = if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            (Token::Sign(sign), sign.len())
        } else if first == '\'' || first == '"' {
            let inner = rest[1..]
                .split_once(first)
                .map(|(inner, _)| inner)
                .ok_or_else(wrong)?;
            (Token::Quoted(inner.to_owned()), inner.len() + 2)
        } else if let Some(inside) = rest.strip_prefix("${") {
            let (id, _) = inside.split_once('}').ok_or_else(wrong)?;
            (Token::Word(id.trim().to_owned()), id.len() + 3)
        } else {
            let length = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c)))
                .unwrap_or(rest.len());
            (word(&rest[..length]).ok_or_else(wrong)?, length)
        };
        tokens.push(Placed { token, at, rest });
        rest = &rest[length..];
    }
}

/// A number, a date or a word.
fn word(text: &str) -> Option<Token> {
    let first = text.chars().next()?;
    if first.is_ascii_alphabetic() {
        return Some(Token::Word(text.to_owned()));
    }
    let number = Decimal::parse(text).map(Token::Number);
    number.or_else(|| crate::time::CivilDate::parse(text).map(|_| Token::Quoted(text.to_owned())))
}

struct Reader<'t> {
    tokens: &'t [Placed<'t>],
    next: usize,
    end: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|placed| &placed.token)
    }

    fn unreadable(&self) -> Said {
        self.tokens.get(self.next).map_or_else(
            || unreadable(self.end, ""),
            |placed| unreadable(placed.at, placed.rest),
        )
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.next += usize::from(is_next);
        is_next
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(is_next);
        is_next
    }

    fn need_sign(&mut self, sign: &str) -> Result<(), Said> {
        let taken = self.take_sign(sign);
        self.expect(taken)
    }

    fn expect(&mut self, taken: bool) -> Result<(), Said> {
        if taken { Ok(()) } else { Err(self.unreadable()) }
    }

    fn any(&mut self, depth: usize) -> Result<Condition, Said> {
        let mut parts = vec![self.all(depth)?];
        while self.take_word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(joined(parts, Condition::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, Said> {
        let mut parts = vec![self.one(depth)?];
        while self.take_word("and") {
            parts.push(self.one(depth)?);
        }
        Ok(joined(parts, Condition::All))
    }

    fn one(&mut self, depth: usize) -> Result<Condition, Said> {
        if depth > DEPTH_MOST {
            return Err(self.unreadable());
        }
        if self.take_word("not") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take_sign("(") {
            let inner = self.any(depth + 1)?;
            self.need_sign(")")?;
            return Ok(inner);
        }
        if self.take_word("selected") {
            return self.selected();
        }
        let item = self.item()?;
        self.test(item)
    }

    fn selected(&mut self) -> Result<Condition, Said> {
        self.need_sign("(")?;
        let item = self.item()?;
        self.need_sign(",")?;
        let option = self.literal()?.to_string();
        self.need_sign(")")?;
        Ok(Condition::Has { item, option })
    }

    fn test(&mut self, item: String) -> Result<Condition, Said> {
        if self.take_word("is") {
            let is_not = self.take_word("not");
            let answered = self.take_word("answered");
            self.expect(answered)?;
            let is_answered = Condition::Answered(item);
            return Ok(if is_not {
                Condition::Not(Box::new(is_answered))
            } else {
                is_answered
            });
        }
        if self.take_word("has") {
            let option = self.literal()?.to_string();
            return Ok(Condition::Has { item, option });
        }
        let by = self.comparison()?;
        let with = self.literal()?;
        // The spelling of XLSForm for «is answered».
        Ok(match (by, &with) {
            (Comparison::NotEqual, Literal::Word(word)) if word.is_empty() => Condition::Answered(item),
            (Comparison::Equal, Literal::Word(word)) if word.is_empty() => {
                Condition::Not(Box::new(Condition::Answered(item)))
            }
            _ => Condition::Compare { item, by, with },
        })
    }

    fn comparison(&mut self) -> Result<Comparison, Said> {
        let by = match self.peek() {
            Some(Token::Sign("=")) => Comparison::Equal,
            Some(Token::Sign("!=")) => Comparison::NotEqual,
            Some(Token::Sign("<")) => Comparison::Less,
            Some(Token::Sign("<=")) => Comparison::AtMost,
            Some(Token::Sign(">")) => Comparison::Greater,
            Some(Token::Sign(">=")) => Comparison::AtLeast,
            _ => return Err(self.unreadable()),
        };
        self.next += 1;
        Ok(by)
    }

    fn item(&mut self) -> Result<String, Said> {
        match self.peek() {
            Some(Token::Word(word)) if !RESERVED.contains(&word.as_str()) => {
                let word = word.clone();
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.unreadable()),
        }
    }

    /// `date('2026-01-01')`: the day itself.
    fn date(&mut self) -> Result<Literal, Said> {
        self.need_sign("(")?;
        let day = self.literal()?;
        self.need_sign(")")?;
        Ok(day)
    }

    fn literal(&mut self) -> Result<Literal, Said> {
        let follows = self.tokens.get(self.next + 1).map(|placed| &placed.token);
        if follows == Some(&Token::Sign("(")) && self.take_word("date") {
            return self.date();
        }
        let literal = match self.peek() {
            Some(Token::Number(number)) => Literal::Number(*number),
            Some(Token::Quoted(text)) => Literal::Word(text.clone()),
            Some(Token::Word(word)) if !RESERVED.contains(&word.as_str()) => Literal::Word(word.clone()),
            _ => return Err(self.unreadable()),
        };
        self.next += 1;
        Ok(literal)
    }
}

/// One part stands for itself.
fn joined(mut parts: Vec<Condition>, join: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        join(parts)
    }
}
