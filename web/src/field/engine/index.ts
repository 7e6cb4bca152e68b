// The one door of the engine.

import type { Field } from './api';
import { openBrowserField } from './browser';

export type * from './api';

/** Starts the engine; answers at once with `stage: starting`, then tells its subscribers. */
export function openField(): Field {
  return openBrowserField();
}
