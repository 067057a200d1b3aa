refusal-unproved = Give your password once more
confirm-title = Give your password once more
confirm-lead = This changes rights or signing in, so we check once more that it is you. Nothing that you filled in is lost. The password holds for 10 minutes.
confirm-password = Your password
confirm-button = Go on
confirm-cancel = Do not go on
sign-in-held = Too many wrong sign-ins: not compared for now
sign-in-banned = This address guesses logins and passwords: it is closed for an hour
menu-sessions = Where you are signed in
sessions-title = Where you are signed in
sessions-lead = Each line is a browser in which you are signed in. End one that you do not know and change your password.
sessions-strange = A sign-in that was not yours?
sessions-end-others = End all others
session-own = This browser
session-place = address { $address }
session-opened = signed in { $moment }
session-used = last action { $moment }
session-end = End
browser-unknown = Unknown browser
flash-session-ended = The session is over.
flash-sessions-ended = All other sessions are over.
flash-password-fair = Your password is changed. It will do; a longer one would be safer.
flash-password-good = Your password is changed. It is safe.
flash-password-strong = Your password is changed. It is very safe.
password-common = This password is on the lists that are used for guessing. Think of another, such as three or four random words
password-same = This is your present password. Think of a new one
password-must-change = You came in with a one-time password. Think of your own: nothing else opens before that.
password-own-elsewhere = One's own password is changed on the page “Change password”
password-of-stronger = This user has rights that you lack. Somebody who has them gives them a password
notice-new-place = Somebody signed in as you from a new place: { $address }. If it was not you, end that session and change your password
notice-new-password = Your password was changed
letter-new-place-subject = A sign-in from a new place
letter-new-place = On { $day } at { $time } somebody signed in as you from a new place: address { $address }, { $browser }.
letter-new-place-bare = On { $day } at { $time } somebody signed in as you from a new place: address { $address }.
letter-new-place-advice =
    If it was you, there is nothing to do.
    If not, end that session and change your password: { $link }
letter-new-password-subject = Your password was changed
letter-new-password = On { $day } at { $time } your password was changed. The other sessions are over.
letter-new-password-advice = If it was not you, ask at the counter. Sign in: { $link }
letter-access-subject = Access to Kabinet
letter-access = You have access now. Login: { $login }. Roles: { $roles }.
letter-access-password = One-time password: { $password }
letter-access-link =
    Sign in and think of your own password at once: { $link }
    Forward this letter to nobody.
field-known-places-user = User
field-known-places-places-address = Address
field-known-places-places-browser = Browser
field-known-places-places-since = First sign-in
field-session-used_at = Last action
field-session-proved_at = Password given once more
refusal-must-change = First think of a password of your own: you came in with a one-time one
sign-in-forgotten = Forgotten your password?
restore-title = A new password
restore-lead = Tell your login. If your profile has an e-mail address, a code will come to it.
restore-send = Send the code
restore-employee = Employees get a new one-time password from an administrator.
restore-sent = If the login is right and the profile has an address, the code is on its way. It holds for 15 minutes.
restore-code = The code from the letter
restore-code-hint = 8 digits
restore-code-shape = The code has 8 digits. Take it from the letter
restore-wrong = The code does not fit or is out of date. Check the login and the code, or ask for a new one
restore-again = Ask for a new code
restore-nobody = A login to which no code is sent
restore-not-sent = No code was sent: there is no address, or the last one has just gone out
flash-password-restored = Your password is changed. Sign in with the new one.
letter-restore-subject = A code for a new password
letter-restore =
    Code: { $code }
    It holds for 15 minutes. Tell it to nobody: employees never ask for it.
letter-restore-link =
    Type the code here: { $link }
    If you did not forget your password, there is nothing to do: without the code nobody can change it.
field-restoration-user = User
field-restoration-code = Code
field-restoration-sent_at = Sent
field-restoration-tries = Wrong tries
give-title = A new one-time password
give-lead = { $name } ({ $login }) will get a new password. The present one stops fitting, all open sessions end.
give-by-mail = Login and password go by letter to the address on the card. They can be printed, too.
give-by-hand = There is no e-mail address: hand the password over in person, or print the page.
give-button = Give a new password
give-name = To whom
give-password = One-time password
give-once = The password is shown once. At the first sign-in it must be changed to one's own.
give-before = This form was sent before, and the password was shown. If nobody wrote it down, give a new one.
letter-access-bare = You have access now. Login: { $login }.
