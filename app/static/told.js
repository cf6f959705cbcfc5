// Tells somebody at work what the organisers say meanwhile: messages, extra time, an attempt that does not count.
// Without scripts the same stands on the page when it is loaded next.

/** Between two questions to the server; a little more, so that pages fall out of step. */
const EACH_MS = 45_000;
const SPREAD_MS = 10_000;
/** Saved answers ask too, but not more often than this. */
const LEAST_MS = 20_000;

const part = (name) => document.querySelector(`[data-told="${name}"]`);
const player = (name) => document.querySelector(`[data-player="${name}"]`);
const place = part('place');

const tell = (page) => {
    const news = document.createElement('template');
    news.innerHTML = page;
    const ends = news.content.querySelector('[data-told="ends"]');
    ends.remove();
    if (ends.textContent !== part('ends').textContent) {
        part('ends').textContent = ends.textContent;
        player('said').textContent = ends.textContent;
        // The player reads its clock again, as it does after an outage.
        dispatchEvent(new Event('online'));
    }
    const lines = part('lines');
    if (news.content.textContent !== lines.textContent) {
        lines.replaceChildren(news.content);
        // It stays in sight, wherever the page is scrolled to, until it was read.
        const isAny = lines.textContent !== '';
        place.classList.toggle('fresh', isAny);
        part('read').hidden = !isAny;
    }
};

if (place) {
    let asked = -LEAST_MS;
    let isOver = false;
    const ask = async () => {
        if (isOver || document.visibilityState !== 'visible') return;
        asked = performance.now();
        try {
            const answer = await fetch(place.dataset.toldAt, { redirect: 'manual' });
            isOver = answer.status === 204;
            if (answer.status === 200) tell(await answer.text());
        } catch {
            // The line is cut: the next question may come through.
        }
    };
    const askAgain = () => {
        if (performance.now() - asked >= LEAST_MS) ask();
    };
    setInterval(ask, EACH_MS + Math.random() * SPREAD_MS);
    document.addEventListener('visibilitychange', askAgain);
    // Nothing is new where the player has only woken: the page itself has just come.
    new MutationObserver((changes) => {
        const wasWaiting = changes.some((one) => one.oldValue !== null && one.oldValue !== 'saved');
        if (wasWaiting && player('saved').dataset.state === 'saved') askAgain();
    }).observe(player('saved'), { attributeFilter: ['data-state'], attributeOldValue: true });
    // The last minutes, and the end: whoever was given time hears of it at once.
    new MutationObserver(() => {
        if (player('said').textContent !== part('ends').textContent) ask();
    }).observe(player('said'), { childList: true, characterData: true, subtree: true });
    part('read').addEventListener('click', () => {
        place.classList.remove('fresh');
        part('read').hidden = true;
    });
}
