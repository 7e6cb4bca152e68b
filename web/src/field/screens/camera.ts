// The camera as a card reader: opens it, looks at small frames when there is time, says each text that it reads.

/** Why there is no picture. */
export type NoCamera = 'refused' | 'none' | 'busy' | 'unable';

export interface Reading {
  /** Ends the looking and lets the camera go. */
  stop(): void;
  /** Lights the torch; undefined where the phone cannot. */
  torch?: (on: boolean) => Promise<void>;
}

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const LOOK = 480; // pixels of the longer side that is looked at: a card held at 20 cm fills a third of it
const PAUSE = 90; // milliseconds between looks, so that a slow phone still draws and answers taps
const BUDGET = 40; // milliseconds that one look may spend on second tries
const AGAIN = 2_500; // milliseconds in which the same text is not said again

type Look = (canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D) => Promise<string | null>;

async function lookNatively(): Promise<Look | undefined> {
  const maker = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (maker === undefined) return undefined;
  try {
    if (!(await maker.getSupportedFormats()).includes('qr_code')) return undefined;
    const detector = new maker({ formats: ['qr_code'] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
  } catch {
    return undefined;
  }
}

async function chooseLook(): Promise<Look> {
  const native = await lookNatively();
  const library = async (): Promise<Look> => {
    const { read } = await import('./decode');
    return async (canvas, pen) => read(pen.getImageData(0, 0, canvas.width, canvas.height), BUDGET);
  };
  if (native === undefined) return library();
  let look = native;
  // Some phones name the detector and then fail at the first picture: the library takes over.
  return async (canvas, pen) => {
    try {
      return await look(canvas, pen);
    } catch {
      look = await library();
      return look(canvas, pen);
    }
  };
}

function cause(problem: unknown): NoCamera {
  const name = problem instanceof DOMException ? problem.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unable';
}

const idle = (then: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(then, { timeout: 300 });
  else setTimeout(then, 0);
};

/** Waits for data of the picture, or for the end. */
function begin(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  return video.play();
}

/**
 * Shows the camera in `video` and calls `said` with each text that it reads; the same text again only after a pause.
 * Throws {@link NoCamera} as a plain string.
 */
export async function startReading(video: HTMLVideoElement, said: (text: string) => void): Promise<Reading> {
  if (navigator.mediaDevices?.getUserMedia === undefined) throw 'unable' satisfies NoCamera;
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (problem) {
    throw cause(problem);
  }
  let running = true;
  const stop = (): void => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  let look: Look;
  try {
    [look] = await Promise.all([chooseLook(), begin(video, stream)]);
  } catch {
    stop();
    throw 'unable' satisfies NoCamera;
  }
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) {
    stop();
    throw 'unable' satisfies NoCamera;
  }

  let last = '';
  let lastAt = 0;
  const once = async (): Promise<void> => {
    const { videoWidth: width, videoHeight: height } = video;
    if (width > 0 && height > 0 && document.visibilityState === 'visible') {
      // The middle square of the picture is what the frame on the screen shows.
      const side = Math.min(width, height);
      const size = Math.min(LOOK, side);
      if (canvas.width !== size) canvas.width = canvas.height = size;
      pen.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, size, size);
      const text = await look(canvas, pen).catch(() => null);
      const now = performance.now();
      if (running && text !== null && text !== '' && (text !== last || now - lastAt > AGAIN)) {
        last = text;
        said(text);
      }
      if (text !== null && text === last) lastAt = now;
    }
    if (running) setTimeout(() => idle(() => void once()), PAUSE);
  };
  void once();

  const track = stream.getVideoTracks()[0];
  const able = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  const reading: Reading = { stop };
  if (track !== undefined && able?.torch === true) {
    reading.torch = (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }
  return reading;
}
