// Sections and items of a form are put in another order by dragging. What is dropped is sent as a form, as the buttons
// beside it are, and the page comes back; without scripts the arrows do the same.

const EDGE = 70;
const STEP = 14;

const form = document.querySelector('form[data-arranging]');
const told = document.querySelector('[data-arranged]');

/// What is being dragged: the part, where it stood, and the parts that it goes among.
let held = null;
let said = '';

const sections = () => [...document.querySelectorAll('section[data-section]')];
const items = (section) => [...section.querySelectorAll('.outline > li')];

const tell = (words) => {
    if (words === said) return;
    said = words;
    told.textContent = words;
};

const fill = (words, parts) => words.replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? '');

/// Where the part stands now: its section, its place and of how many.
const place = (part) => {
    if (part.matches('section')) {
        const all = sections();
        return { section: part.dataset.section, place: all.indexOf(part), of: all.length };
    }
    const section = part.closest('section[data-section]');
    const all = items(section);
    return { section: section.dataset.section, place: all.indexOf(part), of: all.length };
};

const announce = () => {
    const now = place(held.part);
    const title = held.part.closest('section').dataset.title;
    const words = held.isSection ? form.dataset.sectionMoves : form.dataset.itemMoves;
    tell(fill(words, { name: held.name, place: now.place + 1, of: now.of, section: title }));
};

/// The last of these whose middle lies above the pointer; none where it goes first.
const above = (all, y) => all.filter((one) => one !== held.part && middle(one) < y).pop();

const middle = (element) => {
    const box = element.getBoundingClientRect();
    return box.top + box.height / 2;
};

const moveSection = (y) => {
    const before = above(sections(), y);
    const first = sections().find((one) => one !== held.part);
    if (before) before.after(held.part);
    else first?.before(held.part);
};

const moveItem = (y) => {
    const all = sections();
    const under = all.filter((one) => one.getBoundingClientRect().top <= y).pop() ?? all[0];
    const before = above(items(under), y);
    if (before) before.after(held.part);
    else under.querySelector('.outline').prepend(held.part);
};

const move = (y) => {
    if (held.isSection) moveSection(y);
    else moveItem(y);
    announce();
};

const scroll = () => {
    if (!held) return;
    const by = held.y < EDGE ? -STEP : held.y > innerHeight - EDGE ? STEP : 0;
    if (by !== 0) {
        scrollBy(0, by);
        move(held.y);
    }
    requestAnimationFrame(scroll);
};

const letGo = () => {
    held.part.classList.remove('held');
    document.body.classList.remove('arranging', 'folded');
    held = null;
};

const putBack = () => {
    const { part, parent, next } = held;
    parent.insertBefore(part, next);
    letGo();
    tell(form.dataset.stays);
};

const drop = () => {
    const { part, name, isSection, from } = held;
    const now = place(part);
    letGo();
    if (now.section === from.section && now.place === from.place) return;
    form.elements.namedItem('section').value = now.section;
    form.elements.namedItem('place').value = now.place;
    form.elements.namedItem('action').value = `${isSection ? 'section_place' : 'place'}.${name}`;
    form.requestSubmit();
};

const take = (event, part, isSection, name) => {
    if (event.button !== 0 || held) return;
    event.preventDefault();
    // Not the grip: what moves within the document loses the pointer that it had captured.
    document.documentElement.setPointerCapture(event.pointerId);
    held = { part, isSection, name, pointer: event.pointerId, from: place(part), parent: part.parentNode, next: part.nextSibling, y: event.clientY };
    part.classList.add('held');
    document.body.classList.add('arranging');
    if (isSection) {
        // Folded to their titles, sections are short enough to be carried past each other.
        document.body.classList.add('folded');
        part.scrollIntoView({ block: 'center' });
    }
    announce();
    requestAnimationFrame(scroll);
};

/// For pointers only: who works by keys or by ear has the arrows, so it is no button to them.
const grip = (part, isSection, name, before) => {
    const handle = document.createElement('span');
    handle.className = 'grip';
    handle.setAttribute('aria-hidden', 'true');
    handle.title = form.dataset.grip;
    handle.textContent = '⠿';
    before.prepend(handle);
    handle.addEventListener('pointerdown', (event) => take(event, part, isSection, name));
};

if (form && told && !form.closest('fieldset[disabled]')) {
    for (const section of sections()) {
        section.dataset.title = section.querySelector('h2').textContent.trim();
        grip(section, true, section.dataset.section, section.querySelector('h2'));
        for (const item of items(section)) grip(item, false, item.dataset.item, item);
    }
    const isOurs = (event) => held?.pointer === event.pointerId;
    document.addEventListener('pointermove', (event) => {
        if (!isOurs(event)) return;
        held.y = event.clientY;
        move(held.y);
    });
    document.addEventListener('pointerup', (event) => isOurs(event) && drop());
    document.addEventListener('pointercancel', (event) => isOurs(event) && putBack());
    document.addEventListener('keydown', (event) => {
        if (held && event.key === 'Escape') putBack();
    });
}
