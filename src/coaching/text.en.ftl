# Codes
coaching-topic-vneid = VNeID
coaching-topic-dvctt = Online public services
coaching-topic-payment = Paying without cash
coaching-topic-health = Health book on the phone
coaching-topic-safety = Safety from fraud
coaching-topic-device = Using the phone
coaching-topic-other = Something else
coaching-result-unaided = Does it unaided
coaching-result-helped = Does it with help
coaching-result-not_yet = Not yet
coaching-means-visit = At their home
coaching-means-class = In class
coaching-means-phone = By phone
coaching-means-message = By message
coaching-signed-screen = Signed on the screen
coaching-signed-paper = Signed on paper
coaching-excluded-under_age = Too young
coaching-excluded-away = Away for long
coaching-excluded-unable = Not able, for health
coaching-excluded-declined = Does not agree
coaching-excluded-other = Another reason
coaching-kind-help = Guidance
coaching-kind-contact = Mentor's contact
coaching-kind-visit = Household visit
coaching-kind-commitment = Digital family commitment
coaching-kind-survey = Stall survey
coaching-kind-identity = Digital identity
coaching-kind-shift = Shift

# What is wrong
coaching-when-future = That time is still to come. Please check day and time.
coaching-when-old = That was more than a year ago. Only the past year can be recorded.
coaching-place-long = The name has more than 200 letters. Please shorten it.
coaching-note-long = The note has more than 500 letters. Please shorten it.
coaching-minutes-wrong = The minutes must be from 1 to 1440.
coaching-shift-order = The end must be after the beginning.
coaching-shift-long = A shift has at most 16 hours. Please split it.
coaching-undo-late = This was recorded long ago. Please ask whoever manages coaching to take it back.
coaching-reason-missing = Please give a reason.
coaching-place-missing = Please say where.
coaching-village-missing = Please choose the village.
coaching-lead-elsewhere = The lead learner must live in the household's village.
coaching-stall-name-missing = Please name the stall or its keeper.
coaching-market-missing = Please name the market.
coaching-check-empty = Please answer at least one question.
coaching-pair-ended = This pair has ended. Please choose another.
coaching-pair-taken = { $name } accompanies this person already. To change that, open the pair and choose “Hand over”.
coaching-mentor-unfit = This account does not coach in this village. Please choose somebody else.
coaching-mentor-same = This is the mentor already. Please choose somebody else.
coaching-who-missing = Please choose a person, or write who asks.
coaching-request-closed = This request is closed. Open it again first.
coaching-quota-empty = Please set at least one number.
coaching-quota-number = A number must be from 1 to 100,000.
coaching-quota-period = Please choose a month or a quarter.

# The first page
coaching-home = Coaching
coaching-home-lead = Write down each time you help somebody, right after.
coaching-lately = Past 30 days: { $rows ->
    [one] { $rows } time
   *[other] { $rows } times
}, { $people ->
    [one] { $people } person
   *[other] { $people } people
}.
coaching-parts = What there is to do
coaching-requests-mine = Asked of me
coaching-help = Help log
coaching-help-lead = Who was guided, in what, and how it went.
coaching-five = One to five
coaching-five-lead = Each digital ambassador accompanies at least five people until they manage on their own.
coaching-households = Digital families
coaching-households-lead = Going from door to door, and taking families' commitments.
coaching-stalls = Digital market
coaching-stalls-lead = Which stalls take payment without cash, and which need help.
coaching-identity = Digital identity
coaching-identity-lead = One citizen, one digital identity: who uses VNeID, and who needs help.
coaching-requests = Requests for help
coaching-requests-lead = Who asks for what, who it is given to, whether it is done.
coaching-requests-lead-own = Requests that were given to you.
coaching-duty = Duty roster
coaching-duty-lead = Who is on duty where and when, and how many hours were worked.
coaching-quotas = Quotas
coaching-quotas-lead = What is asked in a month or quarter, and how far it is reached.

