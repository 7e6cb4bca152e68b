# Skill checks
learning-title = Skill checks
learning-lead = Watch somebody do a real task on a phone, then record what you saw. Choose whom to check.
learning-search = Name
learning-find = Find
learning-village = Village
learning-village-all = All villages
learning-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
learning-nobody = Nobody here
learning-nobody-yet = The village has no list of people yet. Load one first, under People.
learning-nobody-found = Nobody has such a name. Type fewer letters; marks are not needed.
learning-reached = { $n }/5 reached
learning-paging = Pages of the list
learning-page-before = Page before
learning-page-after = Next page
learning-page-of = Page { $page } of { $pages }
learning-born = Born { $year }
learning-born-unknown = Year of birth unknown

learning-how = Ask the learner to try each task. Choose “Does it unaided” only when you saw it done and nobody guided their hand.
learning-component-knowledge = 1. Basic knowledge of digital transformation
learning-component-skill = 2. Digital skills
learning-component-device = 3. Using a smart device
learning-component-service = 4. Essential digital services
learning-component-safety = 5. Protecting oneself online
learning-short-knowledge = Knowledge
learning-short-skill = Skills
learning-short-device = Device
learning-short-service = Essential services
learning-short-safety = Self-protection
learning-about-knowledge = The learner says in their own words:
learning-about-skill = The learner does on the phone, alone:
learning-about-device = The learner takes their own phone and does, alone:
learning-about-service = The learner does, alone; a try without sending is fine:
learning-about-safety = The learner does, or says clearly what to do:
learning-task-knowledge-1 = What digital transformation does for their family, with one example
learning-task-knowledge-2 = What VNeID and the public service portal are for
learning-task-knowledge-3 = Whom to ask for help in the village
learning-task-skill-1 = Find something on the Internet and say whether its source can be trusted
learning-task-skill-2 = Make a video call to a relative
learning-task-skill-3 = Take a picture and send it
learning-task-skill-4 = Keep a phone number or picture and find it again
learning-task-device-1 = Unlock the phone
learning-task-device-2 = Make and take a call
learning-task-device-3 = Connect to Wi-Fi
learning-task-device-4 = Change the size of letters and the volume
learning-task-device-5 = Open an application and go back to the home screen
learning-task-service-1 = Open VNeID and look at their papers
learning-task-service-2 = Find a procedure on the public service portal
learning-task-service-3 = Pay by transfer or by scanning a QR code
learning-task-service-4 = See the health insurance card or book a doctor on the phone
learning-task-safety-1 = Recognise a scam message or call
learning-task-safety-2 = Never tell anybody a one-time code or password
learning-task-safety-3 = Change a password or screen lock
learning-task-safety-4 = Report a scam to 156 and to the commune police
learning-outcome-unaided = Does it unaided
learning-outcome-unaided-hint = All of it, with nobody's help
learning-outcome-helped = Needs help
learning-outcome-helped-hint = Can do it when guided
learning-outcome-not_yet = Not yet
learning-outcome-not_yet-hint = Needs to learn more
learning-outcome-skip = Not checked today
learning-outcome-missing = Choose an outcome for at least one part.
learning-state-reached = Reached on { $day }, evidence of grade { $grade }
learning-state-helped = Still needs help, seen on { $day }
learning-state-not_yet = Not yet, seen on { $day }
learning-state-none = Not checked yet

learning-where-when = Where and when
learning-place = Place
learning-place-hint = For example: the village hall, at home, the market.
learning-place-missing = Say where it was checked.
learning-place-long = The place is longer than 200 characters. Make it shorter.
learning-day = Day
learning-time = Time
learning-when-wrong = The day or time can't be read. For example: 05/10/2026, 19:30.
learning-when-future = That time has not come yet. Enter when it was checked.
learning-when-old = That day is more than a year ago. Check again and enter the new day.
learning-note = Note
learning-note-long = Longer than 500 characters. Make it shorter.
learning-optional = (optional)
learning-record = Record it
learning-recorded = The outcome is in the ledger.
learning-fault = Error:
learning-fault-title = Error:
learning-faults = { $n ->
    [one] One thing to mend
   *[other] { $n } things to mend
}

learning-history = Checks so far
learning-history-none = No checks yet.
learning-seen = { $component }: { $outcome }
learning-seen-by = { $name } saw it at { $when }, { $place }
learning-grade-a = Witnessed
learning-void = Taken back
learning-undone = { $name } took it back at { $when }: { $reason }
learning-in-ledger = See it in the ledger
learning-undo = Take this back
learning-undo-now = Take it back
learning-reason = Why
learning-reason-hint = For example: the wrong person was chosen. The old outcome stays to be read.
learning-reason-missing = Say why it is taken back.
learning-undo-late = Only who recorded it may take it back, and only on the same day. Later, ask the Culture and Society office.
learning-taken-back = Taken back. The figures were made again.
