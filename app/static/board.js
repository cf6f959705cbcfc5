// Keeps the live board up to date: each event names what it brings, and the elements say by `data-board` what they show.
// Without scripts the page stands as it was loaded, with a link that loads it again.

/** Between two tries where the server refuses; where only the line breaks, the browser waits less. */
const PAUSE_MS = 10_000;

const board = document.querySelector('[data-board-events]');
// As the page itself writes them, whatever its language.
const { lang } = document.documentElement;
const number = new Intl.NumberFormat(lang);
const percent = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat('en-US', {
    ...(lang === 'en' ? { day: 'numeric', month: 'short' } : { day: '2-digit', month: '2-digit' }),
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Ho_Chi_Minh',
});

const moment = (when) => {
    const at = Object.fromEntries(clock.formatToParts(when).map(({ type, value }) => [type, value]));
    const time = `${at.hour}:${at.minute}:${at.second}`;
    return lang === 'en'
        ? `${at.day} ${at.month} ${at.year}, ${time}`
        : `${time} ngày ${at.day}/${at.month}/${at.year}`;
};

const say = (name, text) => {
    for (const one of document.querySelectorAll(`[data-board="${name}"]`)) {
        one.textContent = text;
    }
};

const share = (rate) => `${percent.format(rate * 100)}${lang === 'en' ? '%' : ' %'}`;

const raise = (bar, part) => {
    const height = Math.round(part * 100);
    bar.setAttribute('height', height);
    bar.setAttribute('y', 100 - height);
};

const show = (figures) => {
    say('as_of', moment(new Date(figures.as_of)));
    for (const name of ['entered', 'in_progress', 'submitted']) {
        say(name, number.format(figures[name]));
    }
    const most = Math.max(1, ...figures.scores);
    document.querySelectorAll('[data-board-bar]').forEach((bar, at) => raise(bar, figures.scores[at] / most));
    figures.scores.forEach((count, at) => say(`score.${at}`, number.format(count)));
    if (figures.whole.rate !== undefined) say('whole.rate', share(figures.whole.rate));
    for (const unit of figures.units) {
        say(`${unit.id}.participants`, number.format(unit.participants));
        say(`${unit.id}.submitted`, number.format(unit.submitted));
        if (unit.rate !== undefined) {
            say(`${unit.id}.rate`, share(unit.rate));
        }
    }
};

if (board) {
    let source;
    let again;
    const listen = () => {
        source = new EventSource(board.dataset.boardEvents);
        source.addEventListener('board', (event) => show(JSON.parse(event.data)));
        source.addEventListener('open', () => say('line', ''));
        source.addEventListener('error', () => {
            say('line', board.dataset.boardCut);
            // The browser itself tries again where the line breaks, and gives up where the server refuses.
            if (source.readyState === EventSource.CLOSED) again = setTimeout(listen, PAUSE_MS);
        });
    };
    listen();
    addEventListener('pagehide', () => {
        clearTimeout(again);
        source.close();
    });
    // A page that the browser kept comes back as it was left: with its line closed.
    addEventListener('pageshow', (event) => {
        if (event.persisted) listen();
    });
}
