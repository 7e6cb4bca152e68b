# Questions, supervised evenings, practice screens
learning-tabs = Parts of learning

learning-quiz-title = Short quizzes
learning-quiz-about = Eight questions, no time limit, the answer at once.
learning-quiz-lead = Each has eight questions. No time limit, and you may try as often as you like. Choose one.
learning-quiz-rule-count = There are { $n } questions. { $pass } right answers pass.
learning-quiz-rule-time = No time limit. Read slowly, or press “Read aloud” at the top of the page.
learning-quiz-rule-skip = When you don’t know, press “I don’t know yet”. You are told the right answer and why.
learning-quiz-rule-private = No name is asked. The server only counts which questions are often missed, not by whom.
learning-quiz-begin = Begin
learning-quiz-lesson = Back to the lesson
learning-quiz-practice = Practise on a screen
learning-quiz-at = Question { $n } of { $of }
learning-quiz-left = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
} left
learning-quiz-how-single = Choose one answer.
learning-quiz-how-multiple = Choose every right answer.
learning-quiz-how-true_false = Is this true or false?
learning-quiz-how-order = Choose a place for each: what is done first is number 1.
learning-quiz-how-match = In each line, choose what belongs to it.
learning-quiz-how-picture = Choose one picture.
learning-quiz-how-short = Write the answer. Capitals and marks do not matter.
learning-quiz-is-true = True
learning-quiz-is-false = False
learning-quiz-your-answer = Your answer
learning-quiz-choose-place = Choose a place
learning-quiz-choose-pair = Choose what belongs to it
learning-quiz-answer = Answer
learning-quiz-skip = I don’t know yet
learning-quiz-skipped = Didn’t know
learning-quiz-answer-missing = Choose or write an answer. If you don’t know, press “I don’t know yet”.
learning-quiz-order-missing = Choose a place for every line.
learning-quiz-order-twice = Two lines have the same place. Use each number once.
learning-quiz-pair-missing = Choose something in every line.
learning-quiz-pair-twice = Something was chosen twice. Use each part once.
learning-quiz-right = Right
learning-quiz-wrong = Not yet right
learning-quiz-you-said = You answered:
learning-quiz-right-is = The right answer:
learning-quiz-next = Next question
learning-quiz-to-result = See the result
learning-quiz-result = Result
learning-quiz-passed = Passed!
learning-quiz-failed = Not yet – next time
learning-quiz-score = { $right } of { $of } answers are right.
learning-quiz-need = { $n } right answers pass. Look at what was missed below, and try again when you feel ready.
learning-quiz-in-ledger = The result is in the learner’s record.
learning-quiz-review = Question by question
learning-quiz-again = Try again
learning-quiz-said-before = This question was answered before. The first answer stands.
learning-quiz-said-ended = The quiz has ended. The answer just sent does not count.
learning-quiz-said-late = The time is up. The quiz ended with what was answered before.
learning-quiz-round-closed = This evening’s quiz was closed and takes no more answers. Ask the organiser for another evening.
learning-quiz-none-left = This quiz has no questions for now. Choose another one.
learning-quiz-kind-single = Choose one
learning-quiz-kind-multiple = Choose several
learning-quiz-kind-true_false = True or false
learning-quiz-kind-order = Put in order
learning-quiz-kind-match = Match
learning-quiz-kind-picture = Choose a picture
learning-quiz-kind-short = Write the answer

learning-quiz-bad-large = The file is larger than { $what } KB. Split it.
learning-quiz-bad-toml = The file can’t be read at line { $what }. Look at the quotes and commas there.
learning-quiz-bad-pass = “pass” must be the number of right answers that pass, from 1 to { $what }.
learning-quiz-bad-count = The file has { $what } questions. It needs 8 to 60.
learning-quiz-bad-question = This is not a question. Each begins with a line [[question]].
learning-quiz-bad-id = A question’s name (“id”) has small letters without marks, digits and dashes only, such as q1.
learning-quiz-bad-id-twice = The name “{ $what }” is another question’s. Give each its own.
learning-quiz-bad-text = The question (“text”) is missing, or longer than 600 characters.
learning-quiz-bad-why = The explanation (“why”) is missing, or longer than 600 characters.
learning-quiz-bad-type = There is no type “{ $what }”. The seven types: single, multiple, true_false, order, match, picture, short.
learning-quiz-bad-option = An option is empty, longer than 600 characters, or no text.
learning-quiz-bad-options = The number of options must be { $what }.
learning-quiz-bad-option-twice = The option “{ $what }” stands twice.
learning-quiz-bad-picture = Each option of “picture” needs the drawing’s name (“picture”) and words (“text”).
learning-quiz-bad-pairs = The number of pairs must be { $what }.
learning-quiz-bad-pair = Each pair has exactly two parts: left and right.
learning-quiz-bad-answer = The “answer” is missing. Write the place of the right option, such as [0].
learning-quiz-bad-answer-place = The answer names an option that is not there. The first is 0, the last is { $what }.
learning-quiz-bad-single-two = A question with one right answer has { $what } marked. Keep one, or change the type to “multiple”.
learning-quiz-bad-multiple-one = A question with several right answers needs at least two. If there is one, change the type to “single”.
learning-quiz-bad-truth = The answer of a true–false question must be true or false.
learning-quiz-bad-accept = A written answer needs at least one entry with a letter or digit in “accept”.

