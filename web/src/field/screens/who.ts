// Choosing a person or a household: those one works with first, everybody else by a few letters.
import type { Field, HouseholdView, PersonView } from '../engine/api';
import { h, icon, type Inside } from './dom';
import { isGuest, personPick, picks, searched } from './parts';
import { count, day, t } from './words';

const FOUND = 20; // names that a search brings

function group(heading: string, list: PersonView[], act: (one: PersonView) => void): Inside {
  return list.length > 0 && h('section', null, h('h2', { class: 'f-heading' }, heading), h('ul', { class: 'picks' }, list.map((one) => personPick(one, act))));
}

/** Who is here tonight, latest first. Of guests nothing else can be recorded here. */
function here(field: Field): PersonView[] {
  const session = field.today().find((one) => one.when === 'now') ?? field.today()[0];
  if (session === undefined) return [];
  return field
    .seats(session.session.id)
    .filter((seat) => (seat.said === 'present' || seat.said === 'late') && seat.person.person.name !== '' && !isGuest(seat.person))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .map((seat) => seat.person);
}

/** A list to choose a person from; `nobody` adds somebody without a name. */
export function whoPicker(field: Field, act: (one: PersonView) => void, nobody?: () => void): HTMLElement {
  const five = field.myFive().flatMap((one) => (one.person === null ? [] : [one.person]));
  const known = new Set(five.map((one) => one.person.id));
  return searched(t('who.search'), (text) => {
    const without = nobody !== undefined && picks([{ key: 'nobody', name: t('who.nobody'), about: t('who.nobody-about'), icon: 'person', tone: 'indigo', act: nobody }]);
    if (text.length > 0) {
      const found = field.findPersons(text, FOUND);
      return [
        found.length === 0 ? h('p', { class: 'strong', role: 'status' }, t('roll.nobody', { text })) : h('ul', { class: 'picks' }, found.map((one) => personPick(one, act))),
        found.length === FOUND && h('p', { class: 'soft' }, t('who.type-more')),
        without,
      ];
    }
    const present = here(field).filter((one) => !known.has(one.person.id));
    return [
      group(t('who.five'), five, act),
      group(t('who.today'), present.slice(0, FOUND), act),
      h('p', { class: 'soft' }, t('who.type', { n: count(field.status().held.people) })),
      without,
    ];
  });
}

/** A list to choose a household from. */
export function householdPicker(field: Field, act: (one: HouseholdView) => void): HTMLElement {
  return searched(t('household.search'), (text) => {
    const found = field.households(text, FOUND);
    if (found.length === 0) return h('p', { class: 'strong', role: 'status' }, text === '' ? t('household.none') : t('roll.nobody', { text }));
    return h(
      'ul',
      { class: 'picks' },
      found.map((one) => {
        const { household } = one;
        const state = household.committed !== null || one.committedHere
          ? household.committed === null ? t('household.committed-here') : t('household.committed', { day: day(household.committed) })
          : household.visited === null && !one.visitedHere ? t('household.not-visited') : household.visited === null ? t('household.visited-here') : t('household.visited', { day: day(household.visited) });
        return h(
          'li',
          null,
          h(
            'button',
            { class: 'pick', type: 'button', 'data-key': household.id, onclick: () => act(one) },
            h('span', { class: 'card-icon indigo' }, icon('home')),
            h(
              'span',
              { class: 'pick-text' },
              h('span', { class: 'pick-name' }, householdName(one)),
              h('span', { class: 'pick-about' }, [household.hamlet ?? '', one.villageName, state].filter((part) => part !== '').join(' · ')),
            ),
            icon('right'),
          ),
        );
      }),
    );
  });
}

/** "Nguyễn Văn Tư": the head, else the first member. */
export function householdName(one: HouseholdView): string {
  return one.household.head ?? one.members[0]?.person.name ?? t('household.unnamed');
}
