case-moved-on = The case is in another state by now: this action does not fit it any more. See what has changed
case-taken = Another employee has taken the case
case-taken-by = The case is being worked on: the assignee is { $who }
case-not-yours = Only its assignee can return the case
assign-not-able = This employee cannot take such a case: a function is missing, or the house is outside of their scope. Choose another one
assign-nobody = Choose an employee
document-hidden = Personal data is hidden from you, so attached documents cannot be opened
document-kind-unknown = This service needs no such document
document-already-there = This file is attached already
document-too-many = There are enough files for this document: no more than { $most } may be attached
check-unfinished = Not all documents are checked. Confirm or reject each
decide-no-template = Choose a decision
decide-rejected-document = Some documents were rejected. Choose a refusal, or check the documents again
confirm-own = You prepared this decision yourself. Another employee has to confirm it
decide-other-for-appeal = After your signature nobody could answer an appeal: it is answered only by somebody who did not sign the refusal. Instead of you can sign: { $who }
decide-nobody-for-appeal = After your signature nobody could answer an appeal: it is answered only by somebody who did not sign the refusal. A third employee has to sign: ask the administrator to give them the right to decide on cases
appeal-too-late = The time for an appeal is over
appeal-own-decision = You made this decision yourself. Another employee has to answer the appeal
appeal-no-verdict = Choose what is decided on the appeal
text-empty = Fill in this field
text-long = Make the text shorter: no more than { $most } characters fit
text-control = The text has characters that cannot be seen. Type it by hand
service-version-gone = The form of this service is no longer valid. Begin the application anew
service-without-agent = Nobody provides this service now. Call the town's administration
no-profile = An application needs a profile. Come to the reception with your passport and SNILS
paper-applicant = Applicant
paper-address = Address
paper-submitted = Submitted
paper-documents = Attached documents
paper-application = Application: { $service }
paper-decision = Decision
paper-appeal = The decision can be appealed in the cabinet within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}, or in court.
paper-check = The document can be checked in the cabinet by the number of the application
paper-application-file = Application.pdf
paper-decision-file = Decision.pdf
