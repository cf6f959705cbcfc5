// Shows an item as participants will see it while it is written, beside items that ask nearly the same; and presses its
// buttons by keys. Without scripts the button "check" does the same.

const PAUSE_MS = 500;

const form = document.querySelector('form[data-writing]');
const parts = [...document.querySelectorAll('[data-live]')];

let pause = 0;
let asked = new AbortController();

/// Only what has changed: what stands still is not read out again.
const show = (html) => {
    const come = new DOMParser().parseFromString(html, 'text/html');
    for (const part of parts) {
        const fresh = come.querySelector(`[data-live="${part.dataset.live}"]`);
        if (fresh && fresh.innerHTML !== part.innerHTML) {
            part.replaceChildren(...fresh.childNodes);
        }
    }
};

const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set('action', 'sketch');
    try {
        // The form's own buttons are called "action".
        const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, signal: asked.signal });
        if (answer.ok) show(await answer.text());
    } catch {
        // Overtaken, or the line is cut: what is typed next asks again.
    }
};

const press = (action) => form.requestSubmit(form.querySelector(`button.btn[value="${action}"]`));

/// The tick of the n-th option, or of true and false.
const choose = (place) => {
    const ticks = form.querySelectorAll('input[name="correct"], input[name="key"][type="radio"]');
    ticks[place - 1]?.click();
};

const keyed = (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && event.key?.toLowerCase() === 's') return () => press('save');
    if (command && !event.altKey && event.key === 'Enter') return () => press('check');
    if (event.altKey && !command && /^Digit[1-8]$/.test(event.code)) return () => choose(Number(event.code.slice(-1)));
    return null;
};

if (form) {
    form.addEventListener('input', () => {
        clearTimeout(pause);
        pause = setTimeout(ask, PAUSE_MS);
    });
    document.addEventListener('keydown', (event) => {
        const act = keyed(event);
        if (!act) return;
        event.preventDefault();
        if (!event.repeat) act();
    });
    for (const help of document.querySelectorAll('[data-keys]')) help.hidden = false;
}
