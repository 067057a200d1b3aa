journal-title = Journal of actions
journal-size = { $count ->
    [one] { $shown } entry
   *[other] { $shown } entries
}
journal-export = Export as CSV
journal-checkpoint = Checkpoint
journal-agents = Whose journal
journal-in-force = Filters in force
journal-filter = Filter
journal-filter-q-label = Text in any column
journal-filter-user-label = Login
journal-filter-section-label = Section
journal-filter-function-label = Function
journal-filter-result-label = Result
journal-filter-record-label = Record: number of a case or of a record
journal-filter-from-label = From day
journal-filter-to-label = To day
journal-filter-any = Any value
journal-filter-show = Show
journal-filter-clear = Remove the filters
journal-filter-long = No more than { $max } characters fit here. Keep the word that matters most
journal-filter-record = Write the number of a case, like 2026-004377, or the number of a record, like 12
journal-filter-order = The last day is before the first. Swap them
journal-ending-success = success
journal-ending-unsuccessful = refused or failed
journal-ending-refused = refused
journal-ending-failed = failed
journal-columns = Columns
journal-columns-label = Which columns to show
journal-columns-show = Show the columns
journal-empty = There are no such entries
journal-empty-text = Change the filter: take more days or remove some of the conditions.
journal-gave-up = Entries read: { $read }, the search came to { $day }. { $found ->
    [0] Nothing found so far.
    [one] { $found } entry found.
   *[other] { $found } entries found.
}
journal-search-on = Search further back
journal-shown = Entries No. { $first } – { $last }
journal-whole-agent = The journal covers the whole Agent, and you work within a scope. Open it under a grant without scopes, or ask the administrator
journal-entry-title = Journal entry No. { $number }
journal-scope = Scope
journal-disclosed = Whose personal data was shown
journal-changes = What changed
journal-no-changes = This entry changed nothing.
journal-proof = Download the proof
journal-proof-masked = A proof holds the whole entry, and personal data is hidden from you. An administrator who sees it can export the proof
journal-newer = Newer
journal-older = Older
journal-kind-application = Application
journal-kind-person = Citizen
journal-kind-user = User
journal-kind-session = Session
journal-kind-grant = Grant
journal-kind-scope = Scope
journal-kind-agent = Agent
journal-kind-house = House
journal-kind-notice = Notice
journal-kind-read-mark = Read mark
checkpoint-title = Checkpoint of the journal
checkpoint-lead = Print this page or send it to somebody you trust. With it one can check later that no entry was altered, removed or put in another place.
checkpoint-agent = Agent
checkpoint-size = Entries in the journal
checkpoint-time = Signed at
checkpoint-text = The signed text
checkpoint-key = The verifying key
checkpoint-how = How to check
checkpoint-how-keep = Keep the signed text and the key apart from this system: on paper or in the mail.
checkpoint-how-proof = To check one entry, open it in the journal and download its proof. Any program that knows the format C2SP tlog-proof reads this file; our system is not needed for the check.
checkpoint-how-verify = To check the whole journal, run this on the server:
checkpoint-how-meaning = If nobody touched the journal, its first { $size } entries give the same root as the third line of the signed text. If the root differs, the journal was rewritten, and your checkpoint proves it.
checkpoint-folder = FOLDER
checkpoint-none = There is no checkpoint yet
checkpoint-none-text = It comes a second after the first entry. Reload the page.
checkpoint-download = Download the signed text
history-title = History of changes
history-time = Time
history-age = Age
history-deed = What was done
history-function = Function
history-author = Author
history-fields = Fields
history-field = Field
history-old = Was
history-new = Became
history-added = Added
history-changed = Changed
history-removed = Removed
history-chosen = { $time }, { $author }
history-no-fields = No field of the record changed.
history-more = Show more
history-all-fields = show all fields
history-empty = There were no changes
history-empty-text = As soon as somebody changes the record, a line appears here: when, who and what.
history-never = Never changed
history-was = Was
history-was-absent = Was not filled in before
history-fields-count = { $count ->
    [one] { $count } field changed
   *[other] { $count } fields changed
}
history-field-numbered = { $name }, No. { $number }
history-value-empty = empty
history-value-erased = erased
history-value-secret = hidden
history-value-out-of-reach = out of your reach
history-author-elsewhere = An employee of another organisation
history-author-program = The program
history-yes = yes
history-no = no
age-now = just now
age-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
age-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
age-months = { $count ->
    [one] { $count } month ago
   *[other] { $count } months ago
}
age-years = { $count ->
    [one] { $count } year ago
   *[other] { $count } years ago
}
trace-title = Who looked at my data
trace-lead = Each time an employee opens your data, a line appears here. Nobody can erase it.
trace-empty = Nobody has looked at your data yet
trace-empty-text = When an employee opens your application or profile, you will see here who it was and what for.
trace-more = Show earlier ones
trace-application = application No. { $number }
trace-times = { $count ->
    [one] { $count } time that day
   *[other] { $count } times that day
}
trace-wrong = Do not see why they looked at your data?
trace-wrong-text = Ask the front desk of the organisation in that line, and name the date and the time. They must answer you (152-FZ, article 14).
profile-title = My profile
profile-lead = This is filled into your applications. If something changed, let us know.
profile-myself = About you
profile-papers = Documents
profile-contact = How to reach you
profile-payment = Where payments go
profile-name = Full name
profile-birth = Birth date
profile-age = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
profile-sex = Sex
profile-sex-female = female
profile-sex-male = male
profile-passport = Passport
profile-snils = SNILS
profile-inn = INN
profile-address = Registered address
profile-phone = Telephone
profile-email = E-mail
profile-account = Account number
profile-bic = BIC of the bank
profile-unknown = not given
profile-confirmed = Compared with your documents, { $day }
profile-unconfirmed = In your own words, not confirmed by documents
profile-change = Has something changed?
profile-change-text = Come to the front desk with your passport and a document that shows it. An employee will correct it while you are there, and the date of the comparison will be renewed.
profile-to-trace = Who looked at my data
profile-to-password = Change the password
field-application-id = Record number
field-application-agent = Agent
field-application-service = Service
field-application-version = Version of the form
field-application-applicant = The applicant's user
field-application-person = Citizen number
field-application-name = Applicant
field-application-address = Address
field-application-house = House
field-application-number = Registration number
field-application-state = State
field-application-due = Due
field-application-assignee = Assignee
field-application-began_at = Begun
field-application-submitted_at = Submitted
field-application-next_document = Number of the next document
field-application-documents = Document
field-application-documents-number = Document number
field-application-documents-kind = Kind of document
field-application-documents-name = File name
field-application-documents-file = File type
field-application-documents-pages = Pages
field-application-documents-size = Size in bytes
field-application-documents-digest = Checksum
field-application-documents-mark-at = Document attached
field-application-documents-mark-by = Who attached the document
field-application-documents-check-finding = Check of the document
field-application-documents-check-note = Note on the document
field-application-documents-check-mark-at = Document checked
field-application-documents-check-mark-by = Who checked the document
field-application-inquiries-text = Question to the applicant
field-application-inquiries-from = State before the question
field-application-inquiries-mark-at = Asked
field-application-inquiries-mark-by = Who asked
field-application-inquiries-reply-text = The applicant's answer
field-application-inquiries-reply-mark-at = Answered
field-application-inquiries-reply-mark-by = Who answered
field-application-decision-template = Decision
field-application-decision-outcome = Outcome
field-application-decision-reason = Reason of the decision
field-application-decision-mark-at = Decided
field-application-decision-mark-by = Who decided
field-application-decision-confirmation-at = Decision confirmed
field-application-decision-confirmation-by = Who confirmed
field-application-appeals-text = Appeal
field-application-appeals-answer = Answer to the appeal
field-application-appeals-mark-at = Appealed
field-application-appeals-mark-by = Who appealed
field-application-appeals-ruling = Outcome of the appeal
field-application-appeals-ruling-upheld-at = Refusal upheld
field-application-appeals-ruling-upheld-by = Who upheld the refusal
field-application-appeals-ruling-returned-at = Case returned
field-application-appeals-ruling-returned-by = Who returned the case
field-application-milestones-state = Stage
field-application-milestones-mark-at = Time of the stage
field-application-milestones-mark-by = Who moved it to the stage
value-application-documents-file-pdf = PDF
value-application-documents-file-jpeg = JPEG
value-application-documents-file-png = PNG
value-application-documents-check-finding-confirmed = confirmed
value-application-documents-check-finding-rejected = rejected
value-application-decision-outcome-granted = granted
value-application-decision-outcome-refused = refused
value-application-appeals-ruling-upheld = refusal upheld
value-application-appeals-ruling-returned = the case is looked at again
field-person-id = Citizen number
field-person-user = User
field-person-name = Full name
field-person-birth = Birth date
field-person-sex = Sex
field-person-snils = SNILS
field-person-inn = INN
field-person-passport = Passport
field-person-house = House
field-person-address = Registered address
field-person-phone = Telephone
field-person-email = E-mail
field-person-account = Account for payments
field-person-confirmed = Compared with documents
value-person-sex-female = female
value-person-sex-male = male
field-user-id = User number
field-user-kind = Type
field-user-login = Login
field-user-password = Password
field-user-password-own = Own password
field-user-password-onetime = One-time password
field-user-name = Full name
field-user-position = Position
field-user-phone = Telephone
field-user-email = E-mail
field-user-messenger = Messenger
field-user-active = Active
field-user-period-from = Access from
field-user-period-to = Access to
field-user-hide_personal_data = Hide personal data
field-user-show_test_reports = Show test reports
field-user-description = Description
value-user-kind-owner = employee of the Owner
value-user-kind-partner = employee of a partner
value-user-kind-agent = employee of an Agent
value-user-kind-citizen = citizen
value-user-password-none = none
value-user-password-own = own
value-user-password-onetime = one-time
field-session-key = Session key
field-session-user = User
field-session-login = Login
field-session-agent = Agent
field-session-scope = Scope
field-session-opened_at = Opened
field-session-until = Until
field-session-address = IP address
field-session-browser = Browser
field-grant-user = User
field-grant-agent = Agent
field-grant-roles = Role
field-grant-scopes = Scope
field-grant-period-from = From
field-grant-period-to = To
field-scope-id = Scope number
field-scope-agent = Agent
field-scope-name = Name
field-scope-houses = House
field-agent-id = Agent number
field-agent-code = Code
field-agent-name-ru = Name in Russian
field-agent-name-en = Name
field-agent-short_name-ru = Short name in Russian
field-agent-short_name-en = Short name
field-house-id = House number in the register
field-house-street = Street
field-house-number = House number
