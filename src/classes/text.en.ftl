# Classes, sessions, enrolment, attendance

classes-title = Classes
classes-open = Open a class
classes-opened = The class is open. The timetable shows it.
classes-edit = Change the class
classes-edit-lead = Changes apply to sessions to come only. What was held stays.
classes-changed = The class was changed.
classes-all = All classes
classes-none = There is no such class
classes-none-more = Open a weekly class; the timetable shows it at once.
classes-find = Find
classes-see = Show
classes-name = Name of the class
classes-back = Back
classes-choose = – Choose –

classes-today = Today
classes-today-none = No session today.
classes-this-week = This week
classes-week-none = No session on the other days of the week.
classes-week-without = { $n ->
    [one] One village has no class this week
   *[other] { $n } villages have no class this week
}
classes-weeks-see = See the weeks without a class
classes-take = Take attendance
classes-present-of = { $present } of { $total } present
classes-enrolled-of = { $enrolled } of { $capacity } seats taken
classes-waiting = { $n } waiting
classes-unmarked = No attendance taken
classes-held-of = { $held } of { $sessions } sessions held
classes-next = next: { $day }
classes-over = Over
classes-off = Cancelled
classes-moved-from = Moved from { $day }
classes-to = to { $time }
classes-because = Reason: { $reason }
classes-by-at = { $by }, { $at }

classes-village = Village
classes-village-all = All villages
classes-venue = Venue
classes-venue-new = The venue is not in the list? Add it (opens a new page)
classes-teacher = Teacher
classes-capacity = Seats
classes-audience = For
classes-audience-citizen = Citizens
classes-audience-student = Pupils and students
classes-audience-staff = Officials and public employees
classes-audience-worker = Workers
classes-support = A class of their own
classes-support-none = No, for everybody
classes-support-elderly = Old people
classes-support-disabled = Disabled people
classes-helpers = Helpers
classes-helpers-hint = For example: one volunteer for three learners
classes-time = Time
classes-days = Days
classes-pattern-weekly = every week on { $days }
classes-pattern-given = { $n } sessions on chosen days
classes-state = State
classes-state-all = All
classes-state-open = Open
classes-state-ended = Ended
classes-session-planned = Takes place
classes-session-cancelled = Cancelled

classes-leaf-month = { $month } { $year }
classes-lunar = Lunar { $day }/{ $month }
classes-lunar-leap = Lunar { $day }/{ $month } leap
classes-feast-first = first of the lunar month
classes-feast-full = full moon
classes-feast-eve = last day of the lunar year
classes-feast-tet = Tết, the lunar new year
classes-seats-left = { $n ->
    [one] One seat left
   *[other] { $n } seats left
}
classes-seats-none = No seat left

classes-weeks = Weeks without a class
classes-weeks-lead = The plan asks every village for a class every week (section V.6). Each cell is one week of one village, this week included.
classes-weeks-caption = The last 12 weeks
classes-weeks-count = Past weeks without a session held
classes-week = Week { $n }
classes-no-village = There is no village yet
classes-cell-held = { $n } held
classes-cell-ahead = { $n } planned
classes-cell-unmarked = { $n } without attendance
classes-cell-cancelled = { $n } cancelled
classes-cell-empty = No class

classes-group-what = The class
classes-group-where = The venue
classes-group-when = Time, and how the days are chosen
classes-group-weekly = If it is weekly
classes-group-days = Given days and days off
classes-title-field = Name of the class
classes-title-hint = For example: Video calls and photos for the grandchildren
classes-about = About
classes-about-hint = What is learnt, what to bring
classes-start = Begins at
classes-end = Ends at
classes-repeat = How are the days chosen?
classes-repeat-weekly = Every week
classes-repeat-weekly-hint = On fixed weekdays
classes-repeat-given = Day by day
classes-repeat-given-hint = Write every day down
classes-weekdays = On which weekdays?
classes-from = From
classes-ending = Until when?
classes-ending-count = A number of sessions
classes-ending-until = Until a day
classes-count = Number of sessions
classes-until = Until, inclusive
classes-given = Days with a session
classes-skip = Days off
classes-days-hint = One day on each line. For example: 05/10/2026
classes-change-why = Reason for the change
classes-change-why-hint = Citizens see it at the sessions that are dropped.

