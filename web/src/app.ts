// What scripts add to pages that work without them.

import { startFiles } from './files';
import { startFilters } from './filter';
import { startFocus, startGuards, startOnce } from './forms';
import { startLesson, startProgress } from './lesson';
import { startLook } from './look';
import { startButtons, startPanels } from './press';
import { startPractice } from './practice';
import { startReading } from './read';
import { startRemarks } from './remark';
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
startPractice();
startLesson();
startProgress();
startReading();
startRemarks();