# Shared
coaching-village = Village
coaching-village-all = All villages
coaching-village-choose = Choose a village
coaching-whole-commune = Whole commune
coaching-any = All
coaching-state = State
coaching-filter = Show
coaching-find = Find
coaching-choose = Choose
coaching-yes = Yes
coaching-no = No
coaching-not-asked = Not asked
coaching-save = Save
coaching-saved = Saved.
coaching-record = Record
coaching-recorded = Recorded.
coaching-known = This was recorded already; nothing was added.
coaching-print = Print
coaching-history = What changed
coaching-coverage = By village
coaching-nothing-here = No such household
coaching-nobody-here = Nobody here
coaching-nothing-yet = Nothing recorded yet.
coaching-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
coaching-born = Born { $year }
coaching-born-unknown = Year of birth unknown
coaching-reached = { $n } of 5 reached
coaching-person-search = Name
coaching-person-none = Nobody is called “{ $name }”. Type fewer letters; marks are not needed.
coaching-person-other = Somebody else
coaching-person-missing = Please choose a person.
coaching-unnamed = No name
coaching-unnamed-hint = You may record without a name, as at a busy desk. Then it counts as a time, not as a person.
coaching-where-when = Where and when
coaching-place = Where
coaching-place-hint = For example: the village hall
coaching-day = Day
coaching-time = Time
coaching-when-wrong = Day or time is not right. For example: 05/10/2026, 19:00.
coaching-hour-wrong = The time is not right. For example: 08:00.
coaching-minutes-label = How many minutes
coaching-note = Note
coaching-note-hint = No numbers of identity cards or accounts.
coaching-reason = Reason
coaching-topic = What
coaching-topic-missing = Please choose what it was about.
coaching-result = How it went
coaching-result-hint = Choose “Does it unaided” only if you saw it with your own eyes.
coaching-result-missing = Please choose how it went.
coaching-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
coaching-minutes = { $n } min
coaching-hours-minutes = { $hours } h { $minutes } min
coaching-void = Taken back
coaching-undone = Taken back by { $name }, { $when }: { $reason }
coaching-undo = Take this back
coaching-undo-lead = It will no longer count. Who recorded it, who took it back and why stay to be read.
coaching-undo-now = Take back
coaching-taken-back = Taken back. It no longer counts.
coaching-in-ledger = See it in the ledger
coaching-column-when = When
coaching-column-recorded = Recorded
coaching-column-village = Village
coaching-column-person = Person
coaching-column-topic = What
coaching-column-result = Result
coaching-column-minutes = Minutes
coaching-column-place = Where
coaching-column-helper = Helper
coaching-column-note = Note
coaching-column-number = No.
coaching-column-reached = Reached
coaching-column-contact = Last contact
coaching-column-hours = Hours
coaching-column-shifts = Shifts
coaching-column-sign = Signature

# Help log
coaching-help-new = Record help
coaching-help-lead-own = What you recorded yourself.
coaching-help-form-lead = Choose the person, what it was about and how it went.
coaching-help-sums = { $rows ->
    [one] { $rows } time
   *[other] { $rows } times
}, { $people ->
    [one] { $people } person
   *[other] { $people } people
}
coaching-help-unnamed = { $n } without a name
coaching-help-none = Nothing recorded yet
coaching-help-none-lead = After helping somebody, write it down here.
coaching-guided = Who was guided
coaching-from = From
coaching-to = To
coaching-file-xlsx = Spreadsheet
coaching-file-csv = CSV file
coaching-request-of = { $who } asks for help
coaching-request-closes = This request is done

