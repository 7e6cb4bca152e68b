// Reads the page aloud with a voice of its language, where the device has one; the buttons stay hidden elsewhere.

import { word } from './words';

const BLOCKS = 'h1, h2, h3, h4, p, li, dt, dd, legend, label, caption, th, td';
const NOT_READ = '.tools, .crumbs, .tabs, .pages, .hash, [hidden], [aria-hidden="true"], [data-silent]';
const LONGEST = 180; // characters in one breath; some engines fall silent in longer ones

/** A voice of a language, where the device has one. */
export function voiceOf(lang: string): SpeechSynthesisVoice | undefined {
  const language = lang.slice(0, 2);
  return speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
}

const voice = (): SpeechSynthesisVoice | undefined => voiceOf(document.documentElement.lang);

/** The innermost blocks of text, in reading order, that can be seen. */
function blocks(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('main :is(' + BLOCKS + ')')];
  return all.filter(
    (one) => one.querySelector(BLOCKS) === null && one.closest(NOT_READ) === null && one.offsetParent !== null && one.innerText.trim() !== '',
  );
}

/** What is said in one breath each. */
export function breaths(text: string): string[] {
  const parts = text.replace(/\s+/g, ' ').match(/[^.!?;:]+[.!?;:]*/g) ?? [text];
  const out: string[] = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    if (last !== undefined && last.length + part.length < LONGEST) out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

/** Shows the buttons once a voice is there. Pressing it reads; again, stops; again, goes on from that block. */
export function startReading(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-read]')];
  if (buttons.length === 0 || !('speechSynthesis' in window)) return;
  let place = 0;
  let running = 0; // grows with every start and stop, so that late events of an older run are ignored

  const mark = (block?: HTMLElement): void => {
    document.querySelector('.spoken')?.classList.remove('spoken');
    block?.classList.add('spoken');
    block?.scrollIntoView({ block: 'nearest' });
  };
  const show = (on: boolean): void => {
    const text = word(on ? 'readStop' : 'read');
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(on));
      button.setAttribute('aria-label', text);
      const label = button.querySelector('.tool-word');
      if (label) label.textContent = text;
    }
  };
  const stop = (): void => {
    running += 1;
    speechSynthesis.cancel();
    mark();
    show(false);
  };
  const speak = (list: HTMLElement[], run: number): void => {
    const block = list[place];
    if (block === undefined) {
      place = 0;
      stop();
      return;
    }
    mark(block);
    const parts = breaths(block.innerText);
    parts.forEach((part, at) => {
      const utterance = new SpeechSynthesisUtterance(part);
      const chosen = voice();
      if (chosen) utterance.voice = chosen;
      utterance.lang = document.documentElement.lang;
      utterance.rate = 0.9;
      if (at === parts.length - 1) {
        utterance.onend = () => {
          if (run !== running) return;
          place += 1;
          speak(list, run);
        };
      }
      speechSynthesis.speak(utterance);
    });
  };

  const press = (pressed: boolean): void => {
    if (pressed) {
      stop();
      return;
    }
    running += 1;
    show(true);
    speak(blocks(), running);
  };
  for (const button of buttons) {
    button.addEventListener('click', () => press(button.getAttribute('aria-pressed') === 'true'));
  }
  // Another step of a lesson: what is read goes on there, from its beginning.
  addEventListener('hv:step', () => {
    const reading = buttons[0]?.getAttribute('aria-pressed') === 'true';
    stop();
    place = 0;
    if (reading) press(false);
  });
  const appear = (): void => {
    for (const button of buttons) button.hidden = voice() === undefined;
  };
  appear();
  speechSynthesis.addEventListener?.('voiceschanged', appear);
  addEventListener('pagehide', () => speechSynthesis.cancel());
}
