# People
people-name-missing = The name is missing. Write it, then save again.

# Reading a list: why a row cannot be used yet
people-row-name-missing = the name is missing
people-row-name-too-long = the name is too long
people-row-birth-unreadable = the year of birth cannot be read
people-row-birth-not-real = the birth date does not exist
people-row-birth-future = the birth date is in the future
people-row-birth-too-old = older than 120

# Reading a list: rows that are used and should be looked at
people-row-warn-name-odd = the name has one word only, or digits or signs
people-row-warn-birth-missing = no birth date given
people-row-warn-birth-serial = the birth date was an Excel day number; look again
people-row-warn-sex = the sex is unclear
people-row-warn-phone = not a valid phone number; left out
people-row-warn-phone-prefix = unknown phone prefix
people-row-warn-phone-more = several phone numbers; the first was taken
people-row-warn-identity = not a valid identity number; left out
people-row-warn-identity-sex = the identity number says the other sex
people-row-warn-identity-year = the identity number says another birth year
people-row-warn-identity-province = the identity number has an unknown province
people-row-warn-group = unknown group; taken as resident
people-row-warn-note = the note tells of health, ethnicity or belief and is not kept

# Reading a list: lines that are not people
people-row-aside-total = a total
people-row-aside-signature = signatures
people-row-aside-heading = headings once more
people-row-aside-section = name of a hamlet
people-row-aside-continued = more about the person above
people-row-aside-remark = a remark

# Reading a list: its sheets
people-row-sheet-read = read
people-row-sheet-hidden = a hidden sheet, not read
people-row-sheet-empty = an empty sheet
people-row-sheet-no-heading = no heading row with a column of names
people-row-sheet-side-by-side = two tables stand side by side. Move the right one below or to another sheet, then send the file again
people-row-sheet-old-font = written for an old font (TCVN3 or VNI). Convert it to Unicode, then send it again
people-row-sheet-garbled = the letters are garbled. Open the original, save it as UTF-8 or .xlsx, then send it again

# The columns of a list
people-column-ordinal = number
people-column-name = full name
people-column-family = family and middle names
people-column-given = given name
people-column-birth = birth date
people-column-day = day
people-column-month = month
people-column-year = year
people-column-male = male
people-column-female = female
people-column-sex = sex
people-column-identity = identity number
people-column-phone = phone
people-column-hamlet = hamlet, lane, group
people-column-village = village
people-column-address = address
people-column-household = head of household
people-column-group = audience group
people-column-unit = class, unit
people-column-smartphone = has a smartphone
people-column-consent = agrees to give data
people-column-note = note
people-column-ignored = not kept
