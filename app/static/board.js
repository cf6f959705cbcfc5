// Keeps the live board up to date: each event names what it brings, and the elements say by `data-board` what they show.
// Without scripts the page stands as it was loaded, with a link that loads it again.

const board = document.querySelector('[data-board-events]');
const number = new Intl.NumberFormat(document.documentElement.lang);
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeStyle: 'medium',
    timeZone: 'Asia/Ho_Chi_Minh',
});

const say = (name, text) => {
    for (const one of document.querySelectorAll(`[data-board="${name}"]`)) {
        one.textContent = text;
    }
};

const raise = (bar, share) => {
    const height = Math.round(share * 100);
    bar.setAttribute('height', height);
    bar.setAttribute('y', 100 - height);
};

const show = (figures) => {
    say('as_of', clock.format(new Date(figures.as_of)));
    for (const name of ['entered', 'in_progress', 'submitted']) {
        say(name, number.format(figures[name]));
    }
    const most = Math.max(1, ...figures.scores);
    document.querySelectorAll('[data-board-bar]').forEach((bar, at) => raise(bar, figures.scores[at] / most));
    figures.scores.forEach((count, at) => say(`score.${at}`, number.format(count)));
    for (const unit of figures.units) {
        say(`${unit.id}.participants`, number.format(unit.participants));
        say(`${unit.id}.submitted`, number.format(unit.submitted));
        if (unit.rate !== undefined) {
            say(`${unit.id}.rate`, `${number.format(Math.round(unit.rate * 1000) / 10)}%`);
        }
    }
};

if (board) {
    // The browser itself tries again where the line breaks.
    const source = new EventSource(board.dataset.boardEvents);
    source.addEventListener('board', (event) => show(JSON.parse(event.data)));
    addEventListener('pagehide', () => source.close());
}
