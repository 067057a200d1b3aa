backup-done = The copy is ready, rows: { $count }
restore-done = Restored, rows: { $count }
init-done = Done. The first sign-in: login { $login }, password { $password }. Change the password right after signing in
check-search = Search: { $count ->
    [one] { $count } case differs from what is written
   *[other] { $count } cases differ from what is written
}
command-agent-added = The Agent is made, its number is { $number }
command-agent-unknown = There is no Agent with the code { $code }. The list: kabinet agent list
command-user-added = Done. Login { $login }, one-time password { $password }. At the first sign-in the system asks to change it
command-user-citizen = The login begins with 1, 2 or 3: citizens are registered at the counter
command-user-active = active
command-user-inactive = inactive
store-is-served = Another process has this data open, most likely a running server. Stop it, or do the same in the browser
check-search-waiting = Search will catch up with the records: { $count ->
    [one] { $count } case waits, which is no mismatch
   *[other] { $count } cases wait, which is no mismatch
}
check-whole = All is well: records, indexes, documents, search and journals agree
check-damaged = { $count ->
    [one] { $count } mismatch found
   *[other] { $count } mismatches found
}
command-journal-strangers = Rows that belong to no journal: { $count }
command-agent-number-unknown = There is no Agent with the number { $number }. The list: kabinet agent list
command-entry-unknown = The journal of Agent { $agent } has no entry No. { $number }. { $count ->
    [0] It has no entries yet
   *[other] Its entries are No. 1 to No. { $count }
}
command-function-unknown = There is no function with the code { $named }. A code is written like this: applications.case.decide
command-login-unknown = There is no user with the login { $named }. The list of employees: kabinet user list
command-config-missing = There is no configuration file { $file }. A sample: packaging/kabinet.toml
command-installation-there = There is Kabinet's data in { $folder } already. Move it away first
command-no-backup = There is no backup in { $folder }: it needs the file kabinet.redb and the folder keys. kabinet backup makes one
command-backup-damaged = The backup in { $folder } is damaged: its journals are not whole. kabinet journal verify --data { $folder } says what is wrong
command-folder-not-empty = The folder { $folder } is not empty. Name a new one or an empty one
command-folder-open = Attention: other users of this computer can read the folder { $folder }, and it could not be closed. It holds personal data and keys
store-missing = There is no data of Kabinet in { $folder }. kabinet init makes a new installation, kabinet restore brings one back from a backup
store-unmended = The file { $file } was left open by a crash, and cannot be written from here. Run the command under the account that the server runs under, start the server once, or copy the whole folder to where you may write
installation-no-keys = There is no key of the journal in { $folder }. Put the folder keys back: without it the data cannot be opened and the journal cannot be checked