# One to five
coaching-five-mine = Whom I accompany
coaching-five-none = Nobody yet
coaching-five-none-lead = Whoever you are paired with appears here.
coaching-five-print = List to print
coaching-mentors = Mentors
coaching-mentors-none = No mentors yet
coaching-mentors-none-lead = Make accounts for digital ambassadors first.
coaching-below-five = { $n ->
    [one] { $n } ambassador accompanies fewer than 5 people.
   *[other] { $n } ambassadors accompany fewer than 5 people.
}
coaching-mentor-missing-n = { $pairs } people, { $missing } missing
coaching-accompanies = Accompanies { $n ->
    [one] { $n } person
   *[other] { $n } people
}
coaching-missing-to-five = { $n } more to five.
coaching-without = People without a mentor
coaching-without-lead = Adults of the register who have not reached all five skills and have no mentor.
coaching-without-nobody = Nobody is without a mentor.
coaching-choose-mentor = Choose a mentor
coaching-mentees = Accompanied now
coaching-mentees-none = Nobody yet.
coaching-propose = Add somebody
coaching-propose-lead = Proposed are people of the same village without a mentor: of a household that is accompanied already first, then who asked for help, then who has reached least. You decide.
coaching-propose-none = Nobody left to propose here.
coaching-why-kin = Of a household accompanied already
coaching-why-asked = Has asked for help
coaching-who-to-accompany = Whom
coaching-plan = Plan
coaching-plan-agreed = What was agreed
coaching-plan-hint = For example: Tuesday evenings, video calls in the first month
coaching-plan-save = Save the plan
coaching-pair-them = Pair
coaching-paired = Paired.
coaching-pairs-ended = { $n ->
    [one] { $n } pair has ended
   *[other] { $n } pairs have ended
}
coaching-pair-since = Accompanied by { $name } since { $day }
coaching-pair-no-contact = No contact yet
coaching-pair-contact = Last contact { $day }
coaching-pair-ended-on = Ended { $day }: { $reason }
coaching-to-check = Check skills
coaching-contact-new = Record a contact
coaching-contacts = Contacts
coaching-means = How
coaching-means-missing = Please choose how you met.
coaching-hand-over = Hand over
coaching-hand-over-to = New mentor
coaching-handed-over = Handed over.
coaching-mentor-missing = Please choose the new mentor.
coaching-pair-end = End this pair
coaching-pair-end-lead = The person goes back to those without a mentor unless all five skills are reached. Contacts stay.
coaching-pair-ended-now = Ended.

# Digital families
coaching-households-none = No households yet
coaching-households-none-lead = Load the list of people first.
coaching-households-list = Households
coaching-households-n = { $n ->
    [one] { $n } household
   *[other] { $n } households
}
coaching-head-search = Head of the household
coaching-household-of = Household of { $head }
coaching-household-all = Households
coaching-household-visited = Visited
coaching-household-unreached = Not reached
coaching-household-committed = Committed
coaching-household-share = Share committed
coaching-visited-on = Visited { $day }
coaching-committed-on = Committed { $day }
coaching-visit-new = Record a visit
coaching-visit-record = Record the visit
coaching-met-question = Was anybody met
coaching-met = Met somebody
coaching-absent = Met nobody
coaching-met-missing = Please say whether anybody was met.
coaching-told-question = Talked about
coaching-told = talked about: { $what }
coaching-commit-new = Commitment
coaching-commit-lead = At least one of the family learns first and then teaches the others.
coaching-lead = Lead learner
coaching-lead-hint = Who learns first and teaches the others
coaching-lead-none = Not known yet
coaching-lead-is = Lead learner: { $name }
coaching-signed = How it was signed
coaching-signed-missing = Please choose how it was signed.
coaching-agrees = The family was told and agrees
coaching-agrees-missing = Record it only if the family agrees.
coaching-commit-record = Record the commitment
coaching-signature-see = See the signature
coaching-committed = Commitment recorded.
coaching-done-here = What was done here

# Digital market
coaching-stall-new = Survey a stall
coaching-stall-search = Stall
coaching-stalls-n = { $n ->
    [one] { $n } stall
   *[other] { $n } stalls
}
coaching-stalls-none = No stalls here
coaching-stalls-none-lead = Go to the market, ask at each stall, and write it down here.
coaching-stalls-surveyed = Surveyed
coaching-stalls-cashless = Take payment without cash
coaching-stalls-follow = To be followed up
coaching-stall-follow = To be followed up
coaching-stall-cashless = Takes QR or cards
coaching-stall-unknown = Not surveyed
coaching-stall-cash = Cash only
coaching-stall-unsure = Not clear
coaching-stall-wants = wants to learn
coaching-market = Market
coaching-markets-known = Known already:
coaching-stall-name = Stall
coaching-stall-name-hint = For example: Hoa's vegetables, row 2
coaching-stall-goods = Sells
coaching-question-qr = Takes payment by QR code
coaching-question-pos = Takes cards
coaching-question-training = Wants training
coaching-survey-again = Survey again
coaching-surveys = Surveys

