// What is heard and felt: three answers that cannot be confused in a loud hall. Sound can be muted, the phone still shakes.

export type Answer = 'good' | 'already' | 'bad';

const QUIET = 'hv_field_quiet';
/** Each beep: start and length in seconds, pitch in hertz. Up for good, level for already, low and long for bad. */
const BEEPS: Record<Answer, [number, number, number][]> = {
  good: [[0, 0.09, 880], [0.1, 0.16, 1320]],
  already: [[0, 0.12, 660], [0.2, 0.12, 660]],
  bad: [[0, 0.45, 196]],
};
const SHAKES: Record<Answer, number[]> = { good: [60], already: [60, 80, 60], bad: [350] };

let context: AudioContext | undefined;

/** Whether this phone is to make no sound. */
export function isQuiet(): boolean {
  try {
    return localStorage.getItem(QUIET) === '1';
  } catch {
    return false;
  }
}

export function setQuiet(quiet: boolean): void {
  try {
    localStorage.setItem(QUIET, quiet ? '1' : '0');
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}

/** To be called from a tap: browsers let sound begin only then. */
export function wakeSound(): void {
  if (isQuiet() || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
}

/** Sounds and shakes an answer. */
export function tell(answer: Answer): void {
  if ('vibrate' in navigator) navigator.vibrate(SHAKES[answer]);
  if (isQuiet() || context === undefined || context.state !== 'running') return;
  const now = context.currentTime;
  for (const [start, length, pitch] of BEEPS[answer]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = answer === 'bad' ? 'square' : 'sine';
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.6, now + start);
    volume.gain.exponentialRampToValueAtTime(0.001, now + start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(now + start);
    tone.stop(now + start + length);
  }
}
