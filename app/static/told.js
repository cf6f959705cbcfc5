// Tells somebody at work what is new; without scripts the page says it when it is loaded next.

const EACH_MS = 45_000;
const SPREAD_MS = 10_000;
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
    // Not when the player has only woken.
    new MutationObserver((changes) => {
        const wasWaiting = changes.some((one) => one.oldValue !== null && one.oldValue !== 'saved');
        if (wasWaiting && player('saved').dataset.state === 'saved') askAgain();
    }).observe(player('saved'), { attributeFilter: ['data-state'], attributeOldValue: true });
    new MutationObserver(() => {
        if (player('said').textContent !== part('ends').textContent) ask();
    }).observe(player('said'), { childList: true, characterData: true, subtree: true });
    part('read').addEventListener('click', () => {
        place.classList.remove('fresh');
        part('read').hidden = true;
    });
}
