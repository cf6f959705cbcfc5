// Beside the steps of the set-up. Warns before edits that were not saved are left behind, and says while a blueprint is
// typed what its bank lacks, as the page says it once the server has recalculated: the words
// stand in the form's own attributes. Without scripts the button "recalculate" does the same.

const LEVELS = 5;

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const whole = (text) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : 0);

/// One cell: how many are asked for, and how many of them the bank lacks.
const judge = (form, cell) => {
    const field = cell.querySelector('input');
    const have = Number(cell.dataset.have);
    const need = whole(field.value);
    const lack = Math.max(0, need - have);
    cell.classList.toggle('short', lack > 0);
    if (lack > 0) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    const words = lack > 0 ? form.dataset.lacks : form.dataset.has;
    cell.querySelector('[data-supply]').textContent = fill(words, { have, lack });
    return { level: Number(cell.dataset.level), need, lack };
};

const sum = (form) => {
    const cells = [...form.querySelectorAll('[data-have]')].map((cell) => judge(form, cell));
    const add = (counts) => counts.reduce((all, count) => all + count, 0);
    const levels = Array.from({ length: LEVELS }, (_, at) => at + 1)
        .map((level) => [level, add(cells.filter((cell) => cell.level === level).map((cell) => cell.need))])
        .filter(([, count]) => count > 0)
        .map(([level, count]) => fill(form.dataset.spread, { level, count }));
    const lack = add(cells.map((cell) => cell.lack));
    const [total, spread, supply] = form.querySelectorAll('[data-sums] dd');
    const asked = add(cells.map((cell) => cell.need));
    const enough = asked > 0 ? form.dataset.enough : form.dataset.none;
    total.textContent = asked;
    spread.textContent = levels.join(', ') || '–';
    supply.textContent = lack > 0 ? fill(form.dataset.lacking, { lack }) : enough;
};

for (const form of document.querySelectorAll('form[data-lacks]')) {
    form.addEventListener('input', () => sum(form));
}

// A page may hold several forms: one that is sent takes its own edits along, and those of the others stay behind.
const changed = new Set();
let sent = null;
for (const form of document.querySelectorAll('form[data-guarded]')) {
    form.addEventListener('input', () => changed.add(form));
}
document.addEventListener('submit', (event) => {
    sent = event.target;
});
addEventListener('beforeunload', (event) => {
    if ([...changed].some((form) => form !== sent)) event.preventDefault();
    // Whoever stays has sent nothing.
    sent = null;
});
