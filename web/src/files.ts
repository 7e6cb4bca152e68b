// Files: says what was chosen, refuses what is too large before it is sent, shows how far the sending is.

import { word } from './words';

const LIMIT = 20 * 1024 * 1024; // bytes, where the input does not say another in data-limit

function sized(bytes: number): string {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
}

function say(drop: HTMLElement, file: string, error: string): void {
  const name = drop.querySelector<HTMLElement>('[data-file]');
  const wrong = drop.querySelector<HTMLElement>('[data-file-error]');
  if (name) {
    name.textContent = file;
    name.hidden = file === '';
  }
  if (wrong) {
    const text = wrong.querySelector('span') ?? wrong;
    text.textContent = error;
    wrong.hidden = error === '';
  }
}

function look(drop: HTMLElement, input: HTMLInputElement): void {
  const file = input.files?.[0];
  if (file === undefined) {
    say(drop, '', '');
    return;
  }
  const limit = Number(input.dataset['limit'] ?? LIMIT);
  if (file.size > limit) {
    input.value = '';
    say(drop, '', word('fileLarge', { size: sized(file.size), limit: sized(limit) }));
    input.focus();
  } else {
    say(drop, word('file', { name: file.name, size: sized(file.size) }), '');
  }
}

function upload(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('[data-upload-progress]');
  const bar = box?.querySelector('progress');
  const text = box?.querySelector<HTMLElement>('[data-upload-text]');
  const drop = form.querySelector<HTMLElement>('.drop');
  const send = form.querySelector<HTMLButtonElement>('button:not([type="button"])');
  const tell = (words: string): void => {
    if (text) text.textContent = words;
  };
  const fail = (words: string): void => {
    if (box) box.hidden = true;
    if (send) send.disabled = false;
    if (drop) say(drop, drop.querySelector('[data-file]')?.textContent ?? '', words);
  };
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('X-Requested-With', 'fetch');
  request.setRequestHeader('Accept', 'application/json');
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable) return;
    if (bar) bar.value = event.loaded / event.total;
    tell(event.loaded < event.total ? word('sending', { percent: Math.floor((100 * event.loaded) / event.total) }) : word('reading'));
  };
  request.onerror = () => fail(word('sendFailed'));
  request.onload = () => {
    let answer: { location?: string; error?: string } = {};
    try {
      answer = JSON.parse(request.responseText) as typeof answer;
    } catch {
      // Not an answer of ours: a proxy's page, or a cut connection.
    }
    if (answer.location !== undefined) location.assign(answer.location);
    else fail(answer.error ?? word('sendFailed'));
  };
  if (box) box.hidden = false;
  if (bar) bar.value = 0;
  if (send) send.disabled = true;
  tell(word('sending', { percent: 0 }));
  request.send(new FormData(form));
}

/** Watches every `.drop`, and every `form[data-upload]` that is sent. */
export function startFiles(): void {
  for (const drop of document.querySelectorAll<HTMLElement>('.drop')) {
    const input = drop.querySelector<HTMLInputElement>('input[type="file"]');
    if (input === null) continue;
    input.addEventListener('change', () => look(drop, input));
    for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
        const files = event.dataTransfer?.files;
        if (kind === 'drop' && files && files.length > 0) {
          input.files = files;
          look(drop, input);
        }
      });
    }
  }
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      upload(form);
    });
  }
}
