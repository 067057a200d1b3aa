search-title = Search for cases
search-label = Number, name, address or any word of the case
search-hint = Type the number of a case, the name of the applicant, an address, or words of the application and the correspondence. Endings do not matter. Words in quotes are looked for in a row.
search-all = { $count ->
    [one] { $count } case found
   *[other] { $count } cases found
}
search-some = { $count ->
    [one] { $count } case shown, there are more
   *[other] { $count } cases shown, there are more
}
search-more = Show the next ones
search-results = Cases found
search-nothing = Nothing found
search-nothing-text = Within your reach there is no case with all these words. Take one of them away, or check the number.
search-nothing-masked = Personal data is hidden from you, so cases are found by number and service only.
search-to-queue = To the queue