learning-card-code = Code on the learner card
learning-card-code-hint = Eight letters and digits on the front of the card, such as 7K3M 9PQC.
learning-card-missing = Type the code on the learner card.
learning-card-mistyped = The card’s code is not right. Look at each character and type it again.
learning-card-unknown = No card has this code. Look at the card again, or ask the village’s digital team.
learning-card-revoked = This card was reported lost or replaced. Use the new one.
learning-card-often = Too many card codes that do not exist were typed within an hour. Wait an hour and try again, or ask the helper.
learning-card-wrong = What was scanned is no learner card of this commune.

learning-join-title = Join a supervised quiz
learning-join-lead = Use your own phone at an evening with a helper.
learning-join-code = The evening’s code
learning-join-code-hint = Six letters and digits that the helper wrote on the board.
learning-join-now = Begin
learning-join-no-round = No evening has this code. Ask the helper again.
learning-join-once = Whoever has this card took this evening’s quiz already. To take it again, ask the helper to call you.
learning-join-passed-already = Whoever has this card passed this evening’s quiz already.

learning-claim-title = Claim a result
learning-claim-lead = Put a result that you reached at home into your record. You need the result’s code and your card.
learning-claim-code = The result’s code
learning-claim-code-hint = Eight letters and digits shown when you finished.
learning-claim-button = Put it into the record
learning-claim-keep = Keep this result
learning-claim-how = You need not. With a learner card you can put this result into your record for 90 days. Copy the code, or read it to a volunteer.
learning-claim-now = Do it now with a card
learning-claim-was = This result is in a learner’s record.
learning-claim-done = It is in the record
learning-claim-unknown = No result has this code. Look at each character again.
learning-claim-taken = This result was claimed for somebody else. If it is yours, ask the village’s digital team.
learning-claim-old = The result is older than 90 days. Take the quiz again and claim the new result.

learning-round-title = Supervised quizzes
learning-round-lead = Open a quiz for an evening with a helper, and call learners up one by one. What is passed goes into the ledger as evidence of grade B.
learning-round-open = Open a new one
learning-round-none = None yet
learning-round-none-hint = Press “Open a new one” when everybody is there.
learning-round-is-open = Open
learning-round-is-closed = Closed
learning-round-open-title = Open a supervised quiz
learning-round-open-lead = Choose a quiz, then hand the device to one after the other. The helper stays, may read questions aloud, and does not tell answers.
learning-round-item = Quiz or practice
learning-round-item-choose = Choose
learning-round-item-missing = Choose a quiz or a practice.
learning-round-session = Part of the session
learning-round-session-hint = With today’s session chosen, village and place need not be given.
learning-round-session-none = No session
learning-round-village-choose = Choose a village
learning-round-village-missing = Choose a village.
learning-round-place = Place
learning-round-limit = Minutes for each learner
learning-round-limit-hint = Leave it empty for no limit. Empty is best.
learning-round-limit-wrong = Minutes must be a number from 1 to 180, or empty.
learning-round-open-now = Open
learning-round-opened = Open. Ask the first learner up.
learning-round-call = Call a learner up
learning-round-call-how = A card, scanned or typed, opens the quiz at once. Without a card, type the name and choose the right person.
learning-round-who = Card or name
learning-round-who-hint = Names need no marks.
learning-round-find = Call up
learning-round-call-up = Call up
learning-round-nobody = Nobody found. Type fewer letters, or look at the card again.
learning-round-passed-already = { $name } passed this already this evening.
learning-round-own-phone = Who has a phone uses it
learning-round-own-phone-how = Open the address below, and type the evening’s code and the code on the card.
learning-round-turns = Who was up
learning-round-turns-none = Nobody yet.
learning-round-close = Close
learning-round-limit-is = { $n ->
    [one] { $n } minute each
   *[other] { $n } minutes each
}
learning-round-busy = { $n ->
    [one] { $n } person is in the middle of it. If you close now, their quiz stops where it is.
   *[other] { $n } people are in the middle of it. If you close now, their quiz stops where it is.
}
learning-round-close-now = Close it all the same
learning-round-close-how = After closing nobody can answer any more. Who passed is in the ledger.
learning-round-closed = Closed.
learning-round-back = Back to the list
learning-turn-undo = Wrong person? Take this back
learning-turn-undone = Taken back
learning-turn-was-undone = The attempt was taken back. Now the right person can be called.
learning-attempt-undone = This attempt was taken back and does not count any more. Please ask the helper.
learning-turn-passed = Passed { $right }/{ $of }
learning-turn-failed = Not passed, { $right }/{ $of }
learning-turn-done = Practised, { $n } mistakes
learning-turn-left = Left unfinished
learning-turn-on = Under way, { $n }/{ $of }
learning-turn-practising = Practising

