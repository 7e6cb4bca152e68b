// Walks a practice screen without a wait: the screens behind its links are fetched before anybody taps them.
// Without this script each link opens its page, which says the same.

const ahead = new Map<string, Promise<Document | null>>();

/** The page at `href`, parsed and without running anything; null when it can't be had. */
function take(href: string): Promise<Document | null> {
  const known = ahead.get(href);
  if (known) return known;
  const asked = new Promise<Document | null>((done) => {
    const request = new XMLHttpRequest();
    request.responseType = 'document';
    request.open('GET', href);
    request.onload = () => done(request.status === 200 ? request.responseXML : null);
    request.onerror = () => done(null);
    request.send();
  });
  ahead.set(href, asked);
  return asked;
}

function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('.phone a.button')];
}

function look(): void {
  for (const link of links()) void take(link.href.split('#')[0] ?? link.href);
}

function show(page: Document, href: string): boolean {
  const now = document.querySelector('main');
  const next = page.querySelector('main');
  if (now === null || next === null) return false;
  now.replaceWith(document.adoptNode(next));
  document.title = page.title;
  history.pushState(null, '', href);
  document.querySelector('.phone')?.scrollIntoView({ block: 'nearest' });
  (document.querySelector<HTMLElement>('.phone [data-focus]') ?? document.querySelector<HTMLElement>('main'))?.focus();
  look();
  return true;
}

/** Starts on pages that hold a practice phone. */
export function startPractice(): void {
  if (document.querySelector('.phone') === null) return;
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.phone a.button') : null;
    if (link === null || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = link;
    void take(href.split('#')[0] ?? href).then((page) => {
      if (page === null || !show(page, href)) location.assign(href);
    });
  });
  addEventListener('popstate', () => location.reload());
  look();
}
