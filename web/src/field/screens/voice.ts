// Reads a step aloud, where the phone has a voice of its language.
import { breaths, voiceOf } from '../../read';

let run = 0; // grows with every start and stop, so that late ends of an older run are ignored

export function canSpeak(lang: string): boolean {
  return 'speechSynthesis' in globalThis && voiceOf(lang) !== undefined;
}

/** Stops; calls nobody back. */
export function hush(): void {
  run += 1;
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}

/** Reads the lines, and calls back when the last one was read. */
export function speakLines(lines: string[], lang: string, then: () => void): void {
  hush();
  const mine = run;
  const parts = lines.flatMap(breaths);
  parts.forEach((part, at) => {
    const said = new SpeechSynthesisUtterance(part);
    const voice = voiceOf(lang);
    if (voice !== undefined) said.voice = voice;
    said.lang = lang;
    said.rate = 0.9;
    if (at === parts.length - 1) said.onend = () => mine === run && then();
    speechSynthesis.speak(said);
  });
}

/** Calls back when voices have come: browsers bring them late. */
export function whenVoices(then: () => void): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.addEventListener?.('voiceschanged', then);
}
