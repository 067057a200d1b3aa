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