classes-preview = The timetable before it is saved
classes-preview-change = The change before it is saved
classes-preview-go = See the timetable first
classes-preview-days = { $n ->
    [one] One session
   *[other] { $n } sessions
}
classes-preview-held-stay = Only sessions to come are listed; what was held stays.
classes-preview-refused = This timetable can’t be saved yet
classes-preview-warned = { $n ->
    [one] One session falls on a lunar day that people keep, or on Tết
   *[other] { $n } sessions fall on lunar days that people keep, or on Tết
}
classes-preview-warned-more = People are busy on those days. Tick “Leave out” where you like, then look again.
classes-preview-dropped = { $n ->
    [one] One planned session will be dropped
   *[other] { $n } planned sessions will be dropped
}
classes-preview-again = Look again without the ticked days
classes-preview-back = Change
classes-day = Day
classes-day-lunar = Lunar
classes-day-note = Note
classes-day-skip = Leave out
classes-day-over = Past
classes-day-fine = Free
classes-save = Open the class
classes-save-change = Save the change
classes-taken = the class “{ $title }” of { $village } is there, { $time }
classes-clash = The venue is taken: { $day } { $taken }. Choose another venue or time, or leave that day out.

classes-fault-title = Write the name of the class.
classes-fault-long = Too long. Make it shorter.
classes-fault-village = Choose the village.
classes-fault-venue = Choose the venue.
classes-fault-teacher = Write who teaches.
classes-fault-capacity = The number of seats must be from 1 to 500.
classes-fault-end = The end must come after the start.
classes-fault-choose = Choose one of the list.
classes-fault-count = Write the number of sessions, 1 or more.
classes-fault-day = “{ $text }”: { $why }
classes-fault-name = Write the name.
classes-fault-name-long = The name is too long: 80 letters at most.
classes-fault-birth = Write the year of birth in four digits, such as 1953, or leave it empty.
classes-fault-agree = If you agree, tick the box. Without it the class can’t write your name down.
classes-fault-code = Write the code of your seat.

classes-refused-clash = The venue is taken: on { $day } at { $time } the class “{ $title }” of { $village } is there. Choose another venue or time.
classes-refused-ended = This class has ended and can’t be changed any more. Open a new one.
classes-refused-why = Write the reason, so that people know.
classes-refused-past = That time is over. Choose one to come.
classes-refused-twice = The class has another session at that very time. Choose another.
classes-refused-held = Attendance was taken at this session, so it can’t be cancelled or moved. If it was a mistake, take the marks back first.
classes-refused-closed = This class takes nobody any more. Look at the timetable for another one.
classes-refused-full = The class and its queue are full. Choose another class.
classes-refused-phone = This phone has registered several people for the class. Ask the teacher to add more.
classes-refused-code = Code or phone is wrong. Look at the code you were given.
classes-refused-linked = This name is linked to a person of the register already.
classes-refused-on-list = This person is on the list already. If “{ $name }” registered twice, remove one of them.
classes-refused-cancelled = This session was cancelled, so no attendance is taken.
classes-refused-early = It is too early: attendance opens 60 minutes before the start.
classes-refused-late = It is too late: attendance closes at the end of the next day. Ask the village head or the digital team.
classes-refused-reason = The session’s day is over: a correction needs a reason. Open this person’s “History of the mark”.
classes-stale-present = { $by } has just written “Present” at { $at }. Open the page again, then correct it if need be.
classes-stale-late = { $by } has just written “Late” at { $at }. Open the page again, then correct it if need be.
classes-stale-absent = { $by } has just written “Absent” at { $at }. Open the page again, then correct it if need be.
classes-stale-none = { $by } has just taken this mark back at { $at }. Open the page again, then correct it if need be.

classes-sessions = Sessions
classes-history = History of changes
classes-public-page = Public page
classes-is-ended = The class has ended. It takes nobody any more; what was held stays on record.
classes-change-opened = Opened
classes-change-title = Name
classes-change-about = About
classes-change-venue = Venue
classes-change-audience = Audience
classes-change-support = A class of their own
classes-change-helpers = Helpers
classes-change-teacher = Teacher
classes-change-capacity = Seats
classes-change-skills = Changed the skills it teaches
classes-change-time = Time
classes-change-dropped = Sessions dropped
classes-change-added = Sessions added
classes-change-ended = Ended
classes-change-cancelled = Session cancelled
classes-change-restored = Session on again
classes-change-restored-why = An officer accepted attendance for this session
classes-change-moved = Session moved

