# Courses
learning-course-title = Courses
learning-course-lead = Each course gathers lessons that belong together, in a good order. Learn whenever you like, rest, and go on.
learning-course-everybody = Everybody
learning-course-none = No course for this group yet
learning-course-none-do = Choose another group, or learn single lessons by what you want.
learning-course-items = { $n ->
    [one] { $n } lesson
   *[other] { $n } lessons
}
learning-course-hours = { $h } h
learning-course-hours-minutes = { $h } h { $m } min
learning-course-begin = Begin
learning-course-go-on = Go on
learning-course-done = Done
learning-course-all = You have finished this course!
learning-course-all-do = To have the commune note what you learned, open
learning-course-practice = Practice screen
learning-course-on-device = The “Done” marks stay on this device and are sent nowhere. To enter them in the commune’s records, open
learning-course-next = Next lesson: { $title }
learning-course-over = End of the course, see all of it
learning-course-home = Courses
learning-course-home-about = Learn in a set order, a few evenings each.
learning-course-home-all = See all courses
learning-course-change = Make it our own
learning-course-name-taken = A lesson or course already uses this name in its address. Choose another.

# Progress on the device
learning-progress-title = Record what you learned alone
learning-progress-about = Put the lessons finished on this device into your learning record, by learner card or phone number.
learning-progress-lead = Lessons that you finished on this device can be entered in your learning record at the commune.
learning-progress-empty = No finished lesson on this device yet
learning-progress-empty-why = Finished lessons are remembered by the very device and browser used for learning. Where JavaScript is off, the device remembers nothing and this page has nothing to record.
learning-progress-empty-do = In that case, come to a class of your village or meet the village team: a helper goes through the lesson with you and records it.
learning-progress-lessons = Finished lessons
learning-progress-lessons-hint = Untick what you did not learn yourself, if several people use this device.
learning-progress-by-card = By learner card
learning-progress-by-phone = Or by phone number and year of birth
learning-progress-phone-label = Phone number
learning-progress-year-label = Year of birth
learning-progress-year-hint = Phone number and year of birth must be as registered at the commune.
learning-progress-grade = Lessons learned alone are entered as “self-reported”. For more, take the quiz at a class.
learning-progress-button = Enter in my learning record
learning-progress-recorded = { $n ->
    [one] { $n } lesson
   *[other] { $n } lessons
} entered in your learning record
learning-progress-before = These lessons were in your record already
learning-progress-learn-on = Learn something else
learning-progress-nothing = Choose at least one finished lesson.
learning-progress-phone = This is not a phone number. Type all ten digits, such as 0912 345 678.
learning-progress-year = Type the year of birth in four digits, such as 1958.
learning-progress-nobody = Nothing could be recorded with this phone number and year of birth. Check them, use a learner card, or ask the village team.
learning-progress-often = Too many tries. Wait an hour and try again, or use a learner card.

# Group teaching
learning-group-title = Group lessons
learning-group-lead = One helper leads a group through a lesson, one large step at a time, then records who finished.
learning-group-open = Teach a group
learning-group-open-lead = Choose the lesson and the session. Then show it step by step to everybody.
learning-group-none = No group lesson yet
learning-group-none-do = Press “Teach a group” to begin the first one.
learning-group-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
} finished
learning-group-what = What to teach
learning-group-what-hint = One lesson, or one part of a course.
learning-group-what-choose = Choose
learning-group-what-missing = Choose what to teach.
learning-group-of-course = Course: { $title }
learning-group-of-lessons = Single lessons: { $audience }
learning-group-session = Session
learning-group-session-hint = With a session, those who are present are listed already.
learning-group-session-none = No session
learning-group-without = Without a session: which village, which day
learning-group-future = This day is still to come. Only what took place is recorded.
learning-group-old = This day is too long ago. Only the last 31 days can be recorded.
learning-group-go = Begin
learning-group-show = Show to the group
learning-group-roll = Roll of this session
learning-group-who = Who finished?
learning-group-who-how = Tick those who learned along and tried it themselves. Each person is recorded once for each lesson.
learning-group-lessons = Lessons that were taught
learning-group-empty = Nobody here yet
learning-group-empty-do = Find learners by name or card below.
learning-group-empty-roll = Nobody is marked present at this session. Take attendance, or find learners below.
learning-group-done = Finished
learning-group-save = Record as finished
learning-group-add = Add somebody else
learning-group-nobody = Tick at least one person.
learning-group-no-lesson = Choose at least one lesson that was taught.
learning-group-recorded = Entered in the learning record.
learning-group-nothing-new = These people were recorded before.
learning-group-undone = Taken back. The states were worked out anew.
learning-finished-title = Finished lessons
learning-finished-group = In a group
learning-finished-claimed = Alone, self-reported