# Digital identity
coaching-identity-people = People
coaching-identity-state-todo = To be helped
coaching-identity-state-unchecked = Not looked at yet
coaching-identity-state-activated = Activated
coaching-identity-state-used = In use
coaching-identity-state-excluded = Left out, with a reason
coaching-identity-excluded = Left out
coaching-identity-unchecked = Not looked at yet
coaching-identity-used = In use
coaching-identity-activated = Activated, not used
coaching-identity-installed = Installed, not activated
coaching-identity-none = Not installed
coaching-identity-column-all = Aged 14 and over
coaching-identity-column-checked = Looked at
coaching-identity-column-installed = Installed
coaching-identity-column-activated = Activated
coaching-identity-column-level2 = Level 2
coaching-identity-column-used = In use
coaching-identity-column-bank = Bank account
coaching-identity-column-excluded = Left out
coaching-identity-how = Look together at the person's own phone. What was not asked stays “Not asked”. No numbers of identity cards or accounts.
coaching-question-installed = VNeID is installed
coaching-question-activated = The account is activated
coaching-question-level2 = Identity of level 2
coaching-question-used = Used for something real
coaching-question-bank = Has a bank account
coaching-excluded = Leave this person out
coaching-excluded-hint = Only with a reason. The person then leaves the list of those to be helped.
coaching-excluded-no = Count them
coaching-checks-before = Earlier looks

# Duty
coaching-duty-new = Plan a duty
coaching-duty-new-lead = Who, where, from when to when.
coaching-duty-print = Print the roster
coaching-duty-nobody = Nobody yet
coaching-duty-cancel = Cancel
coaching-duty-cancelled = The duty was cancelled.
coaching-duty-place = Where
coaching-duty-place-hint = For example: the public service point
coaching-helper-missing = Please choose who.
coaching-shift-new = Record a shift
coaching-shift-new-lead = After the shift is over.
coaching-shift-worked = Worked { $hours }
coaching-shifts-mine = My shifts
coaching-hour-from = From
coaching-hour-until = Until
coaching-hours-title = Volunteer hours
coaching-hours-none = No shifts in this month
coaching-hours-how = Hours that overlap count once.
coaching-month = Month
coaching-week = Week
coaching-week-before = Week before
coaching-week-after = Week after

# Requests for help
coaching-request-new = Note a request
coaching-request-new-lead = Who asks, for what, and who it is given to.
coaching-request-save = Note it
coaching-request-noted = Noted.
coaching-request-note = What they ask for
coaching-request-give = Give it to
coaching-request-give-now = Give
coaching-request-given-now = Given.
coaching-request-later = Later
coaching-request-nobody = Nobody yet
coaching-who = Who asks
coaching-who-hint = Only for somebody not in the register.
coaching-who-asks = Who asks
coaching-requests-none = Nothing here
coaching-request-state-open = Open
coaching-request-state-free = Given to nobody
coaching-request-state-closed = Closed
coaching-request-free = Given to nobody
coaching-request-with = With { $name }
coaching-request-closed-by = Closed by { $name }
coaching-request-asked = Noted by { $name }, { $when }
coaching-request-closed-on = { $name }, { $when }: { $result }
coaching-request-help = Record the help
coaching-request-close = Close
coaching-request-close-lead = When it is done and there is no help to record.
coaching-request-closed-now = Closed.
coaching-request-closed-before = Somebody had closed it before.
coaching-request-reopen = Open again
coaching-request-open-again = Open again.

# Quotas
coaching-quota = Quota
coaching-quota-done = Guided
coaching-quota-noun = people
coaching-quota-people = People guided
coaching-quota-sessions = Sessions
coaching-quota-difficulties = Difficulties resolved
coaching-quota-team = Team of { $village }
coaching-quota-reached = { $percent }% reached
coaching-quota-edit = Change
coaching-quota-issue = Issue a quota
coaching-quota-issue-lead = What is reached is counted from the log; nobody types it.
coaching-quota-issued = Quota issued.
coaching-quota-period-label = Period
coaching-quota-periods = Periods
coaching-quota-who = For
coaching-quota-whole-team = The village's whole team
coaching-quota-decision = By which decision
coaching-quotas-none = No quota in this period
coaching-quotas-none-lead = Quotas are issued by month or by quarter.
coaching-quota-how = People guided: different people named in the help log and the contacts of pairs. Sessions: of a village, those held; of a helper, those where they took the roll. Difficulties: requests that were resolved.

# Changes
coaching-change-pair-began = Paired
coaching-change-pair-plan = Plan changed
coaching-change-pair-ended = Ended
coaching-change-pair-taken-over = Handed over
coaching-change-request-asked = Noted
coaching-change-request-given = Given
coaching-change-request-closed = Closed
coaching-change-request-reopened = Opened again
coaching-change-quota-issued = Issued