classes-why = Reason
classes-end-title = End the class
classes-end = End this class
classes-end-ask = End this class?
classes-end-more = Sessions to come are cancelled and nobody can register any more. What was held, and who was there, stays on record.
classes-end-why-hint = For example: all lessons were taught
classes-end-yes = Yes, end the class
classes-keep = No, keep it
classes-ended = The class has ended.
classes-cancel = Cancel this session
classes-cancel-ask = Cancel this session?
classes-cancel-more = It stays on the timetable, crossed out, with the reason. Call those who registered.
classes-cancel-why-hint = For example: power cut, storm
classes-cancel-yes = Yes, cancel it
classes-keep-session = No, it takes place
classes-cancelled = The session was cancelled.
classes-restore = Hold it after all
classes-restored = The session takes place again.
classes-move = Move the session
classes-move-now = Now: { $when }
classes-move-day = New day
classes-move-sure = If you still want this day, press again.
classes-move-why-hint = Citizens see it.
classes-move-yes = Move the session
classes-moved = The session was moved.

classes-roll = Attendance
classes-roll-of = Attendance: { $title }
classes-here = present
classes-here-count = People present
classes-find-name = Find a name
classes-left = Not yet
classes-born = born { $year }
classes-born-unknown = year of birth unknown
classes-mark-present = Present
classes-mark-late = Late
classes-mark-absent = Absent
classes-mark-none = Not marked
classes-late-by = { $n ->
    [one] 1 minute late
   *[other] { $n } minutes late
}
classes-unmark = Take the mark back
classes-other-for = Something else for { $name }
classes-mark-history = History of the mark
classes-mark-history-none = No mark yet.
classes-roll-empty = Nobody is on the list yet
classes-roll-empty-more = Add people as they come, under “Somebody new” below.
classes-door-early = Attendance opens at { $at }, 60 minutes before the start.
classes-door-over = Attendance for this session is closed. If something must be corrected, ask the village head or the digital team.
classes-door-late = Attendance for this session is closed. Marks made now need a reason.
classes-door-late-go = Go on
classes-change-reason = Change the reason
classes-correct = Correct the mark
classes-correct-to = It should be
classes-correct-why-hint = For example: tapped the wrong name
classes-correct-save = Save the mark
classes-in-ledger = See the entry of the ledger
classes-void = Mark corrected from “{ $before }” to “{ $after }”
classes-void-held = Nobody is marked as present any more

classes-walk-in = Somebody new
classes-walk-in-lead = Look in the register first, so that nobody is written twice. Whoever is not there is added. The person is enrolled and marked present at once.
classes-walk-in-hint = Somebody new? Add them under “Somebody new” below.
classes-walk-in-name = Name of the newcomer
classes-walk-in-find = Look in the register
classes-walk-in-found = Is it one of these?
classes-walk-in-none = Nobody called “{ $name }” is in the register.
classes-walk-in-this = Yes, present
classes-walk-in-new = Not there? Add somebody new
classes-walk-in-add = Add, present
classes-walk-in-still = Somebody else, add anyway
classes-walk-in-added = Added and marked present.
classes-twin = The register has somebody of this name
classes-twin-more = If it is that person, press “Yes, present”. If not, press “Somebody else, add anyway”.
classes-person-name = Full name
classes-birth-year = Year of birth
classes-birth-hint = So that people of one name are not mixed up. For example: 1953
classes-unknown = { $n ->
    [one] One person registered and is not linked to the register of people
   *[other] { $n } people registered and are not linked to the register of people
}
classes-unknown-more = When they come, press “Is here” to find them in the register and mark them.
classes-unknown-here = Is here

classes-teach-group = Teach a lesson to the group
classes-sheet = Sign-in sheet
classes-photos = Photos
classes-sheet-title = Sign-in sheet
classes-sheet-print = Print
classes-sheet-pdf = PDF
classes-sheet-number = No.
classes-sheet-hamlet = Hamlet
classes-sheet-sign = Signature
classes-sheet-signer = Attendance taken by
classes-sheet-page = Page

