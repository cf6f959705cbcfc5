//! Latencies as one SVG file that needs nothing else: over time (median and 99 %), and by percentile.

use std::fmt::Write as _;

use crate::figures::{Figures, at};

const COLOURS: [&str; 4] = ["#0b6bcb", "#c2410c", "#15803d", "#7e22ce"];
const HEIGHT: f64 = 260.0;
const TOP: f64 = 50.0;
/// Decades of milliseconds, from 0.1 to 10,000.
const DECADES: f64 = 5.0;
const PERCENTILES: [(usize, &str); 6] = [
    (0, "0"),
    (500, "50"),
    (900, "90"),
    (990, "99"),
    (999, "99.9"),
    (1000, "100"),
];

/// Where a panel stands, and how wide it is.
struct Panel {
    left: f64,
    width: f64,
}

const OVER_TIME: Panel = Panel {
    left: 60.0,
    width: 560.0,
};
const BY_PERCENTILE: Panel = Panel {
    left: 690.0,
    width: 250.0,
};

pub fn svg(title: &str, curves: &[(&str, Figures)]) -> String {
    let seconds = curves
        .iter()
        .flat_map(|(_, figures)| &figures.samples)
        .map(|sample| sample.at.as_secs() + 1)
        .max()
        .unwrap_or(1);
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 360\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"960\" height=\"360\" fill=\"white\"/>\n",
    );
    text(
        &mut svg,
        (60.0, 24.0),
        "start",
        &format!("{title}: latency in ms (full: 99 %, dashed: median)"),
    );
    frame(&mut svg, &OVER_TIME);
    frame(&mut svg, &BY_PERCENTILE);
    for tick in 0..=4 {
        let second = seconds * tick / 4;
        text(
            &mut svg,
            (across(&OVER_TIME, second, seconds), TOP + HEIGHT + 18.0),
            "middle",
            &format!("{second} s"),
        );
    }
    for (step, (_, name)) in PERCENTILES.iter().enumerate() {
        let x = across(&BY_PERCENTILE, step as u64, PERCENTILES.len() as u64 - 1);
        text(&mut svg, (x, TOP + HEIGHT + 18.0), "middle", name);
    }
    for (number, (name, figures)) in curves.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let x = 60.0 + 140.0 * number as f64;
        // Writing to a String cannot fail.
        let _ = writeln!(svg, "<g stroke=\"{colour}\" fill=\"none\" stroke-width=\"1.5\">");
        line(&mut svg, &over_time(figures, seconds, 990), "");
        line(
            &mut svg,
            &over_time(figures, seconds, 500),
            " stroke-dasharray=\"4 3\"",
        );
        line(&mut svg, &by_percentile(figures), "");
        let _ = writeln!(svg, "<path d=\"M{x} 347h20\"/></g>");
        text(&mut svg, (x + 26.0, 351.0), "start", name);
    }
    svg.push_str("</svg>\n");
    svg
}

fn frame(svg: &mut String, panel: &Panel) {
    for (decade, name) in ["0.1", "1", "10", "100", "1,000", "10,000"].iter().enumerate() {
        let y = TOP + HEIGHT - HEIGHT * decade as f64 / DECADES;
        let _ = writeln!(
            svg,
            "<path d=\"M{} {y}h{}\" stroke=\"#ddd\"/>",
            panel.left, panel.width
        );
        text(svg, (panel.left - 6.0, y + 4.0), "end", name);
    }
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, words: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"#333\">{words}</text>"
    );
}

fn line(svg: &mut String, points: &[(f64, f64)], more: &str) {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(svg, "<polyline points=\"{}\"{more}/>", points.join(" "));
}

fn across(panel: &Panel, step: u64, steps: u64) -> f64 {
    panel.left + panel.width * step as f64 / steps.max(1) as f64
}

/// The height of a latency.
fn up(milliseconds: f64) -> f64 {
    let decades = (milliseconds.max(0.1).log10() + 1.0).min(DECADES);
    TOP + HEIGHT - HEIGHT * decades / DECADES
}

/// A point for each second in which anything was due.
fn over_time(figures: &Figures, seconds: u64, thousandths: usize) -> Vec<(f64, f64)> {
    let mut by_second = vec![Figures::default(); usize::try_from(seconds).unwrap()];
    for sample in &figures.samples {
        by_second[usize::try_from(sample.at.as_secs()).unwrap()].add(sample.at, sample.took);
    }
    (0..seconds)
        .zip(by_second)
        .filter(|(_, figures)| figures.count() > 0)
        .map(|(second, figures)| {
            (
                across(&OVER_TIME, second, seconds),
                up(at(&figures.sorted_ms(), thousandths)),
            )
        })
        .collect()
}

fn by_percentile(figures: &Figures) -> Vec<(f64, f64)> {
    let sorted = figures.sorted_ms();
    let steps = PERCENTILES.len() as u64 - 1;
    (0..)
        .zip(PERCENTILES)
        .map(|(step, (thousandths, _))| (across(&BY_PERCENTILE, step, steps), up(at(&sorted, thousandths))))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_slower_second_lies_higher() {
        let mut figures = Figures::default();
        figures.add(Duration::from_millis(500), Duration::from_millis(1));
        figures.add(Duration::from_millis(2500), Duration::from_millis(100));
        let points = over_time(&figures, 3, 990);
        assert_eq!(points.len(), 2, "a second without a request has no point");
        assert!(
            points[1].0 > points[0].0 && points[1].1 < points[0].1,
            "{points:?}"
        );
        let height = |milliseconds| format!("{:.0}", up(milliseconds));
        assert_eq!([height(0.0), height(1.0), height(1e9)], ["310", "258", "50"]);
        assert!(svg("thử", &[("save", figures)]).ends_with("</svg>\n"));
    }
}
