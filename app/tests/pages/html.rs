//! Just enough of an HTML reader to hold pages against their promises.

/// An opening tag.
#[derive(Debug, Clone)]
pub struct Element {
    pub tag: String,
    attributes: Vec<(String, String)>,
    pub ancestors: Vec<String>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 5] = ["meta", "link", "input", "br", "img"];

/// Parts of pictures, which may close themselves.
const SHAPES: [&str; 5] = ["circle", "line", "polygon", "polyline", "rect"];

enum Token {
    Open(String, Vec<(String, String)>),
    Close(String),
}

pub fn elements(html: &str) -> Vec<Element> {
    let mut ancestors: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for token in tokens(html) {
        match token {
            Token::Open(tag, attributes) => {
                found.push(Element {
                    tag: tag.clone(),
                    attributes,
                    ancestors: ancestors.clone(),
                });
                if !VOID.contains(&tag.as_str()) {
                    ancestors.push(tag);
                }
            }
            Token::Close(_) => {
                ancestors.pop();
            }
        }
    }
    found
}

/// The first closing tag that closes something else, or what is left open.
pub fn unbalanced(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    for token in tokens(html) {
        match token {
            Token::Open(tag, _) if VOID.contains(&tag.as_str()) => {}
            Token::Open(tag, _) => open.push(tag),
            Token::Close(tag) => {
                let last = open.pop();
                if last.as_deref() != Some(tag.as_str()) {
                    return Some(format!("</{tag}> closes {last:?}"));
                }
            }
        }
    }
    open.pop()
}

/// Tags and names of attributes, without any text or value: what hostile text must not change.
pub fn skeleton(html: &str) -> String {
    let mut shape = String::new();
    for token in tokens(html) {
        match token {
            Token::Close(tag) => shape.extend(["</", &tag, ">"]),
            Token::Open(tag, attributes) => {
                shape.extend(["<", &tag]);
                for (name, _) in &attributes {
                    shape.extend([" ", name]);
                }
                shape.push('>');
            }
        }
    }
    shape
}

/// The page without the elements that carry an attribute.
pub fn without(html: &str, attribute: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(attribute) {
        let start = rest[..at].rfind('<').unwrap_or(at);
        let name = rest[start + 1..].split_whitespace().next().unwrap_or_default();
        kept.push_str(&rest[..start]);
        rest = behind(&rest[start..], name);
    }
    kept + rest
}

/// What follows the element of that name that the text begins with.
fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut rest) = (0_usize, html);
    loop {
        let Some(end) = rest.find(&close) else { return "" };
        depth += rest[..end].matches(&open).count();
        rest = &rest[end + close.len()..];
        if depth <= 1 {
            return rest;
        }
        depth -= 1;
    }
}

fn tokens(html: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(after) = rest.strip_prefix("<!") {
            rest = after.split_once('>').map_or("", |(_, after)| after);
        } else if let Some(after) = rest.strip_prefix("</") {
            let (tag, after) = after.split_once('>').unwrap_or((after, ""));
            found.push(Token::Close(tag.to_owned()));
            rest = after;
        } else {
            let (tag, attributes, after) = opening(&rest[1..]);
            let is_closed =
                rest[..rest.len() - after.len()].ends_with("/>") && SHAPES.contains(&tag.as_str());
            // A browser reads everything up to the closing tag of these as text.
            let raw_end = format!("</{tag}");
            rest = match tag.as_str() {
                "script" | "textarea" | "title" => after.find(&raw_end).map_or("", |end| &after[end..]),
                _ => after,
            };
            found.push(Token::Open(tag.clone(), attributes));
            if is_closed {
                found.push(Token::Close(tag));
            }
        }
    }
    found
}

/// The name, the attributes and what follows, from behind the `<`.
fn opening(text: &str) -> (String, Vec<(String, String)>, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(text.len());
    let (tag, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "=>/".contains(c))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after),
            None => (String::new(), after),
        };
        attributes.push((name.to_owned(), value));
        rest = after;
    }
    (
        tag.to_owned(),
        attributes,
        rest.strip_prefix('>').unwrap_or_default(),
    )
}

fn value(text: &str) -> (String, &str) {
    let (value, after) = if let Some(quoted) = text.strip_prefix('"') {
        quoted.split_once('"').unwrap_or((quoted, ""))
    } else {
        text.split_at(
            text.find(|c: char| c.is_whitespace() || c == '>')
                .unwrap_or(text.len()),
        )
    };
    let plain = value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    (plain.replace("&#x27;", "'").replace("&amp;", "&"), after)
}