classes-places = Enrolment
classes-places-see = See who is enrolled
classes-place-enrolled = Enrolled
classes-place-waiting = Waiting
classes-place-left = Left
classes-enrolled-none = Nobody is enrolled yet.
classes-source-public = registered by themselves
classes-source-officer = put down by an officer
classes-source-walk_in = came to a session
classes-not-linked = Not linked
classes-moved-up = Moved up
classes-to-call = { $n ->
    [one] One person has moved up and wants a call
   *[other] { $n } people have moved up and want a call
}
classes-to-call-see = See whom to call
classes-to-call-more = They were waiting and have a seat now. Press “Called” when you have told them.
classes-called = Called
classes-called-done = Noted as called.
classes-enrol = Add somebody from the register
classes-enrol-name = Name or phone
classes-enrol-this = Enrol
classes-enrol-done = Enrolled.
classes-enrol-waiting = The class is full: put into the queue.
classes-enrol-already = This person is on the list already.
classes-on-list = On the list
classes-link = Who is this in the register?
classes-link-more = Link the right person, so that attendance counts for them.
classes-link-this = This person
classes-link-new = Not in the register
classes-link-add = Add to the register
classes-linked = Linked to the register.
classes-is-linked = Linked to a person of the register.
classes-likely-same = Very likely
classes-likely-perhaps = Perhaps
classes-likely-name = Similar name
classes-remove-title = Take off the list
classes-remove-more = The seat goes to the first of the queue. Attendance that was taken stays.
classes-remove = Take off the list
classes-removed = Taken off the list.

classes-timetable = Timetable
classes-timetable-lead = Free classes in the villages. Choose one, put your name down, and come; come even without.
classes-timetable-none = There is no class this week
classes-timetable-none-more = Look at the next week, or choose another village.
classes-week-nav = Choose a week
classes-week-before = Week before
classes-week-after = Week after
classes-register = Register
classes-register-send = Send
classes-queue = Join the queue
classes-queue-more = The class is full. Join the queue; when somebody leaves, the class calls in order.
classes-queue-send = Send
classes-phone = Phone
classes-phone-hint = To call you when the timetable changes. For example: 0912 345 678
classes-your-village = Your village
classes-village-skip = – Leave out –
classes-consent = Consent
classes-consent-text = { $commune } keeps the name, phone, year of birth and village you write here to give you a seat, to take attendance, and to call you when the timetable changes; for nothing else. You may leave the class or withdraw your consent at any time.
classes-consent-yes = I agree
classes-sessions-to-come = Sessions to come
classes-sessions-none = No session is left.
classes-sessions-more = { $n ->
    [one] and one more session
   *[other] and { $n } more sessions
}
classes-already = You are on the list already
classes-already-more = Your seat is kept. If you forgot the code, ask the teacher.
classes-calendar = The timetable on your phone
classes-calendar-more = Your phone reminds you, and follows when the timetable changes.
classes-calendar-get = Get the calendar (.ics)
classes-calendar-name = Digital literacy classes – { $place }
classes-calendar-about = Classes of the digital literacy movement, free of charge.
classes-calendar-teacher = Teacher: { $teacher }
classes-receipt = Your seat
classes-receipt-done = A seat is kept for you
classes-receipt-waits = You are in the queue
classes-receipt-left = You have left the class
classes-receipt-left-more = The seat is no longer kept. To come again, register again.
classes-receipt-first = Come on { $day }, { $time }. Bring your phone.
classes-receipt-come = Come and learn. Bring your phone.
classes-receipt-queue = You are number { $n } in the queue
classes-receipt-queue-more = When there is a seat, the class calls the phone you wrote.
classes-receipt-code = Code of your seat
classes-receipt-code-more = Write this code down. If you can’t come, use it to give the seat up.
classes-leave = Leave the class
classes-leave-ask = You can’t come? Give the seat up
classes-leave-more = Your seat goes to whoever waits.
classes-leave-yes = Give the seat up
classes-leave-no = No, keep it
classes-left-done = Your seat is free again. Thank you for telling us.

# Cards at the door
classes-cards = Learner cards
classes-cards-lead = Cards of the people enrolled in { $title }. Untick whoever needs none.
classes-cards-none = Nobody is enrolled yet
classes-card-code = Attendance by card: type the code
classes-card-hint = The 8 letters and digits below the QR code, such as 7K3M 9PQC. A hand-held scanner works here too.
classes-card-go = Mark
classes-card-done = { $name }: { $state }, at { $at }
classes-card-again = { $name } was marked before, at { $at }
classes-card-revoked = This card was revoked: reported lost, or replaced. Ask for the name and find it on the list.
classes-card-mistyped = The code is not right. It has 8 letters and digits, without 0, 1, I, L, O and U. Look at the card again.
classes-card-unknown = No card has this code. Check it, or find the name on the list.
classes-card-elsewhere = This card is of somebody from another village who is not enrolled here. Ask the commune's officer to enrol them.
