# Figures
indicators-dashboard = Overview
indicators-lead = Figures of the { $span }, as of { $day }
indicators-whole-commune = Whole commune
indicators-span = Counted by
indicators-span-report = Report period
indicators-span-calendar = Calendar month
indicators-span-previous = Period before
indicators-span-next = Next period
indicators-place = Figures of
indicators-show = Show
indicators-see-source = See the source
indicators-source = Where this comes from
indicators-no-data = No data yet
indicators-as-table = As a table

indicators-next-denominator = Nobody knows yet how many adults there are, so there is no percentage.
indicators-next-check = Not all five parts were checked yet, so the target has no figure.
indicators-next-class = The village has no session in this period yet.
indicators-idle = { $n ->
    [one] One village without a class this week
   *[other] { $n } villages without a class this week
}

indicators-light-none = No data yet
indicators-light-reached = Reached
indicators-light-on-pace = On pace
indicators-light-near = A little slow
indicators-light-late = Slow
indicators-light-overdue = Overdue, not reached
indicators-standing-none = No data yet
indicators-standing-reached = Reached
indicators-standing-near = Nearly there
indicators-standing-late = Far from it
indicators-public-none = No data yet
indicators-public-reached = Reached
indicators-public-near = Under way
indicators-public-overdue = Overdue, not reached
indicators-public-few = Fewer than 5 people on one side, so no number is told.

indicators-of-adults = of adults
indicators-gauge = { $value }, to be reached { $target }
indicators-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
indicators-per-week = { $n } people a week
indicators-lately = +{ $n } people in the last 4 weeks
indicators-fact-reached = Reached all five
indicators-fact-wanted = To be reached
indicators-fact-wanted-value = { $percent }% by { $day }
indicators-fact-gap = Still missing
indicators-fact-per-week = Needed each week
indicators-fact-pace = Pace of the last 4 weeks
indicators-fact-expected = At this pace, on the last day
indicators-fact-older = Target { $id } of { $year }
indicators-fact-older-value = { $percent }%: { $light }
indicators-fact-adults = Adults
indicators-against = Of { $n } adults: { $source }.
indicators-against-unknown = The register holds { $n } people without a known year of birth, counted as adults.
indicators-fact-attendances = Attendances
indicators-fact-people = People, each counted once
indicators-fact-weeks-without = Weeks without a class
indicators-weeks-of = { $n } of { $all } weeks
indicators-none-essential = Nobody has been checked for all five parts yet: knowledge, skills, device, essential services, self-protection.
indicators-none-adults = Nobody knows yet how many adults there are, so there is no percentage.
indicators-classes = Classes and who came
indicators-unit-sessions = { $n ->
    [one] { $n } session
   *[other] { $n } sessions
}
indicators-unit-sessions-word = sessions
indicators-unit-attendances = { $n ->
    [one] { $n } attendance
   *[other] { $n } attendances
}
indicators-unit-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}

indicators-funnel = The five parts of an adult
indicators-funnel-step = Part
indicators-funnel-people = People
indicators-funnel-share = Of all adults
indicators-step-adults = Adults
indicators-step-all = All five
indicators-trend = People with all five, 12 weeks
indicators-trend-target = To be reached
indicators-week-of = Week from
indicators-sessions-by-week = Sessions each week, 12 weeks

indicators-villages = By village
indicators-column-village = Village
indicators-column-adults = Adults
indicators-column-reached = All five
indicators-column-share = Share
indicators-column-sessions = Sessions
indicators-column-attendances = Attendances
indicators-column-people = People
indicators-column-weeks-without = Weeks without
indicators-column-light = Standing
indicators-targets = The twelve targets
indicators-targets-all = See and adjust the targets
indicators-year = Year { $year }
indicators-share-people = { $share } ({ $part } of { $all } people)

indicators-how = How it is made
indicators-as-of = As of { $day }
indicators-between = { $days }
indicators-title-i5-sessions = Sessions held
indicators-title-i5-attendances = Attendances
indicators-title-i5-people = People who came
indicators-title-t3-knowledge = People with basic knowledge
indicators-title-t3-skill = People with digital skills
indicators-title-t3-device = People who can use a device
indicators-title-t3-service = People who use essential services
indicators-title-t3-safety = People who protect themselves
indicators-title-t3-all = People with all five
indicators-title-t3-missing = People still missing
indicators-how-i5-sessions = Counts the sessions that were recorded as held on these days. Voided ones are not counted.
indicators-how-i5-attendances = Each time one person attends one session is one attendance. Who comes three times is three attendances. It counts for the village where the person lives.
indicators-how-i5-people = Each person who came on these days is counted once, however often they came. Two records that were merged are one person.
indicators-how-t3-knowledge = Adults who attended a class with a register, or were checked for knowledge and did it unaided.
indicators-how-t3-skill = Adults who did the tasks of the skills part unaided before a witness.
indicators-how-t3-device = Adults who used a device unaided before a witness.
indicators-how-t3-service = Adults who used public services, payment and other essential services unaided before a witness.
indicators-how-t3-safety = Adults who did the tasks of protecting themselves online unaided before a witness.
indicators-how-t3-all = Adults who reached all five. People too young, removed, merged away or marked as not counted are left out; who has no known year of birth counts as an adult.
indicators-how-t3-missing = Adults less those who reached all five. The list tells what each of them is missing.
indicators-see-whole = See the whole commune's figure
indicators-behind = Behind the figure
indicators-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
indicators-nobody = No rows.
indicators-of-person = Attendances of { $name }
indicators-names-closed = Your role sees the figure, not the names. If you need them, ask the Culture and Society office.
indicators-names-partly = The list holds only people of your own part.
indicators-missing-differs = The register holds { $n } people who are still missing something. The figure above follows the number of adults that was entered, and may differ.
indicators-born = Born { $year }
indicators-born-unknown = Year of birth unknown
indicators-chip = { $component }: { $grade }, { $day }
indicators-chip-missing = { $component } missing

