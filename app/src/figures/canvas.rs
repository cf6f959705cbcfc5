//! The paper that plots are drawn on: its inks, its letters, and what makes an SVG of it that belongs into a page.

use std::io;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Drawing;

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<io::Error>>;

pub(super) const TEXT: RGBColor = RGBColor(0x1D, 0x22, 0x26);
pub(super) const SOFT: RGBColor = RGBColor(0x53, 0x5A, 0x60);
pub(super) const LINE: RGBColor = RGBColor(0xD9, 0xD3, 0xC5);
pub(super) const FILL: RGBColor = RGBColor(0x0B, 0x5A, 0x60);
pub(super) const TRACK: RGBColor = RGBColor(0xF1, 0xED, 0xE3);
pub(super) const GROUND: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
pub(super) const MARK: RGBColor = RGBColor(0x8A, 0x5A, 0x00);

/// A colour, and the class that says what it is for; `app/style/figures.css` knows them.
const INKS: [(RGBColor, &str); 7] = [
    (GROUND, "ground"),
    (TEXT, "ink"),
    (SOFT, "soft"),
    (LINE, "line"),
    (FILL, "fill"),
    (TRACK, "track"),
    (MARK, "mark"),
];

/// As the library writes it.
fn written(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// As wide as a phone shows without its letters becoming too small to read.
pub(super) const WIDTH: u32 = 400;
pub(super) const LETTERS: f64 = 14.0;

/// Letters of one size; `ink` is one of [`INKS`].
pub(super) fn letters(ink: RGBColor, (across, down): (HPos, VPos)) -> TextStyle<'static> {
    // The library divides by this again.
    let font = ("sans-serif", LETTERS * 1.24).into_font();
    let mut style = TextStyle::from(font).pos(Pos::new(across, down));
    style.color = ink.to_backend_color();
    style
}

/// Draws, and makes of it what belongs into a page. A picture that cannot be drawn is empty: words and table are there.
pub(super) fn drawing(
    (name, title, finding): (&'static str, &'static str, String),
    height: u32,
    draw: impl FnOnce(&Area<'_>) -> Drawn,
) -> Drawing {
    let mut svg = String::new();
    let drawn = {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        draw(&area).and_then(|()| area.present())
    };
    let svg = match (drawn, svg.split_once(">\n")) {
        (Ok(()), Some((opening, rest))) => dressed((name, title, &finding), opening, rest),
        _ => String::new(),
    };
    Drawing {
        name,
        title,
        finding,
        svg: svg.into(),
    }
}

fn dressed((name, title, finding): (&str, &str, &str), opening: &str, rest: &str) -> String {
    let mut rest = rest.to_owned();
    for (colour, class) in INKS {
        // Quotes within texts are escaped, so that this is always an attribute.
        for paint in ["fill", "stroke"] {
            let written = format!("{paint}=\"{}\"", written(colour));
            rest = rest.replace(&written, &format!("class=\"{paint}-{class}\" {written}"));
        }
    }
    let (title, finding, ground) = (escaped(title), escaped(finding), written(GROUND));
    format!(
        "{opening} class=\"plot\" role=\"img\" aria-labelledby=\"plot-{name}-title\" \
         aria-describedby=\"plot-{name}-text\">\n<title id=\"plot-{name}-title\">{title}</title>\n\
         <desc id=\"plot-{name}-text\">{finding}</desc>\n\
         <rect class=\"fill-ground\" width=\"100%\" height=\"100%\" fill=\"{ground}\"/>\n{rest}"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The end of an axis of counts, and how far apart its marks are: about four of them, at round numbers.
pub(super) fn scale(most: i64) -> (i64, i64) {
    let mut step = 1;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut decade = 1;
    while step * 4 < most {
        let factor = factors.next().unwrap_or(10);
        step = decade * factor;
        if factor == 10 {
            decade = step;
        }
    }
    let marks = most.max(1).div_euclid(step) + i64::from(most.max(1).rem_euclid(step) != 0);
    (marks * step, step)
}

/// An axis of counts at the left, with lines across the plot, between `left` and the right edge.
pub(super) struct Counts {
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// The end of the axis.
    pub(super) most: i64,
}

impl Counts {
    pub(super) fn y(&self, value: i64) -> i32 {
        let height = i64::from(self.bottom - self.top);
        self.bottom - i32::try_from(value * height / self.most.max(1)).unwrap_or(0)
    }

    pub(super) fn draw(&self, area: &Area<'_>, step: i64, label: impl Fn(i64) -> String) -> Drawn {
        let style = letters(SOFT, (HPos::Right, VPos::Center));
        let mut at = 0;
        while at <= self.most {
            let y = self.y(at);
            let ink = if at == 0 { SOFT } else { LINE };
            area.draw(&PathElement::new(vec![(self.left, y), (self.right, y)], ink))?;
            area.draw(&Text::new(label(at), (self.left - 6, y), style.clone()))?;
            at += step.max(1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        let ends = [0, 1, 4, 5, 7, 13, 55, 180, 999, 12_345].map(scale);
        assert_eq!(
            ends,
            [
                (1, 1),
                (1, 1),
                (4, 1),
                (6, 2),
                (8, 2),
                (15, 5),
                (60, 20),
                (200, 50),
                (1_000, 500),
                (15_000, 5_000)
            ]
        );
    }

    #[test]
    fn texts_are_escaped_and_inks_have_classes() {
        let made = drawing(("x", "a < b", "\"><b>".to_owned()), 100, |area| {
            let style = letters(TEXT, (HPos::Left, VPos::Top));
            area.draw(&Text::new("fill=\"#0B5A60\" </text><b>", (1, 2), style))?;
            area.draw(&Rectangle::new([(0, 0), (5, 5)], FILL.filled()))
        });
        let svg = made.svg();
        assert!(
            svg.contains("<title id=\"plot-x-title\">a &lt; b</title>"),
            "{svg}"
        );
        assert!(svg.contains("&quot;&gt;&lt;b&gt;</desc>"), "{svg}");
        assert!(
            svg.contains("fill=&quot;#0B5A60&quot; &lt;/text&gt;&lt;b&gt;"),
            "{svg}"
        );
        assert_eq!(svg.matches("class=\"fill-fill\" fill=\"#0B5A60\"").count(), 1);
        assert_eq!(svg.matches("class=\"fill-ink\"").count(), 1);
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("font-size=\"14\"") && !svg.contains(concat!("style", "=\"")));
    }
}
