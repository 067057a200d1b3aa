home-title = Start
home-guest-title = Town services without a queue
home-guest-text = Apply from home, attach your documents and follow every step. You see what has been done and by which day to expect the answer.
home-to-services = See the services
home-hello = Hello, { $name }
home-employee-text = There is no overview for your roles. All that is open to you is in the menu.
home-no-role = You have no role yet. The administrator of your Agent will give you one.
home-needs-answer = We are waiting for your answer
home-answer-by = Answer by { $date }. While we wait, the time for the decision stands still.
home-answer = Answer
home-all-applications = All applications: { $count }
catalog-title = Services
catalog-categories = Services by topic
catalog-situations = Life situations
catalog-find = A word of its name or description
catalog-nothing = There is no such service
catalog-nothing-text = Try another word, for example “heating” or “child”, or see all services.
catalog-all = All services
catalog-count = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
service-term = Time
service-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
service-result = Result
service-cost = Cost
service-office = Who decides
service-payment = When the money comes
service-start = Apply
service-closed = No applications for this service are taken now: the office is closed
service-sign-in = Sign in and apply
service-entitled = Who is entitled
service-documents = Which documents you need
service-if-needed = not always
service-steps = What you will fill in
service-about = In short
service-legal = By which law
service-help = How to apply
sign-in-title = Sign in
sign-in-login = Login
sign-in-login-hint = For example, 4-0000012. You get it at the reception office.
sign-in-password = Password
sign-in-button = Sign in
sign-in-help = Have you never signed in, or is there no e-mail in your profile? Come to the reception office with your passport.
password-title = Change of password
password-current = Current password
password-new = New password
password-again = New password again
password-hint = At least 10 characters. Three or four random words are a good choice.
password-save = Change the password
password-others-end = On other devices you will have to sign in again with the new password.
applications-title = My applications
applications-empty = No applications yet
applications-empty-text = Choose a service and apply: most of it we fill in for you from your profile.
application-about = No. { $number } of { $date }
application-begun = Begun on { $date }
application-continue = Go on filling in
application-due = Answer by { $date }
application-answer-by = Answer by { $date }
application-appeal-by = You can appeal until { $date }
application-way = What is happening
application-documents = Documents
application-paper = Application
application-seen = Who looked at your data
application-seen-link = Open the list
application-handed-in = This application has been submitted already and cannot be changed. Open “My applications”
talk-title = Correspondence
talk-question = We asked
talk-answer = You answered
application-written = What you wrote in the application
answer-title = We are waiting for your answer
answer-label = Your answer
answer-files = Files with the answer
answer-clock = While we wait, the time for the decision stands still.
answer-send = Send the answer
decision-granted = Granted
decision-refused = We refused
decision-open = Open the decision, PDF
document-confirmed = confirmed
document-rejected = rejected
document-with-answer = With the answer to a question
document-none-chosen = Choose a file
appeal-title = Your appeal
appeal-label = What you do not agree with
appeal-open = Appeal against the refusal
appeal-send = Send the appeal
appeal-answer = Answer
withdraw-open = Withdraw the application
withdraw-text = We will stop working on it. It cannot be brought back, but you can apply anew.
withdraw-send = Withdraw the application
way-draft = You began to fill in the application.
way-submitted = Received by: { $office }. { $count ->
    [0] No documents attached.
    [one] { $count } document attached.
   *[other] { $count } documents attached.
}
way-registered = The application has its number.
way-in-review = An employee reads the application and checks that nothing is missing.
way-waiting = We asked you a question. While we wait, the time for the decision stands still.
way-document-check = An inspector checks the documents.
way-decision = The documents are checked, what remains is to decide.
way-in-delivery = It is decided, we are preparing what you are entitled to.
way-refused = The reason is written in the decision.
way-appealed = Another employee deals with the appeal, not the one who refused.
way-closed = Everything is done.
way-withdrawn = We stopped working on it.
way-assignee = In charge: { $name }
way-due = By { $date }.
way-next-decision = Decision
way-next-appeal = Answer to the appeal
way-next-delivery = Result
form-continue = Continue
form-back = Back
form-saved = Every step is saved. You can finish later and on another device.
form-from-profile = From your profile, confirmed on { $date }
form-only-when = Answer only if “{ $field }” is “{ $answer }”.
form-file-kinds = PDF, JPEG or PNG, up to { $limit }
form-document-optional = With your answers, this document is not required.
form-file-remove = Remove
form-file-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
check-title = Check your answers
check-gaps = Still missing
check-text = By sending the application you confirm that everything in it is true.
check-submit = Send the application
check-empty = not given
check-no-files = not attached
check-change = Change
flash-signed-out = You have signed out.
flash-application-submitted = The application is sent. Its number and the next steps are on this page.
flash-application-withdrawn = The application is withdrawn.
flash-answer-sent = The answer is sent.
flash-appeal-sent = The appeal is sent.
