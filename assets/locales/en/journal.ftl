proof-proved = The entry is authentic: it stands in the journal “{ $journal }” as No. { $number } and is unaltered. Checkpoint of the journal: { $time }, { $size ->
    [one] { $size } entry
   *[other] { $size } entries
}
proof-entry-altered = Entry No. { $number } is not confirmed: its text, its number or lines of the proof were altered. Ask for the proof to be exported again
proof-path-cut = The entry is not confirmed: the proof lacks lines or has too many. Ask for it to be exported again
proof-beyond-journal = Entry No. { $number } is not confirmed: at the moment of the checkpoint the journal had { $size ->
    [one] { $size } entry
   *[other] { $size } entries
}
proof-checkpoint-forged = The checkpoint is forged: the signature does not fit its text. Do not trust this file
proof-unknown-key = The checkpoint is not signed by the key “{ $key }”. Check that the file and the key come from the same system
proof-another-journal = The proof is from the journal “{ $journal }”, and your checkpoint is from the journal “{ $expected }”. Take a checkpoint of the same journal
proof-another-checkpoint = The proof is made for { $size ->
    [one] { $size } entry
   *[other] { $size } entries
}, and your checkpoint is for { $expected ->
    [one] { $expected } entry
   *[other] { $expected } entries
}. Ask for the proof to be exported for your checkpoint
proof-rewritten = The journal was rewritten: the proof is signed, yet it disagrees with your checkpoint of { $size ->
    [one] { $size } entry
   *[other] { $size } entries
}. Keep both documents: they prove it
proof-flaw-header = This is not a proof of a journal entry: the first line of the file must be “c2sp.org/tlog-proof@v1”
proof-flaw-entry = The file is damaged: line { $line } has no entry (the word extra and a text in base64)
proof-flaw-index = The file is damaged: line { $line } has no entry number (the word index and a number)
proof-flaw-hash = The file is damaged: line { $line } is not a hash
proof-flaw-checkpoint = The file is damaged: the checkpoint cannot be read, line { $line }
proof-flaw-text = The file was changed on its way: line { $line } has characters that do not belong there. Ask to have it sent in an archive
proof-flaw-too-long = The file is too big for a proof of one entry
proof-not-yet = The entry was made a moment ago and no checkpoint confirms it yet. Try again in a few seconds
audit-whole = The journal is whole: { $entries ->
    [one] { $entries } entry, confirmed
   *[other] { $entries } entries, all confirmed
} by a checkpoint
audit-whole-unsigned = The journal is whole: { $entries ->
    [one] { $entries } entry
   *[other] { $entries } entries
}. A checkpoint confirms the entries up to No. { $signed }, the hashes of the journal confirm the others
audit-entry-altered = Entry No. { $number } was altered
audit-entry-unreadable = Entry No. { $number } cannot be read: other bytes lie in its place
audit-entry-missing = There is no entry No. { $number }: the journal breaks off or has a gap
audit-entries-cut = Entries were removed from the journal, the first is No. { $number }: a checkpoint confirms { $signed ->
    [one] { $signed } entry
   *[other] { $signed } entries
}
audit-entry-misplaced = Entry No. { $number } does not lie in its place
audit-range-altered = Among the entries from No. { $from } to No. { $to } one was altered: its hash was altered with it, yet a checkpoint disagrees with the entries
audit-range-unproved = The entries from No. { $from } to No. { $to } are not confirmed: there is no checkpoint for them, and the head of the journal disagrees with them
audit-hash-altered = All entries are whole, but the hash of entry No. { $number } was altered
audit-tile-damaged = All entries are whole, but the hashes of the journal are damaged: level { $level }, tile { $tile }
audit-head-damaged = All entries are whole, but the head of the journal is damaged
audit-checkpoint-unreadable = The checkpoint for entry No. { $size } cannot be read. The entries agree with all other checkpoints
audit-checkpoint-forged = The checkpoint for entry No. { $size } is forged: the signature does not fit its text. The entries agree with all other checkpoints
audit-checkpoint-unknown-key = The checkpoint for entry No. { $size } is signed by another key. The entries agree with all other checkpoints
audit-checkpoint-another-journal = The checkpoint for entry No. { $size } was taken from another journal. The entries agree with all other checkpoints
audit-checkpoint-misplaced = The checkpoint for entry No. { $size } does not lie in its place. The entries agree with all other checkpoints
audit-checkpoints-missing = All checkpoints of the journal were removed: nothing confirms the entries
audit-store-broken = The data file is damaged: the journal cannot be read from entry No. { $number } on
journal-by-program = The program or its command
journal-form-opened = Form opened: { $function }
export-number = No.
export-time = Time
export-address = IP
export-user = User
export-login = Login
export-roles = Role
export-scope = Scope
export-section = Section
export-subsection = Subsection
export-function = Function
export-request = Request
export-outcome = Result
export-record = Record
export-error = Error text
export-duration = Duration, ms
export-success = Success
export-refused = Error: refused
export-failed = Error: failed
export-unreadable = The entry cannot be read
export-repeats = { $count ->
    [one] and { $count } more like it within an hour
   *[other] and { $count } more like it within an hour
}
journal-proof-out-of-reach = This entry holds what is out of your reach. Its proof is given by somebody who sees it
