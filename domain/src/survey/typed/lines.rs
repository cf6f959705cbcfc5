//! Lists in a text area: an entry a line, its cells between bars. A bar in a text is written `\|`, a line end `\n`.

use super::{in_languages, of_languages, skip};
use crate::lang::{Lang, Said};
use crate::survey::check::is_id;
use crate::survey::form::{ChoiceOption, Factor, Form, Row, Skip, Step};

/// Whoever chooses it may say what.
const OTHER: char = '*';
const ARROW: &str = "->";

fn written(cells: impl IntoIterator<Item = String>) -> String {
    let escaped = |cell: String| {
        cell.replace('\\', "\\\\")
            .replace('|', "\\|")
            .replace('\n', "\\n")
            .replace('\r', "")
    };
    let mut cells: Vec<String> = cells.into_iter().map(escaped).collect();
    while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.join(" | ").trim_end().to_owned()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n') => cell.push('\n'),
                Some(other) => cell.push(other),
                None => cell.push('\\'),
            },
            '|' => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Lines that hold something, with their numbers from 1.
fn filled(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate();
    lines
        .map(|(at, line)| (at + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
}

fn wrong(line: usize, vi: &str, en: &str) -> Said {
    Said::of(|lang| match lang {
        Lang::Vi => format!("Dòng {line}: {vi}"),
        Lang::En => format!("Line {line}: {en}"),
    })
}

fn too_many(line: usize) -> Said {
    wrong(
        line,
        "nhiều cột hơn số ngôn ngữ của phiếu; dấu gạch đứng trong lời văn viết là \\|.",
        "more columns than the form has languages; write a bar in a text as \\|.",
    )
}

fn bad_id(line: usize) -> Said {
    wrong(
        line,
        "mã đứng trước gạch đứng đầu tiên, gồm chữ thường không dấu, chữ số và dấu gạch dưới.",
        "the id stands before the first bar: small letters, digits and underscores.",
    )
}

pub fn options(form: &Form, options: &[ChoiceOption]) -> String {
    let line = |option: &ChoiceOption| {
        let mark = if option.other { "*" } else { "" };
        let id = format!("{}{mark}", option.id);
        written([id].into_iter().chain(in_languages(form, &option.text)))
    };
    options.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub fn read_options(form: &Form, text: &str) -> Result<Vec<ChoiceOption>, Said> {
    let option = |(at, line): (usize, &str)| {
        let cells = cells(line);
        let (id, texts) = cells.split_first().ok_or_else(|| bad_id(at))?;
        if texts.len() > form.languages.len() {
            return Err(too_many(at));
        }
        let bare = id.trim_end_matches(OTHER).trim_end();
        Ok(ChoiceOption {
            id: Some(bare)
                .filter(|id| is_option_id(id))
                .ok_or_else(|| bad_id(at))?
                .to_owned(),
            text: of_languages(form, texts),
            other: id.ends_with(OTHER),
        })
    };
    filled(text).map(option).collect()
}

/// Options may be called by numbers too.
fn is_option_id(id: &str) -> bool {
    is_id(id) || is_id(&format!("x{id}"))
}

pub fn rows(form: &Form, rows: &[Row]) -> String {
    let line = |row: &Row| {
        let id = match row.factor.as_str() {
            "" => row.id.clone(),
            factor => format!("{} ({factor})", row.id),
        };
        written([id].into_iter().chain(in_languages(form, &row.text)))
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub fn read_rows(form: &Form, text: &str) -> Result<Vec<Row>, Said> {
    let row = |(at, line): (usize, &str)| {
        let cells = cells(line);
        let (head, texts) = cells.split_first().ok_or_else(|| bad_id(at))?;
        if texts.len() > form.languages.len() {
            return Err(too_many(at));
        }
        let (id, factor) = match head.strip_suffix(')').and_then(|head| head.split_once('(')) {
            Some((id, factor)) => (id.trim(), factor.trim()),
            None => (head.as_str(), ""),
        };
        if !is_id(id) || !(factor.is_empty() || is_id(factor)) {
            return Err(bad_id(at));
        }
        Ok(Row {
            id: id.to_owned(),
            text: of_languages(form, texts),
            factor: factor.to_owned(),
        })
    };
    filled(text).map(row).collect()
}

pub fn skips(skips: &[Skip]) -> String {
    let line = |skip: &Skip| format!("{} {ARROW} {}", skip.when, skip.to);
    skips.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub fn read_skips(text: &str) -> Result<Vec<Skip>, Said> {
    let one = |(at, line): (usize, &str)| {
        let (when, to) = line.rsplit_once(ARROW).ok_or_else(|| {
            wrong(
                at,
                "viết điều kiện, mũi tên ->, rồi mã của phần, câu sau hoặc end; ví dụ: q1 = no -> end.",
                "write a condition, an arrow ->, and a later section, item or end; such as q1 = no -> end.",
            )
        })?;
        Ok(skip(when, to))
    };
    filled(text).map(one).collect()
}

pub fn steps<'s>(form: &Form, steps: impl IntoIterator<Item = &'s Step>) -> String {
    let line = |step: &Step| {
        let value = step.value.to_string();
        written([value].into_iter().chain(in_languages(form, &step.label)))
    };
    steps.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

pub fn read_steps(form: &Form, text: &str) -> Result<Vec<Step>, Said> {
    let step = |(at, line): (usize, &str)| {
        let cells = cells(line);
        let (value, labels) = cells.split_first().ok_or_else(|| bad_id(at))?;
        if labels.len() > form.languages.len() {
            return Err(too_many(at));
        }
        let value = value.parse().map_err(|_| {
            wrong(
                at,
                "giá trị đứng trước gạch đứng đầu tiên là một số nguyên.",
                "the value before the first bar is a whole number.",
            )
        })?;
        Ok(Step {
            value,
            label: of_languages(form, labels),
        })
    };
    filled(text).map(step).collect()
}

/// The id, the titles, then the titles of the part.
pub fn factors(form: &Form) -> String {
    let line = |factor: &Factor| {
        let titles = in_languages(form, &factor.title).into_iter();
        let cells = titles.chain(in_languages(form, &factor.part));
        written([factor.id.clone()].into_iter().chain(cells))
    };
    form.factors.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub fn read_factors(form: &Form, text: &str) -> Result<Vec<Factor>, Said> {
    let count = form.languages.len();
    let factor = |(at, line): (usize, &str)| {
        let cells = cells(line);
        let (id, texts) = cells.split_first().ok_or_else(|| bad_id(at))?;
        if texts.len() > 2 * count {
            return Err(too_many(at));
        }
        if !is_id(id) {
            return Err(bad_id(at));
        }
        let (title, part) = texts.split_at(count.min(texts.len()));
        Ok(Factor {
            id: id.clone(),
            title: of_languages(form, title),
            part: of_languages(form, part),
        })
    };
    filled(text).map(factor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::template::Template;

    #[test]
    fn scales_and_factors_come_back_as_they_went() {
        for template in Template::ALL {
            let form = template.form();
            assert_eq!(read_factors(&form, &factors(&form)), Ok(form.factors.clone()));
            for scale in &form.scales {
                let text = steps(&form, &scale.steps);
                assert_eq!(read_steps(&form, &text), Ok(scale.steps.clone()));
            }
        }
    }

    #[test]
    fn bars_and_line_ends_in_texts_stay() {
        let form = Template::Desk.form();
        let read = read_options(&form, "a | Có \\| không | Yes\n\nkhac* | Khác \\\\ gì\\nnữa").unwrap();
        assert_eq!(read[0].text.get("vi"), Some("Có | không"));
        assert!(read[1].other && read[1].id == "khac");
        assert_eq!(read_options(&form, &options(&form, &read)), Ok(read));
        let last = read_options(&form, "a | Có \\|").unwrap();
        assert_eq!(last[0].text.get("vi"), Some("Có |"));
        assert_eq!(read_options(&form, &options(&form, &last)), Ok(last));
    }

    #[test]
    fn each_mistake_names_its_line() {
        let form = Template::Desk.form();
        let told = |said: Said| said.in_lang(Lang::En).to_owned();
        assert!(told(read_options(&form, "a | A\nB! | B").unwrap_err()).starts_with("Line 2:"));
        assert!(told(read_steps(&form, "\nx | A").unwrap_err()).starts_with("Line 2:"));
        assert!(told(read_rows(&form, "a (B) | A").unwrap_err()).starts_with("Line 1:"));
        assert!(told(read_skips("q1 = yes").unwrap_err()).starts_with("Line 1:"));
        let bars = "a |".to_owned() + &" x |".repeat(9);
        assert!(told(read_options(&form, &bars).unwrap_err()).starts_with("Line 1:"));
    }
}
