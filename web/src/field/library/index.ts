// The shelf as a browser has it.

import { Shelf } from './shelf';
import { PackDatabase } from './store';

export type { Shelf } from './shelf';

interface Connection {
  saveData?: boolean;
  type?: string;
}

/** The owner asked to save data, or the phone says that it is on a mobile network. */
function metered(): boolean {
  const { connection } = navigator as { connection?: Connection };
  return connection?.saveData === true || connection?.type === 'cellular';
}

async function room(): Promise<number | null> {
  const told = await navigator.storage?.estimate?.().catch(() => null);
  return told?.quota === undefined || told.usage === undefined ? null : told.quota - told.usage;
}

export function openShelf(): Shelf {
  return new Shelf({
    store: new PackDatabase(),
    fetch: (path, init) => fetch(path, init),
    online: () => navigator.onLine,
    metered,
    now: () => Date.now(),
    room,
  });
}
