subsection-identity-api-key = API keys
function-identity-api-key-use = Call by an API key
function-identity-api-key-list = List one's own API keys
function-identity-api-key-make = Make an API key
function-identity-api-key-revoke = Revoke one's own API key
function-identity-user-revoke-api-keys = Revoke a user's API keys
menu-api-keys = API keys
api-keys-title = API keys
api-keys-lead = With a key a program reads cases in your name: what you see yourself, in the Agent and the scope where you work now. When your rights change, they change for it too.
api-keys-own-none = You have no keys.
api-keys-none = The user has no keys.
api-key-new = A new key
api-key-name = Name
api-key-name-hint = The program that uses it or the place where it lies, such as “Report for the website”
api-key-term = Good for
api-key-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
api-key-make = Make the key
api-key-made = The key is made
api-key-text = Key
api-key-example = How to call
api-key-once = The key is shown once: the system keeps only its digest. Guard it as a password.
api-key-before = This form was sent before, and the key was shown. If it was not saved, revoke it and make a new one.
api-key-place = Agent: { $agent }
api-key-place-scope = Agent: { $agent }, scope “{ $scope }”
api-key-place-gone = Agent: { $agent }, the scope is gone
api-key-until = made { $made }, good until { $until }
api-key-until-certificate = made { $made }, good until { $until }, but no longer than the certificate you signed in with
api-key-used = last called { $moment }, address { $address }
api-key-unused = not used yet
api-key-over = Not good any more
api-key-asleep = Not in force now
api-key-revoke = Revoke
api-keys-of-title = API keys of the user
api-keys-of-lead = Once the keys are revoked, programs with them get no answers. They cannot be given back; new ones can be made.
api-keys-revoke-all = Revoke all keys
api-keys-of-stronger = This user has rights that you have not. Their keys are revoked by somebody who has them
api-description = Description for programs (OpenAPI)
api-key-nameless = Name the key: by its name you will know it in the list
api-key-long = At most { $max } characters, no control characters
api-key-twice = You have a key of this name already
api-key-term-unknown = Choose a term from the list
api-key-many = You have { $most } keys already. Revoke one that is not needed and make a new one
flash-api-key-revoked = The key is revoked.
flash-api-keys-revoked = The keys are revoked.
api-no-key = An API key is needed in the header Authorization: Bearer
api-key-unknown = The key is unknown, revoked or not good any more
api-parameter-unknown = There is no such parameter
api-parameter-twice = The parameter stands twice
api-show-unknown = There is no such choice: open, mine, overdue, new, done or the code of a state
api-size-wrong = A whole number from 1 to { $most }
api-after-wrong = Where a page begins is taken from next of the answer before
api-nothing-sought = Say what to search for
api-agent-needed = Say the code of the Agent
api-agent-unknown = There is no such Agent
letter-api-key-subject = An API key was made
letter-api-key = On { $day } at { $time } the API key “{ $name }” was made in your account; it is good until { $until }.
letter-api-key-advice =
    If it was you, there is nothing to do.
    If it was not, revoke the key here: { $link }
    and change your password.
journal-kind-api-key = API key
field-api-key-key = Digest
field-api-key-user = User
field-api-key-login = Login
field-api-key-name = Name
field-api-key-agent = Agent
field-api-key-scope = Scope
field-api-key-made_at = Made
field-api-key-last_day = Good until
field-api-key-certificate = Certificate
field-api-key-used_at = Last called
api-only-read = This address is only read: GET
api-parameters-many = At most { $most } parameters
api-sought-long = At most { $most } characters
journal-by-key = { $request } · key “{ $key }”
trace-by-program = { $function } (by a program with a key)
sessions-keys =
    { $count ->
        [one] You have { $count } API key
       *[other] You have { $count } API keys
    }
sessions-keys-stay = Ending sessions and changing the password do not revoke them.
field-api-key-used_from = Address of the last call
