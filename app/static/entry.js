// Papers are typed in by keys: one key for a question, and the cursor moves on. Without scripts the same form is filled in
// with the Tab key.

const form = document.querySelector('form[data-entry]');

const start = () => {
    const told = form.querySelector('[data-entry-told]');
    const number = form.querySelector('input[name="number"]');
    const save = form.querySelector('button.btn[value="save"]');
    const fields = [...form.querySelectorAll('input[data-typing]')];
    const stops = [number, ...form.querySelectorAll('input[data-typing], input[data-other]'), save];

    const go = (stop) => {
        if (!stop) return;
        stop.focus();
        stop.select?.();
        stop.scrollIntoView({ block: 'center' });
    };

    const keysOf = (field) => field.dataset.keys.split(' ');
    const otherOf = (field) => field.parentElement.querySelector('input[data-other]');

    /// The next question; the line beside «khác» only where that is ticked.
    const onward = (from) => {
        const other = from.dataset.typing && otherOf(from);
        const ticked = other && from.value.trim() !== '' && keysIn(from).includes(other.dataset.other);
        if (ticked) return go(other);
        const field = from.dataset.other ? from.parentElement.querySelector('input[data-typing]') : from;
        go(fields[fields.indexOf(field) + 1] ?? save);
    };

    const back = (from) => go(stops[stops.indexOf(from) - 1]);

    const keysIn = (field) => {
        const width = keysOf(field)[0].length;
        const signs = field.value.replace(/[\s,]/g, '');
        return field.dataset.typing === 'one' ? [signs] : signs.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
    };

    const refuse = (field) => {
        field.value = '';
        field.setAttribute('aria-invalid', 'true');
        told.textContent = form.dataset.wrong.replace('{keys}', field.dataset.keys);
    };

    const typed = (field) => {
        const value = field.value.trim();
        if (field.dataset.typing !== 'one' || value === '') return;
        const keys = keysOf(field);
        if (!keys.some((key) => key.startsWith(value))) return refuse(field);
        field.removeAttribute('aria-invalid');
        told.textContent = '';
        // `1` may become `10`: then the next key, or space, decides.
        if (keys.includes(value) && !keys.some((key) => key !== value && key.startsWith(value))) onward(field);
    };

    const keyed = (event) => {
        const at = event.target;
        const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
        if (!plain || !stops.includes(at)) return;
        const isWritten = at.dataset.typing === 'line' || at.dataset.other !== undefined;
        if (event.key === ' ' && at !== save && !isWritten) {
            event.preventDefault();
            if (at === number) go(fields[0]);
            else onward(at);
        } else if (event.key === 'Enter' && at === number) {
            event.preventDefault();
            go(fields[0]);
        } else if (event.key === 'Backspace' && (at === save || at.value === '')) {
            event.preventDefault();
            back(at);
        }
    };

    form.addEventListener('keydown', keyed);
    form.addEventListener('input', (event) => event.target.dataset.typing && typed(event.target));
    go(form.querySelector('[aria-invalid="true"]') ?? number);
};

if (form) start();
