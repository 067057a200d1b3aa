houses-title = Houses
houses-about = The addresses of the town: groups of houses are made of them, and applicants live in them. A house is entered once, for all Agents.
houses-street = Street
houses-street-hint = With its kind: ул. Набережная, пер. Садовый
houses-number = Number
houses-number-hint = For example 12, 12а, 12/3, 12 к. 2
houses-count = Houses
houses-streets = Streets
houses-register = Number in the register
houses-find = Find
houses-empty = No houses
houses-new = Enter a house
houses-edit = Correct the address of a house
houses-many = Enter a list
houses-many-label = Houses
houses-many-hint = Each house on a line: street; number. Two columns can be copied from a spreadsheet. Up to { $most } houses at once; those that are there already are not repeated
houses-many-enter = Enter
house-street = Write the street in words, at most { $most } characters
house-number = A house number begins with a digit and has at most { $most } characters: 12, 12а, 12/3
house-lines = { $count ->
    [one] Check line { $lines }: it needs
   *[other] Check lines { $lines }: they need
 } street and number with a semicolon between them, as in “ул. Набережная; 12”
house-none = Write at least one house
house-many = Too many houses at once: at most { $most }. Enter the rest in another list
house-taken = This house is in the register already
house-scope = You work with some of the houses; new ones are entered by who works with all
flash-house-saved = The address is saved.
flash-houses-entered = The list is entered. Houses that were there already stayed as they are.
function-housing-house-list = Viewing houses
