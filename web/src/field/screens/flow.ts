// A task in steps: one question per screen, the phone's back button goes one question back, the last screen saves.
import type { Field, SaveResult } from '../engine/api';
import { h, type Inside } from './dom';
import { primary, refusal } from './parts';
import { announce, depth, go, isFresh, returnTo, sayHere, swap, type Flash, type Route, type Screen } from './shell';
import { t } from './words';

/** What a step may do. */
export interface Moves<D> {
  draft: D;
  /** On to the next question. */
  next(): void;
  /** To the step with this key. */
  to(key: string): void;
  /** Writes and leaves; says why when it could not. */
  save(): Promise<void>;
  /** Leaves without writing, saying why. */
  leave(said: Flash): void;
  field: Field;
}

export interface Step<D> {
  key: string;
  title: (draft: D) => string;
  body: (moves: Moves<D>) => Inside;
  /** Whether the question is asked at all. */
  when?: (draft: D, field: Field) => boolean;
}

export interface Flow<D> {
  /** The first part of its address. */
  name: string;
  start: (query: URLSearchParams, field: Field) => D;
  steps: Step<D>[];
  /** Writes what was answered; null when there was something to mend on the screen. */
  save: (draft: D, field: Field) => Promise<SaveResult | null>;
  /** What is said when it is saved. */
  said: (draft: D) => string;
  /** Set where a record cannot be taken back from the phone. */
  final?: true;
}

interface Running {
  draft: unknown;
  /** How deep the first question lies. */
  from: number;
  saving: boolean;
  /** The refused record that this one stands in for. */
  mends: string | null;
}

const running = new Map<string, Running>();

/** The engine as a task that mends a refused record sees it: what is recorded stands in its place. */
function mending(field: Field, opId: string): Field {
  return new Proxy(field, {
    get: (target, key) => {
      if (key === 'record') return (draft: Parameters<Field['record']>[0]) => target.correct(opId, draft);
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Takes back a record right after it was made. */
export function undoAction(field: Field, opId: string): { label: string; run: () => void } {
  return {
    label: t('saved.undo'),
    run: () => {
      void field.undo(opId, t('op.undo.mistake')).then((result) => {
        const why = refusal(result);
        sayHere(why === null ? { kind: 'info', title: t('taken-back') } : { kind: 'bad', title: why });
      });
    },
  };
}

export function flowRoute<D>(field: Field, flow: Flow<D>): Route {
  return (rest, query): Screen => {
    const wanted = rest[0] ?? '';
    if (wanted === '') {
      // From the start: what the address says is answered already.
      const before = running.get(flow.name);
      if (before === undefined || isFresh()) running.set(flow.name, { draft: flow.start(query, field), from: depth(), saving: false, mends: query.get('sua') });
    }
    const run = running.get(flow.name);
    if (run === undefined || run.from > depth()) {
      queueMicrotask(() => swap(`/${flow.name}`));
      return { title: t('loading'), body: null };
    }
    const draft = run.draft as D;
    const asked = flow.steps.filter((step) => step.when === undefined || step.when(draft, field));
    const index = Math.max(0, wanted === '' ? 0 : asked.findIndex((step) => step.key === wanted));
    const step = asked[index];
    if (step === undefined) throw new Error(`${flow.name} asks nothing`);
    const moves: Moves<D> = {
      draft,
      field,
      next: () => {
        const later = flow.steps.filter((one) => one.when === undefined || one.when(draft, field));
        const following = later[later.findIndex((one) => one.key === step.key) + 1];
        if (following === undefined) void moves.save();
        else go(`/${flow.name}/${following.key}`);
      },
      to: (key) => go(`/${flow.name}/${key}`),
      leave: (said) => {
        running.delete(flow.name);
        returnTo(run.from - 1, said);
      },
      save: async () => {
        if (run.saving) return;
        run.saving = true;
        announce(t('saving'));
        const result = await flow.save(draft, run.mends === null ? field : mending(field, run.mends)).catch((): SaveResult => ({ code: 'storage_broken' }));
        run.saving = false;
        if (result === null) return;
        const why = refusal(result);
        if (why !== null || result.code !== 'saved') {
          sayHere({ kind: 'bad', title: t('answer.not-saved'), text: why ?? '' });
          return;
        }
        void field.askPersist();
        running.delete(flow.name);
        const said = { kind: 'good', title: t('saved'), text: flow.said(draft) } as const;
        returnTo(run.from - 1, flow.final === true ? said : { ...said, action: undoAction(field, result.opId) });
      },
    };
    return { title: step.title(draft), body: h('div', { class: 'page narrow f-step' }, progress(index, asked.length), step.body(moves)) };
  };
}

function progress(index: number, of: number): Inside {
  return of > 1 ? h('p', { class: 'f-progress' }, t('step', { n: index + 1, of })) : null;
}

/** The last screen of a task: everything once more, and one button. */
export function saveButton<D>(moves: Moves<D>, words = t('save')): HTMLElement {
  return h('div', { class: 'f-save' }, primary(words, () => void moves.save(), 'check'));
}

/** What was answered, to be looked at before it is saved. */
export function answers(list: [string, string][]): HTMLElement {
  return h('dl', { class: 'facts' }, list.map(([what, said]) => h('div', null, h('dt', null, what), h('dd', null, said))));
}