learning-bank-title = Question bank
learning-bank-lead = Questions that are too hard, too easy, or do not tell who understood come first. The numbers hold no names.
learning-bank-taken = Taken { $n } times, passed { $passed }
learning-bank-bad = { $n } to look at
learning-bank-off = { $n } taken out
learning-bank-one-lead = Discrimination compares the best 27% of attempts with the worst 27%. It is worked out from 20 answers on.
learning-bank-own = The commune’s own, version { $n }
learning-bank-is-off = Taken out
learning-bank-kind = Type
learning-bank-answer = Right answer
learning-bank-answered = Answers
learning-bank-easiness = Right
learning-bank-discrimination = Discrimination
learning-bank-percent = { $n }%
learning-bank-too-few = too few answers
learning-bank-given = What people answered
learning-bank-take-out = Take this question out
learning-bank-reason = Why
learning-bank-put-back = Use it again
learning-bank-off-why = Reason: { $why }
learning-bank-was-off = Taken out. New attempts do not have it.
learning-bank-was-on = In use again.
learning-bank-flag-upside = Those who know more miss it more: the wrong answer may be marked, or the question misleads.
learning-bank-flag-blunt = It does not tell who understood from who did not.
learning-bank-flag-hard = Hardly anybody answers it rightly.
learning-bank-flag-easy = Nearly everybody answers it rightly.

learning-import-title = Import questions
learning-import-lead = Paste a quiz file below. Look at it first; attempts under way do not change.
learning-import-for = For the lesson
learning-import-for-choose = Choose a lesson
learning-import-lang = Language
learning-import-lang-vi = Vietnamese
learning-import-lang-en = English
learning-import-source = The file’s text
learning-import-source-hint = TOML, written as the built-in ones.
learning-import-look = Look at it
learning-import-use = Use it from now on
learning-import-good = The file is good: { $n } questions. Press “Use it from now on” to make it version { $version }.
learning-import-flaws = { $n } places need mending. Nothing was changed.
learning-import-flaw = Question { $question }: { $flaw }
learning-import-done = The new questions are in use.
learning-import-lesson = Choose a lesson of the list.
learning-import-language = Choose Vietnamese or English.

learning-practice-title = Practice screens
learning-practice-about = Try it as it is, with nothing to lose.
learning-practice-lead = Try things as they are, with nothing to lose. A wrong tap tells you why.
learning-practice-label = A practice screen, not a real one
learning-practice-mistake = Not right, try again
learning-practice-send = Send
learning-practice-on = On
learning-practice-off = Off
learning-practice-hint = Give me a hint
learning-practice-good = You did it!
learning-practice-bad = Not this time
learning-practice-count = { $mistakes ->
    [one] { $mistakes } mistake
   *[other] { $mistakes } mistakes
}, { $hints ->
    [one] { $hints } hint
   *[other] { $hints } hints
}.
learning-practice-again = Practise again
learning-practice-others = Other practices
learning-practice-keep = Keep this result
learning-practice-late = The time is up
learning-practice-stale = That screen was left already. This is where you are.