indicators-entry = One entry of the ledger
indicators-entry-person = Person
indicators-entry-task = What was seen
indicators-entry-note = Note
indicators-entry-lesson = Lesson
indicators-entry-session = Class
indicators-entry-where = Where
indicators-entry-when = When
indicators-entry-who = Recorded by
indicators-entry-outside = Course elsewhere
indicators-entry-course = { $title } ({ $platform })
indicators-entry-proof = Proof
indicators-entry-proof-open = See the proof
indicators-entry-document = Document that confirms it
indicators-entry-recorded = Recorded at
indicators-entry-device = Device
indicators-entry-reason = Reason
indicators-entry-attains = Counts for
indicators-entry-voids = Voids
indicators-entry-open = See that entry
indicators-entry-seq = Place in the ledger
indicators-entry-id = Its id
indicators-entry-hash = Seal
indicators-entry-before = Seal of the entry before
indicators-entry-first = This is the first entry
indicators-voided = This entry was voided and no longer counts
indicators-voided-by = { $name } voided it at { $when }
indicators-chain = Its place in the ledger
indicators-chain-how = Each entry carries a seal made from its content and the seal before it. If an old entry is changed, no later seal fits.

indicators-plan = The plan
indicators-plan-lead = The commune set itself twelve targets so that everybody can use digital technology. This is how far it is today.
indicators-due = Due { $day }
indicators-aim = To be reached
indicators-clauses = The plan's parts
indicators-unit-attendances-word = attendances
indicators-unit-people-word = people
indicators-next-denominator-link = Count from the register
indicators-next-check-link = Check skills
indicators-next-class-link = Open a class

# Coaching
indicators-coached = Coaching
indicators-title-help-people = People helped
indicators-title-help-times = Times helped
indicators-title-i2-dvctt = I2: people who used online public services
indicators-title-i3-activated = I3: VNeID accounts activated
indicators-title-i3-confirmed = I3: accounts with a confirmed level of skill
indicators-title-t10-approached = T10: adults reached
indicators-title-t10-guided = T10: adults guided in VNeID
indicators-title-t10-unaided = T10: adults who do a task in VNeID unaided
indicators-title-households-visited = Households visited
indicators-title-households-committed = Households committed
indicators-title-stalls-surveyed = Stalls surveyed
indicators-title-stalls-cashless = Stalls taking payment without cash
indicators-how-help-people = Different people named in the help log, or met by their mentor, in the period. Each counts once. Help without a name counts as a time, not as a person.
indicators-how-help-times = Every help and every contact of a mentor in the period, with or without a name.
indicators-how-i2-dvctt = People who used an online public service before a helper, alone or with help, up to the day. Who uses them at home without anybody recording it is not known here.
indicators-how-i3-activated = People whose VNeID account was seen to be activated, up to the day. The full number is the police's.
indicators-how-t10-approached = Step 1 of T10: adults who came to a class, were checked, helped, met by a mentor or looked at for their digital identity, up to the day.
indicators-how-t10-guided = Step 2 of T10: adults who were guided in VNeID, however it went, up to the day.
indicators-how-t10-unaided = Step 3 of T10, as far as the evidence here goes: adults who did a task in VNeID unaided before a helper, up to the day. What VNeID itself confirms comes from the police and is not counted here.
indicators-how-households-visited = Households that somebody visited, up to the day. Each counts once.
indicators-how-households-committed = Households that committed themselves, up to the day. Each counts once.
indicators-how-stalls-surveyed = Stalls that were surveyed, up to the day.
indicators-how-stalls-cashless = Stalls that take QR codes or cards by their last survey, up to the day.
indicators-unit-households-word = households
indicators-unit-stalls-word = stalls
indicators-steps = VNeID: from being reached to doing it unaided (T10)
indicators-none-steps = Once anybody came to a class, was helped or checked, the three steps appear here.
indicators-step-t10-approached = Reached
indicators-step-t10-guided = Guided
indicators-step-t10-unaided = Unaided
indicators-unnamed = No name
indicators-entry-record = What was recorded
indicators-entry-about = About
