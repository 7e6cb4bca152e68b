// What scripts add to pages that work without them.

import { startFiles } from './files';
import { startFilters } from './filter';
import { startFocus, startGuards, startOnce } from './forms';
import { startLook } from './look';
import { startButtons, startPanels } from './press';
import { startReading } from './read';
import { startRoll } from './roll';

startFocus();
startLook();
startFilters();
startRoll();
startFiles();
startGuards();
startOnce();
startPanels();
startButtons();
startReading();