# The large screen
learning-stage-full = Full screen
learning-stage-leave = Leave
learning-stage-pause = Everybody tries
learning-stage-try = Everybody repeats the steps just seen on their own phone. Whoever is done first helps a neighbour with words, not with hands.
learning-stage-helper = Notes for the helper
learning-stage-helper-always = Walk round and look at everybody’s screen. Who cannot do it yet repeats it with a neighbour; do not hurry to the next step.
learning-stage-end = End of the lesson
learning-stage-end-do = Ask the group: what new thing can we do today? Then record who finished.
learning-stage-practice = Practice screens for today
learning-stage-record = Record who finished

# Courses of the commune
learning-course-desk-title = The commune’s courses
learning-course-desk-lead = Put lessons together into courses that suit your commune. Drafts are seen by officers only; once published, everybody can learn from them.
learning-course-new = New course
learning-course-own = Made by the commune
learning-course-own-none = The commune has made no course yet
learning-course-own-none-do = Make a new one, or begin from one of those below.
learning-course-known = What everybody sees
learning-course-form-title = About the course
learning-course-form-lead = After saving you come to the page for its parts and lessons.
learning-course-field-title = Title
learning-course-field-summary = Introduction
learning-course-field-summary-hint = For whom, and what one can do at the end.
learning-course-number = Version { $n }
learning-course-edit-facts = Change title and introduction
learning-course-ready = The course is complete and can be published
learning-course-publish = Publish for everybody
learning-course-lacks = What is missing before it can be published
learning-course-parts = Parts and lessons
learning-course-up = Move up
learning-course-down = Move down
learning-course-drop = Take out
learning-course-add-item = Add a lesson to this part
learning-course-choose = Choose a lesson
learning-course-add = Add
learning-course-more = Rename, add a practice screen, notes
learning-course-add-practice = Add a practice screen
learning-course-part-title = Name of the part
learning-course-part-hint = For example: Evening 1: Getting to know the phone
learning-course-set-part = Save this part
learning-course-add-part = Add a part
learning-course-item-gone = This lesson is no more in the library
learning-course-archive = Put away
learning-course-archive-how = Once put away, nobody sees this course any more. A built-in course of the same name, if there is one, appears again.
learning-course-archive-draft = Put this draft away when it is not needed. Its history stays.
learning-course-published = The course is published.
learning-course-archived = The course is put away.
learning-course-not-ready = The course is not complete enough to be published. See what is missing.
learning-course-change-by = { $name }, { $when }
learning-course-change-begun = Draft begun
learning-course-change-facts = Title or introduction changed
learning-course-change-parts = Parts or lessons changed
learning-course-change-published = Published
learning-course-change-archived = Put away
learning-course-edit-nowhere = This change can’t be made. Load the page again and try once more.
learning-course-edit-title = Write the name of the part, at most 120 characters; the notes at most 2,000.
learning-course-edit-full = There are 20 already. Take some out first.
learning-course-edit-twice = This lesson is in the course already.
learning-course-edit-unknown = Choose a lesson of the list.

# What is wrong with a course
learning-course-bad-in-part = Part { $part }: { $what }
learning-course-bad-toml = Line { $what } is not good TOML. Look at brackets and quotes.
learning-course-bad-key = There is no “{ $what }” here. Check the spelling.
learning-course-bad-text = “{ $what }” is missing, or is no text.
learning-course-bad-number = “{ $what }” is missing, or is no number.
learning-course-bad-day = “{ $what }” must be a day, such as 2026-11-22.
learning-course-bad-words = “{ $what }” needs both Vietnamese (vi) and English (en).
learning-course-bad-list = “{ $what }” must be a list of texts in square brackets.
learning-course-bad-code = There is no audience called “{ $what }”.
learning-course-bad-part = This part is not written as it should be.
learning-course-bad-id = The name in the address has small letters without marks, digits and dashes only, such as our-course.
learning-course-bad-title = Write the title, at most 120 characters.
learning-course-bad-summary = Write the introduction, at most 400 characters.
learning-course-bad-want = Write what learners want, at most 400 characters.
learning-course-bad-audience = Choose for whom the course is.
learning-course-bad-level = Choose the level.
learning-course-bad-licence = Write the licence, at most 200 characters.
learning-course-bad-source = Write the source, at most 500 characters.
learning-course-bad-keywords = At most 40 keywords of at most 80 characters each.
learning-course-bad-parts = A course needs 1 to 20 parts.
learning-course-bad-part-title = The part has no name, or one of more than 120 characters.
learning-course-bad-helper = The notes have more than 2,000 characters.
learning-course-bad-items = Each part needs 1 to 20 lessons.
learning-course-bad-item = There is no lesson or guide called “{ $what }”.
learning-course-bad-twice = “{ $what }” stands twice in the course.
learning-course-bad-practice = There is no practice screen called “{ $what }”.
learning-part-groups = Group lessons
learning-part-groups-lead = Show a lesson to a group step by step, then record who finished it.
learning-part-courses = Courses
learning-part-courses-lead = Put items together into courses of the commune, evening by evening.
