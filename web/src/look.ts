// Text size and contrast: changed at once here, kept in the cookie `hv_look` as "size.contrast" so that
// the server writes them onto <html> and no page ever flashes in another look.

const LARGEST = 2;
const YEAR = 31_536_000; // seconds

function keep(root: HTMLElement): void {
  const value = `${root.dataset['size'] ?? '0'}.${root.dataset['contrast'] ?? 'normal'}`;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `hv_look=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

function resize(root: HTMLElement, wish: string): void {
  const now = Number(root.dataset['size'] ?? '0');
  const next = wish === 'larger' ? now + 1 : wish === 'smaller' ? now - 1 : 0;
  const size = Math.min(LARGEST, Math.max(0, next));
  if (size === 0) delete root.dataset['size'];
  else root.dataset['size'] = String(size);
}

function recolour(root: HTMLElement, button: HTMLButtonElement): void {
  const high = root.dataset['contrast'] !== 'high';
  if (high) root.dataset['contrast'] = 'high';
  else delete root.dataset['contrast'];
  button.setAttribute('aria-pressed', String(high));
  button.value = high ? 'normal' : 'high';
}

/** Takes over the size and contrast buttons of the top bar; without it they are a form. */
export function startLook(): void {
  const root = document.documentElement;
  for (const button of document.querySelectorAll<HTMLButtonElement>('.tools button[name="size"], .tools button[name="contrast"]')) {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      if (button.name === 'size') resize(root, button.value);
      else recolour(root, button);
      keep(root);
    });
  }
}
