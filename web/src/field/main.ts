// The field app: puts the screens on top of the engine.
import { openField } from './engine';
import { openShelf } from './library';
import { contactFlow, helpFlow, identityFlow, lostFlow, requestFlow, skillFlow, stallFlow, visitFlow } from './screens/coaching';
import { correctRoute, deviceRoute, undoRoute } from './screens/device';
import { flowRoute } from './screens/flow';
import { gateFor } from './screens/gate';
import { classesRoute, homeRoute, otherRoute } from './screens/home';
import { lessonRoute, libraryRoutes } from './screens/lesson';
import { libraryRoute, packsRoute } from './screens/library';
import { commitFlow, personFlow, photoFlow } from './screens/paper';
import { personRoute } from './screens/person';
import { practiceRoute } from './screens/practice';
import { rollRoute } from './screens/roll';
import { changePinRoute, settingsRoute, signOutRoute, wearLook } from './screens/settings';
import { changed, startShell, type Route } from './screens/shell';
import { shiftRoute } from './screens/shift';

const field = openField();
const shelf = openShelf();
const roll = rollRoute(field);
const classes = classesRoute(field);

const routes: Record<string, Route> = {
  '': homeRoute(field),
  buoi: (rest, query) => (rest[0] === undefined ? classes(rest, query) : roll(rest[0])),
  viec: otherRoute(field),
  nguoi: personRoute(field),
  ca: shiftRoute(field),
  bai: libraryRoutes(libraryRoute(field, shelf), lessonRoute(field, shelf)),
  goi: packsRoute(shelf),
  tap: practiceRoute(shelf),
  may: deviceRoute(field),
  sua: correctRoute(field),
  bo: undoRoute(field),
  'cai-dat': settingsRoute(field),
  'doi-ma': changePinRoute(field),
  'roi-may': signOutRoute(field),
};
for (const flow of [helpFlow, skillFlow, contactFlow, visitFlow, commitFlow, stallFlow, identityFlow, requestFlow, lostFlow, personFlow, photoFlow]) {
  routes[flow.name] = flowRoute(field, flow as Parameters<typeof flowRoute>[1]);
}

wearLook();
// Lessons are public: whoever holds the phone may read them.
startShell(field, routes, gateFor(field), ['bai', 'goi', 'tap']);
shelf.subscribe(() => changed(new Set(['shelf'])));

// Lessons come after the work: only when the lists are here, nothing is left to send, and there is room.
field.subscribe(() => {
  const { stage, lastPull, busy, counts, storage, lang } = field.status();
  const idle = lastPull > 0 && !busy && counts.pending + counts.inFlight + counts.photos === 0;
  if (stage.at === 'open' && stage.me.live && idle && !storage.full) void shelf.tend(lang);
});
