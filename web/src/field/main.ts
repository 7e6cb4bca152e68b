// The field app: puts the screens on top of the engine.
import { openField } from './engine';
import { contactFlow, helpFlow, identityFlow, lostFlow, requestFlow, skillFlow, stallFlow, visitFlow } from './screens/coaching';
import { correctRoute, deviceRoute, undoRoute } from './screens/device';
import { flowRoute } from './screens/flow';
import { gateFor } from './screens/gate';
import { classesRoute, homeRoute, otherRoute } from './screens/home';
import { commitFlow, personFlow, photoFlow } from './screens/paper';
import { personRoute } from './screens/person';
import { rollRoute } from './screens/roll';
import { changePinRoute, settingsRoute, signOutRoute, wearLook } from './screens/settings';
import { startShell, type Route } from './screens/shell';
import { shiftRoute } from './screens/shift';

const field = openField();
const roll = rollRoute(field);
const classes = classesRoute(field);

const routes: Record<string, Route> = {
  '': homeRoute(field),
  buoi: (rest, query) => (rest[0] === undefined ? classes(rest, query) : roll(rest[0])),
  viec: otherRoute(field),
  nguoi: personRoute(field),
  ca: shiftRoute(field),
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
startShell(field, routes, gateFor(field));
