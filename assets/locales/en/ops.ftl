check-summary = { $kind }: { $checked } checked, { $wrong ->
    [0] all is well
    [one] { $wrong } thing is wrong
   *[other] { $wrong } things are wrong
}
check-more = and { $count } more
check-record-unreadable = The record of kind { $kind } with the key { $key } cannot be read
check-record-misplaced = A record of kind { $kind } lies under the key of another, { $key }
check-index-undeclared = The record of kind { $kind } with the key { $key } writes to the index { $index }, which it does not declare
check-row-missing = The index { $index } lacks the row { $key }
check-row-differs = The row { $key } of the index { $index } has another value
check-row-stranger = The row { $key } of the index { $index } belongs to nobody
check-entry-unreadable = Journal { $agent }: entry No. { $number } cannot be read
check-entry-of-another = Journal { $agent }: entry No. { $number } was made for another journal
check-document-missing = The file { $digest } is not in the store
check-document-size = The file { $digest } is not stored whole
check-document-altered = The file { $digest } was altered: its content does not have its digest
