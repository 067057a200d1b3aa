catalog-audience-citizen = For citizens
catalog-audience-business = For business
catalog-audience-both = For citizens and business
catalog-outcome-granted = Grant
catalog-outcome-refused = Refuse
form-yes = Yes
form-no = No
form-bic = BIC
form-empty = Fill in this field
form-empty-number = Give a number, for example 54.3
form-empty-whole = Give a number, for example 3
form-empty-money = Give a sum in roubles, for example 1,840.50
form-empty-date = Give the day, the month and the year, for example 17.05.1984
form-empty-choice = Choose one of the answers
form-empty-full-name = Give the surname, name and patronymic, for example: Белова Анна Сергеевна
form-empty-snils = Give the SNILS, for example 112-233-445 95
form-empty-inn = Give the INN: 12 digits for a person, 10 for an organisation
form-empty-passport = Give the series and number of the passport, for example 4508 123456
form-empty-phone = Give a telephone number, for example +7 912 345-67-89
form-empty-email = Give an e-mail address, for example anna@mail.ru
form-empty-account = Give the account number: 20 digits, under “Details” in your bank's application
form-empty-bic = Give the BIC of the bank: 9 digits, next to the account number
form-empty-address = Give the address, for example: Суздаль, улица Ленина, дом 12, квартира 3
form-control-characters = The text has characters that cannot be seen. Type it by hand
form-too-long = There { $count ->
    [one] is { $count } character
   *[other] are { $count } characters
} here and { $max } fit. Make the text shorter
form-number-unreadable = Write the number in digits, for example 54.3
form-number-whole = Write a whole number, for example 3
form-number-decimals = No more than { $count ->
    [one] { $count } digit after the point, for example 54.3
   *[other] { $count } digits after the point, for example 54.35
}
form-number-small = The number is { $min } or more. Check it
form-number-large = The number is { $max } or less. Check it
form-money-small = The sum is at least ₽{ $min }. Check it
form-money-large = The sum is at most ₽{ $max }. Check it
form-money-unreadable = Write the sum in digits, for example 1,840.50
form-money-decimals = No more than two digits after the last point or comma: these are kopecks. For example, 1,840.50
form-applicant-young = One can apply from the age of { $years }. For somebody younger a parent or guardian applies
form-date-before = This date cannot be earlier than { $date }
form-date-future = This date cannot be later than today
form-date-past = This date cannot be earlier than today
form-date-long-ago = This date cannot be earlier than { $count ->
    [one] { $count } year ago
   *[other] { $count } years ago
}. Check the year
form-date-far-ahead = This date cannot be later than in { $count ->
    [one] { $count } year
   *[other] { $count } years
}. Check the year
form-choice-unknown = Choose one of the answers on the page
form-document-missing = Attach this document
form-documents-many = { $count } attached, no more than { $max } may be. Remove the others
